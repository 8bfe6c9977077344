"""What pages say of an article besides its text: the day in words, the time it takes to read, where it comes from."""

from __future__ import annotations

import datetime
import re
from urllib.parse import quote, urlsplit

from summarizer.dates import MONTHS

# Silent reading of English non-fiction by adults, the mean of 190 studies: Brysbaert (2019), How many words do we read per minute?,
# Journal of Memory and Language 109, 104047.
WORDS_PER_MINUTE = 238
READING_SPEED = f"Reading times are at {WORDS_PER_MINUTE} words a minute, the mean for English non-fiction (Brysbaert 2019)."

_MONTHS = tuple(MONTHS.values())
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def reading_time(words: int) -> str:
    """As people say it: `15 s`, `2 min`, `3 h 20 min`."""
    seconds = max(0, words) * 60 / WORDS_PER_MINUTE
    if seconds < 55:
        return f"{5 * round(seconds / 5)} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def is_date(date: str | None) -> bool:
    """Whether it is YYYY, YYYY-MM or YYYY-MM-DD, and in the calendar."""
    if not date or not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date):
        return False
    try:
        datetime.date.fromisoformat(date + "-01" * (2 - date.count("-")))
    except ValueError:
        return False
    return True


def date_in_words(date: str, *, weekday: bool = False) -> str:
    """`27 September 2019`, `September 2019` or `2019`; what is no date stays as it is."""
    if not is_date(date):
        return date
    year, *rest = date.split("-")
    words = [_MONTHS[int(rest[0]) - 1], year] if rest else [year]
    if len(rest) == 2:
        words.insert(0, str(int(rest[1])))
        if weekday:
            words.insert(0, _DAYS[datetime.date.fromisoformat(date).weekday()])
    return " ".join(words)


def web_link(url: str | None) -> str | None:
    """The address when it is one of the web, in ASCII; None for all that must not become a link, such as `javascript:`."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(parts.geturl(), safe="/:?#@!$&'*+,;=%~[]", errors="replace")


def file_link(path: str | None) -> str | None:
    """A relative path with slashes as a link that stays relative, whatever its name holds."""
    return "./" + quote(path.lstrip("/"), errors="replace") if path else None
