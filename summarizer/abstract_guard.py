"""What a model wrote, held against the article sentence by sentence: the best of several drafts, mended, or in the article's own words.

A sentence is at fault when one of CHECKS says so. A number or name that the article hasn't is put right where only one can be meant; else the
sentence makes way for the sentence of the article that it comes closest to and that passes the checks itself, or for nothing. What comes out holds
no number and no name that the article hasn't, unless the article's translation has no sentence without one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from summarizer.article import Sentence
from summarizer.evidence import LEAST_GAIN, Index, terms_of
from summarizer.extractive import may_stand, select
from summarizer.guards import HARD, repeats
from summarizer.name_tables import whole
from summarizer.names import names_in, unsupported_names
from summarizer.negation import abstract_flips
from summarizer.numbers import numbers_in, unsupported_numbers
from summarizer.relations import swapped_relations
from summarizer.summarization import Document, DraftSentence, Length

# Share of a sentence's content, weighted as evidence is, that two sentences of the article must have: on 160 news articles 88 % of the sentences of
# human abstracts have it, and 1 to 2 % of those of another article's abstract.
LEAST_SUPPORT = 0.5
SAME = 0.7  # share of the shorter sentence's content from which two sentences say the same
_SPARE = 5  # of the article's sentences that matter most, for where nothing close can be said instead

_STAMMER = re.compile(r"([a-vx-z])\1\1")


class Source:
    """An article to hold English sentences against, made ready for it once; what was found of a text is remembered."""

    def __init__(self, document: Document) -> None:
        self.language = "en" if all(sentence.nl == sentence.en for sentence in document.sentences) else "nl"
        self.text = "\n".join([document.title or "", *(sentence.nl for sentence in document.sentences)])
        self._translation = "\n".join(sentence.en for sentence in document.sentences)
        self._index = Index(document.body)
        self._by_number = {sentence.number: sentence for sentence in document.body}
        self._invented: dict[str, list[str]] = {}

    def invented(self, text: str) -> list[str]:
        """The numbers and names of an English text that the article hasn't, as written."""
        if text not in self._invented:
            self._invented[text] = [
                *unsupported_numbers(text, self.text, self.language),
                *unsupported_names(text, self.text, self._translation, self.language),
            ]
        return self._invented[text]

    def evidence(self, text: str) -> list[Sentence]:
        """The sentences that the result will name as this one's evidence."""
        return [self._by_number[number] for number in self._index.evidence_for(text)]

    def align(self, text: str) -> tuple[tuple[Sentence, ...], float]:
        """The one or two sentences of the article that have most of a sentence's content, the better first, and the share they have together."""
        wanted = self._index.weights(text)
        total = sum(wanted.values())
        found, left = self._index.covering(wanted, 2, LEAST_GAIN * total)
        return tuple(found), 1 - sum(left.values()) / total if total else 0.0


# --- Checks --------------------------------------------------------------------------------------------------------------------------------

Check = Callable[[str, Source], Sequence[str]]  # what is wrong with a sentence; nothing when all is well


def invented(text: str, source: Source) -> Sequence[str]:
    """Numbers and names that the article hasn't."""
    return source.invented(text)


def negation(text: str, source: Source) -> Sequence[str]:
    """It denies what its evidence affirms, or affirms what it denies."""
    evidence = source.evidence(text)
    flips = abstract_flips(text, [sentence.nl for sentence in evidence], [sentence.en for sentence in evidence], source.language)
    return ["negation"] if flips else []


def relations(text: str, source: Source) -> Sequence[str]:
    """Who does what to whom, the other way round than in the article."""
    return swapped_relations(text, source.text, source.language)


def broken(text: str, source: Source) -> Sequence[str]:
    """No sentence: too short, without an end, or with a loop or a stammer in it."""
    ill = len(text.split()) < 4 or text[-1] not in ".!?\"”'’" or repeats(text) or _STAMMER.search(text)
    return [text] if ill else []


CHECKS: tuple[Check, ...] = (invented, negation, relations, broken)


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
    faults = [fault for check in checks for fault in check(text, source)]
    return Judged(text, evidence, support, tuple(faults) if support >= LEAST_SUPPORT else (*faults, "support"))


# --- Drafts --------------------------------------------------------------------------------------------------------------------------------


def guarded(drafts: Sequence[Sequence[str]], document: Document, length: Length) -> list[DraftSentence]:
    """The best of several drafts (the model's own favourite first), with nothing in it that the article doesn't support.

    Best is the one with most sentences to keep, less those at fault; then the one that is supported best.
    """
    source = Source(document)
    judged = [[judge(text, source) for text in draft] for draft in drafts]
    best = max(judged, key=_worth, default=[])
    spare = select(document, [(lambda sentence: 1, _SPARE)])
    kept: list[DraftSentence] = []
    for item in best:
        options: Iterable[DraftSentence]
        options = [_as_draft(item)] if not item.faults else chain(_repaired(item, source), _replacements([*item.evidence, *spare], source))
        chosen = next((option for option in options if _fits(option, kept, length)), None)
        if chosen:
            kept.append(chosen)
    while len(kept) > 1 and (found := source.invented("\n".join(part.text for part in kept))):
        guilty = [part for part in kept if any(_holds(part.text, item) for item in found)]
        kept.remove((guilty or kept)[-1])
    if not kept or (len(kept) == 1 and source.invented(kept[0].text)):
        # The article's own words, even where its translation is at fault: the checks say so.
        at_worst = (_replacement(sentence) for sentence in spare or document.body)
        kept = list(islice(chain(_replacements([*spare, *document.body], source), at_worst), 1))
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
    again = judge(re.sub(whole(strange[0]), lambda match: options[0], item.text), source)
    return [] if again.faults else [_as_draft(again)]


def _neighbours(text: str, item: str) -> set[tuple[str, str]]:
    """The words before and after an item."""
    found = set()
    for match in re.finditer(whole(item), text):
        before, after = re.search(r"(?<!\w)(\w++)\W*+$", text[: match.start()]), re.match(r"\W*(\w+)", text[match.end() :])
        found |= {(side, word[1].lower()) for side, word in (("before", before), ("after", after)) if word}
    return found


def _replacements(sentences: Iterable[Sentence], source: Source) -> Iterator[DraftSentence]:
    """Those of the article's sentences that can be read alone and pass the checks themselves."""
    for sentence in sentences:
        is_readable = may_stand(sentence) and not HARD.intersection(sentence.flags) and _stands_alone(sentence)
        if is_readable and not any(check(sentence.en, source) for check in CHECKS):
            yield _replacement(sentence)


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


def _holds(text: str, item: str) -> bool:
    return bool(re.search(whole(item), text))
