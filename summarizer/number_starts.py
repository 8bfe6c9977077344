"""Which words a number may begin with: most texts have none of them, and needn't be read for numbers word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from summarizer.number_words import ENGLISH, ENGLISH_DECADES, ENGLISH_ORDINALS, REMEMBERED, SCALES, dutch_word, words
from summarizer.vocabulary import lower_words

# Beside the number words themselves.
_ENGLISH_STARTS = words("twice quarter quarters half halves ½").union(
    ENGLISH_ORDINALS, ENGLISH_DECADES, (f"{scale}th" for scale in SCALES["en"])
)
_DIGIT = re.compile(r"\d")
# Words that were seen to begin no number: most of a text, and a set takes them away faster than they can be asked for one by one.
_MOST_REMEMBERED = 4 * REMEMBERED
_NO_NUMBERS: dict[str, set[str]] = {"nl": set(), "en": set()}


def has_none(text: str, language: str) -> bool:
    """Whether there is no number in a text, as in half of all sentences; False where that can't be told at a glance."""
    if _DIGIT.search(text) or "½" in text:
        return False
    lowered, known = lower_words(text), _NO_NUMBERS[language]
    strange = lowered - known
    if any(may_begin(word, language) for word in strange) or {"op", "een", "na"} <= lowered:
        return False
    if len(known) < _MOST_REMEMBERED:
        known.update(strange)
    return True


def starts(lowered: Sequence[str], language: str) -> list[int]:
    """The places of the words of a text, in lower case, that a number may begin with, the Dutch article among them."""
    known = _NO_NUMBERS[language]
    return [place for place, word in enumerate(lowered) if word == "een" or (word not in known and may_begin(word, language))]


@lru_cache(maxsize=REMEMBERED)
def may_begin(word: str, language: str) -> bool:
    """Whether a number may begin with this lower-case word; but for the Dutch article, of `op een na`. Most can't, and are passed over."""
    if word[0] in "0123456789" or word in SCALES[language]:
        return True
    if language == "nl":
        return bool(dutch_word(word))
    times = word.removesuffix("fold")
    return word in _ENGLISH_STARTS or times in ENGLISH or times in SCALES["en"]
