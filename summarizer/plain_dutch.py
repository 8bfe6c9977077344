"""Dutch that a small translation model knows for Dutch that it gets wrong: the same thing, said in plainer words.

A rule (plain_rules, plain_facts) may choose among words, never among facts: no name and no number is touched, and `twaalf` is 12, not `about 12`.
Meant for the embedded model alone: a larger one knows the words of the left, and is better served by the text as it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial

from summarizer import plain_facts, plain_rules
from summarizer.number_words import COUNTED
from summarizer.numbers import numbers_in
from summarizer.vocabulary import lower_words

RULES = (*plain_rules.RULES, *plain_facts.RULES)
_PATTERNS = [(re.compile(rule.pattern if rule.pattern.startswith("^") else rf"(?i:{rule.pattern})"), rule.plain) for rule in RULES]
_BY_WORD: dict[str, list[int]] = defaultdict(list)  # the rules that a text with the word may have use for
for _number, _rule in enumerate(RULES):
    for _word in _rule.words.split():
        _BY_WORD[_word].append(_number)
_WORDS = frozenset(_BY_WORD)
_LEAST_IN_DIGITS = 11  # one to ten are known to the model, but for `acht`
_HOURS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_HALF_PAST = re.compile(
    rf"\b(?P<at>[Oo]m|[Nn]a|[Rr]ond|[Tt]egen|[Tt]ot|[Vv]anaf|[Ss]inds|[Oo]mstreeks|[Vv]oor) half (?P<hour>{'|'.join(_HOURS)})\b"
)
_COUNTED = re.compile(rf"{COUNTED.pattern}$")
_KEPT_IN_WORDS = frozenset({12, 20, 30, 40, 50, 60, 70, 80, 90})


def plain(dutch: str, acted: list[int] | None = None) -> str:
    """A Dutch sentence in the plainer words of RULES, its larger number words and half hours in digits. `acted` gets the numbers of the rules that
    changed it."""
    dutch = _in_digits(_HALF_PAST.sub(_half_past, dutch) if " half " in dutch else dutch)
    number = -1
    while (following := _next_rule(dutch, number)) is not None:
        number = following
        pattern, words = _PATTERNS[number]
        plainer = pattern.sub(partial(_filled, words), dutch)
        if acted is not None and plainer != dutch:
            acted.append(number)
        dutch = plainer
    return dutch


def _next_rule(dutch: str, number: int) -> int | None:
    """The first rule behind one of this number that has a word of the text."""
    return min((rule for word in lower_words(dutch) & _WORDS for rule in _BY_WORD[word] if rule > number), default=None)


def _half_past(match: re.Match[str]) -> str:
    """`tegen half zes` is `around 5:30`: the model has no word for `rond` that opens a sentence."""
    at = "around" if match["at"].lower() in ("rond", "tegen", "omstreeks") else match["at"]
    return _filled(f"{at} {_HOURS.index(match['hour']) + 1}:30", match)


def _filled(words: str, match: re.Match[str]) -> str:
    text = words.format(**{name: group or "" for name, group in match.groupdict().items()})
    return text[:1].upper() + text[1:] if match[0][:1].isupper() else text


def _in_digits(dutch: str) -> str:
    """`elf` becomes 11: of its number words beyond ten the model knows the tens alone."""
    for number in reversed(numbers_in(dutch, "nl")):
        whole = number.value == int(number.value) and _LEAST_IN_DIGITS <= number.value < 100
        if number.text[0].isupper() and number.start:
            continue  # Elf in the middle is a name
        if counted := _COUNTED.search(number.text):  # elftal and veertiendaagse stay, an elfjarige is 11-jarige
            if whole and counted[0].startswith("jarig"):
                dutch = f"{dutch[: number.start]}{int(number.value)}-{counted[0]}{dutch[number.end :]}"
            continue
        if whole and number.text.isalpha() and number.kind == "number" and int(number.value) not in _KEPT_IN_WORDS:
            dutch = f"{dutch[: number.start]}{int(number.value)}{dutch[number.end :]}"
    return dutch
