"""Results as a table: CSV in UTF-8, a row for each, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from summarizer.article import Result
from summarizer.output import printable
from summarizer.rendering.record import Record, as_dict, checks_of
from summarizer.rendering.text import findings

COLUMNS = (
    "path", "title", "original_title", "date", "site", "author", "url", "language", "words", "abstract", "abstract_words",
    "checks_passed", "findings", "translator", "summarizer", "placeholder", "sha256",
)  # fmt: skip
# What makes a spreadsheet take a cell for a formula (OWASP, CSV Injection); Japanese and Chinese ones also take the wide forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(result: Result) -> str:
    """A table of one."""
    return f"{csv_header()}\n{to_csv_row(as_dict(result))}"


def csv_header() -> str:
    """The names of the columns, without the line's end, as `to_csv_row` gives a row."""
    return _line(COLUMNS)


def to_csv_row(record: Record) -> str:
    """A result as one line. An apostrophe stands before a cell that a spreadsheet would take for a formula."""
    return _line(_cell(value) for value in table_row(record).values())


def table_row(record: Record) -> dict[str, object]:
    """A result by COLUMNS."""
    source, abstract, models = record["source"], record["abstract"], record["models"]
    used = [model for model in (models["translator"], models["summarizer"]) if model]
    values = {
        **source,
        "title": abstract["title"],
        "original_title": source["title"],
        "abstract": abstract["text"],
        "abstract_words": len(abstract["text"].split()),
        "checks_passed": "yes" if record["checks"]["passed"] else "no",
        "findings": findings(checks_of(record)),
        "translator": models["translator"] and models["translator"]["name"],
        "summarizer": models["summarizer"]["name"],
        "placeholder": "yes" if any(model.get("placeholder") for model in used) else "no",
    }
    return {name: values.get(name) for name in COLUMNS}


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return ("'" if text.startswith(_FORMULA) else "") + printable(text)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
