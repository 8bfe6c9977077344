"""Run the hostile cases and print them as a table: case, promise, result, seconds; a word of a case's name picks some.

.venv/bin/python scripts/hostile_table.py [WORD]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from summarizer import Pipeline
from tests.hostile import CASES
from tests.hostile.cases import Case, Place, Skipped
from tests.hostile.warm import Program


def result(case: Case, place: Place) -> str:
    try:
        case.check(place)
    except Skipped as reason:
        return f"not here: {reason}"
    except Exception:
        traceback.print_exc()
        return "**FAILED**"
    return "held"


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["SUMMARIZER_CACHE"] = f"{scratch}/cache"
        os.environ["OMP_NUM_THREADS"] = "1"
        assert Pipeline.from_defaults().translator  # the model is converted
        (Path(scratch) / "streams").mkdir()
        program = Program(Path(scratch) / "streams", os.environ)
        print("| | case | promise | result | seconds |\n|---:|---|---|---|---:|")
        rows = []
        for number, case in enumerate((case for case in CASES if wanted in case.name), 1):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            started = time.monotonic()
            said = result(case, Place(folder, program))
            rows.append((time.monotonic() - started, case.name, said))
            print(f"| {number} | {case.name} | {case.promise} | {said} | {rows[-1][0]:.1f} |", flush=True)
        program.close()
    slowest = max(rows)
    failed = sum("FAILED" in row[2] for row in rows)
    print(
        f"\n{len(rows)} cases in {sum(row[0] for row in rows):.0f} s, {failed} failed; the slowest, {slowest[1]}, took {slowest[0]:.1f} s."
    )
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
