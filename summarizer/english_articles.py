"""`An old plan`, `a European unit`: the English article by the sound behind it, which a small translation model gets wrong now and then."""

from __future__ import annotations

import re

# Vowels that are none in speech.
_SOUNDS_Y = r"(?:uni(?:t|v|q|fi|fy|fo|on|co|la|po|sex|cyc)|unani|uk|us[aeu]|ut[io]|ura|[Ee]u|one\b|once\b|ubiq)"
_CLASS_A = r"and\b|or\b|as\b|is\b|in\b|on\b|at\b|of\b|if\b"  # a letter, no article
# What stands before an article is looked at behind it: a pattern that begins with a letter is found five times as fast.
_TO_AN = re.compile(
    rf"[Aa] (?:(?:(?<=\ba )|(?<=^A ))(?=[aeio][a-z]|u[a-z]{{2}})(?!{_SOUNDS_Y}|{_CLASS_A})"
    r"|(?<=\b. )(?=(?:8\d*|11|18)(?:,\d{3})*(?:\.\d+)?(?![\d,.]*\d)))"  # 8, 11, 18,000
)
_TO_A = re.compile(rf"[Aa]n (?:(?<=\ban )|(?<=^An ))(?={_SOUNDS_Y}|[b-df-gj-np-tv-z][a-z]{{2}})")


def with_articles(english: str) -> str:
    """The text with `a` and `an` as the next word sounds."""
    english = _TO_AN.sub(lambda match: f"{match[0][0]}n ", english)
    return _TO_A.sub(lambda match: f"{match[0][0]} ", english)
