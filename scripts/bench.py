"""Measure the program as users run it: start-up, one article warm and cold, many articles at once; medians over several runs.

    python scripts/bench.py                     # a table
    python scripts/bench.py --runs 7 --json     # for machines, with the facts of this one

Every figure is of a whole process: wall and CPU seconds, and the peak of its resident memory. Stages come from the result's own `seconds`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from summarizer import Pipeline, read_path
from summarizer.article import Article

ARTICLE = Path(__file__).parents[1] / "tests" / "data" / "huawei.nl.txt"


@dataclass(frozen=True)
class Figure:
    """Medians over the runs; `peak_mb` is the largest."""

    what: str
    wall_s: float
    cpu_s: float
    peak_mb: float


def measure(what: str, command: list[str], *, runs: int, env: dict[str, str] | None = None) -> Figure:
    """Run a command several times, after once that doesn't count unless `runs` is 1. Raises RuntimeError when it fails."""
    walls, cpus, peaks = [], [], []
    for _ in range(runs if runs == 1 else runs + 1):
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | (env or {}))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{command} ended with {process.returncode}")
        walls.append(time.perf_counter() - started)
        cpus.append(usage.ru_utime + usage.ru_stime)
        peaks.append(usage.ru_maxrss / 1024)
    counted = slice(None) if runs == 1 else slice(1, None)
    return Figure(what, statistics.median(walls[counted]), statistics.median(cpus[counted]), max(peaks))


def many(article: Article, count: int) -> list[Article]:
    """`count` articles of the same sentences, each with a number of its own in every paragraph, so that none is a copy of another."""
    made = []
    for i in range(count):
        paragraphs = tuple(
            type(p)(p.text if p.is_heading else f"{p.text} Dat meldt bron {i} in alinea {j}.", p.is_heading)
            for j, p in enumerate(article.paragraphs)
        )
        made.append(Article(paragraphs, path=f"{i}.txt"))
    return made


def throughput(article: Article, count: int, repeats: int) -> dict[str, float]:
    """Words a second of `summarize_many`, the models loaded."""
    pipeline = Pipeline.from_defaults()
    pipeline.summarize(article)
    seconds, stages = [], []
    articles = many(article, count)
    for _ in range(repeats):
        started = time.perf_counter()
        results = list(pipeline.summarize_many(articles))
        seconds.append(time.perf_counter() - started)
        stages.append(results[0].seconds)  # type: ignore[union-attr]  # Dutch text gives no error
    words = sum(a.words for a in articles)
    middle = sorted(range(repeats), key=lambda i: seconds[i])[repeats // 2]
    return {"articles": count, "words_per_s": words / seconds[middle]} | {f"{k}_s": v for k, v in stages[middle].items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    program = [sys.executable, "-m", "summarizer"]
    figures = [
        measure("python -c pass", [sys.executable, "-c", "pass"], runs=args.runs),
        measure("--help", [*program, "--help"], runs=args.runs),
        measure("summarize, warm", [*program, "summarize", str(ARTICLE)], runs=args.runs),
    ]
    with tempfile.TemporaryDirectory() as cache:
        cold = measure("summarize, first use", [*program, "summarize", str(ARTICLE)], runs=1, env={"SUMMARIZER_CACHE": cache})
    figures.append(cold)
    stages = [throughput(read_path(ARTICLE), count, 3) for count in (1, args.articles)]
    machine = {"cpu": _cpu(), "cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version()}
    if args.json:
        print(json.dumps({"machine": machine, "processes": [asdict(f) for f in figures], "stages": stages}, indent=1))
        return
    print(
        f"{machine['cpu']}, {machine['cores']} cores, load {machine['load']:.1f}, Python {machine['python']}; medians of {args.runs} runs\n"
    )
    print(f"{'':22}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}")
    for figure in figures:
        print(f"{figure.what:22}{figure.wall_s:8.2f}{figure.cpu_s:8.2f}{figure.peak_mb:9.0f}")
    print(f"\n{'seconds an article':22}{'split':>8}{'transl.':>8}{'summar.':>9}{'total':>8}{'words/s':>9}")
    for row in stages:
        label = f"{row['articles']:.0f} together"
        print(
            f"{label:22}{row['read_s']:8.3f}{row['translate_s']:8.3f}{row['summarize_s']:9.3f}{row['total_s']:8.3f}{row['words_per_s']:9.0f}"
        )


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown CPU"


if __name__ == "__main__":
    main()
