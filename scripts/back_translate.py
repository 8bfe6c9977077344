"""Turn English sentences into synthetic training pairs: a model makes the Dutch side, filters throw out what went wrong.

    python scripts/train_translator.py corpus/run --minutes 6 --reverse --name en-nl --init-from models/nl-en
    python scripts/export_model.py corpus/run/en-nl --out corpus/run/en-nl-model
    python scripts/back_translate.py mono-en.txt.zst --model corpus/run/en-nl-model --sample-from 10 --round-trip models/nl-en --out DATA/bt.tsv

Reads one sentence a line (.txt, .gz, .zst); appends `dutch \\t english \\t bt` to --out. Can be stopped at any moment and started again: it goes
on after the last whole chunk, by the line count in OUT.progress. Beam 1 or sampling: what back-translation needs is variety more than polish.

--round-trip translates the Dutch back into English. Pairs whose chrF between that and the original is under --min-agreement are dropped; those
above --close get the source `bt-close` instead of `bt`, so that a corpus configuration can weight them apart: fine-tuning takes only these.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import torch

from build_corpus import Pair, read_text, reason_to_drop
from summarizer.engines import Engine
from summarizer.engines.tokenizers import Tokenizer
from summarizer.guards import repeats
from summarizer.model_store import resolve
from summarizer.punctuation import normalise
from synthetic import MAX_TOKENS, add_options, produce
from translation_scores import load, sentence_chrf, translate_lines

# News text that went through some tokenizer has "donot" where its writer had "don't"; the model must not learn to write that.
_GLUED = re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should|must|need)not\b", re.IGNORECASE)


def mend(line: str) -> str:
    """`normalise`d, with glued negations taken apart."""
    return re.sub(r"\b([Cc])anot\b", r"\1annot", _GLUED.sub(r"\1 not", normalise(line)))


@dataclass(frozen=True)
class BackTranslator:
    """Makes pairs of English lines, with the command line's settings; `back` translates the Dutch into English again, to see what was lost."""

    there: tuple[Engine, Tokenizer]
    back: tuple[Engine, Tokenizer] | None = None
    beam: int = 1
    sample_from: int = 1
    temperature: float = 1.0
    min_agreement: float = 0.0
    close: float = 100.0
    batch_tokens: int = 4096

    def __call__(self, english: Sequence[str], counts: Counter[str]) -> list[Pair]:
        """The pairs that pass the filters; `counts` learns what became of each line."""
        cleaned = [mend(line) for line in english]
        fitting = [line for line in cleaned if line and len(self.there[1].encode(line)) <= MAX_TOKENS]
        counts["empty or too long"] += len(cleaned) - len(fitting)
        dutch = translate_lines(
            *self.there, fitting, beam=self.beam, batch_tokens=self.batch_tokens, sample_from=self.sample_from, temperature=self.temperature
        )
        seen: Counter[str] = Counter()
        pairs = []
        for made, line in zip(dutch, fitting, strict=True):
            pair = Pair(normalise(made), line, "bt")
            reason = "repetition" if repeats(pair.dutch) and not repeats(line) else reason_to_drop(pair, set(), seen)
            if reason is None:
                pairs.append(pair)
            else:
                counts[reason] += 1
        return self._agreeing(pairs, counts)

    def _agreeing(self, pairs: list[Pair], counts: Counter[str]) -> list[Pair]:
        if self.back is None:
            counts["kept"] += len(pairs)
            return pairs
        kept = []
        again = translate_lines(*self.back, [pair.dutch for pair in pairs], batch_tokens=self.batch_tokens)
        for pair, text in zip(pairs, again, strict=True):
            agreement = sentence_chrf(text, pair.english)
            if agreement < self.min_agreement:
                counts["round trip"] += 1
            else:
                close = agreement >= self.close
                counts["kept, close" if close else "kept"] += 1
                kept.append(Pair(pair.dutch, pair.english, "bt-close" if close else "bt"))
        return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, help="English, one sentence a line")
    parser.add_argument("--model", required=True, help="folder of an English-to-Dutch model")
    add_options(parser)
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--sample-from", type=int, default=1, help="draw each token from the so many likeliest, instead of searching")
    parser.add_argument("--temperature", type=float, default=1.0, help="of the sampling")
    parser.add_argument("--seed", type=int, default=1, help="of the sampling; a run that goes on draws anew, and so do several threads")
    parser.add_argument("--round-trip", metavar="MODEL", help="Dutch-to-English model, a folder or a name in the registry")
    parser.add_argument("--min-agreement", type=float, default=30, help="chrF of the round trip under which a pair is dropped")
    parser.add_argument("--close", type=float, default=55, help="chrF of the round trip from which a pair's source is bt-close")
    args = parser.parse_args()
    if args.sample_from > 1 and args.beam > 1:
        raise SystemExit("--sample-from goes with --beam 1")
    torch.manual_seed(args.seed)
    ctranslate2.set_random_seed(args.seed)  # before the threads start that draw
    there = load(resolve(args.model, "translator"), engine=args.engine, threads=args.threads)
    back = load(resolve(args.round_trip, "translator"), engine=args.engine, threads=args.threads) if args.round_trip else None
    make = BackTranslator(
        there, back, args.beam, args.sample_from, args.temperature, args.min_agreement, args.close, args.batch_tokens
    )  # fmt: skip
    produce(read_text(args.text), args.text.name, make, args.out, limit=args.limit, minutes=args.minutes)


if __name__ == "__main__":
    main()
