"""PDF -> draft, with pypdf: the text of its pages, without what repeats at their heads and feet. Needs `pip install 'summarizer[pdf]'`."""

from __future__ import annotations

import io
import re
from collections import Counter

from summarizer.decoding import clean
from summarizer.errors import EmptyInput, InputTooLarge, UnsupportedInput
from summarizer.readers.draft import Draft, Source
from summarizer.readers.text import plain_blocks

MAX_PAGES = 200  # an article has a few, a report a hundred
_EDGE_LINES = 2  # of a page: where its number, the paper's name and the date stand
_HYPHENATED = re.compile(r"(?<!\w)(\w++)-\n(\w++)")


def read(data: bytes, source: Source) -> Draft:
    """Raises UnsupportedInput when pypdf isn't there or the file is encrypted, EmptyInput when it has no text, InputTooLarge over MAX_PAGES."""
    try:
        from pypdf import PasswordType, PdfReader
        from pypdf.errors import DependencyError, LimitReachedError
    except ImportError as error:
        raise UnsupportedInput(
            f"{source.name} is a PDF document, and pypdf isn't installed", hint="pip install 'summarizer[pdf]'"
        ) from error
    reader = PdfReader(io.BytesIO(data))
    try:
        locked = reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED  # many are, with an empty password
    except (DependencyError, NotImplementedError):
        locked = True
    if locked:
        raise UnsupportedInput(f"{source.name} is an encrypted PDF document", hint="print it to a new PDF without a password")
    pages = []
    for number, page in enumerate(reader.pages, 1):
        if number > MAX_PAGES:
            raise InputTooLarge(
                f"{source.name} has more than {MAX_PAGES} pages", hint="save the pages of the article as a PDF of their own"
            )
        try:
            pages.append([line.strip() for line in clean(page.extract_text()).strip().split("\n")])
        except LimitReachedError as error:
            raise InputTooLarge(f"{source.name}: page {number} unpacks to too much ({error})") from error
    if not pages:
        raise EmptyInput(f"{source.name} is a PDF document without pages")
    lines = [line for page in _without_edges(pages) for line in page]
    if not any(map(str.isalnum, "".join(lines))):
        raise EmptyInput(
            f"{source.name} is a PDF document without text: it may be scanned", hint="run it through OCR first, such as ocrmypdf"
        )
    return Draft("pdf", tuple(plain_blocks(_joined("\n".join(lines)))))


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the lines at their edges that are the same, but for numbers, on half of them, and without page numbers."""
    edges = Counter(key for page in pages for key in {_key(line) for line in [*page[:_EDGE_LINES], *page[-_EDGE_LINES:]]})

    def repeated(page: list[str], i: int) -> bool:
        at_edge = i < _EDGE_LINES or i >= len(page) - _EDGE_LINES
        return at_edge and (
            (len(pages) > 1 and edges[_key(page[i])] > max(1, len(pages) // 2)) or _key(page[i]) in ("#", "pagina #", "page #")
        )

    return [[line for i, line in enumerate(page) if not repeated(page, i)] for page in pages]


def _key(line: str) -> str:
    return re.sub(r"\d+(?: ?(?:/|van|of) ?\d+)?", "#", line.lower()).strip(" -–—|")


def _joined(text: str) -> str:
    """Words that were cut at the end of a line made whole, unless they are written with a hyphen elsewhere or a part of them isn't a plain word."""

    def whole(match: re.Match[str]) -> str:
        before, after = match.groups()
        plain = before.isalpha() and not before[1:].isupper() and after[0].islower() and after not in ("en", "of")
        return f"{before}{after}" if plain and f"{before}-{after}" not in text else match[0]

    return _HYPHENATED.sub(whole, text)
