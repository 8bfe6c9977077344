"""Names that a small translation model garbles, given to it as names that it knows: `Koopsnel` is read as `Microsoft`, and put back behind it.

A name that is a word gets translated (`De Aanzet`, `De Turn on`), one of unknown parts is made up again (`Betaalbrug`, `Paybrug`). What the model
has seen thousands of times it copies without fail; which of them it is says nothing about the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from summarizer.name_tables import exonyms, whole, words_of

_KNOWN = ("Microsoft", "Google", "Facebook")


def with_stand_ins(dutch: str, names: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The sentence with others in the place of its names, and which stands for which. What has an English name (`Zwitserland`) is none of them."""
    text, stand_ins = dutch, {}
    left = [known for known in _KNOWN if known not in dutch]
    for name in names:
        # A lexicon gives the `of` of an English name as `van`: Bits van Freedom.
        pattern = f"{whole(name)}|{whole(name.replace(' of ', ' van '))}"
        if left and re.search(pattern, text) and not any(row.is_proper for row in exonyms("nl").rows(words_of(name))):
            stand_ins[left[0]] = name
            text = re.sub(pattern, left.pop(0), text)
    return text, stand_ins


def put_back(english: str, stand_ins: Mapping[str, str]) -> str:
    """The translation of such a sentence with the names that were meant."""
    for known, name in stand_ins.items():
        english = re.sub(whole(known), name.replace("\\", r"\\"), english)
    return english
