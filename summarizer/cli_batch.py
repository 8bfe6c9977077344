"""`summarizer batch`: a folder of articles in, a folder of abstracts out."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli_options import (
    BatchEngine,
    BatchFormat,
    BeamOption,
    Console,
    DebugOption,
    Device,
    DeviceOption,
    EncodingOption,
    EngineName,
    ForceOption,
    GlossaryOption,
    LengthOption,
    MaxBytesOption,
    MaxSecondsOption,
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
from summarizer.engines import BEAM, MAX_SECONDS
from summarizer.errors import InputError
from summarizer.inputs import is_url
from summarizer.reading import MAX_BYTES, load_path, load_stdin

if TYPE_CHECKING:
    from summarizer.inputs import Input, Shard
    from summarizer.pipeline import Pipeline
    from summarizer.runners import Runner
    from summarizer.views import View

_MODEL_ENGINES = {BatchEngine.ctranslate2: EngineName.ctranslate2, BatchEngine.torch: EngineName.torch}
EPILOG = (
    "Examples: [bold]summarizer batch articles -o abstracts[/bold] · [bold]summarizer batch articles -o abstracts -f json -f html --digest[/bold] · "
    "[bold]summarizer batch articles -o abstracts --glob '2019-*.txt'[/bold]"
)


def batch(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER|URL", help="Articles: all files in it that can be read; s3://… and the like too.")
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
    jsonl: Annotated[str | None, typer.Option("--jsonl", metavar="FILE|URL", help="Also all results in one file, one a line.")] = None,
    csv: Annotated[str | None, typer.Option("--csv", metavar="FILE|URL", help="Also all results as a table.")] = None,
    parquet: Annotated[str | None, typer.Option("--parquet", metavar="FILE|URL", help="Also all results as Parquet.")] = None,
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
    engine: Annotated[
        BatchEngine, typer.Option("--engine", help="Where it runs: local or ray. ctranslate2 and torch: local, and what runs the models.")
    ] = BatchEngine.local,
    address: Annotated[
        str,
        typer.Option(
            "--address", metavar="auto|local|ADDRESS", help="Ray: the cluster; auto is the one that runs here, else one of its own."
        ),
    ] = "auto",
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="Ray: processes, each with --threads CPUs (1); 0: all there is room for.")
    ] = 0,
    device: DeviceOption = Device.auto,
    threads: ThreadsOption = 0,
    beam: BeamOption = BEAM,
    glossary: GlossaryOption = None,
    no_glossary: NoGlossaryOption = False,
    encoding: EncodingOption = None,
    text_field: TextFieldOption = None,
    max_bytes: MaxBytesOption = MAX_BYTES,
    max_seconds: MaxSecondsOption = MAX_SECONDS,
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
    from summarizer.views import json_lines, table
    from summarizer.views import parquet as parquet_table

    console = Console(quiet, debug)
    if not is_url(folder) and not Path(folder).is_dir():
        raise typer.BadParameter(f"there is no folder {folder}")
    if is_url(str(output).replace(":/", "://", 1)):
        raise typer.BadParameter("-o takes a folder on a disk; --jsonl, --csv and --parquet take URLs")
    wanted = list(dict.fromkeys(formats or [BatchFormat.json]))
    part = _part(shard)
    on_ray = engine == BatchEngine.ray and not merge
    if (workers or address != "auto") and engine != BatchEngine.ray:
        raise typer.BadParameter("--address and --workers go with --engine ray")
    tally = Tally()
    with errors(console):
        views = _views(folder, output, digest, {json_lines: jsonl, table: csv, parquet_table: parquet})
        if views and BatchFormat.json not in wanted:
            raise typer.BadParameter("--digest, --jsonl, --csv and --parquet are made of JSON outputs: add -f json")
        if part and (views or merge):
            raise typer.BadParameter("one part doesn't have them all: run without --shard when the parts are done")
        if not is_url(folder):
            refuse_same(Path(folder), output)
        inputs = _inputs(folder, output, pattern, files_from) if not merge else lambda: iter(())
        pipeline = Pipeline(
            translator=translator, summarizer=summarizer, engine=_MODEL_ENGINES.get(engine, EngineName.auto),
            device=device, threads=threads or int(on_ray), beam=beam, force=force, glossary=chosen_glossary(glossary, no_glossary),
            guard=not no_guard, cache=not no_cache, max_seconds=max_seconds,
        )  # fmt: skip
        options = Options(
            chosen_length(length, sentences, words), encoding, text_field, strict, wanted, views, dedupe, part, max_bytes, overwrite, retry_failed
        )  # fmt: skip
        console.warn_of_placeholder(resolve(translator, "translator"))
        with _runner(pipeline, on_ray, address, workers, threads or 1, device, console) as runner, stop_when_asked(quiet=quiet) as stop:
            with reported(tally, progress, quiet=quiet) as update:
                tally.count(part.of(inputs()) if part else inputs())
                for outcome in run_batch(inputs(), output, pipeline, options, warn=console.warn, stop=stop, runner=runner):
                    tally.add(outcome)
                    update()
            if stop():
                console.note(f"stopped by {'Ctrl-C' if stop.exit_code == 130 else 'SIGTERM'}; the same command goes on from here")
                raise typer.Exit(stop.exit_code)
    if tally.exit_code:
        raise typer.Exit(tally.exit_code)


@contextlib.contextmanager
def _runner(
    pipeline: Pipeline, on_ray: bool, address: str, workers: int, cpus: int, device: str, console: Console
) -> Iterator[Runner | None]:  # fmt: skip
    """The workers of a Ray cluster, where one is asked for; this process, which does two groups at once where it has two cores."""
    if not on_ray:
        from summarizer.runners import TwoAtOnce

        with TwoAtOnce(pipeline) if pipeline.cores > 1 else contextlib.nullcontext() as here:
            yield here
        return
    from summarizer.ray import cluster

    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(sys.stderr if console.debug else nowhere),  # Ray tells there, at length, which worker died
        cluster(pipeline, address=address, workers=workers, cpus=cpus, device=device, warn=console.warn, note=console.note) as found,
    ):
        yield found


def _inputs(place: str, output: Path, pattern: str | None, files_from: str | None) -> Callable[[], Iterator[Input]]:
    """The articles, as often as it is called."""
    from summarizer.inputs import find_inputs, listed_inputs

    if is_url(place):
        if files_from is not None:
            raise typer.BadParameter("--files-from takes files of a folder")
        from summarizer.remote import find_remote_inputs

        try:
            found = list(find_remote_inputs(place, pattern=pattern))
        except InputError as error:
            raise typer.BadParameter(str(error)) from error
        return lambda: iter(found)
    folder = Path(place)
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


def _views(folder: str, output: Path, digest: bool, asked: dict[Callable[[Path], View], str | None]) -> list[View]:
    from summarizer.views import digests

    views = digests(output) if digest else []
    for make, place in asked.items():
        if place is not None and is_url(place):
            views.append(replace(make(output / PurePosixPath(place).name), copy=place))
        elif place is not None:
            views.append(make(Path(place)))
    places = [view.path.resolve() for view in views]
    if len(set(places)) < len(places):
        raise typer.BadParameter("two of --digest, --jsonl, --csv and --parquet would be one file")
    for path in places:
        if not is_url(folder) and path.is_relative_to(Path(folder).resolve()) and not path.is_relative_to(output.resolve()):
            raise typer.BadParameter(f"{path.name} would lie among the articles, and be taken for one")
    return views
