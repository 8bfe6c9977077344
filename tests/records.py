"""Results as their JSON tells them, for the tests of what people read."""

from __future__ import annotations

import copy
from typing import Any

_RECORD: dict[str, Any] = {
    "schema_version": 1,
    "source": {
        "path": "news/wet.txt", "sha256": "0" * 64, "title": "Nieuwe wet", "date": "2024-05-12", "language": "nl", "encoding": "utf-8",
        "words": 500, "site": "De Krant", "author": "Een Schrijver", "url": "https://example.org/wet",
    },
    "abstract": {
        "title": "New law",
        "text": "Foo pays 40 euros. It holds.",
        "sentences": [{"text": "Foo pays 40 euros.", "evidence": [1, 3]}, {"text": "It holds.", "evidence": []}],
    },
    "sentences": [
        {"number": 1, "paragraph": 1, "nl": "Hij betaalt veertien euro.", "en": "He pays fourteen euros.", "flags": [], "confidence": 0.81},
        {"number": 2, "paragraph": 2, "nl": "Kop", "en": "Head", "flags": ["heading"], "confidence": 0.5},
        {"number": 3, "paragraph": 3, "nl": "De wet.", "en": "De wet.", "flags": ["untranslated"], "confidence": None},
    ],
    "checks": {"numbers": {"unsupported": ["40"]}, "names": {"unsupported": ["Foo"]}, "repetition": [], "untranslated": [3], "passed": False},
    "models": {
        "translator": {"name": "nl-en", "sha256": "1" * 64, "engine": "ctranslate2", "compute_type": "int8", "placeholder": True},
        "summarizer": {"name": "extractive", "sha256": "", "engine": "python", "compute_type": "none", "placeholder": False},
    },
    "seconds": {"read": 0.0, "translate": 0.0, "summarize": 0.0, "total": 0.0},
    "warnings": ["careful"],
}  # fmt: skip


def record(*, text=None, **source):
    """A result with these fields of its source; with `text`, that stands in every field that can hold any."""
    made = copy.deepcopy(_RECORD)
    made["source"] |= source
    if text is not None:
        made["source"] |= {"title": text, "path": text, "site": text, "author": text, "url": text}
        made["abstract"] |= {"title": text, "text": text, "sentences": [{"text": text, "evidence": [1]}]}
        made["sentences"][0] |= {"nl": text, "en": text}
        made["checks"]["names"]["unsupported"] = [text]
        made["warnings"] = [text]
        made["models"]["translator"]["name"] = text
        made["output"] = text
    return made
