"""Readers in a child process: whatever a document does to the libraries that parse it, it costs seconds, not the program.

One child serves document after document, so its start (half a second) is paid once. It is killed when a document takes longer than MAX_SECONDS, and
limits its own memory where the system can. Requests and answers are a line of JSON each, a request's document after it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from typing import Any

from summarizer import errors
from summarizer.errors import InputError, InputTooLarge, UnreadableInput
from summarizer.readers.draft import Draft, Source

MAX_SECONDS = 20.0
MAX_MEMORY = 2_000_000_000  # bytes of address space


class _Child:
    """A process that reads documents."""

    def __init__(self) -> None:
        # The same modules as ours, wherever we found them; -I keeps the environment out.
        code = f"import sys; sys.path[:] = {sys.path!r}; from summarizer.readers import child; child.main({MAX_MEMORY}, {MAX_SECONDS})"
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.served = 0

    def ask(self, request: dict[str, Any], data: bytes, seconds: float) -> dict[str, Any] | None:
        """The answer; None when the child has died. Raises TimeoutError when it had to be killed."""
        assert self.process.stdin and self.process.stdout
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.start()
        try:
            self.process.stdin.write(json.dumps(request | {"size": len(data)}).encode() + b"\n")
            self.process.stdin.write(data)
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if not answer.endswith(b"\n"):
            if late.is_set():
                raise TimeoutError
            return None
        self.served += 1
        found: dict[str, Any] = json.loads(answer)
        return found

    def stop(self) -> None:
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                stream.close()  # type: ignore[union-attr]
        self.process.wait()


_child: _Child | None = None
_lock = threading.Lock()


def read_apart(format: str, data: bytes, source: Source, *, seconds: float | None = None) -> Draft:
    """What the reader of a format finds, within limits of time (MAX_SECONDS, unless told) and memory. Raises InputError."""
    seconds = seconds or MAX_SECONDS
    request = {"format": format, "path": source.path, "encoding": source.encoding}
    with _lock:
        try:
            answer = _answer(request, data, seconds)
        except TimeoutError:
            raise InputTooLarge(
                f"{source.name} takes more than {seconds:g} seconds to read", hint="save its text as a .txt or .md file"
            ) from None
        except OSError as error:
            raise UnreadableInput(f"{source.name} can't be read: no process can be started ({error.strerror or error})") from error
    if answer is None:
        raise InputTooLarge(
            f"{source.name} can't be read: its reader ran out of memory or crashed", hint="save its text as a .txt or .md file"
        )
    if kind := answer.get("error"):
        refusal: InputError = getattr(errors, kind)(answer["message"], hint=answer["hint"])
        raise refusal
    draft = answer["draft"]
    return Draft(**{**draft, "blocks": tuple((level, text) for level, text in draft["blocks"]), "warnings": tuple(draft["warnings"])})


def _answer(request: dict[str, Any], data: bytes, seconds: float) -> dict[str, Any] | None:
    """From the child there is, or a fresh one: what an old one dies of may be the fault of an earlier document."""
    global _child
    while True:
        _child = _child or _Child()
        fresh, answer = not _child.served, None
        try:
            answer = _child.ask(request, data, seconds)
        finally:
            if answer is None:  # also after Ctrl-C: its answer must not be taken for that to the next request
                _child.stop()
                _child = None
        if answer or fresh:
            return answer


@atexit.register
def _stop() -> None:
    if _child:
        _child.stop()


def _after_fork() -> None:
    """In a forked process the child is still the parent's."""
    global _child, _lock
    _child, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
