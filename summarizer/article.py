"""What flows between the rooms: plain frozen dataclasses, from the article that was read to the result that is printed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the article: running text, or a heading above it. `text` holds no newline; `ruled` says that a drawn line stands above it."""

    text: str
    is_heading: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """What was read, and from where. `date` is as the article states it; `sha256` is of the bytes that were read.

    `author`, `site` and `url` are what a page or record says of itself; `format` is the reader's name.
    """

    paragraphs: tuple[Paragraph, ...]
    title: str | None = None
    date: str | None = None
    path: str | None = None
    encoding: str = "utf-8"
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    author: str | None = None
    site: str | None = None
    url: str | None = None
    format: str = "text"

    @property
    def text(self) -> str:
        """All paragraphs, a blank line between them."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def words(self) -> int:
        return sum(len(paragraph.text.split()) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of the article. `number` counts from 1 over the whole article, `paragraph` from 1."""

    number: int
    paragraph: int
    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in both languages (`nl` and `en` are equal when nothing was translated).

    `flags` name what the guards found and could not mend: see `summarizer.guards`; `heading` marks a heading. `confidence` is the probability that
    the translation model gives a word piece of its own translation, the geometric mean over the sentence, 0 to 1; None where nothing was searched.
    """

    number: int
    paragraph: int
    nl: str
    en: str
    flags: tuple[str, ...] = ()
    confidence: float | None = None

    @property
    def is_heading(self) -> bool:
        return "heading" in self.flags


@dataclass(frozen=True, slots=True)
class AbstractSentence:
    """A sentence of the abstract and the numbers of the article's sentences that it rests on.

    `origin` is `picked` when it was taken from the article, `written` when a model wrote it, and `replaced` when it was taken from the article
    because what the model had written there was not supported.
    """

    text: str
    evidence: tuple[int, ...]
    origin: str = "picked"


@dataclass(frozen=True, slots=True)
class Abstract:
    """What the user came for. `title_origin` is `translated`, `original` (of an English article), `made` of its sentences, or None."""

    sentences: tuple[AbstractSentence, ...]
    title: str | None = None
    title_origin: str | None = None

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks found; all empty when every claim that can be looked up is in the source.

    `repetition` and `untranslated` hold the numbers of the article's sentences that an abstract sentence rests on and that were flagged so.
    `negation` holds the numbers of the abstract's sentences, from 1, that deny what their evidence affirms or the other way round, `relations` what
    the abstract says with subject and object changed over (`Huawei suspects the US`).
    """

    unsupported_numbers: tuple[str, ...] = ()
    unsupported_names: tuple[str, ...] = ()
    repetition: tuple[int, ...] = ()
    untranslated: tuple[int, ...] = ()
    negation: tuple[int, ...] = ()
    relations: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not (
            self.unsupported_numbers or self.unsupported_names or self.repetition or self.untranslated or self.negation or self.relations
        )


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """Which model made this: enough to make it again. `sha256` is of the weights, empty where there are none."""

    name: str
    sha256: str
    engine: str
    compute_type: str
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One article's abstract with its provenance. `seconds` has read, translate, summarize and total."""

    article: Article
    language: str
    abstract: Abstract
    sentences: tuple[Sentence, ...]
    checks: Checks
    translator: ModelUsed | None
    summarizer: ModelUsed
    seconds: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
