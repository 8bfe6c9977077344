"""The command line: parse, call, print. Answers go to stdout; everything else to stderr."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer import cli_batch, cli_evaluate, cli_models
from summarizer.cli_options import (
    BeamOption,
    Console,
    DebugOption,
    Device,
    DeviceOption,
    EncodingOption,
    EngineName,
    EngineOption,
    ForceOption,
    Format,
    GlossaryOption,
    LengthOption,
    LinesFormat,
    MaxBytesOption,
    MaxSecondsOption,
    NoCacheOption,
    NoGlossaryOption,
    NoGuardOption,
    OutputOption,
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
from summarizer.errors import CheckFailed, EmptyInput, InputError
from summarizer.output import open_output, printable, stdout_errors_told, to_stderr, to_stdout
from summarizer.reading import MAX_BYTES
from summarizer.stopping import end_on_signals

if TYPE_CHECKING:
    from summarizer.article import Article, Result

app = typer.Typer(
    name="summarizer", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Dutch news in, a short English abstract out that can be trusted and checked. Works offline.",
    epilog="Exit codes: 0 all done, 1 some inputs failed, 2 wrong use or no usable model, 3 every input failed, 4 the output can't be written, "
    "130 interrupted, 143 terminated.",
)  # fmt: skip
app.add_typer(cli_models.app, name="models")
app.add_typer(cli_evaluate.app, name="evaluate")


@app.command(
    epilog="Examples: [bold]summarizer summarize article.txt[/bold] · [bold]summarizer summarize *.txt -f json --words 60[/bold] · "
    "[bold]curl … | summarizer summarize -[/bold]"
)  # fmt: skip
def summarize(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUT…|-]", help="Articles: text, Markdown, HTML, PDF, DOCX, EML, JSONL, CSV; - is stdin."),
    ] = None,
    output: OutputOption = None,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="Of several results: json and jsonl have one a line, html is one page.")
    ] = Format.text,
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
    max_seconds: MaxSecondsOption = MAX_SECONDS,
    no_cache: NoCacheOption = False,
    force: ForceOption = False,
    no_guard: NoGuardOption = False,
    strict: StrictOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Print a short English abstract of Dutch (or English) articles."""
    from summarizer.pipeline import Pipeline
    from summarizer.rendering import findings, render

    console = Console(quiet, debug)
    wanted = chosen_length(length, sentences, words)
    names = inputs or ["-"]
    failed = total = 0
    with errors(console), open_output(output) as write:
        pipeline = Pipeline(
            translator=translator, summarizer=summarizer, engine=engine, device=device, threads=threads, beam=beam, force=force,
            glossary=chosen_glossary(glossary, no_glossary), guard=not no_guard, cache=not no_cache, max_seconds=max_seconds,
        )  # fmt: skip
        articles = []
        for name in names:
            for found in _read_all(name, encoding, max_bytes, text_field):
                total += 1
                if isinstance(found, InputError):
                    failed += 1
                    console.error(found)
                else:
                    articles.append(found)

        def good() -> Iterator[Result]:
            nonlocal failed
            for result in pipeline.summarize_many(articles, wanted):
                if isinstance(result, InputError):
                    failed += 1
                    console.error(result)
                    continue
                _warn_about(result, console)
                if strict and not result.checks.passed:
                    failed += 1
                    console.error(CheckFailed(f"{result.article.path or 'the article'}: {findings(result.checks)}"))
                    continue
                yield result

        for piece in render(good(), format, several=max(len(names), total) > 1):
            write(piece)
        if failed == total:  # inside: what was in the file before stays there
            raise typer.Exit(3 if total > 1 else 1)
    if failed:
        raise typer.Exit(1)


app.command(epilog=cli_batch.EPILOG)(cli_batch.batch)


@app.command(
    epilog="Examples: [bold]summarizer translate article.txt[/bold] · [bold]summarizer translate --lines corpus.nl -o corpus.en[/bold]"
)
def translate(
    input: Annotated[str, typer.Argument(metavar="[INPUT|-]", help="A text or Markdown file; - is stdin.")] = "-",
    output: OutputOption = None,
    format: Annotated[LinesFormat, typer.Option("--format", "-f", help="json: one object a sentence or line.")] = LinesFormat.text,
    lines: Annotated[bool, typer.Option("--lines", help="Line i of the output translates line i of the input.")] = False,
    translator: TranslatorOption = "nl-en",
    engine: EngineOption = EngineName.auto,
    device: DeviceOption = Device.auto,
    threads: ThreadsOption = 0,
    beam: BeamOption = BEAM,
    glossary: GlossaryOption = None,
    no_glossary: NoGlossaryOption = False,
    encoding: EncodingOption = None,
    max_bytes: MaxBytesOption = MAX_BYTES,
    no_cache: NoCacheOption = False,
    strict: StrictOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Translate a Dutch text into English, paragraphs kept."""
    from summarizer.guards import HARD
    from summarizer.pipeline import Pipeline
    from summarizer.reading import read_lines
    from summarizer.rendering import json_text
    from summarizer.segmentation import split_article

    console = Console(quiet, debug)
    with errors(console), open_output(output) as write:
        pipeline = Pipeline(
            translator=translator, engine=engine, device=device, threads=threads, beam=beam,
            glossary=chosen_glossary(glossary, no_glossary), cache=not no_cache,
        )  # fmt: skip
        if lines:
            sources = read_lines(_bytes(input, max_bytes), encoding=encoding)
            paragraphs = list(range(1, len(sources) + 1))
        else:
            article = _read(input, encoding, max_bytes)
            title = [article.title] if article.title else []
            split = split_article(article)
            sources, paragraphs = title + [s.text for s in split], [0] * len(title) + [s.paragraph for s in split]
        found = pipeline.translate(sources)
        broken = [i for i, translation in enumerate(found, 1) if HARD.intersection(translation.flags)]
        if broken:
            console.warn(
                f"not translated well: {'line' if lines else 'sentence'} {', '.join(map(str, broken[:20]))}{' …' if len(broken) > 20 else ''}"
            )
        if strict and broken:
            raise CheckFailed(f"{len(broken)} of {len(found)} translations are flagged")
        if format is LinesFormat.json:
            for number, (nl, translation, paragraph) in enumerate(zip(sources, found, paragraphs, strict=True), 1):
                item = {"number": number, "paragraph": paragraph, "nl": nl, "en": translation.text, "flags": list(translation.flags)}
                write(json_text(item))
        elif lines:
            for translation in found:
                write(printable(translation.text))
        else:
            blocks: dict[int, list[str]] = {}
            for translation, paragraph in zip(found, paragraphs, strict=True):
                blocks.setdefault(paragraph, []).append(printable(translation.text))
            write("\n\n".join(" ".join(texts) for texts in blocks.values()))


@app.command()
def doctor(debug: DebugOption = False) -> None:
    """Show versions, machine and models, and translate one sentence."""
    from summarizer.doctor import report

    with errors(Console(False, debug)):
        lines, healthy = report()
        to_stdout("\n".join(map(printable, lines)))
        if not healthy:
            raise typer.Exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        to_stdout(version("summarizer"))
        raise typer.Exit


@app.callback()
def _root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    pass


def _read(name: str, encoding: str | None, max_bytes: int) -> Article:
    from summarizer.reading import read_path, read_stdin

    return (
        read_stdin(encoding=encoding, max_bytes=max_bytes) if name == "-" else read_path(Path(name), encoding=encoding, max_bytes=max_bytes)
    )


def _read_all(name: str, encoding: str | None, max_bytes: int, text_field: str | None) -> Iterator[Article | InputError]:
    """The articles of an input, or why there is none."""
    from summarizer.reading import read_records

    try:
        data = _bytes(name, max_bytes)
    except InputError as error:
        yield error
        return
    path = None if name == "-" else str(Path(name))
    found = None
    for found in read_records(data, path=path, encoding=encoding, text_field=text_field):
        yield found
    if found is None:
        yield EmptyInput(f"{path or 'stdin'} holds no article")


def _bytes(name: str, max_bytes: int) -> bytes:
    from summarizer.reading import load_path, load_stdin

    return load_stdin(max_bytes) if name == "-" else load_path(Path(name), max_bytes)


def _warn_about(result: Result, console: Console) -> None:
    where = result.article.path or "stdin"
    for warning in result.warnings:
        console.warn(f"{where}: {warning}")
    if result.translator:
        console.warn_of_placeholder(result.translator)


def main() -> None:
    """The `summarizer` program."""
    end_on_signals()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    with stdout_errors_told():
        try:
            Path.cwd()
        except FileNotFoundError:  # some libraries end the program when they find out
            to_stderr("error: the working folder is gone")
            raise SystemExit(2) from None
        app()


if __name__ == "__main__":
    main()
