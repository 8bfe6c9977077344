"""How likely the words of an article are to be in its abstract, and how much of what is likely the sentences of an abstract cover together.

Single sentences may score well and together say one thing twice, or fill the room with words that nobody would write into an abstract. Here the
chance of each word is learned (a logistic regression: how often, how early, in how good sentences it stands, how rare it is elsewhere, how often
abstracts take it), and sentences earn the words they add, for the room they take: the expected ROUGE-1 F1 of the abstract (as in the learned word
weights of Hong & Nenkova 2014, and the coverage of Gillick & Favre 2009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from summarizer.vocabulary import written_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.intp]

FEATURES = (
    "log count", "log share of sentences", "log first place", "log frequency", "squared log frequency", "frequency × share", "best score",
    "sum of scores",
)  # fmt: skip
REFERENCE_WORDS = 25  # of the abstract that an abstract is measured by: few, so that long sentences pay


def stems(text: str) -> list[str]:
    """All words, in lower case, cut to seven letters."""
    return [word[:7].lower() for word in written_words(text)]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article's sentences: `stems` [words], and for each distinct word of each sentence its `word` and `sentence` [pairs]; `lengths`
    [sentences] are in words, repeated ones too; `count` and `first` [words] are how often and where first each stands."""

    stems: Sequence[str]
    word: Places
    sentence: Places
    lengths: Places
    count: Places
    first: Places

    @classmethod
    def of(cls, texts: Sequence[str]) -> Words:
        """Of sentences."""
        import numpy as np

        found = [stems(text) for text in texts]
        numbers: dict[str, int] = {}
        every = np.array([numbers.setdefault(stem, len(numbers)) for row in found for stem in row], np.intp)
        lengths = np.array([len(row) for row in found], np.intp)
        pairs = np.unique(np.repeat(np.arange(len(found)), lengths) * max(1, len(numbers)) + every)  # by sentence, each word once
        sentence, word = np.divmod(pairs, max(1, len(numbers)))
        first = np.full(len(numbers), len(found))
        np.minimum.at(first, word, sentence)
        return cls(list(numbers), word, sentence, lengths, np.bincount(every, minlength=len(numbers)), first)

    def features(self, scores: Sequence[float], frequency: Floats) -> Floats:
        """[words, FEATURES]; `scores` are those of the sentences, in standard deviations, `frequency` [words] the logs of shares of articles."""
        import numpy as np

        values = np.array(scores, np.float64)
        best = np.full(len(self.stems), -np.inf)
        np.maximum.at(best, self.word, values[self.sentence])
        summed = np.bincount(self.word, np.exp(values)[self.sentence], len(self.stems))
        share = np.log(np.bincount(self.word, minlength=len(self.stems)) / len(values))
        columns = (np.log(self.count), share, np.log1p(self.first), frequency, frequency**2, frequency * share, best, np.log(summed))
        return np.column_stack(columns)


@dataclass(frozen=True, slots=True)
class WordModel:
    """`weights` of FEATURES and, last, of the prior; `known` gives the log frequency and the prior (log odds) of words, `unknown` those of others."""

    base: float
    weights: Sequence[float]
    known: Mapping[str, tuple[float, float]]
    unknown: tuple[float, float]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> WordModel:
        """Of what is in a model file. Raises KeyError, TypeError or ValueError when that is none."""
        if tuple(stored["features"]) != FEATURES or len(stored["weights"]) != len(FEATURES) + 1:
            raise ValueError("its words were trained on other features")
        known = {word: (float(frequency), float(prior)) for word, (frequency, prior) in stored["known"].items()}
        frequency, prior = stored["unknown"]
        return cls(float(stored["base"]), [float(weight) for weight in stored["weights"]], known, (float(frequency), float(prior)))

    def of_sentences(self, texts: Sequence[str], scores: Sequence[float]) -> Coverage:
        """What the sentences `texts`, which have these `scores`, can cover."""
        import numpy as np

        words = Words.of(texts)
        of_words = np.array([self.known.get(stem, self.unknown) for stem in words.stems], np.float64).reshape(-1, 2)
        found = np.column_stack([words.features(scores, of_words[:, 0]), of_words[:, 1]])
        return Coverage(words, 1 / (1 + np.exp(-(self.base + found @ np.array(self.weights)))))


@dataclass(frozen=True)
class Coverage:
    """The words of sentences and the `chance` of each word."""

    words: Words
    chance: Floats

    def gains(self, picked: Sequence[int]) -> Floats:
        """What each sentence adds to those picked, [sentences]: in expected F1, in standard deviations of what single sentences have."""
        import numpy as np

        chance = self.chance.copy()
        chance[self.words.word[np.isin(self.words.sentence, picked)]] = 0.0
        covered, length = self.chance.sum() - chance.sum(), self.words.lengths[list(picked)].sum()
        together = self._f1(covered + self._added(chance), length + self.words.lengths)
        gained: Floats = (together - self._f1(covered, length)) / self._spread
        return gained

    @cached_property
    def _spread(self) -> float:
        """The standard deviation of what single sentences have."""
        alone = self._f1(self._added(self.chance), self.words.lengths)
        return float(alone.std()) or 1.0 if alone.any() else 1.0

    def _added(self, chance: Floats) -> Floats:
        import numpy as np

        return np.bincount(self.words.sentence, chance[self.words.word], len(self.words.lengths)).astype(np.float64)

    def _f1(self, shared: Any, length: Any) -> Any:
        return 2 * shared / (length + REFERENCE_WORDS)
