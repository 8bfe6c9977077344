"""What a batch makes of many kinds of files: several outputs an article, records of a file, views over all, copies, and parts of a folder."""

import csv
import gzip
import io
import json
import os
import random
import signal

import pytest

from summarizer import FoldersRefused, windows
from summarizer.batch import Options, run_batch
from summarizer.duplicates import SIMILAR, Originals, signature, similarity
from summarizer.inputs import Shard, find_inputs
from summarizer.manifest import open_manifest
from summarizer.stopping import stop_when_asked
from summarizer.views import digests, json_lines, table
from tests import documents
from tests.test_batch import TOWNS, StandIn, _quick_disk, articles, do, dutch, files, manifest, run, statuses  # noqa: F401 (fixtures)


def views(output):
    return [*digests(output), json_lines(output / "all.jsonl"), table(output / "all.csv")]


def moments(output):
    return {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file() and ".summarizer" not in path.parts}


def story(number, words=120):
    return " ".join(random.Random(number).choices([f"woord{i}" for i in range(5000)], k=words)) + ".\n"


# --- Formats and records ---------------------------------------------------------------------------------------------------------------------


def test_several_formats_are_a_file_and_a_line_each_and_one_that_is_gone_is_made_again(articles, tmp_path):  # noqa: F811
    output, options = tmp_path / "out", Options(formats=["json", "html", "markdown", "text"])
    do(articles, output, options=options)
    found = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file() and ".summarizer" not in path.parts}
    expected = {f"{item.relative}{ending}" for item in find_inputs(articles) for ending in (".json", ".html", ".md", ".txt")}
    assert found == expected | {"manifest.jsonl"}
    assert {line["output"] for line in manifest(output) if line["status"] == "done"} == expected
    (output / "Assen.txt.html").unlink()
    assert [name for name, outcome in do(articles, output, options=options).items() if outcome.status == "done"] == ["Assen.txt"]
    assert (output / "Assen.txt.html").exists()


def records(path, rows):
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_each_record_is_an_article_and_a_bad_one_is_named_and_stops_none(tmp_path):
    folder, output = tmp_path / "in", tmp_path / "out"
    good = [{"text": dutch(town), "title": town} for town in TOWNS[:3]]
    records(folder / "a.jsonl", [good[0], "\n", "{broken\n", good[1], {"title": "no text"}, {"text": ""}, good[2]])
    (folder / "b.csv").write_text(f'kop,body\nEen,"{dutch("Tiel").strip()}"\nTwee,\n', encoding="utf-8")
    first = do(folder, output, options=Options(text_field="body"))
    assert {name for name, outcome in first.items() if outcome.status == "failed"} == {f"a.jsonl#{i}" for i in (1, 3, 4, 5, 6, 7)}
    found = do(folder, output)
    assert {name: outcome.status for name, outcome in found.items() if name.startswith("a")} == {
        "a.jsonl#1": "done", "a.jsonl#3": "failed", "a.jsonl#4": "done", "a.jsonl#5": "failed", "a.jsonl#6": "skipped", "a.jsonl#7": "done",
    }  # fmt: skip
    assert found["b.csv#1"].status == "done" and found["b.csv#2"].status == "skipped"
    assert sorted(path.name for path in (output / "a.jsonl").iterdir()) == ["000001.json", "000004.json", "000007.json"]
    good[1]["text"] = dutch("Zwolle")
    records(folder / "a.jsonl", [good[0], "\n", "{broken\n", good[1], {"title": "no text"}, {"text": ""}, good[2]])
    assert [name for name, outcome in do(folder, output).items() if outcome.status == "done"] == ["a.jsonl#4"]


# --- Views -----------------------------------------------------------------------------------------------------------------------------------


def test_views_hold_all_that_is_done_and_are_left_alone_while_nothing_changes(articles, tmp_path):  # noqa: F811
    output = tmp_path / "out"
    options = Options(formats=["json", "html"], views=views(output))
    do(articles, output, options=options)
    rows = [json.loads(line) for line in (output / "all.jsonl").read_text("utf-8").splitlines()]
    names = [row["source"]["path"] for row in rows]
    assert sorted(names) == sorted(item.relative for item in find_inputs(articles)) and all(row["output"].endswith(".html") for row in rows)
    assert [row["path"] for row in csv.DictReader(io.StringIO((output / "all.csv").read_text("utf-8")))] == names
    page, text = ((output / f"digest.{ending}").read_text("utf-8") for ending in ("html", "md"))
    assert all(f'href="./{name}.html"' in page and f"(<./{name}.html>)" in text for name in names)
    before = moments(output)
    do(articles, output, options=options)
    assert moments(output) == before
    for each in ("all.csv", "digest.md"):
        (output / each).write_text("edited", encoding="utf-8")
    (articles / "new.txt").write_text(dutch("Hoorn"), encoding="utf-8")
    do(articles, output, options=options, pattern="new.txt")  # of one article, yet the views have all
    assert len((output / "all.jsonl").read_text("utf-8").splitlines()) == 13 and "Hoorn" in (output / "digest.md").read_text("utf-8")
    assert len((output / "all.csv").read_text("utf-8").splitlines()) >= 14


def test_a_view_replaces_only_what_is_a_view(articles, tmp_path):  # noqa: F811
    (tmp_path / "all.csv").write_text("mine", encoding="utf-8")
    done = run(articles, "-o", tmp_path / "out", "--csv", tmp_path / "all.csv")
    assert done.returncode == 4 and "was there before" in done.stderr and (tmp_path / "all.csv").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--digest", "-f", "html"], "add -f json"), (["--jsonl", "x", "--csv", "x"], "one file"), (["--jsonl", "in/x.jsonl"], "among the articles"),
        (["--shard", "1/2", "--digest"], "without --shard"), (["--shard", "3/2"], "I/N"), (["--shard", "0/2"], "I/N"), (["--shard", "x"], "I/N"),
        (["--shard", "1/2", "--merge"], "without --shard"),
    ],
)  # fmt: skip
def test_what_can_t_be_is_a_usage_error(articles, tmp_path, arguments, said):  # noqa: F811
    done = run("in", "-o", "out", *arguments, cwd=tmp_path)
    assert done.returncode == 2 and said in " ".join(done.stderr.replace("│", " ").split()) and not (tmp_path / "out").exists()


# --- Copies ----------------------------------------------------------------------------------------------------------------------------------


def test_the_estimate_of_similarity_is_near_the_true_one():
    for seed in range(20):
        words = story(seed, 400).split()
        changed = words.copy()
        for place in random.Random(seed).sample(range(400), 6):
            changed[place] = "anders"
        sets = [{tuple(text[i : i + 5]) for i in range(len(text) - 4)} for text in (words, changed)]
        true = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
        one, other = signature(" ".join(words)), signature(" ".join(changed))
        assert one and other and abs(similarity(one, other) - true) < 0.2  # five standard deviations


def test_copies_are_told_by_wording_not_by_case_or_marks_and_short_texts_never():
    known = Originals()
    first = signature(story(1))
    assert first
    known.add("first", first)
    for text, original in [
        (story(1).upper().replace(" ", ",  "), "first"), (f"{story(1)} Door onze redactie.", "first"), (story(2), None),
        (story(1, 120)[:400] + story(3, 120)[:400], None),
    ]:  # fmt: skip
        found = signature(text)
        assert found and known.find(found) == original
    assert signature("Kort bericht.") is None and 0.5 < SIMILAR < 1


def copies(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in [("a", story(1)), ("b", story(2)), ("c", story(1) + "Bron: ANP.\n"), ("d", story(1).upper()), ("e", story(3))]:
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder, tmp_path / "out"


def by_status(outcomes):
    return {name.removesuffix(".txt"): outcome.status for name, outcome in outcomes.items()}


def test_copies_are_linked_cost_nothing_and_stand_in_the_digest(tmp_path):
    folder, output = copies(tmp_path)
    pipeline, options = StandIn(), Options(dedupe=True, views=views(output))
    found = by_status(do(folder, output, pipeline, options))
    assert found == {"a": "done", "b": "done", "c": "duplicate", "d": "duplicate", "e": "done"}
    assert pipeline.groups == [["a.txt", "b.txt", "e.txt"]] and not (output / "c.txt.json").exists()
    linked = {line["input"]: line["duplicate_of"] for line in manifest(output) if line["status"] == "duplicate"}
    assert linked == {"c.txt": "a.txt", "d.txt": "a.txt"}
    assert "also in c.txt, d.txt" in (output / "digest.md").read_text("utf-8") and ">d.txt</bdi>" in (output / "digest.html").read_text(
        "utf-8"
    )
    before = moments(output)
    assert set(statuses(do(folder, output, options=options))) == {"unchanged", "duplicate"} and moments(output) == before


@pytest.mark.parametrize("change", ["changed", "vanished", "failing", "not asked for"])
def test_a_copy_without_its_original_is_done(tmp_path, change):
    folder, output = copies(tmp_path)
    do(folder, output, options=Options(dedupe=True))
    pipeline = StandIn()
    if change == "changed":
        (folder / "a.txt").write_text(story(9), encoding="utf-8")
    elif change == "vanished":
        (folder / "a.txt").unlink()
    elif change == "failing":
        (folder / "a.txt").write_text(story(1) + "Gewijzigd.\n", encoding="utf-8")
        pipeline = StandIn(fails=["a.txt"])
    found = by_status(do(folder, output, pipeline, Options(dedupe=change != "not asked for")))
    assert (found["c"], found["d"]) == ("done", "done" if change == "not asked for" else "duplicate")
    assert json.loads((output / "c.txt.json").read_text("utf-8"))["source"]["path"] == "c.txt"


def test_what_turns_out_a_copy_loses_its_output(tmp_path):
    folder, output = copies(tmp_path)
    do(folder, output)
    assert (output / "d.txt.json").exists()
    (folder / "d.txt").write_text(story(2), encoding="utf-8")
    found = by_status(do(folder, output, options=Options(dedupe=True)))
    assert found["d"] == "duplicate" and not (output / "d.txt.json").exists()


# --- Parts -----------------------------------------------------------------------------------------------------------------------------------


def test_parts_are_disjoint_and_joined_say_the_same_as_one_run(articles, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(windows, "ARTICLES", 1)  # the stand-in's results depend on the group
    one, parts = tmp_path / "one", tmp_path / "parts"
    do(articles, one, options=Options(views=views(one)))
    found = [do(articles, parts, options=Options(shard=Shard(i, 3))) for i in (1, 2, 3)]
    assert sorted(name for outcomes in found for name in outcomes) == sorted(item.relative for item in find_inputs(articles))
    merged = list(run_batch([], parts, StandIn(), Options(views=views(parts))))  # type: ignore[arg-type]
    assert merged == [] and not list(parts.glob("manifest-*"))
    texts = [{name: data for name, data in files(folder).items() if not name.startswith(".")} for folder in (one, parts)]
    assert texts[0] == texts[1]
    assert set(statuses(do(articles, parts))) == {"unchanged"}


def test_a_part_runs_once_at_a_time_beside_others_but_not_beside_the_whole(articles, tmp_path):  # noqa: F811
    output = tmp_path / "out"
    with open_manifest(output, print, "1-of-2"):
        do(articles, output, options=Options(shard=Shard(2, 2)))
        for options in (Options(shard=Shard(1, 2)), Options()):
            with pytest.raises(FoldersRefused):
                do(articles, output, options=options)


# --- Stopping, and every format ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_asked_once_the_group_in_hand_is_finished_and_no_view_is_made(articles, tmp_path, monkeypatch, capfd, number, code):  # noqa: F811
    monkeypatch.setattr(windows, "ARTICLES", 5)
    output, pipeline = tmp_path / "out", StandIn()
    summarize_together = pipeline.summarize_together

    def interrupted(*arguments):
        signal.raise_signal(number)
        return summarize_together(*arguments)

    monkeypatch.setattr(pipeline, "summarize_together", interrupted)
    with stop_when_asked() as stop:
        found = list(run_batch(find_inputs(articles), output, pipeline, Options(views=views(output)), stop=stop))  # type: ignore[arg-type]
        assert stop() and stop.exit_code == code and [outcome.status for outcome in found] == ["done"] * 5
        with pytest.raises(KeyboardInterrupt if number == signal.SIGINT else SystemExit):
            signal.raise_signal(number)
    assert "once more to stop now" in capfd.readouterr().err
    assert not (output / "digest.md").exists() and list((output / ".summarizer").glob("scratch*")) == []
    assert statuses(do(articles, output)).count("unchanged") == 5


def test_a_folder_of_every_format_with_broken_files_in_it(tmp_path):
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    rows = "\n".join(json.dumps({"text": documents.PLAIN, "title": f"Bericht {i}"}) for i in (1, 2))
    good = documents.every_format() | {"rows.csv": f'titel,tekst\nEen,"{documents.PLAIN}"\n'.encode()}
    bad = {
        "picture.txt": b"\x89PNG\r\n\x1a\n\0\0", "binary.txt": b"\0\1\2\3" * 100, "torn.pdf": b"%PDF-1.4\n1 0 obj<<",
        "torn.docx": documents.zipped({"word/document.xml": b"<a>"}), "bomb.docx": documents.zipped({"word/document.xml": b" " * 30_000_000}),
        "cut.html": gzip.compress(documents.page().encode())[:-9],
        "cookies.html": f"<html><body><p>{documents.COOKIE_WALL}</p></body></html>".encode(),
        "german.txt": ("Die Bundesregierung hat am Montag ein neues Gesetz über die Sicherheit der Netze beschlossen. " * 3).encode(),
        "columns.csv": b"a,b\n1,2\n", "lines.jsonl": f"{rows}\n{{torn\n[1]\n".encode(),
    }  # fmt: skip
    for name, data in (good | bad).items():
        (folder / name).write_bytes(data)
    (folder / "empty.txt").touch()
    os.mkfifo(folder / "pipe.md")
    done = run(folder, "-o", output, "-f", "json", "-f", "html", "--digest")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    failed = {line.removeprefix("error: ").partition(": ")[0] for line in done.stderr.splitlines() if line.startswith("error: ")}
    assert failed == {*bad, "pipe.md", "lines.jsonl#3", "lines.jsonl#4", "columns.csv#1"} - {"lines.jsonl", "columns.csv"}
    assert f"{len(good) + 2} done, 0 unchanged, 1 skipped (empty), 12 failed" in done.stderr
    assert {path.relative_to(output).as_posix().removesuffix(".json") for path in output.rglob("*.json")} == {
        *(good.keys() - {"a.jsonl", "rows.csv"}), "a.jsonl/000001", "rows.csv/000001", "lines.jsonl/000001", "lines.jsonl/000002",
    }  # fmt: skip
    assert len(list(output.rglob("*.html"))) == len(good) + 3
    again = run(folder, "-o", output, "-f", "json", "-f", "html", "--digest")
    assert again.returncode == 1 and f"0 done, {len(good) + 2} unchanged, 1 skipped (empty), 12 failed" in again.stderr
