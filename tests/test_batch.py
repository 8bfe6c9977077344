"""A folder of articles: what is done, what isn't done again, what is set aside, and that no kill at any moment changes what is there in the end."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Abstract, AbstractSentence, Checks, Length, ModelUsed, OutputError, Result, WrongLanguage, progress, windows
from summarizer.batch import Options, Outcome, run_batch
from summarizer.errors import FoldersRefused
from summarizer.glossary import Glossary, Term
from summarizer.inputs import find_inputs, listed_inputs
from summarizer.manifest import open_manifest
from summarizer.naming import NAME_BYTES, output_name, readable, unreadable
from summarizer.progress import Tally, reported

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs" / "result.schema.json").read_text("utf-8"))
TOWNS = ["Assen", "Breda", "Delft", "Emmen", "Gouda", "Haarlem", "Leiden", "Meppel", "Sneek", "Tiel", "Venlo", "Zwolle"]


def dutch(town, number=3):
    return f"De gemeente {town} bouwt {number} nieuwe scholen. De raad stemde maandag voor het plan. Ouders in {town} zijn er blij mee.\n"


class StandIn:
    """A pipeline that is quick, and whose abstracts depend on which articles went through together, as those of a real one may."""

    def __init__(self, poison=None, fails=(), unchecked=(), compute_type="int8", glossary=Glossary()):  # noqa: B008 (frozen)
        self.glossary = glossary
        self.poison, self.fails, self.unchecked, self.groups = poison, fails, unchecked, []
        self.used = ModelUsed("stand-in", "0" * 64, "none", compute_type)

    def identity(self):
        return asdict(self.used) | {"glossary": self.glossary.sha256}

    def summarize_together(self, articles, length, stopped=None):
        articles = list(articles)
        self.groups.append([article.path for article in articles])
        together = hashlib.sha256("".join(article.text for article in articles).encode()).hexdigest()
        for article in articles:
            if article.path == self.poison:
                raise MemoryError("no memory for this one")
            if article.path in self.fails:
                yield WrongLanguage(f"{article.path} is in German, not in Dutch")
                continue
            yield Result(
                article, "nl", Abstract((AbstractSentence(f"{article.text} {together}", ()),)), (),
                Checks(("12",) if article.path in self.unchecked else ()), self.used, self.used,
                {"read": 0.1, "translate": 0.1, "summarize": 0.1, "total": time.perf_counter()},
            )  # fmt: skip


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch):
    """Only a power cut would show the difference."""
    monkeypatch.setattr(os, "fsync", lambda number: None)


@pytest.fixture
def articles(tmp_path):
    """Twelve articles in three folders."""
    folder = tmp_path / "in"
    for i, town in enumerate(TOWNS):
        path = folder / ["", "a", "a/b"][i % 3] / f"{town}{['.txt', '.md'][i % 2]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dutch(town, i + 3), encoding="utf-8")
    return folder


def do(folder, output, pipeline: Any = None, options=None, **find):
    """How each input ended, by name."""
    pipeline = pipeline or StandIn()
    found = run_batch(find_inputs(folder, leave_out=output, **find), output, pipeline, options or Options())
    return {outcome.input: outcome for outcome in found}


def statuses(outcomes):
    return [outcome.status for outcome in outcomes.values()]


def files(folder):
    """What lies in a folder, but for the manifest, whose lines say how long things took."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "manifest.jsonl"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def manifest(output):
    return [json.loads(line) for line in (output / "manifest.jsonl").read_text("utf-8").splitlines()]


# --- Which files -----------------------------------------------------------------------------------------------------------------------------


def test_inputs_are_all_files_with_a_reader_in_order_without_hidden_ones_links_and_the_output_folder(tmp_path):
    for name in (
        "b.txt",
        "B.MD",
        "a/z.markdown",
        "a/y.pages",
        ".hidden.txt",
        ".git/x.txt",
        "a-b/c.txt",
        "out/b.txt.txt",
        "a.txt",
        "new\nline.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("b.txt")
    (tmp_path / "loop").symlink_to(".")
    found = [item.relative for item in find_inputs(tmp_path, leave_out=tmp_path / "a" / ".." / "out")]
    assert found == ["B.MD", "a/z.markdown", "a-b/c.txt", "a.txt", "b.txt", "new\nline.txt"]


@pytest.mark.parametrize(
    ("pattern", "names"), [("*.log", ["a/x.log", "y.log"]), ("a/*", ["a/x.log", "a/x.txt"]), ("[yz].*", ["y.log", "z.txt"]), ("*.LOG", [])]
)
def test_a_pattern_chooses_others(tmp_path, pattern, names):
    (tmp_path / "a").mkdir()
    for name in ("a/x.log", "a/x.txt", "y.log", "z.txt"):
        (tmp_path / name).touch()
    assert [item.relative for item in find_inputs(tmp_path, pattern=pattern)] == names


def test_a_thousand_folders_deep_is_no_recursion_error(tmp_path):
    folder = tmp_path / "in"
    try:
        for depth in range(1, 1201):  # os.makedirs would fail
            (folder / "/".join(["d"] * depth)).parent.mkdir()
        (folder / "/".join(["d"] * 1199) / "x.txt").write_text(dutch("Assen"), encoding="utf-8")
        assert statuses(do(folder, tmp_path / "out")) == ["done"]
    finally:
        subprocess.run(["rm", "-rf", folder, tmp_path / "out"], check=True)  # pytest couldn't


@pytest.mark.parametrize("separator", [b"\n", b"\0"])
def test_listed_files_are_taken_once_in_their_order_and_only_from_the_folder(tmp_path, monkeypatch, separator):
    monkeypatch.chdir(tmp_path)
    names = [b"in/b.txt", b"in/a.txt", b"in/b.txt", b"in/x/../c\xe9.txt", b"elsewhere.txt", b""]
    found = list(listed_inputs(separator.join(names), Path("in")))
    assert [item.relative for item in found[:3]] == ["b.txt", "a.txt", os.fsdecode(b"c\xe9.txt")]
    assert [bool(item.error) for item in found] == [False, False, False, True]


# --- Names -----------------------------------------------------------------------------------------------------------------------------------


@given(st.binary(min_size=1, max_size=60))
def test_readable_names_are_printable_and_one_to_one(name):
    shown = readable(os.fsdecode(name))
    assert shown.isprintable() and shown.encode("utf-8")
    assert os.fsencode(unreadable(shown)) == name


@pytest.mark.parametrize(
    "name", [b"-rf.txt", b"two\nlines.txt", b"latin-\xe9.txt", b"back\\slash.txt", 'naïef \'n "é".txt'.encode(), b"\x1b[31m.txt"]
)
def test_odd_names_keep_their_bytes(tmp_path, name):
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / os.fsdecode(name)).write_text(dutch("Assen"), encoding="utf-8")
    assert statuses(do(folder, output)) == ["done"]
    assert os.fsencode(output / os.fsdecode(name)) + b".json" in [os.fsencode(path) for path in output.iterdir()]
    last = manifest(output)[-1]
    assert last["input"] == readable(os.fsdecode(name)) and last["output"] == readable(os.fsdecode(name)) + ".json"
    assert statuses(do(folder, output)) == ["unchanged"]


@given(
    st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=255),
    st.sampled_from(["text", "markdown", "json"]),
)
def test_output_names_fit_and_keep_apart(name, format):
    made = output_name(f"a/b/{name}", format)
    assert made.startswith("a/b/") and len(os.fsencode(made)) <= NAME_BYTES + 4
    assert made != output_name(f"a/b/{name}x", format) and made != output_name(f"a/b/{name}.txt", format)


def test_the_longest_name_there_is_works(tmp_path):
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for end in ("a", "b"):
        (folder / f"{'é' * 125}{end}.txt").write_text(dutch("Assen"), encoding="utf-8")
    assert statuses(do(folder, output)) == ["done", "done"] and len(list(output.glob("*.json"))) == 2


# --- What is done, and what isn't done again ---------------------------------------------------------------------------------------------------


def test_outputs_mirror_inputs_and_depend_on_nothing_else(articles, tmp_path, monkeypatch):
    outcomes = do(articles, tmp_path / "one")
    assert statuses(outcomes) == ["done"] * 12
    assert {name.removesuffix(".json") for name in files(tmp_path / "one") if not name.startswith(".")} == set(outcomes)
    monkeypatch.chdir(tmp_path)
    do(Path("in"), Path("two"))
    assert files(tmp_path / "one") == files(tmp_path / "two")
    lines = manifest(tmp_path / "one")
    # All of a group are begun before one is done; the first group has eight.
    assert [line["status"] for line in lines] == [*["started"] * 8, *["done"] * 8, *["started"] * 4, *["done"] * 4]
    for line in (*lines[8:16], *lines[20:]):
        assert hashlib.sha256((tmp_path / "one" / line["output"]).read_bytes()).hexdigest() == line["output_sha256"]
        assert hashlib.sha256((articles / line["input"]).read_bytes()).hexdigest() == line["input_sha256"]
        assert line["seconds"] > 0 and line["error"] is None


def test_only_what_is_new_changed_or_missing_is_done_again(articles, tmp_path):
    output, pipeline = tmp_path / "out", StandIn()
    do(articles, output)
    (articles / "new.txt").write_text(dutch("Hoorn"), encoding="utf-8")
    (articles / "Assen.txt").write_text(dutch("Assen", 99), encoding="utf-8")
    (output / "a" / "Breda.md.json").write_text("edited", encoding="utf-8")
    (output / "a" / "b" / "Delft.txt.json").unlink()
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*.json")}
    outcomes = do(articles, output, pipeline)
    again = ["Assen.txt", "a/Breda.md", "a/b/Delft.txt", "new.txt"]
    assert [name for name, outcome in outcomes.items() if outcome.status == "done"] == again and pipeline.groups == [again]
    assert statuses(outcomes).count("unchanged") == 9
    touched = {
        path.relative_to(output).as_posix().removesuffix(".json")
        for path in output.rglob("*.json")
        if before.get(path) != path.stat().st_mtime_ns
    }
    assert touched == set(again)
    lines = manifest(output)
    assert set(statuses(do(articles, output))) == {"unchanged"} and manifest(output) == lines


def test_other_settings_or_models_replace_the_outputs_and_another_format_has_its_own(articles, tmp_path):
    output, terms = tmp_path / "out", Glossary.of([Term("wet", ("act",))])
    do(articles, output)
    for pipeline, options in [
        (StandIn(compute_type="float32"), Options()), (StandIn(glossary=terms), Options()),
        (StandIn(), Options(text_field="body")), (StandIn(), Options(strict=True)),
        (StandIn(), Options(length=Length(words=40))), (StandIn(), Options(formats=["text"])),
    ]:  # fmt: skip
        assert set(statuses(do(articles, output, pipeline, options))) == {"done"}
        assert set(statuses(do(articles, output, pipeline, options))) == {"unchanged"}
    assert len(list(output.rglob("*.txt"))) == len(list(output.rglob("*.json"))) == 12


def test_a_file_that_no_batch_wrote_is_left_alone(articles, tmp_path):
    output = tmp_path / "out"
    output.mkdir()
    (output / "Assen.txt.json").write_text("mine", encoding="utf-8")
    outcomes = do(articles, output)
    assert outcomes["Assen.txt"].status == "failed" and "--overwrite" in outcomes["Assen.txt"].error
    assert (output / "Assen.txt.json").read_text("utf-8") == "mine" and statuses(outcomes).count("done") == 11
    assert do(articles, output, options=Options(overwrite=True))["Assen.txt"].status == "done"
    assert do(articles, output)["Assen.txt"].status == "unchanged"


# --- What can't be done ------------------------------------------------------------------------------------------------------------------------


def test_failures_are_set_aside_and_tried_again_when_asked_or_changed(articles, tmp_path):
    output = tmp_path / "out"
    (articles / "empty.txt").touch()
    os.mkfifo(articles / "pipe.txt")
    (articles / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    first = do(articles, output, StandIn(fails=["Assen.txt"]))
    failed = {name: outcome.error.partition(":")[0] for name, outcome in first.items() if outcome.status == "failed"}
    assert failed == {
        "Assen.txt": "WrongLanguage",
        "pipe.txt": "UnreadableInput",
        "picture.md": "UnsupportedInput",
    }
    assert {line["input"] for line in manifest(output) if line["status"] == "failed"} == set(failed)
    assert first["empty.txt"].status == "skipped" == do(articles, output)["empty.txt"].status
    lines = manifest(output)
    assert do(articles, output)["Assen.txt"].error == first["Assen.txt"].error and manifest(output) == lines
    (articles / "empty.txt").write_text(dutch("Hoorn"), encoding="utf-8")
    assert do(articles, output)["empty.txt"].status == "done"
    again = do(articles, output, options=Options(retry_failed=True))
    assert [name for name, outcome in again.items() if outcome.status == "failed"] == ["picture.md", "pipe.txt"]
    assert again["Assen.txt"].status == "done"


def test_strict_writes_nothing_that_a_check_found_fault_with(articles, tmp_path):
    outcomes = do(articles, tmp_path / "out", StandIn(unchecked=["Assen.txt"]), Options(strict=True))
    assert outcomes["Assen.txt"].error.startswith("CheckFailed: ") and "12" in outcomes["Assen.txt"].error
    assert not (tmp_path / "out" / "Assen.txt.json").exists() and statuses(outcomes).count("done") == 11


def test_an_article_that_breaks_its_group_fails_alone(articles, tmp_path):
    outcomes = do(articles, tmp_path / "out", StandIn(poison="Assen.txt"))
    assert outcomes["Assen.txt"].error == "MemoryError: no memory for this one" and statuses(outcomes).count("done") == 11


def test_one_name_in_the_way_of_another_is_one_failure(tmp_path):
    folder = tmp_path / "in"
    (folder / "a.txt.json").mkdir(parents=True)
    for name in ("a.txt", "a.txt.json/b.txt", "c.txt"):
        (folder / name).write_text(dutch("Assen"), encoding="utf-8")
    assert statuses(do(folder, tmp_path / "out")) == ["done", "failed", "done"]


def test_groups_are_bounded_by_words_and_by_articles(tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    for i, words in enumerate([5, 5, 5, 30, 2, 2, 2, 2, 2]):
        (folder / f"{i}.txt").write_text("woord " * (words - 1) + "einde.\n", encoding="utf-8")
    monkeypatch.setattr(windows, "WORDS", 12)
    monkeypatch.setattr(windows, "ARTICLES", 4)
    pipeline = StandIn()
    do(folder, tmp_path / "out", pipeline)
    assert [[int(name[0]) for name in group] for group in pipeline.groups] == [[0, 1], [2], [3], [4, 5, 6, 7], [8]]


# --- Interruptions -----------------------------------------------------------------------------------------------------------------------------

# Forks a run for every file operation of a run (a file opened, renamed, or made safe on disk), kills it there, and lets another finish the work.
KILLED_EVERYWHERE = """
import os, shutil, signal, sys
from dataclasses import asdict
from pathlib import Path
from summarizer import windows
from summarizer.views import digests, json_lines
from tests.test_batch import Options, StandIn, do, files
folder, output = Path(sys.argv[1]), Path(sys.argv[2])
windows.ARTICLES = 5
os.fsync = lambda number: None
options = Options(formats=["json", "html"], views=[*digests(output), json_lines(output / "all.jsonl")], dedupe=True)
do(folder, output, options=options)
expected, moments = files(output), 0
while True:
    shutil.rmtree(output)
    moments += 1
    child = os.fork()
    if child == 0:
        left = moments
        def count(event, arguments):
            global left
            if event == "os.rename" or event == "fsync" or (event == "open" and str(output) in str(arguments[0])):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(count)
        os.fsync = lambda number: sys.audit("fsync")
        do(folder, output, options=options)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status == 0:
        break
    outcomes = do(folder, output, options=options)
    assert files(output) == expected, moments
    assert {outcome.status for outcome in outcomes.values()} <= {"done", "unchanged", "duplicate"}, moments
    assert {outcome.status for outcome in do(folder, output, options=options).values()} == {"unchanged", "duplicate"}, moments
print(moments)
"""


def test_killed_anywhere_the_next_run_ends_with_the_same_bytes(articles, tmp_path):
    (articles / "zz").mkdir()
    copy = " ".join(dutch(town) for town in TOWNS)
    (articles / "zz" / "many.jsonl").write_text("".join(json.dumps({"text": copy + "!" * i}) + "\n" for i in range(2)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", KILLED_EVERYWHERE, articles, tmp_path / "out"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3 * 12


def test_a_last_block_cut_anywhere_counts_as_never_written(articles, tmp_path, monkeypatch):
    monkeypatch.setattr(windows, "ARTICLES", 5)
    output = tmp_path / "out"
    do(articles, output)
    whole, expected = (output / "manifest.jsonl").read_bytes(), files(output)
    last = sum(map(len, whole.splitlines(keepends=True)[:-2]))  # the last group is of two
    for cut in [last, last + 1, *random.Random(1).sample(range(last, len(whole)), 5), len(whole) - 1]:
        (output / "manifest.jsonl").write_bytes(whole[:cut])
        pipeline = StandIn()
        outcomes = do(articles, output, pipeline)
        assert [len(group) for group in pipeline.groups] == [2] and statuses(outcomes).count("unchanged") == 10
        assert files(output) == expected


@pytest.mark.parametrize(
    "rubbish", [b"{}\n", b"\0\0\0\n", b"\xff\n", b"[1]\n", b'{"input": "x', b"\n", b'{"left": "0"}\n', b"[" * 100_000 + b"\n"]
)
@pytest.mark.parametrize("place", [0, 24])
def test_damaged_lines_are_set_aside(articles, tmp_path, rubbish, place):
    output = tmp_path / "out"
    said: list[str] = []
    pipeline: Any = StandIn()
    do(articles, output)
    lines = (output / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (output / "manifest.jsonl").write_bytes(b"".join([*lines[:place], rubbish, *lines[place:]]))
    outcomes = list(run_batch(find_inputs(articles), output, pipeline, Options(), warn=said.append))
    torn = not rubbish.endswith(b"\n")
    if not torn:
        assert {outcome.status for outcome in outcomes} == {"unchanged"} and (output / "manifest.damaged").read_bytes() == rubbish
        assert (output / "manifest.jsonl").read_bytes() == b"".join(lines)
    assert {outcome.status for outcome in outcomes} <= {"unchanged", "done"}
    assert len(said) == (0 if torn and place == 24 else 1)
    assert set(statuses(do(articles, output))) == {"unchanged"}


@pytest.mark.parametrize(("number", "exception"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)])
@pytest.mark.parametrize("during", ["summarizing", "writing"])
def test_a_signal_lets_what_is_being_written_be_finished(articles, tmp_path, monkeypatch, number, exception, during):
    def end(number, frame):
        raise SystemExit(143)

    output, pipeline = tmp_path / "out", StandIn()
    monkeypatch.setattr(windows, "ARTICLES", 5)
    summarize_together, writes = pipeline.summarize_together, []

    def interrupted_fsync(file):
        writes.append(file)
        if len(writes) == 3:  # the second output of the first group
            signal.raise_signal(number)

    def interrupted_summarize_together(*arguments):
        if len(pipeline.groups) == 1:
            signal.raise_signal(number)
        return summarize_together(*arguments)

    if during == "writing":
        monkeypatch.setattr(os, "fsync", interrupted_fsync)
    else:
        monkeypatch.setattr(pipeline, "summarize_together", interrupted_summarize_together)
    before = signal.signal(signal.SIGTERM, end)
    try:
        with pytest.raises(exception):
            do(articles, output, pipeline)
        assert signal.getsignal(signal.SIGTERM) is end
    finally:
        signal.signal(signal.SIGTERM, before)
    assert [line["status"] for line in manifest(output)] == ["started"] * 5 + ["done"] * 5 and len(pipeline.groups) == 1
    assert statuses(do(articles, output)).count("unchanged") == 5


def test_one_process_at_a_time(articles, tmp_path):
    with open_manifest(tmp_path / "out", print), pytest.raises(FoldersRefused, match="another process") as caught:
        do(articles, tmp_path / "out")
    assert caught.value.exit_code == 2
    assert set(statuses(do(articles, tmp_path / "out"))) == {"done"}


@pytest.mark.parametrize("name", ["out", "out/.summarizer", "out/manifest.jsonl/x"])
def test_an_output_folder_that_can_t_be_is_one_error(articles, tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    with pytest.raises(OutputError):
        do(articles, tmp_path / "out")


@pytest.mark.parametrize(
    ("how", "quiet", "lines"), [("auto", False, 25 + 20 + 1 + 1), ("none", False, 20 + 1 + 1), ("lines", True, 20 + 1)]
)
def test_progress_is_lines_where_there_is_no_terminal_and_then_the_first_failures(monkeypatch, capsys, how, quiet, lines):
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    tally = Tally()
    with reported(tally, how, quiet=quiet) as update:
        for i in range(25):
            tally.add(
                Outcome(f"{i}.txt", ["done", "done", "skipped", "failed"][min(i, 3)], 500, "UnsupportedInput: a picture" if i > 2 else "")
            )
            update()
    printed = capsys.readouterr()
    assert printed.out == "" and len(printed.err.splitlines()) == lines
    assert "error: and 2 more" in printed.err and ("2 done, 0 unchanged, 1 skipped (empty), 22 failed" in printed.err) is not quiet
    assert tally.exit_code == 1


# --- The program -------------------------------------------------------------------------------------------------------------------------------


def run(*arguments, limit=None, **options):
    command = [sys.executable, "-m", "summarizer", "batch", *map(str, arguments)]
    if limit:
        command = ["bash", "-c", f'ulimit -f {limit}; exec "$@"', "bash", *command]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="surrogateescape", timeout=120, check=False, **options
    )


def test_the_program_from_the_first_run_to_the_last(articles, tmp_path):
    output = tmp_path / "out"
    (articles / "empty.md").touch()
    (articles / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    first = run(articles, "-o", output)
    assert first.returncode == 1 and first.stdout == "" and "Traceback" not in first.stderr
    assert "error: picture.md: UnsupportedInput: " in first.stderr and "12 done, 0 unchanged, 1 skipped (empty), 1 failed" in first.stderr
    for path in output.rglob("*.json"):
        value = json.loads(path.read_text("utf-8"))
        jsonschema.validate(value, SCHEMA)
        assert value["source"]["path"] + ".json" == path.relative_to(output).as_posix() and set(value["seconds"].values()) == {0.0}
    before = files(output)
    (articles / "picture.md").unlink()
    second = run("in", "-o", "out", "--quiet", cwd=tmp_path)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "") and files(output) == before
    listed = run(articles, "-o", output, "-f", "markdown", "--files-from", "-", input=f"{articles}/Assen.txt\n", cwd=tmp_path)
    assert listed.returncode == 0 and [path.name for path in output.rglob("*.md")] == ["Assen.txt.md"]


def test_the_program_killed_at_random_ends_with_the_same_bytes(articles, tmp_path):
    assert run(articles, "-o", tmp_path / "whole", "--threads", "1").returncode == 0
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-m", "summarizer", "batch", articles, "-o", tmp_path / "out", "--threads", "1", "--quiet"],
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and not (tmp_path / "out" / "manifest.jsonl").exists():
            time.sleep(0.01)
        time.sleep(random.random())
        process.kill()
        process.wait()
    assert run(articles, "-o", tmp_path / "out", "--threads", "1").returncode == 0
    assert files(tmp_path / "out") == files(tmp_path / "whole")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_program_ends_when_asked_to(articles, tmp_path, number, code):
    for i in range(60):
        (articles / f"more-{i}.txt").write_text(" ".join(dutch(town, i) for town in TOWNS), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "summarizer", "batch", articles, "-o", tmp_path / "out"], stderr=subprocess.PIPE, text=True
    )
    while process.poll() is None and not (tmp_path / "out" / "manifest.jsonl").exists():
        time.sleep(0.01)
    process.send_signal(number)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == code and "0 failed" in stderr and "Traceback" not in stderr


def test_wrong_use_is_one_line(articles, tmp_path):
    assert run(tmp_path / "nowhere", "-o", tmp_path / "out").returncode == 2
    assert run(articles, "-o", tmp_path / "out", "--glob", "*", "--files-from", "-").returncode == 2
    assert run(articles, "-o", tmp_path / "out", "--files-from", tmp_path / "nowhere").returncode == 2
    same = run(articles, "-o", articles / "a" / "..")
    assert same.returncode == 2 and same.stderr.startswith("error: ") and same.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_every_input_failed_is_code_3_and_none_at_all_is_no_error(tmp_path):
    (tmp_path / "in").mkdir()
    assert run(tmp_path / "in", "-o", tmp_path / "out").returncode == 0
    (tmp_path / "in" / "empty.txt").touch()
    assert run(tmp_path / "in", "-o", tmp_path / "out").returncode == 0
    (tmp_path / "in" / "a.txt").write_bytes(b"\0" * 100)
    assert run(tmp_path / "in", "-o", tmp_path / "out").returncode == 3


def test_a_full_disk_is_code_4_and_no_half_output(articles, tmp_path, pipeline):
    assert pipeline.translator  # the model is converted, which needs more room than there will be
    done = run(articles, "-o", tmp_path / "out", limit=1)
    errors = [line for line in done.stderr.splitlines() if not line.startswith("warning: ")]
    assert done.returncode == 4 and len(errors) == 1 and errors[0].startswith("error: ") and "can't be written" in errors[0]
    assert list((tmp_path / "out").rglob("*.json")) == []
    assert run(articles, "-o", tmp_path / "out").returncode == 0
    assert len(list((tmp_path / "out").rglob("*.json"))) == 12
