"""English that no writer has."""

from __future__ import annotations

import pytest

from summarizer.phrasing import SLIPS, well_phrased


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.example)
def test_each_slip_of_the_table_is_mended_and_nothing_else(slip):
    assert well_phrased(slip.example) == slip.mended
    assert well_phrased(slip.mended) == slip.mended


@pytest.mark.parametrize(
    "english",
    [
        "An unidentified man had an MRI and an hour in a European unit.",
        "Class A entries are a one-time offer, a unanimous vote on a ukulele, an SSL key.",
        "It does not focus on this, nor always; he does not pass.",
        "The evidence was convicted to ensure that justice is done.",
        "She is happy with who she is and takes a risk on him.",
        "The firm was fined $10,000 in dollars.",
        "They are at risk on the road, and wait on their turn.",
        "He voted against it and spoke about the law.",
        "",
    ],
)
def test_what_writers_have_is_left_alone(english):
    assert well_phrased(english) == english
