"""Markdown -> draft: the marks go, with pictures and code blocks; front matter gives title and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from summarizer.decoding import clean, decode
from summarizer.readers.draft import TITLE_WORDS, Block, Draft, Source, looks_like_heading

SUFFIXES = (".md", ".markdown")
_MARKDOWN = re.compile(r"^#{1,6} \S|^```|\]\((?:https?:/)?/|\*\*[^*\n]+\*\*", re.MULTILINE)
_FRONT = [("title", "titel"), ("date", "datum"), ("author", "auteur"), ("site", "bron"), ("url", "link")]
_FIELD = re.compile(r"([\w-]+) *:(.*)")
_EMPHASIS = [
    re.compile(r"(?<![\w*\\])(\*{1,3})(?![\s*])([^*]+)(?<![\s*\\])\1(?![\w*])"),
    re.compile(r"(?<![\w_\\])(_{1,3})(?![\s_])([^_]+)(?<![\s_\\])\1(?![\w_])"),
]
_INLINE = [
    (re.compile(r"!\[[^\[\]]*\]\((?:[^()\s]|\([^()\s]*\))*(?: \"[^\"]*\")?\)"), ""),  # a picture
    (re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?: \"[^\"]*\")?\)"), r"\1"),  # a link
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    *[(pattern, r"\2") for pattern in _EMPHASIS * 2],  # twice: bold may hold italics
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])"), r"\1"),
]


def read(data: bytes, source: Source) -> Draft:
    text, encoding, warnings = decode(data, source.name, source.encoding)
    return replace(draft_of(clean(text)), encoding=encoding, warnings=tuple(warnings))


def draft_of(text: str) -> Draft:
    """Of text that has been decoded and cleaned."""
    front, body = _front_matter(text)
    title, date, author, site, url = (front.get(english) or front.get(dutch) for english, dutch in _FRONT)
    return Draft("markdown", tuple(_blocks(body)), title, date, author, site, url)


def is_markdown(text: str) -> bool:
    """Whether a text is Markdown by its looks: front matter, or two marks (one may be chance)."""
    front, body = _front_matter(text)
    return bool(front) or len(list(islice(_MARKDOWN.finditer(body), 2))) == 2


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between --- and --- at the very start, and the text below; all of it text when it isn't such."""
    head, *lines = text.lstrip("\n").split("\n", 200)
    ends = [i for i, line in enumerate(lines[:199]) if line.rstrip() in ("---", "...")]
    if head.rstrip() != "---" or not ends:
        return {}, text
    inside = lines[: ends[0]]
    fields = {match[1].lower(): match[2].strip().strip("\"'") for line in inside if (match := _FIELD.fullmatch(line))}
    odd = [line for line in inside if not _FIELD.fullmatch(line) and line.strip() and line[0] not in " \t-#"]
    return ({}, text) if odd or not fields else (fields, "\n".join(lines[ends[0] + 1 :]))


def _blocks(text: str) -> Iterator[Block]:
    lines: list[str] = []  # of the paragraph so far
    for raw in [*_without_code(text.split("\n")), ""]:
        line = re.sub(r"^(?:> ?)+", "", " ".join(raw.split()))
        heading, item = re.fullmatch(r"(#{1,6}) (.+)", line), re.fullmatch(r"(?:[-*+]|(\d{1,3}[.)])) (.+)", line)
        if re.fullmatch(r"=+|--+", line) and len(lines) == 1 and looks_like_heading(lines[0], TITLE_WORDS):
            yield (1 if line[0] == "=" else 2), inline(lines.pop())
        elif not re.search(r"\w", line) or heading or item:  # also a rule, or the dashes of a table
            yield from _paragraph(lines)
            lines = [" ".join(filter(None, item.groups()))] if item and re.search(r"\w", line) else []
            if heading and (title := inline(re.sub(r" #+$", "", heading[2]))):
                yield len(heading[1]), title
        else:
            lines.append(line)
    yield from _paragraph(lines)


def _paragraph(lines: list[str]) -> Iterator[Block]:
    raw = " ".join(lines)
    if text := inline(raw):
        bold = re.fullmatch(r"(\*\*|__)[^*_]+\1", raw)
        yield (2 if bold and looks_like_heading(text) else 0), text


def inline(text: str) -> str:
    for pattern, replacement in _INLINE if re.search(r"[\[<`*_\\]", text) else []:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def _without_code(lines: list[str]) -> Iterator[str]:
    """The lines outside ``` or ~~~ fences; a fence that is never closed is text."""
    code: list[str] = []
    for line in lines:
        mark = line.strip()[:3]
        if code:
            code.append(line)
            if mark == code[0].strip()[:3]:
                code = []
        elif mark in ("```", "~~~"):
            code = [line]
        else:
            yield line
    yield from code
