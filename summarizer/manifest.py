"""manifest.jsonl, what a batch has finished: one JSON object a line, only ever appended to.

    {"input": "2019/huawei.txt", "input_sha256": "…", "settings": "…", "output": "2019/huawei.txt.json", "output_sha256": "…",
     "status": "done", "seconds": 0.41, "error": null, "left": 0}

The last line of an output counts. `status` is `started` (the output is ours, and may be there or not), `done` or `failed`; `settings` is a
fingerprint of all that decides what an output says. Names are relative to the folder of the articles or of the outputs, as `readable` writes them.

Lines are written in blocks, one write each: `left` says how many lines of the block follow. A block that a crash cut short counts as never
written, so that the next run takes up whole groups of articles, batched as they would have been. A damaged line goes to manifest.damaged.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import FoldersRefused, OutputError
from summarizer.folders import write_atomically

MANIFEST, DAMAGED = "manifest.jsonl", "manifest.damaged"
PRIVATE = ".summarizer"  # the folder in the output folder for the lock, and for an output that isn't whole yet


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the manifest. `input_sha256` is None for an input that can't be read; `output_sha256` is of the last output, if there was one."""

    input: str
    input_sha256: str | None
    settings: str
    output: str
    output_sha256: str | None
    status: str
    seconds: float = 0.0
    error: str | None = None
    left: int = 0

    @property
    def owns_output(self) -> bool:
        """Whether what lies at `output` was put there by a batch."""
        return self.status in ("started", "done") or self.output_sha256 is not None


class Manifest:
    """The manifest in `folder`, in memory by output and on disk. Raises OutputError when it can't be read or written."""

    def __init__(self, folder: Path, warn: Callable[[str], None]) -> None:
        self._path = folder / MANIFEST
        self._entries: dict[str, Entry] = {}
        with _output_errors(self._path):
            self._load(warn)
            self._file = self._path.open("ab")

    def get(self, output: str) -> Entry | None:
        """What is known of an output."""
        return self._entries.get(output)

    def append(self, entries: Sequence[Entry]) -> None:
        """Add a block of lines, on disk when this returns. `left` is filled in here."""
        block = [replace(entry, left=len(entries) - i) for i, entry in enumerate(entries, 1)]
        with _output_errors(self._path):
            self._file.write(b"".join(json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n" for entry in block))
            self._file.flush()
            os.fsync(self._file.fileno())
        self._entries.update((entry.output, entry) for entry in block)

    def close(self) -> None:
        with contextlib.suppress(OSError):  # what could not be written was reported by append, and is still in the buffer
            self._file.close()

    def _load(self, warn: Callable[[str], None]) -> None:
        if not self._path.exists():
            return
        end = 0  # of the last whole block
        block: list[Entry] = []
        damaged: list[tuple[int, bytes]] = []
        with self._path.open("rb+") as file:
            for start, line in _lines(file):
                if (entry := _parse(line)) is None:
                    damaged.append((start, line))
                    continue
                block.append(entry)
                if entry.left == 0:
                    self._entries.update((entry.output, entry) for entry in block)
                    end, block = start + len(line), []
            file.truncate(end)
        if damaged:
            self._quarantine(damaged)
            warn(f"{self._path} had {len(damaged)} damaged line(s), now in {DAMAGED}; their articles are done again")

    def _quarantine(self, damaged: list[tuple[int, bytes]]) -> None:
        with self._path.with_name(DAMAGED).open("ab") as file:
            file.writelines(line for _, line in damaged)
        places = {start for start, _ in damaged}
        with self._path.open("rb") as file:
            write_atomically(self._path, b"".join(line for start, line in _lines(file) if start not in places).decode())


@contextlib.contextmanager
def open_manifest(folder: Path, warn: Callable[[str], None]) -> Iterator[Manifest]:
    """The manifest in the output folder `folder`, which is made, and is ours alone while it is open.

    Raises FoldersRefused when another process has it, OutputError when it can't be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / PRIVATE / "lock")
    with _output_errors(folder):
        try:
            (folder / PRIVATE).mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout as error:  # an OSError too
            raise FoldersRefused(f"another process writes to {folder}", hint="wait for it to end") from error
    try:
        with contextlib.closing(Manifest(folder, warn)) as manifest:
            yield manifest
    finally:
        lock.release()


def readable(name: str) -> str:
    """A file name as printable text, one to one: bytes that are no text, control characters and the like become \\xNN, a backslash two."""
    return "".join("\\\\" if c == "\\" else c if c.isprintable() else "".join(f"\\x{b:02x}" for b in os.fsencode(c)) for c in name)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Every whole line and where it starts; not a last one that was cut short."""
    start = 0
    for line in file:
        if line.endswith(b"\n"):
            yield start, line
        start += len(line)


def _parse(line: bytes) -> Entry | None:
    try:
        value = json.loads(line)
        entry = Entry(**{field.name: value[field.name] for field in fields(Entry)})
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = (entry.input, entry.settings, entry.output)
    hashes = (entry.input_sha256, entry.output_sha256, entry.error)
    right = all(isinstance(text, str) for text in texts) and all(text is None or isinstance(text, str) for text in hashes)
    return entry if right and type(entry.left) is int and entry.status in ("started", "done", "failed") else None


@contextlib.contextmanager
def _output_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path} can't be written: {error.strerror or error}") from error
