"""The words of a text: what most checks look at first, because most sentences have nothing for them."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 5_000  # characters of a text that is remembered: sentences, not articles


def written_words(text: str) -> tuple[str, ...]:
    """Runs of letters and digits, as written and in order: `e-mail's` is `e`, `mail` and `s`."""
    return _written(text) if len(text) <= _LONGEST else _written.__wrapped__(text)


def lower_words(text: str) -> frozenset[str]:
    """Those of a text, in lower case, each once."""
    return _lower(text) if len(text) <= _LONGEST else _lower.__wrapped__(text)


@lru_cache(maxsize=256)  # a sentence and its translation are looked at by a dozen checks in a row
def _written(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=256)
def _lower(text: str) -> frozenset[str]:
    return frozenset(map(str.lower, written_words(text)))
