"""The HTML report of an article: the abstract, and what it rests on lit up in both languages. `docs/report.png` shows one.

Lighting up needs no script: links, `:target` and `:has()` do it. A sentence of the abstract has an id such as `r1c2`, a sentence of the article
`r1s12`, and the place in the article that an abstract's sentence leads to `r1e2`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePath
from typing import Any

from summarizer.article import Checks, Result
from summarizer.rendering.facts import web_link
from summarizer.rendering.pages import page, stylesheet
from summarizer.rendering.record import Record, as_dict, checks_of

LANGUAGES = {"nl": "Dutch", "en": "English", "de": "German", "fr": "French", "af": "Afrikaans", "fy": "Frisian", "es": "Spanish"}
FLAGS = {  # see summarizer.guards; said of one sentence
    "repetition": "the translation repeats itself",
    "truncated": "the translation breaks off",
    "length": "the translation is far too short or too long",
    "untranslated": "not translated",
    "invented": "the translation has a number or a name that the source hasn't",
    "numbers": "a number of the source is missing",
    "names": "a name of the source is missing",
    "negation": "it may deny what the source affirms, or affirm what it denies",
    "relation": "subject and object may have changed places",
    "leftover": "words of it are still Dutch",
    "garbled": "words of it are none",
    "restored": "a garbled name or word was put back",
    "english": "was in English already",
}
_NUMBER, _NAME = "The article doesn't have this number.", "The article doesn't have this name."


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the abstract: `parts` are its text, each with what is wrong with it, or nothing."""

    number: int
    parts: Sequence[tuple[str, str]]
    evidence: Sequence[int]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of the article; `claims` are the numbers of those of which it is the first evidence."""

    number: int
    nl: str
    en: str
    heading: bool
    marks: Sequence[str]
    percent: int | None
    claims: Sequence[int]


@dataclass(frozen=True, slots=True)
class Report:
    """What the template shows of one result. `key` begins all its ids."""

    key: str
    heading: str
    source: dict[str, Any]
    language: str
    translated: bool
    claims: Sequence[Claim]
    paragraphs: Sequence[Sequence[Row]]
    checks: Checks
    abstract_words: int
    models: Sequence[tuple[str, dict[str, Any]]]
    warnings: Sequence[str] = field(default=())

    @property
    def placeholders(self) -> list[str]:
        return [model["name"] for _, model in self.models if model.get("placeholder")]

    @property
    def link(self) -> str | None:
        return web_link(self.source.get("url"))

    def rules(self) -> Iterator[str]:
        """CSS that lights up the evidence of the sentence pointed at or gone to, and the sentences that rest on a piece of evidence."""
        report = f"#{self.key}"
        rests: dict[int, list[int]] = {}
        for claim in self.claims:
            for number in claim.evidence:
                rests.setdefault(number, []).append(claim.number)
            if claim.evidence:
                lit = ",".join([f"{report}c{claim.number}", *(f"{report}s{number}" for number in claim.evidence)])
                pointed = f"{report}:has({report}c{claim.number}:is(:hover,:focus-within))"
                # What the pointer is at counts more than what was gone to before.
                gone_to = f"{report}:has({report}e{claim.number}:target):not(:has(.claim:is(:hover,:focus-within)))"
                yield f":is({pointed},{gone_to}) :is({lit})"
        for number, claims in rests.items():
            row = f"{report}:has({report}s{number}:is(:hover,:target,:focus-within)):not(:has(.claim:is(:hover,:focus-within)))"
            yield f"{row} :is({','.join(f'{report}c{claim}' for claim in claims)})"


def to_html(result: Result) -> str:
    """The report of one article as a page."""
    return reports_html([as_dict(result)])


def reports_html(records: Iterable[Record]) -> str:
    """The reports of articles as one page, with a list of them on top where they are several."""
    reports = [_report(record, f"r{i}") for i, record in enumerate(records, 1)]
    title = reports[0].heading if len(reports) == 1 else f"{len(reports)} articles"
    # The outline can be seen where the user has colours of their own, which hide the background.
    lit = "{background:var(--light);box-shadow:var(--edge);outline:2px solid transparent}\n"
    rules = "".join(selector + lit for report in reports for selector in report.rules())
    return page("report.html", style=stylesheet("report.css") + rules, title=title, reports=reports)


def _report(record: Record, key: str) -> Report:
    source = {"site": None, "author": None, "url": None, **record["source"]}
    abstract, checks = record["abstract"], checks_of(record)
    known = {sentence["number"] for sentence in record["sentences"]}
    evidence = [[int(number) for number in sentence["evidence"] if number in known] for sentence in abstract["sentences"]]
    first = {number: [i for i, numbers in enumerate(evidence, 1) if numbers[:1] == [number]] for number in known}
    rows = [(sentence["paragraph"], _row(sentence, first[sentence["number"]])) for sentence in record["sentences"]]
    doubts = dict.fromkeys(checks.unsupported_names, _NAME) | dict.fromkeys(checks.unsupported_numbers, _NUMBER)
    return Report(
        key=key,
        heading=abstract["title"] or PurePath(source["path"] or "Abstract").name,
        source=source,
        language=LANGUAGES.get(source["language"], "Original"),
        translated=record["models"]["translator"] is not None,
        claims=[
            Claim(i, _parts(sentence["text"], doubts), numbers)
            for i, (sentence, numbers) in enumerate(zip(abstract["sentences"], evidence, strict=True), 1)
        ],
        paragraphs=[[row for _, row in group] for _, group in groupby(rows, lambda item: item[0])],
        checks=checks,
        abstract_words=len(abstract["text"].split()),
        models=[(what, model) for what, model in record["models"].items() if model],
        warnings=record.get("warnings", ()),
    )  # fmt: skip


def _row(sentence: dict[str, Any], claims: Sequence[int]) -> Row:
    confidence = sentence.get("confidence")
    return Row(
        number=int(sentence["number"]), nl=sentence["nl"], en=sentence["en"], heading="heading" in sentence["flags"],
        marks=[FLAGS.get(flag, flag) for flag in sentence["flags"] if flag != "heading"],
        percent=None if confidence is None else round(100 * confidence), claims=claims,
    )  # fmt: skip


def _parts(text: str, doubts: dict[str, str]) -> list[tuple[str, str]]:
    """The text cut where a doubtful number or name stands, as a word of its own."""
    if not doubts:
        return [(text, "")]
    phrases = "|".join(re.escape(phrase) for phrase in sorted(doubts, key=len, reverse=True) if phrase)
    pieces = re.split(rf"((?<!\w)(?<!\d[.,])(?:{phrases})(?!\w|[.,]\d))", text)
    return [(piece, doubts[piece] if i % 2 else "") for i, piece in enumerate(pieces) if piece]
