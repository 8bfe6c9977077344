"""No regular expression of the package takes for ever, on whatever it is given."""

import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.addresses import with_addresses
from summarizer.decoding import clean
from summarizer.headline import made_of
from summarizer.readers import html, pdf
from summarizer.rewriting import trimmed
from summarizer.segmentation import split_pieces
from tests.patterns import patterns

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "tests.patterns"]


def test_no_pattern_takes_for_ever():
    """It takes a second; what backtracks exponentially would take longer than anyone waits."""
    try:
        subprocess.run(COMMAND, cwd=ROOT, capture_output=True, check=True, timeout=100)
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"never ends: {(error.stdout or b'').decode().splitlines()[-1]}")


# The first two were ours.
@pytest.mark.parametrize(
    "pattern", [r"(?:X-\w+: .*\n(?:[ \t].*\r?\n)*){3}", r"(?s)(?:<!--.*?-->\s*)*<html", r"(?:\w+\s?)*:", r"\((?:a|[^()]b?|)*\)"]
)
def test_one_that_would_is_found(pattern):
    with subprocess.Popen([*COMMAND, pattern], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == f"given: {pattern!r}\n"
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.3)
        child.kill()


def test_all_patterns_are_looked_at():
    known = {r"\w+", r"\s+", r"^#+ ", rb"\\(?:x([0-9a-f]{2})|\\)"}  # of a constant, a table, a call, and bytes
    assert len(patterns()) > 200 and known <= patterns().keys()


# What took hours where a pattern looked on to the end from each of its characters: the tests have a time limit.
LONG = 1_000_000


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (clean, "\x90" * LONG),  # beginnings of terminal sequences
        (pdf._joined, "a" * LONG),
        (lambda text: list(html._ld_articles(text)), "<script type=application/ld+json>" * 50_000),
        (html._line_blocks, "<p " * LONG),
        (made_of, f"(a{' ' * LONG}b"),
        (trimmed, f"a{' ' * LONG}b"),
        (lambda text: split_pieces(text, len, LONG), f"a{' ' * LONG}b"),
        (lambda text: with_addresses("a@b.nl", text), "a" * LONG),
    ],
)  # fmt: skip
def test_a_million_characters_take_no_time(function, text):
    function(text)
