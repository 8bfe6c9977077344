"""`summarizer evaluate`: how good translations and abstracts are, on test sets that the user has."""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_options import (
    BeamOption,
    Console,
    DebugOption,
    Device,
    DeviceOption,
    EngineName,
    EngineOption,
    LengthOption,
    NoGuardOption,
    SentencesOption,
    SummarizerOption,
    ThreadsOption,
    TranslatorOption,
    WordsOption,
    chosen_length,
    errors,
)
from summarizer.engines import BEAM
from summarizer.output import to_stdout
from summarizer.summarization import EXTRACTIVE

if TYPE_CHECKING:
    from summarizer.evaluation.summaries import Scores

app = typer.Typer(no_args_is_help=True, help="Score translations and abstracts beside those of people.")
JsonOption = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command()
def translation(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", exists=True, dir_okay=False, help="Dutch sentences, one a line.")],
    reference: Annotated[Path, typer.Argument(metavar="REFERENCE", exists=True, dir_okay=False, help="Their English, line by line.")],
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="The first so many lines only.")] = None,
    translator: TranslatorOption = "nl-en",
    engine: EngineOption = EngineName.auto,
    device: DeviceOption = Device.auto,
    threads: ThreadsOption = 0,
    beam: BeamOption = BEAM,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """BLEU and chrF of the translations as users get them, guards and all."""
    from summarizer.evaluation.translation import loops, number_survival, read_lines, score
    from summarizer.pipeline import Pipeline

    with errors(Console(False, debug)):
        sources, references = (read_lines(path)[:limit] for path in (source, reference))
        if len(sources) != len(references):
            raise typer.BadParameter(f"{source} has {len(sources)} lines, {reference} has {len(references)}")
        pipeline = Pipeline(translator=translator, engine=engine, device=device, threads=threads, beam=beam)
        hypotheses = [found.text for found in pipeline.translate(sources)]
        scores, numbers = score(hypotheses, references), number_survival(sources, hypotheses)
        used = pipeline.translator.used
        row = {
            "lines": len(sources), **asdict(scores), "numbers_kept": round(numbers.share, 4), "loops": loops(hypotheses), "beam": beam,
            "translator": asdict(used),
        }  # fmt: skip
        if as_json:
            to_stdout(json.dumps(row))
            return
        to_stdout(f"{used.name}, {used.engine} {used.compute_type}, beam {beam}, {len(sources)} lines")
        to_stdout(f"BLEU {scores.bleu:.1f}   chrF {scores.chrf:.1f}   numbers kept {numbers.share:.1%}   loops {row['loops']}")
        to_stdout(f"{scores.bleu_signature}\n{scores.chrf_signature}")


@app.command()
def summaries(
    pairs: Annotated[
        Path,
        typer.Argument(
            metavar="PAIRS", exists=True, help='JSONL of {"article", "summary"} in English, or a folder of such files; .zst too.'
        ),
    ],
    every: Annotated[bool, typer.Option("--all", help="All articles, also those that the embedded summarizer has learned from.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="The first so many articles of each file.")] = None,
    textrank: Annotated[bool, typer.Option("--textrank", help="TextRank (of the sumy package) as one more baseline.")] = False,
    translate: Annotated[bool, typer.Option("--translate", help="The articles are Dutch: translate them first.")] = False,
    translator: TranslatorOption = "nl-en",
    summarizer: SummarizerOption = EXTRACTIVE,
    no_guard: NoGuardOption = False,
    length: LengthOption = None,
    sentences: SentencesOption = None,
    words: WordsOption = None,
    engine: EngineOption = EngineName.auto,
    device: DeviceOption = Device.auto,
    threads: ThreadsOption = 0,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """ROUGE, coverage and unsupported claims of a summarizer beside the first three sentences and three random ones."""
    from summarizer.evaluation import summaries as rooms
    from summarizer.evaluation.pairs import read_pairs
    from summarizer.evaluation.rouge import SIGNATURE
    from summarizer.pipeline import Pipeline
    from summarizer.reading import read_text

    with errors(Console(False, debug)):
        found = [pair for pair in read_pairs(pairs) if every or pair.is_dev]
        by_set = itertools.groupby(found, key=lambda pair: pair.name)
        chosen = [pair for _, group in by_set for pair in itertools.islice(group, limit)]
        pipeline = Pipeline(translator=translator, summarizer=summarizer, engine=engine, device=device, threads=threads, guard=not no_guard)
        used = pipeline.summarizer.used
        systems = {rooms.BASELINE: rooms.lead(3), "lead-2": rooms.lead(2), "random-3": rooms.chance(3)}
        systems |= {"textrank-3": rooms.textrank(3)} if textrank else {}
        judged = used.name if summarizer == EXTRACTIVE else f"{Path(used.name).name}, {'no guard' if no_guard else 'guard'}"
        systems[judged] = rooms.system_of(pipeline.summarizer, chosen_length(length, sentences, words))
        documents = pipeline.documents([read_text(pair.article) for pair in chosen]) if translate else None
        rows = rooms.evaluate(systems, chosen, documents, pipeline.glossary)
        if as_json:
            to_stdout(json.dumps({"signature": SIGNATURE, "rows": [asdict(row) for row in rows]}, indent=1))
        else:
            to_stdout(
                "\n".join([*table(rows), "", SIGNATURE, "gain: paired difference with lead-3; intervals: 95 %, bootstrap over articles"])
            )


def table(rows: list[Scores]) -> list[str]:
    """The lines to print: a block for each set, a row for each system."""
    lines = []
    width = max([14, *(len(row.system) + 1 for row in rows)])
    for name, group in itertools.groupby(rows, key=lambda row: row.name):
        scores = list(group)
        lines += ["", f"{name}, {scores[0].articles} articles"]
        lines.append(
            f"{'':{width}}{'ROUGE-1':>22}{'ROUGE-2':>22}{'ROUGE-Lsum':>22}{'gain R-1':>22}{'gain R-Lsum':>22}  words  unsupp.  numbers  names"
        )
        for row in scores:
            cells = [row.rouge["rouge1"], row.rouge["rouge2"], row.rouge["rougeLsum"], row.gain["rouge1"], row.gain["rougeLsum"]]
            lines.append(
                f"{row.system:{width}}{''.join(f'{cell!s:>22}' for cell in cells)}"
                f"{row.words:7.0f}{row.unsupported:9}{row.numbers:9.0%}{row.names:7.0%}"
            )
    return lines[1:]
