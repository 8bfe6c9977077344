"""path / stdin / bytes -> Article: open only what is safe to open; `readers` does the rest."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from summarizer.article import Article
from summarizer.decoding import clean, decode, mojibake
from summarizer.errors import InputError, InputTooLarge, UnreadableInput, UnsupportedInput
from summarizer.readers import READABLE_SUFFIXES, finished, read_article
from summarizer.readers.draft import Source
from summarizer.readers.records import article_records
from summarizer.readers.sniffing import RECORDS, looks_like_html, refuse_foreign, sniffed
from summarizer.readers.text import draft_of

__all__ = [
    "MAX_BYTES", "READABLE_SUFFIXES", "load_path", "load_stdin", "read_bytes", "read_lines", "read_path", "read_records", "read_stdin", "read_text"
]  # fmt: skip

MAX_BYTES = 20_000_000  # some three million words: far more than any article, and still read in seconds


def read_path(path: Path | str, *, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Article:
    """The article in a file of any format in `readers`. Raises InputError when it can't be opened or holds no article, or several."""
    return read_bytes(load_path(path, max_bytes), path=str(path), encoding=encoding)


def read_stdin(*, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Article:
    """The article on standard input, whose `path` is None. Raises InputError as read_path does."""
    return read_bytes(load_stdin(max_bytes), encoding=encoding)


def read_bytes(data: bytes, *, path: str | None = None, encoding: str | None = None) -> Article:
    """The article in these bytes; `path` names them and helps to tell their format. Raises InputError."""
    source = Source(path, encoding)
    content, format = sniffed(data, source)
    if format not in RECORDS:
        return read_article(content, source, format, hashlib.sha256(data).hexdigest())
    records = article_records(content, source, format)
    first, second = next(records, None), next(records, None)
    if first is None or second is not None:
        many = "several articles" if second is not None else "no article"
        raise UnsupportedInput(f"{source.name} holds {many}", hint="`summarizer summarize` reads files of several, as does read_records")
    if isinstance(first, InputError):
        raise first
    return first


def read_records(
    data: bytes, *, path: str | None = None, encoding: str | None = None, text_field: str | None = None
) -> Iterator[Article | InputError]:
    """The articles in these bytes, or why one can't be read: one of most formats, one of each line of JSONL or row of CSV.

    Of those the path is that of the file with `#` and the number of the line or row, from 1 (a CSV's header is none), and sha256 is of the record.
    `text_field` names the field or column of the text. Raises nothing, and reads a record when it is asked for.
    """
    source = Source(path, encoding)
    try:
        content, format = sniffed(data, source)
        if format in RECORDS:
            yield from article_records(content, source, format, text_field)
        else:
            yield read_article(content, source, format, hashlib.sha256(data).hexdigest())
    except InputError as error:
        yield error


def read_text(text: str, *, path: str | None = None) -> Article:
    """The article in this text, Markdown or HTML, its `sha256` that of the text in UTF-8. Raises InputError."""
    data = text.encode("utf-8", "surrogatepass")
    source, sha256 = Source(path), hashlib.sha256(data).hexdigest()
    if looks_like_html(text, source):
        return read_article(data, Source(path, "utf-8"), "html", sha256)
    return finished(draft_of(text, source, warnings=mojibake(text)), source, sha256)


def read_lines(data: bytes, *, encoding: str | None = None) -> list[str]:
    """The lines of a text as they stand, blank ones too, cleaned of control characters. Raises UnsupportedInput."""
    refuse_foreign(data, "the input", text_only=True)
    text, _, _ = decode(data, "the input", encoding)
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    return [clean(line).replace("\n", " ") for line in (lines if lines[-1] else lines[:-1])]


def load_path(path: Path | str, max_bytes: int = MAX_BYTES, *, links: bool = True) -> bytes:
    """The bytes of a regular file; not of one behind a link, without `links`. Raises UnreadableInput or InputTooLarge."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | (0 if links else getattr(os, "O_NOFOLLOW", 0))
    try:
        _require_regular(path, Path(path).stat(follow_symlinks=links))
        # Between these two lines the file may turn into a pipe, and opening that would wait for ever: hence O_NONBLOCK and the second look.
        with os.fdopen(os.open(path, flags), "rb") as file:
            _require_regular(path, os.fstat(file.fileno()))
            return _limited(file, str(path), max_bytes)
    except OSError as error:
        raise UnreadableInput(f"{path} can't be read: {error.strerror or error}") from error
    except ValueError as error:  # a NUL in the name
        raise UnreadableInput(f"{path} is no file name") from error


def load_stdin(max_bytes: int = MAX_BYTES) -> bytes:
    """All bytes of standard input. Raises UnreadableInput or InputTooLarge."""
    try:
        return _limited(sys.stdin.buffer, "stdin", max_bytes)
    except (OSError, ValueError, AttributeError) as error:  # closed, or none at all
        raise UnreadableInput("stdin can't be read") from error


def _require_regular(path: Path | str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableInput(f"{path} is a folder", hint="`summarizer batch` takes folders")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableInput(f"{path} is no regular file", hint="pipe it in: … | summarizer summarize -")


def _limited(file: BinaryIO, name: str, max_bytes: int) -> bytes:
    data = bytearray()
    while block := file.read(1 << 20):
        data += block
        if len(data) > max_bytes:
            raise InputTooLarge(f"{name} is larger than {max_bytes} bytes", hint="raise the limit with --max-bytes")
    return bytes(data)
