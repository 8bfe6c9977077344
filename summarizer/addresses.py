"""Web and mail addresses in a sentence and its translation: they are to come out as they went in."""

from __future__ import annotations

import re

# As they stand in a text, and as a model may have garbled them: with a space beside the @ or behind the www., and HTTPS.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]']|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
_LIKE_ADDRESS = re.compile(
    r"(?:(?i:https?): ?//(?:www\. ?)?|www\. ?)[^\s<>\"]*[^\s<>\".,;:!?)\]']|(?<![\w.+-])[\w.+-]++ ?@ ?[\w-]++(?: ?\.[\w-]++)+"
)


def addresses(text: str) -> list[str]:
    """Those of a text, in order."""
    return _ADDRESS.findall(text) if _may_have(text) else []


def without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if _may_have(text) else text


def lost_addresses(dutch: str, english: str) -> list[str]:
    """Those of a text that its translation hasn't."""
    return [address for address in addresses(dutch) if address not in english]


def with_addresses(dutch: str, english: str) -> str:
    """The translation with the addresses as they were, in their order, where as many came out."""
    written = addresses(dutch)
    if not written or len(_LIKE_ADDRESS.findall(english)) != len(written):
        return english
    left = iter(written)
    return _LIKE_ADDRESS.sub(lambda match: next(left), english)


def _may_have(text: str) -> bool:
    return "@" in text or "://" in text or "www." in text
