"""`summarizer batch`: a folder of articles in, a folder of abstracts out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_options import (
    BatchFormat,
    BeamOption,
    Console,
    DebugOption,
    Device,
    DeviceOption,
    EncodingOption,
    EngineName,
    EngineOption,
    ForceOption,
    GlossaryOption,
    LengthOption,
    MaxBytesOption,
    NoCacheOption,
    NoGlossaryOption,
    NoGuardOption,
    ProgressName,
    QuietOption,
    SentencesOption,
    StrictOption,
    SummarizerOption,
    TextFieldOption,
    ThreadsOption,
    TranslatorOption,
    WordsOption,
    chosen_glossary,
    chosen_length,
    errors,
)
from summarizer.engines import BEAM
from summarizer.errors import InputError
from summarizer.reading import MAX_BYTES, load_path, load_stdin

if TYPE_CHECKING:
    from summarizer.inputs import Input, Shard
    from summarizer.views import View

EPILOG = (
    "Examples: [bold]summarizer batch articles -o abstracts[/bold] · [bold]summarizer batch articles -o abstracts -f json -f html --digest[/bold] · "
    "[bold]summarizer batch articles -o abstracts --glob '2019-*.txt'[/bold]"
)


def batch(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", exists=True, file_okay=False, help="Articles: all files in it that can be read.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Abstracts go there: a/b.txt to a/b.txt.json.")],
    formats: Annotated[
        list[BatchFormat] | None, typer.Option("--format", "-f", help="One file an article; may be repeated. json is the default.")
    ] = None,
    pattern: Annotated[str | None, typer.Option("--glob", metavar="PATTERN", help="The files that match, instead of all.")] = None,
    files_from: Annotated[
        str | None, typer.Option("--files-from", metavar="FILE|-", help="The files listed there, one a line (or NUL after each).")
    ] = None,
    digest: Annotated[bool, typer.Option("--digest", help="Also digest.md and digest.html: all abstracts on a page.")] = False,
    jsonl: Annotated[Path | None, typer.Option("--jsonl", metavar="FILE", help="Also all results in one file, one a line.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Also all results as a table.")] = None,
    dedupe: Annotated[bool, typer.Option("--dedupe", help="Link a near-identical copy to the first instead of doing it again.")] = False,
    shard: Annotated[
        str | None, typer.Option("--shard", metavar="I/N", help="Only part I of N of the articles; a run without it joins the parts.")
    ] = None,
    merge: Annotated[bool, typer.Option("--merge", help="Only join the parts and make the pages and tables; do no article.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that no batch has written.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try again what failed before and hasn't changed.")] = False,
    length: LengthOption = None,
    sentences: SentencesOption = None,
    words: WordsOption = None,
    translator: TranslatorOption = "nl-en",
    summarizer: SummarizerOption = "extractive",
    engine: EngineOption = EngineName.auto,
    device: DeviceOption = Device.auto,
    threads: ThreadsOption = 0,
    beam: BeamOption = BEAM,
    glossary: GlossaryOption = None,
    no_glossary: NoGlossaryOption = False,
    encoding: EncodingOption = None,
    text_field: TextFieldOption = None,
    max_bytes: MaxBytesOption = MAX_BYTES,
    no_cache: NoCacheOption = False,
    force: ForceOption = False,
    no_guard: NoGuardOption = False,
    strict: StrictOption = False,
    progress: Annotated[ProgressName, typer.Option("--progress", help="auto: a bar on a terminal, lines elsewhere.")] = ProgressName.auto,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Write the abstracts of a folder of articles; run again, it does only what is new or changed.

    Ctrl-C ends it when the articles in hand are done, twice at once. Pages and tables hold all that is done, not only what this run did.
    """
    from summarizer.batch import Options, run_batch
    from summarizer.inputs import refuse_same
    from summarizer.model_store import resolve
    from summarizer.pipeline import Pipeline
    from summarizer.progress import Tally, reported
    from summarizer.stopping import stop_when_asked

    console = Console(quiet, debug)
    wanted = list(dict.fromkeys(formats or [BatchFormat.json]))
    part = _part(shard)
    views = _views(folder, output, digest, jsonl, csv)
    if views and BatchFormat.json not in wanted:
        raise typer.BadParameter("--digest, --jsonl and --csv are made of JSON outputs: add -f json")
    if part and (views or merge):
        raise typer.BadParameter("one part doesn't have them all: run without --shard when the parts are done")
    tally = Tally()
    with errors(console):
        refuse_same(folder, output)
        inputs = _inputs(folder, output, pattern, files_from) if not merge else lambda: iter(())
        pipeline = Pipeline(
            translator=translator, summarizer=summarizer, engine=engine, device=device, threads=threads, beam=beam, force=force,
            glossary=chosen_glossary(glossary, no_glossary), guard=not no_guard, cache=not no_cache,
        )  # fmt: skip
        options = Options(
            chosen_length(length, sentences, words), encoding, text_field, strict, wanted, views, dedupe, part, max_bytes, overwrite, retry_failed
        )  # fmt: skip
        console.warn_of_placeholder(resolve(translator, "translator"))
        with stop_when_asked(quiet=quiet) as stop:
            with reported(tally, progress, quiet=quiet) as update:
                tally.count(part.of(inputs()) if part else inputs())
                for outcome in run_batch(inputs(), output, pipeline, options, warn=console.warn, stop=stop):
                    tally.add(outcome)
                    update()
            if stop():
                console.note(f"stopped by {'Ctrl-C' if stop.exit_code == 130 else 'SIGTERM'}; the same command goes on from here")
                raise typer.Exit(stop.exit_code)
    if tally.exit_code:
        raise typer.Exit(tally.exit_code)


def _inputs(folder: Path, output: Path, pattern: str | None, files_from: str | None) -> Callable[[], Iterator[Input]]:
    """The articles, as often as it is called."""
    from summarizer.inputs import find_inputs, listed_inputs

    if files_from is None:
        return lambda: find_inputs(folder, pattern=pattern, leave_out=output)
    if pattern is not None:
        raise typer.BadParameter("choose one of --glob and --files-from")
    try:
        names = load_stdin(sys.maxsize) if files_from == "-" else load_path(Path(files_from), sys.maxsize)
    except InputError as error:
        raise typer.BadParameter(str(error)) from error
    return lambda: listed_inputs(names, folder)


def _part(shard: str | None) -> Shard | None:
    from summarizer.inputs import Shard

    if shard is None:
        return None
    try:
        number, count = map(int, shard.split("/"))
        return Shard(number, count)
    except ValueError as error:
        raise typer.BadParameter(f"--shard takes I/N, as in 2/5, not {shard!r}") from error


def _views(folder: Path, output: Path, digest: bool, jsonl: Path | None, csv: Path | None) -> list[View]:
    from summarizer.views import digests, json_lines, table

    views = [*(digests(output) if digest else []), *([json_lines(jsonl)] if jsonl else []), *([table(csv)] if csv else [])]
    places = [view.path.resolve() for view in views]
    if len(set(places)) < len(places):
        raise typer.BadParameter("two of --digest, --jsonl and --csv would be one file")
    for path in places:
        if path.is_relative_to(folder.resolve()) and not path.is_relative_to(output.resolve()):
            raise typer.BadParameter(f"{path.name} would lie among the articles, and be taken for one")
    return views
