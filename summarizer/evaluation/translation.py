"""Translations beside a reference: BLEU and chrF by sacrebleu, numbers that survive, loops."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.errors import MissingExtra, UnreadableInput
from summarizer.guards import repeats

_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Scores:
    """Percentages of a system's output beside a reference; the signatures say how sacrebleu computed them."""

    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str


@dataclass(frozen=True, slots=True)
class Survival:
    """How many runs of digits the sources have, and how many of them their translations have too."""

    numbers: int
    kept: int

    @property
    def share(self) -> float:
        return self.kept / self.numbers if self.numbers else 1.0


def score(hypotheses: Sequence[str], references: Sequence[str]) -> Scores:
    """BLEU (13a) and chrF2 of a whole set. Raises MissingExtra."""
    try:
        import sacrebleu
    except ImportError as error:
        raise MissingExtra("evaluating translations needs sacrebleu", hint="pip install 'summarizer[evaluate]'") from error
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()
    values = [metric.corpus_score(list(hypotheses), [list(references)]).score for metric in (bleu, chrf)]
    return Scores(round(values[0], 2), round(values[1], 2), str(bleu.get_signature()), str(chrf.get_signature()))


def number_survival(sources: Sequence[str], hypotheses: Sequence[str]) -> Survival:
    """Runs of digits, without marks of thousands, so that 20.000, 20,000 and 20000 count alike; one that stands twice in a source must do so in its
    translation."""
    numbers = kept = 0
    for source, hypothesis in zip(sources, hypotheses, strict=True):
        wanted, found = (Counter(re.findall(r"\d+", _THOUSANDS.sub("", text))) for text in (source, hypothesis))
        numbers += wanted.total()
        kept += (wanted & found).total()
    return Survival(numbers, kept)


def loops(hypotheses: Sequence[str]) -> int:
    """How many translations say the same again and again."""
    return sum(repeats(hypothesis) for hypothesis in hypotheses)


def read_lines(path: Path) -> list[str]:
    """The lines of a test set; only \\n ends one. Raises UnreadableInput."""
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path} can't be read: {error}") from error
