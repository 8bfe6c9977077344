"""Which sentences of the article each sentence of the abstract rests on."""

from __future__ import annotations

import math
import re
from collections import Counter
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


def evidence_for(sentence_en: str, sentences: Sequence[Sentence], chosen: Sequence[int] = ()) -> tuple[int, ...]:
    """The numbers of the article's sentences that an English sentence rests on, in order; at most three, and none if nothing overlaps.

    `chosen` are those it was made from, where that is known: all of them count. Where it was rewritten, and has names or numbers that none of them
    has (`the company` that became `Huawei`), the sentences that have them count too, three at most. Headings are never evidence.
    """
    body = [(sentence.number, set(terms_of(sentence.en))) for sentence in sentences if not sentence.is_heading]
    found_in = Counter(term for _, terms in body for term in terms)
    stated = {term: weight for term, weight in terms_of(sentence_en).items() if term in found_in}
    weights = {term: weight * math.log(1 + len(body) / found_in[term]) for term, weight in stated.items()}
    left, picked = set(stated), set[int]()
    if chosen:
        left = {term for term, weight in stated.items() if weight >= NAMES_AND_NUMBERS}
        left -= {term for number, terms in body if number in chosen for term in terms}
    while left and len(picked) < MOST:
        # The earlier of two that cover the same: news is told first.
        gain, number = max(((sum(weights[term] for term in terms & left), -number) for number, terms in body), default=(0.0, 0))
        if gain <= 0 or (picked and not chosen and gain < LEAST_GAIN * sum(weights.values())):
            break
        picked.add(-number)
        left -= next(terms for other, terms in body if other == -number)
    return tuple(sorted(picked | set(chosen)))


def terms_of(text: str) -> dict[Term, float]:
    """The content words of an English text, cut to a crude stem, and the values of its numbers, with their weights."""
    terms: dict[Term, float] = {}
    for match in _WORD.finditer(text):
        word = fold(match[0])
        is_name = match[0][0].isupper() and (match.start() > 0 or not is_ordinary(word)) and word not in ("a", "an", "the", "i")
        if is_name or (len(word) > 1 and word not in FUNCTION_WORDS):  # May and US are names, may and us are not
            weight = NAMES_AND_NUMBERS if is_name else 1.0
            stem = (word[:-1] if word.endswith("s") and len(word) > 3 else word)[:7]
            terms[stem] = max(weight, terms.get(stem, 0.0))
    terms |= {number.value: NAMES_AND_NUMBERS for number in numbers_in(text, "en")}
    return terms
