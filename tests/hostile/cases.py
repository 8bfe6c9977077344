"""What a hostile case is, and what holds for every one of them whatever else it promises."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile.warm import Ended, Program, Running

SECONDS, RESIDENT = 30.0, 1_500_000_000  # what no case may pass
DUTCH = (
    "De minister heeft maandag een nieuwe wet aangekondigd. De wet gaat gelden voor bedrijven met meer dan 12 werknemers. "
    "De oppositie stemt tegen het plan van de minister. Boeren in het noorden vragen om meer tijd. In mei wordt er gestemd.\n"
)
# What can steer a terminal, or show text in another order than it is in.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]")


@dataclass(frozen=True)
class Place:
    """An empty folder, and the program to be run in it."""

    folder: Path
    program: Program

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    def put(self, files: Mapping[str, bytes | str | Callable[[], bytes]]) -> None:
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = data() if callable(data) else data
            path.write_bytes(data.encode() if isinstance(data, str) else data)

    def start(self, *arguments: Any, **how: Any) -> Running:
        return self.program.start(*arguments, cwd=self.folder, **how)

    def run(self, *arguments: Any, seconds: float = SECONDS, **how: Any) -> Ended:
        return harmless(self.start(*arguments, **how).wait(seconds))

    def json(self, *arguments: Any, **how: Any) -> dict[str, Any]:
        """What `summarize -f json` says of a file that it can summarize."""
        ended = self.run("summarize", *arguments, "-f", "json", **how)
        assert ended.code == 0, ended.err
        found: dict[str, Any] = json.loads(ended.out)
        return found

    def names(self) -> set[str]:
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*")}


@dataclass(frozen=True)
class Case:
    """`check` raises AssertionError, or Skipped where this machine can't show it."""

    name: str
    promise: str
    check: Callable[[Place], None]


class Skipped(Exception):
    """This machine can't show it; the message says why."""


class Cases(list[Case]):
    """The cases of a module, in order."""

    def add(self, name: str, promise: str, check: Callable[[Place], None]) -> None:
        self.append(Case(name, promise, check))

    def __call__(self, name: str, promise: str) -> Callable[[Callable[[Place], None]], Callable[[Place], None]]:
        def added(check: Callable[[Place], None]) -> Callable[[Place], None]:
            self.add(name, promise, check)
            return check

        return added


def begun(path: Path) -> None:
    """Wait until a run has written there."""
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.002)


@contextlib.contextmanager
def paused(running: Running, path: Path) -> Iterator[None]:
    """Stop a run when it has written there, for as long as the block lasts: what is done to its files meanwhile is done at one moment for it."""
    begun(path)
    running.send(signal.SIGSTOP)
    while Path(f"/proc/{running.number}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        time.sleep(0.001)
    try:
        yield
    finally:
        running.send(signal.SIGCONT)


def harmless(ended: Ended) -> Ended:
    """What is promised of every run: no traceback, nothing raw on the terminal, little memory."""
    assert "Traceback" not in ended.err and "fault of the program" not in ended.err, ended.err[-2000:]
    for text in (ended.out, ended.err):
        assert not (found := STEERING.search(text)), (found, text[:500])
    assert ended.memory < RESIDENT, ended.memory
    return ended


def refused(
    files: Mapping[str, bytes | str | Callable[[], bytes]], command: str, says: str, *, code: int = 1, **how: Any
) -> Callable[[Place], None]:
    """A check: the command ends with that code and one line that matches, prints nothing, and neither leaves nor changes a file."""

    def check(place: Place) -> None:
        place.put(files)
        before = place.names()
        ended = place.run(*command.split(), **how)
        assert ended.code == code, (ended.code, ended.err)
        assert len(ended.errors) == 1 and re.search(says, ended.errors[0]), ended.err
        assert ended.out == "" and place.names() == before

    return check


def summarized(
    files: Mapping[str, bytes | str | Callable[[], bytes]],
    command: str,
    expected: Callable[[dict[str, Any]], Any],
    *,
    warns: str = "",
    **how: Any,
) -> Callable[[Place], None]:
    """A check: `summarize -f json` of it succeeds, what it says is as expected, and its warnings match."""

    def check(place: Place) -> None:
        place.put(files)
        before = place.names()
        ended = place.run("summarize", *command.split(), "-f", "json", **how)
        assert ended.code == 0 and not ended.errors, ended.err
        value = json.loads(ended.out)
        assert expected(value), json.dumps(value, ensure_ascii=False)[:3000]
        assert not warns or (re.search(warns, " ".join(value["warnings"])) and re.search(warns, ended.err)), ended.err
        assert place.names() == before

    return check
