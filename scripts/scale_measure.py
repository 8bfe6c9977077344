"""Measure what a batch costs, stage by stage, and the same batch on a local Ray cluster beside it: what scripts/scale_model.py reckons with.

    python scripts/scale_measure.py --sentences FILE.nl --articles 192 -o docs/scale-measured.json

Articles are those of scripts/bench_throughput.py. The local engine runs with one thread, so that its seconds are those of one worker; the cluster has
two workers. Times are CPU seconds of all processes, which other work on the machine changes little, and of the wall clock, which it does.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench_throughput import articles
from summarizer.article import Article
from summarizer.batch import Options, run_batch
from summarizer.inputs import find_inputs
from summarizer.pipeline import Pipeline
from summarizer.runners import Pending, summarize_group
from summarizer.summarization import Length

START = """
import json, resource, time
begun = time.perf_counter()
from summarizer.pipeline import Pipeline
pipeline = Pipeline(threads=1); pipeline.identity(); pipeline.translator; pipeline.summarizer
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"wall_s": time.perf_counter() - begun, "cpu_s": used.ru_utime + used.ru_stime}))
"""


@dataclass
class Stages:
    """A runner that works here, and takes the time. It is given all groups before the first is asked back: reading ends before writing begins."""

    pipeline: Pipeline
    ahead: int = sys.maxsize
    read_until: float = 0.0  # on the clock of the process
    work_wall: float = 0.0
    work_cpu: float = 0.0
    carried_cpu: float = 0.0  # pickling and unpickling, there and back
    there: list[int] = field(default_factory=list)  # bytes of each group, of its results
    back: list[int] = field(default_factory=list)
    words: int = 0

    def identity(self) -> dict[str, Any]:
        return self.pipeline.identity()

    def submit(self, articles: Sequence[Article], length: Length) -> Pending:
        wall, cpu = time.perf_counter(), time.process_time()
        results = summarize_group(self.pipeline, articles, length)
        self.work_cpu += time.process_time() - cpu
        begun = time.process_time()
        there, back = pickle.dumps(list(articles)), pickle.dumps(results)
        pickle.loads(there), pickle.loads(back)
        self.carried_cpu += time.process_time() - begun
        self.there.append(len(there))
        self.back.append(len(back))
        self.words += sum(article.words for article in articles)
        self.work_wall += time.perf_counter() - wall
        self.read_until = time.process_time()
        return Done(results)


@dataclass
class Done:
    results: list[Any]

    def result(self) -> list[Any]:
        return self.results


class Tree(threading.Thread):
    """Watches this process and all below it: the highest memory they had together (proportional shares), and their CPU seconds."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb, self.workers_mb, self.ended = 0.0, 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self.ended.wait(0.5):
            shares = {pid: _pss(pid) for pid in _below(os.getpid())}
            self.peak_mb = max(self.peak_mb, sum(shares.values()) / 1024)
            self.workers_mb = max([self.workers_mb, *(kb / 1024 for pid, kb in shares.items() if _command(pid).startswith("ray::_Worker"))])

    @staticmethod
    def cpu_s() -> defaultdict[str, float]:
        """Of this process, of the workers, and of Ray's own processes."""
        seconds: defaultdict[str, float] = defaultdict(float)
        for pid in _below(os.getpid()):
            kind = "driver" if pid == os.getpid() else "workers" if _command(pid).startswith("ray::_Worker") else "ray"
            try:
                values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks = sum(map(int, values[11 : 13 if kind == "driver" else 15]))  # others: with ended children
                seconds[kind] = seconds[kind] + ticks / os.sysconf("SC_CLK_TCK")
            except OSError:
                continue
        return seconds


def _below(root: int) -> list[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, pending = [], [root]
    while pending:
        found.append(pending.pop())
        pending += [pid for pid, parent in parents.items() if parent == found[-1]]
    return found


def _pss(pid: int) -> int:
    try:
        return int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1])  # type: ignore[index]
    except (OSError, TypeError):
        return 0


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def outputs(folder: Path) -> dict[str, bytes]:
    """All files, the manifest without its seconds."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and "lock" not in path.name}
    found["manifest.jsonl"] = re.sub(rb'"seconds": [0-9.e-]+', b"", found["manifest.jsonl"])
    return found


def started(cache: Path | None = None) -> dict[str, float]:
    """What a worker costs until it is ready; with a cache folder that is empty, also the conversion of the model."""
    environment = os.environ | ({"SUMMARIZER_CACHE": str(cache)} if cache else {})
    done = subprocess.run([sys.executable, "-c", START], env=environment, check=True, capture_output=True, text=True)
    return {name: round(value, 2) for name, value in json.loads(done.stdout).items()}


def measure(sentences: list[str], count: int, folder: Path) -> dict[str, Any]:
    made = list(articles(sentences, count))
    for i, article in enumerate(made):
        path = folder / "in" / str(i // 100) / f"{i:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{article.title}\n\n{article.text}\n", encoding="utf-8")

    cold, warm = started(folder / "cache"), started()
    pipeline = Pipeline(threads=1, cache=False)
    pipeline.summarize(made[0])
    stages = Stages(pipeline)
    wall, cpu = time.perf_counter(), time.process_time()
    begun = cpu
    deque(run_batch(find_inputs(folder / "in"), folder / "local", pipeline, Options(), runner=stages), 0)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    again = time.process_time()
    deque(run_batch(find_inputs(folder / "in"), folder / "local", pipeline, Options()), 0)
    again = time.process_time() - again

    ray = on_ray(folder, count)
    local = outputs(folder / "local")
    files = [len(data) for name, data in local.items() if name != "manifest.jsonl"]
    local_cpu = cpu - stages.carried_cpu
    read_cpu = stages.read_until - begun - stages.work_cpu - stages.carried_cpu
    driver_wall = wall - stages.work_wall
    return {
        "machine": platform.processor() or platform.machine(), "cores": os.cpu_count(), "articles": count, "words_each": round(stages.words / count),
        "same_bytes": local == outputs(folder / "ray"),
        "work_cpu_s": round(stages.work_cpu / count, 4),
        "read_cpu_s": round(read_cpu / count, 5), "write_cpu_s": round((local_cpu - stages.work_cpu - read_cpu) / count, 5),
        "driver_wall_s": round(driver_wall / count, 5),
        "carried_cpu_s": round(stages.carried_cpu / count, 5), "unchanged_cpu_s": round(again / count, 5),
        "bytes_there": round(sum(stages.there) / count), "bytes_back": round(sum(stages.back) / count),
        "bytes_output": round(sum(files) / len(files)), "bytes_manifest": round(len(local["manifest.jsonl"]) / count),
        "start_cold": cold, "start_warm": warm, "ray": ray,
        "local_cpu_s": round(local_cpu, 1),
    }  # fmt: skip


def on_ray(folder: Path, count: int) -> dict[str, float]:
    from summarizer.ray import cluster

    tree = Tree()
    begun, before = time.perf_counter(), tree.cpu_s()
    with cluster(Pipeline(threads=1, cache=False), address="local", workers=2) as runner:
        up = time.perf_counter() - begun
        runner.identity()
        ready, at_ready = time.perf_counter() - begun, tree.cpu_s()
        deque(run_batch(find_inputs(folder / "in"), folder / "ray", Pipeline(), Options(), runner=runner), 0)
        wall, at_end = time.perf_counter() - begun, tree.cpu_s()
        tree.ended.set()
    return {
        "workers": 2, "cluster_up_s": round(up, 1), "first_worker_s": round(ready, 1), "wall_s": round(wall, 1),
        "start_cpu_s": round(sum(at_ready.values()) - sum(before.values()), 1), "workers_cpu_s": round(at_end["workers"], 1),
        "driver_cpu_s": round(at_end["driver"] - before["driver"], 1),
        "own_cores": round((at_end["ray"] - at_ready["ray"]) / (wall - ready), 3),
        "peak_mb": round(tree.peak_mb), "worker_mb": round(tree.workers_mb),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", required=True, help="Dutch sentences, one a line")
    parser.add_argument("--articles", type=int, default=192)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        found = measure(Path(args.sentences).read_text(encoding="utf-8").splitlines(), args.articles, Path(scratch))
    args.output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
