"""Where answers go: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
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
    """Where answers go, a line at a time. A file appears whole, at the end, or not at all."""
    if path is None:
        yield _to_stdout
        return
    try:
        with replacing(path) as file:
            yield lambda text: _write_line(file, text)
    except OSError as error:
        raise OutputError(f"{path} can't be written: {error.strerror or error}") from error


def _write_line(file: BinaryIO, text: str) -> None:
    file.write(f"{text}\n".encode())


def _to_stdout(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ClosedPipe from None
    except OSError as error:
        raise OutputError(f"stdout can't be written: {error.strerror or error}") from error


def printable(text: str) -> str:
    """One line that can't steer the terminal or turn the direction of text: file names, titles and models' output may hold anything.

    Controls, direction marks and the like become \ufffd; what joins letters (of emoji, of Persian) stays.
    """
    if text.isprintable():
        return text
    return "".join("\ufffd" if category(c) in _STEERING and c not in _JOINERS else c for c in text.translate(_TO_SPACE))
