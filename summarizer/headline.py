"""A short English title made from a sentence: only by leaving out, and only what can be left out safely. In doubt there is none."""

from __future__ import annotations

import re

MOST_WORDS, FEWEST_WORDS = 12, 4

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = (
    rf"(?:(?:on )?{_DAY}|(?:on )?\d{{1,2}} {_MONTH}(?: \d{{4}})?|in {_MONTH}(?: \d{{4}})?"
    r"|in (?:19|20)\d\d|yesterday|today|(?:last|this) (?:week|month|year))"
)
_SAYS = r"(?:say|says|said|report|reports|reported|writes|wrote|announced|announces)"
_WHO = r"(?:the |a )?(?:[\w.'’-]+ ){0,4}[\w.'’-]+"
# What is left out, in this order: asides, a date in front, who said so at the end, a clause that adds something, a date at the end.
_RULES = [
    (re.compile(r"\s*\([^()]*\)"), ""),
    (re.compile(rf"^{_DATE},? ", re.IGNORECASE), ""),
    (re.compile(rf", {_WHO} {_SAYS}(?: {_DATE})?$", re.IGNORECASE), ""),
    (re.compile(rf"(?:,? according to|, {_SAYS}) {_WHO}(?: {_DATE})?$", re.IGNORECASE), ""),
    (re.compile(r"(?:, (?:which|who|where|while|as|and|so|with|after|including)|; | [-–—]) ?[^,;]*$"), ""),
    (re.compile(rf",? {_DATE}$", re.IGNORECASE), ""),
]
# A condition or an exception left out would turn the news round.
_KEEP = re.compile(r"\b(?:if|unless|until|before|except|without|but|only|not|provided|would|could|may|might)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|must|gets?|gives?|goes|plans?|wants?|\w{2,}ed|said|made|won|lost|rose|fell|grew|took|found|began)\b"
)
_HANGS = re.compile(r", (?:who|which|where|while)\b")  # the verb may be this clause's
_LEANS = re.compile(r"(?:he|she|it|they|this|that|these|those|his|her|its|their|but|and|also|so|we|i|our)\b", re.IGNORECASE)


def made_of(sentence: str) -> str | None:
    """A title of at most MOST_WORDS words out of an English sentence, without a full stop, or None."""
    text = sentence.strip().rstrip(".")
    if _LEANS.match(text) or re.search(r"[\"“”?!:]", text):
        return None
    for pattern, replacement in _RULES:
        match = pattern.search(text)
        shorter = pattern.sub(replacement, text)
        if match and _VERB.search(shorter) and len(shorter.split()) >= FEWEST_WORDS and not _KEEP.search(match[0]):
            text = shorter
    if not FEWEST_WORDS <= len(text.split()) <= MOST_WORDS or not _VERB.search(text) or _HANGS.search(text):
        return None
    return text[0].upper() + text[1:]
