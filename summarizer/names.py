"""Names in Dutch and English text, and whether the other text has them too.

A name is supported when its parts stand in the source: as they are, inflected, inside a Dutch compound, spelled the Dutch way, or under
another name from the table (`VS` for `United States`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from summarizer.dates import MONTHS
from summarizer.name_lookup import as_words, is_soft, lookup, stands_in
from summarizer.name_tables import FUNCTION_WORDS, LONGEST_FORM, LONGEST_WORD, PARTICLES, exonyms, fold, is_ordinary, words_of
from summarizer.number_words import REMEMBERED, UNITS, words
from summarizer.vocabulary import marked_words, written_words


def names_in(text: str, language: str = "en") -> list[str]:
    """The names of a text as written, each once, in order: `South China Morning Post`, `AIVD`, `iPhone 15`, `5G`."""
    return list(dict.fromkeys(name.text for name in _names(text, language)))


def unsupported_names(abstract_en: str, source_nl: str, translation_en: str = "", source_language: str = "nl") -> list[str]:
    """Names of the English text, as written, that the source doesn't have.

    A name made of ordinary words (`Supreme Court`) is translated rather than copied, so for such a one, and no other, it is enough that
    `translation_en`, the machine translation of the source, has it.
    """
    if translation_en in ("", abstract_en) and _stand_as_written(abstract_en, source_nl, "en"):
        return []
    names = _names(abstract_en, "en", source_nl if source_language == "en" else translation_en)
    if not names:
        return []
    unsupported = [name for name in names if not _has(source_nl, name, "en")]
    if any(name.is_ordinary for name in unsupported):
        translated = as_words(translation_en)
        unsupported = [name for name in unsupported if not (name.is_ordinary and f" {' '.join(name.words)} " in translated)]
    return list(dict.fromkeys(name.text for name in unsupported))


def missing_names(source_nl_sentence: str, hypothesis_en: str, source_language: str = "nl") -> list[str]:
    """Names of one source sentence, as written, that its translation lost; the month of a Dutch date is one."""
    if _stand_as_written(source_nl_sentence, hypothesis_en, source_language) and not _DATE_IN_WORDS.search(source_nl_sentence):
        return []
    names = list(_names(source_nl_sentence, source_language))
    if source_language == "nl":
        names += [_Name(match[1], [match[1]], False) for match in _DATE_IN_WORDS.finditer(source_nl_sentence)]
    if not names:
        return []
    return list(dict.fromkeys(name.text for name in names if not _has(hypothesis_en, name, source_language)))


def _has(text: str, name: _Name, language: str) -> bool:
    """Whether a text has a name of another one in `language`: as it is written there, as most do, or else by its parts."""
    return stands_in(text, name.text) or lookup(text).supports(name.words, language)


def _stand_as_written(text: str, other: str, language: str) -> bool:
    """Whether it is seen at a glance that another text has all names of this one: each word with a capital or a digit, but for the word in front."""
    if strange := marked_words(text) - marked_words(other):
        words = written_words(text)
        first, second = words[0], "".join(words[1:2])
        if strange != {first} or words.count(first) > 1 or text[: len(first) + 1] != f"{first} " or not first[1:].islower():
            return False
        if (
            language == "en"
            and fold(first) not in FUNCTION_WORDS
            and not (is_ordinary(fold(first)) and second.islower() and second != "of")
        ):
            return False
    if not _DIGIT.search(text) or not _MIXED.search(text):
        return True
    return all(stands_in(other, word) for word in _COMPOUND.findall(text) if _DIGIT.search(word))


# -- finding names ---------------------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"(?:[^\W_]++-)?(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’&-][^\W_]+|\.(?=[a-z0-9])[^\W_]+)*")
_MIXED = re.compile(r"[^\W\d_][-.&'’]?\d|\d[-.&'’]?[^\W\d_]")  # GPT-4, 5G
_COMPOUND = re.compile(r"[^\W_]+(?:[-.&'’][^\W_]+)*")
_SENTENCE_END = tuple(".!?:;•*\"“”„«'‘(|]")
_DASHES = ("-", "–", "—", "--")
_ABBREVIATED = words("Mr Mrs Ms Dr Prof Sen Gov St Jr Lt Gen Inc Ltd vs No nr Ir ir Ing ing Mevr mevr dhr drs Drs dr mr prof")
_ARTICLES = words("the de het een a an")
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"[0-9]+([^\W\d_]+)")
_AFTER_DIGITS = UNITS | words("st nd rd th e de ste s k m b t bn tn mn mln mld am pm")
_NAME_LETTERS = frozenset("KGSXL")  # 4K and 5G
_LONGEST_NAME = 12  # words
_DATE_IN_WORDS = re.compile(rf"\b[0-9]{{1,2}} ({'|'.join(MONTHS)})\b")
_POSSESSIVE = re.compile(r"['’]s?$")


class _Name(NamedTuple):
    text: str
    words: list[str]  # with capitals, without diacritics; lower-case parts of compounds are left out: the "based" of US-based
    is_ordinary: bool


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    opens: bool  # a sentence, or a quotation

    @property
    def bare(self) -> str:
        """Without the possessive."""
        return _bare(self.text)

    @property
    def is_strong(self) -> bool:
        return _is_strong(self.text)

    @property
    def is_capitalised(self) -> bool:
        return _is_capitalised(self.text)


# The same words come up all the time, hence the memory of the latest.


@lru_cache(maxsize=REMEMBERED)
def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


@lru_cache(maxsize=REMEMBERED)
def _is_strong(word: str) -> bool:
    """Clearly a name wherever it stands: AIVD, iPhone, 5G, GPT-4."""
    parts = _bare(word).split("-")
    if any(_is_product(part) or (part[:1].isalpha() and any(letter.isupper() for letter in part[1:])) for part in parts):
        return True
    return any(part.isdigit() and before[:1].isupper() for before, part in pairwise(parts))


@lru_cache(maxsize=REMEMBERED)
def _is_capitalised(word: str) -> bool:
    bare = _bare(word)
    return any(part[:1].isupper() for part in bare.split("-")) and fold(bare) not in ("i", "i'm", "i've", "i'd", "i'll")


def _is_product(part: str) -> bool:
    """`5G`, `A320neo`, `mp3`, but not `21st`, `10km`, `1980s`."""
    if not any(letter.isalpha() for letter in part) or not any(letter.isdigit() for letter in part):
        return False
    glued = _GLUED.fullmatch(part)
    return not glued or glued[1] in _NAME_LETTERS or glued[1].lower() not in _AFTER_DIGITS


@lru_cache(maxsize=64)  # a text is looked at several times in a row: for its own names and as the context of others
def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(_find_tokens(text))


def _find_tokens(text: str) -> Iterator[_Token]:
    end, before = 0, ""
    has_money = any(sign in text for sign in "$€£")
    for match in _TOKEN.finditer(text):
        start, after = match.span()
        if after - start > LONGEST_WORD:
            continue
        if has_money and (text[after : after + 1] == "$" or text[start - 1 : start] in ("$", "€", "£")):  # US$70, $3B
            continue
        word, between = match[0], text[end:start]
        yield _Token(word, start, after, end == 0 or (between != " " and _opens(between, before)))
        end, before = after, word


def _opens(between: str, before: str) -> bool:
    """Whether a sentence or a quotation begins behind the word `before` and what stands `between`."""
    gap = between.strip()
    stopped = gap[:1] == "." and (before in _ABBREVIATED or len(before) == 1 or "." in before)
    return "\n" in between or (gap.endswith(_SENTENCE_END) and not stopped) or gap in _DASHES


@lru_cache(maxsize=REMEMBERED)  # those of a source are asked for with each of its hypotheses, in every reading
def _names(text: str, language: str, context: str = "") -> tuple[_Name, ...]:
    """`context` is more text of the language, to tell whether the word that opens a sentence is an ordinary one."""
    if context in ("", text) and _has_none(text, language):
        return ()
    return tuple(_find_names(text, language, context))


def _has_none(text: str, language: str) -> bool:
    """Whether that can be seen at a glance: no digit, and no capital but that of an ordinary word in front."""
    rest = text[1:]
    if rest != rest.lower() or _DIGIT.search(text):
        return False
    first = _TOKEN.match(text)
    return first is None or language == "nl" or is_ordinary(fold(_bare(first[0])))


def _find_names(text: str, language: str, context: str) -> Iterator[_Name]:
    tokens = _tokens(text)
    seen = (_Seen(text), *([_context(context)] if context not in ("", text) else []))
    is_name = [not _is_plain(token.text) and _is_name(token, language, seen) for token in tokens]
    if not any(is_name):
        return
    position = 0
    while position < len(tokens):
        end = position
        # Ordinary words may open a name at the start of a sentence, where their capital says nothing: South Korea, Prime Minister Rutte.
        if language == "en" and tokens[position].opens and not is_name[position] and _may_open(tokens[position]):
            end = _reach(text, tokens, is_name, position)
        if not is_name[end]:
            position += 1
            continue
        end = _extend(text, tokens, is_name, position, end)
        span = tokens[position : end + 1]
        yield _name(text[span[0].start : span[-1].end], span, language)
        position = end + 1


class _Seen:
    """The words of a text in lower case, and those with a capital where it means something; each made when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _tokens(self) -> Sequence[_Token]:
        return _tokens(self._text)

    @cached_property
    def lower(self) -> frozenset[str]:
        return frozenset(token.text for token in self._tokens if token.text.islower())

    @cached_property
    def capitalised(self) -> frozenset[str]:
        return frozenset(token.bare for token in self._tokens if not token.opens and not token.text.islower() and token.is_capitalised)


@lru_cache(maxsize=64)  # kept apart from the short texts that are held against it
def _context(text: str) -> _Seen:
    return _Seen(text)


def _is_plain(word: str) -> bool:
    """As most words are, and no name is."""
    return word.islower() and word.isalpha()


def _is_name(token: _Token, language: str, seen: Sequence[_Seen]) -> bool:
    if token.is_strong:
        return True
    if not token.is_capitalised:
        return False
    word = fold(token.bare)
    if not token.opens:
        return word not in _ARTICLES and not (len(word) == 1 and language == "nl")
    if word in FUNCTION_WORDS or re.split("['’]", word)[0] in FUNCTION_WORDS or word.endswith(("n't", "n’t")):
        return False
    if not (any(token.bare in words.capitalised for words in seen) or (language == "en" and not is_ordinary(word))):
        return False
    return not any(word in words.lower for words in seen)


def _may_open(token: _Token) -> bool:
    return token.text[:1].isupper() and fold(token.bare) not in FUNCTION_WORDS


def _reach(text: str, tokens: Sequence[_Token], is_name: list[bool], position: int) -> int:
    """From an ordinary word on, over others with a capital and over `of`, to the first token that is a name."""
    end = position
    while not is_name[end] and end + 1 < len(tokens) and _joined(text, tokens[end], tokens[end + 1]):
        if not (tokens[end + 1].text[:1].isupper() or (tokens[end + 1].text == "of" and tokens[end].text != "of")):
            break
        end += 1
    return end


def _joined(text: str, first: _Token, second: _Token) -> bool:
    gap = text[first.end : second.start]
    if first.bare != first.text:
        return False  # Iran's Islamic Revolution: two names
    return gap in (" ", "\u00a0", " & ") or (gap == ". " and not second.opens and first.text[-1:] != ".")


def _extend(text: str, tokens: Sequence[_Token], is_name: list[bool], start: int, end: int) -> int:
    """The last token of the name from `start` to at least `end`: over particles, and a number behind a product."""
    longest = end + _LONGEST_NAME
    while end + 1 < min(len(tokens), longest) and _joined(text, tokens[end], tokens[end + 1]):
        following = end + 1
        while following + 1 < len(tokens) and following - end < 3 and tokens[following].text in PARTICLES:
            following += 1
        if is_name[following] and not any(token.opens for token in tokens[end + 1 : following + 1]):
            particles = [token.text for token in tokens[end + 1 : following]]
            if _parts_names(particles, tokens[start : end + 1]):
                break
            if not all(_joined(text, tokens[i], tokens[i + 1]) for i in range(end, following)):
                break
            end = following
        elif tokens[end + 1].text.isdigit() and tokens[end].is_strong and len(tokens[end + 1].text) < 4:
            end += 1  # iPhone 15
        else:
            break
    return end


def _parts_names(particles: list[str], before: Sequence[_Token]) -> bool:
    """Whether the particles stand between two names: Peter Wennink of ASML, but Bank of England; Tim Cook van Apple, but Raad van State."""
    if particles[:1] == ["of"]:
        return not is_ordinary(fold(before[-1].bare))
    return "and" in particles or (particles == ["van"] and sum(token.is_capitalised for token in before) > 1)


def _name(text: str, span: Sequence[_Token], language: str) -> _Name:
    parts: list[str] = []
    for token in span:
        pieces = words_of(token.bare)
        for piece in [piece for piece in pieces if not piece.islower() or _is_product(piece)] or pieces:
            if piece.isdigit() and token.text != piece:  # GPT-4: the 4 is no number that may stand elsewhere
                parts[-1:] = ["".join(parts[-1:]) + piece]
            else:
                parts.append(piece)
    is_ordinary = language == "en" and all(is_soft(part) for part in parts) and not _is_known(parts)
    return _Name(_POSSESSIVE.sub("", text), parts, is_ordinary)


def _is_known(parts: list[str]) -> bool:
    """Whether the table has it, so that there is no need to trust the translation."""
    spans = ((start, end) for start in range(len(parts)) for end in range(start + 1, min(len(parts), start + LONGEST_FORM) + 1))
    return any(row.is_proper for start, end in spans for row in exonyms("en").rows(parts[start:end]))
