"""One pass over a text that finds its numbers, in digits and in words, and what each is worth.

Digits glued to letters (`5G`, `A320`, `GPT-4`, `COVID-19`) belong to a name and are no numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from summarizer.number_digits import read_digits
from summarizer.number_starts import has_none, starts
from summarizer.number_units import MONEY, unit_of
from summarizer.number_words import (
    DUTCH,
    ENGLISH,
    ENGLISH_DECADES,
    ENGLISH_ORDINALS,
    MONEY_SCALES,
    NAME_UNITS,
    ORDINAL_SUFFIXES,
    SCALES,
    UNITS,
    dutch_word,
    words,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, at `text[start:end]`.

    `kind` is one of number, percent, money, ordinal, fraction, time (9.3 is half past nine), decade, month (of a numeric
    date), short-year (the 96 of 1995-96), rank (`op twee na`) and code (10.15.7, of which `value` only holds the digits). `unit` is what it counts,
    named alike in both languages (see summarizer.number_units), and empty where the text doesn't say.
    """

    text: str
    value: Decimal
    kind: str
    start: int
    end: int
    unit: str = ""


class _Token(NamedTuple):
    text: str
    lower: str
    glue: str  # what stands between it and the last token
    start: int
    end: int

    @property
    def is_numeral(self) -> bool:
        return self.text[:1] in tuple("0123456789")


class _Found(NamedTuple):
    value: Decimal
    kind: str
    start: int
    end: int
    scale: Decimal = Decimal(1)  # what `value` was multiplied by: a million in 3 million


_Read = tuple[list[_Found], int]  # what a reader found, and the position after it

_TOKEN = re.compile(r"[0-9]+(?:[.,:][0-9]+)*|[^\W\d_]+")
_NO_TOKEN = _Token("", "", "\n", 0, 0)
_SPACES = " \u00a0\u202f"
_MINUS = "-−"
_CURRENCIES = "€$£¥"
_RANGE_WORDS = frozenset({"-", "–", "—", "to", "tot", "or", "of", "à", "until", "through", "up to", "t/m", "tot en met"})
_DATE_SHAPES = frozenset({(1, 1, 4), (1, 2, 4), (2, 1, 4), (2, 2, 4), (4, 2, 2), (4, 2)})  # lengths of 12-5-2024, 2024-05-12, 2019-09
_ORDINARY_PREFIXES = words("top mid medio eind begin pre post sub plus circa max min nr")  # Top-10 is no name
_BEHIND_ACHT = words("de het een dit deze dat die zich zijn haar hem geen ze hen hun")  # it is "considers" before these
_BEFORE_VIERDE = words("de het een zijn haar hun ons onze dit deze die dat mijn uw ten als op elke")  # else it is "celebrated"


class Scan:
    """The numbers of a text, in order, and `in_names`: the 19 of COVID-19, which another text may write as a number."""

    __slots__ = ("_language", "_matches", "_scales", "_text", "_tokens", "in_names", "numbers")  # thousands are remembered

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._scales = SCALES[language]
        self._matches: list[re.Match[str]] = []
        self._tokens: dict[int, _Token] = {}
        self.numbers: list[Number] = []
        self.in_names: frozenset[Decimal | str] = frozenset()
        if has_none(text, language):
            return
        self._matches = list(_TOKEN.finditer(text))
        found: list[_Found] = []
        done = 0  # as far as the tokens were read
        for position in starts([match[0].lower() for match in self._matches], language):
            if position < done:
                continue
            if text[self._matches[position].start()] in "0123456789":
                read = self._numeral(position)
            elif language == "nl":
                read = self._dutch(position)
            else:
                read = self._english(position)
            found += read[0]
            done = max(read[1], position + 1)
        self._share_scales(found)
        units = self._units(found)
        self.numbers = [self._number(one, unit) for one, unit in zip(found, units, strict=True)]
        self._matches, self._tokens = [], {}  # only the numbers are kept

    def _at(self, position: int) -> _Token:
        """Made when asked for, as most words of a text are near no number; those that are get looked at ten times over."""
        if token := self._tokens.get(position):
            return token
        if not 0 <= position < len(self._matches):
            return _NO_TOKEN
        match = self._matches[position]
        word, (start, end) = match[0], match.span()
        before = self._matches[position - 1].end() if position else 0
        token = self._tokens[position] = _Token(word, word.lower(), self._text[before:start], start, end)
        return token

    def _says(self, phrase: str, position: int) -> bool:
        if not phrase.startswith(self._at(position).lower or " "):
            return False
        tokens = (self._at(position + i) for i in range(phrase.count(" ") + 1))
        return all(token.glue in (" ", "-") and token.lower == word for token, word in zip(tokens, phrase.split(), strict=True))

    # -- digits

    def _numeral(self, position: int) -> _Read:
        token = self._at(position)
        if self._ends_a_name(position):
            self.in_names |= {value for value, *_ in read_digits(token.text, self._language)}
            return [], position + 1
        if date := self._date(position):
            return date
        values = read_digits(token.text, self._language)
        if len(values) > 1 or values[0][1] == "code":
            return [_Found(value, kind, token.start + start, token.start + end) for value, kind, start, end in values], position + 1
        value, kind, *_ = values[0]
        return self._finish(value, kind, position)

    def _ends_a_name(self, position: int) -> bool:
        token, before = self._at(position), self._at(position - 1)
        if before.text == "" or before.is_numeral:
            return False
        if token.glue == "":  # A320 and mp3; but 1920x1080 is two numbers
            return not (before.lower in ("x", "×") and before.glue == "" and self._at(position - 2).is_numeral)
        return token.glue == "_" or (token.glue == "-" and before.text != before.lower and before.lower not in _ORDINARY_PREFIXES)

    def _date(self, position: int) -> _Read | None:
        parts = [self._at(position)]
        while len(parts) < 3 and (following := self._at(position + len(parts))).glue in ("-", "/", "–") and following.is_numeral:
            parts.append(following)
        if tuple(len(part.text) for part in parts) not in _DATE_SHAPES or not all(part.text.isdigit() for part in parts):
            return None
        found = [_Found(Decimal(part.text), "number", part.start, part.end) for part in parts]
        if len(parts) == 3:
            found[1] = found[1]._replace(kind="month")
        else:  # 1995-96, or September of 2019-09
            found[1] = found[1]._replace(kind="short-year", start=parts[0].start)
        return found, position + len(parts)

    def _finish(self, value: Decimal, kind: str, position: int) -> _Read:
        """Takes in what follows the digits (suffix, scale, percent, a.m.) and the sign before them."""
        token, following = self._at(position), self._at(position + 1)
        minus = self._minus(position)
        position += 1
        end, scale = token.end, Decimal(1)
        suffix = following.lower
        is_money = self._text[max(0, token.start - 3) : token.start].rstrip(_SPACES + _MINUS).endswith(tuple(_CURRENCIES))
        if following.glue == "" and suffix in ORDINAL_SUFFIXES[self._language]:
            return [_Found(value, "ordinal", token.start, following.end)], position + 1
        if following.glue in ("", "'", "’") and suffix == "s" and self._language == "en" and value >= 20 and value % 10 == 0:
            return [_Found(value, "decade", token.start, following.end)], position + 1
        if following.glue == "" and suffix == "½":
            value, end, position = value + Decimal("0.5"), following.end, position + 1
        elif following.glue == "" and suffix in MONEY_SCALES and is_money:
            scale, end, position = MONEY_SCALES[suffix], following.end, position + 1
        elif following.glue == "" and suffix not in self._scales and suffix not in ("am", "pm"):
            is_unit = suffix in UNITS and following.text not in NAME_UNITS
            if not is_unit:
                return [], position + 1  # 5G, 4K, 39C
        if kind == "number":
            if self._says("and a half" if self._language == "en" else "en een half", position):
                value, end, position = value + Decimal("0.5"), self._at(position + 2).end, position + 3
            while (following := self._at(position)).lower in self._scales and following.glue in ("", "-", *_SPACES):
                scale, end, position = scale * self._scales[following.lower], following.end, position + 1
        value, kind = self._kind(value * scale, kind, position)
        return [_Found(-value if minus else value, kind, token.start - (minus == "-"), end, scale)], position

    def _minus(self, position: int) -> str:
        """The minus before a number: "-" for the sign, "minus" for the word, "" for none. The hyphen of a range is none."""
        token, word = self._at(position), self._at(position - 1).lower
        if token.glue == " " and (word == "minus" or (word == "min" and self._language == "nl")):
            return "minus"
        before = self._text[max(0, token.start - 2) : token.start]
        return "-" if before[-1:] in tuple(_MINUS) and before[:-1] in ("", *_SPACES, "\n", "(", *_CURRENCIES) else ""

    def _kind(self, value: Decimal, kind: str, position: int) -> tuple[Decimal, str]:
        """The kind that the words after a number give it; 9 p.m. is 21."""
        following = self._at(position)
        near = following.glue in ("", "-", *_SPACES)
        if self._language == "en" and near and value < 13:
            half = following.lower[:1] if following.lower in ("am", "pm") else ""
            if following.lower in ("a", "p") and self._at(position + 1)[1:3] == ("m", "."):
                half = following.lower
            if half:
                return (value + 12 if half == "p" and value < 12 else value), "time"
        if kind != "number":
            return value, kind
        if near and following.lower == "uur" and value < 25:
            return value, "time"
        return value, kind

    # -- words

    def _spoken(self, value: Decimal, kind: str, position: int, after: int, scale: Decimal = Decimal(1)) -> _Read:
        """One number said in the words from `position` up to `after`, with the scale that may follow: half *a million*."""
        following = self._at(after)
        if kind != "ordinal" and following.lower in self._scales and following.glue in (" ", "-"):
            scale, kind, after = self._scales[following.lower], "number", after + 1
            value *= scale
        end = self._at(after - 1).end
        value, kind = self._kind(value, kind, after)
        value = -value if self._minus(position) == "minus" else value
        return [_Found(value, kind, self._at(position).start, end, scale)], after

    @staticmethod
    def _is_verb(before: _Token, following: _Token) -> bool:
        """Whether the `acht` between these is none of eight: `in acht nemen`, `hij acht de kans klein`."""
        return before.lower == "in" or following.lower in _BEHIND_ACHT

    def _dutch(self, position: int) -> _Read:
        token, before, following = self._at(position), self._at(position - 1), self._at(position + 1)
        word = token.lower
        if word in ("een", "één", "eén") and before.lower == "op" and following.lower == "na":
            return [_Found(Decimal(1), "rank", token.start, token.end)], position + 1
        values = ((Decimal(1), "number"),) if word in self._scales else dutch_word(word)
        if word == "achtste" and following.lower in ("finale", "finales"):  # the round of 16
            return [_Found(Decimal(16), "number", token.start, following.end)], position + 2
        if (
            not values
            or (word == "vierde" and before.lower not in _BEFORE_VIERDE)
            or word == "elftal"
            or (word == "acht" and self._is_verb(before, following))
        ):
            return [], position + 1
        if len(values) > 1:
            return [_Found(value, kind, token.start, token.end) for value, kind in values], position + 1
        value, kind = values[0]
        if before.lower == "op" and following.lower == "na":
            return [_Found(value, "rank", token.start, token.end)], position + 1
        if word == "half" and following.glue == " " and (hour := DUTCH.get(following.lower, 0)) in range(2, 13):
            return [_Found(hour - 1 + Decimal("0.3"), "time", token.start, following.end)], position + 2  # half tien is 9.30
        after, scale = position + 1, self._scales.get(word, Decimal(1))
        value *= scale
        if self._says("en een half", after):
            return self._spoken(value + Decimal("0.5"), kind, position, after + 3)
        while (following := self._at(after)).lower in self._scales and following.glue in (" ", "-"):
            scale, after = scale * self._scales[following.lower], after + 1
            value, kind = value * self._scales[following.lower], "number"
        rest = dutch_word(following.lower) if value >= 1000 and following.glue == " " else ()
        if len(rest) == 1 and rest[0][1] == "number" and 0 < rest[0][0] < min(value, 1000 if scale <= 1000 else scale):
            value, after = value + rest[0][0], after + 1  # tweeduizend negentien
        return self._spoken(value, kind, position, after, scale)

    def _english(self, position: int) -> _Read:
        word, following = self._at(position).lower, self._at(position + 1)
        if word in ENGLISH_DECADES:
            return self._spoken(Decimal(ENGLISH_DECADES[word]), "decade", position, position + 1)
        if word == "twice":
            return self._spoken(Decimal(2), "number", position, position + 1)
        if word in ("quarter", "quarters"):
            return self._spoken(Decimal("0.25"), "fraction", position, position + 1)
        if word.endswith("fold") and word.removesuffix("fold") in ENGLISH:
            return self._spoken(Decimal(ENGLISH[word.removesuffix("fold")]), "number", position, position + 1)
        if word in ("half", "halves", "½"):
            if following.lower == "past" and (hour := ENGLISH.get(self._at(position + 2).lower, 0)) in range(1, 13):
                return self._spoken(hour + Decimal("0.3"), "time", position, position + 3)
            article = following.lower == "a" and self._at(position + 2).lower in self._scales
            return self._spoken(Decimal("0.5"), "fraction", position, position + 1 + article)
        return self._english_phrase(position)

    def _english_phrase(self, position: int) -> _Read:
        """The longest run of number words: two hundred and twenty-one thousand."""
        total = current = Decimal(0)
        scale, after, last = Decimal(1), position, ""
        while after == position or self._at(after).glue in (" ", "-"):
            word = self._at(after).lower
            if word == "and" and last in ("hundred", "thousand", "million") and self._small(after + 1) is not None:
                after += 1
                word = self._at(after).lower
            small = self._small(after)
            if small is not None and (last in ("", "hundred", "thousand", "million") or (0 < small < 10 and ENGLISH.get(last, 0) >= 20)):
                current, scale = current + small, Decimal(1)
                if word in ENGLISH_ORDINALS:
                    return self._spoken(total + current, "ordinal", position, after + 1)
            elif word.removesuffix("th") in self._scales and (
                last not in self._scales or self._scales[word.removesuffix("th")] > self._scales[last]
            ):
                step = self._scales[word.removesuffix("th")]
                scale = scale * step if last in self._scales else step
                if step == 100:
                    current = max(current, Decimal(1)) * step
                else:
                    total, current = total + max(current, Decimal(1)) * step, Decimal(0)
                if word.endswith("th"):
                    return self._spoken(total + current, "ordinal", position, after + 1)
            else:
                break
            last = word
            after += 1
        if after == position:
            return [], position + 1
        if self._says("and a half", after):
            return self._spoken(total + current + Decimal("0.5"), "number", position, after + 3)
        return self._spoken(total + current, "number", position, after, scale)

    def _small(self, position: int) -> int | None:
        word = self._at(position).lower
        return ENGLISH.get(word, ENGLISH_ORDINALS.get(word))

    def _share_scales(self, found: list[_Found]) -> None:
        """In `10 to 15 million` the 10 is millions too."""
        for i, (first, second) in enumerate(pairwise(found)):
            if first.scale == 1 and first.kind != "ordinal" and 0 < first.value < 1000 <= second.scale and self._is_range(first, second):
                found[i] = first._replace(value=first.value * second.scale)

    def _is_range(self, first: _Found, second: _Found) -> bool:
        if second.start - first.end > 20:
            return False
        between = self._text[first.end : second.start].strip(_SPACES + _CURRENCIES).lower()
        opening = self._text[max(0, first.start - 12) : first.start].rstrip(_SPACES + _CURRENCIES).lower()
        if between == "naar":  # van 1,9 naar 2,1 miljard
            return opening.endswith("van")
        return between in _RANGE_WORDS or (between in ("and", "en") and opening.endswith(("between", "between the", "tussen", "tussen de")))

    def _units(self, found: list[_Found]) -> list[str]:
        """In `10 to 15 km` and in `$10 to 15 million` both have the unit of one."""
        units = [
            "" if one.kind in ("ordinal", "decade", "code", "month", "short-year") else unit_of(self._text, one.start, one.end)
            for one in found
        ]
        for i, (first, second) in enumerate(pairwise(found)):
            if bool(units[i]) != bool(units[i + 1]) and self._is_range(first, second):
                units[i] = units[i + 1] = units[i] or units[i + 1]
        return units

    def _number(self, found: _Found, unit: str) -> Number:
        kind = found.kind
        if kind == "number":
            kind = "percent" if unit == "%" else "money" if unit in MONEY else kind
        return Number(self._text[found.start : found.end], found.value, kind, found.start, found.end, unit)
