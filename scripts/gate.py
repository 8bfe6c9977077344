"""The quality gate: the abstracts of the project's own articles may not get worse than the floors in scripts/gate.json.

    python scripts/gate.py                              # measure and compare; exit 1 below a floor, or when the articles changed
    python scripts/gate.py --update                     # raise the floors to what is measured; refuses to lower one
    python scripts/gate.py --update --allow-regression  # … lower them too, or take over changed articles: say why in the commit

Measured over tests/data/news: ROUGE of the summarizer on the articles' human English, and of the whole chain on their Dutch, against the
abstracts that were written for them; BLEU and chrF of the translation; abstracts with unsupported numbers or names. `sha256` is of the articles,
so that nobody moves the goal unnoticed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from summarizer import LENGTHS, Pipeline, Result, read_path
from summarizer.evaluation.rouge import rouge
from summarizer.evaluation.translation import score
from summarizer.folders import write_atomically
from summarizer.segmentation import split_sentences

NEWS = Path(__file__).parents[1] / "tests" / "data" / "news"
FLOORS = Path(__file__).with_suffix(".json")
# int8 arithmetic rounds differently from one kind of processor to another, and a sentence or two may come out otherwise.
EPSILON = 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """`figures`: more is better, in points of 100; `unsupported`: abstracts with a claim that its article doesn't have."""

    sha256: str
    figures: dict[str, float]
    unsupported: int


def digest(folder: Path) -> str:
    """Of the names and contents of all articles."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def measure(folder: Path, pipeline: Pipeline) -> Measured:
    """Summarize every article of the folder in both languages."""
    stems = [path.name.removesuffix(".abstract.txt") for path in sorted(folder.glob("*.abstract.txt"))]
    references = [[split_sentences((folder / f"{stem}.abstract.txt").read_text(encoding="utf-8"))] for stem in stems]
    figures: dict[str, float] = {}
    unsupported = 0
    for language in ("en", "nl"):
        results = list(pipeline.summarize_many([read_path(folder / f"{stem}.{language}.txt") for stem in stems], LENGTHS["medium"]))
        scores = []
        for result, reference in zip(results, references, strict=True):
            assert isinstance(result, Result)
            scores.append(rouge([sentence.text for sentence in result.abstract.sentences], reference))
            unsupported += bool(result.checks.unsupported_numbers or result.checks.unsupported_names)
        for i, name in enumerate(("rouge1", "rouge2", "rougeLsum")):
            figures[f"{language} {name}"] = round(fmean(row[i] for row in scores), 2)
    sources, targets = ([line for stem in stems for line in _lines(folder / f"{stem}.{language}.txt")] for language in ("nl", "en"))
    translation = score([found.text for found in pipeline.translate(sources)], targets)
    figures |= {"bleu": translation.bleu, "chrf": translation.chrf}
    return Measured(digest(folder), figures, unsupported)


def _lines(path: Path) -> list[str]:
    """The paragraphs, title and date; they correspond line by line in both languages."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def problems(measured: Measured, floors: dict[str, Any]) -> list[str]:
    """What keeps a change from passing, one line each."""
    found = []
    if measured.sha256 != floors["sha256"]:
        found.append("the articles have changed: the floors say nothing about them")
    for name, floor in floors["figures"].items():
        if measured.figures.get(name, 0.0) < floor - EPSILON:
            found.append(f"{name} is {measured.figures.get(name, 0.0):.2f}, below its floor {floor:.2f} - {EPSILON}")
    if measured.unsupported:
        found.append(f"{measured.unsupported} abstracts state a number or name that their article doesn't have")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    args = parser.parse_args()
    measured = measure(NEWS, Pipeline.from_defaults())
    floors: dict[str, Any] = {"sha256": measured.sha256, "figures": {}}
    if FLOORS.exists():
        floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    for name, value in measured.figures.items():
        print(f"{name:14} {value:6.2f}   floor {floors['figures'].get(name, 0.0):6.2f}")
    found = problems(measured, floors)
    if found and not (args.update and args.allow_regression):
        sys.exit("\n".join(found))
    if args.update:
        kept = {} if args.allow_regression else floors["figures"]
        figures = {name: max(value, kept.get(name, 0.0)) for name, value in measured.figures.items()}
        write_atomically(FLOORS, json.dumps({"sha256": measured.sha256, "figures": figures}, indent=1) + "\n")


if __name__ == "__main__":
    main()
