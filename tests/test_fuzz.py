"""The fuzzer's targets on their seeds and on some inputs made by chance, the same each time. `scripts/fuzz.py all --seconds 30` looks further."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz import MAX_BYTES, Findings, by_chance, mutated
from tests.fuzz_targets import TARGETS, Target, seeds_of

ROOT = Path(__file__).parents[1]
ROUNDS = 150  # inputs made by chance for each target; some take a hundredth of a second


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_promised_of_any_input_holds(name, tmp_path):
    findings, left = Findings(TARGETS[name], tmp_path), iter(range(ROUNDS))
    by_chance(findings, list(seeds_of(name)), lambda: next(left, None) is not None, random.Random(name))
    assert findings.seen == {}
    assert findings.executions >= ROUNDS + 2  # there are seeds


def test_every_kept_input_belongs_to_a_target():
    folders = [folder.name for folder in (ROOT / "tests" / "data" / "fuzz").iterdir()]
    assert folders and set(folders) <= TARGETS.keys()


def brittle(data: bytes) -> None:
    assert b"\x1b" not in data, "an escape"
    if b"||" in data:
        raise RuntimeError("two bars")


def test_what_breaks_is_found_and_kept_once_for_each_place(tmp_path):
    findings, left = Findings(Target("brittle", brittle, list, ()), tmp_path / "kept"), iter(range(3000))
    by_chance(findings, [b"een | twee"], lambda: next(left, None) is not None, random.Random(1))
    assert len(findings.seen) == 2
    kept = {path.name: path.read_bytes() for path in (tmp_path / "kept").iterdir()}
    assert sorted(kept) == sorted(findings.seen.values())
    for fault, name in findings.seen.items():
        assert fault.startswith(("AssertionError at test_fuzz.py", "RuntimeError at test_fuzz.py"))
        with pytest.raises((AssertionError, RuntimeError)):
            brittle(kept[name])


def test_what_takes_long_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("fuzz.SLOW", 0.0)
    findings = Findings(Target("slow", lambda data: None, list, ()), tmp_path)
    findings.run(b"x" * 1000)
    assert list(findings.seen) == ["takes over 0 s"]


def test_changes_are_of_many_kinds_and_stay_small():
    chance, data = random.Random(1), b"De kat zit op de mat. " * 9
    made = [mutated(data, [b"anders" * 99], chance) for _ in range(500)]
    assert len(set(made)) > 450 and max(map(len, made)) <= MAX_BYTES
    assert min(map(len, made)) < len(data) / 2 < len(data) * 2 < max(map(len, made))
    assert mutated(b"", [], chance) is not None


def test_the_script_reports_and_its_exit_code_tells(tmp_path):
    command = [sys.executable, str(ROOT / "scripts" / "fuzz.py"), "decoding", "--seconds", "0", "--chance", "--findings", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report["target"] == "decoding" and report["findings"] == {} and report["executions"] > 5
