"""Feed the program made-up bytes and see whether what it promises of any input holds: tests/fuzz_targets.py says what that is.

    python scripts/fuzz.py all --seconds 30
    python scripts/fuzz.py html --seconds 300
    python scripts/fuzz.py html --input FILE        # one input again

With atheris installed (`pip install -c constraints.txt atheris`) the runs are guided by coverage, without it inputs are changed by chance alone. An
input that breaks a promise is kept in findings/TARGET, once for each place that it breaks at, and the run goes on. Once mended it belongs in
tests/data/fuzz/TARGET, where it is a seed and a test. Prints JSON, a line for each target; exit code 1 when something was found.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import importlib.util
import json
import logging
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
MAX_BYTES = 20_000  # of an input: what breaks on more breaks on this, sooner
SLOW = 5.0  # CPU seconds that one input may take; all of them take milliseconds, a guided run some times as long
HANGS = 60  # seconds after which a run is given up

if TYPE_CHECKING:
    from tests.fuzz_targets import Target

# What breaks programs, for splicing: characters of many kinds, numbers, marks of formats.
_ODD = "\0\t\n\r\x0b\x0c\x1b\x7f\x85\xad €’“…–ßİıſ²½٣०Ⅷ①ﬁ\u0301\u200b\u200d\u2028\u202e\u2066\ufeff\ufffd𝟘😀\ud800"
_MARKS = """<!-- --> <![CDATA[ </ /> &#8238; &#x1b; &#0; &amp; &lt; \\u202e \\u001b \\ud800 \\n ``` ]( ![ ** | ; , " ' { } [ ] null NaN 1e999 -1 0
%PDF- 99999999999999999999 1.299,95 12-5-2024 20:30 miljoen honderd twenty-one half niet not van B.V. J. U.S. 's e.d. iPhone A .. !? =?utf-8?B?"""
_LINES = "\n---\n|\n# |\n> |\n- |\n1. |\r\n\r\n|\r\n--x\r\n|Content-Type: text/html; charset=utf-7\r\n|$3.5 bn| van de | not "
TOKENS = [
    *(character.encode("utf-8", "surrogatepass") for character in _ODD), *(mark.encode() for mark in _MARKS.split()),
    *(line.encode() for line in _LINES.split("|")), b"\xff", b"\xfe", b"\xc3", b"\xef\xbb\xbf", b"\x1f\x8b\x08", b"PK\x03\x04",
]  # fmt: skip


class Findings:
    """What broke, kept once for each place."""

    def __init__(self, target: Target, folder: Path) -> None:
        self.target, self.folder = target, folder
        self.seen: dict[str, str] = {}
        self.executions = 0
        self.slowest = 0.0

    def run(self, data: bytes) -> None:
        """One input."""
        self.executions += 1
        started = time.process_time()
        try:
            self.target.check(data)
            fault = ""
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            said = re.sub(r"[^ -~]|\d", "", str(error))[:30] if isinstance(error, AssertionError) else ""
            fault = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno} {said}".strip()
        seconds = time.process_time() - started
        self.slowest = max(self.slowest, seconds)
        fault = fault or (f"takes over {SLOW:g} s" if seconds > SLOW else "")
        if fault and fault not in self.seen:
            name = hashlib.sha256(data).hexdigest()[:12]
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(data)
            self.seen[fault] = name
            print(f"{self.target.name}: {fault}: {self.folder / name}", file=sys.stderr, flush=True)

    def report(self, seconds: float, guided: bool) -> dict[str, Any]:
        return {
            "target": self.target.name, "seconds": round(seconds, 1), "executions": self.executions, "guided": guided,
            "slowest": round(self.slowest, 3), "findings": self.seen,
        }  # fmt: skip


def mutated(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Some bytes changed, parts doubled, moved, taken from others, or cut off."""
    made = bytearray(data)
    for _ in range(min(20, 1 + int(chance.expovariate(0.4)))):
        place = chance.randrange(len(made) + 1)
        end = min(len(made), place + chance.choice([1, 1, 2, 4, 16, 64, 256]))
        match chance.randrange(7):
            case 0 if made:
                made[place % len(made)] = chance.randrange(256)
            case 1:
                made[place:place] = chance.choice(TOKENS)
            case 2:
                made[place:end] = chance.choice(TOKENS)
            case 3:
                del made[place:end]
            case 4:
                made[place:place] = made[place:end] * chance.choice([1, 2, 10, 200])
            case 5 if others:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                made[place:place] = other[start : start + chance.choice([8, 64, 512])]
            case 6 if chance.random() < 0.1:
                del made[place:]
        del made[MAX_BYTES:]
    return bytes(made)


def by_chance(findings: Findings, seeds: Sequence[bytes], more: Callable[[], bool], chance: random.Random) -> None:
    """The seeds themselves, then changes of them while there is `more` to be done."""
    for seed in seeds:
        findings.run(seed)
    while more():
        findings.run(mutated(chance.choice(seeds), seeds, chance))


def guided(findings: Findings, seeds: Sequence[bytes], more: Callable[[], bool], end: Callable[[], int], seed: int) -> None:
    """By coverage, with atheris. Doesn't come back, and ends the process: libFuzzer knows no other way."""
    import atheris

    chance = random.Random(seed)
    scratch = tempfile.mkdtemp(prefix="fuzz-")
    tempfile.tempdir = scratch  # whatever targets make there goes with it

    def change(data: bytes, max_size: int, number: int) -> bytes:
        return mutated(data, seeds, chance)[:max_size] if number % 2 else bytes(atheris.Mutate(data, max_size))

    def run(data: bytes) -> None:
        findings.run(data)
        if not more():
            code = end()
            shutil.rmtree(scratch, ignore_errors=True)
            os._exit(code)

    corpus = Path(scratch) / "corpus"
    corpus.mkdir()
    for i, each in enumerate(seeds):
        (corpus / str(i)).write_bytes(each[:MAX_BYTES])
    findings.folder.mkdir(parents=True, exist_ok=True)
    options = [f"-max_len={MAX_BYTES}", f"-timeout={HANGS}", "-rss_limit_mb=3000", f"-seed={seed}", f"-artifact_prefix={findings.folder}/"]
    atheris.Setup([sys.argv[0], *options, "-verbosity=0", str(corpus)], run, custom_mutator=change)
    atheris.Fuzz()


@contextlib.contextmanager
def instrumented(names: Sequence[str], wanted: bool) -> Iterator[None]:
    """Imports inside are made to tell atheris what was covered."""
    if not wanted:
        yield
        return
    import atheris

    with atheris.instrument_imports(include=list(names)):
        yield


def one(name: str, seconds: int, seed: int, folder: Path, guide: bool) -> None:
    """Run one target in this process, and print its report at the end."""
    logging.disable()  # as the readers' process does: pypdf says something of every byte
    sys.path[:0] = [str(ROOT)]
    with instrumented(["summarizer", "syntok", "pypdf"], guide):
        from tests.fuzz_targets import TARGETS, seeds_of

        for module in TARGETS[name].modules:
            importlib.import_module(module)
    findings, seeds = Findings(TARGETS[name], folder / name), list(seeds_of(name))
    began = time.monotonic()

    def report() -> int:
        print(json.dumps(findings.report(time.monotonic() - began, guide)), flush=True)
        return int(bool(findings.seen))

    if guide:
        guided(findings, seeds, lambda: time.monotonic() - began < seconds, report, seed)
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"{name}: hangs"))

    def more() -> bool:
        signal.alarm(HANGS)
        return time.monotonic() - began < seconds

    by_chance(findings, seeds, more, random.Random(seed))
    signal.alarm(0)
    sys.exit(report())


def main() -> None:
    sys.path[:0] = [str(ROOT)]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", help="a target by name, or all")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    parser.add_argument("--input", type=Path, help="run this one input, with the traceback of what it breaks")
    parser.add_argument("--chance", action="store_true", help="by chance alone, also where atheris is installed")
    options = parser.parse_args()
    guide = not options.chance and importlib.util.find_spec("atheris") is not None
    if options.input:
        from tests.fuzz_targets import TARGETS

        TARGETS[options.target].check(options.input.read_bytes())
    elif options.target != "all":
        one(options.target, options.seconds, options.seed, options.findings, guide)
    else:
        sys.exit(all_targets(options))


def all_targets(options: argparse.Namespace) -> int:
    """Each target in a process of its own, one after the other; 1 when one found something, or didn't end well."""
    from tests.fuzz_targets import TARGETS

    failed = False
    for name in TARGETS:
        command = [sys.executable, __file__, name, "--seconds", str(options.seconds), "--seed", str(options.seed)]
        command += ["--findings", str(options.findings), *(["--chance"] if options.chance else [])]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        lines = [line for line in done.stdout.splitlines() if line.startswith('{"target"')]
        print(lines[-1] if lines else json.dumps({"target": name, "exit": done.returncode}), flush=True)
        if not lines:  # a crash or a hang in a library: where is said last
            print("\n".join(done.stderr.splitlines()[-30:]), file=sys.stderr)
        failed |= not lines or bool(json.loads(lines[-1])["findings"])
    return int(failed)


if __name__ == "__main__":
    main()
