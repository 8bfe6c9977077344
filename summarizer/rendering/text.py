"""A result as plain text, harmless on a terminal."""

from __future__ import annotations

from summarizer.article import Checks, Result
from summarizer.output import printable


def to_text(result: Result) -> str:
    """Title, abstract, and what the checks found."""
    parts = [result.abstract.title or "", result.abstract.text, findings(result.checks)]
    return "\n\n".join(printable(part) for part in parts if part)


def findings(checks: Checks) -> str:
    """One sentence of what the checks found, empty when they passed."""
    found = []
    if checks.unsupported_numbers:
        found.append("numbers that the article doesn't have: " + ", ".join(checks.unsupported_numbers))
    if checks.unsupported_names:
        found.append("names that the article doesn't have: " + ", ".join(checks.unsupported_names))
    if checks.repetition:
        found.append("repetitive translation of sentence " + ", ".join(map(str, checks.repetition)))
    if checks.untranslated:
        found.append("untranslated sentence " + ", ".join(map(str, checks.untranslated)))
    if checks.negation:
        found.append("denied or affirmed unlike the article: sentence " + ", ".join(map(str, checks.negation)) + " of the abstract")
    if checks.relations:
        found.append("who did it to whom, the other way round in the article: " + ", ".join(checks.relations))
    return "Check this: " + "; ".join(found) + "." if found else ""
