"""How good the embedded summarizer is on all the articles there are, each summarised by a model that has never seen it.

    python scripts/cross_validate.py SUMMARIES --work corpus/folds        # SUMMARIES/*.jsonl[.zst]: {"article", "summary", …}

The articles fall into five parts (summarizer.evaluation.pairs); a model is trained on four of them and judged on the fifth, five times. With five
times as many articles as the dev part has, intervals are less than half as wide, and nothing was chosen by looking at four fifths of them. Prints
what `summarizer evaluate summaries` prints. Models are kept in WORK, and not trained again as long as they are there (4 minutes each on one core).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from summarizer.cli_evaluate import table
from summarizer.evaluation import summaries as rooms
from summarizer.evaluation.pairs import FOLDS, Pair, document_of, read_pairs
from summarizer.extractive import WEIGHTS, ExtractiveModel, ExtractiveSummarizer
from summarizer.summarization import LENGTHS, Document
from train_extractive import LEFT_OUT, learn


def models_of(pairs: Sequence[Pair], work: Path) -> list[ExtractiveModel]:
    """For each part, the model that was trained on the others."""
    models = []
    for fold in range(FOLDS):
        folder = work / f"without-{fold}"
        if not (folder / WEIGHTS).exists():
            stored = learn([pair for pair in pairs if pair.fold != fold])
            folder.mkdir(parents=True, exist_ok=True)
            (folder / WEIGHTS).write_text(json.dumps(stored), encoding="utf-8")
        models.append(ExtractiveModel.load(folder))
    return models


def cross_fitted(models: Sequence[ExtractiveModel], folds: dict[int, int]) -> rooms.System:
    """A system that gives each document to the model of its part; `folds` are the parts, by the identity of the document."""
    systems = [rooms.system_of(ExtractiveSummarizer(model), LENGTHS["medium"]) for model in models]

    def write(documents: Sequence[Document]) -> list[list[str]]:
        return [systems[folds[id(document)]]([document])[0] for document in documents]

    return write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("summaries", type=Path, help="folder of *.jsonl or *.jsonl.zst")
    parser.add_argument("--work", type=Path, required=True, help="folder for the five models")
    parser.add_argument("--without", nargs="*", default=LEFT_OUT, help="files that are left out, by their stem")
    args = parser.parse_args()
    pairs = list(read_pairs(args.summaries, without=args.without))
    models = models_of(pairs, args.work)
    documents = [document_of(pair.article) for pair in pairs]
    folds = {id(document): pair.fold for document, pair in zip(documents, pairs, strict=True)}
    systems = {rooms.BASELINE: rooms.lead(3), "random-3": rooms.chance(3), "extractive, five-fold": cross_fitted(models, folds)}
    print("\n".join(table(rooms.evaluate(systems, pairs, documents))))


if __name__ == "__main__":
    main()
