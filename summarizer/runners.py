"""Who summarizes the groups of a batch: this process, or workers elsewhere (summarizer.ray)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from summarizer.article import Article, Result
from summarizer.errors import ModelError, OutputError
from summarizer.summarization import Length

if TYPE_CHECKING:
    from summarizer.pipeline import Pipeline


class Pending(Protocol):
    """A group whose articles are being summarized."""

    def result(self) -> list[Result | Exception]:
        """A result or an error for each article, in order; waits for them. Raises ModelError, OutputError and the like: what ends a batch."""


class Runner(Protocol):
    """What summarizes groups of articles: this process, or workers elsewhere (summarizer.ray). See Pipeline.identity.

    It is given `ahead` groups beside the one whose results are asked for next. A group is never cut or joined with another, so that what comes of it
    is the same wherever it is done.
    """

    @property
    def ahead(self) -> int: ...

    def identity(self) -> dict[str, Any]: ...

    def submit(self, articles: Sequence[Article], length: Length) -> Pending: ...


@dataclass(frozen=True, slots=True)
class Here:
    """The runner that does a group in this process, when it is asked for."""

    pipeline: Pipeline
    ahead: int = 0

    def identity(self) -> dict[str, Any]:
        return self.pipeline.identity()

    def submit(self, articles: Sequence[Article], length: Length) -> Pending:
        return _Now(self.pipeline, articles, length)


@dataclass(frozen=True, slots=True)
class _Now:
    pipeline: Pipeline
    articles: Sequence[Article]
    length: Length

    def result(self) -> list[Result | Exception]:
        return summarize_group(self.pipeline, self.articles, self.length)


def summarize_group(pipeline: Pipeline, articles: Sequence[Article], length: Length) -> list[Result | Exception]:
    """A result or an error for each article. What breaks the group unforeseen is found by trying its members singly."""
    try:
        return list(pipeline.summarize_many(articles, length)) if articles else []
    except (ModelError, OutputError):
        raise
    except Exception as error:  # any bug, and MemoryError: a day's work must not be lost to one article
        return [error] if len(articles) == 1 else [summarize_group(pipeline, [article], length)[0] for article in articles]
