"""How a batch is getting on, on stderr: a line that lives on a terminal, a line now and then in a log."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from summarizer.batch import Outcome
from summarizer.errors import SummarizerError
from summarizer.manifest import MANIFEST

_EVERY = 10.0  # seconds between lines
_SHOWN = 20  # failures that are told one by one


@dataclass(slots=True)
class Tally:
    """Counts of a batch, as its outcomes come in."""

    done: int = 0
    unchanged: int = 0
    failed: int = 0
    words: int = 0
    failures: list[Outcome] = field(default_factory=list)  # the first ones
    started: float = field(default_factory=time.monotonic)

    def add(self, outcome: Outcome) -> None:
        if outcome.status == "failed":
            self.failed += 1
            self.failures += [outcome] if self.failed <= _SHOWN else []
        elif outcome.status == "unchanged":
            self.unchanged += 1
        else:
            self.done += 1
            self.words += outcome.words

    @property
    def exit_code(self) -> int:
        """0 all done, 1 some failed, 3 every one failed."""
        return (1 if self.done or self.unchanged else 3) if self.failed else 0

    @property
    def counts(self) -> str:
        return f"{self.done} done, {self.unchanged} unchanged, {self.failed} failed"

    def __str__(self) -> str:
        seconds = time.monotonic() - self.started
        speed = f", {self.words / max(seconds, 0.1):.0f} words/s" if self.done else ""
        return f"{self.counts} in {seconds:.0f} s{speed}"


@contextlib.contextmanager
def reported(tally: Tally, how: str, *, quiet: bool = False) -> Iterator[Callable[[], None]]:
    """A function to call when the tally has changed; at the end, also of an interrupted batch, the failures and the counts are told.

    `how`: a bar on a terminal and lines elsewhere (auto), lines, or none. `quiet` leaves the failures only.
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
        print(f"error: {outcome.input}: {outcome.error}", file=sys.stderr)
    if tally.failed > _SHOWN:
        print(f"error: and {tally.failed - _SHOWN} more, all in {MANIFEST}", file=sys.stderr)
    if not quiet:
        print(tally, file=sys.stderr)


@contextlib.contextmanager
def _shown(tally: Tally, how: str) -> Iterator[Callable[[], None]]:
    if how == "none":
        yield lambda: None
    elif how == "auto" and sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(tally.counts, total=None)
            yield lambda: bar.update(task, description=tally.counts)
    else:
        last = tally.started

        def line() -> None:
            nonlocal last
            if time.monotonic() - last >= _EVERY:
                last = time.monotonic()
                print(tally, file=sys.stderr, flush=True)

        yield line
