"""The two tables behind the name checks: names that Dutch and English write differently, and English words that are no names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from summarizer.number_words import REMEMBERED, words

# Words that never open a name, so that "In Amsterdam" is Amsterdam. Other ordinary words may: South Korea.
FUNCTION_WORDS = words(
    "a about above according across after against ahead all along already also although amid among an and another any are around as at "
    "because before behind being below beside between both but by can can't could despite did do does don't down due during each either even "
    "every except few first for from further get given had has have having he he's her here hers him his how i i'm i've i'd i'll if in "
    "inside into is isn't it it's its itself just last later least less like many may maybe me meanwhile might mine more most much must my near "
    "neither never next no nor not now of off on once one only onto or other others our out outside over own per perhaps same several she "
    "she's should since so some still such than that that's the their them then there there's these they they're they've this those though "
    "through throughout thus to today together too toward towards two under unless until up upon us versus very was wasn't we we're we've were what "
    "what's when where whereas whether which while who whoever whom whose why will with within without won't would yes yet you you're your"
)
PARTICLES = words("of the van de der den het ter ten te 't von zu la le du del della di da dos al el bin ibn y e & and")  # within names
LONGEST_WORD = 60  # letters; longer ones are no words, and no names
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_DOUBLED = re.compile(r"(.)\1+")


def fold(text: str) -> str:
    """Lower case, no diacritics."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def words_of(text: str) -> list[str]:
    """The words of a text, without diacritics and with their capitals; `Zuid-Korea` is two, `U.S.` is `US`."""
    plain = text
    if not text.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    if "." in plain:
        plain = _INITIALS.sub(lambda initials: initials[0].replace(".", "") + " ", plain)
    return _WORD.findall(plain)


def whole(text: str) -> str:
    """The pattern of a word or name that isn't part of a longer one."""
    return rf"(?<!\w){re.escape(text)}(?!\w)"


_SOUNDS = [
    ("tsj", "ch"), ("sj", "sh"), ("oe", "u"), ("ou", "u"), ("ij", "y"), ("ck", "k"), ("ph", "f"), ("kh", "ch"), ("gh", "g"), ("th", "t"),
    ("x", "ks"), ("qu", "kw"), ("c", "k"), ("y", "i"), ("j", "i"), ("z", "s"), ("w", "v"), ("ie", "i"), ("ae", "e"),
]  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def sound_of(word: str) -> str:
    """A rough spelling by sound, the same for `Navalny` and `Navalni`, `Tchaikovsky` and `Tsjaikovski`."""
    for dutch, plain in _SOUNDS:
        word = word.replace(dutch, plain)
    return _DOUBLED.sub(r"\1", word)


def is_acronym(word: str) -> bool:
    """Capitals that would be an ordinary word in lower case (US, IS, OM): up to three."""
    return len(word) <= 3 and word.isupper() and len(word) > 1


LONGEST_FORM = 8  # words
_BEGINNING = 3  # letters


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name. `words` keep their capitals; with `open_ended`, the last may go on."""

    words: tuple[str, ...]
    open_ended: bool = False

    @classmethod
    def parse(cls, text: str) -> Form:
        return cls(tuple(words_of(text)), text.endswith("*"))

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """All forms of one name in both languages. A proper one has no other: not so the White House's `president` or a `court`."""

    forms: tuple[Form, ...]
    is_proper: bool


@dataclass(frozen=True, slots=True)
class Exonyms:
    """The table, to be looked up by the forms of one language."""

    _exact: dict[str, list[Row]] = field(default_factory=dict)
    _open_ended: dict[str, list[Row]] = field(default_factory=dict)
    _beginnings: set[str] = field(default_factory=set)  # of all names: most words begin none

    def add(self, form: Form, row: Row) -> None:
        table = self._open_ended if form.open_ended else self._exact
        self._beginnings.add(form.text[:_BEGINNING].lower())
        table.setdefault(form.text if is_acronym(form.text) else form.text.lower(), []).append(row)

    def rows(self, words: list[str]) -> list[Row]:
        """The rows that have the name made of these words; none when it isn't in the table."""
        phrase = " ".join(words)
        lowered = phrase.lower()
        if self._beginnings.isdisjoint((lowered[:1], lowered[:2], lowered[:_BEGINNING])):
            return []
        found = list(self._exact.get(phrase, ()))
        if not is_acronym(phrase):
            found += self._exact.get(lowered, ())
        shortest = len(phrase) - len(words[-1]) + 2
        for end in range(min(len(phrase), 40), shortest, -1):
            found += self._open_ended.get(lowered[:end], ())
        return found


@cache
def exonyms(language: str) -> Exonyms:
    """The table by the names of `language` (`en` or `nl`)."""
    table = Exonyms()
    for line in _lines("exonyms.tsv"):
        english, dutch = ([Form.parse(form) for form in side.split("|")] for side in line.split("\t"))
        row = Row((*english, *dutch), is_proper=all(form.text[0].isupper() for form in dutch))
        for form in english if language == "en" else dutch:
            table.add(form, row)
    return table


@cache
def _english_words() -> frozenset[str]:
    return frozenset(word for line in _lines("english_words.txt") for word in line.split())


@lru_cache(maxsize=REMEMBERED)
def is_ordinary(word: str) -> bool:
    """Whether a lower-case English word is in the list of ordinary words, as it is or inflected, or is plainly formed like one."""
    known = _english_words()
    if word in known or _FORMED.fullmatch(word):
        return True
    if "-" in word:
        return all(is_ordinary(part) for part in word.split("-"))
    for ending, replacements in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1 and any(stem + tail in known for tail in replacements):
            return True
        if ending in ("ed", "ing") and stem != word and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known:
            return True  # stopped, running
    return any(
        word.startswith(prefix)
        and len(word) > len(prefix) + 3
        and (stem := word.removeprefix(prefix))
        and not stem.startswith(_PREFIXES)
        and is_ordinary(stem)
        for prefix in _PREFIXES
    )


_FORMED = re.compile(
    r"[a-z]{3,40}(?:tion|sion|ment|ness|ism|ist|ship|hood|less|ful|able|ible|ology|ously|ality|ability|ating|ized|izing)s?"
)
_PREFIXES = ("un", "non", "re", "over", "under", "anti", "multi", "pre", "mis", "dis")
_ENDINGS = (
    ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")), ("ing", ("", "e")), ("ily", ("y",)),
    ("ly", ("", "le")), ("er", ("", "e")), ("est", ("", "e")), ("ers", ("", "e")), ("ings", ("", "e")), ("ness", ("",)), ("men", ("man",)),
)  # fmt: skip


def _lines(name: str) -> list[str]:
    text = resources.files("summarizer").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
