"""How a batch on many workers would go: a simulation from what scripts/scale_measure.py measured, its plot, and what a million articles cost.

    python scripts/scale_model.py docs/scale-measured.json -o docs/scale.json --plot docs/scale.png

What is simulated is what summarizer/batch.py and summarizer/ray.py do, event by event: one driver that reads the articles of a group, hands it out,
and writes the results of the oldest; workers that have a group in hand and one waiting. What is assumed is in ASSUMED, and printed with the results.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import random
from collections import deque
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from summarizer.ray_pool import AHEAD_EACH
from summarizer.windows import limits

WORKERS = (1, 3, 10, 30, 100, 300, 1_000)
DRIVERS = (1, 16)  # 16: --shard 1/16 to 16/16, each with its share of the workers


@dataclass(frozen=True, slots=True)
class Assumed:
    """What no measurement here tells."""

    articles: int = 1_000_000
    length_spread: float = 0.6  # sigma of the lengths of articles, log-normal
    worker_spread: float = 0.1  # the same of the speeds of workers: other processors, other tenants
    sync_s: float = 0.001  # for each file that is written, of waiting for the disk: a shared file system may take 0.002 to 0.02
    boot_s: float = 60.0  # until a node is there and its image pulled
    boot_spread_s: float = 120.0  # evenly, that some are later than others
    core_hour: float = 0.04  # dollars: a cloud's vCPU with 2 to 4 GB; a third of that where it may be taken away
    gpu_hour: float = 1.0  # dollars: an A10G with 4 cores
    gpu_speed: float = 9296.7 / (
        696.1 / 4
    )  # times one core's engine: CTranslate2's README, OPUS-MT on an A10G and on 4 threads; not measured here
    gpu_share: float = 0.7  # of a worker's seconds that are the engine's, and so go to the GPU


ASSUMED = Assumed()


def groups(assumed: Assumed, words_each: float, rng: random.Random) -> list[tuple[int, float]]:
    """Articles and words of each group, cut as a batch cuts them."""
    made: list[tuple[int, float]] = []
    count, words = 0, 0.0
    middle = math.log(words_each) - assumed.length_spread**2 / 2
    for _ in range(assumed.articles):
        length = rng.lognormvariate(middle, assumed.length_spread)
        most_articles, most_words = limits(len(made))
        if count == most_articles or (count and words + length > most_words):
            made.append((count, words))
            count, words = 0, 0.0
        count, words = count + 1, words + length
    return [*made, (count, words)]


def simulate(
    measured: dict[str, Any], assumed: Assumed, workers: int, work: list[tuple[int, float]], rng: random.Random
) -> dict[str, float]:
    """Seconds from the first node to the last output, of one driver; and how busy driver and workers were."""
    read = measured["read_cpu_s"] + measured["carried_cpu_s"] / 2  # half of pickling and unpickling is the driver's
    write = measured["write_cpu_s"] + assumed.sync_s
    per_word = measured["work_cpu_s"] / measured["words_each"]
    start = measured["start_warm"]["wall_s"]
    ready = [assumed.boot_s + rng.random() * assumed.boot_spread_s + start for _ in range(workers)]
    speed = [rng.lognormvariate(0, assumed.worker_spread) for _ in range(workers)]
    free = [(at, number) for number, at in enumerate(ready)]
    heapq.heapify(free)
    idle_at = list(ready)
    given: deque[tuple[float, int]] = deque()  # when done, articles
    clock = driver = busy = 0.0
    pending = deque(work)
    while pending or given:
        if pending and len(given) <= AHEAD_EACH * workers:
            count, words = pending.popleft()
            clock += count * read
            driver += count * read
            _, number = heapq.heappop(free)
            begin = max(clock, idle_at[number])
            seconds = words * per_word * speed[number]
            idle_at[number] = begin + seconds
            busy += seconds
            heapq.heappush(free, (begin, number))  # it may then have another, that waits
            given.append((idle_at[number], count))
        else:
            done, count = given.popleft()
            clock = max(clock, done) + count * write
            driver += count * write
    working = clock - assumed.boot_s
    return {"seconds": clock, "driver_busy": driver / working, "workers_busy": busy / (workers * working)}


def run(measured: dict[str, Any], assumed: Assumed = ASSUMED) -> list[dict[str, float]]:
    rows = []
    work = groups(assumed, measured["words_each"], random.Random(0))
    for drivers in DRIVERS:
        for workers in WORKERS:
            if workers < drivers:
                continue
            rng = random.Random(workers)
            shares = [workers // drivers + (i < workers % drivers) for i in range(drivers)]
            ends = [simulate(measured, assumed, share, work[i::drivers], rng) for i, share in enumerate(shares)]
            seconds = max(end["seconds"] for end in ends)
            ideal = assumed.articles * measured["work_cpu_s"] / workers
            hours = workers * (seconds - assumed.boot_s) / 3600
            group = assumed.articles / len(work)
            rows.append(
                {
                    "drivers": drivers, "workers": workers, "hours": round(seconds / 3600, 3), "articles_per_s": round(assumed.articles / seconds, 1),
                    "efficiency": round(ideal / seconds, 3), "driver_busy": round(max(end["driver_busy"] for end in ends), 3),
                    "workers_busy": round(min(end["workers_busy"] for end in ends), 3), "cpu_dollars": round(hours * assumed.core_hour, 2),
                    "store_mb_at_most": round(AHEAD_EACH * workers * group * (measured["bytes_there"] + measured["bytes_back"]) / 2**20),
                }
            )  # fmt: skip
    return rows


def costs(measured: dict[str, Any], assumed: Assumed = ASSUMED) -> dict[str, float]:
    """Of the work alone, at full use: dollars for a million articles."""
    core_hours = 1e6 * measured["work_cpu_s"] / 3600
    factor = 1 / (1 - assumed.gpu_share + assumed.gpu_share / assumed.gpu_speed)  # Amdahl: what isn't the engine stays on the CPU
    gpu_hours = max(core_hours * assumed.gpu_share / assumed.gpu_speed, core_hours * (1 - assumed.gpu_share) / 4)  # four cores feed it
    return {
        "articles_per_core_hour": round(3600 / measured["work_cpu_s"]), "core_hours_per_million": round(core_hours, 1),
        "cpu_dollars_per_million": round(core_hours * assumed.core_hour, 2), "gpu_dollars_per_million": round(gpu_hours * assumed.gpu_hour, 2),
        "gpu_hours_per_million": round(gpu_hours, 1), "one_worker_faster_with_gpu": round(factor, 2),
        "driver_articles_per_s": round(1 / (measured["read_cpu_s"] + measured["write_cpu_s"] + measured["carried_cpu_s"] / 2 + assumed.sync_s)),
        "unchanged_articles_per_s": round(1 / measured["unchanged_cpu_s"]),
    }  # fmt: skip


def plot(rows: list[dict[str, float]], slow: list[dict[str, float]], slow_s: float, path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    lines = [
        ([row for row in rows if row["drivers"] == 1], "one driver", "#3b6ea5", "o-"),
        ([row for row in rows if row["drivers"] == 16], "16 drivers, with --shard", "#c0622d", "s-"),
        ([row for row in slow if row["drivers"] == 1], f"one driver, files that take {slow_s * 1000:.0f} ms", "#777777", "^:"),
    ]
    for some, label, colour, style in lines:
        left.loglog([row["workers"] for row in some], [row["articles_per_s"] for row in some], style, color=colour, label=label)
        right.semilogx([row["workers"] for row in some], [row["workers_busy"] for row in some], style, color=colour, label=label)
    left.set(xlabel="workers (a core each)", ylabel="articles a second", title="a million articles")
    right.set(xlabel="workers (a core each)", ylabel="share of the time that workers work", ylim=(0, 1.02))
    left.legend(frameon=False, fontsize=8)
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--slow-files", type=float, default=0.01, help="seconds for each file, for the third line")
    args = parser.parse_args()
    measured = json.loads(args.measured.read_text(encoding="utf-8"))
    rows, slow = run(measured), run(measured, replace(ASSUMED, sync_s=args.slow_files))
    found = {"assumed": asdict(ASSUMED), "costs": costs(measured), "runs": rows, "slow_files_s": args.slow_files, "runs_slow_files": slow}
    args.output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: found[name] for name in ("assumed", "costs")}, indent=1))
    for row in [*rows, *slow]:
        print(row)
    if args.plot:
        plot(rows, slow, args.slow_files, args.plot)


if __name__ == "__main__":
    main()
