"""Where answers go: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from unicodedata import category

from summarizer.errors import OutputError
from summarizer.folders import replacing

_TO_SPACE = str.maketrans("\t\n\r", "   ")
_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, format characters, halves of characters, line and paragraph separators
_JOINERS = "\u00ad\u200c\u200d"


class ClosedPipe(Exception):
    """The reader of stdout, such as `head`, has seen enough. No error."""


@contextlib.contextmanager
def open_output(path: Path | None) -> Iterator[Callable[[str], None]]:
    """Where answers go, a line at a time. A file appears whole, at the end, or not at all; pipes and devices are written to as they are.

    Of a link the file that it leads to is written, and a file that is replaced keeps its permissions.
    """
    if path is None:
        yield to_stdout
        return
    try:
        with _opened(path) as file:
            yield lambda text: _write_line(file, text)
    except BrokenPipeError:
        raise ClosedPipe from None
    except OSError as error:
        raise OutputError(f"{path} can't be written: {error.strerror or error}") from error


def _opened(path: Path) -> contextlib.AbstractContextManager[BinaryIO]:
    try:
        status = path.stat()
    except FileNotFoundError:  # also a link that leads to nothing yet
        return replacing(path.resolve())
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # What /dev/stdout leads to may well be a file, but one that others hold open: it can be added to, not replaced.
    if not stat.S_ISREG(status.st_mode) or path.absolute().parts[:2] in (("/", "dev"), ("/", "proc")):
        return path.open("ab")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return replacing(path.resolve(), mode=stat.S_IMODE(status.st_mode))


def _write_line(file: BinaryIO, text: str) -> None:
    file.write(f"{text}\n".encode())


def to_stdout(text: str) -> None:
    """Print a line (or several) of the answer. Raises OutputError, and ClosedPipe when nobody reads it any more."""
    if sys.stdout is None:  # print would say nothing, and the program seem to have succeeded
        raise OutputError("stdout can't be written: it is closed")
    with _stdout_errors():
        print(text, flush=True)


def to_stderr(text: str) -> None:
    """Print a line for the user, if anybody can see it: where stderr is full, closed or gone, the exit code must do."""
    if sys.stderr is not None:  # print would take None for stdout
        try:
            print(text, file=sys.stderr, flush=True)
        except (OSError, ValueError):
            _give_up(2)


@contextlib.contextmanager
def stdout_errors_told() -> Iterator[None]:
    """For the whole program: what remains in the buffer of stdout is written, and what is printed by others, such as the help, fails in a line."""
    try:
        with _stdout_errors():
            try:
                yield
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
    except ClosedPipe:
        raise SystemExit(0) from None
    except OutputError as error:
        to_stderr(f"error: {error}")
        raise SystemExit(error.exit_code) from None


@contextlib.contextmanager
def _stdout_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _give_up(1)
        if isinstance(error, BrokenPipeError):  # `| head` has seen enough
            raise ClosedPipe from None
        raise OutputError(f"stdout can't be written: {error.strerror or error}") from error


def _give_up(stream: int) -> None:
    """Else Python tries to write the rest once more at its end, and fails with a code of its own."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def printable(text: str) -> str:
    """One line that can't steer the terminal or turn the direction of text: file names, titles and models' output may hold anything.

    Controls, direction marks and the like become \ufffd; what joins letters (of emoji, of Persian) stays.
    """
    if text.isprintable():
        return text
    return "".join("\ufffd" if category(c) in _STEERING and c not in _JOINERS else c for c in text.translate(_TO_SPACE))
