"""Present or participle: the same word in both."""

import pytest

from summarizer.lexicon import Lexicon
from summarizer.verb_forms import has_two_tenses

WORDS = {
    "bereikt": "reaches", "bereikte": "reached", "ontwricht": "disrupts", "ontwrichtte": "disrupted", "gebruikt": "used|uses|use",
    "verwacht": "expected|expect|expects", "mislukt": "failed|fails", "bericht": "message", "getest": "tested|cases",
    "belicht": "highlights", "belichte": "exposed",
}  # fmt: skip


@pytest.mark.parametrize(
    ("dutch", "mixed"),
    [
        ("De raad bereikt een akkoord.", "De raad reaches een akkoord."),
        ("De raad heeft een akkoord bereikt.", "De raad heeft een akkoord reached."),
        ("Het akkoord is bereikt.", "Het akkoord is reached."),
        ("Zij zegt dat het akkoord bereikt kan worden.", "Zij zegt dat het akkoord reached kan worden."),
        ("Zij weet dat de raad een akkoord bereikt.", "Zij weet dat de raad een akkoord reaches."),  # the auxiliary of no other clause
        ("Zij is blij, want de raad bereikt een akkoord.", "Zij is blij, want de raad reaches een akkoord."),
        ("De raad is het eens. Hij bereikt veel. Zij worden boos.", "De raad is het eens. Hij reaches veel. Zij worden boos."),
        ("Met zijn team bereikt hij veel.", "Met zijn team reaches hij veel."),  # his
        ("De doelen zijn gisteren bereikt.", "De doelen zijn gisteren reached."),  # are
        ("Het gebouw zijn hoogte bereikt.", "Het gebouw zijn hoogte reaches."),
        ("De storm heeft het verkeer ontwricht.", "De storm heeft het verkeer disrupted."),
        ("De app gebruikt veel stroom.", "De app uses veel stroom."),
        ("Als de app stroom gebruikt, stopt hij.", "Als de app stroom uses, stopt hij."),
        ("De app wordt veel gebruikt.", "De app wordt veel used."),
        ("De app, gebruikt door velen, stopt.", "De app, used door velen, stopt."),
        ("Hij komt zoals verwacht terug.", "Hij komt zoals expected terug."),
        ("Ik verwacht veel.", "Ik expected veel."),  # neither is right: left as it was
        ("Verwacht niet te veel.", "Expected niet te veel."),
        ("Het plan mislukt.", "Het plan fails."),
        ("Na een mislukt plan stopt hij.", "Na een failed plan stopt hij."),
        ("Hij stuurt een bericht.", "Hij stuurt een message."),  # a noun
        ("Hij getest de app.", "Hij tested de app."),  # whose other form is a noun
        ("Het is goed belicht.", "Het is goed highlights."),  # another verb's
    ],
)
def test_a_verb_is_switched_in_its_tense(dutch, mixed):
    assert Lexicon(WORDS).switched(dutch) == mixed


@pytest.mark.parametrize(
    ("word", "two"), [("bereikt", True), ("verplaatst", True), ("ontploft", True), ("verwacht", True), ("beweert", False), ("maakt", False)]
)
def test_verbs_whose_participle_is_as_their_present(word, two):
    assert has_two_tenses(word) is two


VERBS = Lexicon(
    {
        "hacken": "hack", "hackt": "hacks", "stoppen": "stop", "stopt": "stops", "breken": "break", "breekt": "breaks", "geven": "give",
        "geeft": "gives", "leven": "life", "leeft": "lives", "kopiëren": "copy", "kopieert": "copies", "treden": "enter", "treedt": "enters",
        "lezen": "read", "leest": "reads", "maken": "make", "maakt": "makes", "vinden": "find|finding", "opzetten": "set up",
        "uitvoeren": "carry out", "leren": "learning|learn",
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("dutch", "mixed"),
    [
        ("Hij vreest het hacken van de site.", "Hij vreest het hacking van de site."),
        ("Het stoppen van de app.", "Het stopping van de app."),
        ("Het breken van de wet en het geven van geld.", "Het breaking van de wet en het giving van geld."),
        ("Het lezen van het boek en het maken van een film.", "Het reading van het boek en het making van een film."),
        ("Het vinden van werk, het opzetten van een firma.", "Het finding van werk, het setting up van een firma."),
        ("Het lezen en maken van boeken en het uitvoeren van tests.", "Het reading en making van boeken en het carrying out van tests."),
        ("Het leren van talen en het lezen.", "Het learning van talen en het read."),
        ("Het leven van de man.", "Het life van de man."),  # no verb's English
        ("Zij hacken de site van de bank.", "Zij hack de site van de bank."),
        ("Zij wil het hacken. Van de bank.", "Zij wil het hack. Van de bank."),
    ],
)
def test_an_infinitive_that_is_a_noun_is_a_gerund(dutch, mixed):
    assert VERBS.switched(dutch) == mixed
