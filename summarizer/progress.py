"""How a batch is getting on, on stderr: a bar on a terminal, a line now and then in a log, and at the end what came of it."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from summarizer.batch import Outcome
from summarizer.errors import SummarizerError
from summarizer.manifest import MANIFEST
from summarizer.output import to_stderr

_EVERY = 10.0  # seconds between lines
_SHOWN = 20  # failures that are told one by one
_SPEED_OVER = 600.0  # seconds that the time left is reckoned from: articles end in groups, a minute apart


@dataclass(slots=True)
class Tally:
    """Counts of a batch, as its outcomes come in. `files` have been looked at to their end or not, of `found` so far."""

    done: int = 0
    unchanged: int = 0
    duplicate: int = 0
    skipped: int = 0
    failed: int = 0
    words: int = 0
    files: int = 0
    found: int = 0
    counted: bool = False  # whether `found` is all
    failures: list[Outcome] = field(default_factory=list)  # the first ones
    started: float = field(default_factory=time.monotonic)

    def add(self, outcome: Outcome) -> None:
        setattr(self, outcome.status, getattr(self, outcome.status) + 1)
        self.words += outcome.words
        self.files += outcome.first
        if outcome.status == "failed" and self.failed <= _SHOWN:
            self.failures.append(outcome)

    def count(self, inputs: Iterable[object]) -> None:
        """Count the inputs in a thread: that is done long before they are. What can't be listed counts too."""

        def run() -> None:
            for _ in inputs:
                self.found += 1
            self.counted = True

        threading.Thread(target=run, daemon=True).start()

    @property
    def exit_code(self) -> int:
        """0 all done, 1 some failed, 3 every one failed."""
        return (1 if self.done or self.unchanged or self.duplicate else 3) if self.failed else 0

    @property
    def counts(self) -> str:
        extra = [f"{self.duplicate} duplicate"] * bool(self.duplicate) + [f"{self.skipped} skipped (empty)"] * bool(self.skipped)
        return ", ".join([f"{self.done} done", f"{self.unchanged} unchanged", *extra, f"{self.failed} failed"])

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def speed(self) -> str:
        return f", {self.words / max(self.seconds, 0.1):.0f} words/s" if self.done else ""

    @property
    def time_left(self) -> str:
        """By the share of the files so far; empty while that would be a guess."""
        if not self.counted or not self.done or self.found <= self.files:
            return ""
        worked = self.files - self.unchanged  # what hasn't changed takes no time
        left = self.seconds / max(worked, 1) * (self.found - self.files)
        return f", {left / 60:.0f} min left" if left >= 90 else f", {left:.0f} s left"

    def __str__(self) -> str:
        return f"{self.counts} in {self.seconds:.0f} s{self.speed}"


@contextlib.contextmanager
def reported(tally: Tally, how: str, *, quiet: bool = False) -> Iterator[Callable[[], None]]:
    """A function to call when the tally has changed; at the end, also of an interrupted batch, the failures and the counts are told.

    `how`: a bar on a terminal and lines elsewhere (auto), a bar, lines, or none. `quiet` leaves the failures only.
    """
    try:
        with _shown(tally, "none" if quiet else how) as update:
            yield update
    except SummarizerError:  # its own line says it all
        raise
    except BaseException:
        _tell(tally, quiet)
        raise
    _tell(tally, quiet)


def _tell(tally: Tally, quiet: bool) -> None:
    for outcome in tally.failures:
        to_stderr(f"error: {outcome.input}: {outcome.error}")
    if tally.failed > _SHOWN:
        to_stderr(f"error: and {tally.failed - _SHOWN} more, all in {MANIFEST}")
    if not quiet:
        to_stderr(str(tally))


@contextlib.contextmanager
def _shown(tally: Tally, how: str) -> Iterator[Callable[[], None]]:
    if how == "none":
        yield lambda: None
    elif how == "bar" or (how == "auto" and sys.stderr.isatty()):
        with _bar(tally) as update:
            yield update
    else:
        last = tally.started

        def line() -> None:
            nonlocal last
            if time.monotonic() - last >= _EVERY:
                last = time.monotonic()
                to_stderr(f"{tally.files} of {tally.found}: {tally}{tally.time_left}")

        yield line


@contextlib.contextmanager
def _bar(tally: Tally) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, force_terminal=True)
    with Progress(*columns, console=console, transient=True, speed_estimate_period=_SPEED_OVER, redirect_stdout=False) as bar:
        task = bar.add_task("", total=None)

        def update() -> None:
            bar.update(
                task, completed=tally.files, total=tally.found if tally.counted else None, description=f"{tally.failed} failed{tally.speed}"
            )

        yield update
