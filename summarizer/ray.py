"""Past one machine: Ray runs the same pipeline on many, for a batch (`Cluster`) or for those who have a Ray Dataset (`summarize_dataset`).

    batch ── a group of articles ──▶ the worker with the least to do ──▶ its results ──▶ batch, in the order of the groups

A worker is an actor: a process that loads the models once and does one group after the other. The batch stays where it was started and is the only
one that reads articles, writes outputs and keeps the manifest, which is why all of them come out as they do without Ray.

The batch isn't a Dataset, because that wants all its inputs before it starts, whereas a batch finds out as it goes what is new, what is a copy and
when to stop; and because a Dataset runs a block that ends its worker again for ever, or drops it whole. Ray places the workers, carries the articles,
and says when a worker is gone.

Nothing is sent to the makers of Ray: its usage statistics and its dashboard are off.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import pickle
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer.article import Article, Result
from summarizer.batch import summarize_group
from summarizer.errors import ClusterError, MissingExtra, ModelError, SummarizerError
from summarizer.pipeline import Pipeline
from summarizer.summarization import LENGTHS, Length

if TYPE_CHECKING:
    import pyarrow
    from ray.data import Dataset

GROUPS_EACH = 2  # groups that a worker is given: while it does one, the next is on its way to it
AHEAD_EACH = 3  # groups a worker that are begun before the oldest is done: one slow group must not make the others idle
DEATHS = 2  # workers that may end while they do a group before its articles are tried singly; and then for each article
STARTS = 3  # failures in a row to start a worker before one is given up
_PATIENCE = 60.0  # seconds without a worker before that is said
_OBJECT_STORE = 64 * 2**20, 2 * 2**30  # of a cluster of our own, in bytes: for each worker; at most. A group and its results are some 3 MB


# --- In a worker -------------------------------------------------------------------------------------------------------------------------------


class _Worker:
    """An actor: the pipeline, loaded once. `folder` is where relative paths of models are meant from, where there is such a folder."""

    def __init__(self, pipeline: Pipeline, folder: str) -> None:
        self._pipeline = pipeline
        with contextlib.suppress(OSError):
            os.chdir(folder)

    def prepare(self) -> dict[str, Any]:
        """Verify and load the models. Raises ModelError."""
        identity = self._pipeline.identity()
        _ = self._pipeline.translator, self._pipeline.summarizer
        return identity

    def summarize(self, articles: Sequence[Article], length: Length) -> tuple[None, list[Result | Exception]]:
        """Two answers, so that it can be learnt that a group is done without its results being fetched."""
        return None, [_portable(result) for result in summarize_group(self._pipeline, articles, length)]


def _portable(result: Result | Exception) -> Result | Exception:
    """An error of some library may hold what can't leave the process: what it says can."""
    try:
        pickle.loads(pickle.dumps(result))
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

        actor = self._starting.pop(reference)
        try:
            identity = ray.get(reference)
        except ray.exceptions.RayTaskError as error:  # raised by our code
            self._left_out(actor, error.cause)
            return
        except ray.exceptions.RayError as error:  # it ended before it was ready
            self._failed_starts += 1
            if self._failed_starts % STARTS:
                self._start()
            else:
                self._left_out(actor, ClusterError(f"a worker ended while it started: {str(error).strip().splitlines()[0]}"))
            return
        self._failed_starts = 0
        self._identity = self._identity or identity
        if identity != self._identity:
            self._left_out(actor, ModelError("a worker has other models than the first, or another version"))
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


# --- The cluster -------------------------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def cluster(
    pipeline: Pipeline, *, address: str = "auto", workers: int = 0, cpus: int = 1, device: str = "auto",
    warn: Callable[[str], None] = lambda message: None, note: Callable[[str], None] = lambda message: None,
) -> Iterator[Cluster]:  # fmt: skip
    """The workers of a batch, on the cluster at `address`: `local` is one of this machine alone, for as long as it is used; `auto` the one that runs
    here or that $RAY_ADDRESS names, else local.

    `workers` 0 is as many as there is room for now: one for `cpus` CPUs, or one a GPU where there are GPUs and `device` isn't cpu. More workers than
    GPUs share them. More than there is room for start as the cluster grows. Raises MissingExtra, ClusterError, or ModelError.
    """
    with _connected(address, workers * cpus, note) as ray:
        have = ray.cluster_resources()
        gpus = have.get("GPU", 0.0) if device != "cpu" else 0.0
        if device == "cuda" and not gpus:
            raise ModelError("the cluster has no GPU", hint="use --device cpu")
        count = workers or int(gpus) or max(1, int(have.get("CPU", 1) // cpus))
        share = math.floor(10_000 / math.ceil(count / gpus)) / 10_000 if gpus else 0  # Ray counts in ten-thousandths
        nodes = sum(node["Alive"] for node in ray.nodes())
        note(f"Ray: {count} workers, {cpus} CPUs{f' and {share} of a GPU' * bool(share)} each; {nodes} node(s)")
        made = Cluster(pipeline, count, cpus=cpus, gpus=share, warn=warn)
        try:
            yield made
        finally:
            made.close()


@contextlib.contextmanager
def _connected(address: str, cpus: int, note: Callable[[str], None]) -> Iterator[Any]:
    ray = _imported()
    if ray.is_initialized():  # by the caller, who will also end it
        yield ray
        return
    from summarizer.engines import usable_cores

    logging.getLogger("ray").setLevel(logging.ERROR)
    cores = max(cpus, usable_cores())
    each, most = _OBJECT_STORE
    own = {"num_cpus": cores, "object_store_memory": min(most, max(2, cores) * each), "include_dashboard": False}
    if address == "auto":
        address = os.environ.get("RAY_ADDRESS") or "auto"
    _refuse_silent(address)
    with _signals_kept():
        try:
            ray.init(address=address, log_to_driver=False, configure_logging=False, **(own if address == "local" else {}))
        except ConnectionError as error:
            if address != "auto":
                hint = "`ray start --head` starts one; one with a token needs RAY_AUTH_MODE=token"
                raise ClusterError(f"no Ray cluster answers at {address}", hint=hint) from error
            ray.init(address="local", log_to_driver=False, configure_logging=False, **own)
        except (RuntimeError, ValueError) as error:
            raise ClusterError(f"Ray can't be used at {address}: {str(error).strip().splitlines()[0]}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _refuse_silent(address: str) -> None:
    """Raise ClusterError when nobody listens at HOST:PORT: Ray would try for minutes. A client's ray://HOST:PORT isn't enough for us."""
    if "://" in address:
        raise ClusterError(f"{address} is for clients of Ray", hint="run the batch on a machine of the cluster, or with `ray job submit`")
    host, _, port = address.rpartition(":")
    if port.isdigit():
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
        except OSError as error:
            raise ClusterError(f"no Ray cluster answers at {address}: {error.strerror or error}") from error


def _imported() -> Any:
    """Ray, with what it would do unasked turned off."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault(
        "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "1"
    )  # a worker without a GPU sees none; said, or Ray warns that it will change
    try:
        import ray
    except ImportError as error:
        raise MissingExtra("Ray isn't installed", hint="pip install 'summarizer[ray]'") from error
    return ray


@contextlib.contextmanager
def _signals_kept() -> Iterator[None]:
    """Ray sets a handler for SIGTERM, from the main thread; ours stays."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    with contextlib.suppress(ValueError):  # another thread
        signal.signal(signal.SIGTERM, before)


# --- Datasets ----------------------------------------------------------------------------------------------------------------------------------


def summarize_dataset(
    ds: Dataset, text_column: str = "text", *, pipeline: Pipeline | None = None, length: Length = LENGTHS["medium"], workers: int = 1,
    cpus: float = 1, gpus: float = 0, batch_size: int = 64,
) -> Dataset:  # fmt: skip
    """The rows of a Ray Dataset with the columns `abstract`, `abstract_title`, `checks_passed`, `language` and `error` (why there is none).

    Columns named title, date, author, site and url, in English or Dutch, are read as in JSONL. `workers` actors load the pipeline once each;
    rows go through it `batch_size` together. Nothing is done before the Dataset is used.
    """
    _imported()
    from ray.data import ActorPoolStrategy

    arguments = {"pipeline": pipeline or Pipeline(threads=max(1, int(cpus))), "text_column": text_column, "length": length}
    return ds.map_batches(
        _Rows, batch_size=batch_size, batch_format="pyarrow", fn_constructor_kwargs=arguments, num_cpus=cpus, num_gpus=gpus,
        compute=ActorPoolStrategy(size=workers), udf_modifying_row_count=False,
    )  # fmt: skip


class _Rows:
    """An actor of Ray Data: a table in, the same with the abstracts out."""

    def __init__(self, pipeline: Pipeline, text_column: str, length: Length) -> None:
        self._pipeline, self._text_column, self._length = pipeline, text_column, length

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        import pyarrow

        from summarizer.readers.records import rows_as_articles

        read = list(rows_as_articles(table.to_pylist(), self._text_column))
        found = iter(summarize_group(self._pipeline, [item for item in read if isinstance(item, Article)], self._length))
        rows = [_columns(next(found) if isinstance(item, Article) else item) for item in read]
        for name in _COLUMNS:
            kind = pyarrow.bool_() if name == "checks_passed" else pyarrow.string()
            table = table.append_column(name, pyarrow.array([row.get(name) for row in rows], kind))
        return table


_COLUMNS = ("abstract", "abstract_title", "checks_passed", "language", "error")


def _columns(result: Result | Exception) -> dict[str, object]:
    if isinstance(result, Exception):
        return {"error": f"{type(result).__name__}: {result}"}
    abstract = result.abstract
    return {
        "abstract": abstract.text, "abstract_title": abstract.title, "checks_passed": result.checks.passed, "language": result.language
    }  # fmt: skip
