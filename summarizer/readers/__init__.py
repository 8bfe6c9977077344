"""bytes -> Article, one small reader a format: read (what needs a library, in a child process), settle, refuse what is thin.

A reader is a module with a function `read`, see `draft.Reader`. `sniffing` says which one reads what; `records` has the formats of many
articles a file.
"""

from __future__ import annotations

import importlib
from typing import cast

from summarizer.article import Article, Paragraph
from summarizer.errors import EmptyInput
from summarizer.readers.draft import Draft, Reader, Source, settled
from summarizer.readers.isolation import read_apart
from summarizer.readers.sniffing import SUFFIXES
from summarizer.readers.thin import refuse_thin

READABLE_SUFFIXES = tuple(SUFFIXES)
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
    """The article that a draft is. Raises EmptyInput or ThinInput."""
    draft = settled(draft)
    below = draft.below_rules
    paragraphs = tuple(Paragraph(text, level > 0, bool(below) and text.startswith(below)) for level, text in draft.blocks)
    if not paragraphs:
        raise EmptyInput(f"{source.name} is empty")
    article = Article(
        paragraphs, draft.title, draft.date, source.path, draft.encoding, sha256, draft.warnings,
        author=draft.author, site=draft.site, url=draft.url, format=draft.format,
    )  # fmt: skip
    return refuse_thin(article)
