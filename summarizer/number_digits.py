"""Digits with separators: 1.299,95 and 1,299.95, 16:9, 10.15.7 and 21:30."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::[0-5][0-9])?")


def read_digits(text: str, language: str) -> list[tuple[Decimal, str, int, int]]:
    """What digits with separators are worth: (value, kind, start, end), more than once for a score (`16:9`) or a list (`1,2,3`)."""
    if clock := _CLOCK.fullmatch(text):
        return [(Decimal(f"{clock[1]}.{clock[2]}"), "time", 0, len(text))]
    if ":" in text:
        return list(_split(text, ":"))
    if len(text) > 28:
        return [_code(text)]
    if text.isdigit():
        return [(Decimal(text), "number", 0, len(text))]
    own, other = (".", ",") if language == "nl" else (",", ".")  # what groups the thousands here, and what does in the other language
    for group, point in ((own, other), (other, own)):
        whole, _, fraction = text.partition(point)
        head, *groups = whole.split(group)
        grouped = bool(groups) and len(head) <= 3 and head[0] != "0" and all(len(part) == 3 for part in groups)
        # The other language's grouping counts only where it can be nothing else: 1,299.95 and 1,500,000, and 10,000 in Dutch.
        sure = group == own or fraction or len(groups) > 1 or (language == "nl" and groups == ["000"])
        if grouped and sure and (fraction == "" or fraction.isdigit()):
            return [(Decimal("".join((head, *groups)) + ("." + fraction if fraction else "")), "number", 0, len(text))]
    if text.count(".") + text.count(",") == 1:
        return [(Decimal(text.replace(",", ".")), "number", 0, len(text))]
    if "." not in text:
        return list(_split(text, ","))
    return [_code(text)]


def _code(text: str) -> tuple[Decimal, str, int, int]:
    return Decimal("".join(c for c in text if c.isdigit())[:28]), "code", 0, len(text)


def _split(text: str, separator: str) -> Iterator[tuple[Decimal, str, int, int]]:
    start = 0
    for part in text.split(separator):
        yield Decimal("".join(c for c in part if c.isdigit())[:28]), "number", start, start + len(part)
        start += len(part) + 1
