"""Pages and tables over all results of a batch: made at its end from the JSON outputs, and left alone where nothing has changed.

They are in the order of the outputs' names, not in that in which articles were done, so that they say the same however often a run was stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from summarizer.errors import OutputError
from summarizer.folders import replacing
from summarizer.manifest import Entry, Manifest
from summarizer.naming import ENDINGS, readable, unreadable

Record = dict[str, Any]  # a result as in its JSON output; with `output`, its page as seen from the view, and `also_in`, its copies
_PAGES = (ENDINGS["html"], ENDINGS["markdown"])  # what a digest links to, the better one first


@dataclass(frozen=True, slots=True)
class View:
    """A file at `path`, which holds what `render` makes of the records, in pieces; `copy` is the URL where it goes too."""

    path: Path
    render: Callable[[Iterable[Record]], Iterable[str | bytes]]
    copy: str | None = None


def digests(folder: Path) -> list[View]:
    """The page of all abstracts, as Markdown and as HTML."""
    from summarizer.rendering import digest, digest_html, digest_markdown

    return [
        View(folder / "digest.md", lambda records: [digest_markdown(digest(records)), "\n"]),
        View(folder / "digest.html", lambda records: [digest_html(digest(records)), "\n"]),
    ]


def json_lines(path: Path) -> View:
    """All results, one a line."""
    from summarizer.rendering import json_text

    return View(path, lambda records: (f"{json_text(record)}\n" for record in records))


def table(path: Path) -> View:
    """All results as CSV."""
    from summarizer.rendering import csv_header, to_csv_row

    def rows(records: Iterable[Record]) -> Iterator[str]:
        yield f"{csv_header()}\n"
        yield from (f"{to_csv_row(record)}\n" for record in records)

    return View(path, rows)


def parquet(path: Path) -> View:
    """All results as Parquet: the columns of the CSV, and `record` with the JSON. Raises MissingExtra."""

    from summarizer.rendering.parquet import require_pyarrow, to_parquet

    require_pyarrow()
    return View(path, to_parquet)


def refuse_foreign(views: Iterable[View], output: Path, manifest: Manifest) -> None:
    """Raise OutputError when a view would replace a file that isn't a view of this batch."""
    for view in views:
        before = manifest.get(_name(view, output))
        if os.path.lexists(view.path) and not (before and not before.input):
            raise OutputError(f"{view.path} was there before", hint="--overwrite replaces it")


def write_views(views: Iterable[View], output: Path, manifest: Manifest) -> None:
    """Bring the views up to date. Raises OutputError."""
    for view in views:
        found = _Results.of(manifest, output)
        name, before = _name(view, output), manifest.get(_name(view, output))
        entry = Entry("", found.fingerprint, "", name, None, "started")
        if before and before.status == "done" and before.input_sha256 == found.fingerprint and before.is_intact(view.path):
            _copy(view)
            continue
        manifest.append([entry])
        digest = hashlib.sha256()
        try:
            view.path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(view.path, view.path.with_name(f".{view.path.name[:100]}.part")) as file:
                for piece in view.render(found.records(view.path.parent)):
                    data = piece.encode() if isinstance(piece, str) else piece
                    digest.update(data)
                    file.write(data)
        except OSError as error:
            raise OutputError(f"{view.path} can't be written: {error.strerror or error}") from error
        manifest.append([Entry("", found.fingerprint, "", name, digest.hexdigest(), "done")])
        _copy(view)


def _copy(view: View) -> None:
    """Also when nothing has changed: whether the copy is there would take as long to find out."""
    if view.copy:
        from summarizer.remote import copy_to

        copy_to(view.copy, view.path)


@dataclass(frozen=True, slots=True)
class _Results:
    """All results that a batch has; by input, the copies of each and the page to read it on."""

    output: Path
    entries: list[Entry]
    also_in: dict[str, list[str]]
    pages: dict[str, str]

    @classmethod
    def of(cls, manifest: Manifest, output: Path) -> _Results:
        ours = sorted((entry for entry in manifest.entries() if entry.input), key=lambda entry: PurePosixPath(entry.output).parts)
        results = cls(output, [], {}, {})
        for entry in ours:
            if entry.status == "done" and entry.output.endswith(ENDINGS["json"]):
                results.entries.append(entry)
            elif entry.status == "done" and entry.output.endswith(_PAGES):
                if entry.output.endswith(_PAGES[0]) or entry.input not in results.pages:
                    results.pages[entry.input] = entry.output
            elif entry.status == "duplicate" and entry.duplicate_of and entry.output.endswith(ENDINGS["json"]):
                results.also_in.setdefault(entry.duplicate_of, []).append(entry.input)
        return results

    @property
    def fingerprint(self) -> str:
        """Of all that decides what a view says, but for its own kind."""
        from summarizer import __version__

        facts = [
            [e.output, e.output_sha256, self.also_in.get(e.input), self.pages.get(e.input), self._path(e.output).exists()]
            for e in self.entries
        ]
        return hashlib.sha256(json.dumps([__version__, facts]).encode()).hexdigest()

    def records(self, seen_from: Path) -> Iterator[Record]:
        """The results, one at a time; not those whose output is gone."""
        for entry in self.entries:
            try:
                record = json.loads(self._path(entry.output).read_bytes())
            except (OSError, ValueError):
                continue
            if entry.input in self.pages:
                record["output"] = os.path.relpath(self._path(self.pages[entry.input]), seen_from).replace(os.sep, "/")
            if entry.input in self.also_in:
                record["also_in"] = self.also_in[entry.input]
            yield record

    def _path(self, name: str) -> Path:
        return self.output / unreadable(name)


def _name(view: View, output: Path) -> str:
    return readable(os.path.relpath(view.path, output).replace(os.sep, "/"))
