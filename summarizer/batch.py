"""A folder of articles -> a folder of abstracts: what is new or changed is done, what can't be done is set aside, a crash costs one group.

Articles go through the pipeline in groups, so that the sentences of many share batches and memory stays flat however many there are. Of a group,
the manifest first says which outputs are begun; then they are written, each whole or not at all; then the manifest says how each ended. The next
run after a kill at any point takes up the same groups and so ends with the same bytes as one that was never interrupted.

For that, what an output says depends on its article and the settings alone: `seconds` in JSON is 0 throughout (the manifest has an article's share
of its group's time), and the path is the one within the folder, written as the manifest writes it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.article import Article, Result
from summarizer.engines import BEAM
from summarizer.errors import CheckFailed, FoldersRefused, InputError, ModelError, OutputError, UnreadableInput
from summarizer.manifest import PRIVATE, Entry, Manifest, open_manifest, readable
from summarizer.output import printable
from summarizer.reading import MAX_BYTES, load_path, read_bytes
from summarizer.rendering import FORMATS, findings
from summarizer.summarization import LENGTHS, Length

if TYPE_CHECKING:
    from summarizer.pipeline import Pipeline

SUFFIXES = (".txt", ".md", ".markdown")
GROUP_WORDS, GROUP_ARTICLES = 20_000, 64  # a few dozen batches of sentences: enough to fill the engine, some ten megabytes
NAME_BYTES = 240  # of an output's name; file systems stop at 255
_ENDINGS = {"text": ".txt", "markdown": ".md", "json": ".json", "jsonl": ".jsonl", "csv": ".csv", "html": ".html"}
# Not the disk's fault but that of one name: too long with its folders, or in the way of another.
_NAME_ERRORS = {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL, errno.EILSEQ}


@dataclass(frozen=True, slots=True)
class Input:
    """An article to be, at `path`, which is `relative` (with slashes) within its folder; `error` when that is known not to work."""

    path: Path
    relative: str
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a batch. `beam` and `force` are what the pipeline was made with; they and all up to `strict` decide what outputs say."""

    format: str = "json"
    length: Length = LENGTHS["medium"]
    beam: int = BEAM
    force: bool = False
    encoding: str | None = None
    strict: bool = False
    max_bytes: int = MAX_BYTES
    overwrite: bool = False
    retry_failed: bool = False
    guard: bool = True  # as `beam` and `force`


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an input ended: `status` is done, unchanged (nothing had to be done) or failed. `input` is printable, `error` says class and reason."""

    input: str
    status: str
    words: int = 0
    error: str = ""


def find_inputs(folder: Path, *, pattern: str | None = None, leave_out: Path | None = None) -> Iterator[Input]:
    """The text and Markdown files in a folder and its subfolders, in sorted order; with `pattern`, the files that it matches instead.

    A pattern with a slash is matched with the path within the folder, any other with the name. Hidden files, links and the folder `leave_out` are
    passed over; a folder that can't be listed is one Input with an error.
    """
    hidden_output = leave_out and os.path.relpath(leave_out.resolve(), folder.resolve()).replace(os.sep, "/")
    pending = [("", True)]  # the next one last
    while pending:
        relative, is_folder = pending.pop()
        if not is_folder:
            yield Input(folder / relative, relative)
            continue
        found = []
        try:
            with os.scandir(folder / relative) as entries:
                for entry in entries:
                    name = f"{relative}/{entry.name}" if relative else entry.name
                    if entry.name.startswith(".") or entry.is_symlink() or name == hidden_output:
                        continue
                    if (inner := entry.is_dir(follow_symlinks=False)) or _wanted(name, pattern):
                        found.append((name, inner))
        except OSError as error:
            yield Input(folder / relative, relative, UnreadableInput(f"the folder can't be listed: {error.strerror or error}"))
        pending += sorted(found, reverse=True)


def listed_inputs(names: bytes, folder: Path) -> Iterator[Input]:
    """The files that are named, a line each or (as `find -print0` does) a NUL after each, as seen from the working folder; each once."""
    seen = set()
    for name in names.split(b"\0" if b"\0" in names else b"\n"):
        if name and name not in seen:
            seen.add(name)
            path = Path(os.fsdecode(name))
            relative = Path(os.path.relpath(path, folder)).as_posix()
            outside = relative == ".." or relative.startswith("../")
            yield Input(path, relative, UnreadableInput(f"it doesn't lie in {folder}") if outside else None)


def run_batch(
    inputs: Iterable[Input], output: Path, pipeline: Pipeline, options: Options, *, warn: Callable[[str], None] = lambda message: None
) -> Iterator[Outcome]:
    """Write the abstract of each input into the folder `output`, and yield how each ended, those of a group together.

    Raises ModelError, OutputError, and FoldersRefused when another process writes to the folder. A signal that arrives while a group is being
    written takes effect after that.
    """
    settings = _fingerprint(pipeline, options)
    with open_manifest(output, warn) as manifest:
        batch = _Batch(output, manifest, pipeline, options, settings)
        group: list[_Job] = []
        for item in inputs:
            job = batch.look_at(item)
            if isinstance(job, Outcome):
                yield job
                continue
            if group and (len(group) == GROUP_ARTICLES or sum(one.words for one in group) + job.words > GROUP_WORDS):
                yield from batch.do(group)
                group = []
            group.append(job)
        yield from batch.do(group)


def refuse_same(folder: Path, output: Path) -> None:
    """Raise FoldersRefused when the articles and the outputs would lie in one folder."""
    if folder.resolve() == output.resolve():
        raise FoldersRefused(f"{output} is the folder of the articles", hint="choose another folder for the outputs")


@dataclass(frozen=True, slots=True)
class _Job:
    """An input that needs doing: `found` is its article, or why there is none."""

    input: str
    sha256: str | None
    target: str
    found: Article | InputError
    before: Entry | None

    @property
    def words(self) -> int:
        return self.found.words if isinstance(self.found, Article) else 0


@dataclass(frozen=True, slots=True)
class _Batch:
    output: Path
    manifest: Manifest
    pipeline: Pipeline
    options: Options
    settings: str

    def look_at(self, item: Input) -> _Job | Outcome:
        """The work that an input is, or how it ended where there is none."""
        name = readable(item.relative)
        if item.error:
            return Outcome(name, "failed", error=_described(item.error))
        target = output_name(item.relative, self.options.format)
        before = self.manifest.get(readable(target))
        data, sha256, problem = b"", None, None
        try:
            data = load_path(item.path, self.options.max_bytes)
            sha256 = hashlib.sha256(data).hexdigest()
        except InputError as error:
            problem = error
        if before and (before.input, before.input_sha256, before.settings) == (name, sha256, self.settings):
            if before.status == "done" and _sha256_of(self.output / target) == before.output_sha256:
                return Outcome(name, "unchanged")
            if before.status == "failed" and not self.options.retry_failed:
                return Outcome(name, "failed", error=before.error or "")
        if not (before and before.owns_output) and not self.options.overwrite and os.path.lexists(self.output / target):
            return Outcome(name, "failed", error=f"OutputError: {readable(target)} was there before; --overwrite replaces it")
        try:
            found = problem or read_bytes(data, path=name, encoding=self.options.encoding)
        except InputError as error:
            found = error
        return _Job(name, sha256, target, found, before)

    def do(self, group: Sequence[_Job]) -> Iterator[Outcome]:
        """Summarize the articles of a group together and write what came of each."""
        results = iter(self._summarize([job.found for job in group if isinstance(job.found, Article)]))
        ends = [self._end(next(results)) if isinstance(job.found, Article) else job.found for job in group]
        with _signals_held() as held:
            entries = [self._entry(job, end) for job, end in zip(group, ends, strict=True)]
            self.manifest.append(
                [replace(entry, status="started") for entry, end in zip(entries, ends, strict=True) if isinstance(end, Result)]
            )
            entries = [self._write(job, entry, end) for job, entry, end in zip(group, entries, ends, strict=True)]
            self.manifest.append(entries)
        for job, entry in zip(group, entries, strict=True):
            yield Outcome(job.input, entry.status, job.words, entry.error or "")
        for number in held:
            signal.raise_signal(number)

    def _summarize(self, articles: list[Article]) -> list[Result | Exception]:
        """A result or an error for each article. What breaks the group unforeseen is found by trying its members singly."""
        try:
            return list(self.pipeline.summarize_many(articles, self.options.length)) if articles else []
        except (ModelError, OutputError):
            raise
        except Exception as error:  # any bug, and MemoryError: a day's work must not be lost to one article
            return [error] if len(articles) == 1 else [self._summarize([article])[0] for article in articles]

    def _end(self, result: Result | Exception) -> Result | Exception:
        if self.options.strict and isinstance(result, Result) and not result.checks.passed:
            return CheckFailed(findings(result.checks))
        return result

    def _entry(self, job: _Job, end: Result | Exception) -> Entry:
        """How it ended, before anything is written."""
        earlier = job.before.output_sha256 if job.before else None
        entry = Entry(job.input, job.sha256, self.settings, readable(job.target), earlier, "done")
        if isinstance(end, Result):
            return replace(entry, seconds=end.seconds.get("total", 0.0))
        return replace(entry, status="failed", error=_described(end))

    def _write(self, job: _Job, entry: Entry, end: Result | Exception) -> Entry:
        if not isinstance(end, Result):
            return entry
        path = self.output / job.target
        data = (FORMATS[self.options.format](replace(end, seconds=dict.fromkeys(end.seconds, 0.0))) + "\n").encode()
        try:
            if not path.parent.is_dir():
                for parent in reversed(path.parents):  # mkdir(parents=True) recurses, and folders may lie a thousand deep
                    parent.mkdir(exist_ok=True)
            # Always the same name, so that what a kill leaves behind is gone after the next run.
            with (self.output / PRIVATE / "scratch").open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            (self.output / PRIVATE / "scratch").replace(path)
        except OSError as error:
            problem = OutputError(f"{readable(str(path))} can't be written: {error.strerror or error}")
            if error.errno not in _NAME_ERRORS:
                raise problem from error
            return replace(entry, status="failed", error=_described(problem))
        return replace(entry, output_sha256=hashlib.sha256(data).hexdigest())


def output_name(relative: str, format: str) -> str:
    """Where in the output folder an input's abstract goes. It keeps the suffix, so that a.txt and a.md don't meet; a name too long ends in a hash."""
    folder, _, name = relative.rpartition("/")
    ending = _ENDINGS[format]
    if len(os.fsencode(name + ending)) > NAME_BYTES:
        ending = f"-{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}{ending}"
        while len(os.fsencode(name + ending)) > NAME_BYTES:
            name = name[:-1]
    return f"{folder}/{name}{ending}" if folder else f"{name}{ending}"


def _wanted(relative: str, pattern: str | None) -> bool:
    name = relative.rpartition("/")[2]
    if pattern is None:
        return name.lower().endswith(SUFFIXES)
    return fnmatchcase(relative if "/" in pattern else name, pattern)


def _fingerprint(pipeline: Pipeline, options: Options) -> str:
    """Of all that decides what an output says, but for its article. Loads the models."""
    from summarizer import __version__

    asked: dict[str, Any] = {name: getattr(options, name) for name in ("format", "beam", "force", "guard", "encoding", "strict")}
    asked |= {"length": asdict(options.length), "version": __version__, "glossary": pipeline.glossary.sha256}
    asked |= {"translator": asdict(pipeline.translator.used), "summarizer": asdict(pipeline.summarizer.used)}
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


def _sha256_of(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _described(error: Exception) -> str:
    hint = getattr(error, "hint", "")
    return printable(f"{type(error).__name__}: {error}{f' ({hint})' if hint else ''}")


@contextlib.contextmanager
def _signals_held() -> Iterator[list[int]]:
    """Ctrl-C and SIGTERM wait inside; those that came are in the list."""
    held: list[int] = []
    if threading.current_thread() is not threading.main_thread():  # signals go to the main thread, and only there can handlers be set
        yield held
        return
    before = {number: signal.signal(number, lambda number, frame: held.append(number)) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield held
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
