"""Where things lie on this machine, and how a small file is written there whole or not at all."""

from __future__ import annotations

import contextlib
import functools
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import OutputError


def embedded_folder() -> Path:
    """models/ as the wheel puts it into the package or, in a checkout and an editable install, the one beside the package."""
    package = Path(__file__).resolve().parent  # importlib.resources would say the same, 20 ms later
    inside = package / "models"
    return inside if inside.is_dir() else package.parent / "models"


def cache_folder() -> Path:
    """A folder that exists and can be written, for what can be made again; OutputError when this machine has none.

    $SUMMARIZER_CACHE, else $XDG_CACHE_HOME/summarizer, else ~/.cache/summarizer; else a private one under the temporary directory.
    """
    preferred = _preferred_cache()
    return preferred if preferred is not None and _usable(preferred) else _temporary_cache()


def store_folder() -> Path:
    """Where pulled models lie: $SUMMARIZER_MODELS, else models/ in the cache. It need not exist yet."""
    if chosen := os.environ.get("SUMMARIZER_MODELS"):
        return Path(chosen).absolute()
    preferred = _preferred_cache()
    if preferred is not None and (preferred / "models").is_dir():  # reading needs no right to write
        return preferred / "models"
    return cache_folder() / "models"


def _preferred_cache() -> Path | None:
    if chosen := os.environ.get("SUMMARIZER_CACHE"):
        return Path(chosen).absolute()
    if (xdg := Path(os.environ.get("XDG_CACHE_HOME", ""))).is_absolute():
        return xdg / "summarizer"
    try:
        home = Path.home()
    except RuntimeError:  # no HOME, and no such user either
        return None
    return home / ".cache" / "summarizer" if home.is_dir() else None


def _usable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _temporary_cache() -> Path:
    """The same folder each time while it is ours alone; under its name may lie what somebody else put there, so otherwise a fresh one."""
    try:
        folder = Path(tempfile.gettempdir()) / f"summarizer-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"
        return folder if _usable(folder) and _private(folder) else _fresh_temporary_folder()
    except OSError as error:
        raise OutputError(f"no folder can be written for the cache: {error}", hint="Set SUMMARIZER_CACHE to one.") from error


def _private(folder: Path) -> bool:
    found = folder.lstat()  # a link to a folder of ours is no folder of ours
    return stat.S_ISDIR(found.st_mode) and (os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & 0o077))


@functools.cache
def _fresh_temporary_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="summarizer-"))


def write_atomically(path: Path, content: str | bytes, *, mode: int | None = None) -> None:
    """Write a small file whole or not at all: a reader, and a crash, see the old content or the new. Raises OSError."""
    with replacing(path, mode=mode) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextlib.contextmanager
def replacing(path: Path, scratch: Path | None = None, *, mode: int | None = None) -> Iterator[BinaryIO]:
    """A file that takes the place of `path`, whole and on disk, when the block ends well, and else is gone. Raises OSError.

    Until then it lies beside `path`; or at `scratch`, where what a kill leaves behind is replaced by the next. It has the permissions that the
    user's files have, or `mode`.
    """
    temporary = scratch or path.with_name(f".{path.name[:100]}.{os.getpid()}-{os.urandom(4).hex()}")
    try:
        if scratch:
            scratch.unlink(missing_ok=True)
        with temporary.open("xb") as file:  # never through a link
            if mode is not None:
                temporary.chmod(mode)
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:  # Ctrl-C too
        temporary.unlink(missing_ok=True)
        raise
