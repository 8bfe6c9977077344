"""When and where something was done, taken from between a Dutch verb and its object: `heeft dinsdag in Rotterdam twee mannen aangehouden`.

The embedded model leaves them there: `arrested Tuesday in Rotterdam two men`. So the time goes before the subject (or between it and its verb, where
the subject may be a name), and the place behind the object.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from summarizer.dates import MONTHS
from summarizer.number_words import words
from summarizer.plain_rules import DONE

Said = Callable[[str], tuple[str, ...]]  # a Dutch word's English forms

_MONTH, _YEAR = "|".join(MONTHS), r"(?:19|20)\d\d"
_NAMED_DAY = r"(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:nacht|ochtend|middag|avond)?"
_PERIOD = "week|weekend|weekeinde|maand|jaar|kwartaal|zomer|winter|herfst|lente|voorjaar|najaar|nacht|eeuw"
_WHEN = re.compile(
    rf"(?<= )(?:(?:(?:afgelopen|vorige|volgende|komende) )?{_NAMED_DAY}"
    r"|(?:vandaag(?! de dag)|(?:gister(?:en)?|morgen)(?:nacht|ochtend|middag|avond)?|van(?:nacht|morgen|ochtend|middag|avond))"
    rf"|(?:(?:begin|eind|halverwege|eerder|later) )?(?:vorige?|deze|dit|volgende?|afgelopen|komende?) (?:{_PERIOD})"
    rf"|(?:begin|eind|half|medio|in) (?:{_MONTH})(?: {_YEAR})?+|in {_YEAR}|op \d{{1,2}} (?:{_MONTH})(?: {_YEAR})?+"
    r"|(?:in )?de (?:afgelopen|komende) (?:\w+ )?(?:jaren|jaar|maanden|weken|dagen|uren))(?= )(?! \d{1,4} (?:voor|na)\b)"
)
_AUXILIARIES = words(
    "is was zijn waren wordt worden werd werden heeft hebben had hadden kan kunnen kon konden zal zullen zou zouden moet moeten moest moesten wil "
    "willen wilde wilden mag mogen mocht mochten gaat gaan ging gingen"
)
# Those of other verbs that the lexicon doesn't show to be verbs.
_VERBS = words(
    "komt komen kwam kwamen krijgt krijgen kreeg kregen geeft geven gaf gaven neemt nemen nam namen doet doen deed deden ziet zien zag zagen "
    "houdt houden hield hielden brengt brengen bracht brachten laat laten liet lieten blijft blijven bleef bleven staat staan stond stonden "
    "begint begon vindt vinden vond vonden spreekt sprak spraken schrijft schreef schreven sluit sloot trekt trekken trok trokken verliest "
    "verloor verkoopt verkocht koopt kocht wint winnen won wonnen roept roepen riep riepen vraagt vroegen biedt bood boden bezoekt bezocht "
    "onderzoekt ontslaat ontsloeg slaat slaan sloeg sloegen wijst wees zoekt zocht zochten weet weten besluit besloot besloten ontvangt ontving "
    "schiet schoot vecht vocht vochten verbiedt verbood draagt droeg droegen hief hieven schrapt lanceert presenteert opent stelt stellen legt "
    "leggen legde legden zet zetten zette pakt pakken pakte pakten rolt start stopt kondigt maakt maken maakte maakten publiceert plaatst "
    "verhoogt verlaagt investeert bouwt levert haalt haalde haalden voert voerde voerden stuurt betaalt betaalde introduceert eist test "
    "gebruikt vervangt ving vingen verving bespreekt besprak boekt meldt toont zegt zei zeggen zeiden dient hoort stelde stelden deelt deelde "
    "deelden leed reed reden"
)
_PAST = re.compile(r"[a-z]{3,}[dt]en?")
_IRREGULAR = words(
    "sent put laid made held kept led built spent lost cut hit set shut paid dealt taught thought won met bid led said sold bought"
)
_DETERMINERS = words("de het een deze dit die dat zijn haar hun ons onze geen alle beide elke ieder iedere")
_NO_NAMES = _DETERMINERS | words("hij zij ze we wij ik je men veel meer enkele twee drie vier vijf")
# Neither noun nor article: prepositions, conjunctions, adverbs. A sentence that opens with one has its subject behind its verb.
_SMALL = words(
    "aan achter af als bij binnen boven buiten dankzij door in langs met na naar naast om ondanks onder op over per rond sinds tegen tijdens "
    "tot tussen uit van vanaf vanuit vanwege via volgens voor wegens zonder behalve en maar of want dus omdat terwijl hoewel nadat voordat "
    "zodra zodat waarna waarbij waardoor waarmee waarin waarop waar wat wie hoe wanneer waarom welk welke zoals zowel die dat dan toen te zich "
    "hen hem er hier hiermee hierdoor hierbij daar daarnaast daardoor daarom daarna daarop daarbij daarmee inmiddels ondertussen morgen "
    "gisteren vandaag ook nu zo toch wel al nog pas niet weer verder eerder later eerst eind begin alleen vooral zelfs bovendien overigens "
    "uiteindelijk aanvankelijk momenteel sindsdien vervolgens tegelijk tegelijkertijd mogelijk waarschijnlijk misschien hopelijk helaas "
    "natuurlijk"
)
_NO_OPENINGS = _SMALL | words("vorig vorige volgend volgende afgelopen dit")
_NO_SUBJECT = words("die dat wie wat waar waarin waarop waarmee of om als toen er te maar want niet ook zich nog wel al") | _AUXILIARIES
_WORD = re.compile(r"[^\s,;:()\"!?]+")
_LONGEST = 9  # words of a subject
_NOUN = rf"(?!(?:{'|'.join(sorted(_SMALL))})\b)[^\s,;:()\".!?]+"
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


def with_time_in_front(dutch: str, said: Said) -> str:
    """`De minister stuurde vrijdag een brief` as `Op vrijdag, de minister stuurde een brief`; `Google bracht vrijdag …` as `Google op vrijdag …`."""
    if (opening := _FIRST_DAY.match(dutch)) and _is_verb(opening["verb"], said):
        return f"Op {opening['when'].lower()} {dutch[opening.end() :]}"
    when = _WHEN.search(dutch)
    misplaced = _MISPLACED.match(dutch, when.end()) if when else None
    if not when or not misplaced or misplaced[0].split(" ")[1] in _AUXILIARIES:
        return dutch
    if not (parts := _subject_and_verb(dutch[: when.start() - 1], said)):
        return dutch
    (who, verb), rest = parts, dutch[when.end() :]
    time = f"op {when[0]}" if _NAMED.match(when[0]) else when[0]
    if who.split(" ")[0].lower() in _NO_NAMES:
        return f"{time[0].upper()}{time[1:]}, {who[0].lower()}{who[1:]} {verb}{rest}"
    return f"{who} {time} {verb}{rest}" if _NAMED.search(time) else dutch


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
    if not _is_verb(verb, said) or len(parts) > _LONGEST or not all(map(_WORD.fullmatch, parts)):
        return None
    is_subject = parts[0].lower() not in _NO_OPENINGS and parts[-1].lower() not in _DETERMINERS and _NO_SUBJECT.isdisjoint(parts)
    return (who, verb) if is_subject else None


def _is_verb(word: str, said: Said) -> bool:
    """Whether a word in lower case is surely a finite verb."""
    if word in _AUXILIARIES or word in _VERBS:
        return True
    english = said(word)[0].split(" ")[0] if _PAST.fullmatch(word) and said(word) else ""
    return english.endswith("ed") or english in _IRREGULAR
