"""ROUGE of one abstract beside its references, by the rouge-score package (Lin 2004; Porter stemmer on, one sentence a line for Lsum)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from summarizer.errors import MissingExtra

METRICS = ("rouge1", "rouge2", "rougeLsum")
SIGNATURE = "rouge-score, F1, Porter stemmer, Lsum over sentences; mean over references"


def rouge(hypothesis: Sequence[str], references: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """F1 in percent for each of METRICS, the mean over the references; all texts as lists of sentences. Raises MissingExtra."""
    scorer = _scorer()
    text = "\n".join(hypothesis)
    found = [scorer.score("\n".join(reference), text) for reference in references]
    return tuple(100 * sum(scores[metric].fmeasure for scores in found) / len(found) for metric in METRICS)


@cache
def _scorer() -> Any:
    try:
        from rouge_score.rouge_scorer import RougeScorer
    except ImportError as error:
        raise MissingExtra("evaluating abstracts needs rouge-score", hint="pip install 'summarizer[evaluate]'") from error
    return RougeScorer(list(METRICS), use_stemmer=True)
