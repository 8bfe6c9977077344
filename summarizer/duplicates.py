"""Copies of one agency text: near-identical articles, recognised by the sequences of five words that they share.

Of the set of those sequences (lower case, without punctuation; the title aside) 256 minimum hashes are taken, and one bit of each is kept: b-bit
minwise hashing (Li and König 2010, https://arxiv.org/abs/0910.3349). Two articles whose sets have a Jaccard similarity of J agree in (1 + J) / 2 of
the bits, so that 32 bytes an article tell J to within 0.04 (standard deviation, at J = 0.8), and 100,000 articles are compared in a millisecond.

The second version of a story may differ from the first by one number alone, the one that matters: `vijf doden`, where there were four. So a copy has
no number that its original hasn't.
"""

from __future__ import annotations

import functools
import hashlib
import re
from typing import TYPE_CHECKING

from summarizer.number_words import DUTCH

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# What counts as a copy: a changed word costs five sequences. See docs/limits.md for what that means in edits.
SIMILAR = 0.7
_SHINGLE, _BITS = 5, 256
_FEWEST_WORDS = 20  # chance and boilerplate rule below
_MOST_WORDS = 20_000  # beyond, only the beginning is compared
_CHUNK = 512  # sequences at once: a megabyte
_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,:]\d+)*")
_DIGITS = _BITS // 4  # hexadecimal ones of the bits
_MULTIPLIER = 0x9E3779B97F4A7C15  # 2**64 by the golden ratio: Fibonacci hashing


def signature(text: str) -> str | None:
    """What is remembered of a text: the bits in 64 hexadecimal digits, then its numbers; None for one too short to tell."""
    import numpy as np

    words = re.findall(r"\w+", text.lower())[:_MOST_WORDS]
    if len(words) < _FEWEST_WORDS:
        return None
    shingles = {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    hashes = np.array(sorted(_hash(shingle) for shingle in shingles), np.uint64)
    least = np.full(_BITS, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(hashes), _CHUNK):
        mixed = (hashes[start : start + _CHUNK] ^ _salts()[:, None]) * np.uint64(_MULTIPLIER)
        mixed ^= mixed >> np.uint64(32)
        np.minimum(least, mixed.min(axis=1), out=least)
    numbers = {*_NUMBER.findall(text), *(word for word in words if DUTCH.get(word, 0) > 1)}
    return " ".join([np.packbits(least.astype(np.uint8) & 1).tobytes().hex(), *sorted(numbers)])


def similarity(one: str, other: str) -> float:
    """The estimated Jaccard similarity of two texts by their signatures; below 0 by chance where it is 0."""
    return 1 - 2 * (int(one[:_DIGITS], 16) ^ int(other[:_DIGITS], 16)).bit_count() / _BITS


class Originals:
    """The articles that others may be copies of, in order."""

    def __init__(self) -> None:
        import numpy as np

        self._names: list[str] = []
        self._numbers: list[str] = []
        self._rows: npt.NDArray[np.uint64] = np.zeros((64, _BITS // 64), np.uint64)

    def add(self, name: str, signature: str) -> None:
        import numpy as np

        if len(self._names) == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[len(self._names)] = _row(signature)
        self._names.append(name)
        self._numbers.append(signature[_DIGITS:])

    def discard(self, name: str) -> None:
        """Without effect where it isn't one."""
        import numpy as np

        if name in self._names:
            place = self._names.index(name)
            del self._names[place], self._numbers[place]
            self._rows = np.delete(self._rows, place, axis=0)

    def find(self, signature: str) -> str | None:
        """The first article that this one is a copy of."""
        import numpy as np

        different = np.bitwise_count(self._rows[: len(self._names)] ^ _row(signature)).sum(axis=1)
        numbers = set(signature[_DIGITS:].split())
        alike = np.flatnonzero(different <= (1 - SIMILAR) / 2 * _BITS).tolist()
        return next((self._names[place] for place in alike if numbers.issubset(self._numbers[place].split())), None)


def _row(signature: str) -> npt.NDArray[np.uint64]:
    import numpy as np

    return np.frombuffer(bytes.fromhex(signature[:_DIGITS]), np.uint64)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


@functools.cache
def _salts() -> npt.NDArray[np.uint64]:
    import numpy as np

    return np.array([_hash(str(i)) for i in range(_BITS)], np.uint64)
