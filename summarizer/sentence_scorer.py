"""How much of the news a sentence carries, learned from pairs of articles and abstracts (scripts/train_extractive.py).

A score is the sum of a few hundred small regression trees over `sentence_features` and of a weight for every word and pair of words that the
English sentence has, divided by the square root of how many are known. It is in standard deviations from the article's mean: what was learned
is the rank of a sentence within its article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from summarizer.sentence_features import FEATURES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_TOGETHER = 256  # sentences: what fits the processor's cache
_WORD = re.compile(r"\b\w\w+\b")


@dataclass(frozen=True, slots=True)
class SentenceScorer:
    """`trees` is a table of all nodes, [nodes] a column; a leaf leads to itself, however deep one goes. `roots` says where each tree starts."""

    base: float
    depth: int
    roots: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: npt.NDArray[np.float64]
    words: Mapping[str, float]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> SentenceScorer:
        """Of what is in a model file. Raises KeyError, TypeError or ValueError when that is none."""
        import numpy as np

        if tuple(stored["features"]) != FEATURES:
            raise ValueError("it was trained on other features")
        table = {name: np.array(stored["trees"][name], dtype) for name, dtype in _COLUMNS.items()}
        is_leaf = table["feature"] < 0
        table["feature"] = np.where(is_leaf, 0, table["feature"])
        for side in ("left", "right"):
            table[side] = np.where(is_leaf, np.arange(len(is_leaf)), table[side])
        nodes, depth = table["roots"], 0
        while not is_leaf[nodes].all():
            if depth > len(is_leaf):
                raise ValueError("its trees have no end")
            nodes, depth = np.unique(np.concatenate([table["left"][nodes], table["right"][nodes]])), depth + 1
        return cls(base=float(stored["base"]), words=dict(stored["words"]), depth=depth, **table)

    def scores(self, found: npt.NDArray[np.float64], texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """One score a sentence, [sentences], of their `features` and their English."""
        import numpy as np

        sums = [self._sums_of_trees(found[start : start + _TOGETHER]) for start in range(0, len(found), _TOGETHER)]
        return self.base + np.concatenate([*sums, np.empty(0)]) + np.array([self._cue(text) for text in texts], dtype=np.float64)

    def _sums_of_trees(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """All trees of all rows go down a level together, until each is at a leaf: [rows, features] -> [rows]."""
        import numpy as np

        node = np.tile(self.roots, (len(rows), 1))
        starts, values = np.arange(len(rows))[:, None] * rows.shape[1], rows.ravel()
        for _ in range(self.depth):
            is_left = values.take(starts + self.feature.take(node)) <= self.threshold.take(node)
            node = np.where(is_left, self.left.take(node), self.right.take(node))
        return np.asarray(self.value.take(node).sum(axis=1), np.float64)

    def _cue(self, text: str) -> float:
        known = [self.words[ngram] for ngram in ngrams(text) if ngram in self.words]
        return sum(known) / len(known) ** 0.5 if known else 0.0


_COLUMNS = {"roots": "int32", "feature": "int32", "threshold": "float64", "left": "int32", "right": "int32", "value": "float64"}


def ngrams(text: str) -> list[str]:
    """The words of a text and its pairs of neighbours, each once, in order."""
    words = _WORD.findall(text.lower())
    return list(dict.fromkeys([*words, *(f"{one} {two}" for one, two in pairwise(words))]))
