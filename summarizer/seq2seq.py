"""Abstracts written anew by a BART-, PEGASUS- or T5-like checkpoint, through the same engines as translation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.abstract_guard import guarded
from summarizer.article import ModelUsed
from summarizer.engines import Decoding, Engine
from summarizer.engines.tokenizers import Tokenizer
from summarizer.punctuation import normalise
from summarizer.segmentation import split_sentences
from summarizer.structure import fair_selection
from summarizer.summarization import Document, DraftSentence, Length, as_it_is

_TOKENS_A_WORD = 1.4  # of BART's vocabulary on English news
_WORDS_A_SENTENCE = 20
_SHARES = (0.6, 0.35)  # of the article, that are read for further drafts


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a checkpoint's own configuration says about how to use it."""

    positions: int  # tokens it can read
    prefix: str = ""  # T5 wants to be told what to do
    beam: int = 4
    no_repeat_ngram: int = 3
    length_penalty: float = 1.0
    max_tokens: int = 142
    min_tokens: int = 1

    @classmethod
    def of(cls, folder: Path) -> Recipe:
        """Read config.json and generation_config.json; without values there, BART's CNN recipe (fairseq's README: beam 4, no repeated trigrams)."""
        settings: dict[str, Any] = {}
        for name in ("config.json", "generation_config.json"):
            path = folder / name
            if path.is_file():
                settings |= {key: value for key, value in json.loads(path.read_text(encoding="utf-8")).items() if value is not None}
        task = (settings.get("task_specific_params") or {}).get("summarization") or {}
        settings |= {key: value for key, value in task.items() if value is not None}
        positions = settings.get("max_position_embeddings") or settings.get("n_positions") or 1024
        return cls(
            positions=int(positions),
            prefix=settings.get("prefix") or ("summarize: " if settings.get("model_type") == "t5" else ""),
            beam=max(2, int(settings.get("num_beams") or 4)),
            no_repeat_ngram=int(settings.get("no_repeat_ngram_size") or 3),
            length_penalty=float(settings.get("length_penalty") or 1.0),
            max_tokens=int(settings.get("max_length") or 142),
            min_tokens=int(settings.get("min_length") or 1),
        )


class Seq2SeqSummarizer:
    """See `summarizer.summarization.Summarizer`."""

    def __init__(self, engine: Engine, tokenizer: Tokenizer, used: ModelUsed, recipe: Recipe, *, guard: bool = True) -> None:
        self._engine, self._tokenizer, self.used, self._recipe, self._guard = engine, tokenizer, used, recipe, guard

    def summarize(self, documents: Sequence[Document], length: Length) -> list[list[DraftSentence]]:
        return [as_it_is(document, length) or self._write(document, length) for document in documents]

    def _write(self, document: Document, length: Length) -> list[DraftSentence]:
        if not document.body:
            return []
        if not self._guard:
            return [DraftSentence(text, origin="written") for text in self._drafts([self._readable(document)], length)[0]]
        # Beams differ in little; what is written after reading less differs more, and tends to stay closer to what was read.
        readings = dict.fromkeys([self._readable(document), *(self._readable(document, share) for share in _SHARES)])
        return guarded(self._drafts(list(readings), length), document, length)

    def _drafts(self, readings: Sequence[str], length: Length) -> list[list[str]]:
        """What the model writes of each reading, the search's best of each first, as full sentences within `length`."""
        decoding = self._decoding(length)
        sources = [self._tokenizer.encode(self._recipe.prefix + text) for text in readings]
        fitting = [
            tokens if len(tokens) <= self._recipe.positions else tokens[: self._recipe.positions - 1] + tokens[-1:] for tokens in sources
        ]
        found = self._engine.generate(fitting, decoding)
        written = [hypotheses[rank] for rank in range(decoding.hypotheses) for hypotheses in found if rank < len(hypotheses)]
        return [_within(_full_sentences(self._tokenizer.decode(hypothesis.tokens)), length) for hypothesis in written]

    def _decoding(self, length: Length) -> Decoding:
        words = length.words or (length.sentences or 3) * _WORDS_A_SENTENCE
        limit = min(
            self._recipe.max_tokens if length == Length(sentences=3) else self._recipe.positions, round(words * _TOKENS_A_WORD * 1.5) + 20
        )
        return Decoding(
            beam=self._recipe.beam, max_tokens=limit, min_tokens=min(self._recipe.min_tokens, round(words * _TOKENS_A_WORD / 2)),
            hypotheses=self._recipe.beam if self._guard else 1, no_repeat_ngram=self._recipe.no_repeat_ngram,
            length_penalty=self._recipe.length_penalty,
        )  # fmt: skip

    def _readable(self, document: Document, share: float = 1.0) -> str:
        """The article, or, of one that is longer than (a share of) what the model can read, the sentences that matter most of every section."""
        body = document.body
        budget = self._recipe.positions - len(self._tokenizer.encode(self._recipe.prefix)) - 2
        size = {sentence.number: len(self._tokenizer.encode(" " + normalise(sentence.en))) for sentence in body}
        if sum(size.values()) > budget or share < 1:
            budget = round(min(budget, sum(size.values())) * share)
            body = fair_selection(document, lambda sentence: size[sentence.number], budget) or body[:1]
        return " ".join(normalise(sentence.en) for sentence in body)


def _full_sentences(written: str) -> list[str]:
    sentences = [" ".join(sentence.split()) for sentence in split_sentences(written)]
    if len(sentences) > 1 and sentences[-1][-1:] not in ".!?\"”'’":
        sentences.pop()  # the search hit its limit in the middle of a sentence
    return sentences


def _within(sentences: Sequence[str], length: Length) -> list[str]:
    kept: list[str] = []
    for sentence in sentences:
        if kept and not length.fits(len(kept) + 1, sum(len(s.split()) for s in [*kept, sentence])):
            break
        kept.append(sentence)
    return kept
