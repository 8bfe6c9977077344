"""Which sentences of the article each sentence of the abstract rests on."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from summarizer.article import Sentence
from summarizer.name_tables import FUNCTION_WORDS, fold, is_ordinary
from summarizer.numbers import numbers_in

MOST = 3  # sentences of evidence for one sentence of the abstract
NAMES_AND_NUMBERS = 2.0  # what a term with a capital or a number weighs beside an ordinary word
LEAST_GAIN = 0.1  # the share of the abstract's sentence that a further sentence of evidence must cover for the first time

_WORD = re.compile(r"[^\W\d_]+")
Term = str | Decimal


class Index:
    """The sentences of an article by their terms: built once, then held against many English sentences. Headings are never evidence."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._body = [sentence for sentence in sentences if not sentence.is_heading]
        self._places: dict[Term, list[int]] = {}
        for place, sentence in enumerate(self._body):
            for term in terms_of(sentence.en):
                self._places.setdefault(term, []).append(place)

    def weights(self, text: str) -> dict[Term, float]:
        """The terms of an English sentence; one weighs the more the fewer sentences of the article have it."""
        n = len(self._body)
        return {term: weight * math.log(1 + n / len(self._places.get(term, [0]))) for term, weight in terms_of(text).items()}

    def covering(self, wanted: dict[Term, float], most: int, least: float) -> tuple[list[Sentence], dict[Term, float]]:
        """The sentences, `most` at most, that have these terms, the one with most weight first, and the terms that none of them has.

        A further sentence must add `least` in weight.
        """
        left, found = dict(wanted), list[Sentence]()
        while left and len(found) < most:
            gains: dict[int, float] = defaultdict(float)
            for term, weight in left.items():
                for place in self._places.get(term, ()):
                    gains[place] += weight
            # The earlier of two that cover the same: news is told first.
            place, gain = max(gains.items(), key=lambda item: (item[1], -item[0]), default=(0, 0.0))
            if gain <= 0 or (found and gain < least):
                break
            found.append(self._body[place])
            left = {term: weight for term, weight in left.items() if place not in self._places.get(term, ())}
        return found, left

    def evidence_for(self, text: str, chosen: Sequence[int] = ()) -> tuple[int, ...]:
        """The numbers of the sentences that an English sentence rests on, in order; at most three, and none if nothing overlaps.

        `chosen` are those it was made from, where that is known: all of them count. Where it was rewritten, and has names or numbers that none of
        them has (`the company` that became `Huawei`), the sentences that have them count too, three at most.
        """
        wanted = {term: weight for term, weight in self.weights(text).items() if term in self._places}
        least = 0.0 if chosen else LEAST_GAIN * sum(wanted.values())
        if chosen:
            names = {term for term, weight in terms_of(text).items() if weight >= NAMES_AND_NUMBERS}
            there = set(chosen)
            wanted = {
                term: weight
                for term, weight in wanted.items()
                if term in names and not any(self._body[place].number in there for place in self._places[term])
            }
        found, _ = self.covering(wanted, MOST, least)
        return tuple(sorted({sentence.number for sentence in found} | set(chosen)))


def terms_of(text: str) -> dict[Term, float]:
    """The content words of an English text, cut to a crude stem, and the values of its numbers, with their weights."""
    terms: dict[Term, float] = {}
    in_lower_case = str.lower if text.isascii() else fold
    for place, written in enumerate(_WORD.findall(text)):
        word = in_lower_case(written)
        opens = place == 0 and text.startswith(written)
        is_name = written[0].isupper() and not (opens and is_ordinary(word)) and word not in ("a", "an", "the", "i")
        if is_name or (len(word) > 1 and word not in FUNCTION_WORDS):  # May and US are names, may and us are not
            stem = (word[:-1] if word.endswith("s") and len(word) > 3 else word)[:7]
            if is_name:
                terms[stem] = NAMES_AND_NUMBERS
            else:
                terms.setdefault(stem, 1.0)
    terms |= {number.value: NAMES_AND_NUMBERS for number in numbers_in(text, "en")}
    return terms
