"""English sentences -> draft abstract: what every summarizer is given and gives back, and how long an abstract shall be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from summarizer.article import ModelUsed, Sentence

EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True)
class Length:
    """How long an abstract shall be: at most so many sentences, at most so many words (but at least one sentence)."""

    sentences: int | None = None
    words: int | None = None

    def __post_init__(self) -> None:
        for name in ("sentences", "words"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"{name} must be at least 1, not {value}")

    def fits(self, sentences: int, words: int) -> bool:
        """Whether an abstract of this size is within the limits."""
        return (self.sentences is None or sentences <= self.sentences) and (self.words is None or words <= self.words)


# Words as well as sentences, since one of 40 words is no rarity in Dutch news. 55 words for the usual length was best of 50 to 65 by ROUGE on
# English news (training part, three folds); 65 reads alike.
LENGTHS = {"short": Length(sentences=2, words=40), "medium": Length(sentences=3, words=55), "long": Length(sentences=5, words=110)}


@dataclass(frozen=True, slots=True)
class Document:
    """An article ready to be summarized: every sentence in both languages, and its title in the language it was written in.

    `ruled` are the paragraphs below a drawn line, `unfit` the sentences that aren't picked where there are others: see `summarizer.arrangement`.
    """

    sentences: Sequence[Sentence]
    title: str | None = None
    ruled: frozenset[int] = frozenset()
    unfit: frozenset[int] = frozenset()

    @property
    def body(self) -> list[Sentence]:
        """The sentences that may be picked: no headings, nothing empty, nothing unfit."""
        text = [sentence for sentence in self.sentences if not sentence.is_heading and sentence.en.strip()]
        return [sentence for sentence in text if sentence.number not in self.unfit] or text


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft, and the numbers of the sentences it was taken from (none when it was written anew). `origin` is AbstractSentence's."""

    text: str
    taken_from: tuple[int, ...] = ()
    origin: str = "picked"


class Summarizer(Protocol):
    """A way to make abstracts; `used` says which."""

    used: ModelUsed

    def summarize(self, documents: Sequence[Document], length: Length) -> list[list[DraftSentence]]:
        """A draft abstract of each document, full sentences within `length`; all of a document that is no longer than that."""


def as_it_is(document: Document, length: Length) -> list[DraftSentence] | None:
    """All sentences of a document that is no longer than its abstract may be, or None."""
    body = document.body
    if length.fits(len(body), sum(len(sentence.en.split()) for sentence in body)):
        return [DraftSentence(sentence.en, (sentence.number,)) for sentence in body]
    return None
