"""The title of an abstract: the article's own, translated where that went well, else one made from a sentence of the abstract, else none.

It is made only by leaving out, and only what can be left out safely. In doubt there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.article import Abstract, AbstractSentence, Article, Sentence
from summarizer.checks import check
from summarizer.dates import MONTHS
from summarizer.glossary import Glossary
from summarizer.guards import HARD
from summarizer.translation import Translation

MOST_WORDS, FEWEST_WORDS = 12, 4
# The translation's confidence below which there is no title. Of the project's articles with the embedded model: of 15 translated headlines six lie
# below 0.6, none of which says what the Dutch does; of 6 titles that could be made one lies at 0.75 and without a flag, and only that one reads well.
LEAST_TRANSLATED, LEAST_MADE = 0.6, 0.75
DOUBTED = frozenset({"invented", "negation", "relation"})

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?"
_MONTH = rf"(?:{'|'.join(MONTHS.values())})"
_DATE = (
    rf"(?:(?:on )?{_DAY}|(?:on )?\d{{1,2}} {_MONTH}(?: \d{{4}})?|in {_MONTH}(?: \d{{4}})?"
    r"|in (?:19|20)\d\d|yesterday|today|(?:last|this) (?:week|month|year))"
)
_SAYS = r"(?:say|says|said|report|reports|reported|writes|wrote|announced|announces)"
_WHO = r"(?:the |a )?(?:[\w.'’-]+ ){0,4}[\w.'’-]+"
# What is left out, in this order: asides, a date in front, who said so at the end, a clause that adds something, a date at the end.
_RULES = [
    (re.compile(r"(?<!\s)\s*+\([^()]*+\)"), ""),
    (re.compile(rf"^{_DATE},? ", re.IGNORECASE), ""),
    (re.compile(rf", {_WHO} {_SAYS}(?: {_DATE})?$", re.IGNORECASE), ""),
    (re.compile(rf"(?:,? according to|, {_SAYS}) {_WHO}(?: {_DATE})?$", re.IGNORECASE), ""),
    (re.compile(r"(?:, (?:which|who|where|while|as|and|so|with|after|including)|; | [-–—]) ?[^,;]*$"), ""),
    (re.compile(rf",? {_DATE}$", re.IGNORECASE), ""),
]
# A condition or an exception left out would turn the news round.
_KEEP = re.compile(r"\b(?:if|unless|until|before|except|without|but|only|not|provided|would|could|may|might)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|must|gets?|gives?|goes|plans?|wants?|\w{2,}ed|said|made|won|lost|rose|fell|grew|took|found|began)\b"
)
_HANGS = re.compile(r", (?:who|which|where|while)\b")  # the verb may be this clause's
_LEANS = re.compile(r"(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|also|so|we|i|our)\b", re.IGNORECASE)


def made_of(sentence: str) -> str | None:
    """A title of at most MOST_WORDS words out of an English sentence, without a full stop, or None."""
    text = sentence.strip().rstrip(".")
    if _LEANS.match(text) or re.search(r"[\"“”?!:]", text):
        return None
    for pattern, replacement in _RULES:
        match = pattern.search(text)
        shorter = pattern.sub(replacement, text)
        if match and _VERB.search(shorter) and len(shorter.split()) >= FEWEST_WORDS and not _KEEP.search(match[0]):
            text = shorter
    if not FEWEST_WORDS <= len(text.split()) <= MOST_WORDS or not _VERB.search(text) or _HANGS.search(text):
        return None
    return text[0].upper() + text[1:]


def titled(
    stated: tuple[AbstractSentence, ...],
    sentences: Sequence[Sentence],
    article: Article,
    translated: Translation | None,
    glossary: Glossary,
    *,
    may_make: bool,
) -> Abstract:
    """The abstract with its title and where that is from; `translated` is the English of the article's own title where it isn't in English.

    A translation with an invention in it or below LEAST_TRANSLATED is none; then one is made where `may_make`.
    """
    if article.title and not translated:
        return Abstract(stated, article.title, "original")
    if translated and not (HARD | DOUBTED).intersection(translated.flags) and _sure(translated.confidence, LEAST_TRANSLATED):
        return Abstract(stated, translated.text, "translated")
    made = _made_of_abstract(stated, sentences, article, glossary) if may_make else None
    return Abstract(stated, made, "made") if made else Abstract(stated)


def _made_of_abstract(
    stated: tuple[AbstractSentence, ...], sentences: Sequence[Sentence], article: Article, glossary: Glossary
) -> str | None:
    """Of the first sentence that a title can be made of and that rests on nothing doubtful."""
    by_number = {sentence.number: sentence for sentence in sentences}
    for sentence in stated:
        basis = [by_number[number] for number in sentence.evidence]
        if not basis or any(set(one.flags) - {"restored", "english"} or not _sure(one.confidence, LEAST_MADE) for one in basis):
            continue
        made = made_of(sentence.text)
        says_more = len(stated) > 1 or made != stated[0].text.rstrip(".")
        if made and says_more and check(Abstract((AbstractSentence(made, sentence.evidence),)), sentences, article, glossary).passed:
            return made
    return None


def _sure(confidence: float | None, least: float) -> bool:
    """What wasn't translated has no confidence, and needs none."""
    return confidence is None or confidence >= least
