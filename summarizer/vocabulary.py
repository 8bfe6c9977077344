"""The distinct words of a text: what most checks look at first, because most sentences have nothing for them."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=256)  # a sentence and its translation are looked at by a dozen checks in a row
def lower_words(text: str) -> frozenset[str]:
    """Runs of letters and digits, in lower case: `e-mail's` is `e`, `mail` and `s`."""
    return frozenset(_WORD.findall(text.lower()))
