"""A and an."""

from __future__ import annotations

import pytest

from summarizer.english_articles import with_articles


@pytest.mark.parametrize(
    ("english", "mended"),
    [
        ("It is a easier plan.", "It is an easier plan."),
        ("A old plan of a idle man.", "An old plan of an idle man."),
        ("A 11-year-old boy won a 8.4.", "An 11-year-old boy won an 8.4."),
        ("A 18,000 euro car.", "An 18,000 euro car."),
        ("It has an union.", "It has a union."),
        ("An plan of an European unit.", "A plan of a European unit."),
    ],
)
def test_the_article_goes_by_the_sound(english, mended):
    assert with_articles(english) == mended
    assert with_articles(mended) == mended


@pytest.mark.parametrize(
    "english",
    [
        "An unidentified man had an MRI and an hour in a European unit.",
        "Class A entries are a one-time offer, a unanimous vote on a ukulele, an SSL key.",
        "Vitamin A is in it, plan A or plan B.",
        "A 1,180-page book, a 115th try, a 180 km road.",
        "",
    ],
)
def test_what_writers_have_is_left_alone(english):
    assert with_articles(english) == english
