"""Plain text -> draft: paragraphs, wrapped or not, and headings. No word is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from summarizer.dates import whole_date
from summarizer.decoding import clean, decode
from summarizer.readers import markdown
from summarizer.readers.draft import CAPTION, ITEM, Block, Draft, Source, ends_sentence, looks_like_heading

_RULE = re.compile(r"[-–—_*=~\s]+")  # a line drawn between paragraphs
# The columns that people and mail programs wrap text at, and how far lines fall short of them.
_NARROWEST, _WIDEST, _RAGGED = 40, 120, 10


def read(data: bytes, source: Source) -> Draft:
    """Plain text, or Markdown where it clearly is that."""
    text, encoding, warnings = decode(data, source.name, source.encoding)
    return draft_of(text, source, encoding, warnings)


def draft_of(text: str, source: Source, encoding: str = "utf-8", warnings: list[str] | None = None) -> Draft:
    """As `read`, of text that has been decoded."""
    text = clean(text)
    found = (
        markdown.draft_of(text)
        if source.suffix in markdown.SUFFIXES or markdown.is_markdown(text)
        else Draft("text", tuple(plain_blocks(text)))
    )
    return replace(found, encoding=encoding, warnings=tuple(warnings or []), below_rules=_below_rules(text))


def _below_rules(text: str) -> tuple[str, ...]:
    """The first lines below each line drawn between paragraphs (not under a heading), as far as they are sure to be in a paragraph's text."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    drawn = [i for i, line in enumerate(lines) if len(line) > 2 and _RULE.fullmatch(line) and i and not lines[i - 1]]
    first = (next((line for line in lines[i + 1 : i + 4] if line), "") for i in drawn)
    return tuple(filter(None, (markdown.inline(re.sub(r"^#+ ", "", line)) for line in first)))


def plain_blocks(text: str) -> Iterator[Block]:
    lines = ("" if _RULE.fullmatch(line) else " ".join(line.split()) for line in text.split("\n"))
    groups = [list(group) for filled, group in groupby(lines, bool) if filled]
    width = _wrap_width(groups)
    for number, group in enumerate(groups, 1):
        parts = _unwrap(group, width)
        short = [looks_like_heading(part) for part in parts]
        for i, part in enumerate(parts):
            text_below = i + 1 < len(parts) and not short[i + 1] and not (i and short[i - 1])
            stands_alone = len(parts) == 1 and number < len(groups)
            yield (2 if short[i] and (stands_alone or text_below) else 0), part


def _wrap_width(groups: list[list[str]]) -> int:
    """The column that lines were wrapped at, 0 when each line is a paragraph: wrapped text has lines of like length that end mid-sentence."""
    pairs = [pair for group in groups for pair in pairwise(group)]
    width = max((len(line) for pair in pairs for line in pair), default=0)
    return width if _NARROWEST <= width <= _WIDEST and any(_runs_on(line, following) for line, following in pairs) else 0


def _runs_on(line: str, following: str) -> bool:
    return not ends_sentence(line) and (following[0].islower() or line.endswith(","))


def _unwrap(lines: list[str], width: int) -> list[str]:
    """The paragraphs in a block without blank lines: wrapped lines are joined, lines that each are a paragraph or heading stay apart."""

    def full(line: str, following: str) -> bool:
        """Whether a line was broken only because the next word didn't fit."""
        return len(line) + 1 + len(following.split(None, 1)[0]) > width - _RAGGED if width else False

    paragraphs = [[lines[0]]]
    for line, following, after in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
        # A short line after a full stop, that had room for the next word and ends in no full stop itself.
        heading = ends_sentence(line) and looks_like_heading(following) and not (after and (after[0].islower() or full(following, after)))
        item = ITEM.match(following) and (ends_sentence(line) or ITEM.match(paragraphs[-1][0]))  # else a dash in mid-sentence
        apart = heading or item or CAPTION.match(following) or whole_date(line) or whole_date(following)
        if apart or not (_runs_on(line, following) or full(line, following)):
            paragraphs.append([following])
        else:
            hyphenated = re.search(r"[^\W_]-$", line) and following[0].islower() and following.split(None, 1)[0] not in ("en", "of")
            paragraphs[-1] += [following] if hyphenated else [" ", following]
    return ["".join(parts) for parts in paragraphs]
