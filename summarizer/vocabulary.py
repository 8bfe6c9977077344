"""The words of a text: what most checks look at first, because most sentences have nothing for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[0-9A-Za-z]+")  # the same in most texts, for two thirds of the time
_LONGEST = 5_000  # characters of a text that is remembered: sentences, not articles
_REMEMBERED = 512  # texts: what is looked at in a row, in a few batches at once
_Found = TypeVar("_Found")


class _Memory(dict[str, _Found]):
    """What `of` finds of a text, kept until there are too many: an lru_cache that a text may be too long for, without a call in Python for a hit."""

    def __init__(self, of: Callable[[str], _Found]) -> None:
        self._of = of

    def __missing__(self, text: str) -> _Found:
        found = self._of(text)
        if len(text) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[text] = found
        return found


def remembered(of: Callable[[str], _Found]) -> Callable[[str], _Found]:
    """`of`, with what it found of the latest sentences kept: one and its translation are looked at by a dozen checks, in every reading."""
    return _Memory(of).__getitem__


@remembered
def written_words(text: str) -> tuple[str, ...]:
    """Runs of letters and digits, as written and in order: `e-mail's` is `e`, `mail` and `s`."""
    return tuple((_ASCII_WORD if text.isascii() else _WORD).findall(text))


@remembered
def lower_words(text: str) -> frozenset[str]:
    """Those of a text, in lower case, each once."""
    return frozenset(map(str.lower, written_words(text)))


@remembered
def small_words(text: str) -> frozenset[str]:
    """Those that are written in lower case, each once."""
    return frozenset(filter(str.islower, written_words(text)))


@remembered
def marked_words(text: str) -> frozenset[str]:
    """The others, each once: with a capital or a digit."""
    return frozenset(written_words(text)) - small_words(text)
