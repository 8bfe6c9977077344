"""The process that `isolation` starts: reads documents from stdin, answers on stdout, ends when there are no more."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sys
from dataclasses import asdict
from typing import Any

from summarizer.errors import InputError, UnreadableInput
from summarizer.readers import reader_of
from summarizer.readers.draft import Source


def main(memory: int, seconds: float) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; we end when it does
    _limit_memory(memory)
    logging.disable()
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    _shut_off()
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["size"])
        if len(data) < request["size"]:
            return
        if hasattr(signal, "alarm"):
            signal.alarm(int(seconds) + 10)  # ends us when the parent is gone
        answers.write(json.dumps(_answer(request, data)).encode() + b"\n")
        answers.flush()
        if hasattr(signal, "alarm"):
            signal.alarm(0)


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    source = Source(request["path"], request["encoding"])
    try:
        return {"draft": asdict(reader_of(request["format"])(data, source))}
    except InputError as error:
        return _described(error)
    except MemoryError:
        os._exit(1)
    except Exception as error:  # of the libraries, which raise what they like on what is broken
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return _described(UnreadableInput(f"{source.name} is damaged, or no {request['format']} after all ({reason})"))


def _described(error: InputError) -> dict[str, Any]:
    return {"error": type(error).__name__, "message": str(error), "hint": error.hint}


def _shut_off() -> None:
    """No reader needs a connection, another process or a file to write: a library that is talked into one by a document gets an error."""
    socket.has_ipv6 = False  # a library under trafilatura finds out by opening a socket

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")):
            raise PermissionError(f"{event} isn't for readers")

    sys.addaudithook(refuse)


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
