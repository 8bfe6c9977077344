"""The number words of Dutch and English, and how Dutch writes a number as one word."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

# What was found out of so many words is remembered, of each kind: the frequent ones are nearly all of any text, and memory stays flat.
REMEMBERED = 2_400


def words(text: str) -> frozenset[str]:
    """A set of words, written as one string."""
    return frozenset(text.split())


_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** power for power in (3, 6, 9, 12))
SCALES = {
    "nl": {
        "honderd": Decimal(100), "duizend": _THOUSAND, "miljoen": _MILLION, "mln": _MILLION, "mio": _MILLION,
        "miljard": _BILLION, "mld": _BILLION, "mrd": _BILLION, "biljoen": _TRILLION, "bln": _TRILLION,
    },
    "en": {
        "hundred": Decimal(100), "thousand": _THOUSAND, "million": _MILLION, "mn": _MILLION, "mln": _MILLION,
        "billion": _BILLION, "bn": _BILLION, "trillion": _TRILLION, "tn": _TRILLION, "dozen": Decimal(12),
    },
}  # fmt: skip
MONEY_SCALES = {"k": _THOUSAND, "m": _MILLION, "b": _BILLION, "t": _TRILLION}  # only behind a currency: $3m
# What may be glued to digits without making a name of them. 5G, 16X and the like are names, so these capitals don't count.
UNITS = words(
    "mm cm dm km kg mg g m l ml s ms h u x hz khz mhz ghz thz kb mb gb tb pb kbit mbit gbit tbit mbps gbps kbps w kw mw gw kwh mwh gwh wh "
    "mah v kv nm kmh px dpi fps ppi mp db ft lb lbs mph in inch min sec pk hp km² m²"
)
NAME_UNITS = frozenset("MGSHUXL")
ORDINAL_SUFFIXES = {"nl": frozenset({"e", "de", "ste"}), "en": frozenset({"st", "nd", "rd", "th"})}

_UNITS_NL = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien"
)
_TENS_NL = "twintig dertig veertig vijftig zestig zeventig tachtig negentig"
DUTCH = {word: value for value, word in enumerate(_UNITS_NL.split())}
for _ten, _word in enumerate(_TENS_NL.split(), start=2):
    DUTCH[_word] = 10 * _ten
    DUTCH |= {f"{_unit}en{_word}": 10 * _ten + _value for _value, _unit in enumerate(_UNITS_NL.split()[1:10], start=1)}

_HAS_NUMBER = re.compile("|".join([*_UNITS_NL.split(), *_TENS_NL.split(), "honderd", "duizend"]))

_UNITS_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"
ENGLISH = {word: value for value, word in enumerate(_UNITS_EN.split())}
ENGLISH |= {word: 10 * value for value, word in enumerate(_TENS_EN.split(), start=2)}
ENGLISH_ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
ENGLISH_ORDINALS |= {f"{word}th": value for word, value in ENGLISH.items() if value in (4, 6, 7, 10, 11, *range(13, 20))}
ENGLISH_ORDINALS |= {f"{word[:-1]}ieth": value for word, value in ENGLISH.items() if value >= 20}
ENGLISH_ORDINALS |= {f"{word}s": value for word, value in ENGLISH_ORDINALS.items() if value > 2}  # two thirds
ENGLISH_DECADES = {f"{word[:-1]}ies": value for word, value in ENGLISH.items() if value >= 20}

_FIXED = {
    "één": "1", "half": "0.5", "halve": "0.5", "helft": "0.5", "½": "0.5", "kwart": "0.25", "anderhalf": "1.5", "anderhalve": "1.5",
    "dozijn": "12", "tweeën": "2", "drieën": "3", "vijven": "5", "zessen": "6", "eerste": "1", "derde": "3",
}  # fmt: skip
_FIXED_KINDS = {"eerste": "ordinal", "derde": "ordinal", "half": "fraction", "halve": "fraction", "helft": "fraction", "kwart": "fraction"}
_FRACTIONS = {"kwart": "0.25", "derde": "3", "vierde": "4", "vijfde": "5", "tiende": "10"}
# The second parts of compounds that count: tweemaal, driedaagse, vierkoppig.
COUNTED = re.compile(
    r"(?:jarige?n?|jaarlijkse?|daagse?|weekse?|maandse?|urige?|delige?|koppige?|voudige?|voudigd|voud|maal|tal|persoons|sterren|baans|deurs|"
    r"talige?|zijdige?|uurs|mans?|kernige?|traps|dimensionale?|plussers?)"
)

Values = tuple[tuple[Decimal, str], ...]  # each with its kind


@lru_cache(maxsize=REMEMBERED)
def dutch_word(word: str) -> Values:
    """The numbers in one lower-case Dutch word: none, one, or two for a fraction (`tweederde`). `een` is an article, `één` a number."""
    if word in _FIXED:
        return ((Decimal(_FIXED[word]), _FIXED_KINDS.get(word, "number")),)
    if len(word) > 60 or word == "een":
        return ()
    if not word.isascii():
        word = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return _values_of(word) if _HAS_NUMBER.search(word) else ()


def _values_of(plain: str) -> Values:
    """Of a word without diacritics."""
    if (value := _cardinal(plain)) is not None:
        return ((Decimal(value), "number"),)
    if (value := _ordinal(plain)) is not None:
        return ((Decimal(value), "ordinal"),)
    for ending in ("eneenhalf", "eneenhalve", "enhalf", "enhalve"):
        if plain.endswith(ending) and (value := _cardinal(plain.removesuffix(ending))) is not None:
            return ((value + Decimal("0.5"), "number"),)
    for ending, part in _FRACTIONS.items():
        if plain.endswith(ending) and (value := DUTCH.get(plain.removesuffix(ending))) is not None:
            return ((Decimal(value), "number"), (Decimal(part), "fraction"))
    for end in range(min(len(plain) - 2, 24), 2, -1):
        value = _cardinal(plain[:end])
        if value is not None and (COUNTED.fullmatch(plain, end) or (value >= 20 and plain[end:] in ("er", "ers"))):
            return ((Decimal(value), "number"),)
    return ()


def _cardinal(word: str) -> int | None:
    """`tweehonderdduizend` and all below a million; None when it is no number. Plurals (`honderden`) are vague: none."""
    if "duizend" not in word:
        return _below_thousand(word)
    left, _, right = word.partition("duizend")
    thousands = _below_thousand(left) if left else 1
    rest = _below_thousand(right) if right else 0
    return None if thousands is None or rest is None else 1000 * thousands + rest


def _below_thousand(word: str) -> int | None:
    """Also `negentienhonderdtwaalf`, and `honderdentwee` beside `honderdtwee`."""
    if "honderd" not in word:
        return DUTCH.get(word)
    left, _, right = word.partition("honderd")
    hundreds = DUTCH.get(left) if left else 1
    rest = DUTCH.get(right, DUTCH.get(right.removeprefix("en"))) if right else 0
    return None if hundreds is None or rest is None else 100 * hundreds + rest


def _ordinal(word: str) -> int | None:
    for ending, cardinal in (("eerste", "een"), ("derde", "drie"), ("ste", ""), ("de", "")):
        if word.endswith(ending) and (value := _cardinal(word.removesuffix(ending) + cardinal)) is not None:
            # honderdderde is the 103rd, but tweederde is two thirds
            return value if ending != "derde" or value > 99 else None
    return None
