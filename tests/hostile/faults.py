"""The machine lets us down: signals, full and read-only disks, closed streams, no memory, broken caches, odd surroundings."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.hostile.cases import DUTCH, Cases, Place, Skipped, harmless, refused
from tests.hostile.paths import outputs, statuses, whole
from tests.hostile.warm import Running

CASES = Cases()


def articles(place: Place, count: int, sentences: int = 1) -> None:
    place.put({f"in/{i:03}.txt": "".join(f"{DUTCH}Dit is zin {j} van artikel {i}. " for j in range(sentences)) for i in range(count)})


# --- Signals -----------------------------------------------------------------------------------------------------------------------------------


def killed_at_random(place: Place, number: int, code: int, rounds: int) -> None:
    """Kill a batch again and again; what it leaves is sound, and the run that is let alone ends with the bytes of one that never was.

    While Python itself begins and ends, its default is in force, and a shell calls that 128 + number too.
    """
    articles(place, 6)
    assert place.run("batch", "in", "-o", "whole", "--threads", "1", "--no-cache").code == 0
    for _ in range(rounds):
        running = place.start("batch", "in", "-o", "out", "--threads", "1", "--no-cache")
        time.sleep(random.uniform(0, 0.6))
        running.send(number)
        ended = running.wait(30)
        assert ended.code in (code, 0, -number) and "Traceback" not in ended.err, (ended.code, ended.err)
        assert not [path for path in (place / "out").glob(".*") if path.name != ".summarizer"]
        for path in (place / "out").rglob("*.json"):
            json.loads(path.read_bytes())
    ended = place.run("batch", "in", "-o", "out", "--threads", "1", "--no-cache")
    assert ended.code == 0 and outputs(place / "out") == outputs(place / "whole")
    whole(place, ended)


CASES.add("SIGKILL at random moments", "outputs are whole; the run that is let alone ends with the same bytes as if never killed",
          lambda place: killed_at_random(place, signal.SIGKILL, -signal.SIGKILL, 3))  # fmt: skip
CASES.add("Ctrl-C at random moments", "130, no traceback, nothing half; the next run ends with the same bytes",
          lambda place: killed_at_random(place, signal.SIGINT, 130, 3))  # fmt: skip
CASES.add("SIGTERM at random moments", "143, no traceback, nothing half; the next run ends with the same bytes",
          lambda place: killed_at_random(place, signal.SIGTERM, 143, 3))  # fmt: skip


@CASES("Ctrl-C from the first moment on", "130 without a word, also while modules are being imported")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH * 50})
    codes = []
    for i in range(6):
        running = place.start("summarize", "a.txt", "--no-cache", cold=True)
        time.sleep(0.12 + i * 0.11)
        running.send(signal.SIGINT)
        ended = running.wait(30)
        # Before the first line of ours has run Python dies of the signal, and tells of its own imports.
        if ended.code == -signal.SIGINT or "<frozen" in ended.err:
            continue
        codes.append(ended.code)
        assert ended.code in (0, 130) and "Traceback" not in ended.err, ended.err
    assert 130 in codes


@CASES("Ctrl-C while a long article is translated", "ends within seconds; the file that was there before is left as it was")
def _(place: Place) -> None:
    place.put(
        {
            "a.txt": "".join(f"De gemeente {i} bouwt {i} scholen voor {i * 7} kinderen in het noorden. " for i in range(6000)),
            "out.txt": "mine",
        }
    )
    running = place.start("summarize", "a.txt", "-o", "out.txt", "--no-cache", "--threads", "1")
    time.sleep(2.0)
    asked = time.monotonic()
    running.send(signal.SIGINT)
    ended = running.wait(30)
    assert ended.code == 130 and ended.err.count("\n") <= 1 and time.monotonic() - asked < 10, (ended, time.monotonic() - asked)
    assert (place / "out.txt").read_text() == "mine" and place.names() == {"a.txt", "out.txt"}


@CASES("Ctrl-C ignored, as in the background of a shell", "stays ignored: the work is done")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    command = f'trap "" INT; exec {sys.executable} -m summarizer summarize a.txt'
    process = subprocess.Popen(["bash", "-c", command], cwd=place.folder, env=place.program.environment,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0 and out and b"Traceback" not in err


def reader_of(running: Running, besides: int = 0) -> int:
    """The process that reads documents, once it has begun."""
    children = Path(f"/proc/{running.number}/task/{running.number}/children")
    while True:
        for child in map(int, children.read_text().split()):
            if child != besides:
                return child
        time.sleep(0.002)


@CASES("the process that reads documents, killed while idle", "another one reads the next document")
def _(place: Place) -> None:
    from tests.documents import page

    place.put({"a.html": page(), "b.html": page().replace("Huawei", "Samsung")})
    reading, writing = os.pipe()
    running = place.start("summarize", "a.html", "-", "b.html", stdin=reading)
    os.write(writing, DUTCH.encode())
    while int.from_bytes(fcntl.ioctl(reading, termios.FIONREAD, bytes(4)), sys.byteorder):  # when it has read that, it has read a.html
        time.sleep(0.002)
    os.kill(reader_of(running), signal.SIGKILL)
    os.close(writing)
    ended = harmless(running.wait(60))
    os.close(reading)
    assert ended.code == 0 and not ended.errors and all(word in ended.out for word in ("Huawei", "law", "Samsung")), ended


@CASES("the process that reads documents, killed at its first", "that document is an error, and what it may have been the cause of is said")
def _(place: Place) -> None:
    from tests.documents import page

    place.put({f"in/{i}.html": page().replace("Spanningen", f"Spanningen {i}") for i in range(6)})
    running = place.start("batch", "in", "-o", "out")
    first = reader_of(running)
    os.kill(first, signal.SIGKILL)
    os.kill(reader_of(running, besides=first), signal.SIGKILL)
    ended = harmless(running.wait(60))
    assert ended.code == 1 and [line.split(": ")[1] for line in ended.errors] == ["0.html", "1.html"]
    assert ended.err.count("its reader ran out of memory or crashed") == 2 and list(statuses(place).values()).count("done") == 4


@CASES(
    "an article whose translation takes too long", "an error that names the option; those of its group are done; not tried again unasked"
)
def _(place: Place) -> None:
    articles(place, 3)
    place.put({"in/001.txt": " ".join(f"De gemeente {i} bouwt {i} scholen voor {i * 7} kinderen [in (het noorden." for i in range(1200))})
    command = ("batch", "in", "-o", "out", "--threads", "1", "--no-cache", "--max-seconds", "1")
    ended = place.run(*command)
    assert (
        ended.code == 1
        and "001.txt: OutOfTime: 001.txt: it takes more than 1 seconds to translate" in ended.errors[0]
        and "--max-seconds" in ended.err
    )
    assert statuses(place) == {"000.txt": "done", "001.txt": "failed", "002.txt": "done"} and ended.seconds < 20
    again = place.run(*command)
    assert again.code == 1 and "0 done, 2 unchanged, 1 failed" in again.err and again.seconds < ended.seconds
    assert "OutOfTime" in place.run(*command, "--retry-failed").err
    whole(place, ended)


# --- Disks -------------------------------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of that size at `folder`."""
    folder.mkdir(exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False).returncode:
        raise Skipped("no right to mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def stopped_by_the_disk(ended, name: str) -> None:
    assert ended.code == 4 and len(ended.errors) == 1 and name in ended.errors[0], (ended.code, ended.err)
    assert os.strerror(errno.ENOSPC) in ended.err or os.strerror(errno.EFBIG) in ended.err or os.strerror(errno.EROFS) in ended.err, (
        ended.err
    )


@CASES(
    "a disk that fills up in the middle of a batch",
    "one error that names the path, exit 4; outputs are whole; with room again the rest is done",
)
def _(place: Place) -> None:
    articles(place, 60)
    assert place.run("batch", "in", "-o", "whole", "--threads", "1").code == 0
    with small_disk(place / "out", "160k"):
        stopped_by_the_disk(place.run("batch", "in", "-o", "out", "--threads", "1"), "out/")
        for path in (place / "out").rglob("*.json"):
            json.loads(path.read_bytes())
        done = outputs(place / "out")
        subprocess.run(["mount", "-o", "remount,size=10m", place / "out"], check=True)
        ended = place.run("batch", "in", "-o", "out", "--threads", "1")
        assert ended.code == 0 and outputs(place / "out") == outputs(place / "whole") and done.keys() <= outputs(place / "out").keys()


@CASES("a full disk for -o", "one line, exit 4; what was there before is left")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH * 30})
    with small_disk(place / "small", "8k"):
        (place / "small/out.html").write_text("mine")
        ended = place.run("summarize", "a.txt", "-f", "html", "-o", "small/out.html")
        stopped_by_the_disk(ended, "small/out.html")
        assert [path.name for path in (place / "small").iterdir()] == ["out.html"] and (place / "small/out.html").read_text() == "mine"


@CASES("a limit on the size of files", "one line, exit 4, nothing half")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH * 30})
    ended = place.run("summarize", "a.txt", "--no-cache", "-f", "html", "-o", "out.html", file_size=4096)
    stopped_by_the_disk(ended, "out.html")
    assert place.names() == {"a.txt"}


@CASES("a full disk for the cache", "the article is done all the same, with a warning")
def _(place: Place) -> None:
    place.put({"a.txt": "".join(f"De gemeente {i} bouwt {i} scholen. " for i in range(120))})
    with small_disk(place / "cache", "64k"):
        (place / "cache/ctranslate2").symlink_to(Path(place.program.environment["SUMMARIZER_CACHE"]) / "ctranslate2")
        ended = place.run("summarize", "a.txt", SUMMARIZER_CACHE=str(place / "cache"))
        assert ended.code == 0 and ended.out and "translations aren't kept" in ended.err


@CASES("no room to convert the model", "one line that names the folder and ways out, exit 4; nothing is left that could be loaded")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    with small_disk(place / "cache", "1m"):
        ended = place.run("summarize", "a.txt", SUMMARIZER_CACHE=str(place / "cache"), memory=2**34)
        stopped_by_the_disk(ended, "cache/ctranslate2")
        assert "SUMMARIZER_CACHE" in ended.err and not list((place / "cache/ctranslate2").iterdir())


@CASES("folders that can only be read", "for the outputs: one line, exit 4; for -o the same")
def _(place: Place) -> None:
    place.put({"in/a.txt": DUTCH, "out/x": "x"})
    (place / "out").chmod(0o555)
    for command in ("batch in -o out", "batch in -o out/deeper", "summarize in/a.txt -o out/a.txt", "summarize in/a.txt -o out/none/a.txt"):
        ended = place.run(*command.split(), without_rights=True)
        assert (
            ended.code == 4 and len(ended.errors) == 1 and "out" in ended.errors[0] and place.names() == {"in", "in/a.txt", "out", "out/x"}
        )


@CASES("a file that may not be written, for -o", "one line, exit 4: a right that is missing isn't got round by replacing the file")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH, "out.txt": "mine"})
    (place / "out.txt").chmod(0o444)
    ended = place.run("summarize", "a.txt", "-o", "out.txt", without_rights=True)
    assert ended.code == 4 and len(ended.errors) == 1 and (place / "out.txt").read_text() == "mine"


@CASES("an input that fails, with -o", "what was in the file before stays there")
def _(place: Place) -> None:
    place.put({"a.txt": "", "out.txt": "mine"})
    assert place.run("summarize", "a.txt", "-o", "out.txt").code == 1 and (place / "out.txt").read_text() == "mine"


# --- Where answers go ----------------------------------------------------------------------------------------------------------------------------


@CASES("-o through a link", "the file that it leads to is written, with its permissions; the link stays")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH, "real/out.txt": "old"})
    (place / "real/out.txt").chmod(0o640)
    (place / "link").symlink_to("real/out.txt")
    (place / "fresh").symlink_to("real/new.txt")
    assert place.run("summarize", "a.txt", "-o", "link").code == 0 and place.run("summarize", "a.txt", "-o", "fresh").code == 0
    assert (place / "link").is_symlink() and (place / "fresh").is_symlink() and "law" in (place / "real/out.txt").read_text()
    assert (place / "real/out.txt").stat().st_mode & 0o777 == 0o640 and (place / "real/new.txt").read_text() == (
        place / "real/out.txt"
    ).read_text()


@CASES("-o into a pipe and devices", "written to, not replaced")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH, "log": "before\n"})
    os.mkfifo(place / "pipe")
    running = place.start("summarize", "a.txt", "-o", "pipe")
    with (place / "pipe").open("rb") as end:
        assert b"law" in end.read()
    assert running.wait().code == 0 and (place / "pipe").is_fifo()
    assert "law" in place.run("summarize", "a.txt", "-o", "/dev/stdout").out
    with (place / "log").open("ab") as log:
        assert place.run("summarize", "a.txt", "-o", "/dev/stdout", stdout=log.fileno()).code == 0
    assert (place / "log").read_text().startswith("before\n") and "law" in (place / "log").read_text()
    assert place.run("summarize", "a.txt", "-o", "/dev/null").code == 0 and not Path("/dev/null").is_file()
    assert place.run("summarize", "a.txt", "-o", "/dev/full").code == 4


@CASES("stdout is full", "one line, exit 4, for every command")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    full = os.open("/dev/full", os.O_WRONLY)
    for command in ("summarize a.txt", "translate a.txt", "models list", "--version", "--help"):
        ended = place.run(*command.split(), stdout=full)
        assert ended.code == 4 and ended.errors == [f"error: stdout can't be written: {os.strerror(errno.ENOSPC)}"], (command, ended)
    os.close(full)


@CASES("stdout is closed", "one line, exit 4")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    done = subprocess.run(["bash", "-c", f"{sys.executable} -m summarizer summarize a.txt >&-"], cwd=place.folder, env=place.program.environment,
                          capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    assert done.returncode == 4 and "stdout can't be written: it is closed" in done.stderr and "Traceback" not in done.stderr


@CASES("stderr is full, or closed", "the exit code and stdout are as ever; no error is taken for an answer")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    full = os.open("/dev/full", os.O_WRONLY)
    ended = place.run("summarize", "a.txt", "no-such-file.txt", stderr=full)
    assert ended.code == 1 and "law" in ended.out
    os.close(full)
    done = subprocess.run(["bash", "-c", f"{sys.executable} -m summarizer summarize nothing.txt 2>&-"], cwd=place.folder,
                          env=place.program.environment, stdout=subprocess.PIPE, timeout=60, check=False)  # fmt: skip
    assert done.returncode == 1 and done.stdout == b""


@CASES("the reader of stdout has gone (SIGPIPE)", "a quiet end, exit 0")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    for command in ("summarize a.txt a.txt a.txt -f jsonl", "translate --lines a.txt", "models list"):
        reading, writing = os.pipe()
        os.close(reading)
        ended = place.run(*command.split(), stdout=writing)
        os.close(writing)
        assert ended.code == 0 and not ended.errors, (command, ended)


@CASES("stdin that is closed", "one line, exit 1")
def _(place: Place) -> None:
    done = subprocess.run(["bash", "-c", f"{sys.executable} -m summarizer summarize <&-"], cwd=place.folder, env=place.program.environment,
                          capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    assert done.returncode == 1 and done.stderr == "error: stdin can't be read\n" and done.stdout == ""


# --- Memory ------------------------------------------------------------------------------------------------------------------------------------


@CASES("too little memory for the model", "one line, or an end of the engine's own making: no traceback, and what was there before is left")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH, "out.txt": "mine"})
    for size in (1200, 350, 200):  # of addresses, of which the threads' stacks and heaps take most
        ended = place.run("summarize", "a.txt", "--no-cache", "-o", "out.txt", memory=size * 2**20)
        left = (place / "out.txt").read_text()
        assert (ended.code == 0 and "law" in left) if size == 1200 else (ended.code in (0, 1, 2, -signal.SIGABRT, -signal.SIGSEGV)), (
            size,
            ended,
        )
        assert ended.code == 0 or left == "mine" or "law" in left
        assert len(ended.errors) == (ended.code > 0), (size, ended)
        (place / "out.txt").write_text("mine")


# --- Caches and manifests ------------------------------------------------------------------------------------------------------------------------


def own_cache(place: Place) -> Path:
    """A cache of this case's own, that has the converted model."""
    cache = place / "cache"
    cache.mkdir(mode=0o700)
    shutil.copytree(Path(place.program.environment["SUMMARIZER_CACHE"]) / "ctranslate2", cache / "ctranslate2")
    return cache


@CASES("a cache of rubbish", "set aside or made anew; the answer is the same")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    cache = own_cache(place)
    right = place.run("summarize", "a.txt", SUMMARIZER_CACHE=str(cache)).out
    database = cache / "translations.sqlite3"
    for rubbish in (b"rubbish" * 1000, b"", database.read_bytes()[:5000], database.read_bytes().replace(b"SQLite", b"squash")):
        for path in (database, cache / "sha256.json"):
            path.write_bytes(rubbish)
        for ending in ("-wal", "-shm"):
            Path(f"{database}{ending}").write_bytes(rubbish[:3000])
        ended = place.run("summarize", "a.txt", SUMMARIZER_CACHE=str(cache))
        assert ended.code == 0 and ended.out == right, (rubbish[:20], ended)


@CASES("answers planted in the cache", "an answer whose checksum is wrong is none")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    cache = own_cache(place)
    right = place.run("summarize", "a.txt", SUMMARIZER_CACHE=str(cache)).out
    with contextlib.closing(sqlite3.connect(cache / "translations.sqlite3")) as database, database:
        assert database.execute("UPDATE answers SET answer = replace(answer, 'law', 'lie')").rowcount
    assert place.run("summarize", "a.txt", SUMMARIZER_CACHE=str(cache)).out == right


@CASES("folders, links and locks where the cache's files belong", "the answer is the same, without a cache")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH, "victim": "mine"})
    cache = own_cache(place)
    (cache / "translations.sqlite3").mkdir()
    (cache / "sha256.json").mkdir()
    assert place.run("summarize", "a.txt", SUMMARIZER_CACHE=str(cache)).code == 0
    (cache / "translations.sqlite3").rmdir()
    database = sqlite3.connect(cache / "translations.sqlite3", isolation_level=None)
    database.execute("CREATE TABLE x (y)")
    database.execute("BEGIN EXCLUSIVE")
    assert place.run("summarize", "a.txt", SUMMARIZER_CACHE=str(cache)).code == 0
    database.close()


@CASES("what is kept of articles", "the cache is for its owner alone, whatever the umask")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    shared, cache = Path(place.program.environment["SUMMARIZER_CACHE"]), place / "home/.cache/summarizer"
    (place / "home").mkdir()
    env: dict[str, Any] = {"HOME": str(place / "home"), "SUMMARIZER_CACHE": "", "XDG_CACHE_HOME": ""}
    assert place.run("models", "list", umask=0, **env).code == 0
    shutil.copytree(shared / "ctranslate2", cache / "ctranslate2")
    assert place.run("summarize", "a.txt", umask=0, **env).code == 0
    found = {path.relative_to(cache).as_posix(): path.stat().st_mode & 0o777 for path in [cache, *cache.iterdir()]}
    assert {"translations.sqlite3", "sha256.json"} <= found.keys() and not any(mode & 0o077 for mode in found.values()), found
    assert not any(path.stat().st_mode & 0o077 for path in [shared / "ctranslate2", *shared.glob("ctranslate2/*")])


@CASES("a manifest of rubbish", "damaged lines are set aside and their articles done again; none is lost")
def _(place: Place) -> None:
    articles(place, 4)
    assert place.run("batch", "in", "-o", "out").code == 0
    path = place / "out/manifest.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    rubbish = [
        b"\xff\xfe\n",
        b"[" * 50_000 + b"\n",
        b'{"input": 5}\n',
        b'{"input": "../../x", "output": "../../../tmp/x.json", "status": "done"}\n',
    ]
    before = outputs(place / "out")
    path.write_bytes(b"".join([*lines[:3], *rubbish, *lines[3:], b'{"cut', b"\x1b[31m"]))
    ended = place.run("batch", "in", "-o", "out")
    assert (
        ended.code == 0 and "had 4 damaged line(s)" in ended.err and "0 done, 4 unchanged" in ended.err and outputs(place / "out") == before
    )
    # Rubbish in the place of lines: the block is no longer whole, so that the group of articles is done again as it was the first time.
    lines = [b"#" * 40 + b"\n" if b'"done"' in line and (b"001.txt" in line or b"003.txt" in line) else line for line in lines]
    path.write_bytes(b"".join(lines))
    ended = place.run("batch", "in", "-o", "out")
    assert ended.code == 0 and "had 2 damaged line(s)" in ended.err and "4 done, 0 unchanged" in ended.err, ended.err
    assert outputs(place / "out") == before and set(statuses(place).values()) == {"done"} and len(statuses(place)) == 4
    whole(place, ended)


@CASES("a manifest that names files elsewhere", "nothing outside the folder is touched or trusted")
def _(place: Place) -> None:
    articles(place, 1)
    assert place.run("batch", "in", "-o", "out").code == 0
    path = place / "out/manifest.jsonl"
    place.put({"victim.json": "mine"})
    entry = json.loads(path.read_text().splitlines()[-1]) | {"output": "../victim.json", "input": "x.txt", "status": "started", "left": 0}
    with path.open("a") as file:
        file.write(json.dumps(entry) + "\n")
    assert place.run("batch", "in", "-o", "out", "--digest").code == 0 and (place / "victim.json").read_text() == "mine"


@CASES("a folder where the manifest belongs", "one line that names it, exit 4")
def _(place: Place) -> None:
    articles(place, 1)
    place.put({"out/manifest.jsonl/x": "x"})
    ended = place.run("batch", "in", "-o", "out")
    assert ended.code == 4 and len(ended.errors) == 1 and "manifest.jsonl" in ended.errors[0]


@CASES("an output that was changed by hand", "seen by its sha256, and done again")
def _(place: Place) -> None:
    articles(place, 2)
    assert place.run("batch", "in", "-o", "out").code == 0
    before = outputs(place / "out")
    (place / "out/000.txt.json").write_bytes(b"{}")
    ended = place.run("batch", "in", "-o", "out")
    assert "1 done, 1 unchanged" in ended.err and outputs(place / "out") == before


# --- Surroundings ------------------------------------------------------------------------------------------------------------------------------


@CASES("the C locale, and one that doesn't exist", "UTF-8 in, UTF-8 out")
def _(place: Place) -> None:
    place.put({"é.txt": "De minister van Financiën heeft maandag een nieuwe wet over coöperaties aangekondigd."})
    assert place.run("summarize", "é.txt", cold=True, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").code == 0
    ended = place.run("summarize", "é.txt", "-f", "json", cold=True, LC_ALL="C", LANG="xx_XX.KOI8-R")
    assert ended.code == 0 and json.loads(ended.out)["source"]["path"] == "é.txt", ended


@CASES("no HOME, one that can't be, one that can only be read", "a private folder elsewhere serves; no difference in the answer")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH, "tmp/x": "x", "home/x": "x"})
    (place / "home").chmod(0o555)
    shared = place.program.environment["SUMMARIZER_CACHE"]
    private = place / f"tmp/summarizer-{os.getuid()}"
    private.mkdir(mode=0o700)
    shutil.copytree(f"{shared}/ctranslate2", private / "ctranslate2")
    for home in ("", str(place / "a.txt"), str(place / "home")):
        ended = place.run(
            "summarize", "a.txt", without_rights=True, HOME=home, SUMMARIZER_CACHE="", XDG_CACHE_HOME="", TMPDIR=str(place / "tmp")
        )
        assert ended.code == 0 and "law" in ended.out, ended


@CASES("clocks that jump", "files of 1970 and of 2100, and another time zone, change nothing in what is done")
def _(place: Place) -> None:
    articles(place, 3)
    os.utime(place / "in/000.txt", (0, 0))
    os.utime(place / "in/001.txt", (4_102_444_800, 4_102_444_800))
    assert place.run("batch", "in", "-o", "out").code == 0
    for path in [*(place / "in").iterdir(), *(place / "out").rglob("*")]:
        os.utime(path, (4_102_444_800, 4_102_444_800))
    ended = place.run("batch", "in", "-o", "out", TZ="Pacific/Kiritimati")
    assert ended.code == 0 and "3 unchanged" in ended.err


@CASES("nonsense in the environment", "the answer is the same; what the engine can't begin with is one line, exit 2")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH})
    right = place.run("summarize", "a.txt").out
    nonsense: list[dict[str, Any]] = [
        {"OMP_NUM_THREADS": "abc", "COLUMNS": "x", "TERM": "\x1b[31m", "TZ": "Mars/Olympus", "LANG": "xx", "LC_ALL": "\x01", "NO_COLOR": "?"},
        {"TMPDIR": "/nowhere", "XDG_CACHE_HOME": "relative", "HF_HOME": "/dev/null", "HTTPS_PROXY": "nonsense", "PYTHONWARNINGS": "error"},
    ]  # fmt: skip
    for values in nonsense:
        ended = place.run("summarize", "a.txt", **values)
        assert ended.code == 0 and ended.out == right, (values, ended)
    for name, value in (("CT2_VERBOSE", "9"), ("CT2_VERBOSE", "x"), ("CT2_FORCE_CPU_ISA", "ABACUS")):
        environment: dict[str, Any] = {name: value}
        ended = place.run("summarize", "a.txt", **environment)
        assert ended.code == 2 and len(ended.errors) == 1 and "CT2_" in ended.err and ended.out == "", ended


@CASES("the working folder, removed", "one line, exit 2")
def _(place: Place) -> None:
    place.put({"a.txt": DUTCH, "gone/x": ""})
    command = f'cd gone && rm -r ../gone && exec {sys.executable} -P -m summarizer "$@"'
    done = subprocess.run(["bash", "-c", command, "bash", "summarize", place / "a.txt"], cwd=place.folder, env=place.program.environment,
                          capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    assert done.returncode == 2 and done.stderr == "error: the working folder is gone\n"


@CASES("few open files", "with 32 an answer; with 6, of which it takes more to read a page, one line that says so")
def _(place: Place) -> None:
    from tests.documents import page

    place.put({"a.html": page()})
    for files, code in ((32, 0), (6, 1)):
        command = f"ulimit -n {files}; exec {sys.executable} -m summarizer summarize a.html"
        done = subprocess.run(["bash", "-c", command], cwd=place.folder, env=place.program.environment, capture_output=True, text=True,
                              timeout=60, check=False)  # fmt: skip
        assert done.returncode == code and "Traceback" not in done.stderr and done.stderr.count("error: ") == code, (files, done.stderr)
        assert "Huawei" in done.stdout if code == 0 else "Too many open files" in done.stderr


@CASES("code in the working folder", "modules of the names that we import are not run from there")
def _(place: Place) -> None:
    strangers = {f"{name}.py": "raise SystemExit('hijacked')" for name in ("torch", "ctranslate2", "yaml", "sitecustomize", "json")}
    place.put({"a.txt": DUTCH, **strangers})
    program = Path(sys.executable).with_name("summarizer")
    if not program.exists():
        raise Skipped("the program isn't installed")
    done = subprocess.run([program, "summarize", "a.txt"], cwd=place.folder, env=place.program.environment, capture_output=True, text=True,
                          timeout=60, check=False)  # fmt: skip
    assert done.returncode == 0 and "hijacked" not in done.stderr


# --- Models that are none ----------------------------------------------------------------------------------------------------------------------


for model, says in (
    ("no-such-model", "nl-en"), ("opus-mt-nl-en", "models pull opus-mt-nl-en"), ("extractive", "no translator"), ("folder", "folder"),
):  # fmt: skip
    CASES.add(f"a translator that isn't one: {model}", "told before any article is read, with what to do; exit 2",
              refused({"a.txt": DUTCH, "folder/config.json": "{}"}, f"summarize a.txt --translator {model}", says, code=2))  # fmt: skip


# --- Test sets and glossaries that are none ------------------------------------------------------------------------------------------------------

NOISE = bytes(i * 7919 % 256 for i in range(5000))
for command, says, code in (
    ("evaluate translation a.bin a.bin", "a.bin can't be read", 1),
    ("evaluate summaries a.bin", "a.bin can't be read", 1),
    ("evaluate summaries a.txt", "line 1 of a.txt", 1),
    ("summarize a.txt --glossary a.bin", "a.bin, line 1", 2),
    ("summarize a.txt --glossary /dev/zero", "/dev/zero is larger", 2),
    ("translate a.bin", "a.bin is binary", 1),
    ("models path ../../etc", "no model is called", 2),
):
    CASES.add(f"noise in another place: {command}", "one line, no traceback, nothing printed",
              refused({"a.bin": NOISE, "a.txt": DUTCH}, command, says, code=code))  # fmt: skip
