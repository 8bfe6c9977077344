"""Kill a batch at random moments, let it finish, and compare with a batch that was never interrupted.

    python scripts/kill_test.py SENTENCES [--articles 200] [--kills 20] [--seed 1]

SENTENCES is a Dutch text, a sentence a line. Articles are made of it by chance: short ones, every twentieth with a near-identical copy beside it.
No translations are kept, so that a kill costs a group of articles and there is work for the next. Every second kill comes at a moment chosen
evenly over the time that a group takes, every other when outputs are being written. Prints JSON; exit code 1 when a byte differs (but for
`seconds` in the manifest), when a run over what is all done touches a file, or when there was nothing left to kill.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PATIENCE = 1800.0  # seconds that a run may take


def make_articles(sentences: list[str], folder: Path, count: int, chance: random.Random) -> None:
    folder.mkdir()
    for number in range(count):
        chosen = chance.sample(sentences, chance.randint(5, 9))
        path = folder / f"{number % 7}" / f"{number:04}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n\n".join(chosen) + "\n", encoding="utf-8")
        if number % 20 == 0:
            path.with_suffix(".md").write_text("\n\n".join([*chosen, "Dit bericht kwam van het persbureau."]) + "\n", encoding="utf-8")


def start(articles: Path, output: Path) -> subprocess.Popen[str]:
    views = ["--digest", "--jsonl", str(output / "all.jsonl"), "--csv", str(output / "all.csv")]
    command = [
        sys.executable,
        "-m",
        "summarizer",
        "batch",
        str(articles),
        "-o",
        str(output),
        "-f",
        "json",
        "-f",
        "html",
        "--dedupe",
        *views,
    ]
    # Of its own, since the kills also hit the conversion of the model.
    cache = {"SUMMARIZER_CACHE": str(output.with_name(f"{output.name}-cache"))}
    return subprocess.Popen([*command, "--no-cache"], stderr=subprocess.PIPE, text=True, env=os.environ | cache)


def run(articles: Path, output: Path) -> float:
    """The seconds that it took to its end."""
    begun = time.monotonic()
    process = start(articles, output)
    _, stderr = process.communicate(timeout=PATIENCE)
    print(stderr.strip().splitlines()[-1], file=sys.stderr)
    if process.returncode:
        raise SystemExit(f"a run ended with {process.returncode}:\n{stderr}")
    return time.monotonic() - begun


def killed(articles: Path, output: Path, after: float, *, writing: bool) -> bool:
    """Kill a run: `after` so many seconds, or so many after it has begun to write. False when it had ended by itself."""
    process = start(articles, output)
    assert process.stderr
    manifest = output / "manifest.jsonl"
    before = manifest.stat().st_size if manifest.exists() else 0
    begun = time.monotonic()
    while writing and process.poll() is None and not (manifest.exists() and manifest.stat().st_size > before):
        time.sleep(0.001)
        if time.monotonic() - begun > PATIENCE:
            raise SystemExit("a run hangs")
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def tree(folder: Path) -> dict[str, Any]:
    """What lies in a folder: bytes, and of the manifest what it says of each output in the end."""
    found: dict[str, Any] = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.jsonl"
    }
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        found[f"manifest of {entry['output']}"] = {name: value for name, value in entry.items() if name not in ("seconds", "left")}
    return found


def touched(folder: Path) -> dict[str, int]:
    return {path.as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and ".summarizer" not in path.parts}


def start_up() -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "summarizer", "batch", "--help"], stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles, whole, torn = folder / "articles", folder / "whole", folder / "torn"
        make_articles(
            [line for line in options.sentences.read_text("utf-8").splitlines() if line.strip()], articles, options.articles, chance
        )
        seconds = run(articles, whole)
        group = seconds * min(1.0, 64 / options.articles)
        kills, writing = 0, 0
        for number in range(options.kills):
            while_writing = number % 2 == 1
            landed = killed(articles, torn, chance.uniform(0, 0.05) if while_writing else chance.uniform(0, group), writing=while_writing)
            kills, writing = kills + landed, writing + (landed and while_writing)
            print(f"kill {number + 1}: {'landed' if landed else 'too late'}", file=sys.stderr)
        resumed = run(articles, torn)
        one, other = tree(whole), tree(torn)
        different = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
        before = touched(torn)
        again = run(articles, torn)
        moved = sorted(name for name, moment in touched(torn).items() if before.get(name) != moment)
    report = {
        "articles": options.articles, "seed": options.seed, "kills": kills, "kills_while_writing": writing, "files": len(one),
        "different": different[:10], "touched_when_all_done": moved[:10],
        "seconds": {"uninterrupted": seconds, "resumed_last": resumed, "all_done": again, "help": start_up()},
    }  # fmt: skip
    print(json.dumps(report, indent=1))
    if different or moved or kills < options.kills:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
