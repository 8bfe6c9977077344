"""Python's collector of cyclic garbage, out of the way while articles are summarized.

By itself it looks through what is new whenever there are 700 objects more, and now and then through all, which with a lexicon are hundreds of
thousands: a twelfth of the time that Python takes, for hardly any garbage, as next to nothing here is in a cycle.
"""

from __future__ import annotations

import gc
import threading

OBJECTS = 20_000  # a few megabytes; with more there is nothing left to be won


class _Seldom:
    """A context in which the collector waits for OBJECTS new ones; the last to leave it, of several threads, puts back what was set before.

    A collector that is off, or waits for more already, is left alone.
    """

    def __init__(self) -> None:
        self._lock, self._inside, self._before = threading.Lock(), 0, gc.get_threshold()

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._before = gc.get_threshold()
                if 0 < self._before[0] < OBJECTS:
                    gc.set_threshold(OBJECTS, *self._before[1:])
            self._inside += 1

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                gc.set_threshold(*self._before)


collecting_seldom = _Seldom()  # one, as there is one collector in a process
