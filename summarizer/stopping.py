"""Ctrl-C and SIGTERM: the first asks a batch to stop when what it is at is done, the second ends it; neither tears a write in two."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_ASKED = "stopping when the articles in hand are done; once more to stop now\n"


@dataclass(slots=True)
class Stop:
    """Whether to stop, and what asked for it: `number` is the signal, 0 for none."""

    number: int = 0

    def __call__(self) -> bool:
        return self.number != 0

    @property
    def exit_code(self) -> int:
        return 128 + self.number


def exit_code_of(error: BaseException | None) -> int | None:
    """The exit code of the signal from which an error came, if it did.

    What a handler raises comes up wherever the main thread is. Within the lines of a Condition that give its lock up and take it back, it leaves as
    `RuntimeError: release unlocked lock`.
    """
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return 128 + signal.SIGINT
        if code := _ended_with(error):
            return code
        error = error.__context__
    return None


def _ended_with(error: BaseException | None) -> int:
    """The exit code of the signal that a SystemExit is of; 0 for any other error."""
    return error.code if isinstance(error, SystemExit) and isinstance(error.code, int) and error.code > 128 else 0


def end_on_signals() -> None:
    """From now on Ctrl-C ends the program as SIGTERM does: tidily, with its code, and without the traceback of a KeyboardInterrupt."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    def end_after_all(lost: sys.UnraisableHookArgs) -> None:
        """Python drops what is raised in a finalizer, and the signal may have come there: it comes again in a moment."""
        if code := _ended_with(lost.exc_value):
            threading.Timer(0.01, _signal_main, (code - 128,)).start()
        else:
            sys.__unraisablehook__(lost)

    sys.unraisablehook = end_after_all
    for number in _SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:  # nohup, or in the background of a shell without job control
            signal.signal(number, end)


def _signal_main(number: int) -> None:
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)  # wakes it, whatever it waits for
    else:
        signal.raise_signal(number)


@contextlib.contextmanager
def stop_when_asked(*, quiet: bool = False) -> Iterator[Stop]:
    """Inside, the first signal sets Stop, and says so on stderr; the second raises KeyboardInterrupt or SystemExit(143)."""
    stop = Stop()

    def asked(number: int, frame: FrameType | None) -> None:
        if stop():
            if number == signal.SIGINT:
                raise KeyboardInterrupt
            raise SystemExit(128 + number)
        stop.number = number
        if not quiet:
            with contextlib.suppress(OSError, ValueError):  # print would fail in the middle of another
                os.write(2, ("\n" * sys.stderr.isatty() + _ASKED).encode())

    with _handled_by(asked):
        yield stop


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Signals that arrive inside take effect afterwards."""
    held: list[int] = []
    with _handled_by(lambda number, frame: held.append(number)):
        yield
    for number in held:
        signal.raise_signal(number)


@contextlib.contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # signals go to the main thread, and only there can handlers be set
        yield
        return
    before = {number: signal.signal(number, handler) for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former or signal.SIG_DFL)
