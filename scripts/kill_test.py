"""Kill a batch at random moments, let it finish, and compare every byte with a batch that was never killed.

    python scripts/kill_test.py sentences.nl --articles 200 --kills 20

The articles are made of the lines of any file of Dutch sentences, near copies and empty ones among them. Prints what it saw; exit code 1 when a file
differs, or when a further run touches one.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Groups of ten articles, so that a run has many.
PROGRAM = "from summarizer import batch, cli; batch.GROUP_ARTICLES = 10; cli.main()"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sentences", type=Path, help="a Dutch sentence a line")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder, whole, killed = (Path(scratch) / name for name in ("in", "whole", "killed"))
        make_articles(folder, options.sentences.read_text("utf-8").splitlines(), options.articles, generator)
        seconds = timed(folder, whole)
        print(f"uninterrupted: {seconds:.1f} s")
        alive = 0
        for _ in range(options.kills):
            process = subprocess.Popen(command(folder, killed))
            time.sleep(generator.uniform(0.3, seconds / 8))
            alive += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
        print(f"{options.kills} kills, {alive} of them before the end; then {timed(folder, killed):.1f} s")
        different = sorted(name for name in tree(whole).keys() | tree(killed).keys() if tree(whole).get(name) != tree(killed).get(name))
        print(f"{len(tree(whole))} files, {len(different)} differ: {different[:10]}")
        before = touched(killed)
        print(f"a run with nothing to do: {timed(folder, killed):.2f} s, start-up {startup():.2f} s of it")
        changed = before.items() ^ touched(killed).items()
        print(f"{len(changed)} files touched")
        return bool(different or changed)


def make_articles(folder: Path, sentences: list[str], count: int, generator: random.Random) -> None:
    """Of 5 to 15 sentences each; every tenth is a near copy of the one before it, every fiftieth is empty."""
    text: list[str] = []
    for number in range(count):
        text = text[:-1] if number % 10 == 9 else [] if number % 50 == 48 else generator.sample(sentences, generator.randint(5, 15))
        path = folder / str(number % 7) / f"{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(text), encoding="utf-8")


def command(folder: Path, output: Path) -> list[str]:
    asked = ["-f", "json", "-f", "markdown", "--digest", "--jsonl", str(output / "all.jsonl"), "--dedupe", "--threads", "1", "--quiet"]
    return [sys.executable, "-c", PROGRAM, "batch", str(folder), "-o", str(output), *asked]


def timed(folder: Path, output: Path) -> float:
    started = time.monotonic()
    subprocess.run(command(folder, output), check=True)
    return time.monotonic() - started


def startup() -> float:
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "summarizer", "--version"], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def tree(folder: Path) -> dict[str, bytes]:
    """Every file but the manifest, whose lines say how long things took."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.jsonl"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def touched(folder: Path) -> dict[Path, int]:
    """When each file was changed last, the lock aside."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


if __name__ == "__main__":
    sys.exit(main())
