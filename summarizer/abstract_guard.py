"""What a model wrote, held against the article sentence by sentence: the best of several drafts, mended, or in the article's own words.

A sentence is at fault when one of CHECKS says so. A number or name that the article hasn't is put right where only one can be meant; else the
sentence makes way for the sentence of the article that it comes closest to and that passes the checks itself, or for nothing. What comes out holds
no number and no name that the article hasn't, unless the article's translation has no sentence without one.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from summarizer.article import Sentence
from summarizer.evidence import Term, terms_of
from summarizer.extractive import may_stand, select
from summarizer.guards import HARD, repeats
from summarizer.names import names_in, unsupported_names
from summarizer.numbers import numbers_in, unsupported_numbers
from summarizer.summarization import Document, DraftSentence, Length

# Share of a sentence's content, weighted as evidence is, that two sentences of the article must have: on 160 news articles 88 % of the sentences of
# human abstracts have it, and 1 to 2 % of those of another article's abstract.
LEAST_SUPPORT = 0.5
SAME = 0.7  # share of the shorter sentence's content from which two sentences say the same
_SPARE = 5  # of the article's sentences that matter most, for where nothing close can be said instead

_NEGATION = re.compile(r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_STAMMER = re.compile(r"([a-vx-z])\1\1")
_NEGATED = re.compile(rf"(?:{_NEGATION.pattern})(?P<words>(?:[^\w.;]+\w+){{1,3}})", re.IGNORECASE)


class Source:
    """An article to hold English sentences against. Each text is looked up once, many at a time: a look-up reads the whole article."""

    def __init__(self, document: Document) -> None:
        self.sentences = document.body
        self.language = "en" if all(sentence.nl == sentence.en for sentence in document.sentences) else "nl"
        self._text = "\n".join([document.title or "", *(sentence.nl for sentence in document.sentences)])
        self._translation = "\n".join(sentence.en for sentence in document.sentences)
        self._places: dict[Term, list[int]] = {}  # of each term, among `sentences`
        for place, sentence in enumerate(self.sentences):
            for term in terms_of(sentence.en):
                self._places.setdefault(term, []).append(place)
        self._invented: dict[str, list[str]] = {}

    def look_up(self, texts: Iterable[str]) -> None:
        """Find what is invented in all of these at once."""
        new = list(dict.fromkeys(text for text in texts if text not in self._invented))
        found = self.invented_in("\n".join(new)) if new else []
        self._invented |= {text: [item for item in found if _holds(text, item)] for text in new}

    def invented(self, text: str) -> list[str]:
        """The numbers and names of one sentence that the article hasn't, as written."""
        self.look_up([text])
        return self._invented[text]

    def invented_in(self, text: str) -> list[str]:
        """The same for a text of several sentences, a line each."""
        return [
            *unsupported_numbers(text, self._text, self.language),
            *unsupported_names(text, self._text, self._translation, self.language),
        ]

    def align(self, text: str) -> tuple[tuple[Sentence, ...], float]:
        """The one or two sentences of the article that have most of a sentence's content, the better first, and the share they have together."""
        n = len(self.sentences)
        weights = {term: weight * math.log(1 + n / len(self._places.get(term, [0]))) for term, weight in terms_of(text).items()}
        left, found = dict(weights), list[Sentence]()
        while left and len(found) < 2:
            gains: dict[int, float] = defaultdict(float)
            for term, weight in left.items():
                for place in self._places.get(term, ()):
                    gains[place] += weight
            place, gain = max(gains.items(), key=lambda item: (item[1], -item[0]), default=(0, 0.0))
            if not gain or (found and gain < 0.1 * sum(weights.values())):
                break
            found.append(self.sentences[place])
            left = {term: weight for term, weight in left.items() if place not in self._places.get(term, ())}
        return tuple(found), 1 - sum(left.values()) / sum(weights.values()) if weights else 0.0


# --- Checks --------------------------------------------------------------------------------------------------------------------------------

# What is wrong with a sentence, given the sentences of the article it rests on (the better first); nothing when all is well.
Check = Callable[[str, Sequence[Sentence], Source], Sequence[str]]


def invented(text: str, evidence: Sequence[Sentence], source: Source) -> Sequence[str]:
    """Numbers and names that the article hasn't."""
    return source.invented(text)


def negation(text: str, evidence: Sequence[Sentence], source: Source) -> Sequence[str]:
    """It denies what the article affirms, or affirms what the article denies."""
    if not evidence:
        return []
    denied = _NEGATION.search(text)
    if denied and not any(_NEGATION.search(sentence.en) for sentence in evidence):
        return [denied[0]]
    stated = terms_of(text)
    return [] if denied else [str(term) for term in _negated(evidence[0].en) if term in stated]


def broken(text: str, evidence: Sequence[Sentence], source: Source) -> Sequence[str]:
    """No sentence: too short, without an end, or with a loop or a stammer in it."""
    ill = len(text.split()) < 4 or text[-1] not in ".!?\"”'’" or repeats(text) or _STAMMER.search(text)
    return [text] if ill else []


CHECKS: tuple[Check, ...] = (invented, negation, broken)


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence beside the article: what it rests on, what share of it, and what is wrong with it."""

    text: str
    evidence: tuple[Sentence, ...]
    support: float
    faults: tuple[str, ...]


def judge(text: str, source: Source, checks: Sequence[Check] = CHECKS) -> Judged:
    """Hold one sentence against the article."""
    evidence, support = source.align(text)
    faults = [fault for check in checks for fault in check(text, evidence, source)]
    return Judged(text, evidence, support, tuple(faults) if support >= LEAST_SUPPORT else (*faults, "support"))


# --- Drafts --------------------------------------------------------------------------------------------------------------------------------


def guarded(drafts: Sequence[Sequence[str]], document: Document, length: Length) -> list[DraftSentence]:
    """The best of several drafts (the model's own favourite first), with nothing in it that the article doesn't support.

    Best is the one with most sentences to keep, less those at fault; then the one that is supported best.
    """
    source = Source(document)
    source.look_up(text for draft in drafts for text in draft)
    judged = [[judge(text, source) for text in draft] for draft in drafts]
    best = max(judged, key=_worth, default=[])
    spare = select(document, [(lambda sentence: 1, _SPARE)])
    nearest = [sentence for item in best for sentence in item.evidence]
    source.look_up(sentence.en for sentence in [*nearest, *spare])
    kept: list[DraftSentence] = []
    for item in best:
        options = [_as_draft(item)] if not item.faults else [*_repaired(item, source), *_replacements([*item.evidence, *spare], source)]
        chosen = next((option for option in options if _fits(option, kept, length)), None)
        if chosen:
            kept.append(chosen)
    while len(kept) > 1 and (found := source.invented_in("\n".join(part.text for part in kept))):
        guilty = [part for part in kept if any(_holds(part.text, item) for item in found)]
        kept.remove((guilty or kept)[-1])
    if not kept or (
        len(kept) == 1 and source.invented(kept[0].text)
    ):  # the article's own words, even where its translation is at fault: the checks say so
        own = _replacements(spare, source) or _replacements(document.body, source)
        kept = own[:1] or [_replacement(sentence) for sentence in (spare or document.body)[:1]]
    return kept


def _worth(draft: Sequence[Judged]) -> tuple[int, float]:
    wrong = sum(bool(item.faults) for item in draft)
    return len(draft) - 2 * wrong, sum(item.support for item in draft) / max(1, len(draft))


def _as_draft(item: Judged) -> DraftSentence:
    for sentence in item.evidence:
        if sentence.en.split() == item.text.split():
            return DraftSentence(item.text, (sentence.number,))
    return DraftSentence(item.text, origin="written")


def _repaired(item: Judged, source: Source) -> list[DraftSentence]:
    """The sentence with its one invented number or name put right, when the sentence it rests on has only one in that place."""
    strange = source.invented(item.text)
    if len(strange) != 1 or not item.evidence:
        return []
    best = item.evidence[0].en
    kinds = {number.text: number.kind for number in numbers_in(item.text, "en")}
    known = numbers_in(best, "en") if strange[0] in kinds else []
    options = [number.text for number in known if number.kind == kinds[strange[0]]] if strange[0] in kinds else names_in(best)
    options = [option for option in options if not _holds(item.text, option)]
    if len(options) != 1 or not _neighbours(item.text, strange[0]) & _neighbours(best, options[0]):
        return []
    again = judge(_once(strange[0]).sub(lambda match: options[0], item.text), source)
    return [] if again.faults else [_as_draft(again)]


def _neighbours(text: str, item: str) -> set[tuple[str, str]]:
    """The words before and after an item."""
    found = set()
    for match in _once(item).finditer(text):
        before, after = re.search(r"(\w+)\W*$", text[: match.start()]), re.match(r"\W*(\w+)", text[match.end() :])
        found |= {(side, word[1].lower()) for side, word in (("before", before), ("after", after)) if word}
    return found


def _replacements(sentences: Iterable[Sentence], source: Source) -> list[DraftSentence]:
    """Those of the article's sentences that can be read alone and pass the checks themselves."""
    return [
        _replacement(sentence)
        for sentence in sentences
        if may_stand(sentence) and not HARD.intersection(sentence.flags) and _stands_alone(sentence) and not source.invented(sentence.en)
    ]


def _replacement(sentence: Sentence) -> DraftSentence:
    return DraftSentence(sentence.en, (sentence.number,), "replaced")


def _stands_alone(sentence: Sentence) -> bool:
    return bool(select(Document([sentence]), [(lambda sentence: 1, 1)]))


def _fits(option: DraftSentence, kept: Sequence[DraftSentence], length: Length) -> bool:
    """Whether a sentence says something new and leaves the abstract within its length."""
    terms = terms_of(option.text).keys()
    for other in kept:
        theirs = terms_of(other.text).keys()
        if len(terms & theirs) >= SAME * max(1, min(len(terms), len(theirs))):
            return False
    return length.fits(len(kept) + 1, sum(len(part.text.split()) for part in [*kept, option])) or not kept


def _negated(text: str) -> set[Term]:
    """The terms that stand right behind a negation."""
    return {term for match in _NEGATED.finditer(text) for term in terms_of(match["words"])}


def _once(item: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(item)}(?!\w)")


def _holds(text: str, item: str) -> bool:
    return bool(_once(item).search(text))
