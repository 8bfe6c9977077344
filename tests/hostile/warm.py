"""The program, started quickly and often: a process that has imported it forks a child for each run.

Each run is a process of its own, with its own streams, environment, working folder and limits, and ends as `python -m summarizer` does. Only what
is settled before the first line of Python (the locale, closed streams) is not: for that there is `Program.run(cold=True)`.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MEMORY = 2**31  # address space of a run: the 2 GiB that the smallest machines have


# --- The process that forks -------------------------------------------------------------------------------------------------------------------


def serve(connection: socket.socket) -> None:
    """Fork a run for each request, with the streams that came with it, until there are no more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _import_everything()
    gc.freeze()  # else every run would copy all of it to count references
    connection.send(b"ready")
    while True:
        message, streams, *_ = socket.recv_fds(connection, 2**20, 4)
        if not message:
            return
        if os.fork() == 0:
            connection.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            return _watch(json.loads(message), streams)
        for stream in streams:
            os.close(stream)


def _import_everything() -> None:
    """What a run imports, but nothing that starts threads: those would be gone after a fork."""
    import ctranslate2
    import sentencepiece
    import syntok.segmenter

    import summarizer.batch
    import summarizer.rendering.digest
    import summarizer.rendering.report
    from summarizer.__main__ import main

    assert ctranslate2 and sentencepiece and syntok and summarizer
    sys.argv = ["summarizer", "summarize", "no such file", "--quiet"]
    with contextlib.suppress(SystemExit):
        main()


def _watch(request: dict[str, Any], streams: list[int]) -> None:
    """Tell, on the last of the streams, the run's number, and then how it ended."""
    report = streams.pop()
    if (child := os.fork()) == 0:
        os.close(report)
        _become(request, streams)
        from summarizer.__main__ import main

        main()
    for stream in streams:
        os.close(stream)
    os.write(report, b"%d\n" % child)
    _, status, usage = os.wait4(child, 0)
    milliseconds = int(1000 * (usage.ru_utime + usage.ru_stime))
    os.write(report, b"%d %d %d\n" % (os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024, milliseconds))
    os._exit(0)


def _become(request: dict[str, Any], streams: list[int]) -> None:
    from summarizer.readers import isolation

    os.setsid()
    os.umask(request["umask"])
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, 256)
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    tempfile.tempdir = None
    sys.argv = ["summarizer", *request["arguments"]]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit(request["memory"], request["file_size"], request["without_rights"])
    isolation.MAX_SECONDS = request["reading"]


def limit(memory: int, file_size: int, without_rights: bool) -> None:
    """Limits of this process; without rights, root is bound by permissions as anyone else is."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if file_size:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    if without_rights and os.geteuid() == 0:
        import ctypes

        header, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()  # capset(2), version 3
        if ctypes.CDLL(None, use_errno=True).capset(header, nothing):
            raise OSError(ctypes.get_errno(), "capset")


# --- The side of the tests ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: exit code (-9: by that signal), stdout, stderr, and what it took.

    `memory` is the most that was resident, `busy` the seconds of processor time of it and of what it started and waited for; 0 of cold runs.
    """

    code: int
    out: str
    err: str
    seconds: float
    memory: int
    busy: float

    @property
    def errors(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("error: ")]


@dataclass(slots=True)
class Running:
    """A run that has begun; its streams are files in `folder` unless others were given."""

    number: int
    report: Any
    out: Path
    err: Path
    started: float = field(default_factory=time.monotonic)

    def send(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.number, number)

    def wait(self, seconds: float = 60.0) -> Ended:
        """How it ended. Raises TimeoutError, after killing it and what it has started, when that takes longer."""
        import select

        if not select.select([self.report], [], [], seconds)[0]:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.number, signal.SIGKILL)
            raise TimeoutError(f"not done after {seconds:g} seconds: {self.err.read_text('utf-8', 'replace')[-500:]}")
        code, memory, milliseconds = map(int, self.report.readline().split())
        self.report.close()
        out, err = (path.read_bytes().decode("utf-8", "surrogateescape") for path in (self.out, self.err))
        return Ended(code, out, err, time.monotonic() - self.started, memory, milliseconds / 1000)


class Program:
    """Starts runs. `environment` is all that they get of it, beside what a run asks for."""

    def __init__(self, scratch: Path, environment: Mapping[str, str]) -> None:
        self._scratch, self._count = scratch, 0
        self.environment = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        code = (
            f"import socket, sys; sys.path.insert(0, {str(ROOT)!r}); from tests.hostile import warm; "
            "warm.serve(socket.socket(fileno=int(sys.argv[1])))"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, str(theirs.fileno())], pass_fds=[theirs.fileno()], env=self.environment, stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        assert self._connection.recv(16) == b"ready"

    def close(self) -> None:
        self._connection.close()
        self._process.wait(30)

    def start(
        self, *arguments: str | os.PathLike[str], cwd: Path, stdin: bytes | int = b"", stdout: int | None = None, stderr: int | None = None,
        memory: int = MEMORY, file_size: int = 0, without_rights: bool = False, umask: int = 0o022, reading: float = 20.0,
        cold: bool = False, **env: str,
    ) -> Running:  # fmt: skip
        """A run of the program; streams are bytes or file descriptors, which are left open. `reading` is how many seconds a reader is given."""
        self._count += 1
        out, err, given = (self._scratch / f"{self._count}.{name}" for name in ("out", "err", "in"))
        given.write_bytes(stdin if isinstance(stdin, bytes) else b"")
        opened = [os.open(given, os.O_RDONLY), *(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600) for path in (out, err))]
        streams = [
            stdin if isinstance(stdin, int) else opened[0],
            opened[1] if stdout is None else stdout,
            opened[2] if stderr is None else stderr,
        ]
        environment = self.environment | env
        read, write = os.pipe()
        try:
            if cold:
                number = self._cold([os.fspath(a) for a in arguments], cwd, environment, streams, write, memory)
                return Running(number, os.fdopen(read, "rb"), out, err)
            request = {
                "arguments": [os.fspath(argument) for argument in arguments], "cwd": str(cwd), "env": environment, "memory": memory,
                "file_size": file_size, "without_rights": without_rights, "umask": umask, "reading": reading,
            }  # fmt: skip
            socket.send_fds(self._connection, [json.dumps(request).encode()], [*streams, write])
        finally:
            for number in [*opened, write]:
                os.close(number)
        report = os.fdopen(read, "rb", buffering=0)
        return Running(int(report.readline()), report, out, err)

    def _cold(self, arguments: list[str], cwd: Path, env: dict[str, str], streams: list[int], report: int, memory: int) -> int:
        """An interpreter of its own, and a process that reports of it."""
        import threading

        def begin() -> None:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell ignores it for what it runs in the background
            limit(memory, 0, False)

        process = subprocess.Popen(
            [sys.executable, "-m", "summarizer", *arguments], cwd=cwd, env=env, stdin=streams[0], stdout=streams[1], stderr=streams[2],
            start_new_session=True, preexec_fn=begin,
        )  # fmt: skip
        report = os.dup(report)

        def tell() -> None:
            code = process.wait()
            os.write(report, b"%d 0 0\n" % code)
            os.close(report)

        threading.Thread(target=tell, daemon=True).start()
        return process.pid

    def run(self, *arguments: str | os.PathLike[str], seconds: float = 60.0, **how: Any) -> Ended:
        return self.start(*arguments, **how).wait(seconds)
