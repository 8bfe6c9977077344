"""bytes -> Article, one small reader a format: read (what needs a library, in a child process), settle, refuse what is thin.

A reader is a module with a function `read`, see `draft.Reader`. `sniffing` says which one reads what; `records` has the formats of many
articles a file.
"""

from __future__ import annotations

import importlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import cast

from summarizer.article import Article, Paragraph
from summarizer.errors import EmptyInput, InputTooLarge, UnsupportedInput
from summarizer.readers.draft import Draft, Reader, Source, settled
from summarizer.readers.isolation import read_apart
from summarizer.readers.sniffing import SUFFIXES
from summarizer.readers.thin import refuse_thin
from summarizer.segmentation import LONGEST_WORD, has_data, words_beside_data

READABLE_SUFFIXES = tuple(SUFFIXES)
DATA_WORDS = 10  # fewer beside a word too long for any language, and it is no text
MAX_CHARACTERS = 2_000_000  # of an article: three thick books, some minutes of translation
_OURS = ("text", "markdown")  # read here: linear in time, and no library under them


def read_article(data: bytes, source: Source, format: str, sha256: str) -> Article:
    """The article in bytes of a format of one article a file. Raises InputError."""
    return finished(read_draft(data, source, format), source, sha256)


def read_draft(data: bytes, source: Source, format: str) -> Draft:
    """What the reader of a format finds. Raises InputError."""
    return reader_of(format)(data, source) if format in _OURS else read_apart(format, data, source)


def reader_of(format: str) -> Reader:
    return cast(Reader, importlib.import_module(f"summarizer.readers.{format}").read)


def finished(draft: Draft, source: Source, sha256: str) -> Article:
    """The article that a draft is. Raises EmptyInput, UnsupportedInput, InputTooLarge or ThinInput."""
    draft = settled(draft)
    below = _shortest(draft.below_rules)
    paragraphs = tuple(Paragraph(text, level > 0, _begins(text, below)) for level, text in draft.blocks)
    if not paragraphs:
        raise EmptyInput(f"{source.name} is empty")
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    if has_data(text) and words_beside_data(text) < DATA_WORDS:
        raise UnsupportedInput(f"{source.name} holds data, not text: a run of more than {LONGEST_WORD} characters without a space")
    if len(text) > MAX_CHARACTERS:
        raise InputTooLarge(f"{source.name} is an article of {len(text)} characters, more than {MAX_CHARACTERS}", hint="cut it in parts")
    article = Article(
        paragraphs, draft.title, draft.date, source.path, draft.encoding, sha256, draft.warnings,
        author=draft.author, site=draft.site, url=draft.url, format=draft.format,
    )  # fmt: skip
    return refuse_thin(article)


def _shortest(beginnings: Iterable[str]) -> list[str]:
    """The beginnings, sorted, without those that another one begins."""
    kept: list[str] = []
    for text in sorted(set(beginnings)):
        if not kept or not text.startswith(kept[-1]):
            kept.append(text)
    return kept


def _begins(text: str, beginnings: Sequence[str]) -> bool:
    """Whether a text begins with one of them: that can only be the last one that sorts before it, so that thousands cost no more than one."""
    place = bisect_right(beginnings, text)
    return place > 0 and text.startswith(beginnings[place - 1])
