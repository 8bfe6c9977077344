"""Words that a translation model made up: `fabrier`, `spyage`, `sickhots`.

A small model writes word pieces, and pieces make words that aren't any. A word counts as made up when it is in lower case, is in no list of English
words, and doesn't stand in the source, from where a name or a term may well be copied.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from summarizer.number_words import words
from summarizer.vocabulary import small_words

_WORD = re.compile(r"(?<![\w.@/’'-])[A-Za-z][a-z]+(?:['’](?:s|t|re|ve|ll|d|m)|s['’])?(?![\w@/]|\.\w)")
_ENDING = re.compile(r"['’](?:s|t|re|ve|ll|d|m)?$")
_CONTRACTIONS = words("hasn hadn isn aren wasn weren doesn didn don wouldn couldn shouldn mustn needn won can ain")
_LEAST_STEM = 4  # letters
_SOURCE_WORD = re.compile(r"[^\W\d_]+")


def made_up_words(source: str, english: str) -> list[str]:
    """The made-up words of a translation, each as often as it stands there."""
    known = _words()
    if small_words(english) <= known:
        return []
    strange = [word for word in _WORD.findall(english) if word not in known and word.islower() and not is_english(_ENDING.sub("", word))]
    if not strange:
        return []
    theirs = set(_SOURCE_WORD.findall(source.lower()))
    return [word for word in strange if _ENDING.sub("", word) not in theirs]


def is_english(word: str) -> bool:
    """Whether a word in lower case is English, so far as the list goes: 40,000 words, and those with an -s."""
    return word in _words() or word in _CONTRACTIONS or (word.endswith("s") and len(word) > _LEAST_STEM and _without_s(word) in _words())


def _without_s(word: str) -> str:
    """The singular of a noun, or what a verb is without the -s: `plummets`, `smuggles`, `tornadoes`, `ratifies`."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith("ss"):
        return ""
    return word[:-2] if word.endswith(("oes", "ches", "shes", "sses", "xes")) else word[:-1]


@cache
def _words() -> frozenset[str]:
    text = resources.files("summarizer").joinpath("english_spelling.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
