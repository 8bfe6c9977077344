"""What was saved instead of an article: a cookie wall, the few lines in front of a paywall, an error page. Refused, with the reason.

The phrases are those that such pages address their visitor with. An article about cookies or subscriptions is longer, or says it in other words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.article import Article
from summarizer.errors import ThinInput

# Words that a text may have at most to be refused as one of these; longer ones are read, a cut one with a warning.
CONSENT_WORDS, PAYWALL_WORDS, ERROR_WORDS = 400, 200, 80
_END_WORDS = 40  # a paywall speaks at the end
# Shares of the words: of sentences that ask the visitor for consent, and of those about consent at all.
_ASKING, _ABOUT = 0.2, 0.6

_ASKS_CONSENT = re.compile(
    r"\b(?:wij|we|ons|onze) (?:\w+ ){0,6}(?:cookies|toestemming)\b|\b(?:gebruiken|plaatsen) (?:\w+ ){0,5}cookies\b|"
    r"\b(?:accepteer|accepteren|weiger|weigeren|beheer)(?: \w+){0,3} cookies?\b|\bcookies? (?:\w+ )?(?:accepteren|"
    r"weigeren|toestaan|beheren)\b|"
    r"\b(?:geef|geeft) (?:je|jij|u)\b.*\btoestemming\b|\b(?:je|jij|u|jouw|uw) (?:\w+ ){0,4}(?:toestemming|"
    r"cookie-?(?:voorkeuren|instellingen))\b|"
    r"\bvoordat (?:je|u) (?:verder|doorgaat)|\b(?:je|jouw|uw) privacy\b|\bdoor (?:\w+ ){0,6}(?:ga|"
    r"gaat|stemt) (?:je|u) (?:\w+ )?(?:akkoord|in)\b|"
    r"\bwe (?:and our (?:\w+ )?partners )?(?:\w+ ){0,3}(?:cookies|your (?:privacy|consent))\b|\b(?:accept|reject|"
    r"manage) (?:all|cookies|your)\b|"
    r"\bbefore you continue\b|\byour (?:consent|privacy|cookie)|\bby (?:clicking|continuing)\b.*\b(?:agree|accept|consent)",
    re.IGNORECASE,
)
_ABOUT_CONSENT = re.compile(
    r"\bcookie|\btoestemming|\bprivacy|\bpersoonsgegevens|\bpersoonlijke gegevens|\bgepersonaliseerd|"
    r"\badverten|\bvoorkeuren\b|\bakkoord\b|\bpartners\b|"
    r"\binstellingen\b|\bconsent\b|\bpersonali[sz]ed|\badverti|\bpersonal data|\bpreferences\b|"
    r"\bsettings\b|\bopt[- ]out|\baccept|\bweiger",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"\b(?:lees|kijk|luister) (?:\w+ ){0,4}(?:verder|alles|onbeperkt|door)\b.{0,40}\b(?:met een|"
    r"met je|met uw|als|zonder) .{0,25}(?:abonn|account|proef|inlog|lid\b)|"
    r"\b(?:dit|deze) (?:\w+ )?(?:artikel|verhaal|bericht|inhoud|content|interview|column|analyse) (?:is|"
    r"zijn) (?:\w+ ){0,3}(?:exclusief|alleen|enkel|"
    r"uitsluitend|voorbehouden|gratis voor)\b.{0,40}(?:abonnee|leden|lezers met|ingelogd|premium|plus)|"
    r"\b(?:verder|door)lezen\?|\bverder lezen\b.{0,60}\b(?:abonn|account|inlog|log in)|\bal (?:een )?abonnee\?|"
    r"\b(?:ben|bent) (?:je|u|jij) (?:al )?abonnee\b|"
    r"\b(?:neem|sluit|start|kies|activeer|probeer) (?:\w+ ){0,4}(?:proef)?abonnement\b|"
    r"\bword (?:\w+ ){0,2}(?:abonnee|lid)\b|\babonneer (?:je|u)\b|"
    r"\b(?:log|meld) (?:je |u )?(?:nu |hier )?(?:in|aan) om (?:\w+ ){0,4}(?:verder |door )?(?:te )?lezen\b|"
    r"\balleen (?:toegankelijk |zichtbaar )?voor abonnees\b|"
    r"\b(?:onbeperkt|volledige?) toegang\b.{0,60}\b(?:abonn|maand|week|€)|\b(?:exclusively )?for subscribers(?: only)?\b|"
    r"\bsubscribers[- ]only\b|"
    r"\bsubscribe (?:now |today )?(?:to|for) (?:\w+ ){0,4}(?:continue|read|keep|unlimited|full|access|unlock)|"
    r"\b(?:this|the full|rest of (?:this|the)) (?:article|story|content) is (?:\w+ ){0,3}(?:for|to) (?:\w+ )?(?:subscribers|"
    r"members)|"
    r"\b(?:sign|log) in to (?:continue|keep|read)|\balready (?:a subscriber|have (?:an account|a subscription))\?|"
    r"\b(?:continue|keep) reading\b.{0,40}\b(?:subscri|account|trial|free)|\bstart your (?:\w+ )?(?:trial|"
    r"subscription)\b|\bbecome a (?:subscriber|member)\b",
    re.IGNORECASE,
)
_ERROR_PAGE = re.compile(
    r"\benable javascript\b|\bjavascript (?:is disabled|(?:in te )?schakel|staat uit)|\bschakel javascript in\b|"
    r"\bverify (?:that )?you are (?:a )?human\b|"
    r"\bchecking your browser\b|\bare you a robot\b|\bbent? (?:u|je) een robot\b|^(?:error )?40[34]\b|"
    r"^access denied\b|^(?:de )?pagina (?:is )?niet gevonden|"
    r"^page not found|\b(?:pagina|artikel) (?:die|dat) (?:u|je) zoekt\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"„][^“”\"„]{0,500}[”\"]|(?<!\w)[‘'][^‘’']{0,500}[’'](?!\w)")
_SENTENCE = re.compile(r"(?<=[.!?…:])\s+|\n+")
_AN_ARTICLE = "open the page in a browser, and save it when the article shows"


def refuse_thin(article: Article) -> Article:
    """The article, with a warning when it may be cut off. Raises ThinInput when it is no article."""
    name, words = article.path or "the input", article.words
    text = _QUOTED.sub(" ", f"{article.title or ''}\n{article.text}"[:20_000]) if words <= CONSENT_WORDS else ""
    if words <= CONSENT_WORDS and _is_consent(text):
        raise ThinInput(f"{name} holds a cookie notice, no article", hint=f"{_AN_ARTICLE}, after answering the notice")
    if article.format in ("html", "eml") and words <= ERROR_WORDS and (found := _ERROR_PAGE.search(text.strip())):
        raise ThinInput(f"{name} holds no article but the message of a site ({found.group()!r})", hint=_AN_ARTICLE)
    end = " ".join(" ".join(paragraph.text for paragraph in article.paragraphs[-8:]).split()[-_END_WORDS:])
    if found := _PAYWALL.search(_QUOTED.sub(" ", end)):
        if words <= PAYWALL_WORDS:
            raise ThinInput(f"{name} holds only the beginning of an article for subscribers ({_short(found.group())!r})", hint=_AN_ARTICLE)
        return replace(article, warnings=(*article.warnings, f"the article may be cut off: it ends with {_short(found.group())!r}"))
    return article


def _is_consent(text: str) -> bool:
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    total = sum(len(sentence.split()) for sentence in sentences)
    asking = sum(len(sentence.split()) for sentence in sentences if _ASKS_CONSENT.search(sentence))
    about = sum(len(sentence.split()) for sentence in sentences if _ASKS_CONSENT.search(sentence) or _ABOUT_CONSENT.search(sentence))
    return (
        total > 0
        and asking >= _ASKING * total
        and about >= _ABOUT * total
        and bool(re.search("cookie|privacy|toestemming|consent", text, re.I))
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
