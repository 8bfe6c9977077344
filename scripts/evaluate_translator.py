"""Score a translation model on a test set: BLEU and chrF with signatures, numbers that survive, loops, and how far two engines agree.

    python scripts/evaluate_translator.py models/nl-en flores-dev.nl flores-dev.en --out scores.json
    python scripts/evaluate_translator.py models/nl-en flores-dev.nl flores-dev.en --engine torch --beam 1 --lines 200
    python scripts/evaluate_translator.py models/nl-en flores-dev.nl flores-dev.en --guards --agree-with torch:float32

The first row is the bare model's; `--guards` adds one through summarizer.translation, as `summarizer translate` does it. MODEL is a name in
the registry or a folder. The JSON has one object a row under "rows"; export_model.py puts them into the card.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from summarizer.article import ModelUsed
from summarizer.engines import Engine
from summarizer.engines.tokenizers import Tokenizer
from summarizer.evaluation.translation import loops, number_survival, read_lines, score
from summarizer.lexicon import Lexicon
from summarizer.model_store import ModelFolder, resolve
from summarizer.translation import Translator
from translation_scores import agreement, load, translate_lines


@dataclass(frozen=True, slots=True)
class Row:
    """One system on one test set; `sha256` is of its weights, `numbers_kept` a share of 1, `flags` counts the faults that the guards left."""

    model: str
    sha256: str
    test_set: str
    lines: int
    engine: str
    compute_type: str
    beam: int
    guards: bool
    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str
    numbers_kept: float
    loops: int
    seconds: float
    flags: dict[str, int]


def with_guards(
    engine: Engine, tokenizer: Tokenizer, model: ModelFolder, sources: list[str], beam: int
) -> tuple[list[str], dict[str, int]]:
    """The translations as users get them, and how many sentences kept which flag."""
    used = ModelUsed(model.name, model.sha256, engine.name, engine.compute_type)
    translations = Translator(engine, tokenizer, used, beam=beam, lexicon=Lexicon.of(model.path)).translate(sources)
    return [translation.text for translation in translations], dict(Counter(flag for t in translations for flag in t.flags))


def evaluate(
    model: ModelFolder, sources: list[str], references: list[str], *, test_set: str, engine: str, compute_type: str | None, beam: int, guards: bool,
    threads: int = 1,
) -> tuple[Row, list[str]]:  # fmt: skip
    """Translate `sources` and score them; the row, and the translations."""
    loaded, tokenizer = load(model, engine=engine, compute_type=compute_type, threads=threads)
    begin = time.perf_counter()
    flags: dict[str, int] = {}
    if guards:
        hypotheses, flags = with_guards(loaded, tokenizer, model, sources, beam)
    else:
        hypotheses = translate_lines(loaded, tokenizer, sources, beam=beam)
    seconds = round(time.perf_counter() - begin, 2)
    scores = score(hypotheses, references)
    row = Row(
        Path(model.name).name, model.sha256, test_set, len(sources), loaded.name, loaded.compute_type, beam, guards, scores.bleu, scores.chrf,
        scores.bleu_signature, scores.chrf_signature, round(number_survival(sources, hypotheses).share, 4), loops(hypotheses), seconds, flags,
    )  # fmt: skip
    return row, hypotheses


def show(rows: list[Row]) -> None:
    """A table on stdout."""
    print(f"{'engine':24}{'beam':>5}{'guards':>8}{'BLEU':>7}{'chrF':>7}{'numbers':>9}{'loops':>7}{'seconds':>9}")
    for row in rows:
        print(
            f"{row.engine + ' ' + row.compute_type:24}{row.beam:5}{'yes' if row.guards else 'no':>8}{row.bleu:7.2f}{row.chrf:7.2f}"
            f"{row.numbers_kept:9.1%}{row.loops:7}{row.seconds:9.1f}  {row.flags or ''}"
        )
    print(f"{rows[0].lines} lines of {rows[0].test_set}; {rows[0].bleu_signature}; {rows[0].chrf_signature}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="a folder, or a translator's name in the registry")
    parser.add_argument("source", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--engine", choices=["auto", "ctranslate2", "torch"], default="auto")
    parser.add_argument("--compute-type", help="int8, float32 ..., on the CPU; without it, what suits the machine")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--lines", type=int, help="only the first so many")
    parser.add_argument("--guards", action="store_true", help="add a row through the guards")
    parser.add_argument("--agree-with", metavar="ENGINE:TYPE", help="also translate with another engine, and count equal lines")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the rows as JSON")
    parser.add_argument("--hypotheses", type=Path, help="write the last row's translations, a line each")
    args = parser.parse_args()
    sources, references = read_lines(args.source)[: args.lines], read_lines(args.reference)[: args.lines]
    if len(sources) != len(references):
        raise SystemExit(f"{args.source} has {len(sources)} lines, {args.reference} has {len(references)}")
    model = resolve(args.model, "translator")
    common = {"test_set": args.source.stem, "beam": args.beam, "threads": args.threads}
    row, bare = evaluate(model, sources, references, engine=args.engine, compute_type=args.compute_type, guards=False, **common)
    rows, hypotheses, report = [row], bare, {}
    if args.guards:
        row, hypotheses = evaluate(model, sources, references, engine=args.engine, compute_type=args.compute_type, guards=True, **common)
        rows.append(row)
    if args.agree_with:
        engine, _, compute_type = args.agree_with.partition(":")
        row, other = evaluate(model, sources, references, engine=engine, compute_type=compute_type or None, guards=False, **common)
        rows.append(row)
        report["agreement"] = round(agreement(bare, other), 4)
    show(rows)
    if report:
        print(f"equal lines, {args.agree_with} beside the first row: {report['agreement']:.1%}")
    if args.out:
        args.out.write_text(json.dumps({"rows": [asdict(row) for row in rows], **report}, indent=1) + "\n", encoding="utf-8")
    if args.hypotheses:
        args.hypotheses.write_text("".join(line + "\n" for line in hypotheses), encoding="utf-8")


if __name__ == "__main__":
    main()
