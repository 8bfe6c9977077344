"""A pool of Ray actors that summarize groups of articles, and what becomes of a group whose worker ends."""

from __future__ import annotations

import contextlib
import copy
import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from summarizer.article import Article, Result
from summarizer.errors import ClusterError, ModelError, SummarizerError, in_short
from summarizer.pipeline import Pipeline
from summarizer.runners import summarize_group
from summarizer.summarization import Length

GROUPS_EACH = 2  # groups that a worker is given: while it does one, the next is on its way to it
AHEAD_EACH = 3  # groups a worker that are begun before the oldest is done: one slow group must not make the others idle
DEATHS = 2  # workers that may end while they do a group before its articles are tried singly; and then for each article
STARTS = 3  # failures in a row to start a worker before one is given up
_PATIENCE = 60.0  # seconds without a worker before that is said


# --- In a worker -------------------------------------------------------------------------------------------------------------------------------


class _Worker:
    """An actor: the pipeline, loaded once. `folder` is where relative paths of models are meant from, where there is such a folder."""

    def __init__(self, pipeline: Pipeline, folder: str) -> None:
        self._pipeline = pipeline
        with contextlib.suppress(OSError):
            os.chdir(folder)

    def prepare(self) -> tuple[str, dict[str, Any]]:
        """Verify and load the models; the version of this program and what decides its results. Raises ModelError."""
        from summarizer import __version__

        identity = self._pipeline.identity()
        _ = self._pipeline.translator, self._pipeline.summarizer
        return __version__, identity

    def summarize(self, articles: Sequence[Article], length: Length) -> tuple[None, list[Result | Exception]]:
        """Two answers, so that it can be learnt that a group is done without its results being fetched."""
        return None, [_portable(result) for result in summarize_group(self._pipeline, articles, length)]


def _portable(result: Result | Exception) -> Result | Exception:
    """An error of some library may hold what can't leave the process: what it says can."""
    try:
        copy.deepcopy(result)  # asks of it what sending it does
        return result
    except Exception:
        return RuntimeError(f"{type(result).__name__}: {result}")


# --- The pool ----------------------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Group:
    """Articles on their way through the pool; `parts` are they singly, once that is how they are tried. See batch.Pending.

    One of those is `alone` with its worker: that it is what the worker ended at is then beyond doubt. Of several that a worker was given the first
    may well have been done, and the word of that lost.
    """

    pool: Cluster
    articles: Sequence[Article]
    length: Length
    alone: bool = False
    deaths: int = 0
    found: Any = None  # the reference to the results
    parts: list[_Group] = field(default_factory=list)
    failure: SummarizerError | None = None

    def result(self) -> list[Result | Exception]:
        import ray

        while self.articles:
            if self.parts:
                return [result for part in self.parts for result in part.result()]
            if self.failure:
                return [self.failure]
            if self.found is not None:
                try:
                    return list(ray.get(self.found))
                except ray.exceptions.RayError:  # the node that kept them is gone
                    self.found = None
                    self.pool.put_back([self])
            self.pool.step()
        return []

    def died(self) -> list[_Group]:
        """What is to be done again after a worker ended at it."""
        self.deaths += 1
        if self.deaths < DEATHS:
            return [self]
        if len(self.articles) > 1:
            self.parts = [_Group(self.pool, [article], self.length, alone=True) for article in self.articles]
            return self.parts
        self.failure = ClusterError(f"{self.deaths} workers ended at this article, without a word", hint="too little memory, or a bug")
        return []


@dataclass(slots=True)
class _Hand:
    """A worker that is ready, and what it was given and does in order."""

    actor: Any
    given: deque[tuple[Any, Any, _Group]] = field(default_factory=deque)  # the references: that it is done, its results

    def has_room(self, group: _Group) -> bool:
        return not self.given or not (group.alone or self.given[0][2].alone or len(self.given) == GROUPS_EACH)


class Cluster:
    """A batch.Runner: `count` workers with `cpus` CPUs and `gpus` GPUs each, on the cluster that `ray` is connected to.

    A worker that ends is replaced, and what it was at done again; see DEATHS. One that can't load the models, or has other ones than the first, is
    left out, with a warning.
    """

    def __init__(self, pipeline: Pipeline, count: int, *, cpus: float = 1, gpus: float = 0, warn: Callable[[str], None]) -> None:
        import ray

        options = {"num_cpus": cpus, "num_gpus": gpus, "max_restarts": 0, "max_task_retries": 0, "scheduling_strategy": "SPREAD"}
        self._kind = ray.remote(_Worker).options(**options)
        self._arguments = (ray.put(pipeline), os.getcwd())  # noqa: PTH109 (a string goes anywhere)
        self._warn, self.ahead = warn, AHEAD_EACH * count
        self._identity: dict[str, Any] | None = None
        self._starting: dict[Any, Any] = {}  # reference -> actor
        self._hands: list[_Hand] = []
        self._waiting: deque[_Group] = deque()
        self._failed_starts = 0
        self._idle_since, self._told = time.monotonic(), False
        for _ in range(count):
            self._start()

    def identity(self) -> dict[str, Any]:
        """Of the first worker that is ready."""
        while self._identity is None:
            self.step()
        return self._identity

    def submit(self, articles: Sequence[Article], length: Length) -> _Group:
        group = _Group(self, articles, length)
        if articles:
            self._waiting.append(group)
            self.step(0)
        return group

    def put_back(self, groups: Sequence[_Group]) -> None:
        self._waiting.extendleft(reversed(groups))

    def step(self, seconds: float = 1.0) -> None:
        """Give the workers what is waiting, then wait for one of them to be done, or ready, or gone."""
        import ray

        self._hand_out()
        busy = {hand.given[0][0]: hand for hand in self._hands if hand.given}
        if not busy and not self._starting:
            return
        pending = [*self._starting, *busy]
        done, _ = ray.wait(pending, num_returns=1, timeout=seconds)
        if seconds and not done:
            self._tell_when_idle()
        for reference in done:
            if reference in busy:
                self._finished(busy[reference])
            else:
                self._started(reference)
        if done:
            self._hand_out()

    def close(self) -> None:
        import ray

        for actor in [*self._starting.values(), *(hand.actor for hand in self._hands)]:
            with contextlib.suppress(Exception):
                ray.kill(actor)

    def _start(self) -> None:
        actor: Any = self._kind.remote(*self._arguments)
        self._starting[actor.prepare.remote()] = actor

    def _started(self, reference: Any) -> None:
        import ray

        from summarizer import __version__

        actor = self._starting.pop(reference)
        try:
            version, identity = ray.get(reference)
        except ray.exceptions.RayTaskError as error:  # raised by our code
            self._left_out(actor, error.cause)
            return
        except ray.exceptions.RayError as error:  # it ended before it was ready
            self._failed_starts += 1
            if self._failed_starts % STARTS:
                self._start()
            else:
                self._left_out(actor, ClusterError(f"a worker ended while it started: {in_short(error)}"))
            return
        self._failed_starts = 0
        if version == __version__:
            self._identity = self._identity or identity
        if version != __version__:
            self._left_out(actor, ClusterError(f"a worker has version {version} of summarizer, not {__version__}"))
        elif identity != self._identity:
            self._left_out(actor, ModelError("a worker has other models than the first, or other hardware"))
        else:
            self._hands.append(_Hand(actor))

    def _left_out(self, actor: Any, error: BaseException) -> None:
        import ray

        ray.kill(actor)
        if not self._hands and not self._starting:
            raise error if isinstance(error, SummarizerError) else ClusterError(f"no worker can start: {type(error).__name__}: {error}")
        self._warn(f"one worker fewer: {error}")

    def _hand_out(self) -> None:
        while self._waiting:
            group = self._waiting[0]
            free = [hand for hand in self._hands if hand.has_room(group)]
            if not free:
                return
            hand = min(free, key=lambda hand: len(hand.given))
            done, results = hand.actor.summarize.options(num_returns=2).remote(group.articles, group.length)
            hand.given.append((done, results, self._waiting.popleft()))

    def _finished(self, hand: _Hand) -> None:
        import ray

        done, results, group = hand.given.popleft()
        try:
            ray.get(done)
            group.found = results
            self._idle_since = time.monotonic()
        except ray.exceptions.RayTaskError as error:
            raise error.cause from None  # ModelError and the like: it would be the same for every group
        except ray.exceptions.RayError:
            self._hands.remove(hand)
            with contextlib.suppress(Exception):
                ray.kill(hand.actor)
            self.put_back([*group.died(), *(later for _, _, later in hand.given)])
            self._warn(f"a worker ended ({_named(group.articles)}); another takes its place")
            self._start()

    def _tell_when_idle(self) -> None:
        if not self._hands and not self._told and time.monotonic() - self._idle_since > _PATIENCE:
            self._warn("no worker has been ready for a minute: the cluster may have no room for one")
            self._told = True


def _named(articles: Sequence[Article]) -> str:
    first = articles[0].path or "an article"
    return f"it was at {first}" if len(articles) == 1 else f"it was at {first} and {len(articles) - 1} others"
