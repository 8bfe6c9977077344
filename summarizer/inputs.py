"""The articles of a batch: a folder that is walked, or files that are listed; all of them or one part of several."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from summarizer.errors import FoldersRefused, InputError, UnreadableInput
from summarizer.reading import READABLE_SUFFIXES, load_path


def is_url(text: str) -> bool:
    """Whether it is the URL of a file system, rather than a path."""
    return re.match(r"[a-z][a-z0-9+.-]+://", text) is not None


@dataclass(frozen=True, slots=True)
class Input:
    """An article to be (or a file of many), at `path`, which is `relative` (with slashes) within its folder; `error` when it can't work.

    One that was `listed` may be a link, one that was found may not: nor become one before it is read.
    """

    path: Path
    relative: str
    error: InputError | None = None
    listed: bool = False

    def load(self, max_bytes: int) -> bytes:
        """Its bytes. Raises UnreadableInput or InputTooLarge."""
        return load_path(self.path, max_bytes, links=self.listed)


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number` (from 1) of `count`: parts are disjoint, together complete, and a file's depends on its path within the folder alone."""

    number: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise ValueError(f"there is no part {self.number} of {self.count}")

    def __str__(self) -> str:
        return f"{self.number}-of-{self.count}"

    def of(self, inputs: Iterable[Input]) -> Iterator[Input]:
        """The inputs that are in this part."""
        for item in inputs:
            digest = hashlib.sha256(os.fsencode(item.relative)).digest()
            if int.from_bytes(digest[:8], "big") % self.count == self.number - 1:
                yield item


def find_inputs(folder: Path, *, pattern: str | None = None, leave_out: Path | None = None) -> Iterator[Input]:
    """The files in a folder and its subfolders that there is a reader for, in sorted order; with `pattern`, the files that it matches instead.

    A pattern with a slash is matched with the path within the folder, any other with the name. Hidden files, links and the folder `leave_out` are
    passed over; a folder that can't be listed is one Input with an error. Of the names, those of one folder and its parents are in memory.
    """
    hidden_output = leave_out and os.path.relpath(leave_out.resolve(), folder.resolve()).replace(os.sep, "/")
    pending = [("", True)]  # the next one last
    while pending:
        relative, is_folder = pending.pop()
        if not is_folder:
            yield Input(folder / relative, relative)
            continue
        found = []
        try:
            with os.scandir(folder / relative) as entries:
                for entry in entries:
                    name = f"{relative}/{entry.name}" if relative else entry.name
                    if entry.name.startswith(".") or entry.is_symlink() or name == hidden_output:
                        continue
                    if (inner := entry.is_dir(follow_symlinks=False)) or wanted(name, pattern):
                        found.append((name, inner))
        except OSError as error:
            yield Input(folder / relative, relative, UnreadableInput(f"the folder can't be listed: {error.strerror or error}"))
        pending += sorted(found, reverse=True)


def listed_inputs(names: bytes, folder: Path) -> Iterator[Input]:
    """The files that are named, a line each or (as `find -print0` does) a NUL after each, as seen from the working folder; each once."""
    seen = set()
    for name in names.split(b"\0" if b"\0" in names else b"\n"):
        if name and name not in seen:
            seen.add(name)
            path = Path(os.fsdecode(name))
            relative = Path(os.path.relpath(path, folder)).as_posix()
            outside = relative == ".." or relative.startswith("../")
            yield Input(path, relative, UnreadableInput(f"it doesn't lie in {folder}") if outside else None, listed=True)


def refuse_same(folder: Path, output: Path) -> None:
    """Raise FoldersRefused when the articles and the outputs would lie in one folder."""
    if folder.resolve() == output.resolve():
        raise FoldersRefused(f"{output} is the folder of the articles", hint="choose another folder for the outputs")


def wanted(relative: str, pattern: str | None) -> bool:
    """Whether a file of that path within the folder is an article: see find_inputs."""
    name = relative.rpartition("/")[2]
    if pattern is None:
        return name.lower().endswith(READABLE_SUFFIXES)
    return fnmatchcase(relative if "/" in pattern else name, pattern)
