"""Looking a name up in the other text: as it is, inflected, inside a Dutch compound, by its sound, or under another name from the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import pairwise

from summarizer.dates import MONTHS
from summarizer.name_tables import (
    FUNCTION_WORDS,
    LONGEST_FORM,
    LONGEST_WORD,
    PARTICLES,
    Form,
    exonyms,
    fold,
    is_acronym,
    is_ordinary,
    sound_of,
    words_of,
)
from summarizer.number_words import words

_NUMERIC_DATE = re.compile(r"\b(?:[0-9]{1,2}[-/]([0-9]{1,2})[-/][0-9]{4}|[0-9]{4}-([0-9]{2})(?:-[0-9]{2})?)\b")
_MONTHS = tuple(MONTHS)
_SHORT_DUTCH = words("al ap de die dit een en er het ik is je me na nu of om op te tot uit van we ze")
# What the two languages hang on a name: Ruritanian and Ruritaans share their beginning.
_ENDINGS = ("an", "ian", "ean", "ans", "ians", "ese", "ish", "ik", "ia", "i", "a", "o", "e", "n", "s", "es", "er", "ers", "se")


def stands_in(text: str, name: str) -> bool:
    """Whether a text has a name just as it is written. Looking up its parts misses the oddest: a part number such as `X2-5-4`."""
    start = text.find(name)
    while start >= 0:
        if not (_is_within_word(text[start - 1 : start]) or _is_within_word(text[start + len(name) : start + len(name) + 1])):
            return True
        start = text.find(name, start + 1)
    return False


def _is_within_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def is_soft(part: str) -> bool:
    """Whether a part of an English name can't be looked up by its spelling, because it is an ordinary word."""
    word = fold(part)
    if word in ("may", "march") or (part.isupper() and not part.isdigit()):
        return False
    return part.isdigit() or word in PARTICLES or word in FUNCTION_WORDS or is_ordinary(word)


@lru_cache(maxsize=64)  # a source is held against several hypotheses in a row, and so is its translation
def lookup(text: str) -> Lookup:
    """A text made ready to look names up in."""
    return Lookup(text)


@lru_cache(maxsize=64)
def as_words(text: str) -> str:
    """The words of a text with a space around each, to find a row of words in."""
    return f" {' '.join(words_of(text))} "


class Lookup:
    """The words of one text, made ready to look names up in: a lookup is in constant time but for names of the table and parts of words."""

    def __init__(self, text: str) -> None:
        exact = words_of(text)
        for match in _NUMERIC_DATE.finditer(text):
            month = int(match[1] or match[2])
            exact += [_MONTHS[month - 1]] if 1 <= month <= 12 else []
        self._exact = set(exact)
        # Three renderings for the forms of the table: as written, in lower case, and (below) with capitals kept on first letters only.
        self._as_written = f" {' '.join(exact)} "
        self._lower = self._as_written.lower()
        self._words = set(self._lower.split())
        self._forms: dict[Form, bool] = {}
        self._names: dict[tuple[str, ...], bool] = {}

    # These are made when first needed: most names stand in the other text as they are.

    @cached_property
    def _joined(self) -> set[str]:
        return {first + second for first, second in pairwise(self._lower.split())}  # wifi for Wi-Fi

    @cached_property
    def _capitalised(self) -> set[str]:
        return {word.lower() for word in self._exact if word[0].isupper()}

    @cached_property
    def _title(self) -> str:
        return f" {' '.join(word[0] + word[1:].lower() for word in self._as_written.split())} "

    @cached_property
    def _sounds(self) -> set[str]:
        return {sound_of(word) for word in self._capitalised if len(word) <= LONGEST_WORD}

    @cached_property
    def _sound_starts(self) -> set[str]:
        return {sound[:end] for sound in self._sounds for end in range(4, len(sound) + 1)}

    def supports(self, parts: list[str], language: str) -> bool:
        """Whether each part of a name is here. Ordinary English words count only when there is nothing else to go by."""
        key = (language, *parts)
        if key not in self._names:
            self._names[key] = self._has_initials(parts) or self._has_parts(parts, language)
        return self._names[key]

    def _has_parts(self, parts: list[str], language: str) -> bool:
        table = exonyms(language)
        position, supported = 0, 0
        lacking = 0  # where a phrase ends that the table has and this text hasn't
        while position < len(parts):
            for end in range(min(len(parts), position + LONGEST_FORM), position, -1):
                phrase = parts[position:end]
                rows = table.rows(phrase)
                if any(self._has_form(form) for row in rows for form in row.forms):
                    supported += end > lacking  # the ministry of trade is no support for the ministry of defence
                    position = end
                    break
                if any(row.is_proper for row in rows) and not all(self._has_word(part) for part in phrase):
                    return False  # "United States" isn't in "Verenigd Koninkrijk", though "united" is
                if rows and len(phrase) > 1:
                    lacking = max(lacking, end)
            else:
                part, following = parts[position], "".join(parts[position + 1 : position + 2])
                if self._has_word(part) or (following and (part + following).lower() in self._words):
                    supported += 1
                elif not (part.isdigit() or part.lower() in PARTICLES or (language == "en" and is_soft(part))):
                    return False
                position += 1
        return supported > 0

    def _has_form(self, form: Form) -> bool:
        if form not in self._forms:
            text = form.text
            if is_acronym(text):
                where = self._as_written
            elif text[0].isupper():
                where, text = self._title, " ".join(word[0] + word[1:].lower() for word in form.words)
            else:
                where, text = self._lower, text.lower()
            self._forms[form] = f" {text}{'' if form.open_ended else ' '}" in where
        return self._forms[form]

    def _has_word(self, part: str) -> bool:
        word = fold(part)
        if is_acronym(part) and (word in FUNCTION_WORDS or word in _SHORT_DUTCH):
            return part in self._exact
        if any(form in self._words or form in self._joined for form in _inflections(word)):
            return True
        if any(letter.isdigit() for letter in word) or len(word) < 4:
            return False
        if f" {word}" in self._lower or f"{word} " in self._lower:  # a word starts or ends with it
            return True
        sound = sound_of(word)
        endings = () if word.endswith("ij") else _ENDINGS  # Serverij is no Server
        stems = (sound.removesuffix(ending) for ending in endings if sound.endswith(ending))
        return sound in self._sounds or any(len(stem) > 3 and stem in self._sound_starts for stem in stems)

    def _has_initials(self, parts: list[str]) -> bool:
        """`SCMP` for `South China Morning Post`."""
        initials = "".join(part[0] for part in parts if part[0].isupper())
        return len(initials) > 2 and len(parts) > 2 and initials in self._exact


def _inflections(word: str) -> Iterator[str]:
    yield word
    yield word + "s"
    for ending in ("s", "es", "e", "n", "en"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            yield word.removesuffix(ending)
