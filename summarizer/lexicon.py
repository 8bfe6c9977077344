"""A translation model's lexicon: what Dutch words are in English.

A small model has seen most words of its corpus too seldom to learn them, whereas counting aligned words (scripts/build_lexicon.py) misses few. So
the model reads them in English, which it has learned to take as they come (Dinu et al. 2019), and is left with the grammar. A compound that isn't
in the lexicon is taken apart where both its parts are: `telecominfrastructuur` is `telecom infrastructure`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from summarizer.errors import ModelDamaged
from summarizer.glossary import english_plural
from summarizer.number_words import REMEMBERED, words

NAME = "lexicon.tsv"  # in the model's folder
_WORD = re.compile(r"(?<![\w@/.’'-])[^\W\d_]{3,}(?![\w@/’'-]|\.\w)")
_LEAST_PART = 4  # letters of a compound's part
_LINKS = ("", "s", "en", "e")  # between the parts: beveiligingsbedrijf, ziekenhuis, zonnepaneel
# Endings that make words rather than being one: mogelijk, vrijheid, betrouwbaar.
_SUFFIXES = words(
    "lijk lijke heid baar bare loos loze zaam zame matig matige achtig achtige schap ling ding ting elijk ering ende ens gaan"
)


class Lexicon:
    """Dutch words in lower case to their English forms, the one to use first, with | between them."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self.forms = lru_cache(maxsize=REMEMBERED)(self._forms)

    @classmethod
    def of(cls, folder: Path) -> Lexicon | None:
        """Of a model, if there is one in its folder. Raises ModelDamaged."""
        return cls.load(path) if (path := folder / NAME).is_file() else None

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Of a file with a line a word: Dutch, a tab, English forms. Raises ModelDamaged."""
        try:
            return cls(dict(line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()))
        except (OSError, ValueError) as error:
            raise ModelDamaged(f"{path} can't be read ({error})") from error

    def _forms(self, word: str) -> tuple[str, ...]:
        """The English of a Dutch word in lower case, of a compound too; none where it isn't known."""
        if known := self._known(word):
            return known
        for start in range(_LEAST_PART, len(word) - _LEAST_PART + 1):  # the longest last part first
            last = word[start:]
            if last in _SUFFIXES or not (english := self._known(last)):
                continue
            for link in _LINKS:
                first = word[: start - len(link)]
                if word[:start].endswith(link) and len(first) >= _LEAST_PART and first in self._words:
                    return (f"{self._words[first].partition('|')[0]} {english[0]}",)
        return ()

    def _known(self, word: str) -> tuple[str, ...]:
        """Of a word in the lexicon, or one with the -s of the plural behind it."""
        if forms := self._words.get(word):
            return tuple(forms.split("|"))
        is_plural = word.endswith("s") and not word.endswith("ens") and len(word) > _LEAST_PART + 1  # tijdens, zoals
        singular = self._words.get(word[:-1]) if is_plural else None
        return tuple(english_plural(form) for form in singular.split("|")) if singular else ()

    def switched(self, dutch: str, choose: Callable[[str, tuple[str, ...]], str | None] = lambda _, forms: forms[0]) -> str:
        """The Dutch sentence with its words in English, as far as `choose`, given word and forms, has an answer. Names are left alone."""

        def english(match: re.Match[str]) -> str:
            word = match[0]
            if word.islower():
                forms = self.forms(word)
            elif match.start() == 0 and word[1:].islower() and len(word) > _LEAST_PART:
                forms = self._known(word.lower())  # no short word and no compound: Ren and Betaalbrug may be names, Onderzoekers is none
            else:
                return word
            if not forms or not (form := choose(word.lower(), forms)):
                return word
            return form[0].upper() + form[1:] if word[0].isupper() else form

        return _WORD.sub(english, dutch)
