"""A result in the format that was asked for. What isn't supported by the source is said in each of them, never only in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from summarizer.article import Result
from summarizer.output import printable
from summarizer.rendering.digest import digest, digest_html, digest_markdown
from summarizer.rendering.markdown import to_markdown
from summarizer.rendering.record import as_dict, json_text, to_json, to_jsonl
from summarizer.rendering.report import reports_html, to_html
from summarizer.rendering.table import csv_header, to_csv, to_csv_row
from summarizer.rendering.text import findings, to_text

__all__ = [
    "FORMATS", "as_dict", "csv_header", "digest", "digest_html", "digest_markdown", "findings", "json_text", "render", "reports_html",
    "to_csv", "to_csv_row", "to_html", "to_json", "to_jsonl", "to_markdown", "to_text",
]  # fmt: skip

FORMATS: dict[str, Callable[[Result], str]] = {
    "text": to_text, "markdown": to_markdown, "json": to_json, "jsonl": to_jsonl, "csv": to_csv, "html": to_html,
}  # fmt: skip


def render(results: Iterable[Result], format: str, *, several: bool) -> Iterator[str]:
    """The output that holds these results, in pieces that each need a line's end. `several` says that there may be more than one."""
    if not several:
        yield from map(FORMATS[format], results)
    elif format in ("json", "jsonl"):
        yield from map(to_jsonl, results)
    elif format == "csv":
        yield csv_header()
        yield from (to_csv_row(as_dict(result)) for result in results)
    elif format == "html":
        if records := [as_dict(result) for result in results]:
            yield reports_html(records)
    elif format == "markdown":
        yield from (f"{to_markdown(result, label=f'{i}-')}\n" for i, result in enumerate(results, 1))
    else:
        yield from (f"== {printable(result.article.path or '-')} ==\n{to_text(result)}\n" for result in results)
