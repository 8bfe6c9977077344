"""Do two texts state the same numbers? `€ 3,5 miljard` supports `3.5 billion`; nothing supports a number that was made up, and `€ 3,5 miljard` no
`$3.5 billion`: where both texts say what is counted they must agree."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from summarizer.number_scan import Number, Scan
from summarizer.number_words import REMEMBERED

__all__ = ["Number", "missing_numbers", "numbers_agree", "numbers_in", "unsupported_numbers"]


def numbers_in(text: str, language: str) -> list[Number]:
    """All numbers of a text in `language` (`nl` or `en`), in order; vague ones (`tientallen`, `millions`) are left out."""
    return _scan(text, language).numbers


def unsupported_numbers(abstract_en: str, source_nl: str, source_language: str = "nl") -> list[str]:
    """Numbers of the English text, as written, with no equal in the source."""
    return _unmatched(numbers_in(abstract_en, "en"), source_nl, source_language)


def missing_numbers(source: str, hypothesis: str, source_language: str = "nl", hypothesis_language: str = "en") -> list[str]:
    """Numbers of one source sentence, as written, that its translation lost."""
    # "-5 %" may become "fell by 5 %". The month of 12-5-2024 becomes a word, and is looked up among the names.
    numbers = [replace(n, value=-n.value) if n.value < 0 else n for n in numbers_in(source, source_language) if not _is_month(n)]
    return _unmatched(numbers, hypothesis, hypothesis_language)


def numbers_agree(source_nl: str, hypothesis_en: str) -> bool:
    """Whether a translation neither lost nor invented a number."""
    return not (missing_numbers(source_nl, hypothesis_en) or unsupported_numbers(hypothesis_en, source_nl))


# A text is looked at in every reading, for its own numbers and for those of others, and again in the checks: two windows' worth of them.
@lru_cache(maxsize=2 * REMEMBERED)
def _scan(text: str, language: str) -> Scan:
    return Scan(text, language)


class _Lookup:
    """The numbers of one text, made ready to look others up in."""

    def __init__(self, text: str, language: str) -> None:
        scan = _scan(text, language)
        self._lowered, self._also = text.lower(), _ALSO[language]
        self._units: dict[Decimal | str, set[str]] = {key: {""} for key in scan.in_names}  # that each value has
        for number in scan.numbers:
            for key in _keys(number) | {abs(number.value)}:  # a fall of -5 % is a fall of 5 %, while 5 never supports -5
                self._units.setdefault(key, set()).add(number.unit)
        self._said: dict[tuple[str, Decimal], bool] = {}

    def supports(self, number: Number) -> bool:
        """Whether the value is here, and not of something else."""
        units = set().union(*(self._units.get(key, ()) for key in _keys(number)))
        if units:
            return not number.unit or "" in units or number.unit in units
        return _is_one(number) or self._says_otherwise(number.text.lower(), number.value)

    def _says_otherwise(self, as_written: str, value: Decimal) -> bool:
        if not as_written.isalpha() and as_written not in ("1", "½"):
            return False
        key = as_written, value
        if key not in self._said:
            pattern = self._also.get(value)
            # A number word inside a name stays as it is: Xbox One, Formula Two, zero-day.
            self._said[key] = as_written in self._lowered or bool(pattern and re.search(pattern, self._lowered))
        return self._said[key]


@lru_cache(maxsize=64)  # a source is held against several hypotheses in a row
def _lookup(text: str, language: str) -> _Lookup:
    return _Lookup(text, language)


def _unmatched(numbers: list[Number], text: str, language: str) -> list[str]:
    if not numbers:
        return []
    known = _lookup(text, language)
    return list(dict.fromkeys(number.text for number in numbers if not known.supports(number)))


def _is_month(number: Number) -> bool:
    return number.kind == "month" or (number.kind == "short-year" and number.value <= 12)


def _is_one(number: Number) -> bool:
    """`one`, `first`, `één`, `eerste`: articles and pronouns as often as numbers."""
    return number.value == 1 and number.text[0].isalpha()


def _keys(number: Number) -> set[Decimal | str]:
    """What a number is looked up by: two numbers agree when they share a key."""
    value = number.value
    match number.kind:
        case "code":
            return {re.sub(r"[^0-9]+", ".", number.text), value}
        case "time":  # 9.30 uur, 9:30, 9:30 p.m. and 21.30 uur: the half of the day is often said otherwise
            return {value, value + 12, value - 12}
        case "decade":  # the 1980s, jaren 80
            return {value, value - 1900 if value >= 1900 else value + 1900}
        case "short-year":
            return {value, Decimal(number.text[:2]) * 100 + value}
        case "rank":  # op twee na: the third, or all but two
            return {value, value + 1}
        case "percent" if value in (25, 50):  # half, a quarter
            return {value, value / 100}
    return {value}


# What a small number may be said with instead: `twice` for `dubbel`, `three` for `drietal`. The Dutch 8 is absent: `achter` starts like it.
_ALSO = {
    "en": {
        Decimal("0.5"): r"\bhal(?:f|v)|\b(?:mid|semi)",
        Decimal("0.25"): r"quarter",
        Decimal(0): r"\b(?:no|none)\b|zero",
        Decimal(1): r"\b(?:an?|single|once|first|one)\b",
        Decimal(2): r"\b(?:twice|twin|doubl|both|pair|couple|dual|two|bilateral|second|ii\b)",
        Decimal(3): r"\b(?:three|tri|iii\b)",
        Decimal(4): r"\b(?:four|quad)",
        Decimal(10): r"\b(?:decade|ten)",
    },
    "nl": {
        Decimal("0.5"): r"hal(?:f|v)|helft",
        Decimal("0.25"): r"kwart",
        Decimal(0): r"zero|\bgeen",
        Decimal(1): r"\b[eé][eé]n",
        Decimal(2): r"\btwee|dubbel|beide|\bsecond|\bpaar\b|\b(?:wo ?)?ii\b",
        Decimal(3): r"\bdrie|\bderd|\btri",
        Decimal(4): r"\bvier",
        Decimal(5): r"\bvijf",
        Decimal(6): r"\bzes",
        Decimal(7): r"\bzeven",
        Decimal(9): r"\bnegen",
        Decimal(10): r"\btien|decenni",
        Decimal(12): r"dozijn|\btwaalf|\btiental",
    },
}
