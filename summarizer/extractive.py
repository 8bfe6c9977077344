"""The embedded summarizer: picks the sentences that carry the news, in their order, and makes them stand alone. No torch, milliseconds.

How much of the news a sentence carries is learned (summarizer.sentence_scorer). From that come off what its translation may be worth less: the
model's own doubt, and what the guards found. Sentences are added best first while the abstract stays within its length, each discounted by what
it repeats of those already in it (maximal marginal relevance, Carbonell & Goldstein 1998), and credited with the words it adds that an abstract of
this article is likely to have (summarizer.word_coverage). Some are never taken, or only behind the sentence they lean on: see `may_stand` and
`Choice`. What is picked is then rewritten by rules that cannot invent (summarizer.rewriting).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.article import ModelUsed, Sentence
from summarizer.errors import ModelDamaged
from summarizer.guards import HARD
from summarizer.model_store import resolve
from summarizer.number_words import words
from summarizer.rewriting import antecedent, rewritten, trimmed
from summarizer.sentence_features import Vector, cosines, features, leans, terms, tf_idf, unquoted
from summarizer.sentence_scorer import SentenceScorer
from summarizer.summarization import EXTRACTIVE, Document, DraftSentence, Length, as_it_is
from summarizer.vocabulary import lower_words
from summarizer.word_coverage import Coverage, WordModel

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

WEIGHTS = "model.json"
TITLE = 1.0  # what having all words of the title earns; set by hand, as the articles it learns from have none
REDUNDANCY = 1.0  # what full overlap with a picked sentence costs, in standard deviations of the scores, as all below
COVERAGE = 0.5  # what the words that a sentence adds are worth beside its score; more is better on XSum, and worse on whole articles
LEAST = -1.0  # a sentence that scores less is only taken when there is no other
# Between a good and a bad translation the embedded model's confidence differs by 0.1 to 0.2. Right and less central is better than central and wrong.
CONFIDENCE, SURE = 3.0, 0.75  # from SURE on, more says nothing
# What a flag of the translation costs: a lost number or name, words that are no English, something invented or turned round, hardly a translation.
LOST, LEFT, INVENTED, REFUSED = 0.25, 1.0, 2.0, 10.0
LEANING = 0.25  # "echter" and the like in mid-sentence
_COSTS = {
    "numbers": LOST, "names": LOST, "invented": INVENTED, "negation": INVENTED, "relation": INVENTED, "leftover": LEFT, "garbled": LEFT,
}  # fmt: skip

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# These lean wherever they stand in a Dutch sentence, though less.
_LEANING_WORDS = words("echter daarentegen bovendien namelijk immers eveneens tevens overigens")
_CAPTION = re.compile(r"^\s*(?:foto|beeld|bron|video|lees ook|zie ook|tekst|photo|image|source|read also|see also)\b\s*:", re.IGNORECASE)
# Says only that something was said: "The company reported that on Tuesday."
_BARE_REPORT = re.compile(
    r"[^,;:\"“”]*\b(?:reported|reports|announced|announces|said|says|confirmed|wrote|writes)(?: (?:that|this|it|so))?"
    r"(?: on)?(?: (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?)?\."
)
_BARE_WORDS = 10  # a longer one names what it tells of


@dataclass(frozen=True, slots=True)
class ExtractiveModel:
    """What was learned (scripts/train_extractive.py): how much of the news a sentence carries, and which words an abstract is likely to have."""

    sentences: SentenceScorer
    words: WordModel

    @classmethod
    def load(cls, folder: Path) -> ExtractiveModel:
        """Of a plain JSON file. Raises ModelDamaged when it isn't a model for the features that are computed here."""
        try:
            stored = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))
            return cls(SentenceScorer.of(stored), WordModel.of(stored["coverage"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelDamaged(f"{folder / WEIGHTS} can't be used: {error}") from error


@cache
def load_model(folder: Path) -> ExtractiveModel:
    """The model in a verified folder, read once."""
    return ExtractiveModel.load(folder)


# What a sentence costs, and how much may be spent (None: any amount).
Budget = tuple[Callable[[Sentence], int], int | None]


class ExtractiveSummarizer:
    """See `summarizer.summarization.Summarizer`. Raises ModelError when the model in models/ is missing or damaged; `model` is another."""

    def __init__(self, model: ExtractiveModel | None = None) -> None:
        embedded = resolve(EXTRACTIVE, "summarizer")
        self._model = model or load_model(embedded.path)
        self.used = ModelUsed(name=EXTRACTIVE, sha256=embedded.sha256, engine="python", compute_type="float64")

    def summarize(self, documents: Sequence[Document], length: Length) -> list[list[DraftSentence]]:
        return [as_it_is(document, length) or self._pick(document, length) for document in documents]

    def _pick(self, document: Document, length: Length) -> list[DraftSentence]:
        budgets = budgets_of(document, length)
        # One sentence at least, however few words it may have, and however much it leans.
        picked = select(document, budgets, self._model) or select(document, [(lambda sentence: 1, 1)], self._model) or document.body[:1]
        return [DraftSentence(draft.text, draft.taken_from) for draft in rewritten(picked, document.sentences)]


def select(document: Document, budgets: Sequence[Budget], model: ExtractiveModel | None = None) -> list[Sentence]:
    """The sentences that matter most, in the article's order, whose costs together stay within every budget."""
    body = pickable(document)
    vectors = tf_idf([sentence.nl for sentence in body])
    choice = Choice.of(document, body, vectors, budgets)
    model = model or load_model(resolve(EXTRACTIVE, "summarizer").path)
    texts = [sentence.en for sentence in body]
    learned = model.sentences.scores(features(body, vectors), texts)
    coverage = model.words.of_sentences(texts, learned.tolist())
    by_hand = _set_by_hand(body, vectors, document.title)
    return [body[i] for i in choice.best((learned + by_hand).tolist(), coverage)]


def pickable(document: Document) -> list[Sentence]:
    """The sentences that an abstract may be made of; if none may stand, all."""
    return [sentence for sentence in document.body if may_stand(sentence)] or document.body


@dataclass(frozen=True, slots=True)
class Choice:
    """What the sentences of an article allow: `costs` [sentences] and the room of each budget, which `stand` by themselves or else `follow` the one
    before, and how much a sentence is like each of the others."""

    costs: Sequence[tuple[npt.NDArray[np.int64], int]]
    stand: npt.NDArray[np.bool_]
    follow: Sequence[bool]
    likeness: Callable[[int], npt.NDArray[np.float64]]

    @classmethod
    def of(cls, document: Document, body: Sequence[Sentence], vectors: Sequence[Vector], budgets: Sequence[Budget]) -> Choice:
        """The choice among the sentences `body` of a document; `vectors` are their `tf_idf`."""
        import numpy as np

        before = {sentence.number + 1: sentence for sentence in document.sentences}
        return cls(
            costs=[(np.array([cost(sentence) for sentence in body], np.int64), room) for cost, room in budgets if room is not None],
            stand=np.array([stands(sentence, before.get(sentence.number)) for sentence in body], np.bool_),
            follow=[i > 0 and body[i - 1].number == sentence.number - 1 for i, sentence in enumerate(body)],
            likeness=cosines(vectors),
        )

    def best(self, scores: Sequence[float], coverage: Coverage | None = None, first: int | None = None) -> list[int]:
        """The places of those that matter most together, in order; with `first`, in an abstract that has this one."""
        import numpy as np

        values = np.array(scores)
        fit = self.stand.copy()  # to be picked next
        overlap = np.zeros(len(values))  # with the nearest of those picked
        left = list(self.costs)
        picked: list[int] = []
        while True:
            candidates = np.flatnonzero(np.logical_and.reduce([fit, *(costs <= room for costs, room in left)]))
            if first is not None and not picked:
                candidates = np.array([first])
            if not len(candidates):
                break
            worth = values - REDUNDANCY * overlap
            added = COVERAGE * coverage.gains(picked) if coverage else np.zeros(len(values))
            best = int(candidates[(worth + added)[candidates].argmax()])
            if picked and worth[best] < LEAST:  # better a shorter abstract than one with rubble in it
                break
            picked.append(best)
            fit[best] = False
            if best + 1 < len(values) and self.follow[best + 1] and best + 1 not in picked:
                fit[best + 1] = True
            left = [(costs, room - int(costs[best])) for costs, room in left]
            overlap = np.maximum(overlap, self.likeness(best))
        return sorted(picked)


def budgets_of(document: Document, length: Length) -> list[Budget]:
    """What a sentence takes of a length: one sentence, and its words."""
    before = {sentence.number + 1: [sentence] for sentence in document.sentences}

    def words(sentence: Sentence) -> int:
        """What it takes at most: as it is behind the sentence it leans on, or rewritten."""
        (draft,) = rewritten([sentence], before.get(sentence.number, []))
        short, whole = len(draft.text.split()), len(sentence.en.split())
        return whole if whole > short and leans(sentence) else short

    return [(lambda sentence: 1, length.sentences), (words, length.words)]


def may_stand(sentence: Sentence) -> bool:
    """Whether a sentence may be in an abstract at all: no caption, no fragment, no quotation without its speaker, no speaker without words."""
    return (
        len(sentence.nl.split()) >= 5
        and not _CAPTION.match(sentence.nl)
        and len(_WORD.findall(unquoted(sentence.nl))) >= 2
        and not sentence.nl.rstrip().endswith("?")
        and not (len(sentence.en.split()) <= _BARE_WORDS and _BARE_REPORT.fullmatch(sentence.en))
    )


def stands(sentence: Sentence, before: Sentence | None) -> bool:
    """Whether a sentence can be read without the one before it, once it is rewritten: "But" and "However," go, "he" may become a name."""
    if not leans(sentence) or antecedent(sentence, before) is not None:
        return True
    text = trimmed(sentence.en)
    return text != sentence.en and not leans(replace(sentence, en=text, nl=text))


def _set_by_hand(body: Sequence[Sentence], vectors: Sequence[Vector], title: str | None) -> list[float]:
    """What could not be learned: the articles to learn from had neither titles nor translations."""
    wanted = set(terms(title or ""))
    shares = [len(wanted & vector.keys()) / max(1, len(wanted)) for vector in vectors]
    return [TITLE * share - _doubt(sentence) for share, sentence in zip(shares, body, strict=True)]


def _doubt(sentence: Sentence) -> float:
    """What a sentence loses by its translation, and by leaning a little."""
    cost = CONFIDENCE * (SURE - min(SURE, 1.0 if sentence.confidence is None else sentence.confidence))
    lowered = sentence.nl.lower()  # mostly that tells, and the words needn't be looked at
    if any(map(lowered.__contains__, _LEANING_WORDS)) and not _LEANING_WORDS.isdisjoint(lower_words(sentence.nl)):
        cost += LEANING
    return cost + sum(REFUSED if flag in HARD else _COSTS.get(flag, 0.0) for flag in sentence.flags)
