"""Parquet in and out, articles that lie elsewhere, and groups that are given out before the oldest is done."""

import dataclasses
import datetime
import json
from typing import Any

import pytest

from summarizer import UnreadableInput, windows
from summarizer.batch import Options, run_batch
from summarizer.inputs import find_inputs, is_url
from summarizer.reading import read_records, read_text
from summarizer.runners import TwoAtOnce, summarize_group
from summarizer.summarization import LENGTHS
from summarizer.views import json_lines
from tests.test_batch import TOWNS, StandIn, _quick_disk, articles, do, dutch, files, manifest, run, statuses  # noqa: F401 (fixtures)
from tests.test_batch_outputs import story

pyarrow = pytest.importorskip("pyarrow")


def parquet(path, rows):
    from pyarrow import parquet

    path.parent.mkdir(exist_ok=True, parents=True)
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)


def test_rows_of_parquet_are_articles_as_lines_of_jsonl_are(tmp_path):
    rows = [{"id": i, "Titel": town, "text": dutch(town), "date": datetime.date(2024, 5, 1 + i)} for i, town in enumerate(TOWNS)]
    rows[1] |= {"text": None}
    parquet(tmp_path / "a.parquet", rows)
    found: list[Any] = list(read_records((tmp_path / "a.parquet").read_bytes(), path="a.parquet"))
    lines = "".join(json.dumps(row, default=str) + "\n" for row in rows)
    expected: list[Any] = list(read_records(lines.encode(), path="a.jsonl"))
    assert [type(item) for item in found] == [type(item) for item in expected] and found[0].date == "2024-05-01"
    for one, other in zip(found[2:], expected[2:], strict=True):
        assert dataclasses.replace(one, sha256="", format="", path=None) == dataclasses.replace(other, sha256="", format="", path=None)


@pytest.mark.parametrize("kept", [4, 100, -1, -9])
def test_a_damaged_parquet_file_is_one_failure(tmp_path, kept):
    parquet(tmp_path / "in" / "a.parquet", [{"text": dutch("Assen") * 50}])
    data = (tmp_path / "in" / "a.parquet").read_bytes()
    (tmp_path / "in" / "a.parquet").write_bytes(data[:kept])
    outcomes = do(tmp_path / "in", tmp_path / "out")
    assert statuses(outcomes) == ["failed"], outcomes


def test_a_table_without_text_says_what_it_has(tmp_path):
    parquet(tmp_path / "in" / "a.parquet", [{"naam": "x", "url": "y"}])
    (outcome,) = do(tmp_path / "in", tmp_path / "out").values()
    assert outcome.error.startswith("UnsupportedInput") and "url" in outcome.error


@pytest.mark.parametrize("scheme", ["file", "memory"])
def test_articles_elsewhere_are_as_in_a_folder(articles, tmp_path, scheme):  # noqa: F811
    from pyarrow.fs import LocalFileSystem, copy_files

    from summarizer.remote import filesystem, find_remote_inputs

    (articles / ".hidden").mkdir()
    (articles / ".hidden" / "x.txt").touch()
    (articles / "a-b").mkdir()
    (articles / "a-b" / "x.txt").write_text(dutch("Hoorn"), encoding="utf-8")
    url = articles.as_uri() if scheme == "file" else f"memory://{tmp_path.name}"
    if scheme == "memory":
        there, key = filesystem(url)
        copy_files(str(articles), key, source_filesystem=LocalFileSystem(), destination_filesystem=there)
    do(articles, tmp_path / "local")
    list(run_batch(find_remote_inputs(url), tmp_path / "there", StandIn(), Options()))  # type: ignore[arg-type]
    assert files(tmp_path / "there") == files(tmp_path / "local")
    assert [item.relative for item in find_remote_inputs(url, pattern="a/*.md")] == [
        item.relative for item in find_inputs(articles, pattern="a/*.md")
    ]
    large = list(run_batch(find_remote_inputs(url), tmp_path / "small", StandIn(), Options(max_bytes=10)))  # type: ignore[arg-type]
    assert {outcome.error.partition(":")[0] for outcome in large} == {"InputTooLarge"}


@pytest.mark.parametrize("url", ["file:///no/such/folder", "memory://nothing", "nonsense://x"])
def test_where_nothing_is_or_can_be_is_an_input_error(url):
    from summarizer.remote import find_remote_inputs

    assert is_url(url) and not is_url("a/b") and not is_url("C:\\x")
    with pytest.raises(UnreadableInput):
        list(find_remote_inputs(url))


def test_the_program_reads_a_url_and_copies_tables_to_one(articles, tmp_path):  # noqa: F811
    from pyarrow import parquet

    there = tmp_path / "there"
    there.mkdir()
    copies = ["--parquet", f"{there.as_uri()}/all.parquet", "--jsonl", f"{there.as_uri()}/all.jsonl"]
    done = run(articles.as_uri(), "-o", tmp_path / "out", *copies)
    assert done.returncode == 0, done.stderr
    table = parquet.read_table(there / "all.parquet").to_pylist()
    assert [row["path"] for row in table] == [item.relative for item in find_inputs(articles)]
    lines = (there / "all.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(row["record"]) for row in table] == [json.loads(line) for line in lines]
    for arguments, code, said in [
        ((tmp_path / "nowhere", "-o", tmp_path / "x"), 2, "no folder"),
        ((articles, "-o", "s3://bucket/x"), 2, "-o takes a folder on a disk"),
        ((articles, "-o", tmp_path / "x", "--workers", "2"), 2, "go with --engine ray"),
        ((articles, "-o", tmp_path / "x", "--jsonl", "nonsense://x/y"), 1, "no file system"),
    ]:
        done = run(*arguments)
        assert done.returncode == code and said in " ".join(done.stderr.replace("│", " ").split()), done.stderr


# --- Groups ahead ----------------------------------------------------------------------------------------------------------------------------


class Ahead:
    """A runner with several groups in its hands, which it does when they are asked back."""

    def __init__(self, pipeline, ahead):
        self.pipeline, self.ahead, self.most, self._open = pipeline, ahead, 0, 0

    def identity(self):
        return self.pipeline.identity()

    def submit(self, group, length):
        self._open += 1
        self.most = max(self.most, self._open)
        return Later(self, group, length)


class Later:
    def __init__(self, runner, group, length):
        self.runner, self.group, self.length = runner, group, length

    def result(self):
        self.runner._open -= 1
        return summarize_group(self.runner.pipeline, self.group, self.length)


@pytest.mark.parametrize("ahead", [1, 2, 7])
def test_groups_given_ahead_change_nothing(articles, tmp_path, monkeypatch, ahead):  # noqa: F811
    monkeypatch.setattr(windows, "ARTICLES", 2)
    views = [json_lines(tmp_path / name / "all.jsonl") for name in ("one", "two")]
    do(articles, tmp_path / "one", options=Options(views=views[:1]))
    runner = Ahead(StandIn(), ahead)
    list(run_batch(find_inputs(articles), tmp_path / "two", runner.pipeline, Options(views=views[1:]), runner=runner))
    assert runner.most == min(ahead + 1, 6)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert [line | {"seconds": 0} for line in manifest(tmp_path / "one")] == [line | {"seconds": 0} for line in manifest(tmp_path / "two")]


@pytest.mark.parametrize("poison", [None, "Breda.txt"])
def test_two_groups_at_once_change_nothing(articles, tmp_path, monkeypatch, poison):  # noqa: F811
    monkeypatch.setattr(windows, "ARTICLES", 2)
    do(articles, tmp_path / "one", StandIn(poison))
    with TwoAtOnce(StandIn(poison)) as runner:  # type: ignore[arg-type]
        list(run_batch(find_inputs(articles), tmp_path / "two", runner=runner, pipeline=StandIn(poison), options=Options()))  # type: ignore[arg-type]
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_groups_that_nobody_waits_for_are_given_up():
    class Patient(StandIn):
        def summarize_together(self, articles, length, stopped=None):  # noqa: F811
            assert stopped.wait(60)
            return []

    with TwoAtOnce(Patient()) as runner:  # type: ignore[arg-type]
        pending = [runner.submit([read_text(town)], LENGTHS["short"]) for town in TOWNS[:3]]
    assert pending[0].result() == pending[1].result() == [] and pending[2].cancelled()  # type: ignore[attr-defined]


def test_copies_of_what_fails_in_a_group_before_are_done_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(windows, "ARTICLES", 2)
    folder = tmp_path / "in"
    folder.mkdir()
    for i, text in enumerate([story(1), story(2), story(3), story(1), story(4), story(1), story(2)]):
        (folder / f"{i}.txt").write_text(text, encoding="utf-8")
    for ahead in (0, 1, 5):
        runner = Ahead(StandIn(fails=["0.txt"]), ahead)
        output = tmp_path / str(ahead)
        found = run_batch(find_inputs(folder), output, runner.pipeline, Options(dedupe=True), runner=runner)
        ends = {outcome.input: outcome.status for outcome in found}
        assert [ends[f"{i}.txt"] for i in range(7)] == ["failed", "done", "done", "done", "done", "duplicate", "duplicate"]
        last = {line["input"]: line["duplicate_of"] for line in manifest(output)}
        assert last["5.txt"] == "3.txt" and last["6.txt"] == "1.txt"
