"""Which words of a Dutch sentence are surely its verb, and which are surely no noun: enough grammar for word_order."""

from __future__ import annotations

import re
from collections.abc import Callable

from summarizer.number_words import words

Said = Callable[[str], tuple[str, ...]]  # a Dutch word's English forms

AUXILIARIES = words(
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
    "verhoogt verlaagt investeert bouwt levert haalt haalde haalden voert voerde voerden stuurt betaalt betaalde introduceert eist test gebruikt "
    "vervangt ving vingen verving bespreekt besprak boekt meldt toont zegt zei zeggen zeiden dient hoort stelde stelden deelt deelde deelden "
    "leed reed reden loopt liep liepen ligt lag lagen zit zat zaten valt viel vielen stijgt steeg stegen daalt daalde treedt trad traden "
    "beet beten vertrekt vertrok greep grepen schoof schoven zonk zonken won bleek bleken scheen steeg smolt brak braken sprong sprongen dreef"
)
_PAST = re.compile(r"[a-z]{3,}[dt]en?")
_PRESENT = re.compile(r"[a-z]{3,}t")
_IRREGULAR = words(
    "sent put laid made held kept led built spent lost cut hit set shut paid dealt taught thought won met bid led said sold bought"
)
DETERMINERS = words("de het een deze dit die dat zijn haar hun ons onze geen alle beide elke ieder iedere")
# Neither noun nor article: prepositions, conjunctions, adverbs. A sentence that opens with one has its subject behind its verb.
SMALL = words(
    "aan achter af als bij binnen boven buiten dankzij door in langs met na naar naast om ondanks onder op over per rond sinds tegen tijdens "
    "tot tussen uit van vanaf vanuit vanwege via volgens voor wegens zonder behalve en maar of want dus omdat terwijl hoewel nadat voordat "
    "zodra zodat waarna waarbij waardoor waarmee waarin waarop waar wat wie hoe wanneer waarom welk welke zoals zowel die dat dan toen te zich "
    "hen hem er hier hiermee hierdoor hierbij daar daarnaast daardoor daarom daarna daarop daarbij daarmee inmiddels ondertussen morgen gisteren "
    "vandaag ook nu zo toch wel al nog pas niet weer verder eerder later eerst eind begin alleen vooral zelfs bovendien overigens uiteindelijk "
    "aanvankelijk momenteel sindsdien vervolgens tegelijk tegelijkertijd mogelijk waarschijnlijk misschien hopelijk helaas natuurlijk"
)


def is_finite(word: str, said: Said) -> bool:
    """Whether a word in lower case is surely a finite verb."""
    if word in AUXILIARIES or word in _VERBS:
        return True
    english = next(iter(said(word)), "").split(" ")[0]
    if _PAST.fullmatch(word) and (english.endswith("ed") or english in _IRREGULAR):
        return True
    return bool(_PRESENT.fullmatch(word)) and english.endswith("s") and not english.endswith("ss")  # no plural of Dutch ends in -t
