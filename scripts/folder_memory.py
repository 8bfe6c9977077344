"""How much memory walking a folder takes, and a batch of it: made-up empty files, since what is in them is the pipeline's matter.

python scripts/folder_memory.py 1000 10000 100000
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

WALK = """
import resource, sys
from collections import deque
from pathlib import Path
from summarizer.batch import Options, run_batch
from summarizer.inputs import find_inputs
from summarizer.pipeline import Pipeline
folder, output = map(Path, sys.argv[1:3])
deque(find_inputs(folder) if sys.argv[3] == "walk" else run_batch(find_inputs(folder), output, Pipeline(), Options()), maxlen=0)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def main() -> None:
    for count in map(int, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "in"
            for number in range(count):
                path = folder / str(number // 1000) / f"{number}.txt"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            peaks = [peak(folder, Path(scratch) / "out", how) for how in ("walk", "first run", "second run")]
            print(f"{count} files, peak MB: walk {peaks[0]}, first run {peaks[1]}, second run {peaks[2]}", flush=True)


def peak(folder: Path, output: Path, how: str) -> int:
    done = subprocess.run([sys.executable, "-c", WALK, str(folder), str(output), how], check=True, capture_output=True, text=True)
    return int(done.stdout)


if __name__ == "__main__":
    main()
