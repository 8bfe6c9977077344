"""manifest.jsonl, what a batch has finished: one JSON object a line, only ever appended to.

    {"input": "2019/huawei.txt", "input_sha256": "…", "settings": "…", "output": "2019/huawei.txt.json", "output_sha256": "…",
     "status": "done", "seconds": 0.41, "error": null, "signature": "…", "duplicate_of": null, "left": 0}

The last line of an output counts. `status` is `started` (the output is ours, and may be there or not), `done`, `duplicate` (of the article
`duplicate_of`; no output of its own), `skipped` (there is nothing in it) or `failed`; `settings` is a fingerprint of all that decides what an
output says. Names are relative to the folder of the articles or of the outputs, as `readable` writes them; the input of one of many articles in a
file ends in its number, a.jsonl#12, and `input_sha256` is then of that article. A view over many outputs has a line with an empty `input`.

Lines are written in blocks, one write each: `left` says how many lines of the block follow. A block that a crash cut short counts as never
written, so that the next run takes up whole groups of articles, batched as they would have been. A damaged line goes to manifest.damaged.

A run over a part of the articles writes a manifest of its own, manifest-2-of-5.jsonl. The next run over all of them takes those in.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from summarizer.errors import FoldersRefused, OutputError
from summarizer.folders import write_atomically

if TYPE_CHECKING:
    from filelock import BaseFileLock

MANIFEST, DAMAGED = "manifest.jsonl", "manifest.damaged"
PRIVATE = ".summarizer"  # the folder in the output folder for locks, and for outputs that aren't whole yet
STATUSES = ("started", "done", "duplicate", "skipped", "failed")
_SURROGATE = re.compile("[\ud800-\udfff]")  # halves of characters can be escaped in JSON, but not written as `append` does
_TURN = 30.0  # seconds to wait for other parts that are starting; they take milliseconds


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the manifest. `input_sha256` is None for an input that can't be read; `output_sha256` is of the last output, if there was one.

    `signature` is that of summarizer.duplicates.
    """

    input: str
    input_sha256: str | None
    settings: str
    output: str
    output_sha256: str | None
    status: str
    seconds: float = 0.0
    error: str | None = None
    signature: str | None = None
    duplicate_of: str | None = None
    left: int = 0

    @property
    def owns_output(self) -> bool:
        """Whether what lies at `output` was put there by a batch."""
        return self.status in ("started", "done") or self.output_sha256 is not None

    def is_intact(self, path: Path) -> bool:
        """Whether the output is at `path` as it was written."""
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == self.output_sha256
        except OSError:
            return False


class Manifest:
    """The manifest `name` in `folder`, in memory by output and on disk. Raises OutputError when it can't be read or written."""

    def __init__(self, folder: Path, warn: Callable[[str], None], name: str = MANIFEST) -> None:
        self._path = folder / name
        self._entries: dict[str, Entry] = {}
        with _output_errors(self._path):
            if self._path.is_symlink():  # what it leads to may not be ours to cut and to add to
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            if name != MANIFEST:
                self._read(folder / MANIFEST)  # what was done before there were parts; not ours to mend
            self._load(warn)
            self._file = self._path.open("ab")

    def get(self, output: str) -> Entry | None:
        """What is known of an output."""
        return self._entries.get(output)

    def entries(self) -> Iterator[Entry]:
        """What is known of every output."""
        return iter(self._entries.values())

    def append(self, entries: Sequence[Entry]) -> None:
        """Add a block of lines, on disk when this returns. `left` is filled in here."""
        if not entries:
            return
        block = [replace(entry, left=len(entries) - i) for i, entry in enumerate(entries, 1)]
        with _output_errors(self._path):
            self._file.write(b"".join(json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n" for entry in block))
            self._file.flush()
            os.fsync(self._file.fileno())
        self._entries.update((entry.output, entry) for entry in block)

    def take_in(self, part: Path, warn: Callable[[str], None]) -> None:
        """Add what the manifest of a part says, and remove that. After a crash between the two it is only added once more."""
        with _output_errors(part):
            added = Manifest(part.parent, warn, part.name)
            added.close()
            self.append([entry for output, entry in added._entries.items() if entry != self._entries.get(output)])
            part.unlink()

    def close(self) -> None:
        with contextlib.suppress(OSError):  # what could not be written was reported by append, and is still in the buffer
            self._file.close()

    def _read(self, path: Path) -> tuple[int, list[tuple[int, bytes]]]:
        """Learn what a manifest says. Returns where its last whole block ends, and the damaged lines with their places."""
        end = 0
        block: list[Entry] = []
        damaged: list[tuple[int, bytes]] = []
        if path.exists():
            with path.open("rb") as file:
                for start, line in _lines(file):
                    if (entry := _parse(line)) is None:
                        damaged.append((start, line))
                        continue
                    block.append(entry)
                    if entry.left == 0:
                        self._entries.update((entry.output, entry) for entry in block)
                        end, block = start + len(line), []
        return end, damaged

    def _load(self, warn: Callable[[str], None]) -> None:
        end, damaged = self._read(self._path)
        if self._path.exists() and self._path.stat().st_size > end:
            os.truncate(self._path, end)
        if damaged:
            self._quarantine(damaged)
            warn(f"{self._path} had {len(damaged)} damaged line(s), now in {DAMAGED}; their articles are done again")

    def _quarantine(self, damaged: list[tuple[int, bytes]]) -> None:
        with self._path.with_name(DAMAGED).open("ab") as file:
            file.writelines(line for _, line in damaged)
        places = {start for start, _ in damaged}
        with self._path.open("rb") as file:
            write_atomically(self._path, b"".join(line for start, line in _lines(file) if start not in places))


@contextlib.contextmanager
def open_manifest(folder: Path, warn: Callable[[str], None], part: str | None = None) -> Iterator[Manifest]:
    """The manifest in the output folder `folder`, which is made, and is ours alone while it is open; or that of a part, such as 2-of-5.

    Parts can be open at the same time, each once. Raises FoldersRefused when another process has it, OutputError when it can't be written.
    """
    with contextlib.ExitStack() as stack:
        with _output_errors(folder):
            (folder / PRIVATE).mkdir(parents=True, exist_ok=True)
            whole = _locked(folder, "lock", stack, timeout=_TURN if part else 0)
            if part:
                _locked(folder, f"lock-{part}", stack)
                name = f"manifest-{part}.jsonl"
                if not (folder / name).exists():
                    (folder / name).touch()  # a run over all that begins now sees that there is a part
                whole.release()
                manifest = stack.enter_context(contextlib.closing(Manifest(folder, warn, name)))
            else:
                manifest = stack.enter_context(contextlib.closing(Manifest(folder, warn)))
                for path in sorted(folder.glob("manifest-*-of-*.jsonl")):
                    _locked(folder, f"lock-{path.stem.removeprefix('manifest-')}", stack)
                    manifest.take_in(path, warn)
        yield manifest


def _locked(folder: Path, name: str, stack: contextlib.ExitStack, *, timeout: float = 0) -> BaseFileLock:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / PRIVATE / name)
    try:
        lock.acquire(timeout=timeout)
    except Timeout as error:  # an OSError too
        raise FoldersRefused(f"another process writes to {folder}", hint="wait for it to end") from error
    stack.callback(lock.release)
    return lock


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
        required = {field.name: value[field.name] for field in fields(Entry) if field.default is MISSING}
        entry = Entry(
            **required, **{field.name: value.get(field.name, field.default) for field in fields(Entry) if field.name not in required}
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = (entry.input, entry.settings, entry.output)
    maybe = (entry.input_sha256, entry.output_sha256, entry.error, entry.signature, entry.duplicate_of)
    right = all(isinstance(text, str) for text in texts) and all(text is None or isinstance(text, str) for text in maybe)
    right = right and type(entry.left) is int and type(entry.seconds) in (int, float) and entry.status in STATUSES
    return entry if right and not _SURROGATE.search("".join(filter(None, (*texts, *maybe)))) else None


@contextlib.contextmanager
def _output_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path} can't be written: {error.strerror or error}") from error
