"""Make a picked sentence shorter and able to stand alone, by a few rules that cannot invent: they drop words, or put a name for a pronoun.

Every rule gives up when in doubt: the sentence as it was is always a good answer. Who said something is never dropped, except for a news medium
that merely passed it on ("according to Reuters"): a claim without its speaker would read as a fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.article import Sentence
from summarizer.compression import capitalised, compressed, is_person
from summarizer.names import names_in
from summarizer.number_words import words
from summarizer.vocabulary import small_words

SHORT = 12  # words: two sentences of at most this many about one subject are merged

# Adverbs and phrases that only say how a sentence hangs together with the one before it; the comma behind them is what makes them safe to drop.
_MARKER = re.compile(
    r"""(?: however|moreover|furthermore|in\ addition|additionally|besides|meanwhile|nevertheless|nonetheless|still|also|in\ particular
          | incidentally|for\ the\ rest|by\ the\ way|as\ a\ result|consequently|therefore|thus|then|in\ turn|of\ course|on\ the\ other\ hand
          | at\ the\ same\ time|in\ the\ meantime|in\ that\ case|in\ this\ way|so )\s*,\s+(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
_CONJUNCTION = re.compile(
    r"(?:but|and|so)\s+(?=[A-Za-z])(?!(?:far|that|much|many|few|long|called|does|do|is|are|far|too)\b)", re.IGNORECASE
)
_DATELINE = re.compile(r"[A-Z][A-Z .'-]{2,30}(?:,\s[A-Z][\w .]{2,20})?\s(?:\([A-Za-z/ ]{2,20}\)\s)?[-–—]+\s(?=[A-Z])")
_MEDIUM = (
    r"(?:the\s)?(?:(?:news|press)\sagency\s)?(?:ANP|AP|AFP|Reuters|Bloomberg|dpa|Belga|the\sAssociated\sPress|Press\sAssociation|NOS|NRC"
    r"|RTL(?:\sNieuws)?|NU\.nl|de\sVolkskrant|Trouw|Het\sFinancieele\sDagblad|FD|Tweakers|BBC|CNN|(?:The\s)?Financial\sTimes"
    r"|(?:The\s)?Wall\sStreet\sJournal|(?:The\s)?New\sYork\sTimes|(?:The\s)?Guardian)"
)
_REPORTS = r"(?:reports|reported|writes|wrote)"
_PASSING_ON = words("according reports reported writes wrote")  # one of these is in every such text
_PASSED_ON = re.compile(rf"(?:,|(?<![\s,]))\s++(?:according\sto\s{_MEDIUM}|{_REPORTS}\s{_MEDIUM}|{_MEDIUM}\s{_REPORTS})(?=\.?$)")
_PASSED_ON_FIRST = re.compile(rf"According\sto\s{_MEDIUM},\s+(?=\S)")
_PARENTHESIS = re.compile(r"\s\(([^()]{1,60})\)(?=[\s.,;:!?]|$)")
_PERSON_PRONOUN = re.compile(r"(He|She)\s(?=[a-z])")
_POSSESSIVE_PRONOUN = re.compile(r"(His|Her)\s(?=[a-z])")
# Not "It is" and "It was": mostly nobody is meant (It was the first time that …).
_THING_PRONOUN = re.compile(r"(It|The company)\s(?=(?:has|had|will|would|wants|wanted|says|said|expects|plans|announced)\b)")
_DUTCH_PRONOUN = re.compile(r"[\"“„'‘]?(?:Hij|Zij|Ze|Zijn|Haar|Het bedrijf|De onderneming|Het concern|Het)\b")
_VERBS = "has|had|is|was|will|would|can|could|wants|wanted|says|said|expects|announced|reported|plans|gets|got|makes|made|offers|sells|sold"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A sentence of the abstract, and the numbers of the article's sentences that it is made from."""

    text: str
    taken_from: tuple[int, ...]


def trimmed(text: str) -> str:
    """The sentence without what carries no news: markers, a dateline, the medium that passed it on, asides in parentheses."""
    text = _DATELINE.sub("", text, count=1) if _DATELINE.match(text) else text
    for pattern in (_MARKER, _PASSED_ON_FIRST, _CONJUNCTION):
        if match := pattern.match(text):
            text = capitalised(text[match.end() :])
    if not _PASSING_ON.isdisjoint(small_words(text)) and len((shorter := _PASSED_ON.sub("", text)).split()) > 5:
        text = shorter
    return _PARENTHESIS.sub(lambda match: match[0] if _carries(match[1]) else "", text)


def antecedent(sentence: Sentence, before: Sentence | None) -> str | None:
    """The name that the pronoun at the start of a sentence stands for: the one name of the sentence before it, and its subject; else None."""
    if before is None or before.is_heading or before.number != sentence.number - 1:
        return None
    if before.nl != before.en and not _DUTCH_PRONOUN.match(sentence.nl):
        return None  # the pronoun is the translation's alone
    names = names_in(before.en)
    if len(names) != 1 or not before.en.startswith(names[0]):
        return None
    name = names[0].removesuffix("'s")
    person = _PERSON_PRONOUN.match(sentence.en) or _POSSESSIVE_PRONOUN.match(sentence.en)
    if person and is_person(name):
        return name
    return name if _THING_PRONOUN.match(sentence.en) and not is_person(name) and name in before.nl else None


def with_name(text: str, name: str) -> str:
    """The sentence with the name in place of the pronoun that opens it."""
    if match := _POSSESSIVE_PRONOUN.match(text):
        return f"{name}{'’' if name.endswith('s') else '’s'} {text[match.end() :]}"
    match = _PERSON_PRONOUN.match(text) or _THING_PRONOUN.match(text)
    return f"{name} {text[match.end() :]}" if match else text


def rewritten(picked: Sequence[Sentence], body: Sequence[Sentence]) -> list[Rewritten]:
    """The picked sentences as they stand in the abstract: trimmed, pronouns resolved, short neighbours of one subject merged."""
    by_number = {sentence.number: sentence for sentence in body}
    drafts: list[Rewritten] = []
    for sentence in picked:
        before = by_number.get(sentence.number - 1)
        name = antecedent(sentence, before)
        short = compressed(sentence.en, sentence.nl if sentence.nl != sentence.en else None)
        follows = bool(drafts) and sentence.number - 1 in drafts[-1].taken_from
        if name and before and not follows:
            drafts.append(Rewritten(trimmed(with_name(short, name)), (before.number, sentence.number)))
            continue
        # Behind the sentence it leans on it may go on leaning.
        drafts.append(Rewritten(short if follows else trimmed(short), (sentence.number,)))
    merged: list[Rewritten] = []
    for draft in drafts:
        if merged and (text := _merged(merged[-1].text, draft.text)):
            merged[-1] = Rewritten(text, tuple(sorted({*merged[-1].taken_from, *draft.taken_from})))
        else:
            merged.append(draft)
    return merged


def _merged(first: str, second: str) -> str | None:
    """`Verda has grown. Verda will hire.` as `Verda has grown and will hire.`, or None."""
    if max(len(first.split()), len(second.split())) > SHORT or not first.endswith(".") or re.search(r"[,;:\"“”]|\band\b", first):
        return None
    opening = re.match(rf"((?:[A-Z][\w'’-]*\s){{1,3}})(?={_VERBS}\b)", first)
    if opening and re.match(rf"{re.escape(opening[1])}(?:{_VERBS})\b", second):
        return f"{first[:-1]} and {second[opening.end() :]}"
    return None


def _carries(aside: str) -> bool:
    """Whether an aside says something: a number, a verb's worth of words, the name of a person's age."""
    return bool(re.search(r"\d", aside)) or len(aside.split()) > 3
