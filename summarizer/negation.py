"""Does one text deny what the other affirms? `De VS verbiedt het niet` and `The US bans it` do.

Only clear negations count (`not`, `no`, `never`, `nobody`, `without`; `niet`, `geen`, `nooit`, `zonder`), and only where the other text has nothing
that could say the same: no word such as `fail`, `refuse` or `lack`, `weigeren`, `nauwelijks` or `tenzij`, and no prefix or suffix such as those of
`unclear`, `onduidelijk` and `draadloos`. A flip in one clause of a sentence with other negations is not seen: in doubt nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from summarizer.name_tables import FUNCTION_WORDS, fold
from summarizer.number_words import words
from summarizer.vocabulary import lower_words

_CLEAR = {
    "nl": re.compile(
        r"(?<!al dan )(?<!of )(?<!nog )\b(?:niet|geen|nooit|niemand|niets|nergens|zonder|noch|evenmin|nimmer)\b"
        r"(?! alleen| zozeer| langer dan| veel later| lang)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<!or )\b(?:not|no|never|nobody|nothing|nowhere|none|neither|nor|without|cannot)\b(?! only| just| one| more than| longer than|-|\. ?\d)"
        r"|n['’]t\b",
        re.IGNORECASE,
    ),
}
# What may stand for a negation of the other language, or takes its place in a freer rendering.
_TRACE = {
    "nl": re.compile(
        r"""\b(?: niet|geen\w*|nooit|niemand\w*|niets|niks|nergens|zonder|noch|evenmin|nimmer|allerminst|geenszins
            |nee|nul|nauwelijks|amper|zelden|weinig\w*|minder|minst\w*|tenzij|behalve|uitgezonderd|uitgesloten|sluit|sluiten|slechts|min|enkel|alleen|pas|enige?|wel|toch|tegen|anti\w*
            |hoef\w*|anders|liever|ipv|in\ plaats|laat\ staan|totdat|voordat|vermijd\w*|vermeden|weiger\w*|geweigerd\w*|ontken\w*
            |ontbreek\w*|ontbrak\w*|ontbreken\w*|ontbrek\w*|gebrek\w*|tekort\w*|gemis\w*|mis(?!schien|da|dr)\w+|verbied\w*|verbod\w*|verbood\w*
            |verboden\w*|voorkom\w*|voorkwam\w*|verhinder\w*|belet\w*|stop\w*|gestopt|einde|stak\w*|afgewezen|afwij\w*
            |verw(?:e|ie)rp\w*|verworpen|mislukt\w*|faal\w*|gefaald|verlie\w*|verloren|verloor|leeg|lege|los|losse|vrij|vrije
            |moeilijk\w*|lastig\w*|onthou\w*|afgezien|afzag\w*|on(?!der|t|ze|geveer|line)\w{3,}
            |in(?:compleet|stabiel|actief|correct)\w*|non\w+|\w+lo(?:os|ze)\w*|\w*vrij|niet\w+ )\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "en": re.compile(
        r"""n['’]t\b | \b(?: no|not|non\w*|never|nobody|nothing|nowhere|none|neither|nor|without|cannot|zero|hardly|barely|scarcely|rarely|seldom
            |few|fewer|fewest|little|less|lesser|least|unless|except\w*|only|until|before|rather|instead|otherwise|else|any\w*
            |even|against|despite|out|off|away|avoid\w*|refus\w*|den(?:y|ied|ies|ying|ial)|lack\w*|absen\w*|miss(?:es|ed|ing)?|fail\w*|loss
            |lose\w*|losing|lost|prevent\w*|prohibit\w*|forbid\w*|forbade|forbidden|ban(?:s|n\w+)?|stop\w*|ceas\w*|halt\w*|reject\w*
            |declin\w*|exclu\w*|omit\w*|ignor\w*|empty|free|far|too|hard|difficult\w*|abst\w+
            |un(?:able|(?!it|iv|ion|der|til|ique|iform)\w{3,})
            |in(?:ability|able|accurate|active|adequate|capable|complete|correct|dependent|effective|sufficient
                |visible|valid|stable|secure|expensive|evitabl|definite|formal|frequent|numer|variab)\w*
            |im(?:possib|perfect|mobil|mun|proper)\w*|il(?:legal|legible|logical|literate)\w*
            |ir(?:regular|relevant|respons|respective|reversib)\w*|dis(?!ease|rupt)(?:[abehilmors])\w{3,}|anti\w*|\w+less(?:ly)?|mis(?!si|te|ti)\w{3,}
            |counter\w*|oppos\w*|beyond|apart|aside|barring|devoid|void|remain\w*|withh\w+|doubt\w*|wrong\w*|neglect\w*|nowadays
            |nought|nil|nay|minus )\b""",
        re.IGNORECASE | re.VERBOSE,
    ),
}
# What a text that denies something has one of; looked for before the patterns, as most have none.
_NEGATIONS = {
    "nl": words("niet geen nooit niemand niets nergens zonder noch evenmin nimmer"),
    "en": words("not no never nobody nothing nowhere none neither nor without cannot t"),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_AUXILIARIES = words("be been being yet have has had do does did to a an the any ever so very longer")


_BETWEEN = r"(?: (?!(?:dat|die|om|of|en|maar)\b)[\w’'-]+)"  # a word of the same clause
_NIET, _NOT = r"\bn(?:iet|ooit)\b(?! alleen)", r"(?:\b(?:not|never|cannot|nor)|n['’]t)\b"


class _Denier(NamedTuple):
    """A verb that denies something, and the same where it is denied in turn: `sluit een verbod niet uit`."""

    dutch: re.Pattern[str]
    denied_in_dutch: re.Pattern[str]
    english: re.Pattern[str]
    denied_in_english: re.Pattern[str]

    @classmethod
    def of(cls, dutch: str, english: str) -> _Denier:
        dutch, english = rf"\b(?:{dutch})\b", rf"\b(?:{english})\b"
        denied = (rf"{dutch}{_BETWEEN}{{0,3}} {_NIET}|{_NIET}{_BETWEEN}{{0,2}} {dutch}", rf"{_NOT}(?: \w+){{0,3}} {english}")
        return cls(*(re.compile(pattern, re.IGNORECASE) for pattern in (dutch, denied[0], english, denied[1])))


_DENIERS = (
    _Denier.of(r"sluit(?:en)?|sloot|sloten|uitsluit(?:en)?|uit te sluiten|uitgesloten", r"rul(?:e[sd]?|ing) out"),
    _Denier.of(r"ontken(?:t|nen|de|den|d)", r"den(?:y|ies|ied|ying)"),
    _Denier.of(r"weiger(?:t|en|de|den)|geweigerd", r"refus(?:e[sd]?|ing)"),
    _Denier.of(r"verbied(?:t|en)|verbood|verboden", r"forbids?|forbidden|forbade|prohibit(?:s|ed|ing)?|ban(?:s|ned|ning)?"),
    _Denier.of(r"voorkom(?:t|en)|voorkwam(?:en)?", r"prevent(?:s|ed|ing)?"),
)
_DENIES = re.compile("|".join(verb.english.pattern for verb in _DENIERS), re.IGNORECASE)


def negation_flipped(source: str, english: str, source_language: str = "nl") -> bool:
    """Whether one of a sentence and its English rendering is clearly negated and the other in no way, or a verb that denies is."""
    in_english, in_source = _is_clear(english, "en"), _is_clear(source, source_language)
    if source_language == "nl" and (in_english or in_source) and _denier_flipped(source, english):
        return True
    if in_english == in_source:
        return False
    return not (_TRACE[source_language].search(source) if in_english else _TRACE["en"].search(english))


def _denier_flipped(dutch: str, english: str) -> bool:
    """Whether a verb that denies something is itself denied in one text and not in the other: `sluit niet uit`, `rules out`."""
    if not _DENIES.search(english):  # as most
        return False
    for verb in _DENIERS:
        if len(verb.dutch.findall(dutch)) == len(verb.english.findall(english)) == 1:
            return bool(verb.denied_in_dutch.search(dutch)) != bool(verb.denied_in_english.search(english))
    return False


def _is_clear(text: str, language: str) -> bool:
    return not _NEGATIONS[language].isdisjoint(lower_words(text)) and bool(_CLEAR[language].search(text))


def denied_without(english: str, source: str, source_language: str = "nl") -> bool:
    """Whether an English sentence denies something while the source, one or more sentences, has nothing negative in it."""
    return _is_clear(english, "en") and not _TRACE[source_language].search(source)


def abstract_flips(sentence: str, evidence_nl: Sequence[str], evidence_en: Sequence[str], source_language: str = "nl") -> bool:
    """Whether a sentence of an abstract denies what its evidence affirms, or affirms what it denies.

    An abstract leaves things out, so a missing negation counts only where the sentence is the translation itself and the Dutch is negated, or where
    it has most of its words from a sentence of the evidence, and among them one that is denied there (`does not share`) and affirmed nowhere.
    """
    if not evidence_nl:
        return False
    if denied_without(sentence, "\n".join(evidence_nl), source_language):
        return True
    if _TRACE["en"].search(sentence):
        return False
    if len(evidence_nl) == 1 and sentence.strip() == evidence_en[0].strip():
        return bool(_CLEAR[source_language].search(evidence_nl[0]))
    if not _CLEAR[source_language].search("\n".join(evidence_nl)):
        return False
    said = set(_stems(sentence))
    known = Counter(stem for text in evidence_en for stem in _stems(text))
    for text in evidence_en:
        denied = Counter(_denied(text))
        is_its_source = len(said.intersection(_stems(text))) > len(said) / 2
        if is_its_source and any(stem in said and known[stem] == count for stem, count in denied.items()):
            return True
    return False


def _denied(english: str) -> list[str]:
    """The stem of the first content word behind each `not` or `n't`."""
    stems = []
    for match in re.finditer(r"\bnot\b|n['’]t\b|\bnever\b", english, re.IGNORECASE):
        following = _WORD.findall(english[match.end() : match.end() + 80])
        content = [word for word in following[:4] if fold(word) not in _AUXILIARIES]
        if content and fold(content[0]) not in FUNCTION_WORDS:
            stems.append(_stem(content[0]))
    return stems


def _stems(text: str) -> list[str]:
    """The content words of an English text."""
    return [_stem(word) for word in _WORD.findall(text) if fold(word) not in FUNCTION_WORDS]


_IRREGULAR = dict(
    pair.split(":")
    for pair in """
    paid:pay said:say made:make gave:give given:give took:take taken:take found:find kept:keep lost:lose left:leave sold:sell told:tell
    bought:buy brought:bring sent:send spent:spend won:win went:go gone:go saw:see seen:see knew:know known:know held:hold began:begin
    begun:begin rose:rise risen:rise fell:fall fallen:fall wrote:write written:write broke:break broken:break chose:choose chosen:choose
    built:build led:lead met:meet stole:steal stolen:steal came:come became:become grew:grow grown:grow thought:think lent:lend
    """.split()  # noqa: SIM905 (a list of 50 strings is no easier to read)
)


def _stem(word: str) -> str:
    """Shared by `share`, `shares`, `shared` and `sharing`, and by `pay` and `paid`."""
    word = _IRREGULAR.get(fold(word), fold(word))
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word.removesuffix(ending)
    return word
