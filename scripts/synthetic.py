"""Making synthetic pairs, a chunk of lines at a time, stoppable at any moment: what back_translate.py and distill.py share."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

from build_corpus import Pair

MAX_TOKENS = 100  # of the side that is translated; the models have seen nothing longer
CHUNK = 2000  # lines between two marks in OUT.progress

_T = TypeVar("_T")


@dataclass
class Progress:
    """Where a run stands: the text's name, lines of it read, bytes of --out that are good, and what became of the lines."""

    text: str
    lines: int = 0
    bytes: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, mark: Path, out: Path, text: str) -> Progress:
        """Of an earlier run, or a fresh one; SystemExit when it doesn't fit the files."""
        progress = cls(**json.loads(mark.read_text(encoding="utf-8"))) if mark.exists() else cls(text)
        if progress.text != text or (out.stat().st_size if out.exists() else 0) < progress.bytes:
            raise SystemExit(f"{mark} doesn't belong to {text} and {out}: remove it, and {out} too, to start anew")
        return progress

    def write(self, path: Path) -> None:
        temporary = path.with_name(path.name + ".tmp")
        temporary.write_text(json.dumps(asdict(self)), encoding="utf-8")
        temporary.replace(path)


def produce(
    lines: Iterable[_T], text: str, make: Callable[[Sequence[_T], Counter[str]], list[Pair]], out: Path, *,
    limit: int | None = None, minutes: float | None = None,
) -> None:  # fmt: skip
    """Append what `make` makes of `lines` to `out`, going on where OUT.progress says an earlier run stopped.

    `make` gets a chunk and counts what became of each of its lines. `text` names the input, so that a mark isn't used for another. Stops at
    `limit` lines of the input, over all runs, or after the first chunk that ends later than `minutes` from now.
    """
    mark = out.with_name(out.name + ".progress")
    progress = Progress.read(mark, out, text)
    counts = Counter(progress.counts)
    rest = itertools.islice(lines, progress.lines, limit)
    begin, first = time.monotonic(), progress.lines
    with out.open("ab") as file:
        file.truncate(progress.bytes)  # what a killed run wrote after its last mark
        while (minutes is None or time.monotonic() - begin < 60 * minutes) and (chunk := list(itertools.islice(rest, CHUNK))):
            for pair in make(chunk, counts):
                file.write(f"{pair.dutch}\t{pair.english}\t{pair.source}\n".encode())
            file.flush()
            os.fsync(file.fileno())
            progress = Progress(text, progress.lines + len(chunk), file.tell(), dict(counts))
            progress.write(mark)
            speed = (progress.lines - first) / (time.monotonic() - begin)
            told = ", ".join(f"{count} {what}" for what, count in counts.most_common())
            print(f"{progress.lines} lines, {speed:.0f}/s: {told}", flush=True)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What both scripts take."""
    parser.add_argument("--out", type=Path, required=True, help="TSV file; what an earlier run put there stays")
    parser.add_argument("--engine", choices=["auto", "ctranslate2", "torch"], default="auto")
    parser.add_argument("--batch-tokens", type=int, default=4096, help="padded source tokens a batch; more for a large GPU")
    parser.add_argument("--limit", type=int, help="stop after so many lines of the text")
    parser.add_argument("--minutes", type=float, help="stop after the chunk in which these are over")
    parser.add_argument("--threads", type=int, default=1)
