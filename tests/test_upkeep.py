"""The collector waits longer while articles are summarized, and as long as before when they are done; memory is given back behind them."""

from __future__ import annotations

import gc
import platform
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer import Pipeline
from summarizer.article import Article, Paragraph
from summarizer.extractive import ExtractiveSummarizer
from summarizer.upkeep import OBJECTS, collecting_seldom, give_memory_back


@pytest.fixture(autouse=True)
def usual() -> Iterator[tuple[int, int, int]]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield gc.get_threshold()
    gc.set_threshold(*before)


def test_it_waits_until_the_last_of_those_inside_has_left(usual):
    with collecting_seldom:
        with collecting_seldom:
            pass
        assert gc.get_threshold() == (OBJECTS, *usual[1:])
    assert gc.get_threshold() == usual


def test_it_is_as_before_behind_an_error(usual):
    with pytest.raises(ValueError, match="wrong"), collecting_seldom:
        raise ValueError("wrong")
    assert gc.get_threshold() == usual


@pytest.mark.parametrize("first", [0, OBJECTS + 1])
def test_one_that_is_off_or_waits_longer_already_is_left_alone(first):
    gc.set_threshold(first, 10, 10)
    with collecting_seldom:
        assert gc.get_threshold() == (first, 10, 10)
    assert gc.get_threshold() == (first, 10, 10)


def test_articles_are_summarized_inside(usual):
    class Watched(ExtractiveSummarizer):
        def summarize(self, documents, length):
            seen.append(gc.get_threshold())
            return super().summarize(documents, length)

    seen: list[tuple[int, int, int]] = []
    pipeline = Pipeline()
    pipeline._summarizer = Watched()
    pipeline.summarize(Article((Paragraph("The company opened a plant in Delft this week. It makes chips for cars."),)))
    assert seen == [(OBJECTS, *usual[1:])]
    assert gc.get_threshold() == usual


@pytest.mark.skipif(not (sys.platform == "linux" and platform.libc_ver()[0] == "glibc"), reason="only glibc can be asked")
def test_what_is_free_is_given_back():
    blocks = [bytes(10_000) for _ in range(5_000)]
    del blocks[:-1]  # the last one keeps the heap from shrinking by itself
    before = _resident()
    give_memory_back()
    assert _resident() < before - 30_000_000


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
