"""Translate lines with a bare engine, and compare what came out; the scores themselves are in summarizer.evaluation.translation.

What the other scripts share. The engine is bare: no guards, no sentence splitting, so the scores are the model's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import sacrebleu

from summarizer.engines import BATCH_TOKENS, Decoding, Engine, load_engine, longest_translation, token_batches
from summarizer.engines.tokenizers import Tokenizer, load_tokenizer
from summarizer.model_store import ModelFolder
from summarizer.punctuation import normalise

_SENTENCE_CHRF = sacrebleu.CHRF()


def load(model: ModelFolder, *, engine: str, compute_type: str | None = None, threads: int = 1) -> tuple[Engine, Tokenizer]:
    """`model` on "ctranslate2" or "torch" (on the CPU when a compute type is asked for), or on "auto": what suits the machine."""
    tokenizer = load_tokenizer(model.path)
    if compute_type is None:
        return load_engine(model, tokenizer, engine=engine, threads=threads), tokenizer
    if engine == "torch":
        from summarizer.engines.torch import TorchEngine

        return TorchEngine.load(model, tokenizer, device="cpu", threads=threads, compute_type=compute_type), tokenizer
    from summarizer.engines.ctranslate2 import CTranslate2Engine

    return CTranslate2Engine.load(model, device="cpu", threads=threads, compute_type=compute_type), tokenizer


def translate_lines(
    engine: Engine, tokenizer: Tokenizer, lines: Sequence[str], *, beam: int = 1, batch_tokens: int = BATCH_TOKENS, max_tokens: int = 200,
    sample_from: int = 1, temperature: float = 1.0,
) -> list[str]:  # fmt: skip
    """Each line's best translation, or a sampled one, in order; blank lines stay blank, what is past `max_tokens` source tokens is cut off."""
    decoding = Decoding(beam=beam, sample_from=sample_from, temperature=temperature)
    found = best_hypotheses(engine, tokenizer, lines, decoding, batch_tokens=batch_tokens, max_tokens=max_tokens)
    return [texts[0] if texts else "" for texts in found]


def best_hypotheses(
    engine: Engine,
    tokenizer: Tokenizer,
    lines: Sequence[str],
    decoding: Decoding,
    *,
    batch_tokens: int = BATCH_TOKENS,
    max_tokens: int = 200,
) -> list[list[str]]:
    """Each line's hypotheses, best first, none for a blank one; the lengths of `decoding` are set for each batch."""
    sources = [tokenizer.encode(normalise(line)) for line in lines]
    sources = [source if len(source) <= max_tokens else [*source[: max_tokens - 1], source[-1]] for source in sources]
    order = sorted((i for i, line in enumerate(lines) if line.strip()), key=lambda i: -len(sources[i]))
    translations: list[list[str]] = [[] for _ in lines]

    def generate(batch: list[int]) -> list[list[str]]:
        chosen = [sources[i] for i in batch]
        found = engine.generate(chosen, replace(decoding, max_tokens=longest_translation(len(chosen[0]))))
        return [[tokenizer.decode(hypothesis.tokens) for hypothesis in hypotheses] for hypotheses in found]

    parts = list(token_batches(order, lambda i: len(sources[i]), batch_tokens))
    with ThreadPoolExecutor(engine.parallel) as pool:
        for batch, texts in zip(parts, pool.map(generate, parts), strict=True):
            for i, text in zip(batch, texts, strict=True):
                translations[i] = text
    return translations


def sentence_chrf(one: str, other: str) -> float:
    """chrF2 of a single sentence, a percentage: how alike two wordings are."""
    return float(_SENTENCE_CHRF.sentence_score(one, [other]).score)


def agreement(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of lines on which two outputs are equal, 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one) if one else 1.0
