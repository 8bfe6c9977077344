"""JSONL, CSV and Parquet: an article a line or row. A record that can't be read is an error; the rest goes on."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from summarizer.article import Article
from summarizer.decoding import decode, one_line
from summarizer.errors import EmptyInput, InputError, UnsupportedInput
from summarizer.readers import finished, read_draft
from summarizer.readers.draft import Source
from summarizer.readers.text import draft_of

# Names of fields, the likeliest first; upper and lower case are the same.
TEXT_FIELDS = ("text", "body", "content", "article", "tekst", "inhoud")
_FIELDS = {
    "title": ("title", "titel", "headline", "kop"), "date": ("date", "datum", "published", "published_at", "publication_date", "publicatiedatum"),
    "author": ("author", "auteur", "byline"), "site": ("site", "source", "bron", "publisher"), "url": ("url", "link"),
}  # fmt: skip
_DELIMITERS = ",;\t|"
MAX_FIELD = 20_000_000  # characters in a CSV field: the size of an input

_Record = tuple[int, Mapping[str, object] | InputError, str]  # number, fields, sha256


def article_records(data: bytes, source: Source, format: str, text_field: str | None = None) -> Iterator[Article | InputError]:
    """The article of each record, or why there is none. Raises InputError when the file as a whole can't be read."""
    encoding, warnings = "utf-8", list[str]()
    if format == "parquet":
        records = _parquet_records(data, source, text_field)
    else:
        text, encoding, warnings = decode(data, source.name, source.encoding)
        records = (_json_records if format == "jsonl" else _csv_records)(text.lstrip("\ufeff"), source)
    for number, record, sha256 in records:
        place = Source(f"{source.path or 'stdin'}#{number}")
        try:
            if isinstance(record, InputError):
                raise record
            article = _article(record, place, text_field, sha256)
            yield replace(article, format=format, encoding=encoding, warnings=(*warnings, *article.warnings))
        except InputError as error:
            error.record = number
            yield error


def rows_as_articles(rows: Iterable[Mapping[str, object]], text_field: str) -> Iterator[Article | InputError]:
    """The article of each row of some table, or why there is none."""
    for row in rows:
        try:
            yield replace(_article(row, Source(), text_field, ""), format="row")
        except InputError as error:
            yield error


def _parquet_records(data: bytes, source: Source, text_field: str | None) -> Iterator[_Record]:
    """A row each."""
    from summarizer.readers import parquet

    columns = ((text_field.lower(),) if text_field else TEXT_FIELDS, *_FIELDS.values())
    for number, row in enumerate(parquet.rows(data, source, tuple(name for names in columns for name in names)), 1):
        yield number, row, hashlib.sha256(json.dumps(row, default=str).encode("utf-8", "surrogatepass")).hexdigest()


def _json_records(text: str, source: Source) -> Iterator[_Record]:
    """An object a line; blank lines hold none."""
    for number, line in enumerate(io.StringIO(text), 1):
        if not (line := line.strip()):
            continue
        record: Mapping[str, object] | InputError
        name = f"{source.path or 'stdin'}#{number}"
        try:
            value = json.loads(line)
            record = value if isinstance(value, dict) else UnsupportedInput(f"{name} is no JSON object")
        except (ValueError, RecursionError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            record = UnsupportedInput(f"{name} is no JSON: {reason}", hint="a file of one object over several lines is no JSONL")
        yield number, record, hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def _csv_records(text: str, source: Source) -> Iterator[_Record]:
    """A row for each but the first, which names the columns. Separated by what that row has most of."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_FIELD))  # of the whole process; an article may well pass its 131,072
    header = text.lstrip("\r\n").partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=header.count), strict=True)
    columns: list[str] | None = None
    number = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            if columns is None:
                raise UnsupportedInput(f"{source.name} is no CSV: {error}") from error
            number += 1
            yield number, UnsupportedInput(f"{source.path or 'stdin'}#{number} is no row of a CSV: {error}"), ""
            continue
        if not any(cell.strip() for cell in row):
            continue
        if columns is None:
            columns = [column.strip() for column in row]
            continue
        number += 1
        sha256 = hashlib.sha256(json.dumps(row).encode()).hexdigest()
        yield number, dict(zip(columns, row, strict=False)), sha256


def _article(record: Mapping[str, object], source: Source, text_field: str | None, sha256: str) -> Article:
    fields = {str(name).lower(): value for name, value in record.items()}
    text = _text(fields, source, text_field)
    if re.search(r"</(?:p|div|body|article)>", text):
        draft = read_draft(text.encode("utf-8", "replace"), Source(source.path, "utf-8"), "html")
    else:
        draft = draft_of(text, source)
    stated = {
        ours: value for ours, names in _FIELDS.items() if (value := _line(next((fields[name] for name in names if fields.get(name)), None)))
    }
    return finished(replace(draft, **stated), source, sha256)  # type: ignore[arg-type]


def _text(fields: Mapping[str, object], source: Source, text_field: str | None) -> str:
    wanted = (text_field.lower(),) if text_field else TEXT_FIELDS
    present = [name for name in wanted if name in fields]
    if not present:
        have = ", ".join(list(fields)[:10]) or "none"
        raise UnsupportedInput(
            f"{source.name} has no field {' or '.join(map(repr, wanted))}: it has {have}", hint="name the field with --text-field"
        )
    for value in (fields[name] for name in present):
        if isinstance(value, list) and all(isinstance(part, str) for part in value):  # of paragraphs
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return value
    raise EmptyInput(f"{source.name} has no text in {' or '.join(map(repr, present))}")


def _line(value: object) -> str | None:
    return (one_line(str(value)) or None) if isinstance(value, str | int) else None
