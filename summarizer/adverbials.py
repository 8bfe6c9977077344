"""When and where something was done, taken from between a Dutch verb and its object: `heeft dinsdag in Rotterdam twee mannen aangehouden`.

The embedded model leaves them there: `arrested Tuesday in Rotterdam two men`. So the time goes before the subject (or between it and its verb, where
the subject may be a name), and the place behind the object.
"""

from __future__ import annotations

import re

from summarizer.finite_verbs import AUXILIARIES, DETERMINERS, SMALL, Said, is_finite
from summarizer.number_words import words
from summarizer.plain_rules import DONE, MONTH, WEEKDAY

_YEAR = r"(?:19|20)\d\d"
_NAMED_DAY = rf"{WEEKDAY}(?:nacht|ochtend|middag|avond)?"
_PERIOD = "week|weekend|weekeinde|maand|jaar|kwartaal|zomer|winter|herfst|lente|voorjaar|najaar|nacht|eeuw"
_WHEN = re.compile(
    rf"(?<= )(?:(?:(?:afgelopen|vorige|volgende|komende) )?{_NAMED_DAY}"
    r"|(?:vandaag(?! de dag)|(?:gister(?:en)?|morgen)(?:nacht|ochtend|middag|avond)?|van(?:nacht|morgen|ochtend|middag|avond))"
    rf"|(?:(?:begin|eind|halverwege|eerder|later) )?(?:vorige?|deze|dit|volgende?|afgelopen|komende?) (?:{_PERIOD})"
    rf"|(?:begin|eind|half|medio|in) (?:{MONTH})(?: {_YEAR})?+|in {_YEAR}|op \d{{1,2}} (?:{MONTH})(?: {_YEAR})?+"
    r"|(?:in )?de (?:afgelopen|komende) (?:\w+ )?(?:jaren|jaar|maanden|weken|dagen|uren))(?= )(?! \d{1,4} (?:voor|na)\b)"
)
_NO_NAMES = DETERMINERS | words("hij zij ze we wij ik je men veel meer enkele twee drie vier vijf")
_NO_OPENINGS = SMALL | words("vorig vorige volgend volgende afgelopen dit")
_NO_SUBJECT = words("die dat wie wat waar waarin waarop waarmee of om als toen er te maar want niet ook zich nog wel al") | AUXILIARIES
_WORD = re.compile(r"[^\s,;:()\"!?]+")
_LONGEST = 9  # words of a subject
_NOUN = rf"(?!(?:{'|'.join(sorted(SMALL))})\b)[^\s,;:()\".!?]+"
_NUMBER = r"(?:\d[\d.,]*(?: (?:duizend|miljoen|miljard))?|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|tientallen|honderden|duizenden)"
_ABOUT = r"(?:(?:ruim|bijna|zo'n|meer dan|minder dan|circa|ongeveer|minstens|zeker|in totaal) )?"
_COUNTED = rf"{_NUMBER} (?=(?:[a-z]+e )?[a-z]+(?:en|s|euro|dollar|procent|man)\b)"
_OBJECT = rf"{_ABOUT}(?:(?:een|de|het|zijn|haar|hun|geen|nieuwe|extra) (?:{_NUMBER} )?|{_COUNTED})(?:{_NOUN} ){{0,2}}?{_NOUN}"
_NAME = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}"
_PLACE = rf"(?:in|op|bij|tijdens|vanuit|rond|via|binnen|buiten) (?:(?:(?:de|het|een|zijn|haar|hun) )?(?:[a-z]{{3,}}e )?(?=[a-z]{{3}}){_NOUN}|{_NAME})"
_END = rf"(?: {DONE}| [a-z]+en| (?:af|aan|op|uit|in|over|terug|bekend|weg|toe|voor))?(?=[.!?]?$)"
_LOCATED = re.compile(rf"(?<= )(?P<where>{_PLACE}) (?P<object>{_OBJECT})(?P<end>{_END})")
# What the model misplaces a time before: an object, or what says where before one.
_MISPLACED = re.compile(rf" (?!{DONE}\b)(?:{_PLACE} (?={_OBJECT})|{_NOUN} )\S")
_FIRST_DAY = re.compile(rf"(?P<when>{_NAMED_DAY}) (?=(?P<verb>[a-z]+) )", re.IGNORECASE)
_FIRST_TIME = re.compile(r"(?:Op|In|Vorige?|Deze|Dit|De|Gisteren|Vandaag|Afgelopen|Begin|Eind|Halverwege)[^,]{0,40}, ")
_NAMED = re.compile(_NAMED_DAY)
_DAY = re.compile(rf"(?P<before>[\w'’-]+) (?P<day>{_NAMED_DAY})\b(?!-)")
_OF_A_DAY = (DETERMINERS - {"dat", "dit"}) | words(  # what may stand before a day that has no need of `op`
    "op van tot sinds vanaf voor na tegen rond per en of met uiterlijk afgelopen komende vorige volgende eerstvolgende aanstaande zwarte hele te "
    "laatste eerste tweede derde vierde tussen om week"
)


def with_time_in_front(dutch: str, said: Said) -> str:
    """`De minister stuurde vrijdag een brief` as `Op vrijdag, de minister stuurde een brief`; `Google bracht vrijdag …` as `Google op vrijdag …`."""
    if (opening := _FIRST_DAY.match(dutch)) and is_finite(opening["verb"], said):
        return f"Op {opening['when'].lower()} {dutch[opening.end() :]}"
    when = _WHEN.search(dutch)
    misplaced = _MISPLACED.match(dutch, when.end()) if when else None
    if not when or not misplaced or misplaced[0].split(" ")[1] in AUXILIARIES:
        return dutch
    if not (parts := _subject_and_verb(dutch[: when.start() - 1], said)):
        return dutch
    (who, verb), rest = parts, dutch[when.end() :]
    time = f"op {when[0]}" if _NAMED.match(when[0]) else when[0]
    if who.split(" ")[0].lower() in _NO_NAMES:
        return f"{time[0].upper()}{time[1:]}, {who[0].lower()}{who[1:]} {verb}{rest}"
    return f"{who} {time} {verb}{rest}" if _NAMED.search(time) else dutch


def with_days_on(dutch: str) -> str:
    """`Het lek werd vrijdag gedicht` as `Het lek werd op vrijdag gedicht`: without `op` the model leaves the day where it finds it."""
    if "dag" not in dutch:
        return dutch
    return _DAY.sub(lambda day: day[0] if day["before"].lower() in _OF_A_DAY else f"{day['before']} op {day['day']}", dutch)


def with_place_behind(dutch: str, said: Said) -> str:
    """`Zij vonden in de app een lek` as `Zij vonden een lek in de app`."""
    located = _LOCATED.search(dutch)
    if not located:
        return dutch
    before = dutch[: located.start() - 1]
    front = _FIRST_TIME.match(before)
    if not _subject_and_verb(before[front.end() :] if front else before, said):
        return dutch
    return f"{before} {located['object']} {located['where']}{located['end']}{dutch[located.end() :]}"


def _subject_and_verb(before: str, said: Said) -> tuple[str, str] | None:
    """A subject that opens a sentence and the verb behind it, if that is all there is."""
    who, _, verb = before.rpartition(" ")
    parts = who.split(" ")
    if not is_finite(verb, said) or len(parts) > _LONGEST or not all(map(_WORD.fullmatch, parts)):
        return None
    is_subject = parts[0].lower() not in _NO_OPENINGS and parts[-1].lower() not in DETERMINERS and _NO_SUBJECT.isdisjoint(parts)
    return (who, verb) if is_subject else None
