"""Dutch with its subject before its verb, as English has it, where a sentence opens with something else: `Volgens ooggetuigen gingen relschoppers …`.

The embedded model turns the two where the verb is an auxiliary and the subject has an article. Several without one (`relschoppers`, `drie mannen`)
it takes for what is done to: `took to the streets rioters`; and of others with any other verb it loses parts: `withdrew the minister`, without the
plan. The subject stands right behind the verb there, so that it can be found without a parser.
"""

from __future__ import annotations

import re

from summarizer.adverbials import with_days_on, with_place_behind, with_time_in_front
from summarizer.finite_verbs import AUXILIARIES, DETERMINERS, SMALL, Said, is_finite
from summarizer.number_words import words
from summarizer.plain_rules import DAY, DONE

_OPENS = (
    r"(?:Volgens|Vanwege|Wegens|Door|Bij|In|Op|Sinds|Vanaf|Na|Tijdens|Tot|Voor|Uit|Rond|Ondanks|Dankzij|Via|Binnen|Buiten|Onder|Tussen|Met"
    r"|(?:Vorige?|Volgende?|Afgelopen|Dit|Deze|Elke?) (?:week|maand|jaar|zomer|winter|herfst|lente|weekend|dag|nacht|ochtend)"
    r"|Steeds (?:vaker|meer)|Wereldwijd|Jaarlijks|Daarnaast|Daardoor|Daarom"
    r"|Inmiddels|Ondertussen|Morgen|Gisteren|Vandaag)"
)
# Between these and another verb the model finds several without an article too, but for none at all and behind `er`.
_AUXILIARIES = words("zijn waren worden werden hebben hadden kunnen konden moeten moesten mogen mochten willen wilden zullen zouden")
_VERBS = (
    rf"(?:{'|'.join(sorted(_AUXILIARIES))}|gaan|gingen|komen|kwamen"
    r"|blijven|bleven|krijgen|kregen|staan|stonden|vallen|vielen|liggen|lagen|zitten|zaten|rijden|reden|raken|raakten|lopen|liepen|verdwijnen"
    r"|verdwenen|verschijnen|verschenen|gelden|golden|nemen|namen|geven|gaven|maken|maakten|gebruiken|gebruikten|stappen|stapten|kiezen|kozen"
    r"|verliezen|verloren|betalen|betaalden|ontstaan|ontstonden|overleden|stierven|stoppen|stopten|dalen|daalden|stijgen|stegen|vinden|vonden"
    r"|doen|deden|zien|zagen|houden|hielden|brengen|brachten|demonstreren|demonstreerden|protesteren|protesteerden|klagen|klaagden|vertrekken|vertrokken|tekenen|tekenden|kopen|kochten"
    r"|stemmen|stemden|switch|switched)"
)
_MANY = (
    r"(?:\d[\d.,]*(?: (?:duizend|miljoen|miljard))?|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|tientallen|honderden|duizenden"
    r"|tienduizenden|veel|meer|minder|enkele|meerdere|sommige|verschillende|geen|steeds meer"
    r"|(?:ruim|meer dan|minder dan|ongeveer|minstens) \d[\d.]*|bijna \d[\d.]*|zo'n \d[\d.]*)"
)
_NO_NOUN = (
    r"(?!(?:steeds|soms|reeds|ons|alles|iets|niets|eens|tevens|volgens|tijdens|sinds|dus|thans|morgen|tegen|binnen|buiten|boven|eigen|geen|samen"
    r"|alleen|meteen|ineens|gisteren|inmiddels|onlangs|slechts|straks|overigens|anders|nergens|ergens|links|rechts|tussen|hen|hun|even|misschien"
    r"|opeens|onderweg|vanmorgen|immers|allen|beiden|zelfs|opnieuw|een|den|zeven|negen|welke|[a-z]*tien|[a-z]+(?:lijks|waarts))\b)"
    rf"(?!{_VERBS}\b)"
)
# No part of what opens the sentence: who it is about, another verb, a clause.
_NOT_IN_FRONT = (
    r"(?!(?:die|dat|wie|waar|waarin|of|om|te|er|u|je|jij|hij|zij|ze|we|wij|ik|men|kunt|kan|kon|is|was|wordt|werd|heeft|had|moet|moest|mag|mocht|wil"
    r"|wilde|zal|zou|gaat|ging|komt|kwam|blijft|bleef|staat|stond|vroeg|vroegen|vragen|zegt|zei|\w{2,}(?:[pkft]te|dde))\b)"
    rf"(?!{_VERBS}\b)"
)
_SUBJECT = rf"(?:{_MANY} )?(?:[a-z]{{3,}}e ){{0,2}}{_NO_NOUN}[a-z]{{3,}}(?:en|s)"
_WHEN = rf"(?:{DAY}|inmiddels|ook|nu|al|opnieuw)"
_INVERTED = re.compile(
    rf"^(?P<front>{_OPENS}(?: {_NOT_IN_FRONT}[\w'-]+){{0,9}}) "
    rf"(?P<verb>{_VERBS})(?P<there> er)?(?P<when> {_WHEN})? (?P<who>{_SUBJECT})"
    r"(?! (?:van|en|of|te|die|dat|waar|ze|zij|we|wij|hij|u|je|ik)\b)(?= [a-z\d€A-Z]| ?\.?$)"
)
_DONE = re.compile(rf"\b{DONE}\b")
# Behind these `zijn` is `his`.
_HIS = words("van met aan voor door over naar in op bij volgens na uit tot onder sinds tijdens vanwege ondanks tussen binnen en of")


# What may open a sentence before its verb: all that is no subject and no clause.
_FRONTS = SMALL - words(
    "die dat wat wie waar hoe wanneer waarom welk welke maar en want of dus er als omdat terwijl hoewel nadat voordat zodra waarna waarbij waardoor "
    "waarmee waarin waarop zodat te zich hen hem niet zoals zowel toen om"
) | words("vorig vorige volgend volgende afgelopen")
_NO_FRONT = words("die dat wie wat waar om of als te er omdat toen")  # none of its words
_ALONE = words(
    "daarom daardoor daarna daarop daarbij daarmee inmiddels ondertussen morgen gisteren vandaag ook nu dan toch verder eerder later bovendien "
    "wel daarnaast uiteindelijk aanvankelijk momenteel sindsdien vervolgens hiermee hierdoor hierbij"
)
_NO_VERB_BEHIND = DETERMINERS | words("en maar")
_OF_A_SUBJECT = words("ook alleen vooral zelfs")  # or of what follows them: Ook Tsjechië weert de app
_FARTHEST = 10  # words
_ADJECTIVE = r"[a-z]{3,}(?<!i)(?<!nt)(?<!kt)(?<!rt)(?<!mt)(?<!dt)e"  # but gemeente, politie, ziekte
_NOUN = rf"(?!(?:{'|'.join(sorted(SMALL | AUXILIARIES))})\b)[\w'’-]{{3,}}"
_NAME = r"[A-Z][\w'’&-]*(?: (?:\d+ (?=[A-Z]))?[A-Z][\w'’&-]*)*"
# What belongs to a noun, of which the verb may not come between: de vraag naar chips.
_OF = (
    r"(?:van|(?<=vraag )naar|(?<=zoektocht )naar|(?<=onderzoek )naar|(?<=druk )op|(?<=kritiek )op|(?<=kans )op|(?<=toegang )tot|(?<=steun )voor"
    r"|(?<=strijd )tegen|(?<=oorlog )in)"
)
_OWNER = (
    rf"(?: {_OF} (?:(?:bijna|ruim|alle|de|het|een|zijn|haar|hun|\d[\d.]*) ){{0,3}}(?!bijna|ruim)(?:{_NAME}|(?:{_ADJECTIVE} )?{_NOUN}))?"
)
_DETERMINED = "de|het|een|zijn|haar|hun|dit|deze"
_WHO = (
    rf"(?:hij|zij|ze|we|wij|ik|(?:{_DETERMINED}) (?!een )(?:{_NAME}|(?:{_ADJECTIVE} ){{0,2}}?{_NOUN}{_OWNER})"
    rf"|(?:[A-Z]?[a-z\d]+-?[A-Za-z]+ )??{_NAME})"
)
_BEHIND = (
    (SMALL - {"van"})
    | DETERMINERS
    | words(
        "flink fors sterk hard snel opnieuw samen jaarlijks wereldwijd gemiddeld meer minder veel zo'n ruim bijna omhoog omlaag wekenlang jarenlang "
        "erop ervan erin eraan ertoe onverminderd"
    )
)
_SUBJECT_BEHIND = re.compile(  # a name ends where its capitals do
    rf" (?P<who>(?:{_WHO})(?= (?:(?:{'|'.join(sorted(_BEHIND))})\b|{DAY}|\d|[a-z]+lijk\b|[a-z]+\.?$))|{_NAME}(?= (?!van\b)[a-z]))"
)
_TURNED_BY_MODEL = AUXILIARIES - words("gaat gaan ging gingen")  # but with `niet` behind the subject
_DENIES = re.compile(" (?:zich |nog )?niet\\b")
_CLAUSE_FIRST = re.compile(
    r"(?P<clause>(?:Als|If|Wanneer|Toen|Omdat|Hoewel|Terwijl|Nadat|Zodra|Doordat|Voordat|Zolang|Indien) [^,;:\"()?]{5,120}), (?P<verb>[a-z]+)(?= )"
)
_PLAINER = {"naast": "Besides", "door": "Vanwege", "wel": "However"}  # as openings they mean one thing: Naast een boete, Door de vorst
_THERE_IS = words(
    "hangt hing staat stond zit zat ligt lag komt kwam blijkt bleek volgt volgde"
)  # with `een`, who comes last in English too


def in_english_order(dutch: str, said: Said) -> str:
    """`Onder druk trok de minister dinsdag het plan in` as `Onder druk, de minister trok op dinsdag het plan in`; see adverbials, too."""
    turned = _several_first(dutch)
    turned = _subject_first(dutch, said) if turned == dutch else turned
    return with_place_behind(with_days_on(with_time_in_front(turned, said)), said)


def _subject_first(dutch: str, said: Said) -> str:
    """A subject with an article, a name or a pronoun put before its verb, where the model wouldn't."""
    if clause := _CLAUSE_FIRST.match(dutch):
        who = _SUBJECT_BEHIND.match(dutch, clause.end())
        is_other = is_finite(clause["verb"], said) and clause["verb"] not in AUXILIARIES
        return f"{clause['clause']}, {who['who']} {clause['verb']}{dutch[who.end() :]}" if who and is_other else dutch
    parts = dutch.split(" ", _FARTHEST)
    first = parts[0].lower()
    if first not in _FRONTS:
        return dutch
    end = len(parts[0])
    for i, part in enumerate(parts[1:_FARTHEST], 1):
        if not part.strip("'").replace("-", "").isalnum() or part in _NO_FRONT:
            return dutch
        if (
            is_finite(part, said)
            and parts[i - 1].lower() not in _NO_VERB_BEHIND
            and (first in _ALONE if i == 1 else first not in _OF_A_SUBJECT)
        ):
            who = _SUBJECT_BEHIND.match(dutch, end + 1 + len(part))
            if not who or (part in _THERE_IS and who["who"].startswith("een ")):
                return dutch
            if part in _TURNED_BY_MODEL and not _DENIES.match(dutch, who.end()):
                return dutch
            front = f"{_PLAINER[first]}{dutch[len(first) : end]}" if first in _PLAINER and part not in _THERE_IS else dutch[:end]
            return f"{front}, {who['who']} {part}{dutch[who.end() :]}"
        end += 1 + len(part)
    return dutch


def _several_first(dutch: str) -> str:
    """`Volgens ooggetuigen gingen relschoppers de straat op` as `Volgens ooggetuigen, relschoppers gingen de straat op`."""
    inverted = _INVERTED.match(dutch)
    if not inverted or (inverted["verb"] in _AUXILIARIES and not inverted["there"] and not inverted["who"].startswith("geen ")):
        return dutch
    if inverted["verb"] in ("zijn", "waren") and (
        not _DONE.search(dutch, inverted.end()) or inverted["front"].split(" ")[-1].lower() in _HIS
    ):
        return dutch
    return f"{inverted['front']}, {inverted['who']} {inverted['verb']}{inverted['when'] or ''}{dutch[inverted.end() :]}"
