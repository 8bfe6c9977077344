"""Who summarizes the groups of a batch: this process, or workers elsewhere (summarizer.ray)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from summarizer.article import Article, Result
from summarizer.errors import ModelError, OutputError
from summarizer.stopping import exit_code_of
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


class TwoAtOnce:
    """The runner that does two groups at a time in this process: the engine has the sentences of one while Python works on the other.

    Used with `with`, at whose end what isn't done is given up: no batch of the engine is begun any more.
    """

    ahead = 1

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline, self._pool, self._stopped = pipeline, ThreadPoolExecutor(2), threading.Event()

    def __enter__(self) -> TwoAtOnce:
        return self

    def __exit__(self, *error: object) -> None:
        self._stopped.set()
        self._pool.shutdown(cancel_futures=True)

    def identity(self) -> dict[str, Any]:
        return self._pipeline.identity()

    def submit(self, articles: Sequence[Article], length: Length) -> Pending:
        return self._pool.submit(summarize_group, self._pipeline, articles, length, self._stopped)


def summarize_group(
    pipeline: Pipeline, articles: Sequence[Article], length: Length, stopped: threading.Event | None = None
) -> list[Result | Exception]:
    """A result or an error for each article. What breaks the group unforeseen is found by trying its members singly.

    Once `stopped` is set, no batch is begun, and nothing comes.
    """
    try:
        return list(pipeline.summarize_together(articles, length, stopped)) if articles else []
    except (ModelError, OutputError):
        raise
    except Exception as error:  # any bug, and MemoryError: a day's work must not be lost to one article
        if exit_code_of(error) is not None:
            raise
        if len(articles) == 1:
            return [error]
        return [result for article in articles for result in summarize_group(pipeline, [article], length, stopped)]
