"""Dutch sentences -> English sentences: pooled, batched by tokens, guarded.

All sentences of a call are cut into pieces that fit the model, sorted by length, translated in batches of about BATCH_TOKENS, and put back.
What the guards find fault with goes down a ladder: a wider beam with several hypotheses, then no repeated n-grams, then smaller pieces.
The least bad attempt is kept, garbled names are put back as the source spells them, and the faults that are left become flags.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from summarizer.article import ModelUsed
from summarizer.engines import BEAM, Decoding, Engine, longest_translation, token_batches
from summarizer.engines.tokenizers import Tokenizer
from summarizer.errors import ModelDamaged
from summarizer.glossary import Glossary
from summarizer.guards import HARD, Attempt, judge, repeats, with_names_restored
from summarizer.language import detect
from summarizer.punctuation import normalise
from summarizer.segmentation import join_pieces, split_pieces
from summarizer.terminology import with_terms

PIECE_TOKENS = 100  # the longest piece: the embedded model was trained on pairs of up to this many
_LOOP = 3  # n-grams of this size may not repeat on the ladder's second rung


@dataclass(frozen=True, slots=True)
class Translation:
    """The English of one Dutch sentence.

    `flags` are the faults that couldn't be mended (see summarizer.guards), and `english` where a sentence was left alone; `confidence` is that of
    Sentence.
    """

    text: str
    flags: tuple[str, ...] = ()
    confidence: float | None = None


class Translator:
    """A translation model behind its engine and tokenizer, and the terms it shall use."""

    def __init__(
        self, engine: Engine, tokenizer: Tokenizer, used: ModelUsed, *, beam: int = BEAM, glossary: Glossary | None = None
    ) -> None:  # fmt: skip
        self._engine, self._tokenizer, self.used = engine, tokenizer, used
        self._glossary = glossary or Glossary()
        self._decoding = Decoding(beam=beam)

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """The translation of each sentence. A blank one stays blank and never reaches the model; an English one stays as it is."""
        cleaned = [_quiet(normalise(sentence)) for sentence in sentences]
        wanted = sorted({text for text in cleaned if _has_letters(text) and detect(text) != "en"})
        pieces = {text: split_pieces(text, self._count, PIECE_TOKENS) for text in wanted}
        attempts = with_terms(self._attempts([piece for parts in pieces.values() for piece in parts]), self._glossary, self._attempts)
        done = {text: _join(text, [attempts[piece] for piece in parts]) for text, parts in pieces.items()}
        return [
            done.get(text) or Translation(text or sentence, ("english",) if _has_letters(text) else ())
            for text, sentence in zip(cleaned, sentences, strict=True)
        ]

    def try_canary(self, source: str, expected: str) -> None:
        """Translate one sentence whose translation is known. Raises ModelDamaged when less than half of the words come out.

        Exact equality can't be asked for: int8 arithmetic rounds differently from one kind of processor to another.
        """
        words = set(expected.lower().split())
        found = set(self._search([normalise(source)], Decoding())[normalise(source)].text.lower().split())
        if len(words & found) * 2 < len(words):
            raise ModelDamaged(
                f"model {self.used.name} translates its test sentence as {' '.join(sorted(found))[:80]!r}: its files don't belong together",
                hint="bring the model again",
            )

    def _count(self, text: str) -> int:
        return len(self._tokenizer.encode(text))

    def _attempts(self, pieces: Collection[str]) -> dict[str, Attempt]:
        """The best attempt at each piece, down the ladder as far as needed."""
        best = self._search(list(dict.fromkeys(pieces)), self._decoding)
        wide = replace(self._decoding, beam=max(4, self._decoding.beam), hypotheses=max(4, self._decoding.beam))
        for decoding in (wide, replace(wide, no_repeat_ngram=_LOOP, repetition_penalty=1.2)):
            faulty = [piece for piece, attempt in best.items() if attempt.faults]
            if decoding.no_repeat_ngram:  # distorts what is right, so only for what is really broken
                faulty = [piece for piece in faulty if HARD.intersection(best[piece].faults)]
            for piece, attempt in self._search(faulty, decoding).items():
                best[piece] = min(best[piece], attempt, key=lambda a: a.badness)
        for piece, attempt in best.items():
            if HARD.intersection(attempt.faults):
                best[piece] = min(attempt, self._in_halves(piece, wide), key=lambda a: a.badness)
        return {piece: with_names_restored(piece, attempt) if attempt.wrong else attempt for piece, attempt in best.items()}

    def _in_halves(self, piece: str, decoding: Decoding) -> Attempt:
        """The ladder's last rung: the piece cut in two or more, each translated alone."""
        halves = split_pieces(piece, self._count, max(8, self._count(piece) * 2 // 3))
        found = self._search(halves, decoding)
        text = join_pieces([found[half].text for half in halves])
        faults = {fault for half in halves for fault in found[half].faults} | (
            {"repetition"} if repeats(text) and not repeats(piece) else set()
        )
        return Attempt(text, tuple(sorted(faults)), sum(found[half].wrong for half in halves), min(found[half].score for half in halves))

    def _search(self, pieces: Sequence[str], decoding: Decoding) -> dict[str, Attempt]:
        """One pass of the engine over all pieces, in batches; the best hypothesis of each by the guards."""
        tokens = {piece: self._tokenizer.encode(piece) for piece in pieces}
        longest_first = sorted(tokens, key=lambda piece: (-len(tokens[piece]), piece))
        batches = list(token_batches(longest_first, lambda piece: len(tokens[piece])))
        best: dict[str, Attempt] = {}

        def generate(batch: list[str]) -> list[Attempt]:
            limit = longest_translation(len(tokens[batch[0]]))
            found = self._engine.generate([tokens[piece] for piece in batch], replace(decoding, max_tokens=limit))
            return [
                min(
                    (
                        judge(
                            piece, self._tokenizer.decode(hypothesis.tokens), source_tokens=len(tokens[piece]) - 1,
                            hypothesis_tokens=len(hypothesis.tokens), max_tokens=limit, score=hypothesis.score,
                        )
                        for hypothesis in hypotheses
                    ),
                    key=lambda attempt: attempt.badness,
                )
                for piece, hypotheses in zip(batch, found, strict=True)
            ]  # fmt: skip

        with ThreadPoolExecutor(self._engine.parallel) as pool:
            for batch, attempts in zip(batches, pool.map(generate, batches), strict=True):
                best.update(zip(batch, attempts, strict=True))
        return best


def _join(source: str, attempts: Sequence[Attempt]) -> Translation:
    """The pieces as one sentence, which ends as its source does: small models tend to lose the full stop behind a name."""
    text = join_pieces([attempt.text for attempt in attempts])
    if source[-1] in ".!?" and text[-1:].isalnum():
        text += source[-1]
    flags = tuple(dict.fromkeys(fault for attempt in attempts for fault in attempt.faults))
    scores = [attempt.score for attempt in attempts]
    confidence = round(math.exp(min(scores)), 3) if all(scores) else None  # a search without a beam gives no scores
    return Translation(text, flags, confidence)


def _quiet(text: str) -> str:
    """A SHOUTED HEADLINE in sentence case: to the model capitals are other words, mostly ones it has never seen. Acronyms alone stay."""
    return text.capitalize() if text.isupper() and len(text.split()) > 3 else text


def _has_letters(text: str) -> bool:
    """A line of dashes, digits or emoji alone needs no translation, and the model would invent one."""
    return any(character.isalpha() for character in text)
