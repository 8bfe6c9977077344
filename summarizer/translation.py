"""Dutch sentences -> English sentences: pooled, batched by tokens, guarded.

All sentences of a call are cut into pieces that fit the model, sorted by length, translated in batches, and put back; repeated ones once. On an exact
engine a sentence is always padded to the same length, so that what it becomes depends on that sentence alone.
In every attempt garbled names are put back as the source spells them, and garbled words as the lexicon does; then the guards look at it. What they
find fault with goes down a ladder: a wider beam with several hypotheses, then no repeated n-grams, then smaller pieces. The least bad attempt is
kept, and the faults that are left become flags. A model with a lexicon reads the words of that in English first, names that it knows where it lost
one, and plain Dutch where a claim went wrong.
"""

from __future__ import annotations

import copy
import math
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from summarizer.addresses import lost_addresses
from summarizer.article import ModelUsed
from summarizer.editing import Editor
from summarizer.engines import BEAM, Decoding, Engine, Hypothesis, Timed, Turns, filled, longest_translation, token_batches
from summarizer.engines.tokenizers import Tokenizer
from summarizer.errors import ModelDamaged
from summarizer.glossary import Glossary
from summarizer.guards import HARD, Attempt, judge, repeats, with_names_as_read, with_names_restored, with_words_restored
from summarizer.language import is_english
from summarizer.lexicon import Lexicon
from summarizer.names import missing_names
from summarizer.punctuation import normalise
from summarizer.segmentation import has_data, join_pieces, split_pieces
from summarizer.stand_ins import put_back, with_stand_ins
from summarizer.terminology import with_terms
from summarizer.translation_cache import TranslationCache

PIECE_TOKENS = 100  # the longest piece: the embedded model was trained on pairs of up to this many
_WIDER, _WIDE = 8, 4  # hypotheses on the ladder's first rung, and on the others
_LOOP = 3  # n-grams of this size may not repeat on the ladder's second rung
# The faults that plain Dutch and a wider beam are tried for. Not words left in Dutch or made up: where another reading has none, it says something
# else as often as not.
_RETRIED = HARD | {"invented", "numbers", "names", "negation", "relation"}


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
    """A translation model behind its engine and tokenizer, the terms it shall use, and the cache of what it has said before, if there is one."""

    def __init__(
        self, engine: Engine, tokenizer: Tokenizer, used: ModelUsed, *, beam: int = BEAM, glossary: Glossary | None = None,
        cache: TranslationCache | None = None, lexicon: Lexicon | None = None,
    ) -> None:  # fmt: skip
        self._engine, self._tokenizer, self.used, self._cache = engine, tokenizer, used, cache
        self._turns = Turns(engine.parallel + 1)  # one more than it works on, so that it never waits for Python
        self._glossary = glossary or Glossary()
        self._decoding = Decoding(beam=beam, hypotheses=beam)  # those beside the best cost nothing
        self._editor = Editor.of(tokenizer, is_small=lexicon is not None)  # a model with a lexicon is a small one
        self._lexicon = lexicon

    def within(self, seconds: float, stopped: threading.Event) -> Translator:
        """The same translator, whose calls raise OutOfTime when they would begin a batch later than that from now, or once it is `stopped`."""
        timed = copy.copy(self)
        timed._engine = Timed(self._engine, seconds, stopped, self._turns)
        return timed

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """The translation of each sentence. A blank one stays blank and never reaches the model; an English one, or one with data, stays as it is."""
        cleaned = [_quiet(normalise(sentence)) for sentence in sentences]
        pieces: dict[str, list[str]] = {}
        plain: dict[str, str] = {}
        with_a_term: list[str] = []
        for text in sorted(set(cleaned)):  # all of one text in a row, while its words are remembered
            if not _has_letters(text) or has_data(text) or is_english(text):
                continue
            parts = pieces[text] = [text] if self._surely_fits(text) else split_pieces(text, self._count, PIECE_TOKENS)
            plain |= self._prepared(parts)
            with_a_term += filter(self._glossary.find, parts)
        attempts = self._attempts(plain)
        attempts |= with_terms(
            {piece: attempts[piece] for piece in with_a_term}, self._glossary, lambda texts: self._attempts(self._prepared(texts))
        )
        done = {text: _join(text, [attempts[piece] for piece in parts]) for text, parts in pieces.items()}
        return [
            done.get(text) or Translation(text or sentence, _left_alone(text)) for text, sentence in zip(cleaned, sentences, strict=True)
        ]

    def try_canary(self, source: str, expected: str) -> None:
        """Translate one sentence whose translation is known. Raises ModelDamaged when less than half of the words come out.

        Exact equality can't be asked for: int8 arithmetic rounds differently from one kind of processor to another.
        """
        words = set(expected.lower().split())
        tokens = self._tokenizer.encode(normalise(source))
        found = set(self._tokenizer.decode(self._engine.generate([tokens], _limited(Decoding(), tokens))[0][0].tokens).lower().split())
        if len(words & found) * 2 < len(words):
            raise ModelDamaged(
                f"model {self.used.name} translates its test sentence as {' '.join(sorted(found))[:80]!r}: its files don't belong together",
                hint="bring the model again",
            )

    def _count(self, text: str) -> int:
        return len(self._tokenizer.encode(text))

    def _surely_fits(self, text: str) -> bool:
        """Whether it can't be too long a piece: a token has a character at least, but for those that open and end a text."""
        return len(text) + 2 <= PIECE_TOKENS and text.isascii()

    def _prepared(self, pieces: Iterable[str]) -> dict[str, str]:
        """What each piece is in the characters and the numbers that the model knows."""
        return {piece: self._editor.prepared(piece) for piece in pieces}

    def _attempts(self, plain: Mapping[str, str]) -> dict[str, Attempt]:
        """The best attempt at each piece, `prepared` as `plain` says, down the ladder as far as needed."""
        switched = {piece: self._with_words(text) for piece, text in plain.items()}
        given = dict(switched)  # what the model reads
        best = self._search(given, self._decoding)
        names = self._with_names_kept(given, best)
        # A word in English may be in the way: what lost a claim is read in plain Dutch too, names kept as they were.
        again = {
            piece: with_stand_ins(text, names.get(piece, {}).values())
            for piece, text in plain.items()
            if text != switched[piece] and _RETRIED.intersection(best[piece].faults) and best[piece].may_be_bettered
        }
        for piece, attempt in self._read_again(again).items():
            if attempt.is_clearly_better(best[piece]):
                best[piece] = attempt
                given[piece], names[piece] = again[piece]
        wide, wider = (self._widened(width) for width in (_WIDE, _WIDER))
        # No repeated n-grams and cutting in halves distort what is right: only for what is really broken.
        without_loops = replace(wide, no_repeat_ngram=_LOOP, repetition_penalty=1.2)
        rungs: list[tuple[frozenset[str], Callable[[dict[str, str]], dict[str, Attempt]]]] = [
            (_RETRIED, lambda faulty: self._search(faulty, wider, names)),
            (HARD, lambda faulty: self._search(faulty, without_loops, names)),
            (HARD, lambda faulty: self._in_halves(list(faulty), wide)),
        ]
        for faults, search in rungs:
            for piece, attempt in search({piece: given[piece] for piece in given if faults.intersection(best[piece].faults)}).items():
                best[piece] = min(best[piece], attempt, key=lambda a: a.badness)
        return best

    def _widened(self, width: int) -> Decoding:
        """A search with so many hypotheses, or more where the first one has more."""
        width = max(width, self._decoding.beam)
        return replace(self._decoding, beam=width, hypotheses=width)

    def _with_names_kept(self, given: dict[str, str], best: dict[str, Attempt]) -> dict[str, Mapping[str, str]]:
        """Better attempts at the pieces that lost a name or an address, read with others in their place, and those; for a model with a lexicon."""

        def lost(piece: str) -> list[str]:
            names = missing_names(piece, best[piece].text) if "names" in best[piece].faults else []
            return [*lost_addresses(piece, best[piece].text), *self._lost_opening(piece, best[piece]), *names]

        def badness(piece: str, attempt: Attempt) -> tuple[float, ...]:
            hard, *others = attempt.badness
            return (hard, len(lost_addresses(piece, attempt.text)) + len(self._lost_opening(piece, attempt)), *others)

        again = {piece: with_stand_ins(given[piece], names) for piece in given if self._lexicon and (names := lost(piece))}
        kept: dict[str, Mapping[str, str]] = {}
        for piece, attempt in self._read_again({piece: reading for piece, reading in again.items() if reading[1]}).items():
            if badness(piece, attempt) < badness(piece, best[piece]):
                best[piece] = attempt
                given[piece], kept[piece] = again[piece]
        return kept

    def _lost_opening(self, piece: str, attempt: Attempt) -> list[str]:
        """The name that opens a piece, where it is gone: the guards see none there, for any word has a capital."""
        name = self._lexicon.opening_name(piece) if self._lexicon else None
        return [name] if name and name not in attempt.text else []

    def _read_again(self, again: Mapping[str, tuple[str, Mapping[str, str]]]) -> dict[str, Attempt]:
        """A search as the first, over pieces for each of which there is another text to read, and what stands in it for names."""
        texts = {piece: text for piece, (text, _) in again.items()}
        return self._search(texts, self._decoding, {piece: stand_ins for piece, (_, stand_ins) in again.items()})

    def _with_words(self, dutch: str) -> str:
        """A Dutch sentence with the words of the lexicon in English."""
        return self._lexicon.switched(dutch) if self._lexicon else dutch

    def _in_halves(self, pieces: Sequence[str], decoding: Decoding) -> dict[str, Attempt]:
        """The ladder's last rung: each piece cut in two or more, which are translated alone."""

        def budget(piece: str) -> int:
            """Not so small that a word would have to be cut: an address would come back in two parts."""
            return max(8, self._count(piece) * 2 // 3, *(self._count(word) for word in piece.split()))

        halves = {piece: split_pieces(piece, self._count, budget(piece)) for piece in pieces}
        found = self._search({half: self._with_words(self._editor.prepared(half)) for parts in halves.values() for half in parts}, decoding)
        return {piece: _rejoined(piece, [found[half] for half in parts]) for piece, parts in halves.items()}

    def _search(
        self, given: Mapping[str, str], decoding: Decoding, names: Mapping[str, Mapping[str, str]] | None = None
    ) -> dict[str, Attempt]:
        """One pass of the engine over all pieces, in batches; the best hypothesis of each.

        `given` says for each piece what the model reads for it, `names` what stands there for names.
        """
        names = names or {}

        def choose(piece: str, hypotheses: Sequence[Hypothesis]) -> Attempt:
            return self._choose(piece, given[piece], tokens[piece], hypotheses, decoding, names.get(piece, {}))

        tokens = {piece: self._tokenizer.encode(text) for piece, text in given.items()}
        best: dict[str, Attempt] = {}
        keys: dict[str, bytes] = {}
        if self._cache:
            keys = {piece: self._cache.key(source, _limited(decoding, source)) for piece, source in tokens.items()}
            known = self._cache.get(list(keys.values()))
            best = {piece: choose(piece, known[key]) for piece, key in keys.items() if key in known}
        longest_first = sorted(tokens.keys() - best.keys(), key=lambda piece: (-len(tokens[piece]), piece))
        exact = self._engine.exact
        budget = self._engine.batch_tokens // (4 if decoding.beam > _WIDE else 1)  # what a batch takes grows with the beam
        batches = list(token_batches(longest_first, lambda piece: len(tokens[piece]), budget, even=exact))

        def generate(batch: list[str]) -> tuple[list[list[Hypothesis]], list[Attempt]]:
            sources = [tokens[piece] for piece in batch]
            found = self._engine.generate(filled(sources) if exact else sources, _limited(decoding, sources[0]))[: len(batch)]
            return found, [choose(piece, hypotheses) for piece, hypotheses in zip(batch, found, strict=True)]

        # One more than the engine works on: while that one waits here for Python, the engine has its next batch.
        with ThreadPoolExecutor(self._engine.parallel + 1) as pool:
            for batch, (found, attempts) in zip(batches, pool.map(generate, batches), strict=True):
                best.update(zip(batch, attempts, strict=True))
                if self._cache:
                    self._cache.put({keys[piece]: hypotheses for piece, hypotheses in zip(batch, found, strict=True)})
        return best

    def _choose(
        self,
        piece: str,
        given: str,
        source: Sequence[str],
        hypotheses: Sequence[Hypothesis],
        decoding: Decoding,
        stand_ins: Mapping[str, str],
    ) -> Attempt:
        """The least bad hypothesis by the guards, names and words restored; they come best first, so that none behind a faultless one is better."""
        limit, read = longest_translation(len(source)), put_back(given, stand_ins)
        attempts: list[Attempt] = []
        for hypothesis in hypotheses:
            english = put_back(self._tokenizer.decode(hypothesis.tokens), stand_ins)
            english = with_names_as_read(piece, read, self._editor.mended(piece, english))
            judged = judge(
                piece, english, source_tokens=len(source) - 1,
                hypothesis_tokens=len(hypothesis.tokens), max_tokens=limit, score=hypothesis.score, given=read,
            )  # fmt: skip
            attempt = with_names_restored(piece, with_words_restored(piece, given, judged))
            if attempt.is_faultless:
                return attempt
            attempts.append(attempt)
        return min(attempts, key=lambda attempt: attempt.badness)


def _limited(decoding: Decoding, source: Sequence[str]) -> Decoding:
    return replace(decoding, max_tokens=longest_translation(len(source)))


def _rejoined(piece: str, halves: Sequence[Attempt]) -> Attempt:
    text = join_pieces([half.text for half in halves])
    faults = {fault for half in halves for fault in half.faults} | ({"repetition"} if repeats(text) and not repeats(piece) else set())
    return Attempt(text, tuple(sorted(faults)), sum(half.wrong for half in halves), min(half.score for half in halves))


def _join(source: str, attempts: Sequence[Attempt]) -> Translation:
    """The pieces as one sentence, which ends as its source does: small models tend to lose the full stop behind a name."""
    text = join_pieces([attempt.text for attempt in attempts])
    if source[-1] in ".!?" and text[-1:].isalnum():
        text += source[-1]
    flags = tuple(dict.fromkeys(fault for attempt in attempts for fault in attempt.faults))
    scores = [attempt.score for attempt in attempts]
    confidence = round(math.exp(min(scores)), 3) if all(scores) else None  # a search without a beam gives no scores
    return Translation(text, flags, confidence)


def in_a_row(parts: Sequence[Translation]) -> Translation:
    """The translations of a text's sentences as that of the text: what is the matter with one is with it."""
    if len(parts) == 1:
        return parts[0]
    sure = [part.confidence for part in parts if part.confidence is not None]
    flags = tuple(dict.fromkeys(flag for part in parts for flag in part.flags))
    return Translation(" ".join(part.text for part in parts), flags, min(sure, default=None))


def _quiet(text: str) -> str:
    """A SHOUTED HEADLINE in sentence case: to the model capitals are other words, mostly ones it has never seen. Acronyms alone stay."""
    return text.capitalize() if text.isupper() and len(text.split()) > 3 else text


def _left_alone(text: str) -> tuple[str, ...]:
    return ("untranslated",) if has_data(text) else ("english",) if _has_letters(text) else ()


def _has_letters(text: str) -> bool:
    """A line of dashes, digits or emoji alone needs no translation, and the model would invent one."""
    return any(character.isalpha() for character in text)
