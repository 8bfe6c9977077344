"""The program, also as `python -m summarizer`."""

from __future__ import annotations

import os
import signal


def main() -> None:
    """Ctrl-C and SIGTERM end it in silence from the start: importing takes a while, and nothing that would need tidying up is there yet."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, frame: os._exit(128 + number))
    from summarizer.cli import main as program

    program()


if __name__ == "__main__":
    main()
