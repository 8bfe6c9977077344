"""How a Dutch term shall be said in English: the built-in list, a file of the user's, and finding their terms in a text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from summarizer.errors import BadGlossary
from summarizer.vocabulary import lower_words, remembered

MAX_BYTES = 5_000_000
MAX_WORDS = 12  # of a term

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*-?|&")
_VERBS = frozenset({"omzetten", "verliezen"})  # plurals by rule that are far more often a verb
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Term:
    """A Dutch term and its English forms: the first is the one to use, the others are as good."""

    dutch: str
    english: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A term at `text[start:end]`."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True)
class Glossary:
    """Terms by their Dutch words. Without any, it does nothing.

    A term with a capital is found only as it is written; one in lower case with any capitals, and in the plural too (`datalekken`), unless
    the glossary has that itself. The longest term wins, and only whole words count: the `kabinet` of `kabinetsformatie` is none.
    """

    terms: Mapping[str, Term] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Glossary:
        """Of several terms with the same Dutch the last holds."""
        return cls({_key(term.dutch): term for term in terms})

    def __or__(self, other: Glossary) -> Glossary:
        """Both; the other's terms win."""
        return Glossary({**self.terms, **other.terms})

    @property
    def sha256(self) -> str:
        """Of what it says, whatever file it came from; empty without terms."""
        lines = sorted("\t".join((term.dutch, *term.english)) for term in self.terms.values())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""

    def find(self, text: str) -> tuple[Found, ...]:
        """The terms in a Dutch text, in order."""
        return self._remembered(text)

    @cached_property
    def _remembered(self) -> Callable[[str], tuple[Found, ...]]:
        """A text is asked about several times in a row: what it has, whether that is said, what it supports."""
        return remembered(self._find)

    def _find(self, text: str) -> tuple[Found, ...]:
        table, longest = self._table
        if self._longest_words.isdisjoint(lower_words(text)) and "&" not in text:
            return ()  # most sentences
        tokens = list(_TOKEN.finditer(text))
        found = []
        position = 0
        while position < len(tokens):
            most = longest.get(tokens[position][0].lower(), 0)
            for end in range(min(len(tokens), position + most), position, -1):
                words = " ".join(token[0] for token in tokens[position:end])
                if term := table.get(words) or table.get(words.lower()):
                    found.append(Found(term, tokens[position].start(), tokens[end - 1].end()))
                    position = end
                    break
            else:
                position += 1
        return tuple(found)

    def switched(self, text: str) -> str:
        """The Dutch text with its terms in English, for a translation model to copy."""
        parts, end = [], 0
        for found in self.find(text):
            english = found.term.english[0]
            opens = found.start == 0 and text[0].isupper()
            parts += [text[end : found.start], english[0].upper() + english[1:] if opens else english]
            end = found.end
        return "".join(parts) + text[end:]

    def unsaid(self, source: str, english: str) -> list[Term]:
        """The terms of a Dutch text of which the English has no form."""
        terms = {found.term.dutch: found.term for found in self.find(source)}  # each is looked for once, however often it stands there
        return [term for term in terms.values() if not says(english, term)]

    def support(self, source: str) -> str:
        """All English forms of the terms in a Dutch text, one a line: what it supports beside its own words."""
        return "\n".join(dict.fromkeys(form for found in self.find(source) for form in found.term.english))

    @cached_property
    def _table(self) -> tuple[dict[str, Term], dict[str, int]]:
        """The terms with their plurals, and the words that a term begins with: of how many words the longest such term is."""
        table = dict(self.terms)
        for term in self.terms.values():
            if term.dutch.islower():
                for plural in _dutch_plurals(term.dutch):
                    if plural not in table and plural.rpartition(" ")[2] not in _VERBS:
                        english = tuple(english_plural(form) for form in term.english)
                        table[plural] = replace(term, dutch=plural, english=(*english, *term.english))
        longest: dict[str, int] = {}
        for key in table:
            first = key.lower().partition(" ")[0]
            longest[first] = max(longest.get(first, 0), key.count(" ") + 1)
        return table, longest

    @cached_property
    def _longest_words(self) -> frozenset[str]:
        """Of each term its longest word: one of them stands in a text that has a term."""
        return frozenset(max(lower_words(key), key=lambda word: (len(word), word), default="") for key in self._table[0])


@cache
def built_in() -> Glossary:
    """The list that comes with the program, summarizer/glossary.tsv."""
    text = resources.files("summarizer").joinpath("glossary.tsv").read_text(encoding="utf-8")
    return Glossary.of(parse(text, "glossary.tsv"))


def read_glossary(path: Path) -> Glossary:
    """The terms of a file. Raises BadGlossary when it can't be read, isn't UTF-8, is over MAX_BYTES, or a line is wrong."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadGlossary(f"{path} can't be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise BadGlossary(f"{path} is larger than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadGlossary(f"{path}, line {line}: not UTF-8") from error
    return Glossary.of(parse(text, str(path)))


def parse(text: str, name: str) -> Iterator[Term]:
    """The terms of a glossary: Dutch forms, a tab, English forms; | between forms, `#` starts a comment. Raises BadGlossary."""
    lines_of: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        where = f"{name}, line {number}"
        sides = line.split("\t")
        if len(sides) != 2:
            raise BadGlossary(f"{where}: {len(sides) - 1} tabs", hint="one tab stands between the Dutch and the English")
        dutch, english = ([" ".join(form.split()) for form in side.split("|")] for side in sides)
        for form in dutch + english:
            if not any(character.isalnum() for character in form):
                raise BadGlossary(f"{where}: {'an empty form' if not form else repr(form)}", hint="| stands between two forms")
            if len(form.split()) > MAX_WORDS:
                raise BadGlossary(f"{where}: a term of more than {MAX_WORDS} words")
        for form in dutch:
            if (before := lines_of.setdefault(_key(form), number)) != number:
                raise BadGlossary(f"{where}: {form!r} is on line {before} already")
            yield Term(form, tuple(english))


def says(english: str, term: Term) -> bool:
    """Whether an English text has a form of the term, in the singular or the plural."""
    return any(_pattern(form).search(english) for form in term.english)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){'[ -]'.join(map(re.escape, form.split()))}(?:e?s)?(?!\w)", re.IGNORECASE)


@cache
def _article_before(form: str) -> re.Pattern[str]:
    return re.compile(rf"\b([Aa])n?(?= {re.escape(form)}\b)")


def _key(dutch: str) -> str:
    return " ".join(_TOKEN.findall(dutch))


def _dutch_plurals(term: str) -> Iterator[str]:
    """What the plural of a Dutch noun may be; some of them no word at all."""
    yield from (term + "en", term + "n", term + "s", term + "'s", term + "’s")
    if term.endswith("heid"):
        yield term[:-3] + "eden"
    last = term[-1]
    before = term[-3:-1]
    if last.isalpha() and last not in _VOWELS and len(before) == 2:
        if before[0] == before[1]:  # afspraak, afspraken; prijs has ij and is below
            yield term[:-2] + last + "en"
        elif before[1] in _VOWELS and before[0] not in _VOWELS:  # datalek, datalekken
            yield term + last + "en"
        if last in "fs":
            yield term[:-1] + {"f": "v", "s": "z"}[last] + "en"  # bedrijf, bedrijven


def english_plural(form: str) -> str:
    if form.endswith("y") and form[-2:-1] not in _VOWELS:
        return form[:-1] + "ies"
    return form + ("es" if form.endswith(("s", "x", "z", "ch", "sh")) else "s")


def near(text: str, form: str, least: float = 0.8) -> tuple[int, int] | None:
    """Where an English text has something that looks like a form without being it: `members or parliament`, `whistle blower`.

    The likeliest run of as many words, one more or one less, of which a share of `least` of the letters agrees (difflib's ratio).
    """
    tokens = list(re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", text))
    count = len(form.split())
    best: tuple[float, int, int] = (least, 0, 0)
    for start in range(len(tokens)):
        for length in {max(1, count - 1), count, count + 1}:
            if start + length <= len(tokens):
                where = tokens[start].start(), tokens[start + length - 1].end()
                matcher = SequenceMatcher(None, text[where[0] : where[1]].lower(), form.lower(), autojunk=False)
                if matcher.real_quick_ratio() >= best[0] and matcher.quick_ratio() >= best[0] and matcher.ratio() > best[0]:
                    best = (matcher.ratio(), *where)
    return best[1:] if best[2] else None


def put_back(text: str, terms: Sequence[Term]) -> str:
    """The English text with the terms that came out garbled put right, and `a` or `an` before them."""
    for term in terms:
        form = term.english[0]
        if not says(text, term) and (where := near(text, form)):
            start, end = where
            text = text[:start] + (form[0].upper() + form[1:] if start == 0 else form) + text[end:]
        if form[0].islower() and form[0] not in "hu" and form in text:  # an hour and a house, an uncle and a union
            n = "n" if form[0] in _VOWELS else ""
            text = _article_before(form).sub(rf"\g<1>{n}", text)
    return text
