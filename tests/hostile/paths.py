"""Folders that mean no good: names, links, what is no file, and what changes while it is read."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
from pathlib import Path
from typing import Any

from summarizer.windows import limits
from tests.hostile.cases import DUTCH, Cases, Place, Skipped, begun, paused, refused
from tests.hostile.warm import Ended

CASES = Cases()


def manifest(place: Place, output: str = "out") -> dict[str, dict[str, Any]]:
    """The last line of every output."""
    lines = (place / output / "manifest.jsonl").read_text("utf-8").splitlines()
    return {entry["output"]: entry for entry in map(json.loads, lines)}


def statuses(place: Place, output: str = "out") -> dict[str, str]:
    return {entry["input"]: entry["status"] for entry in manifest(place, output).values()}


def outputs(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.json"))}


def whole(place: Place, ended: Ended, output: str = "out") -> None:
    """Every output is whole, and what the manifest says is there is there; nothing is left of what wasn't finished."""
    for entry in manifest(place, output).values():
        assert (entry["status"] == "done") <= (place / output / entry["output"]).exists() or "\\" in entry["output"], entry
    for path in (place / output).rglob("*.json"):
        json.loads(path.read_bytes())
    left = {path.name for path in (place / output / ".summarizer").iterdir()} - {"lock"}
    assert not left, (left, ended.err)


# --- One folder in another's way ---------------------------------------------------------------------------------------------------------------


@CASES("inputs of the same name but for folder or suffix", "each has an output of its own")
def _(place: Place) -> None:
    place.put(dict.fromkeys(("in/a.txt", "in/a.md", "in/A.TXT", "in/x/a.txt", "in/y/a.txt"), DUTCH))
    assert place.run("batch", "in", "-o", "out").code == 0
    assert sorted(outputs(place / "out")) == ["A.TXT.json", "a.md.json", "a.txt.json", "x/a.txt.json", "y/a.txt.json"]


CASES.add("outputs into the folder of the articles", "refused before anything is written",
          refused({"in/a.txt": DUTCH}, "batch in -o in/../in/.", "folder of the articles", code=2))  # fmt: skip


@CASES("the output folder inside that of the articles", "never taken for articles, run after run")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH})
    for _ in range(2):
        assert place.run("batch", "in", "-o", "in/out", "-f", "text").code == 0
    assert statuses(place, "in/out") == {"a.txt": "done"}


@CASES("an output that was there before", "left alone, an error; --overwrite replaces it")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "in/b.txt": DUTCH, "out/a.txt.json": "mine"})
    assert place.run("batch", "in", "-o", "out").code == 1 and (place / "out/a.txt.json").read_text() == "mine"
    assert place.run("batch", "in", "-o", "out", "--overwrite").code == 0 and (place / "out/a.txt.json").read_text() != "mine"


@CASES("a folder, or a link, where an output belongs", "that article fails; what the link leads to is untouched")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "in/b.txt": DUTCH, "in/c.txt": DUTCH, "out/a.txt.json/x": "x", "victim": "mine"})
    (place / "out/b.txt.json").symlink_to(place / "victim")
    ended = place.run("batch", "in", "-o", "out")
    assert ended.code == 1 and statuses(place) == {"c.txt": "done"} and (place / "victim").read_text() == "mine"
    assert place.run("batch", "in", "-o", "out", "--overwrite").code == 1 and (place / "victim").read_text() == "mine"
    assert statuses(place)["b.txt"] == "done" and not (place / "out/b.txt.json").is_symlink()


@CASES("names that differ by case, and by how an accent is written", "each has an output of its own; the second run leaves them")
def _(place: Place) -> None:
    place.put(dict.fromkeys(("in/caf\u00e9.txt", "in/cafe\u0301.txt", "in/CAF\u00c9.txt", "in/Caf\u00e9.TXT"), DUTCH))
    if len(list((place / "in").iterdir())) < 4:
        raise Skipped("this file system takes some of the names for the same")
    assert place.run("batch", "in", "-o", "out").code == 0 and len(outputs(place / "out")) == 4
    assert "4 unchanged" in place.run("batch", "in", "-o", "out").err


@CASES("the folder of the articles inside that of the outputs", "left as it is")
def _(place: Place) -> None:
    place.put({"out/in/a.txt": DUTCH})
    for said in ("1 done", "1 unchanged"):
        ended = place.run("batch", "out/in", "-o", "out", "--digest")
        assert ended.code == 0 and said in ended.err and [path.name for path in (place / "out/in").iterdir()] == ["a.txt"]


# --- Links -------------------------------------------------------------------------------------------------------------------------------------


@CASES("links in a ring, out of the folder, to nowhere", "not followed: what lies elsewhere is neither read nor written")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "elsewhere/secret.txt": DUTCH})
    for name, target in (
        ("ring", "."),
        ("out", "../elsewhere"),
        ("b.txt", "../elsewhere/secret.txt"),
        ("c.txt", "nowhere"),
        ("d.txt", "d.txt"),
    ):
        (place / "in" / name).symlink_to(target)
    assert place.run("batch", "in", "-o", "out").code == 0 and statuses(place) == {"a.txt": "done"}


@CASES("links in a ring, named one by one", "one line for each")
def _(place: Place) -> None:
    (place / "a.txt").symlink_to("b.txt")
    (place / "b.txt").symlink_to("a.txt")
    ended = place.run("summarize", "a.txt", "b.txt", "-o", "c.txt")
    assert ended.code == 3 and len(ended.errors) == 2 and "symbolic links" in ended.err
    ended = place.run("summarize", "-", "-o", "a.txt", stdin=DUTCH.encode())
    assert ended.code == 4 and len(ended.errors) == 1 and place.names() == {"a.txt", "b.txt"}


@CASES("a list of files that leaves the folder", "those outside are errors, unread; the others are done")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "b.txt": DUTCH, "list": "in/a.txt\nb.txt\n/etc/passwd\nin/../../x.txt\n"})
    ended = place.run("batch", "in", "-o", "out", "--files-from", "list")
    assert ended.code == 1 and statuses(place) == {"a.txt": "done"} and "root:" not in ended.err


# --- Names -------------------------------------------------------------------------------------------------------------------------------------


@CASES("names of odd bytes", "newline, leading -, no UTF-8, 255 bytes, CON, trailing dot and space: each done, each told apart")
def _(place: Place) -> None:
    (place / "in").mkdir()
    odd = [b"new\nline.txt", b"-rf.txt", b"\xff\xfe\x80.txt", b"n" * 251 + b".txt", b"CON.txt", b"dot. .txt", b"back\\x0a.txt", b"%s$HOME`id`.txt",
           "é\u202e.txt".encode(), b"\\.txt"]  # fmt: skip
    for name in odd:
        (place / "in" / os.fsdecode(name)).write_text(DUTCH, encoding="utf-8")
    assert place.run("batch", "in", "-o", "out").code == 0
    found = statuses(place)
    assert len(found) == len(odd) and set(found.values()) == {"done"} and len(outputs(place / "out")) == len(odd)
    ended = place.run("batch", "in", "-o", "out")
    assert ended.code == 0 and f"{len(odd)} unchanged" in ended.err


@CASES("a name that begins with -", "-- makes it a name; without, wrong use in a line or two, no traceback")
def _(place: Place) -> None:
    place.put({"-a.txt": DUTCH})
    assert place.run("summarize", "--", "-a.txt").code == 0
    assert place.run("summarize", "-a.txt").code == 2


@CASES("names that can't be", "5,000 characters, a file for a folder, none: one line each")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    ended = place.run("summarize", "x" * 5000, "a.txt/b.txt", "")
    assert ended.code == 3 and len(ended.errors) == 3 and ended.out == ""


@CASES("folders 300 deep", "walked and mirrored")
def _(place: Place) -> None:
    deep = place / "in"
    for _ in range(300):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text(DUTCH, encoding="utf-8")
    assert place.run("batch", "in", "-o", "out").code == 0 and len(statuses(place)) == 1


@CASES("5,000 files", "walked in constant memory, in a stable order")
def _(place: Place) -> None:
    (place / "in").mkdir()
    for i in range(5_000):
        os.close(os.open(place / "in" / f"{i:05}.txt", os.O_CREAT | os.O_WRONLY))
    place.put({"in/99999.txt": DUTCH})
    ended = place.run("batch", "in", "-o", "out", "--quiet")
    lines = [json.loads(line) for line in (place / "out/manifest.jsonl").read_text("utf-8").splitlines()]
    inputs = [line["input"] for line in lines if line["status"] != "started"]
    assert ended.code == 0 and inputs == sorted(inputs) and len(inputs) == 5_001 and ended.memory < 300_000_000


# --- What is no file, and what changes ---------------------------------------------------------------------------------------------------------


def no_files(folder: Path) -> list[str]:
    folder.mkdir()
    os.mkfifo(folder / "fifo.txt")
    (folder / "folder.txt").mkdir()
    with socket.socket(socket.AF_UNIX) as end:
        here = Path.cwd()
        os.chdir(folder)  # the name of a socket may have 107 bytes
        end.bind("socket.txt")
        os.chdir(here)
    return ["fifo.txt", "socket.txt"]


@CASES("a pipe, a socket, a folder among the articles", "errors by name; nothing waits for the pipe; the rest is done")
def _(place: Place) -> None:
    names = no_files(place / "in")
    place.put({"in/a.txt": DUTCH})
    ended = place.run("batch", "in", "-o", "out")
    assert (
        ended.code == 1
        and len(ended.errors) == len(names)
        and all(name in ended.err for name in names)
        and statuses(place)["a.txt"] == "done"
    )


@CASES("devices by name", "/dev/zero and /dev/tty are refused, unread; /dev/stdin, which leads to a file, is that file")
def _(place: Place) -> None:
    ended = place.run("summarize", "/dev/zero", "/dev/tty", "/dev/stdin", stdin=DUTCH.encode())
    assert ended.code == 1 and "law" in ended.out and ended.memory < 300_000_000
    assert [line.partition(" is no regular file")[0] for line in ended.errors] == ["error: /dev/zero", "error: /dev/tty"]
    ended = place.run("summarize", "/dev/zero", "/dev/tty")
    assert ended.code == 3 and ended.out == "" and len(ended.errors) == 2


@CASES("a sparse file of 10 GB", "refused over the limit, without reading it all")
def _(place: Place) -> None:
    with (place / "a.txt").open("wb") as file:
        file.truncate(10**10)
    ended = place.run("summarize", "a.txt")
    assert ended.code == 1 and len(ended.errors) == 1 and "--max-bytes" in ended.err and ended.memory < 300_000_000


@CASES(
    "files of the system, which say that they are empty", "read as far as they go: what can't be read, has no end or is no text is refused"
)
def _(place: Place) -> None:
    for name, says in (("mem", "can't be read"), ("pagemap", "larger than 20000000 bytes"), ("auxv", "is binary"), ("cgroup", "")):
        if not Path(f"/proc/self/{name}").exists():
            raise Skipped("no /proc here")
        ended = place.run("summarize", f"/proc/self/{name}")
        assert ended.code == (1 if says else 0) and len(ended.errors) == ended.code and says in ended.err, (name, ended)


@CASES("a umask that takes all rights, and one that takes none", "one line, exit 4; outputs that all may write, as it says")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH})
    ended = place.run("batch", "in", "-o", "out", umask=0o777, without_rights=True)
    assert ended.code == 4 and len(ended.errors) == 1 and "Permission denied" in ended.err
    assert place.run("batch", "in", "-o", "open", umask=0).code == 0 and (place / "open/a.txt.json").stat().st_mode & 0o777 == 0o666


@CASES("a list of 200,000 times the same file, a pattern made to be slow", "done once; no minute of matching")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "in/" + "a" * 60 + ".txt": DUTCH, "list": "in/a.txt\n" * 200_000})
    assert "1 done" in place.run("batch", "in", "-o", "out", "--files-from", "list").err
    ended = place.run("batch", "in", "-o", "none", "--glob", "*a" * 30 + "b")
    assert ended.code == 0 and "0 done" in ended.err


@CASES("files and folders without permission", "an error for each; the rest is done")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "in/b.txt": DUTCH, "in/locked/c.txt": DUTCH})
    (place / "in/b.txt").chmod(0)
    (place / "in/locked").chmod(0)
    ended = place.run("batch", "in", "-o", "out", without_rights=True)
    (place / "in/locked").chmod(0o700)
    assert ended.code == 1 and len(ended.errors) == 2 and ended.err.count("Permission denied") == 2 and statuses(place)["a.txt"] == "done"


@CASES("articles that vanish, grow and change while a batch runs", "each is done or an error; no output is half of one and half of another")
def _(place: Place) -> None:
    names = [f"in/{i:03}.txt" for i in range(150)]
    place.put({name: f"{DUTCH}\nDit is artikel {i} van de reeks." for i, name in enumerate(names)})
    stop = threading.Event()

    def meddle() -> None:
        for i, name in enumerate(reversed(names)):
            path = place / name
            match i % 4:
                case 0:
                    path.unlink()
                case 1:
                    path.write_text(f"De burgemeester van Venlo opent een school. {DUTCH}", encoding="utf-8")
                case 2:
                    path.unlink()
                    path.symlink_to("/etc/passwd")
                case 3:
                    path.unlink()
                    os.mkfifo(path)
            if stop.wait(0.004):
                return

    meddler = threading.Thread(target=meddle)
    running = place.start("batch", "in", "-o", "out", "--threads", "1")
    meddler.start()
    ended = running.wait(60)
    stop.set()
    meddler.join()
    assert ended.code in (0, 1) and "Traceback" not in ended.err and "root:" not in "".join(map(str, outputs(place / "out").values()))
    whole(place, ended)


# When the first of the outputs of a group appears, its articles and the one behind them have been read, and no more. Errors of 20 are shown.
FIRST = limits(0)[0]
READ = FIRST + 1
ALL = FIRST + 20
FORMATS = ("-f", "json", "-f", "text", "-f", "markdown", "-f", "html")


@CASES(
    "articles that are changed, removed, made links and pipes of at one moment",
    "what was read before is done as it was, the rest as it is then",
)
def _(place: Place) -> None:
    place.put({f"in/{i:03}.txt": f"{DUTCH} Dit is nummer {i}." for i in range(ALL)})
    running = place.start("batch", "in", "-o", "out", "--threads", "1", *FORMATS)
    with paused(running, place / "out/000.txt.json"):
        assert len(list((place / "out").iterdir())) < FIRST * 4
        for i in range(ALL):
            path = place / f"in/{i:03}.txt"
            path.unlink()
            match i % 4:
                case 1:
                    path.write_text(f"De burgemeester van Venlo opent een school. {DUTCH}", encoding="utf-8")
                case 2:
                    path.symlink_to("/etc/passwd")
                case 3:
                    os.mkfifo(path)
    ended = running.wait(60)
    assert ended.code == 1
    for i in range(ALL):
        output, (error, *more) = place / f"out/{i:03}.txt.json", [line for line in ended.errors if f"error: {i:03}.txt: " in line] or [""]
        found = output.read_text("utf-8") if output.exists() else ""
        kind = -1 if i < READ else i % 4
        assert not more and (("Venlo" in found) == (kind == 1)) and ((found == "") == (kind not in (-1, 1)) == (error != "")), (i, error)
        said = {0: "No such file", 2: "is no regular file", 3: "is no regular file"}.get(kind, "")
        assert said in error, (i, error)
    whole(place, ended)


@CASES(
    "the folder of the articles, removed while it is walked", "what was read is done; each file and folder that is gone is an error by name"
)
def _(place: Place) -> None:
    place.put({f"in/a/{i:03}.txt": f"{DUTCH} Dit is nummer {i}." for i in range(ALL)} | {"in/b/x.txt": DUTCH})
    running = place.start("batch", "in", "-o", "out", "--threads", "1", *FORMATS)
    with paused(running, place / "out/a/000.txt.json"):
        assert len(list((place / "out/a").iterdir())) < FIRST * 4
        shutil.rmtree(place / "in")
    ended = running.wait(60)
    assert ended.code == 1 and sorted(outputs(place / "out")) == [f"a/{i:03}.txt.json" for i in range(READ)]
    gone = [line.split(": ")[1] for line in ended.errors if "No such file or directory" in line]
    assert sorted(gone) == [*(f"a/{i:03}.txt" for i in range(READ, ALL)), "b"] and len(ended.errors) == len(gone), ended.err


@CASES("the folder of the outputs, removed while it is written", "one line that names it, exit 4; the next run does all again")
def _(place: Place) -> None:
    place.put({f"in/{i:03}.txt": f"{DUTCH} Dit is nummer {i}." for i in range(20)})
    running = place.start("batch", "in", "-o", "out", "--threads", "1", *FORMATS)
    with paused(running, place / "out/000.txt.json"):
        assert len(list((place / "out").iterdir())) < 20 * 4
        shutil.rmtree(place / "out")
    ended = running.wait(60)
    assert ended.code == 4 and len(ended.errors) == 1 and "error: out/" in ended.errors[0] and "Traceback" not in ended.err, ended.err
    ended = place.run("batch", "in", "-o", "out")
    assert ended.code == 0 and len(outputs(place / "out")) == 20
    whole(place, ended)


# --- Two at once -------------------------------------------------------------------------------------------------------------------------------


@CASES("two batches into one folder at once", "the second is told so and ends with 2; the first isn't disturbed")
def _(place: Place) -> None:
    place.put({f"in/{i:03}.txt": f"{DUTCH} Dit is nummer {i}." for i in range(60)})
    first = place.start("batch", "in", "-o", "out", "--threads", "1")
    begun(place / "out/manifest.jsonl")
    second = place.run("batch", "in", "-o", "out")
    assert second.code == 2 and len(second.errors) == 1 and "another process" in second.err
    assert first.wait(60).code == 0 and len(outputs(place / "out")) == 60


@CASES("a lock that a dead process left", "taken over")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "out/.summarizer/lock": "12345\n"})
    assert place.run("batch", "in", "-o", "out").code == 0


@CASES("a folder or a link where the lock belongs", "one line, exit 4; what the link leads to is untouched")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "out/.summarizer/lock/x": "x", "victim": "mine", "other/.summarizer/x": "x"})
    (place / "other/.summarizer/lock").symlink_to(place / "victim")
    for output in ("out", "other"):
        ended = place.run("batch", "in", "-o", output)
        assert ended.code == 4 and len(ended.errors) == 1 and (place / "victim").read_text() == "mine", ended


@CASES("links where the manifest and half-written outputs belong", "not followed: what they lead to is untouched")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "out/.summarizer/x": "x", "victim": "mine", "other/.summarizer/x": "x"})
    (place / "out/manifest.jsonl").symlink_to(place / "victim")
    ended = place.run("batch", "in", "-o", "out")
    assert ended.code == 4 and len(ended.errors) == 1 and "manifest.jsonl" in ended.errors[0]
    (place / "other/.summarizer/scratch").symlink_to(place / "victim")
    ended = place.run("batch", "in", "-o", "other")
    assert ended.code == 0 and (place / "victim").read_text() == "mine" and not (place / "other/a.txt.json").is_symlink()


@CASES("the same article summarized by six at once", "with one cache, from cold: all succeed and say the same")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    cache = str(place / "cache")
    (place / "cache").mkdir()
    shared = place.program.environment["SUMMARIZER_CACHE"]
    (place / "cache/ctranslate2").symlink_to(f"{shared}/ctranslate2")  # the conversion would take ten seconds each
    runs = [place.start("summarize", "a.txt", SUMMARIZER_CACHE=cache) for _ in range(6)]
    ended = [run.wait(60) for run in runs]
    assert {run.code for run in ended} == {0} and len({run.out for run in ended}) == 1
