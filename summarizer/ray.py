"""Past one machine: Ray runs the same pipeline on many, for a batch (`cluster`) or for those who have a Ray Dataset (`summarize_dataset`).

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
import signal
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from summarizer.article import Article, Result
from summarizer.errors import ClusterError, MissingExtra, ModelError, in_short
from summarizer.pipeline import Pipeline
from summarizer.ray_pool import Cluster
from summarizer.runners import summarize_group
from summarizer.summarization import LENGTHS, Length

if TYPE_CHECKING:
    import pyarrow
    from ray.data import Dataset

_OBJECT_STORE = 64 * 2**20, 2 * 2**30  # of a cluster of our own, in bytes: for each worker; at most. A group and its results are some 3 MB


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
            raise ClusterError(f"Ray can't be used at {address}: {in_short(error)}") from error
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
