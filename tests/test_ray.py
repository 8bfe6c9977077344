"""Ray: the same files and the same manifest as without it, whatever becomes of the workers."""

import json
import os
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from summarizer import LENGTHS, ClusterError, ModelDamaged, Pipeline, windows
from summarizer.batch import Options, run_batch
from summarizer.inputs import find_inputs
from summarizer.progress import Tally
from tests.test_batch import TOWNS, StandIn, _quick_disk, articles, dutch, files, manifest  # noqa: F401 (fixtures)

ray = pytest.importorskip("ray")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ray", "ignore::ResourceWarning")


class Fragile(StandIn):
    """A stand-in whose process ends at one article, each time or (`times`) as often as there are bytes missing in a file."""

    translator = summarizer = None

    def __init__(self, deadly=None, log=None, times=None, damaged=None, **others):
        super().__init__(**others)
        self.deadly, self.log, self.times, self.damaged = deadly, log, times, damaged

    def identity(self):
        if self.damaged == "all" or (self.damaged and _first_of_all(self.damaged)):
            raise ModelDamaged("the weights are cut short")
        return super().identity()

    def summarize_together(self, articles, length, stopped=None):  # noqa: F811
        group = list(articles)
        if self.deadly in [article.path for article in group] and (self.times is None or _count(self.log) < self.times):
            with Path(self.log).open("ab") as file:
                file.write(b"x")
            os._exit(9)
        return super().summarize_together(group, length, stopped)


def _count(log):
    return len(Path(log).read_bytes()) if Path(log).exists() else 0


def _first_of_all(path):
    try:
        Path(path).touch(exist_ok=False)
        return True
    except FileExistsError:
        return False


@pytest.fixture(scope="module")
def two_workers():
    """Room for two; the workers see what this process imports."""
    from summarizer.ray import _connected

    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    with _connected("local", 2, lambda message: None):
        yield


def run(inputs, output, pipeline, options=None, warn=None):
    from summarizer.ray import cluster

    with cluster(pipeline, workers=2, warn=warn or (lambda message: None)) as runner:
        return list(run_batch(inputs, output, pipeline, options or Options(), runner=runner))


def without_seconds(output):
    return [{**line, "seconds": 0} for line in manifest(output)]


def test_all_is_as_without_ray_and_either_goes_on_where_the_other_stopped(articles, tmp_path, monkeypatch, two_workers):  # noqa: F811
    monkeypatch.setattr(windows, "ARTICLES", 3)
    (articles / "empty.txt").touch()
    (articles / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    rows = [{"text": dutch(town), "titel": town} for town in TOWNS[:4]]
    (articles / "many.jsonl").write_text("".join(map("{}\n".format, map(json.dumps, rows))) + "{broken\n", encoding="utf-8")
    pipeline, local, there = Pipeline(threads=1), tmp_path / "local", tmp_path / "there"
    options = Options(formats=["json", "html"])
    before = list(run_batch(find_inputs(articles), local, pipeline, options))
    after = run(find_inputs(articles), there, Pipeline(threads=1), options)
    assert sorted(map(str, after)) == sorted(map(str, before)) and {outcome.status for outcome in after} == {"done", "failed", "skipped"}
    assert files(there) == files(local) and without_seconds(there) == without_seconds(local)
    (articles / "Assen.txt").write_text(dutch("Hoorn"), encoding="utf-8")
    again = run(find_inputs(articles), local, Pipeline(threads=1), options)
    assert [outcome.input for outcome in again if outcome.status == "done"] == ["Assen.txt"]
    again = list(run_batch(find_inputs(articles), there, pipeline, options))
    assert [outcome.input for outcome in again if outcome.status == "done"] == ["Assen.txt"] and files(there) == files(local)


def test_a_worker_that_is_killed_twice_costs_no_article(articles, tmp_path, monkeypatch, two_workers):  # noqa: F811
    monkeypatch.setattr(windows, "ARTICLES", 4)
    said: list[str] = []
    outcomes = run(find_inputs(articles), tmp_path / "out", Fragile("Emmen.md", tmp_path / "log", times=2), warn=said.append)
    assert {outcome.status for outcome in outcomes} == {"done"} and len(outcomes) == 12
    assert len(said) == 2 == _count(tmp_path / "log") and all("a worker ended" in line for line in said)


def test_an_article_that_ends_every_worker_fails_alone(articles, tmp_path, monkeypatch, two_workers):  # noqa: F811
    monkeypatch.setattr(windows, "ARTICLES", 4)
    tally = Tally()
    deque(map(tally.add, run(find_inputs(articles), tmp_path / "out", Fragile("Emmen.md", tmp_path / "log", poison="Assen.txt"))), 0)
    assert tally.exit_code == 1 and (tally.done, tally.failed) == (10, 2)
    assert _count(tmp_path / "log") in (4, 5)  # twice in its group, twice alone; once more when another's end was not heard of
    failed = {line["input"]: line["error"] for line in manifest(tmp_path / "out") if line["status"] == "failed"}
    assert failed["Emmen.md"].startswith("ClusterError: 2 workers ended") and failed["Assen.txt"].startswith("MemoryError")
    assert len(list((tmp_path / "out").rglob("*.json"))) == 10


def test_a_worker_without_its_models_is_left_out_and_none_at_all_is_an_error(articles, tmp_path, monkeypatch, two_workers):  # noqa: F811
    monkeypatch.setattr(windows, "ARTICLES", 1)  # else the other may be done before this one is heard of
    said: list[str] = []
    outcomes = run(find_inputs(articles), tmp_path / "out", Fragile(damaged=tmp_path / "seen"), warn=said.append)
    assert {outcome.status for outcome in outcomes} == {"done"} and said == ["one worker fewer: the weights are cut short"]
    with pytest.raises(ModelDamaged, match="cut short"):
        run(find_inputs(articles), tmp_path / "none", Fragile(damaged="all"))


def test_a_dataset_gets_columns(two_workers, tmp_path):
    from ray.data import from_items, read_parquet

    from summarizer.ray import summarize_dataset

    rows = [{"number": i, "tekst": dutch(town) * 2, "titel": town} for i, town in enumerate(TOWNS[:3])] + [
        {"number": 9, "tekst": "", "titel": ""}
    ]
    ds = summarize_dataset(from_items(rows), "tekst", length=LENGTHS["short"])
    ds.write_parquet(str(tmp_path / "out"))
    found = sorted(read_parquet(str(tmp_path / "out")).take_all(), key=lambda row: row["number"])
    assert [row["titel"] for row in found] == [*TOWNS[:3], ""] and all(TOWNS[i] in found[i]["abstract"] for i in range(3))
    assert [row["error"] and row["error"].partition(":")[0] for row in found] == [None, None, None, "EmptyInput"]
    assert [row["language"] for row in found] == ["nl", "nl", "nl", None]


def test_the_program(articles, tmp_path, two_workers):  # noqa: F811
    (articles / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    command = [sys.executable, "-m", "summarizer", "batch", articles, "-o", tmp_path / "out", "--engine", "ray", "--address"]
    where: dict[str, Any] = {"cwd": Path(__file__).parents[1], "capture_output": True, "text": True, "check": False}
    nowhere = subprocess.run([*command, "127.0.0.1:1"], timeout=120, **where)
    assert nowhere.returncode == 2 and "Traceback" not in nowhere.stderr and "error: " in nowhere.stderr.splitlines()[-1], nowhere.stderr
    done = subprocess.run([*command, ray.get_runtime_context().gcs_address], timeout=120, **where)
    assert done.returncode == 1 and done.stdout == "", done.stderr
    lines = done.stderr.splitlines()
    assert lines[0].endswith("translations are rough") and lines[1].startswith("Ray: ") and lines[-2].startswith("error: picture.md")
    assert lines[-1].startswith("12 done, 0 unchanged, 1 failed") and len(lines) <= 5


def test_an_error_that_can_t_travel_says_what_it_said():
    from summarizer.ray_pool import _portable

    class Odd(Exception):
        def __init__(self, one, two):
            super().__init__(f"{one} and {two}")

    plain = ClusterError("gone", hint="look")
    assert _portable(plain) is plain and str(_portable(Odd(1, 2))) == "Odd: 1 and 2"


def test_the_files_of_the_documentation_parse_and_ask_for_what_there_is(tmp_path):
    import re

    import yaml

    text = (Path(__file__).parents[1] / "docs" / "scale.md").read_text("utf-8")
    blocks = re.findall(r"```(\w+)\n(.*?)```", text, re.DOTALL)
    kinds = [part["kind"] for language, body in blocks if language == "yaml" for part in yaml.safe_load_all(body)]
    assert kinds == ["Job", "Job", "RayJob"]
    for body in (body for language, body in blocks if language == "bash"):
        assert subprocess.run(["bash", "-n"], input=body, text=True, check=False).returncode == 0
    helped = subprocess.run([sys.executable, "-m", "summarizer", "batch", "--help"], capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"--[a-z-]+", helped))
    asked = {option for line in re.findall(r"summarizer,? batch.*", text) for option in re.findall(r"(?<![\w-])--[a-z-]+", line)}
    assert len(asked) > 8 and asked <= known, asked - known
