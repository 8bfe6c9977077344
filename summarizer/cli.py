"""The command line: parse, call, print. Answers go to stdout; everything else to stderr."""

from __future__ import annotations

import contextlib
import io
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from summarizer.errors import CheckFailed, InputError, SummarizerError
from summarizer.output import ClosedPipe, open_output, printable
from summarizer.reading import MAX_BYTES

if TYPE_CHECKING:
    from summarizer.article import Article, Result

app = typer.Typer(
    name="summarizer", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Dutch news in, a short English abstract out that can be trusted and checked. Works offline.",
    epilog="Exit codes: 0 all done, 1 some inputs failed, 2 wrong use or no usable model, 3 every input failed, 4 the output can't be written, "
    "130 interrupted, 143 terminated.",
)  # fmt: skip
models_app = typer.Typer(no_args_is_help=True, help="List, verify, find and fetch models.")
app.add_typer(models_app, name="models")


class Format(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"


class LinesFormat(StrEnum):
    text = "text"
    json = "json"


class LengthName(StrEnum):
    short = "short"
    medium = "medium"
    long = "long"


class Device(StrEnum):
    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


class EngineName(StrEnum):
    auto = "auto"
    ctranslate2 = "ctranslate2"
    torch = "torch"


TranslatorOption = Annotated[
    str, typer.Option("--translator", metavar="NAME|DIR", help="Translation model: a name of `models list`, or a folder.")
]
SummarizerOption = Annotated[
    str, typer.Option("--summarizer", metavar="NAME|DIR", help="Summarization model: extractive, a name, or a folder.")
]
EngineOption = Annotated[EngineName, typer.Option("--engine", help="What runs the models.")]
DeviceOption = Annotated[Device, typer.Option("--device", help="Where to run them.")]
ThreadsOption = Annotated[int, typer.Option("--threads", min=0, help="CPU threads; 0: the free cores.")]
BeamOption = Annotated[int, typer.Option("--beam", min=1, max=16, help="Beam size of the translation.")]
EncodingOption = Annotated[str | None, typer.Option("--encoding", help="Encoding of the input, where it is known.")]
MaxBytesOption = Annotated[int, typer.Option("--max-bytes", min=1, help="Largest input that is read.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Translate whatever language it is.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Fail when a check finds something.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No warnings.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of stdout.")]


@dataclass(frozen=True)
class Console:
    """What goes to stderr, and how errors end the program."""

    quiet: bool
    debug: bool

    def warn(self, message: str) -> None:
        if not self.quiet:
            print(f"warning: {printable(message)}", file=sys.stderr)

    def error(self, error: SummarizerError) -> None:
        hint = f" ({error.hint})" if error.hint else ""
        print(f"error: {printable(str(error) + hint)}", file=sys.stderr)

    def fail(self, error: SummarizerError) -> NoReturn:
        if self.debug:
            raise error
        self.error(error)
        raise typer.Exit(error.exit_code)


@app.command(
    epilog="Examples: [bold]summarizer summarize article.txt[/bold] · [bold]summarizer summarize *.txt -f json --words 60[/bold] · "
    "[bold]curl … | summarizer summarize -[/bold]"
)  # fmt: skip
def summarize(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="[INPUT…|-]", help="Articles as text or Markdown files; - is stdin, the default.")
    ] = None,
    output: OutputOption = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="Several results in JSON are one a line.")] = Format.text,
    length: Annotated[LengthName | None, typer.Option("--length", help="2, 3 or 5 sentences; medium is the default.")] = None,
    sentences: Annotated[int | None, typer.Option("--sentences", min=1, help="At most so many sentences.")] = None,
    words: Annotated[int | None, typer.Option("--words", min=1, help="At most so many words (but one sentence at least).")] = None,
    translator: TranslatorOption = "nl-en",
    summarizer: SummarizerOption = "extractive",
    engine: EngineOption = EngineName.auto,
    device: DeviceOption = Device.auto,
    threads: ThreadsOption = 0,
    beam: BeamOption = 4,
    encoding: EncodingOption = None,
    max_bytes: MaxBytesOption = MAX_BYTES,
    force: ForceOption = False,
    strict: StrictOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Print a short English abstract of Dutch (or English) articles."""
    from summarizer.pipeline import Pipeline
    from summarizer.rendering import FORMATS, findings, to_json
    from summarizer.summarization import LENGTHS, Length

    console = Console(quiet, debug)
    if sum(option is not None for option in (length, sentences, words)) > 1:
        raise typer.BadParameter("choose one of --length, --sentences and --words")
    wanted = Length(sentences=sentences, words=words) if sentences or words else LENGTHS[length or "medium"]
    names = inputs or ["-"]
    pipeline = Pipeline(
        translator=translator, summarizer=summarizer, engine=engine, device=device, threads=threads, beam=beam, force=force
    )  # fmt: skip
    failed = 0
    with _errors(console), open_output(output) as write:
        articles = []
        for name in names:
            try:
                articles.append(_read(name, encoding, max_bytes))
            except InputError as error:
                failed += 1
                console.error(error)
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
            if len(names) == 1:
                write(FORMATS[format](result))
            elif format is Format.json:
                write(to_json(result, indent=None))
            else:
                heading = f"== {printable(result.article.path or '-')} ==\n" if format is Format.text else ""
                write(f"{heading}{FORMATS[format](result)}\n")
    if failed:
        raise typer.Exit(3 if failed == len(names) > 1 else 1)


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
    beam: BeamOption = 4,
    encoding: EncodingOption = None,
    max_bytes: MaxBytesOption = MAX_BYTES,
    strict: StrictOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Translate a Dutch text into English, paragraphs kept."""
    import json

    from summarizer.guards import HARD
    from summarizer.pipeline import Pipeline
    from summarizer.reading import read_lines
    from summarizer.segmentation import split_article

    console = Console(quiet, debug)
    with _errors(console), open_output(output) as write:
        pipeline = Pipeline(translator=translator, engine=engine, device=device, threads=threads, beam=beam)
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
                write(json.dumps(item, ensure_ascii=False))
        elif lines:
            for translation in found:
                write(" ".join(translation.text.splitlines()))
        else:
            blocks: dict[int, list[str]] = {}
            for translation, paragraph in zip(found, paragraphs, strict=True):
                blocks.setdefault(paragraph, []).append(translation.text)
            write("\n\n".join(" ".join(texts) for texts in blocks.values()))


@models_app.command("list")
def models_list(debug: DebugOption = False) -> None:
    """Every model known by name, and whether it is here."""
    from summarizer.model_store import list_models

    with _errors(Console(False, debug)):
        rows = [(s.entry.name, s.entry.kind, s.state, _size(s.bytes), s.entry.licence, s.entry.description) for s in list_models()]
        rows.append(("extractive", "summarizer", "ready", "0 MB", "Apache-2.0", "Picks the sentences that carry the news; built in."))
        widths = [max(len(row[i]) for row in rows) for i in range(5)]
        for row in rows:
            print("  ".join([*(value.ljust(width) for value, width in zip(row, widths, strict=False)), row[5]]))


@models_app.command("verify")
def models_verify(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]", help="Models to verify; all that are here by default.")] = None,
    debug: DebugOption = False,
) -> None:
    """Read every byte of the models and compare with the registry."""
    from summarizer.model_store import list_models, verify

    with _errors(Console(False, debug)):
        bad = 0
        for name in names or [s.entry.name for s in list_models() if s.state in ("ready", "damaged")]:
            problems = verify(name)
            bad += bool(problems)
            print("\n".join(f"{name}: {problem}" for problem in problems) or f"{name}: all files are as they should be")
        if bad:
            raise typer.Exit(1)


@models_app.command("path")
def models_path(name: Annotated[str, typer.Argument(help="A model of `models list`.")], debug: DebugOption = False) -> None:
    """Print the folder of a model that is here."""
    from summarizer.model_store import find, resolve

    with _errors(Console(False, debug)):
        print(resolve(name, find(name).kind).path)


@models_app.command("pull")
def models_pull(
    name: Annotated[str, typer.Argument(help="A hub model of `models list`.")],
    revision: Annotated[str | None, typer.Option("--revision", help="Commit (40 hex digits) of a model the registry doesn't pin.")] = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Bring a model from the hub; the only command that opens a connection."""
    from summarizer.model_download import pull, trust_note

    console = Console(quiet, debug)

    def progress(file: str, done: int, total: int) -> None:
        if not quiet and sys.stderr.isatty():
            print(f"\r{file}: {done / 1e6:.0f} of {total / 1e6:.0f} MB", end="\n" if done >= total else "", file=sys.stderr)

    with _errors(console):
        folder = pull(name, revision=revision, progress=progress)
        if not quiet and (note := trust_note(name, revision)):
            print(note, file=sys.stderr)
        print(folder)


@app.command()
def doctor(debug: DebugOption = False) -> None:
    """Show versions, machine and models, and translate one sentence."""
    from summarizer.doctor import report

    with _errors(Console(False, debug)):
        lines, healthy = report()
        print("\n".join(lines))
        if not healthy:
            raise typer.Exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(version("summarizer"))
        raise typer.Exit


@app.callback()
def _root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    pass


def _read(name: str, encoding: str | None, max_bytes: int) -> Article:
    from summarizer.reading import read_path, read_stdin

    return (
        read_stdin(encoding=encoding, max_bytes=max_bytes) if name == "-" else read_path(Path(name), encoding=encoding, max_bytes=max_bytes)
    )


def _bytes(name: str, max_bytes: int) -> bytes:
    from summarizer.reading import load_path, load_stdin

    return load_stdin(max_bytes) if name == "-" else load_path(Path(name), max_bytes)


def _warn_about(result: Result, console: Console) -> None:
    where = result.article.path or "stdin"
    for warning in result.warnings:
        console.warn(f"{where}: {warning}")
    if result.translator and result.translator.placeholder:
        console.warn(f"{result.translator.name} is a placeholder model: its translations are rough")


@contextlib.contextmanager
def _errors(console: Console) -> Iterator[None]:
    """Every error becomes one line and an exit code."""
    try:
        yield
    except SummarizerError as error:
        console.fail(error)
    except ClosedPipe:
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _size(count: int) -> str:
    return f"{count / 1e6:.0f} MB"


def _terminated(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def main() -> None:
    """The `summarizer` program."""
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    app()


if __name__ == "__main__":
    main()
