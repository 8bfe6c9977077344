"""What the readers share: a draft of an article, and how its title and date are told from its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from summarizer.dates import leading_date, whole_date

Block = tuple[int, str]  # level of the heading (0: running text), text on one line

CAPTION = re.compile(r"(?:Foto|FOTO|Beeld|BEELD|Bron|Video|Tekst|Illustratie|Auteur)\w* ?:|©|Door [A-ZÀ-Þ]|Lees (?:ook|meer|verder)\b")
ITEM = re.compile(r"(?:[-*+•▪–]|\d{1,3}[.)])\s")
TITLE_WORDS = 16
_HEADING_WORDS, _HEADING_CHARACTERS = 12, 120


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes come from: `path` as given, None for stdin; `encoding` where the user says what it is."""

    path: str | None = None
    encoding: str | None = None

    @property
    def name(self) -> str:
        return self.path or "the input"

    @property
    def suffix(self) -> str:
        return Path(self.path or "").suffix.lower()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader found. `blocks` may still begin with the title and the date: see `settled`."""

    format: str
    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
    encoding: str = "utf-8"
    warnings: tuple[str, ...] = ()
    below_rules: tuple[str, ...] = ()  # how the paragraphs begin that stand below a drawn line


class Reader(Protocol):
    """Reads one format. Raises InputError; what a library under it raises is turned into one by the caller."""

    def __call__(self, data: bytes, source: Source) -> Draft: ...


def settled(draft: Draft) -> Draft:
    """The draft with its title and its date taken out of the blocks, where it doesn't state them."""
    blocks = list(draft.blocks)
    date = (whole_date(draft.date) or draft.date) if draft.date else take_date(blocks)
    title = take_title(blocks, draft.title)
    date = date or take_date(blocks, only_whole=True)  # the line below the title
    if not blocks and title:  # a lone heading is the article
        blocks, title = [(0, title)], None
    return replace(draft, blocks=tuple(blocks), title=title, date=date)


def mark_headings(blocks: list[Block]) -> list[Block]:
    """The blocks, those that look like a heading and stand above running text made into one."""
    below = [text for _, text in blocks[1:]] + [""]
    return [
        (level or (2 if looks_like_heading(text) and len(following.split()) > _HEADING_WORDS else 0), text)
        for (level, text), following in zip(blocks, below, strict=True)
    ]


def ends_sentence(text: str) -> bool:
    return text.rstrip("\"'”’»)]").endswith((".", "!", "?", "…", ":", ";"))


def looks_like_heading(text: str, words: int = _HEADING_WORDS) -> bool:
    """Short, with letters, without a full stop, and no list item, caption, e-mail address or URL."""
    return (
        len(text) <= _HEADING_CHARACTERS and len(text.split()) <= words and any(map(str.isalpha, text)) and not ends_sentence(text)
        and not text.endswith(",") and not re.search(r"@|://|www\.", text) and not ITEM.match(text) and not CAPTION.match(text)
    )  # fmt: skip


def take_title(blocks: list[Block], stated: str | None) -> str | None:
    """The title, removed from the blocks: the one stated in the front matter, the first `# ` heading, or a first line like one above text."""
    if stated:
        if blocks and blocks[0] == (1, stated):
            blocks.pop(0)
        return stated
    place = next((i for i, (level, _) in enumerate(blocks) if level == 1), 0)
    if place < len(blocks):
        level, text = blocks[place]
        like_one = level > 0 or looks_like_heading(text.rstrip("?!"), TITLE_WORDS)  # a title may well ask something
        if level == 1 or (like_one and any(not looks_like_heading(below) for _, below in blocks[1:])):
            return blocks.pop(place)[1]
    return None


def take_date(blocks: list[Block], *, only_whole: bool = False) -> str | None:
    """The date that the first block is or begins with, removed from it: YYYY-MM-DD or YYYY-MM. A time of day goes with it."""
    level, text = blocks[0] if blocks else (0, "")
    if len(blocks) > 1 and (date := whole_date(text)):
        blocks.pop(0)
        return date
    if not only_whole and (found := leading_date(text)):
        date, blocks[0] = found[0], (level, found[1])
        return date
    return None
