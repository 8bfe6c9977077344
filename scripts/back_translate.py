"""Turn English sentences into synthetic training pairs: a model makes the Dutch side, filters throw out what went wrong.

    python scripts/train_translator.py corpus/run --minutes 6 --reverse --name en-nl
    python scripts/export_model.py corpus/run/en-nl --out corpus/run/en-nl-model
    python scripts/back_translate.py mono-en.txt.zst --model corpus/run/en-nl-model --out DATA/bt.tsv      # then name bt in corpus.toml

Reads one sentence a line (.txt, .gz, .zst); appends `dutch \\t english \\t bt` to --out. Can be stopped at any moment and started again: it goes
on after the last whole chunk, by the line count in OUT.progress. Beam 1: what back-translation needs is variety more than polish.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from build_corpus import Pair, read_text, reason_to_drop
from summarizer.engines import Engine
from summarizer.engines.tokenizers import Tokenizer
from summarizer.guards import repeats
from summarizer.model_store import resolve
from summarizer.punctuation import normalise
from translation_scores import load, translate_lines

MAX_TOKENS = 100  # of the English side; the model has seen nothing longer
CHUNK = 2000  # lines between two marks in OUT.progress


@dataclass
class Progress:
    """Where a run stands: the text's name, lines of it read, bytes of --out that are good, and what became of the lines."""

    text: str
    lines: int = 0
    bytes: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, mark: Path, out: Path, text: str) -> Progress:
        """Of an earlier run, or a fresh one; SystemExit when it doesn't fit the files."""
        progress = cls(**json.loads(mark.read_text(encoding="utf-8"))) if mark.exists() else cls(text)
        if progress.text != text or (out.stat().st_size if out.exists() else 0) < progress.bytes:
            raise SystemExit(f"{mark} doesn't belong to {text} and {out}: remove it, and {out} too, to start anew")
        return progress

    def write(self, path: Path) -> None:
        temporary = path.with_name(path.name + ".tmp")
        temporary.write_text(json.dumps(asdict(self)), encoding="utf-8")
        temporary.replace(path)


def synthetic_pairs(
    engine: Engine, tokenizer: Tokenizer, english: Sequence[str], *, beam: int, batch_tokens: int, counts: Counter[str]
) -> list[Pair]:
    """The pairs that pass the filters; `counts` learns what became of each line."""
    cleaned = [normalise(line) for line in english]
    fitting = [line for line in cleaned if line and len(tokenizer.encode(line)) <= MAX_TOKENS]
    counts["empty or too long"] += len(cleaned) - len(fitting)
    seen: Counter[str] = Counter()
    pairs = []
    for line, dutch in zip(fitting, translate_lines(engine, tokenizer, fitting, beam=beam, batch_tokens=batch_tokens), strict=True):
        pair = Pair(normalise(dutch), line, "bt")
        reason = "repetition" if repeats(pair.dutch) and not repeats(line) else reason_to_drop(pair, set(), seen)
        counts[reason or "kept"] += 1
        if reason is None:
            pairs.append(pair)
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, help="English, one sentence a line")
    parser.add_argument("--model", required=True, help="folder of an English-to-Dutch model")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--engine", choices=["auto", "ctranslate2", "torch"], default="auto")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--batch-tokens", type=int, default=4096, help="padded source tokens a batch; more for a large GPU")
    parser.add_argument("--limit", type=int, help="stop after so many lines of the text")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    mark = args.out.with_name(args.out.name + ".progress")
    progress = Progress.read(mark, args.out, args.text.name)
    counts = Counter(progress.counts)
    engine, tokenizer = load(resolve(args.model, "translator"), engine=args.engine, threads=args.threads)
    lines = itertools.islice(read_text(args.text), progress.lines, args.limit)
    begin, first = time.monotonic(), progress.lines
    with args.out.open("ab") as file:
        file.truncate(progress.bytes)  # what a killed run wrote after its last mark
        while chunk := list(itertools.islice(lines, CHUNK)):
            for pair in synthetic_pairs(engine, tokenizer, chunk, beam=args.beam, batch_tokens=args.batch_tokens, counts=counts):
                file.write(f"{pair.dutch}\t{pair.english}\t{pair.source}\n".encode())
            file.flush()
            os.fsync(file.fileno())
            progress = Progress(args.text.name, progress.lines + len(chunk), file.tell(), dict(counts))
            progress.write(mark)
            speed = (progress.lines - first) / (time.monotonic() - begin)
            print(
                f"{progress.lines} lines, {speed:.0f}/s: " + ", ".join(f"{count} {what}" for what, count in counts.most_common()),
                flush=True,
            )


if __name__ == "__main__":
    main()
