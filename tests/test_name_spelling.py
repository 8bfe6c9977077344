"""Names that came out by ear are written as the article has them, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.editing import Editor
from summarizer.name_spelling import with_name_spelling

SPELLED = [
    ("Volgens Kruithof is er geen haast.", "According to Cruithof, there is no haste.", "According to Kruithof, there is no haste."),
    ("Dat zegt Lieke Bosgra.", "Liieke Bosgra says so.", "Lieke Bosgra says so."),
    ("Nordhall neemt Serverij over.", "Nordhall takes over Servery.", "Nordhall takes over Serverij."),
    ("Volgens Van Wessem niet.", "Not according to Van Wesssem's paper.", "Not according to Van Wessem's paper."),
]
LEFT = [
    ("Beter laat dan nooit.", "Better late than never."),  # the word in front is none
    ("Navalni sprak.", "Navalny spoke."),  # English has its own spelling
    ("Hij woont in Parijs.", "He lives in Paris."),
    ("De ANWB en de ANVB.", "The ANWB and the ANVB."),
    ("Kruithof zegt niets.", "Kruithof says nothing."),
    ("Jansen en Janssen zijn er.", "Jansen and Janssen are there."),
    ("Het bedrijf zegt niets.", "Cruithof says nothing."),  # a name of no one here
]


@pytest.mark.parametrize(("dutch", "english", "mended"), SPELLED)
def test_a_name_that_sounds_like_one_of_the_source_is_that_one(dutch, english, mended):
    assert with_name_spelling(dutch, english) == mended
    assert with_name_spelling(dutch, mended) == mended


@pytest.mark.parametrize(("dutch", "english"), LEFT)
def test_what_is_no_slip_is_left(dutch, english):
    assert with_name_spelling(dutch, english) == english


def test_only_a_small_model_writes_names_by_ear():
    def knows(character):
        return True

    dutch, english, mended = SPELLED[0]
    assert Editor(knows, is_small=True).mended(dutch, english) == mended
    assert Editor(knows).mended(dutch, english) == english


@given(st.text(alphabet="KkCcRruUiIjy e", max_size=40), st.text(alphabet="KkCcRruUiIjy e", max_size=40))
def test_every_word_is_one_of_the_two_texts(dutch, english):
    mended = with_name_spelling(dutch, english)
    assert set(mended.split()) <= {*dutch.split(), *english.split()}
    assert with_name_spelling(dutch, mended) == mended
