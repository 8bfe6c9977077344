"""A result as text, Markdown or JSON. What isn't supported by the source is said in each of them, never only in one."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from summarizer.article import Checks, ModelUsed, Result

SCHEMA_VERSION = 1


def to_text(result: Result) -> str:
    """Title, abstract, and what the checks found."""
    parts = [result.abstract.title or "", result.abstract.text, findings(result.checks)]
    return "\n\n".join(part for part in parts if part)


def to_markdown(result: Result) -> str:
    """The abstract with a footnote for each sentence: the Dutch sentences that it rests on."""
    article = result.article
    dutch = {sentence.number: sentence.nl for sentence in result.sentences}
    lines = [f"## {_escape(result.abstract.title or article.path or 'Abstract')}", ""]
    lines += [" ".join(f"{_escape(sentence.text)}[^{i}]" for i, sentence in enumerate(result.abstract.sentences, 1)), ""]
    if found := findings(result.checks):
        lines += [f"> **{_escape(found)}**", ""]
    facts = [article.title, article.date, article.path, f"{article.words} words"]
    lines += ["*" + _escape(" · ".join(fact for fact in facts if fact)) + "*", ""]
    for i, sentence in enumerate(result.abstract.sentences, 1):
        evidence = " ".join(f"[{number}] {_escape(dutch[number])}" for number in sentence.evidence)
        lines.append(f"[^{i}]: {evidence or 'no sentence of the article'}")
    return "\n".join(lines)


def to_json(result: Result, *, indent: int | None = 2) -> str:
    """The documented JSON of one result, docs/result.schema.json."""
    return json.dumps(as_dict(result), ensure_ascii=False, indent=indent)


def as_dict(result: Result) -> dict[str, Any]:
    """What `to_json` writes, as plain dictionaries and lists."""
    article, checks = result.article, result.checks
    return {
        "schema_version": SCHEMA_VERSION,
        "source": {
            "path": article.path, "sha256": article.sha256, "title": article.title, "date": article.date,
            "language": result.language, "encoding": article.encoding, "words": article.words,
        },
        "abstract": {
            "title": result.abstract.title,
            "text": result.abstract.text,
            "sentences": [{"text": sentence.text, "evidence": list(sentence.evidence)} for sentence in result.abstract.sentences],
        },
        "sentences": [
            {"number": s.number, "paragraph": s.paragraph, "nl": s.nl, "en": s.en, "flags": list(s.flags), "confidence": s.confidence}
            for s in result.sentences
        ],
        "checks": {
            "numbers": {"unsupported": list(checks.unsupported_numbers)},
            "names": {"unsupported": list(checks.unsupported_names)},
            "repetition": list(checks.repetition),
            "untranslated": list(checks.untranslated),
            "passed": checks.passed,
        },
        "models": {"translator": _model(result.translator), "summarizer": _model(result.summarizer)},
        "seconds": dict(result.seconds),
        "warnings": list(result.warnings),
    }  # fmt: skip


FORMATS: dict[str, Callable[[Result], str]] = {"text": to_text, "markdown": to_markdown, "json": to_json}


def digest(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results as a digest shows them: newest first, those without a date last."""
    return sorted(records, key=lambda record: record["source"]["date"] or "", reverse=True)


def digest_markdown(digest: Iterable[dict[str, Any]]) -> str:
    """The digest as Markdown."""
    lines = ["# Abstracts"]
    for record in digest:
        lines += ["", f"## [{_escape(record['abstract']['title'] or record['source']['path'])}](<{record['output']}>)"]
        lines += ["", _escape(record["abstract"]["text"])]
        lines += ["", "Also in " + _escape(", ".join(record["also_in"]))] if "also_in" in record else []
    return "\n".join(lines)


def digest_html(digest: Iterable[dict[str, Any]]) -> str:
    """The digest as a page that stands alone."""
    return f"<!doctype html><meta charset=utf-8><title>Abstracts</title><pre>{html.escape(digest_markdown(digest))}</pre>"


def csv_header() -> str:
    """The names of the columns, without the line's end."""
    return "path,abstract"


def to_csv_row(record: dict[str, Any]) -> str:
    """A result as one line."""
    return ",".join('"' + text.replace('"', '""') + '"' for text in (record["source"]["path"], record["abstract"]["text"]))


def findings(checks: Checks) -> str:
    """One sentence of what the checks found, empty when they passed."""
    found = []
    if checks.unsupported_numbers:
        found.append("numbers that the article doesn't have: " + ", ".join(checks.unsupported_numbers))
    if checks.unsupported_names:
        found.append("names that the article doesn't have: " + ", ".join(checks.unsupported_names))
    if checks.repetition:
        found.append("repetitive translation of sentence " + ", ".join(map(str, checks.repetition)))
    if checks.untranslated:
        found.append("untranslated sentence " + ", ".join(map(str, checks.untranslated)))
    return "Check this: " + "; ".join(found) + "." if found else ""


def _model(used: ModelUsed | None) -> dict[str, Any] | None:
    return asdict(used) if used else None


def _escape(text: str) -> str:
    """Text that Markdown shows as it is; also keeps `<` from becoming HTML."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
