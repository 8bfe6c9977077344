"""When and where, out of the way between a verb and its object."""

from __future__ import annotations

import pytest

from summarizer.adverbials import with_days_on, with_place_behind, with_time_in_front

_LEXICON = {
    "presenteerde": ("presented",),
    "installeerden": ("installed",),
    "klanten": ("customers",),
    "boete": ("fine",),
    "stuurde": ("sent",),
    "opende": ("opened",),
}


def said(word):
    return _LEXICON.get(word, ())


@pytest.mark.parametrize(
    ("dutch", "ordered"),
    [
        ("De minister stuurde vrijdag een brief naar de Kamer.", "Op vrijdag, de minister stuurde een brief naar de Kamer."),
        ("Het bedrijf heeft gisteren de cijfers bekendgemaakt.", "Gisteren, het bedrijf heeft de cijfers bekendgemaakt."),
        ("De Commissie presenteerde woensdag in Brussel een plan.", "Op woensdag, de Commissie presenteerde in Brussel een plan."),
        ("De gemeente gaat volgend jaar 300 laadpalen plaatsen.", "Volgend jaar, de gemeente gaat 300 laadpalen plaatsen."),
        ("Hij kreeg op 2 mei 2024 een boete.", "Op 2 mei 2024, hij kreeg een boete."),
        # What may be a name keeps its place, and its capital.
        ("Google bracht vrijdag een update uit.", "Google op vrijdag bracht een update uit."),
        ("Ingenieurs installeerden dinsdagochtend nieuwe software.", "Ingenieurs op dinsdagochtend installeerden nieuwe software."),
        ("Dinsdag heeft de politie een man opgepakt.", "Op dinsdag heeft de politie een man opgepakt."),
    ],
)
def test_a_time_stands_before_the_verb(dutch, ordered):
    assert with_time_in_front(dutch, said) == ordered
    assert with_time_in_front(ordered, said) == ordered


@pytest.mark.parametrize(
    "dutch",
    [
        "De man is dinsdag aangehouden.",  # nothing that it could stand before
        "De minister zei vrijdag dat het plan niet doorgaat.",
        "De beurs sloot vrijdag.",
        "Het debat dinsdag wordt een lange zitting.",  # no verb before it
        "De klanten dinsdag hadden een klacht.",
        "Volgens de bond kwamen vrijdag veel mensen.",  # the subject behind the verb
        "De man die vrijdag een agent sloeg, is aangehouden.",
        "Google heeft vorige maand een dienst gelanceerd.",  # the model finds its place
        "Men gebruikt vandaag de dag een computer.",
        "",
    ],
)
def test_a_time_that_is_in_no_ones_way_is_left(dutch):
    assert with_time_in_front(dutch, said) == dutch


@pytest.mark.parametrize(
    ("dutch", "ordered"),
    [
        ("De onderzoekers vonden in de app een ernstig lek.", "De onderzoekers vonden een ernstig lek in de app."),
        ("De politie heeft in Den Haag twee mannen aangehouden.", "De politie heeft twee mannen in Den Haag aangehouden."),
        ("Op dinsdag, het bedrijf opende in Eindhoven een kantoor.", "Op dinsdag, het bedrijf opende een kantoor in Eindhoven."),
        ("Google heeft in Nederland een nieuwe dienst gelanceerd.", "Google heeft een nieuwe dienst in Nederland gelanceerd."),
    ],
)
def test_a_place_stands_behind_the_object(dutch, ordered):
    assert with_place_behind(dutch, said) == ordered
    assert with_place_behind(ordered, said) == ordered


@pytest.mark.parametrize(
    "dutch",
    [
        "De Commissie presenteerde in Brussel een plan voor strengere regels.",  # rules in Brussels?
        "De inhoud kan in jaar 2 wel veranderen.",
        "Troepen blijven in de kazerne terwijl de protesten afnemen.",
        "In de app vonden de onderzoekers een lek.",
        "De gegevens van klanten in Nederland zijn gestolen.",
        "",
    ],
)
def test_a_place_that_is_not_surely_one_of_the_verb_is_left(dutch):
    assert with_place_behind(dutch, said) == dutch


@pytest.mark.parametrize(
    ("dutch", "ordered"),
    [
        ("Het lek werd vrijdag gedicht.", "Het lek werd op vrijdag gedicht."),
        ("De storm, die vannacht of zondag raast.", "De storm, die vannacht of zondag raast."),
        ("Hij zei die vrijdag niets.", "Hij zei die vrijdag niets."),
        ("Het duurt van maandag tot vrijdag.", "Het duurt van maandag tot vrijdag."),
        ("De vrijdag erna, afgelopen dinsdag en elke zondag.", "De vrijdag erna, afgelopen dinsdag en elke zondag."),
        ("Het is vrijdagmiddag-borreltijd.", "Het is vrijdagmiddag-borreltijd."),
    ],
)
def test_a_day_has_its_preposition(dutch, ordered):
    assert with_days_on(dutch) == ordered
    assert with_days_on(ordered) == ordered
