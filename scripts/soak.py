"""Thousands of articles of all formats in one batch, some of them broken on purpose: nothing lost, every failure explained, memory flat.

    python scripts/soak.py [--articles 5000] [--sentences FILE] [--hostile 0.02] [--seed 1]

Articles of some 100 words are put together from the sentences of FILE, a Dutch text with a sentence a line (those of tests/data unless given). The
batch runs with an address space of 2 GiB, and no translations kept, so that all are made. Prints JSON: how each input ended, and the memory of the
program and its reader in quarters of the run. Exit code 1 when an input is unaccounted for, ended otherwise than it should or without a reason, when
the last quarter takes a tenth more memory than the second, or when a second run changes a file.
"""

from __future__ import annotations

import argparse
import email.message
import gzip
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from summarizer.naming import readable  # noqa: E402
from tests import documents  # noqa: E402

ADDRESS_SPACE = 2 << 30
GROWTH = 1.1  # of the memory, second quarter to last
DONE = ("done", "")

Make = Callable[[list[str]], bytes]
Expected = dict[str, tuple[str, str]]  # how an input shall end, by its name in the manifest: the status, and the kind of error


def _html(paragraphs: list[str]) -> bytes:
    return documents.page("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)).encode()


def _docx(paragraphs: list[str]) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{paragraph.replace('&', '&amp;')}</w:t></w:r></w:p>" for paragraph in paragraphs)
    return documents.zipped({"word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode()})


def _pdf(paragraphs: list[str]) -> bytes:
    return documents.pdf_file("\n".join(paragraph.encode("cp1252", "replace").decode("cp1252") for paragraph in paragraphs))


def _mail(paragraphs: list[str]) -> bytes:
    message = email.message.EmailMessage()
    message["Subject"], message["From"], message["Date"] = "Bericht", "Redactie <r@voorbeeld.nl>", "Thu, 12 Sep 2019 10:30:00 +0200"
    message.set_content("\n\n".join(paragraphs))
    return bytes(message)


def _text(paragraphs: list[str]) -> bytes:
    return "\n\n".join(paragraphs).encode()


SOUND: dict[str, Make] = {
    ".txt": _text, ".md": lambda paragraphs: b"# Bericht\n\n" + _text(paragraphs), ".html": _html, ".docx": _docx, ".pdf": _pdf, ".eml": _mail,
    ".jsonl": lambda paragraphs: json.dumps({"text": paragraphs}).encode(), "gz.html": lambda paragraphs: gzip.compress(_html(paragraphs)),
}  # fmt: skip

GERMAN = [
    "Die Bundesregierung hat am Montag ein neues Gesetz beschlossen. Es soll im nächsten Jahr in Kraft treten und die Preise senken."
] * 3
BOMB = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)) + b"]>"
)
SPACE = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>'
# A suffix, what is in the file, and how it shall end: status and kind of error.
BROKEN: list[tuple[str, Make, str, str]] = [
    (".txt", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "failed", "UnsupportedInput"),
    (".txt", lambda _: bytes(range(32)) * 400, "failed", "UnsupportedInput"),
    (".txt", lambda _: b"  \n\xef\xbb\xbf \n", "skipped", "EmptyInput"),
    (".md", lambda _: b"", "skipped", "EmptyInput"),
    (".txt", lambda _: "\n\n".join(GERMAN).encode(), "failed", "WrongLanguage"),
    (".txt", lambda paragraphs: _text(paragraphs) * 60_000, "failed", "InputTooLarge"),
    (".html", lambda _: b"<html><body>" + b"<div>" * 60_000 + b"x", "failed", "InputTooLarge"),
    (".html", lambda _: documents.page(f"<p>{documents.COOKIE_WALL}</p>").encode(), "failed", "ThinInput"),
    (".html", lambda _: documents.page("<script>var a = 1;</script>").encode(), "failed", "ThinInput"),
    (".html", lambda paragraphs: gzip.compress(_html(paragraphs))[:-40], "failed", "UnreadableInput"),
    (".html", lambda _: gzip.compress(bytes(30_000_000), 1), "failed", "InputTooLarge"),
    (".docx", lambda paragraphs: _docx(paragraphs)[:200], "failed", "UnreadableInput"),
    (".docx", lambda _: documents.zipped({"word/document.xml": SPACE + b"a" * 30_000_000}), "failed", "InputTooLarge"),
    (".docx", lambda _: documents.zipped({"word/document.xml": BOMB + SPACE + b"&i;</w:t></w:r></w:p></w:document>"}), "failed", "UnreadableInput"),
    (".docx", lambda _: documents.zipped({"../../evil": b"x"}), "failed", "UnsupportedInput"),
    (".pdf", lambda _: b"%PDF-1.7\n" + bytes(3000), "failed", "UnreadableInput"),
    (".pdf", lambda _: documents.pdf_file(""), "skipped", "EmptyInput"),
    (".pdf", lambda paragraphs: documents.pdf_file(*["\n".join(paragraphs)] * 300), "failed", "InputTooLarge"),
    (".eml", lambda _: b"From: a@b.nl\r\nTo: a@b.nl\r\nSubject: x\r\n\r\n", "skipped", "EmptyInput"),
    (".jsonl", lambda _: b'{"text": "Een artikel', "failed", "UnsupportedInput"),
    (".jsonl", lambda _: b"[" * 100_000, "failed", "UnsupportedInput"),
]  # fmt: skip


def make_articles(sentences: list[str], folder: Path, count: int, share: float, chance: random.Random) -> Expected:
    """The files of a soak, and how each shall end. Every file is one article; broken ones come evenly of every kind."""
    broken = set(chance.sample(range(count), round(count * share)))
    kinds = list(SOUND)
    expected: Expected = {}
    for number in range(count):
        paragraphs = [" ".join(chance.sample(sentences, 2)) for _ in range(chance.randint(2, 4))]
        odd = "\nvreemd \udce9" if number % 97 == 0 else ""  # names are bytes, and hold what they like
        if number in broken:
            suffix, make, status, error = BROKEN[len([1 for end in expected.values() if end != DONE]) % len(BROKEN)]
            end = (status, error)
        else:
            suffix, end = kinds[number % len(kinds)], DONE
            make = SOUND[suffix]
        name = f"{number % 50:02}/{number:05}{odd}{suffix}"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make(paragraphs))
        expected[readable(name) + ("#1" if suffix == ".jsonl" else "")] = end
    return expected


def resident(pid: int) -> int:
    """Bytes of memory of a process and those that it started."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(folder.name) == pid or int(fields[1]) == pid:
                total += int(fields[21]) * resource.getpagesize()
        except OSError:  # it ended meanwhile
            continue
    return total


def run(articles: Path, output: Path, cache: Path) -> tuple[int, list[int], float]:
    """The exit code, the memory once a second, and the seconds it took."""
    began = time.monotonic()
    command = [sys.executable, "-m", "summarizer", "batch", str(articles), "-o", str(output), "--no-cache", "--progress", "lines"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"SUMMARIZER_CACHE": str(cache)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE)),
    )  # fmt: skip
    samples: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(1):
            samples.append(resident(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    ended.set()
    watcher.join()
    return code, [sample for sample in samples if sample], time.monotonic() - began


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".summarizer" not in path.parts)
    return {os.fsdecode(os.fsencode(path)): (path.stat().st_mtime_ns, path.stat().st_size) for path in found}


def ends(output: Path) -> dict[str, tuple[str, str]]:
    """How each input ended, by the manifest: its status, and the whole reason where there is one."""
    lines = [json.loads(line) for line in (output / "manifest.jsonl").read_text("utf-8").splitlines()]
    return {line["input"]: (line["status"], line["error"] or "") for line in lines}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--hostile", type=float, default=0.02, help="the share of broken ones")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.sentences:
        sentences = options.sentences.read_text("utf-8").splitlines()
    else:
        from summarizer.segmentation import split_sentences

        sentences = [s for path in sorted((ROOT / "tests/data/news").glob("*.nl.txt")) for s in split_sentences(path.read_text("utf-8"))]
    sentences = [line.strip() for line in sentences if 8 <= len(line.split()) <= 40 and line.strip().endswith(".")]
    with tempfile.TemporaryDirectory() as name:
        articles, output, cache = (Path(name) / part for part in ("articles", "abstracts", "cache"))
        expected = make_articles(sentences, articles, options.articles, options.hostile, random.Random(options.seed))
        # The model is converted without the limit: torch alone takes more.
        subprocess.run([sys.executable, "-m", "summarizer", "doctor"], cwd=ROOT, env=os.environ | {"SUMMARIZER_CACHE": str(cache)},
                       stdout=subprocess.DEVNULL, check=True)  # fmt: skip
        code, samples, seconds = run(articles, output, cache)
        found, before = ends(output), tree(output)
        again, _, seconds_again = run(articles, output, cache)
        touched = sorted(path for path, state in tree(output).items() if before.get(path) != state)
        outputs = len(list(output.rglob("*.json")))
    report = judged(expected, found, samples)
    report |= {
        "exit_codes": [code, again], "seconds": [round(seconds, 1), round(seconds_again, 1)], "outputs": outputs, "touched_again": touched[:5],
    }  # fmt: skip
    print(json.dumps(report, indent=1))
    sound = sum(end == DONE for end in expected.values())
    failing = any(status == "failed" for status, _ in expected.values())
    well = not (report["lost"] or report["unexpected"] or touched) and outputs == sound and code == again == int(failing)
    raise SystemExit(not (well and report["growth"] <= GROWTH))


def judged(expected: Expected, found: dict[str, tuple[str, str]], samples: list[int]) -> dict[str, Any]:
    """What came of it, and what is not as it should be."""
    unexpected = {
        name: [expected.get(name), end]
        for name, end in found.items()
        if expected.get(name, ("", ""))[0] != end[0]
        or not end[1].startswith(expected[name][1])
        or (end[0] == "failed" and ": " not in end[1])
    }
    quarter = max(1, len(samples) // 4)
    medians = [statistics.median(samples[i : i + quarter] or [0]) for i in range(0, 4 * quarter, quarter)]
    return {
        "articles": len(expected), "ends": Counter(status for status, _ in found.values()),
        "reasons": Counter(reason.partition(":")[0] for _, reason in found.values() if reason),
        "lost": sorted(expected.keys() - found.keys())[:5], "unexpected": dict(list(unexpected.items())[:10]),
        "memory_mb": {"quarters": [round(m / 1e6) for m in medians], "peak": round(max(samples, default=0) / 1e6)},
        "growth": round(medians[3] / max(1, medians[1]), 3),
    }  # fmt: skip


if __name__ == "__main__":
    main()
