"""Abstracts beside those that people wrote: ROUGE with confidence intervals, what they cover, what they make up, how long they are.

Every system is given the same articles and the same length; lead (the first sentences) and random always stand beside the one that is judged.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from summarizer.arrangement import arrange, summarize_arranged
from summarizer.errors import MissingExtra
from summarizer.evaluation.pairs import Pair, document_of
from summarizer.evaluation.rouge import METRICS, rouge
from summarizer.evaluation.statistics import Estimate, estimate
from summarizer.glossary import Glossary
from summarizer.names import missing_names, unsupported_names
from summarizer.numbers import missing_numbers, unsupported_numbers
from summarizer.segmentation import split_sentences
from summarizer.summarization import Document, Length, Summarizer

BASELINE = "lead-3"

# From documents to the sentences of an abstract of each.
System = Callable[[Sequence[Document]], list[list[str]]]


@dataclass(frozen=True, slots=True)
class Scores:
    """One system on one set. Estimates are over articles; `gain` is the paired difference with the baseline; shares are 0 to 1.

    `unsupported` counts the abstracts with a number or name that the article doesn't have; `numbers` and `names` are the shares of those in the
    references that the abstracts have too.
    """

    system: str
    name: str
    articles: int
    rouge: dict[str, Estimate]
    gain: dict[str, Estimate]
    unsupported: int
    numbers: float
    names: float
    words: float
    sentences: float


def lead(count: int) -> System:
    """The first sentences."""
    return lambda documents: [[sentence.en for sentence in document.body[:count]] for document in documents]


def chance(count: int, seed: int = 1) -> System:
    """Some sentences or others, in order."""

    def pick(documents: Sequence[Document]) -> list[list[str]]:
        rng = random.Random(seed)
        bodies = [document.body for document in documents]
        return [[body[i].en for i in sorted(rng.sample(range(len(body)), min(count, len(body))))] for body in bodies]

    return pick


def textrank(count: int) -> System:
    """TextRank (Mihalcea & Tarau 2004) of the sumy package. Raises MissingExtra."""
    try:
        from sumy.models.dom import ObjectDocumentModel, Paragraph
        from sumy.models.dom import Sentence as Node
        from sumy.summarizers.text_rank import TextRankSummarizer
    except ImportError as error:
        raise MissingExtra("the TextRank baseline needs sumy", hint="pip install sumy") from error

    class Words:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(word for word in "".join(c.lower() if c.isalnum() else " " for c in text).split())

    ranker = TextRankSummarizer()

    def pick(document: Document) -> list[str]:
        nodes = [Node(sentence.en, Words()) for sentence in document.body]
        return [str(node) for node in ranker(ObjectDocumentModel([Paragraph(nodes)]), count)]

    return lambda documents: [pick(document) if document.body else [] for document in documents]


def system_of(summarizer: Summarizer, length: Length) -> System:
    """A summarizer as users get it."""

    def write(documents: Sequence[Document]) -> list[list[str]]:
        drafts = summarize_arranged(summarizer, [arrange(document) for document in documents], length)
        return [[part.text for part in draft] for draft in drafts]

    return write


def evaluate(
    systems: dict[str, System],
    pairs: Sequence[Pair],
    documents: Sequence[Document] | None = None,
    glossary: Glossary | None = None,
) -> list[Scores]:
    """Each system on each set among the pairs, BASELINE among them; articles that hold fewer than three sentences are left out.

    `documents` are the articles as the systems shall have them, translated for instance; without them they are in English. What an abstract makes
    up is judged by the article itself, in its own language; the English of a term of `glossary` is supported by its Dutch.
    """
    sets: dict[str, list[tuple[Pair, Document]]] = {}
    for pair, document in zip(pairs, documents or [document_of(pair.article) for pair in pairs], strict=True):
        if len(document.body) >= 3:
            sets.setdefault(pair.name, []).append((pair, document))
    rows = []
    for name, items in sets.items():
        documents = [document for _, document in items]
        references = [[split_sentences(summary) for summary in pair.summaries] for pair, _ in items]
        found = {system: run(documents) for system, run in systems.items()}
        measured = {
            system: [rouge(abstract, wanted) for abstract, wanted in zip(abstracts, references, strict=True)]
            for system, abstracts in found.items()
        }
        rows += [
            _scores(system, name, items, found[system], measured[system], measured[BASELINE], glossary or Glossary()) for system in systems
        ]
    return rows


def _scores(
    system: str,
    name: str,
    items: Sequence[tuple[Pair, Document]],
    abstracts: Sequence[Sequence[str]],
    measured: Sequence[tuple[float, ...]],
    baseline: Sequence[tuple[float, ...]],
    glossary: Glossary,
) -> Scores:
    columns = {metric: [row[i] for row in measured] for i, metric in enumerate(METRICS)}
    beside = {metric: [row[i] for row in baseline] for i, metric in enumerate(METRICS)}
    unsupported = 0
    numbers, names = [], []
    for (pair, document), abstract in zip(items, abstracts, strict=True):
        text = "\n".join(abstract)
        language = "en" if all(sentence.nl == sentence.en for sentence in document.sentences) else "nl"
        source = f"{pair.article}\n{glossary.support(pair.article)}" if language == "nl" else pair.article
        translation = "\n".join(sentence.en for sentence in document.sentences)
        unsupported += bool(unsupported_numbers(text, source, language) or unsupported_names(text, source, translation, language))
        for summary in pair.summaries:
            numbers.append(_kept(missing_numbers(summary, text, "en"), missing_numbers(summary, "", "en")))
            names.append(_kept(missing_names(summary, text, "en"), missing_names(summary, "", "en")))
    return Scores(
        system=system, name=name, articles=len(items), rouge={metric: estimate(values) for metric, values in columns.items()},
        gain={m: estimate([a - b for a, b in zip(columns[m], beside[m], strict=True)]) for m in METRICS}, unsupported=unsupported,
        numbers=_mean(numbers), names=_mean(names), words=fmean(sum(len(s.split()) for s in abstract) for abstract in abstracts),
        sentences=fmean(map(len, abstracts)),
    )  # fmt: skip


def _kept(missing: Sequence[str], all_of_them: Sequence[str]) -> float | None:
    return 1 - len(missing) / len(all_of_them) if all_of_them else None


def _mean(shares: Sequence[float | None]) -> float:
    known = [share for share in shares if share is not None]
    return fmean(known) if known else 0.0
