"""Dates as articles state them, Dutch or English, in ISO 8601."""

from __future__ import annotations

import datetime
import re

# The months in Dutch, from the first on, and in English.
MONTHS = {
    "januari": "January", "februari": "February", "maart": "March", "april": "April", "mei": "May", "juni": "June", "juli": "July",
    "augustus": "August", "september": "September", "oktober": "October", "november": "November", "december": "December",
}  # fmt: skip
# By the first three letters, in both languages.
_MONTHS = {name[:3].lower(): number for number, names in enumerate(MONTHS.items(), 1) for name in names} | {"mrt": 3}
_MONTH = (
    r"jan(?:uar[iy])?|feb(?:ruar[iy])?|maart|mrt|mar(?:ch)?|apr(?:il)?|mei|may|june?|juni|july?|juli|aug(?:ust(?:us)?)?|sept?(?:ember)?|"
    r"o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WHEN = (
    r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag,? )?"
    rf"(?:(?P<iso>(?:19|20)\d\d-\d\d?(?:-\d\d?)?)(?:[T ]\d\d:\d\d[\d:.]*(?: ?(?:Z|[+-]\d\d:?\d\d))?)?|(?P<dmy>\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d)|"
    rf"(?:(?P<day>\d\d?) )?(?P<month>{_MONTH})\.? (?P<year>(?:19|20)\d\d))(?:,? (?:om )?\d\d?[:.]\d\d(?: uur)?)?(?![\w-])"
)
_LABEL = r"(?:date|datum|publicatiedatum|published|gepubliceerd(?: op)?)"
_LINE = re.compile(rf"(?i:(?:{_LABEL}\s?[:=]?\s?)?{_WHEN})[.,]?")
_PREFIXES = [  # without a colon or a dash it may be a sentence: `12 mei 2024 was een zondag`
    re.compile(rf"(?i:{_LABEL}\s?[:=]\s?{_WHEN})(?:\s?[-–—|.,;])?\s"),
    re.compile(rf"(?i:dat(?:e|um) {_WHEN}) (?=[A-ZÀ-Þ0-9\"'“‘(])"),
    re.compile(rf"(?i:{_WHEN}) [-–—|] "),
]


def whole_date(text: str) -> str | None:
    """The date that a line is, and nothing else, as YYYY-MM-DD or YYYY-MM."""
    match = _LINE.fullmatch(text)
    return _iso(match) if match else None


def leading_date(text: str) -> tuple[str, str] | None:
    """The date that a paragraph begins with, and the rest of it."""
    for pattern in _PREFIXES:
        if (match := pattern.match(text)) and (date := _iso(match)):
            return date, text[match.end() :]
    return None


def _iso(match: re.Match[str]) -> str | None:
    """The date of a match of _WHEN in ISO 8601, or None when the calendar has no such day."""
    if match["iso"]:
        year, month, day = [*map(int, match["iso"].split("-")), 0][:3]
    elif match["dmy"]:
        day, month, year = map(int, re.split("[-/.]", match["dmy"]))
    else:
        day, month, year = int(match["day"] or 0), _MONTHS[match["month"][:3].lower()], int(match["year"])
    try:
        date = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return date.isoformat() if day else f"{date:%Y-%m}"
