"""A folder of articles -> a folder of abstracts: what is new or changed is done, what can't be done is set aside, a crash costs the groups in hand.

Articles go through the pipeline in groups, so that the sentences of many share batches and memory stays flat however many there are. Of a group,
the manifest first says which outputs are begun; then they are written, each whole or not at all; then the manifest says how each ended. The next
run after a kill at any point takes up the same groups and so ends with the same bytes as one that was never interrupted.

For that, what an output says depends on its article and the settings alone: `seconds` in JSON is 0 throughout (the manifest has an article's share
of its group's time), and the path is the one within the folder, written as the manifest writes it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.article import Article, Result
from summarizer.duplicates import Originals, signature
from summarizer.errors import CheckFailed, EmptyInput, InputError, OutputError
from summarizer.folders import replacing
from summarizer.inputs import Input, Shard
from summarizer.manifest import PRIVATE, Entry, Manifest, open_manifest
from summarizer.naming import output_name, readable
from summarizer.output import printable
from summarizer.reading import MAX_BYTES, read_records
from summarizer.rendering import FORMATS, findings
from summarizer.runners import Here, Pending, Runner
from summarizer.stopping import exit_code_of, signals_held
from summarizer.summarization import LENGTHS, Length
from summarizer.views import View, refuse_foreign, write_views
from summarizer.windows import limits

if TYPE_CHECKING:
    from summarizer.pipeline import Pipeline

# Not the disk's fault but that of one name: too long with its folders, or in the way of another.
_NAME_ERRORS = {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL, errno.EILSEQ}


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a batch. All up to `strict` decides, with the pipeline, what outputs say.

    Each of `formats` is a file an article. With `dedupe`, a near-identical copy of an earlier article of the same run is linked to that one.
    """

    length: Length = LENGTHS["medium"]
    encoding: str | None = None
    text_field: str | None = None
    strict: bool = False
    formats: Sequence[str] = ("json",)
    views: Sequence[View] = ()
    dedupe: bool = False
    shard: Shard | None = None
    max_bytes: int = MAX_BYTES
    overwrite: bool = False
    retry_failed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an article ended: `status` is done, unchanged (nothing had to be done), duplicate, skipped (there is nothing in it) or failed.

    `input` is printable, `error` says class and reason; `first` is false for all but the first of many articles in a file.
    """

    input: str
    status: str
    words: int = 0
    error: str = ""
    first: bool = True


def run_batch(
    inputs: Iterable[Input], output: Path, pipeline: Pipeline, options: Options, *, warn: Callable[[str], None] = lambda message: None,
    stop: Callable[[], bool] = lambda: False, runner: Runner | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Write the abstract of each input into the folder `output`, and yield how each ended, those of a group together; then write the views.

    The pipeline does it here, unless there is a runner: files and manifest are the same (but see docs/scale.md for `dedupe`).
    Ends early, between groups and without views, when `stop` says so. Raises ModelError, OutputError, and FoldersRefused when another process writes
    to the folder. A signal that arrives while a group is being written takes effect after that.
    """
    by: Runner = runner or Here(pipeline)
    settings = _fingerprint(by, options)
    if options.shard:
        inputs = options.shard.of(inputs)
    with open_manifest(output, warn, str(options.shard) if options.shard else None) as manifest:
        if not options.overwrite:
            refuse_foreign(options.views, output, manifest)
        yield from _Batch(output, manifest, by, options, settings).run(inputs, stop)
        if not stop():
            write_views(options.views, output, manifest)


@dataclass(frozen=True, slots=True)
class _Job:
    """An article that needs doing: `found` is it, or why there is none; `original` the article it is a copy of; `before` goes by target."""

    input: str
    sha256: str | None
    targets: Sequence[str]
    found: Article | Exception
    before: Sequence[Entry | None]
    signature: str | None
    original: str | None = None
    first: bool = True

    @property
    def words(self) -> int:
        return self.found.words if isinstance(self.found, Article) else 0


@dataclass(frozen=True, slots=True)
class _Batch:
    output: Path
    manifest: Manifest
    runner: Runner
    options: Options
    settings: str
    originals: Originals = field(default_factory=Originals)
    in_hand: set[str] = field(default_factory=set)  # the inputs of the groups that aren't done: they may yet fail
    failed: set[str] = field(default_factory=set)  # what others were taken for copies of

    def run(self, inputs: Iterable[Input], stop: Callable[[], bool]) -> Iterator[Outcome]:
        """Look at every input and do what needs doing, group by group."""
        stream = (job for item in inputs for job in self.look_at(item))
        again: deque[_Job] = deque()  # before those of the stream
        group: list[_Job] = []
        given: deque[tuple[list[_Job], Pending]] = deque()  # to the runner, in order
        number = 0  # of groups given
        while not stop():
            job = again.popleft() if again else next(stream, None)
            if isinstance(job, Outcome):
                yield job
            elif job is not None and not self._full(group, job, number):
                group.append(self._placed(job))
            elif group or given:
                more = bool(group)
                if group:
                    given.append((group, self.runner.submit(_to_do(group), self.options.length)))
                    group, number = [], number + 1
                    again.extendleft([job] if job else [])
                if len(given) > self.runner.ahead or not more:
                    outcomes, orphans = self._done(*given.popleft(), [job for later, _ in given for job in later])
                    yield from outcomes
                    again.extendleft(reversed(orphans))
                    if stop():
                        return
            else:
                return
        if given:  # asked to stop while the next group was being read: what was begun first is finished
            yield from self._done(*given.popleft(), [])[0]

    # --- Before ----------------------------------------------------------------------------------------------------------------------------

    def look_at(self, item: Input) -> Iterator[_Job | Outcome]:
        """The work that an input is, an article at a time; or how it ended where there is none."""
        name = readable(item.relative)
        if item.error:
            yield Outcome(name, "failed", error=_described(item.error))
            return
        try:
            data = item.load(self.options.max_bytes)
        except InputError as error:
            yield self._looked_at(item, name, None, None, error)
            return
        sha256 = hashlib.sha256(data).hexdigest()
        if known := self._known(name, sha256, self._targets(item.relative, None)):
            yield known
            return
        first = True
        for found in self._records(data, name):
            number = _record_number(found, name)
            record = isinstance(found, Article) and number is not None
            # What a record depends on: all that is known of it, a CSV's header too, but not the others of the file.
            own = hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest() if record else sha256
            yield self._looked_at(item, f"{name}#{number}" if number else name, own, number, found, first)
            first = False
        if first:
            yield self._looked_at(item, name, sha256, None, EmptyInput(f"{name} is empty"))

    def _records(self, data: bytes, name: str) -> Iterator[Article | Exception]:
        try:
            yield from read_records(data, path=name, encoding=self.options.encoding, text_field=self.options.text_field)
        except Exception as error:  # MissingExtra, or any bug: see runners.summarize_group
            if exit_code_of(error) is not None:
                raise
            yield error

    def _looked_at(
        self, item: Input, name: str, sha256: str | None, record: int | None, found: Article | Exception, first: bool = True
    ) -> _Job | Outcome:
        targets = self._targets(item.relative, record)
        if known := self._known(name, sha256, targets):
            return replace(known, first=first)
        before = [self.manifest.get(readable(target)) for target in targets]
        for target, entry in zip(targets, before, strict=True):
            problem = ""
            if entry and not entry.input:
                problem = "is the name of a view"
            elif not (entry and entry.owns_output) and not self.options.overwrite and os.path.lexists(self.output / target):
                problem = "was there before; --overwrite replaces it"
            if problem:
                return Outcome(name, "failed", error=f"OutputError: {readable(target)} {problem}", first=first)
        signed = signature(found.text) if isinstance(found, Article) else None
        return _Job(name, sha256, targets, found, before, signed, first=first)

    def _targets(self, relative: str, record: int | None) -> list[str]:
        return [output_name(relative, format, record) for format in self.options.formats]

    def _known(self, name: str, sha256: str | None, targets: Sequence[str]) -> Outcome | None:
        """How an article ended before, if that is still how things are."""
        entries = [entry for target in targets if (entry := self.manifest.get(readable(target)))]
        if len(entries) < len(targets) or {(e.input, e.input_sha256, e.settings) for e in entries} != {(name, sha256, self.settings)}:
            return None
        first = next((entry for entry in entries if entry.status == "failed"), entries[0])
        if first.status == "failed":
            return None if self.options.retry_failed else Outcome(name, "failed", error=first.error or "")
        if len({entry.status for entry in entries}) > 1:
            return None
        if first.status == "skipped":
            return Outcome(name, "skipped")
        if first.status == "duplicate":
            still = self.options.dedupe and first.duplicate_of not in self.in_hand
            return Outcome(name, "duplicate") if still and self.originals.find(first.signature or "") == first.duplicate_of else None
        if first.status == "done" and all(entry.is_intact(self.output / target) for target, entry in zip(targets, entries, strict=True)):
            if first.signature and self.options.dedupe:
                self.originals.add(name, first.signature)
            return Outcome(name, "unchanged")
        return None

    def _original_of(self, job: _Job) -> str | None:
        found = self.originals.find(job.signature) if self.options.dedupe and job.signature else None
        return found if found != job.input else None  # the heir of one that failed finds itself

    def _full(self, group: Sequence[_Job], job: _Job, number: int) -> bool:
        """Whether there is no room for an article in the group of this number; a copy takes none."""
        most_articles, most_words = limits(number)
        if len(group) == most_articles:
            return True
        words = sum(one.words for one in group if not one.original)
        return bool(group) and not self._original_of(job) and words + job.words > most_words

    def _placed(self, job: _Job) -> _Job:
        """The job as a member of its group: a copy, or what others may be copies of."""
        original = self._original_of(job)
        if job.signature and self.options.dedupe and not original and self.originals.find(job.signature) != job.input:
            self.originals.add(job.input, job.signature)
        self.in_hand.add(job.input)
        return replace(job, original=original)

    # --- Doing -----------------------------------------------------------------------------------------------------------------------------

    def _done(self, group: Sequence[_Job], pending: Pending, later: Sequence[_Job]) -> tuple[list[Outcome], list[_Job]]:
        """Wait for the results of a group and write what came of each. The copies of what failed are given back.

        The first of them takes its place, be it of this group or of one of those that were given out `later`.
        """
        results = iter(pending.result())
        ends: list[tuple[_Job, Result | Exception | None]] = []  # None: a copy
        for job in group:
            ends.append((job, job.found if isinstance(job.found, Exception) else None if job.original else self._end(next(results))))
        failed = {job.input for job, end in ends if isinstance(end, Exception) and job.signature}
        for name in failed:
            self.originals.discard(name)
            if heir := next((job for job in (*group, *later) if job.original == name), None):
                self.originals.add(heir.input, heir.signature or "")
        self.failed.update(failed)
        self.in_hand.difference_update(job.input for job in group)
        orphans = [job for job in group if job.original in self.failed]
        ends = [(job, end) for job, end in ends if job.original not in self.failed]
        with signals_held():
            entries = [self._entries(job, end) for job, end in ends]
            begun = [entry for (_, end), rows in zip(ends, entries, strict=True) if isinstance(end, Result) for entry in rows]
            self.manifest.append([replace(entry, status="started") for entry in begun])
            entries = [self._write(job, rows, end) for (job, end), rows in zip(ends, entries, strict=True)]
            self.manifest.append([entry for rows in entries for entry in rows])
        return [_outcome(job, rows) for (job, _), rows in zip(ends, entries, strict=True)], orphans

    def _end(self, result: Result | Exception) -> Result | Exception:
        if self.options.strict and isinstance(result, Result) and not result.checks.passed:
            return CheckFailed(findings(result.checks))
        return result

    def _entries(self, job: _Job, end: Result | Exception | None) -> list[Entry]:
        """How it ended, for each output, before anything is written."""
        status = {EmptyInput: "skipped", type(None): "duplicate", Result: "done"}.get(type(end), "failed")
        error = _described(end) if isinstance(end, Exception) else None
        seconds = end.seconds.get("total", 0.0) if isinstance(end, Result) else 0.0
        return [
            Entry(
                job.input, job.sha256, self.settings, readable(target), before.output_sha256 if before else None, status, seconds, error,
                job.signature, job.original,
            )
            for target, before in zip(job.targets, job.before, strict=True)
        ]  # fmt: skip

    def _write(self, job: _Job, entries: Sequence[Entry], end: Result | Exception | None) -> list[Entry]:
        """The outputs of an article; a copy has none, and loses what it had when it was none."""
        if isinstance(end, Result):
            end = replace(end, seconds=dict.fromkeys(end.seconds, 0.0))
            return [
                self._write_one(target, entry, (FORMATS[format](end) + "\n").encode())
                for target, entry, format in zip(job.targets, entries, self.options.formats, strict=True)
            ]
        if end is None:
            for target, before in zip(job.targets, job.before, strict=True):
                if before and before.owns_output:
                    try:
                        (self.output / target).unlink(missing_ok=True)
                    except OSError as error:
                        raise OutputError(f"{readable(target)} can't be removed: {error.strerror or error}") from error
            return [replace(entry, output_sha256=None) for entry in entries]
        return list(entries)

    def _write_one(self, target: str, entry: Entry, data: bytes) -> Entry:
        path = self.output / target
        try:
            if not path.parent.is_dir():
                for parent in reversed(path.parents):  # mkdir(parents=True) recurses, and folders may lie a thousand deep
                    parent.mkdir(exist_ok=True)
            # Always the same name, so that what a kill leaves behind is gone after the next run.
            part = f"scratch-{self.options.shard}" if self.options.shard else "scratch"
            with replacing(path, self.output / PRIVATE / part) as file:
                file.write(data)
        except OSError as error:
            problem = OutputError(f"{readable(str(path))} can't be written: {error.strerror or error}")
            if error.errno not in _NAME_ERRORS:
                raise problem from error
            return replace(entry, status="failed", error=_described(problem))
        return replace(entry, output_sha256=hashlib.sha256(data).hexdigest())


def _to_do(group: Sequence[_Job]) -> list[Article]:
    return [job.found for job in group if isinstance(job.found, Article) and not job.original]


def _record_number(found: Article | Exception, name: str) -> int | None:
    """Which of many in its file it is, from 1."""
    if isinstance(found, Article):
        return int(found.path.removeprefix(f"{name}#")) if found.path and found.path != name else None
    return getattr(found, "record", None)


def _outcome(job: _Job, entries: Sequence[Entry]) -> Outcome:
    worst = next((entry for entry in entries if entry.status == "failed"), entries[0])
    error = worst.error or "" if worst.status == "failed" else ""
    return Outcome(job.input, worst.status, job.words if worst.status == "done" else 0, error, job.first)


def _fingerprint(runner: Runner, options: Options) -> str:
    """Of all that decides what an output says, but for its article and its format."""
    from summarizer import __version__

    asked = {name: getattr(options, name) for name in ("encoding", "text_field", "strict")}
    asked |= {"length": asdict(options.length), "version": __version__, "pipeline": runner.identity()}
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


def _described(error: Exception) -> str:
    hint = getattr(error, "hint", "")
    return printable(f"{type(error).__name__}: {error}{f' ({hint})' if hint else ''}")
