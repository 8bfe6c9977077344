"""Running a sequence-to-sequence checkpoint: one Protocol, one file per engine.

An engine knows tokens (strings), never text: what the two engines are given and give back is the same, so that they can be compared.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Event
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar

from summarizer.errors import ModelError, OutOfTime

if TYPE_CHECKING:
    from summarizer.engines.tokenizers import Tokenizer
    from summarizer.model_store import ModelFolder

DEVICES = ("auto", "cpu", "cuda")
BEAM = 2  # of a translation; on flores-dev 4 and 6 are no better, only slower
# Padded source tokens a batch. Where the engine packs its weights anew for each product (CTranslate2 on AMD) twice as many are a tenth faster than
# 512, and four times as many hardly more; memory grows with the largest batch, by some 30 MB each doubling.
BATCH_TOKENS = 1024
# Sources of so many lengths, in tokens, share a batch. With 8, a model as large as the hub's is a tenth slower for a single article.
PADDING = 16
MAX_SECONDS = 1800.0  # for the translation of one article: enough for the longest that are read, on a slow machine

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search. Lengths are in target tokens; `hypotheses` <= `beam` are returned, best first.

    With `sample_from` above 1 there is no search (`beam` is 1): each token is drawn from the model's so many likeliest. `temperature` flattens
    their probabilities (above 1) or sharpens them. The engines have random generators of their own.
    """

    beam: int = 1
    max_tokens: int = 256
    min_tokens: int = 1
    hypotheses: int = 1
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0
    length_penalty: float = 1.0
    sample_from: int = 1
    temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Target tokens without special ones, and the model's score (mean log-probability a token; 0 where the search gave none)."""

    tokens: tuple[str, ...]
    score: float = 0.0


class Engine(Protocol):
    """A checkpoint that is loaded and ready; `parallel` batches may be generated at once, from threads.

    A batch may hold `batch_tokens` padded source tokens. With `exact`, the answer to a source doesn't depend on which others are in its batch, as
    long as the longest is always as long: see `filled`.
    """

    name: str
    compute_type: str
    parallel: int
    batch_tokens: int
    exact: bool

    def generate(self, sources: Sequence[Sequence[str]], decoding: Decoding) -> list[list[Hypothesis]]:
        """The hypotheses of each source (tokens that end with </s>), in the order of `sources`."""


class Turns:
    """The places at an engine, `count` at once; of those who wait for one, the first in line gets it.

    Two windows that had an engine in turns would end together, and leave it idle while both are finished and the next are read. So the one that was
    there first has it whenever it can use it, the other what is left.
    """

    def __init__(self, count: int) -> None:
        self._free, self._waiting, self._changed, self._numbers = count, list[int](), Condition(), itertools.count()

    def in_line(self) -> int:
        """A place in the line, behind all that are in it."""
        return next(self._numbers)

    @contextlib.contextmanager
    def at(self, place: int) -> Iterator[None]:
        """Wait for a place at the engine, and hold it."""
        with self._changed:
            heapq.heappush(self._waiting, place)
            self._changed.wait_for(lambda: self._free and self._waiting[0] == place)
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()


class Timed:
    """An engine that begins no batch after its time is up, or once it is `stopped`. A batch that has begun is never cut short: it takes seconds.

    It waits for its `turns`, in which it comes behind those that were made before.
    """

    def __init__(self, engine: Engine, seconds: float, stopped: Event, turns: Turns) -> None:
        self._engine, self._seconds, self._until, self._stopped = engine, seconds, monotonic() + seconds, stopped
        self._turns, self._place = turns, turns.in_line()
        self.name, self.compute_type, self.parallel = engine.name, engine.compute_type, engine.parallel
        self.batch_tokens, self.exact = engine.batch_tokens, engine.exact

    def generate(self, sources: Sequence[Sequence[str]], decoding: Decoding) -> list[list[Hypothesis]]:
        """See Engine. Raises OutOfTime."""
        with self._turns.at(self._place):
            if monotonic() > self._until or self._stopped.is_set():
                raise OutOfTime(f"it takes more than {self._seconds:g} seconds to translate")
            return self._engine.generate(sources, decoding)


def token_batches(
    ordered: Sequence[_T], tokens: Callable[[_T], int], budget: int = BATCH_TOKENS, *, even: bool = False
) -> Iterator[list[_T]]:
    """`ordered`, longest first, cut where the padded size (rows times the longest) would pass `budget`.

    `even`: of one padded length each, and cut where that changes.
    """

    def width(item: _T) -> int:
        return padded(tokens(item)) if even else tokens(item)

    batch: list[_T] = []
    for item in ordered:
        if batch and ((len(batch) + 1) * width(batch[0]) > budget or (even and width(item) != width(batch[0]))):
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def padded(source_tokens: int) -> int:
    """The length of the batches that a source of so many tokens is in, on an exact engine: the next multiple of PADDING."""
    return -(-source_tokens // PADDING) * PADDING


def filled(sources: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The sources of one even batch, and where none is as long as they are to be padded, one more that is; its answer comes last and says nothing.

    It is of end-of-sentence tokens alone, of which a model makes next to nothing: the embedded one ends after three tokens.
    """
    longest, width = sources[0], padded(len(sources[0]))
    return [*sources, [longest[-1]] * width] if len(longest) < width else list(sources)


def longest_translation(source_tokens: int) -> int:
    """Twice the source, padded, and some, in tokens: a loop would otherwise run to the model's own limit for one bad line."""
    return min(256, 2 * padded(source_tokens) + 20)


def usable_cores() -> int:
    """Cores that this process may run on. What others do on them isn't counted: load averages lag by a minute, and know no idle-priority work."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_engine(model: ModelFolder, tokenizer: Tokenizer, *, engine: str = "auto", device: str = "auto", threads: int = 0) -> Engine:
    """`model` on the engine that suits the machine: torch on a GPU, CTranslate2 (int8) on a CPU, where it knows the architecture.

    `threads` 0 means all cores that may be used. Raises ModelError when the wish can't be met, ModelDamaged when the weights don't fit.
    """
    from summarizer.engines import ctranslate2 as ct2

    threads = threads or usable_cores()
    engine, device = choose(model, engine, device)
    if engine == "ctranslate2":
        return ct2.CTranslate2Engine.load(model, device=device, threads=threads)
    from summarizer.engines.torch import TorchEngine

    return TorchEngine.load(model, tokenizer, device=device, threads=threads)


def choose(model: ModelFolder, engine: str = "auto", device: str = "auto") -> tuple[str, str]:
    """The engine and the device that `load_engine` would use. Loads nothing. Raises ModelError when the wish can't be met."""
    from summarizer.engines import ctranslate2 as ct2

    if device == "auto":
        device = "cuda" if _has_cuda() else "cpu"
    if device not in DEVICES:
        raise ModelError(f"unknown device {device!r}", hint=f"choose one of {', '.join(DEVICES)}")
    if device == "cuda" and not _has_cuda():
        raise ModelError("no CUDA device can be used here", hint="use --device cpu, or install torch with CUDA")
    if engine == "auto":
        engine = "torch" if device == "cuda" or model.architecture not in ct2.ARCHITECTURES else "ctranslate2"
    if engine not in ("ctranslate2", "torch"):
        raise ModelError(f"unknown engine {engine!r}", hint="choose auto, ctranslate2 or torch")
    return engine, device


def _has_cuda() -> bool:
    """Without importing torch where there is no NVIDIA driver: that import takes seconds."""
    if (
        not any(Path(path).exists() for path in ("/dev/nvidia0", "/dev/nvidiactl", "/proc/driver/nvidia", "/dev/dxg"))
        and os.name == "posix"
    ):
        return False
    import torch

    return torch.cuda.is_available()
