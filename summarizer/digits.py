"""Numbers in words that the embedded model may not know, in digits: what a number is may not hang on what a small model has seen."""

from __future__ import annotations

import re

from summarizer.number_words import COUNTED
from summarizer.numbers import numbers_in

_KNOWN, _KNOWN_AGE = 20, 10  # the model knows the words as far as these, and the tens; an elfjarige is 11-jarige
_HOURS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_HALF_PAST = re.compile(
    rf"\b(?P<at>[Oo]m|[Nn]a|[Rr]ond|[Tt]egen|[Tt]ot|[Vv]anaf|[Ss]inds|[Oo]mstreeks|[Vv]oor) half (?P<hour>{'|'.join(_HOURS)})\b"
)
_COUNTED = re.compile(rf"{COUNTED.pattern}$")


def in_digits(dutch: str) -> str:
    """A Dutch sentence with half hours and rarer number words in digits: `half zes` is 5:30, `drieëntwintig` is 23; twelve and thirty stay."""
    if " half " in dutch:
        dutch = _HALF_PAST.sub(lambda match: f"{match['at']} {_HOURS.index(match['hour']) + 1}:30", dutch)
    for number in reversed(numbers_in(dutch, "nl")):
        whole = number.value == int(number.value) and 0 < number.value < 100
        if not whole or (number.text[0].isupper() and number.start):
            continue  # Elf in the middle is a name
        value = int(number.value)
        if counted := _COUNTED.search(number.text):  # elftal and veertiendaagse stay
            if counted[0].startswith("jarig") and value > _KNOWN_AGE:
                dutch = f"{dutch[: number.start]}{value}-{counted[0]}{dutch[number.end :]}"
        elif number.text.isalpha() and number.kind == "number" and value > _KNOWN and value % 10:
            dutch = f"{dutch[: number.start]}{value}{dutch[number.end :]}"
    return dutch
