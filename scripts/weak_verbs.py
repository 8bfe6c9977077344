"""Forms of regular Dutch verbs that a lexicon lacks, told from one that it has: `registreerden` and `registreert` from `registreerde`.

A corpus of manuals has hardly any past tense, and of a verb that it does have in the past often one form alone. The others can be told: a weak verb
forms them all from its stem (registreer: registreerde, registreerden, geregistreerd, registreert), and English says them with two or three words. A
verb is taken for one where two of its forms are known and their English agrees. Infinitives are left out: they look like plurals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.glossary import english_plural
from summarizer.number_words import words
from summarizer.spelling import is_english

SHORTEST_STEM, SHORTEST = 3, 5  # letters of a stem and of a form
_HARD = (*"tkfspx", "ch")  # behind these the past is -te (also behind f and s, where they aren't v and z)
# A participle of a verb that begins with one of these has no ge- in front.
_PREFIXES = tuple(words("be her ont ver er gebruik gebeur geloof gedoog gehoorzaam getuig geraak"))
_PARTS = re.compile(
    r"(?:aan|achter|af|bij|door|in|los|mee|na|neer|om|onder|op|over|samen|stop|tegen|terug|thuis|toe|uit|vast|voor|weg)(?P<ge>ge)?"
)
_STRONG = re.compile(r"(?:k|z|br|d|vr)och$")  # kocht
# English verbs whose past is their participle too, by that.
_IRREGULAR = dict(
    pair.split(":")
    for pair in words(
        "sent:send spent:spend lent:lend built:build sold:sell told:tell paid:pay said:say made:make held:hold led:lead found:find met:meet "
        "kept:keep won:win lost:lose left:leave brought:bring bought:buy sought:seek fought:fight caught:catch taught:teach felt:feel dealt:deal "
        "heard:hear cut:cut put:put set:set hit:hit shut:shut spread:spread"
    )
)
_AFTER_GE = {"i": "ï", "e": "ë"}
_NO_BASE = words("re un us pre")


@dataclass(frozen=True, slots=True)
class WeakVerb:
    """A `stem`, and whether its past is `stem` + `te` or + `de`."""

    stem: str
    ending: str

    @classmethod
    def of(cls, form: str) -> WeakVerb | None:
        """The verb that a past or a participle may belong to."""
        for plural in ("n", ""):
            past = form.removesuffix(plural) if plural and form.endswith(("den", "ten")) else form
            if past.endswith(("de", "te")) and _fits(past[:-2], past[-2:]):
                return cls(past[:-2], past[-2:])
        if form[-1:] not in ("d", "t"):
            return None
        stem = form[:-1]
        if form.startswith("ge") and not form.startswith(_PREFIXES):
            stem = stem[2:].replace("ï", "i", 1).replace("ë", "e", 1)
        elif not form.startswith(_PREFIXES):
            return None
        return cls(stem, f"{form[-1]}e") if _fits(stem, f"{form[-1]}e") else None

    @property
    def present(self) -> str:
        return self.stem if self.stem.endswith("t") else f"{self.stem}t"

    @property
    def past(self) -> str:
        return self.stem + self.ending

    @property
    def participle(self) -> str:
        """Nothing for a verb with a part in front that may stand apart."""
        if _PARTS.match(self.stem):
            return ""
        stem = self.stem if self.stem[-1] in "dt" else self.stem + self.ending[0]
        if stem.startswith(_PREFIXES):
            return stem
        return f"ge{_AFTER_GE.get(stem[0], stem[0])}{stem[1:]}"


def _fits(stem: str, ending: str) -> bool:
    if len(stem) < SHORTEST_STEM or not re.search("[aeiouy]", stem) or stem[-1] in "aeiou" or _STRONG.search(stem):
        return False
    parts = _PARTS.match(stem)
    if (parts and parts["ge"]) or (stem.startswith("ge") and not stem.startswith(_PREFIXES)):
        return False  # an adjective: gerepareerde
    return stem.endswith(_HARD) if ending == "te" else not stem.endswith(("t", "k", "p", "x", "ch"))


def english_base(past: str) -> str | None:
    """`register` for `registered`, `roll out` for `rolled out`; nothing where it is no past that is known."""
    first, space, rest = past.partition(" ")
    if first in _IRREGULAR:
        return _IRREGULAR[first] + space + rest
    options = []
    if first.endswith("ied"):
        options = [f"{first[:-3]}y"]
    elif first.endswith("ed"):
        options = [first[:-1], first[:-2]] + ([first[:-3]] if first[-3:-2] == first[-4:-3] else [])
    base = next(
        (option for option in options if len(option) > 1 and option not in _NO_BASE and is_english(option) and is_english(third(option))),
        None,
    )
    return base + space + rest if base else None


def third(base: str) -> str:
    """`registers`, `carries`, `rolls out`."""
    first, space, rest = base.partition(" ")
    return (f"{first}es" if first.endswith("o") else english_plural(first)) + space + rest  # a verb takes its -s as a noun does


def missing_forms(lexicon: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each form that the lexicon hasn't of a verb that it has in two forms, one of them past, and its English."""
    missing: dict[str, str] = {}
    for form, said in lexicon.items():
        if not form.isalpha() or not said or not (base := english_base(said[0])) or not (verb := WeakVerb.of(form)):
            continue
        if _says(lexicon.get(f"{verb.stem}{verb.ending[0]}en", ()), base):
            continue  # stranden, not strannen
        forms = {verb.present: third(base), verb.past: said[0], f"{verb.past}n": said[0], verb.participle: said[0]}
        if sum(_says(lexicon.get(known, ()), base) for known in forms) > 1:
            missing |= {
                other: english
                for other, english in forms.items()
                if len(other) >= SHORTEST and other not in lexicon and other not in missing
            }
    return missing


def _says(forms: Sequence[str], base: str) -> bool:
    return any(form in (base, third(base)) or english_base(form) == base for form in forms)
