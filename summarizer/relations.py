"""Who does it to whom: does a translation or an abstract have subject and object of a verb the wrong way round?

`De VS verdenkt Huawei` and `Huawei suspects the US` say the opposite. Verbs of news in both languages (relations.tsv) are looked for with a name
on either side, in the active and the passive. What isn't found without doubt is left alone: the names must stand beside the verb or be the only
ones of their clause, a preposition before a name takes it out, and one place that says it the right way is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from summarizer.name_tables import FUNCTION_WORDS, fold
from summarizer.names import names_in, unsupported_names
from summarizer.number_words import words
from summarizer.vocabulary import lower_words


class Relation(NamedTuple):
    """`agent` does `verb` (a key of the table) to `patient`; `text` is how it is put."""

    verb: str
    agent: str
    patient: str
    text: str


def relations_in(text: str, language: str) -> list[Relation]:
    """The relations between two names that a text in `language` (`nl` or `en`) states beyond doubt, in order."""
    if _verbs(language).keys().isdisjoint(lower_words(text)):
        return []  # most sentences
    return [relation for clause in _clauses(text, language) for relation in _in_clause(clause, language)]


def swapped_relations(english: str, source: str, source_language: str = "nl") -> list[str]:
    """What the English text says, as written, with subject and object the other way round than the source, and nowhere as the source does."""
    stated = relations_in(english, "en")
    if not stated:
        return []
    known = _by_verb(source, source_language)
    swapped = []
    for relation in stated:
        same_verb = known.get(relation.verb, [])
        if any(_reversed(relation, other) for other in same_verb) and not any(_agrees(relation, other) for other in same_verb):
            swapped.append(relation.text)
    return list(dict.fromkeys(swapped))


@lru_cache(maxsize=64)  # a source is held against several sentences in a row
def _by_verb(text: str, language: str) -> dict[str, list[Relation]]:
    found: dict[str, list[Relation]] = {}
    for relation in relations_in(text, language):
        found.setdefault(relation.verb, []).append(relation)
    return found


def _reversed(relation: Relation, other: Relation) -> bool:
    return (
        _same(relation.agent, other.patient)
        and _same(relation.patient, other.agent)
        and not _same(relation.agent, other.agent)
        and not _same(relation.patient, other.patient)
    )


def _agrees(relation: Relation, other: Relation) -> bool:
    return _same(relation.agent, other.agent) and _same(relation.patient, other.patient)


def _same(english: str, other: str) -> bool:
    text = f"It is {english}."
    return bool(names_in(text)) and not unsupported_names(text, other)


# -- the table -------------------------------------------------------------------------------------------------------------------------


class _Use(NamedTuple):
    """What a form of a verb may be. `needs` is the word that must follow in the clause, for the finite forms of Dutch."""

    verb: str
    is_participle: bool
    is_active: bool
    needs: frozenset[str]


@cache
def _verbs(language: str) -> dict[str, list[_Use]]:
    table: dict[str, list[_Use]] = {}
    for line in resources.files("summarizer").joinpath("relations.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        key, active_en, participles_en, active_nl, participles_nl, needs = line.split("\t")
        active, participles = (words(active_en), words(participles_en)) if language == "en" else (words(active_nl), words(participles_nl))
        needed = frozenset(needs.split("|")) - {""} if language == "nl" else frozenset[str]()
        for form in active | participles:
            uses = table.setdefault(form, [])
            use = _Use(key, form in participles, form in active, needed)
            if use not in uses:
                uses.append(use)
    return table


# -- clauses ---------------------------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\W_]+(?:['’&.-][^\W_]+)*|[,;:()\"“”„«»–—]|[.!?](?=\s|$)")
_BREAKS = {
    "en": words(
        ', ; : ( ) " “ ” „ « » – — . ! ? that because while whereas after before since although though when if and but or which who whom whose'
    ),
    "nl": words(
        ', ; : ( ) " “ ” „ « » – — . ! ? dat omdat terwijl nadat voordat sinds hoewel toen als indien doordat en maar of die dat wie waarvan want'
    ),
}
_SUBORDINATE = words("dat omdat terwijl nadat voordat sinds hoewel toen als indien doordat")
_ARTICLES = words("the a an de het een 't its their his her zijn hun haar")
_PREPOSITIONS = {
    "en": words(
        "of in on at by to from with for against over about under after before between through into within without near as like according"
    ),
    "nl": words(
        "van in op aan bij door naar uit met voor tegen over onder na tussen via volgens tot sinds tijdens binnen buiten zonder namens als"
    ),
}
_BE = {"en": words("is are was were be been being gets got"), "nl": words("wordt worden werd werden is zijn was waren geworden")}
_HAVE = {
    "en": words("has have had will would can could may might must shall should to did does do"),
    "nl": words("heeft hebben had hadden zal zullen zou zouden wil willen wilde kan kunnen kon moet moeten mag gaat ging"),
}
_ADVERBS = {
    "en": words("also now again already still never not often openly publicly reportedly recently then later even once long finally n't"),
    "nl": words("ook nu weer opnieuw al nog nooit niet vaak openlijk onlangs toen later zelfs eerder vandaag gisteren al jaren daarom"),
}
_NO_NAMES_NL = words(
    "de het een in op aan bij door naar uit met voor tegen over onder na tussen via volgens tot sinds tijdens er hij zij ze we wij "
    "ik je dit dat deze die ook toch maar en of want nu daar hier gisteren vandaag morgen eerder later daarom toen zo wie wat waar "
    "waarom hoe als omdat terwijl hoewel zijn hun haar"
)
_DAYS = words("yesterday today tomorrow earlier later monday tuesday wednesday thursday friday saturday sunday")
_PARTICLES = words("of van de der den von la bin al & di du")


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    first: int  # tokens of the clause
    last: int
    preposition: str


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    tokens: list[re.Match[str]]
    words: list[str]  # in lower case
    names: list[_Name]
    is_subordinate: bool

    def between(self, first: int, last: int) -> list[str]:
        return self.words[first + 1 : last]

    def quote(self, *positions: int) -> str:
        return self.text[self.tokens[min(positions)].start() : self.tokens[max(positions)].end()]


def _clauses(text: str, language: str) -> Iterator[_Clause]:
    tokens: list[re.Match[str]] = []
    opener, opens = "", True
    for match in [*_TOKEN.finditer(text), None]:
        word = match[0].lower() if match else "."
        if word not in _BREAKS[language]:
            tokens += [match] if match else []
            continue
        if len(tokens) > 2:
            yield _clause(text, tokens, language, opener, opens)
        tokens, opener, opens = [], word, word in ".!?"


def _clause(text: str, tokens: list[re.Match[str]], language: str, opener: str, opens: bool) -> _Clause:
    lower = [token[0].lower() for token in tokens]
    names = list(_names(text, tokens, lower, language, opens))
    return _Clause(text, tokens, lower, names, language == "nl" and opener in _SUBORDINATE)


def _names(text: str, tokens: list[re.Match[str]], lower: list[str], language: str, opens: bool) -> Iterator[_Name]:
    """Runs of words with a capital, with particles between; the word that opens a sentence unless it is a function word."""
    position = 0
    while position < len(tokens):
        if not _is_capitalised(tokens[position][0], lower[position], language, opens and position == 0):
            position += 1
            continue
        last = position
        for end in range(position + 1, len(tokens)):
            if text[tokens[end - 1].end() : tokens[end].start()] not in (" ", "\u00a0", " & "):
                break
            if tokens[end][0][0].isupper() or tokens[end][0][0].isdigit():
                last = end
            elif lower[end] not in _PARTICLES or (end + 1 < len(tokens) and tokens[end + 1][0].isupper()):
                break  # China de VS: two names
        before = position - 1
        while before >= 0 and (
            lower[before] in _ARTICLES or (tokens[before][0].islower() and lower[before].endswith(("se", "n", "ish", "ian")))
        ):
            if lower[before] in _PREPOSITIONS[language] or lower[before] in _verbs(language):
                break
            before -= 1
        preposition = lower[before] if before >= 0 and lower[before] in _PREPOSITIONS[language] else ""
        yield _Name(text[tokens[position].start() : tokens[last].end()], position, last, preposition)
        position = last + 1


def _is_capitalised(word: str, lower: str, language: str, opens: bool) -> bool:
    if not word[0].isupper() or lower in _ARTICLES:
        return False
    return not opens or word.isupper() or fold(lower) not in (FUNCTION_WORDS | _DAYS if language == "en" else _NO_NAMES_NL)


# -- relations in a clause -------------------------------------------------------------------------------------------------------------


def _in_clause(clause: _Clause, language: str) -> Iterator[Relation]:
    verbs = [(position, use) for position, word in enumerate(clause.words) for use in _verbs(language).get(word, ())]
    inside = {position for name in clause.names for position in range(name.first, name.last + 1)}
    verbs = [(position, use) for position, use in verbs if position not in inside]
    for position, use in verbs:
        if len({other for other, _ in verbs}) > 1 and language == "en" and position != verbs[0][0]:
            continue
        pair = None
        if use.is_participle:
            pair = _passive(clause, position, language)
        if pair is None and (use.is_active or use.is_participle):
            pair = _active_english(clause, position, use) if language == "en" else _active_dutch(clause, position, use)
        if pair:
            agent, patient = pair
            yield Relation(use.verb, agent.text, patient.text, clause.quote(position, agent.first, agent.last, patient.first, patient.last))
            return


_Pair = tuple[_Name, _Name]


def _passive(clause: _Clause, position: int, language: str) -> _Pair | None:
    """The only name with `by` or `door` does it to the only name without a preposition."""
    by = {"en": "by", "nl": "door"}[language]
    if not _BE[language] & set(clause.words):
        return None
    if language == "en" and not any(word in _BE["en"] for word in clause.words[max(0, position - 4) : position]):
        return None
    agents = [name for name in clause.names if name.preposition == by]
    patients = [name for name in clause.names if not name.preposition]
    if len(agents) != 1 or len(patients) != 1 or (language == "en" and not patients[0].last < position < agents[0].first):
        return None
    return agents[0], patients[0]


def _active_english(clause: _Clause, position: int, use: _Use) -> _Pair | None:
    before = [name for name in clause.names if name.last < position]
    after = [name for name in clause.names if name.first > position]
    if not (use.is_active and before and after) or before[-1].preposition or after[0].preposition:
        return None
    between = set(clause.between(before[-1].last, position))
    if between - _ADVERBS["en"] - _HAVE["en"] - {"been", "is", "are", "was", "were"} or len(clause.between(position, after[0].first)) > 3:
        return None
    is_progressive = clause.words[position].endswith("ing")
    if between & _BE["en"] and not is_progressive:
        return None
    if set(clause.between(position, after[0].first)) & (_PREPOSITIONS["en"] | _BE["en"]):
        return None
    return before[-1], after[0]


def _active_dutch(clause: _Clause, position: int, use: _Use) -> _Pair | None:
    later = set(clause.words[position + 1 :])
    bare = [name for name in clause.names if not name.preposition]
    helpers = [i for i, word in enumerate(clause.words) if word in _HAVE["nl"]]
    passive = _BE["nl"] & set(clause.words)
    if passive:
        return None
    if clause.is_subordinate:  # dat de VS Huawei al jaren verdenkt
        return (bare[0], bare[1]) if len(bare) == 2 and bare[1].last < position else None
    if helpers and helpers[0] < position:  # de VS heeft Huawei beschuldigd
        return _around(clause, bare, helpers[0]) if all(name.last < position for name in bare) else None
    if helpers or not use.is_active or (use.needs and not use.needs & later):
        return None
    return _around(clause, bare, position)


def _around(clause: _Clause, bare: list[_Name], finite: int) -> _Pair | None:
    """Subject and object around the finite verb, or behind it where something else comes first: `Volgens de krant verdenkt China de VS`."""
    before = [name for name in clause.names if name.last < finite]
    after = [name for name in bare if name.first > finite]
    if before and not before[-1].preposition and len(after) == 1 and not set(clause.between(before[-1].last, finite)) - _ADVERBS["nl"]:
        gap = set(clause.between(finite, after[0].first))
        return (before[-1], after[0]) if not gap & _PREPOSITIONS["nl"] and len(gap) <= 4 else None
    if len(after) == 2 and not any(not name.preposition for name in before) and after[0].first <= finite + 2 and finite > 0:
        return after[0], after[1]
    return None
