"""Leave out of a sentence what its news doesn't need: relative clauses, ages, the weekday on which it was said, "In a statement,".

Sentence compression by deletion alone: what is left is a sentence that was true before. So nothing goes that makes the rest less sure or somebody's
word (`who denies it`, `which reportedly`), and nothing that says who a speaker is. A rule that is in doubt gives up, and where the sentence is a
translation, the Dutch must be built alike: a small model loses the comma that ends a clause, and then the clause is the rest of the sentence.
"""

from __future__ import annotations

import re

_LEAST = 7  # words that must be left

# A verb that says something of the subject. Any word in -ed is taken for one, but for those that are none.
_IRREGULAR = (
    "is|was|were|are|has|had|have|will|would|can|could|may|might|must|should|says|said|say|did|does|do|took|made|won|lost|left|told|came|went|began"
    "|gave|got|held|found|rose|fell|met|led|set|put|saw|ran|grew|beat|hit|shot|hopes|wants|plans|became|kept|sent|spent|sold|bought|built|paid|brought"
    "|wrote|drew|cut|knew|thought|felt|taught|caught|sought|sees|gets|makes|takes|gives|comes|goes|runs|works|costs|needs|expects|offers|means"
)
_VERB = rf"(?:{_IRREGULAR}|(?!(?:hundred|speed|unprecedented|indeed)\b)[a-z]{{2,}}ed)"
_SAYS = re.compile(
    r" (?:says|said|say|told|tells|writes|wrote|adds|added|warns|warned|explains|explained|argues|argued|thinks|thought|believes|believed)\b"
)
_FINITE = re.compile(rf"\b{_VERB}\b")

# What takes something back, or says whose word it is; and figures, which are news.
_NOT_DROPPED = re.compile(
    r"\d|\b(?:not|no|nor|never|neither|none|nobody|nothing|hardly|without|un(?:less|til)|if|only|except|but|instead|rather|yet|still|may|might|could|would"
    r"|should|alleg\w*|accus\w*|suspect\w*|den(?:y|ies|ied|ying)|claim\w*|report\w*|say\w*|said|told|tell\w*|writ\w*|wrote|add(?:s|ed)|accord\w*"
    r"|believ\w*|think\w*|thought|argu\w*|warn\w*|expect\w*|estimat\w*|probabl\w*|possibl\w*|perhaps|apparent\w*|presum\w*|seem\w*|wrong\w*|fals\w*"
    r"|so-called|appeal\w*|disput\w*|reject\w*|pending|plan\w*|want\w*|intend\w*|hop(?:e|es|ed|ing)|self-\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
_INSIDE = r'[^,;:"“”()–—]'  # within one clause
_RELATIVE = r"(?:(?:(?:some|most|many|all|both|one) )?(?:of|in|by|for|with|from|to|on) )?(?:who|which|whose|whom|where)"
_FINAL_RELATIVE = re.compile(rf",(?P<aside> {_RELATIVE} {_INSIDE}{{8,}})(?=\.$)")
_RELATIVE_CLAUSE = re.compile(rf",(?P<aside> {_RELATIVE} {_INSIDE}{{8,200}}),(?= {_VERB}\b)")
_AGE = re.compile(rf"(?<=[a-z]), (?:aged )?\d{{1,2}},(?= {_VERB}\b)")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?"
_SAID_ON = re.compile(rf"\b(said|announced|reported|confirmed|warned) on {_WEEKDAY}(?=[ .,])")
_OPENING = re.compile(
    rf"(?:In an? (?:\w+ )?(?:statement|interview|letter|message|press release|reply|response)(?: (?:to|with) {_INSIDE}{{1,40}})?|On {_WEEKDAY}), "
    r"(?=\S)"
)
_DUTCH_RELATIVE = re.compile(r",(?: (?:\w+ )?)(?:die|dat|wat|wie|wiens|wier|waar\w*)\b", re.IGNORECASE)


def compressed(english: str, dutch: str | None = None) -> str:
    """The English sentence without what it can do without; `dutch` is what it was translated from, if it was."""
    if english.count('"') % 2 or english.count("“") != english.count("”"):
        return english  # part of a longer quotation
    text = english
    if dutch is None or (dutch.count(", ") == english.count(", ") and _DUTCH_RELATIVE.search(dutch)):
        for pattern in (_RELATIVE_CLAUSE, _FINAL_RELATIVE):
            text = _without(pattern, text)
    text = _SAID_ON.sub(r"\1", _AGE.sub("", text))
    opening = _OPENING.match(text)
    return capitalised(text[opening.end() :]) if opening else text


def is_person(name: str) -> bool:
    """Two or three words with only their first letter a capital: Ren Zhengfei, but not AIVD, 5G or South China Morning Post."""
    words = name.split()
    return 2 <= len(words) <= 3 and all(word[0].isupper() and word[1:].islower() and word.isalpha() for word in words)


def capitalised(text: str) -> str:
    """With a capital in front."""
    return text[:1].upper() + text[1:]


def _without(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    if not match or _NOT_DROPPED.search(match["aside"]):
        return text
    before, behind = text[: match.start()], text[match.end() :]
    if pattern is _FINAL_RELATIVE and not _FINITE.search(before):
        return text
    if pattern is _RELATIVE_CLAUSE and ("," in before or (_SAYS.match(behind) and is_person(" ".join(before.split()[-2:])))):
        return text  # an item of a list or within another aside; who it is that says it
    left = before + behind
    return left if len(left.split()) >= _LEAST else text
