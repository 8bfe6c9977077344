"""No regular expression of the package takes for ever, on whatever it is given."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.patterns import patterns

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "tests.patterns"]


def test_no_pattern_takes_for_ever():
    """It takes a second; what backtracks exponentially would take longer than anyone waits."""
    try:
        subprocess.run(COMMAND, cwd=ROOT, capture_output=True, check=True, timeout=100)
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"never ends: {(error.stdout or b'').decode().splitlines()[-1]}")


# The first two were ours.
@pytest.mark.parametrize(
    "pattern", [r"(?:X-\w+: .*\n(?:[ \t].*\r?\n)*){3}", r"(?s)(?:<!--.*?-->\s*)*<html", r"(?:\w+\s?)*:", r"\((?:a|[^()]b?|)*\)"]
)
def test_one_that_would_is_found(pattern):
    with subprocess.Popen([*COMMAND, pattern], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == f"given: {pattern!r}\n"
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.3)
        child.kill()


def test_all_patterns_are_looked_at():
    known = {r"\w+", r"\s+", r"^#+ ", rb"\\(?:x([0-9a-f]{2})|\\)"}  # of a constant, a table, a call, and bytes
    assert len(patterns()) > 200 and known <= patterns().keys()
