"""What is done to the Dutch before a translation model and to its English behind it, so that less is lost on the way.

Before: letters and signs that the model's vocabulary hasn't are written with those it has, so that `€ 412 miljoen` isn't read as `412 miljoen`;
the embedded model is given rarer numbers in digits, too, surnames without their particles, and the halves of compounds without their hyphen. Behind:
what was written otherwise is put back, numbers are written in English notation, and slips that can be seen beside the Dutch are mended. No rule here
changes what a number is worth or drops a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from summarizer.addresses import with_addresses
from summarizer.dates import MONTHS
from summarizer.digits import in_digits
from summarizer.engines.tokenizers import UNKNOWN, Tokenizer
from summarizer.english_articles import with_articles
from summarizer.name_spelling import with_name_spelling
from summarizer.name_tables import FUNCTION_WORDS, fold, whole
from summarizer.numbers import missing_numbers, unsupported_numbers
from summarizer.surnames import with_surnames, without_particles
from summarizer.vocabulary import small_words

_CURRENCIES = {"€": "euro", "£": "pound", "¥": "yen"}
_AMOUNT = r"\d[\d.,]*(?: (?:miljoen|miljard|biljoen|duizend|mln|mld))?(?<![.,])"
# Letters that have no accent to drop, and signs that mean a word. The embedded tokenizer reads ½ as 12, so fractions are always written out.
_LETTERS = {"ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i"}
_HALVES = {"½": "5", "¼": "25", "¾": "75"}
_HALF = re.compile(r"(?<![\d.,])(\d*) ?([½¼¾])")
_NUMBER_WORD = r"(?:\d+|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)"
_RANGE = re.compile(rf"\b({_NUMBER_WORD}) à (?={_NUMBER_WORD}\b)")
_CLOCK = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])\.([0-5]\d) uur\b")
_AT = re.compile(r"\bom(?= \d{1,2}:\d\d\b)")
_THOUSANDS = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\w:/-]|[.,]\d)")
_ROUND = re.compile(r"(?<![\w.,:/-])(?<![€$£¥])(?<![€$£¥] )(?!1\.)(\d{1,3})\.000(?![\w:/-]|[.,]\d)")
_SHARED = re.compile(r"(?<=[ (])-(?=[a-zà-ÿ]{3})")  # what compounds share, left out: 5G-patenten, -licenties en -code
_DECIMAL = re.compile(r"(?<![\w.,:/-])\d+,\d{1,2}(?![\w:/-]|[.,]\d)")
_MARK = re.compile(r"[.,]")
_MARKED = re.compile(r"\d[.,]\d")
_MARKED_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)+(?!\w)")
_SPACE_BEFORE = re.compile(r" +(?=[,;:!?)](?:\s|$)|\.(?:\s|$))")
_NETHERLANDS = re.compile(r"(?:\b(?P<before>[\w’'-]+)(?P<gap>,? ))?\bNetherlands\b(?! [A-Z])")
_GLUED_COLON = re.compile(r"(?<=[a-z]):(?=[\d€$£])")
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = re.compile(r"(?:De|Het) (?=([a-z][\w-]*))")
_PLURALS_OWN = re.compile(r"\b([a-z]{4,}(?<!s)s)['’]s\b")  # chip machines's
# The Dutch months that are other words in English; none of them is one there.
_MONTHS = {dutch: english for dutch, english in MONTHS.items() if dutch != english.lower()}
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")


class Editor:
    """`prepared` and `mended` for one translation model, by what its vocabulary `knows`, and more of both for a small one."""

    def __init__(self, knows: Callable[[str], bool], *, is_small: bool = False) -> None:
        self._knows, self._is_small = knows, is_small

    @classmethod
    def of(cls, tokenizer: Tokenizer, *, is_small: bool = False) -> Editor:
        """For the vocabulary of a tokenizer."""

        @cache
        def knows(character: str) -> bool:
            return UNKNOWN not in tokenizer.tokens(tokenizer.ids(tokenizer.encode(character)))

        return cls(knows, is_small=is_small)

    def prepared(self, dutch: str) -> str:
        """What the model shall read for a normalised Dutch sentence. Idempotent."""
        text = dutch
        if not text.isascii():
            text = self._known(_HALF.sub(lambda match: f"{match[1] or 0},{_HALVES[match[2]]}", text))
        if self._is_small:
            text = in_digits(without_particles(text))
            text = _SHARED.sub("", text) if "-" in text else text
            text = _AT.sub("at", _CLOCK.sub(r"\1:\2", text)) if " uur" in text else text
            text = _ROUND.sub(r"\1 duizend", text) if ".000" in text else text
        return text

    def mended(self, dutch: str, english: str) -> str:
        """The model's English for a normalised Dutch sentence, with what can be seen to be wrong put right. Idempotent."""
        if stand_in := self.currency(dutch):
            english = re.sub(r"(?:US ?)?\$", stand_in, english)
            english = re.sub(r"\bdollar(s?)\b", rf"{_CURRENCIES[stand_in]}\1", english)
        if not dutch.isascii():
            english = self._with_letters(dutch, english)
        if "°C" in dutch or "° C" in dutch:
            english = re.sub(r" degrees? Celsius\b", " °C", english)
        if not small_words(dutch).isdisjoint(_MONTHS):
            english = _MONTH.sub(lambda match: _MONTHS[match[0]], english)
        if self._is_small:
            english = with_articles(with_name_spelling(dutch, english))
        english = with_addresses(dutch, with_surnames(dutch, _tidied(dutch, english)))
        return _with_numbers(dutch, english)  # last: mostly it changes nothing, and the guards scan the same text for its numbers

    def _known(self, text: str) -> str:
        """The text in characters that the model knows, as far as there are any that say the same."""
        text = self._with_currency(text)
        if not self._knows("à"):
            text = _RANGE.sub(r"\1 tot ", text)
        if not self._knows("°"):
            text = re.sub(r"(?<=\d) ?°(?: ?C\b)?", lambda match: " graden" + " Celsius" * match[0].endswith("C"), text)
        return _WORD.sub(lambda match: self.folded(match[0]), text)

    def folded(self, word: str) -> str:
        """A word without the accents that the model doesn't know."""
        return "".join(letter if letter.isascii() or self._knows(letter) else self._bare(letter) for letter in word)

    def _bare(self, letter: str) -> str:
        bare = _LETTERS.get(letter) or "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
        return bare if all(part.isascii() or self._knows(part) for part in bare) else letter

    def currency(self, dutch: str) -> str | None:
        """The one currency sign of a text that the model doesn't know, where a dollar can stand in for it: where there is no dollar besides."""
        signs = {sign for sign in _CURRENCIES if sign in dutch and not self._knows(sign)}
        return signs.pop() if len(signs) == 1 and "$" not in dutch and "dollar" not in dutch.lower() else None

    def _with_currency(self, text: str) -> str:
        if stand_in := self.currency(text):
            return re.sub(rf"{stand_in} ?(?=\d)", "$", text)
        for sign, name in _CURRENCIES.items():
            if sign in text and not self._knows(sign):
                text = re.sub(rf"{sign} ?({_AMOUNT})", rf"\1 {name}", text)
        return text

    def _with_letters(self, dutch: str, english: str) -> str:
        """Names with the letters they had: Søren again, where Soren was translated."""
        for name in {word for word in _WORD.findall(dutch) if word[0].isupper() and not word.isascii()}:
            if (folded := self.folded(name)) != name:
                english = re.sub(whole(folded), name, english)
        return english


def _with_numbers(dutch: str, english: str) -> str:
    """Numbers in English notation: the Dutch one where it came back as it was, garbled, or with its thousands in a word."""
    written_so = {*_THOUSANDS.findall(dutch), *_DECIMAL.findall(dutch)} if _MARKED.search(dutch) else set[str]()
    if written_so:
        by_digits = {_MARK.sub(".", written): _in_english(written) for written in written_so}
        english = _MARKED_NUMBER.sub(lambda match: by_digits.get(_MARK.sub(".", match[0]), match[0]), english)
    for written in written_so if "thousand" in english else ():
        if written.endswith(".000"):
            in_english = _in_english(written)
            english = re.sub(rf"(?<![\w.,]){re.escape(in_english[:-4])}(?:,000)? thousands?\b(?: of\b)?", in_english, english)
    for hour, minute in _CLOCK.findall(dutch) if " uur" in dutch else ():
        english = re.sub(rf"(?<![\w.,]){hour}[.:]{minute}(?: (?:hours?|o'clock)\b)?(?![.:]?\d)", f"{hour}:{minute}", english)
    missing, invented = missing_numbers(dutch, english), unsupported_numbers(english, dutch)
    if len(missing) == len(invented) == 1 and _garbled(missing[0], invented[0]):
        english = re.sub(rf"(?<![\w.,]){re.escape(invented[0])}(?![\w]|[.,]\d)", _in_english(missing[0]), english)
    return english


def _in_english(number: str) -> str:
    return number.translate(str.maketrans(".,", ",."))


def _garbled(number: str, strange: str) -> bool:
    """Whether a strange number is a known one with zeros too many or too few, or one digit lost or said twice."""
    if not (re.fullmatch(r"\d+|\d{1,3}(?:\.\d{3})+", number) and re.fullmatch(r"\d[\d.,]*", strange)):
        return False
    right, wrong = number.replace(".", ""), _MARK.sub("", strange)
    if len(right) < 3:
        return False
    if right.rstrip("0") == wrong.rstrip("0"):
        return True
    longer, shorter = (right, wrong) if len(right) > len(wrong) else (wrong, right)
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _with_article(match: re.Match[str]) -> str:
    """`In the Netherlands`, but not within another name: `Techniek Netherlands`."""
    before = match["before"]
    if before is None:
        return match[0] if match.start() else "The Netherlands"
    is_of_a_name = not before.islower() and fold(before) not in FUNCTION_WORDS
    return match[0] if is_of_a_name or before.lower() == "the" else f"{before}{match['gap']}the Netherlands"


def _tidied(dutch: str, english: str) -> str:
    """Spaces, quotation marks and the first capital."""
    english = _SPACE_BEFORE.sub("", " ".join(english.split()))
    if "Netherlands" in english:
        english = _NETHERLANDS.sub(_with_article, english)
    if ": " in dutch:
        english = _GLUED_COLON.sub(": ", english)
    if (opening := _OPENING.match(english)) and not dutch.startswith(opening[0] + opening[1]):  # De strike, but De facto
        english = f"The {english[opening.end() :]}"
    quotes = dutch.count('"')
    if english.count('"') == 1 and quotes == 0:
        english = " ".join(english.replace('"', "").split())
    if quotes in (1, 2) and english.count('"') < quotes:
        inner = english.replace('"', "") if quotes == 1 or (dutch[0] == dutch[-1] == '"') else english
        if quotes == 2 and dutch[0] == dutch[-1] == '"':
            english = f'"{inner}"'
        elif quotes == 1 and dutch[0] == '"':
            english = f'"{inner}'
        elif quotes == 1 and dutch[-1] == '"':
            english = f'{inner}"'
    english = _PLURALS_OWN.sub(r"\1'", english) if "s'" in english or "s’" in english else english
    return english[:1].upper() + english[1:] if dutch[:1].isupper() else english
