"""Sequence-level distillation (Kim & Rush 2016): what teachers make of Dutch text becomes the training data of a student in the shipped size.

    python scripts/distill.py general.tsv.zst docs-ms.tsv.zst --teacher models/large --out DATA/kd.tsv
    python scripts/distill.py news-nl.txt.zst --teacher models/large --teacher models/other --out DATA/kd-news.tsv
    python scripts/train_translator.py corpus/student --init-from models/nl-en ...            # a corpus built with kd in its configuration

Each teacher gives its beam's hypotheses. Where the text has a reference (TSV files), the one of them all that is most like it is taken, by sentence
chrF: "sequence-level interpolation", which keeps what the reference says in the words that models find easy. Where it hasn't (other files), the
teachers vote with their best ones: the one most like the others is taken. The filters of build_corpus.py then drop what isn't a translation.

Reads one sentence or pair a line (.txt, .tsv, and these with .gz or .zst); appends `dutch \\t english \\t kd` to --out. Can be stopped at any moment
and started again with the same files in the same order.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_corpus import Pair, read_pairs, read_text, reason_to_drop
from summarizer.engines import Decoding, Engine
from summarizer.engines.tokenizers import Tokenizer
from summarizer.guards import repeats
from summarizer.model_store import resolve
from summarizer.punctuation import normalise
from synthetic import MAX_TOKENS, add_options, produce
from translation_scores import best_hypotheses, load, sentence_chrf


def choose(found: Sequence[Sequence[str]], reference: str) -> str:
    """Of each teacher's hypotheses, best first: the one most like the reference, or, where that is empty, the teacher's best most like the others'.

    The earlier of equals. The lower hypotheses have no vote without a reference: as often as the best they stand around a mistake.
    """
    if reference:
        return max((text for texts in found for text in texts), key=lambda text: sentence_chrf(text, reference))
    best = [texts[0] for texts in found]
    return max(best, key=lambda text: sum(sentence_chrf(text, other) for other in best))


@dataclass(frozen=True)
class Distiller:
    """Makes pairs of Dutch lines, each with a reference or an empty string."""

    teachers: Sequence[tuple[Engine, Tokenizer]]
    beam: int = 5
    batch_tokens: int = 4096

    def __call__(self, given: Sequence[Pair], counts: Counter[str]) -> list[Pair]:
        """The pairs that pass the filters; `counts` learns what became of each line."""
        fitting = [pair for pair in given if pair.dutch and all(len(t.encode(pair.dutch)) <= MAX_TOKENS for _, t in self.teachers)]
        counts["empty or too long"] += len(given) - len(fitting)
        decoding = Decoding(beam=self.beam, hypotheses=self.beam)
        dutch = [pair.dutch for pair in fitting]
        found = [best_hypotheses(*teacher, dutch, decoding, batch_tokens=self.batch_tokens) for teacher in self.teachers]
        seen: Counter[str] = Counter()
        pairs = []
        for pair, *candidates in zip(fitting, *found, strict=True):
            english = choose([[normalise(text) for text in texts] for texts in candidates], pair.english)
            made = Pair(pair.dutch, english, "kd")
            reason = "repetition" if repeats(english) and not repeats(pair.dutch) else reason_to_drop(made, set(), seen)
            counts[reason or "kept"] += 1
            if reason is None:
                pairs.append(made)
        return pairs


def read_given(paths: Sequence[Path]) -> Iterator[Pair]:
    """The lines of all files, in order; a file with .tsv in its name has references, another is plain Dutch."""
    for path in paths:
        if ".tsv" in path.suffixes:
            yield from read_pairs(path, path.name)
        else:
            yield from (Pair(normalise(line), "", path.name) for line in read_text(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, nargs="+", help="Dutch, one sentence a line, or TSV pairs")
    parser.add_argument(
        "--teacher", required=True, action="append", help="folder of a Dutch-to-English model, or its name; may be repeated"
    )
    add_options(parser)
    parser.add_argument("--beam", type=int, default=5)
    args = parser.parse_args()
    teachers = [load(resolve(name, "translator"), engine=args.engine, threads=args.threads) for name in args.teacher]
    make = Distiller(teachers, args.beam, args.batch_tokens)
    produce(read_given(args.text), " ".join(path.name for path in args.text), make, args.out, limit=args.limit, minutes=args.minutes)


if __name__ == "__main__":
    main()
