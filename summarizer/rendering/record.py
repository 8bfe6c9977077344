"""A result as JSON: docs/result.schema.json. The tables, the HTML report and the digest are made of what stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from summarizer.article import Checks, ModelUsed, Result

SCHEMA_VERSION = 1

Record = Mapping[str, Any]  # what `as_dict` makes, or `json.loads` of what `to_json` wrote

# Control characters that JSON lets stand, line ends that only Unicode knows, halves of characters, and what turns the direction of text.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def to_json(result: Result, *, indent: int | None = 2) -> str:
    """The documented JSON of one result."""
    return json_text(as_dict(result), indent=indent)


def to_jsonl(result: Result) -> str:
    """The same on one line."""
    return to_json(result, indent=None)


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON that can be read, and shown on a terminal: a character that could steer one is written as \\uXXXX."""
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False, indent=indent))


def as_dict(result: Result) -> dict[str, Any]:
    """What `to_json` writes, as plain dictionaries and lists."""
    article, checks = result.article, result.checks
    return {
        "schema_version": SCHEMA_VERSION,
        "source": {
            "path": article.path, "sha256": article.sha256, "title": article.title, "date": article.date,
            "language": result.language, "encoding": article.encoding, "words": article.words,
            "author": article.author, "site": article.site, "url": article.url, "format": article.format,
        },
        "abstract": {
            "title": result.abstract.title,
            "title_origin": result.abstract.title_origin,
            "text": result.abstract.text,
            "sentences": [
                {"text": sentence.text, "evidence": list(sentence.evidence), "origin": sentence.origin} for sentence in result.abstract.sentences
            ],
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
            "negation": list(checks.negation),
            "relations": list(checks.relations),
            "passed": checks.passed,
        },
        "models": {"translator": _model(result.translator), "summarizer": _model(result.summarizer)},
        "seconds": dict(result.seconds),
        "warnings": list(result.warnings),
    }  # fmt: skip


def checks_of(record: Record) -> Checks:
    """The checks that a record tells of; those that an older record doesn't know have found nothing."""
    checks = record["checks"]
    return Checks(
        tuple(checks["numbers"]["unsupported"]), tuple(checks["names"]["unsupported"]),
        tuple(checks["repetition"]), tuple(checks["untranslated"]), tuple(checks.get("negation", ())), tuple(checks.get("relations", ())),
    )  # fmt: skip


def _model(used: ModelUsed | None) -> dict[str, Any] | None:
    return asdict(used) if used else None
