"""Dutch with its subject before its verb, as English has it, where a sentence opens with something else: `Onder druk trok de minister het plan in`.

The embedded model turns the two where the verb is an auxiliary; of those with another verb it loses parts at times: `withdrew the minister`, without
the plan. The subject stands right behind the verb there, so that it can be found without a parser. And days have their preposition here.
"""

from __future__ import annotations

import re

from summarizer.finite_verbs import AUXILIARIES, DETERMINERS, SMALL, Said, is_finite
from summarizer.number_words import words
from summarizer.plain_rules import DAY, WEEKDAY

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

_NAMED_DAY = rf"{WEEKDAY}(?:nacht|ochtend|middag|avond)?"
_FIRST_DAY = re.compile(rf"(?P<when>{_NAMED_DAY}) (?=(?P<verb>[a-z]+) )", re.IGNORECASE)
_DAY = re.compile(rf"(?P<before>[\w'’-]+) (?P<day>{_NAMED_DAY})\b(?!-)")
_OF_A_DAY = (DETERMINERS - {"dat", "dit"}) | words(  # what may stand before a day that has no need of `op`
    "op van tot sinds vanaf voor na tegen rond per en of met uiterlijk afgelopen komende vorige volgende eerstvolgende aanstaande zwarte hele te "
    "laatste eerste tweede derde vierde tussen om week"
)


def in_english_order(dutch: str, said: Said) -> str:
    """`Onder druk trok de minister dinsdag het plan in` as `Onder druk, de minister trok op dinsdag het plan in`."""
    return _subject_first(_with_days_on(dutch, said), said)


def _with_days_on(dutch: str, said: Said) -> str:
    """`Het lek werd vrijdag gedicht` as `Het lek werd op vrijdag gedicht`: without `op` the model leaves the day where it finds it."""
    if "dag" not in dutch:
        return dutch
    if (opening := _FIRST_DAY.match(dutch)) and is_finite(opening["verb"], said):
        dutch = f"Op {opening['when'].lower()} {dutch[opening.end() :]}"
    return _DAY.sub(lambda day: day[0] if day["before"].lower() in _OF_A_DAY else f"{day['before']} op {day['day']}", dutch)


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
