"""The subject before its verb."""

from __future__ import annotations

import pytest

from summarizer.plain_dutch import plain
from summarizer.word_order import in_english_order


@pytest.mark.parametrize(
    ("dutch", "ordered"),
    [
        ("Volgens ooggetuigen gingen relschoppers de straat op.", "Volgens ooggetuigen, relschoppers gingen de straat op."),
        ("Vorig jaar kwamen er 300 meldingen binnen.", "Vorig jaar, 300 meldingen kwamen binnen."),
        ("Vanaf januari gelden strengere regels voor iedereen.", "Vanaf januari, strengere regels gelden voor iedereen."),
        ("Vanwege de staking reden er maandag geen treinen.", "Vanwege de staking, geen treinen reden maandag."),
        ("In Utrecht werden er drie mannen aangehouden.", "In Utrecht, drie mannen werden aangehouden."),
        ("Bij de aanval werden geen bestanden gewist.", "Bij de aanval, geen bestanden werden gewist."),
        ("Volgens de bond staan honderden banen op de tocht.", "Volgens de bond, honderden banen staan op de tocht."),
    ],
)
def test_several_without_an_article_stand_before_their_verb(dutch, ordered):
    assert in_english_order(dutch) == ordered
    assert in_english_order(ordered) == ordered
    assert "," in plain(dutch)


@pytest.mark.parametrize(
    "dutch",
    [
        "De relschoppers gingen de straat op.",
        "Deze netwerken kunnen verschillende garanties bieden.",  # what opens the sentence is the subject
        "Volgens de bond kunnen klanten niet bellen.",  # the model does this well
        "Volgens zijn advocaten is hij ziek.",  # his
        "Volgens de minister zijn er problemen met de software.",  # there are
        "Na beide stappen slaagden ze erin.",
        "Volgens onderzoekers die hackers volgen gebruiken criminelen AI.",  # which of the verbs?
        "Na de nederlaag bood hij zijn fans excuses aan.",
        "In een ronde worden achttien holes gespeeld.",
        "Sinds maandag gaan steeds meer van hen weg.",
        "Volgens de bond gingen leden van de raad weg.",  # longer than one word
        "",
    ],
)
def test_what_is_not_surely_turned_is_left(dutch):
    assert in_english_order(dutch) == dutch
