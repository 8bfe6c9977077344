"""Negation: what denies what the other text affirms, and the many ways to say the same that aren't told."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.negation import abstract_flips, negation_flipped

SAME = [
    ("Het bedrijf deelt de broncode niet.", "The company does not share the source code."),
    ("Het bedrijf deelt de broncode niet.", "The company doesn't share the source code."),
    ("Er zijn geen slachtoffers.", "There are no casualties."),
    ("Hij betaalde nooit.", "He never paid."),
    ("Zonder vergunning mag het.", "Without a permit it is allowed."),
    ("Niemand weet het.", "Nobody knows."),
    ("De minister weigert het.", "The minister does not want it."),
    ("De minister wil het niet.", "The minister refuses it."),
    ("De zaak is onduidelijk.", "The case is not clear."),
    ("De zaak is niet duidelijk.", "The case is unclear."),
    ("Een draadloos netwerk.", "A network without wires."),
    ("Er is een gebrek aan chips.", "There are not enough chips."),
    ("Niet alleen Apple groeit.", "Apple is growing, and so are others."),
    ("Apple groeit en anderen ook.", "Not only Apple is growing."),
    ("Het werkt nauwelijks.", "It does not really work."),
    ("Al dan niet met subsidie.", "With or without a subsidy."),
    ("Het verlies bleef uit tenzij.", "There was no loss."),
    ("Niet veel later kwam het.", "It came shortly after."),
    ("Hij won.", "He won."),
    ("De raad verwierp het plan.", "The council did not adopt the plan."),
    ("Een no-showregeling.", "A no-show arrangement."),
    ("Het bedrijf sluit niet uit dat het gebeurt.", "The company does not rule out that it happens."),
    ("De minister kan een verbod niet uitsluiten.", "The minister cannot rule out a ban."),
    ("Het bedrijf ontkent dat het niet op de hoogte was.", "The company denies it was not aware."),
    ("Hij ontkent niet alleen het lek, maar ook de schade.", "He denies not only the leak but also the damage."),
    ("Hij weigerde te betalen en wil niet praten.", "He refused to pay and does not want to talk."),
    ("De minister wil voorkomen dat mensen niet betalen.", "The minister wants to prevent people from not paying."),
]
FLIPPED = [
    ("Het bedrijf deelt de broncode niet.", "The company shares the source code."),
    ("Het bedrijf deelt de broncode.", "The company does not share the source code."),
    ("Er zijn geen slachtoffers.", "There are casualties."),
    ("Er zijn slachtoffers.", "There are no casualties."),
    ("Hij betaalde nooit.", "He paid."),
    ("Hij betaalde.", "He never paid."),
    ("Zonder vergunning mag het.", "With a permit it is allowed."),
    ("Met een vergunning mag het.", "It is allowed without a permit."),
    ("Niemand weet het.", "Everyone knows."),
    ("De minister kan de wet wijzigen.", "The minister cannot change the law."),
    ("De minister kan de wet niet wijzigen.", "The minister can change the law."),
    ("De boete is betaald.", "The fine hasn't been paid."),
    # words that only look like denials
    ("Banken merkten dat niet op.", "Banks noticed that."),
    ("De missie slaagde niet.", "The mission succeeded."),
    ("De ziekte is niet besmettelijk.", "The disease is contagious."),
    ("De storing is niet ernstig.", "The disruption is serious."),
    ("Misschien werkt het.", "It does not work."),
    # verbs that deny something themselves, some beside another negation
    ("Het bedrijf sluit niet uit dat het gebeurt.", "The company rules out that it happens."),
    ("Het bedrijf sluit uit dat het gebeurt.", "The company does not rule out that it happens."),
    ("De data zijn niet gevonden, maar het sluit niet uit dat dat gebeurt.", "The data are not found, but it rules out that it happens."),
    ("Een aanval wordt niet uitgesloten.", "An attack is ruled out."),
    ("Het bedrijf ontkent niet dat het lek bestaat.", "The company denies that the leak exists."),
    ("Roken is daar niet verboden.", "Smoking is banned there."),
]


@pytest.mark.parametrize(("dutch", "english"), SAME)
def test_the_same_said_otherwise(dutch, english):
    assert not negation_flipped(dutch, english)


@pytest.mark.parametrize(("dutch", "english"), FLIPPED)
def test_flips_are_told(dutch, english):
    assert negation_flipped(dutch, english)


@pytest.mark.parametrize(
    ("sentence", "dutch", "translation", "expected"),
    [
        ("Huawei shares its code.", "Huawei deelt zijn code niet.", "Huawei does not share its code.", True),
        ("Huawei paid the fine.", "Huawei betaalde de boete niet.", "Huawei did not pay the fine.", True),
        ("Huawei is sharing code.", "Huawei deelt zijn code niet, zegt het.", "Huawei doesn't share its code, it says.", True),
        (
            "Huawei makes phones.",
            "Huawei maakt telefoons maar deelt de code niet.",
            "Huawei makes phones but does not share the code.",
            False,
        ),
        ("Huawei refuses to share its code.", "Huawei deelt zijn code niet.", "Huawei does not share its code.", False),
        (
            "Huawei does not share its code.",
            "Huawei deelt zijn code.",
            "Huawei does not share its code.",
            True,
        ),  # the translation is no witness
        ("Huawei shares its code.", "Huawei deelt zijn code niet.", "Huawei shares its code.", True),
        ("Huawei shares its code.", "Huawei deelt zijn code.", "Huawei does not share its code.", False),
        ("Huawei does not share its code.", "Huawei houdt zijn code zonder meer geheim.", "Huawei keeps its code secret.", False),
    ],
)
def test_an_abstract_beside_its_evidence(sentence, dutch, translation, expected):
    assert abstract_flips(sentence, [dutch], [translation]) is expected


def test_several_sentences_of_evidence():
    dutch, english = ["Huawei deelt de code niet.", "Het betaalt."], ["Huawei does not share the code.", "It pays."]
    assert not abstract_flips("Huawei does not share the code and pays.", dutch, english)
    assert abstract_flips("Huawei shares the code and pays.", dutch, english)
    assert not abstract_flips("It does not pay.", dutch, english)  # one of them is negated: in doubt nothing is said
    assert not abstract_flips("Anything but that never.", [], [])


def test_an_english_source():
    assert negation_flipped("It is safe.", "It is not safe.", "en")
    assert not negation_flipped("It is unsafe.", "It is not safe.", "en")


@given(st.text(max_size=200))
def test_any_text_agrees_with_itself(text):
    assert not negation_flipped(text, text, "en")
    assert not abstract_flips(text, [text], [text], "en")


@pytest.mark.parametrize("unit", ["not ", "niet ", "n't", "no", "un", "on"])
def test_hostile_text_takes_linear_time(unit):
    text = (unit * 20_000)[:20_000]
    started = time.process_time()
    negation_flipped(text, text)
    abstract_flips(text, [text], [text])
    assert time.process_time() - started < 5
