"""Articles with the abstracts that people wrote of them: what summaries are learned from and judged by."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.article import Sentence
from summarizer.errors import EmptyInput, InputError, UnsupportedInput
from summarizer.reading import read_text
from summarizer.segmentation import split_article
from summarizer.summarization import Document

FOLDS, DEV = 5, 0  # parts that all articles fall into, and the one that is kept for judging


@dataclass(frozen=True, slots=True)
class Pair:
    """An article in English (or in Dutch) and all the abstracts there are of it; `name` is the data set's."""

    name: str
    source: str
    article: str
    summaries: tuple[str, ...]

    @property
    def fold(self) -> int:
        """Which of FOLDS parts the article is in, by the first byte of the sha256 of its text in UTF-8."""
        return min(hashlib.sha256(self.article.encode()).digest()[0] // (256 // FOLDS), FOLDS - 1)

    @property
    def is_dev(self) -> bool:
        """Whether the article is kept for judging, a fifth of them."""
        return self.fold == DEV


def read_pairs(path: Path, *, without: Collection[str] = ()) -> Iterator[Pair]:
    """The pairs in a JSONL file ({"article", "summary", "source"}; .zst is unpacked) or in all such files of a folder, articles in file order.

    Several summaries of one article become one pair. Raises InputError when a file can't be read as such.
    """
    files = sorted(path.glob("*.jsonl*")) if path.is_dir() else [path]
    for file in files:
        name = file.name.split(".")[0]
        if name in without:
            continue
        found: dict[str, tuple[str, list[str]]] = {}
        for number, line in enumerate(_lines(file), 1):
            try:
                row = json.loads(line)
                article, summary = str(row["article"]), str(row["summary"])
            except (ValueError, KeyError, TypeError) as error:
                raise UnsupportedInput(f"line {number} of {file} has no article and summary") from error
            found.setdefault(article, (str(row.get("source", name)), []))[1].append(summary)
        for article, (source, summaries) in found.items():
            yield Pair(name, source, article, tuple(summaries))


def document_of(article: str) -> Document:
    """The text as a Document whose sentences are the same in both languages; empty when it holds no text."""
    try:
        read = read_text(article)
    except (EmptyInput, UnsupportedInput):
        return Document([])
    sentences = [Sentence(s.number, s.paragraph, s.text, s.text, ("heading",) if s.is_heading else ()) for s in split_article(read)]
    return Document(sentences, read.title)


def _lines(path: Path) -> Iterator[str]:
    with ExitStack() as stack:
        try:
            raw: Any = stack.enter_context(path.open("rb"))
            if path.suffix == ".zst":
                import zstandard

                raw = stack.enter_context(zstandard.ZstdDecompressor().stream_reader(raw))
            yield from stack.enter_context(io.TextIOWrapper(raw, encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path} can't be read: {error}") from error
        except ImportError as error:
            raise UnsupportedInput(f"{path} is compressed with zstd", hint="pip install zstandard, or unpack it first") from error
