"""What the commands share: their options, the console, and how an error ends the program."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from summarizer.errors import SummarizerError
from summarizer.glossary import Glossary, built_in, read_glossary
from summarizer.output import ClosedPipe, printable, to_stderr
from summarizer.stopping import exit_code_of
from summarizer.summarization import LENGTHS, Length

if TYPE_CHECKING:
    from summarizer.article import ModelUsed
    from summarizer.model_store import ModelFolder


class Format(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    html = "html"


class BatchFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"
    html = "html"


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


class ProgressName(StrEnum):
    auto = "auto"
    bar = "bar"
    lines = "lines"
    none = "none"


class EngineName(StrEnum):
    auto = "auto"
    ctranslate2 = "ctranslate2"
    torch = "torch"


class BatchEngine(StrEnum):
    """Where a batch runs; or, on this machine, what runs the models, as in the other commands."""

    local = "local"
    ray = "ray"
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
ThreadsOption = Annotated[int, typer.Option("--threads", min=0, help="CPU threads; 0: all cores.")]
BeamOption = Annotated[int, typer.Option("--beam", min=1, max=16, help="Beam size of the translation.")]
GlossaryOption = Annotated[
    Path | None,
    typer.Option(
        "--glossary", metavar="FILE", help="How Dutch terms shall be said: lines of Dutch, a tab, English. Adds to the built-in list."
    ),
]
NoGlossaryOption = Annotated[bool, typer.Option("--no-glossary", help="Without the built-in list of terms.")]
EncodingOption = Annotated[str | None, typer.Option("--encoding", help="Encoding of the input, where it is known.")]
TextFieldOption = Annotated[
    str | None, typer.Option("--text-field", metavar="NAME", help="Field or column of JSONL or CSV that holds the text.")
]
MaxBytesOption = Annotated[int, typer.Option("--max-bytes", min=1, help="Largest input that is read.")]
MaxSecondsOption = Annotated[float, typer.Option("--max-seconds", min=1, help="Longest time for the translation of one article.")]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep translations of earlier runs.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Translate whatever language it is.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Fail when a check finds something.")]
NoGuardOption = Annotated[bool, typer.Option("--no-guard", help="Take what a seq2seq model writes as it is.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No warnings.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
LengthOption = Annotated[
    LengthName | None, typer.Option("--length", help="At most 2, 3 or 5 sentences and 40, 55 or 110 words; medium is the default.")
]
SentencesOption = Annotated[int | None, typer.Option("--sentences", min=1, help="At most so many sentences.")]
WordsOption = Annotated[int | None, typer.Option("--words", min=1, help="At most so many words (but one sentence at least).")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of stdout.")]


# What Python and the loader of libraries say in place of MemoryError.
_NO_MEMORY = ("can't start new thread", "failed to map segment", "cannot allocate memory", "Cannot allocate memory")


@dataclass(frozen=True)
class Console:
    """What goes to stderr, and how errors end the program."""

    quiet: bool
    debug: bool

    def warn(self, message: str) -> None:
        if not self.quiet:
            to_stderr(f"warning: {printable(message)}")

    def note(self, message: str) -> None:
        if not self.quiet:
            to_stderr(printable(message))

    def warn_of_placeholder(self, model: ModelUsed | ModelFolder) -> None:
        if model.placeholder:
            self.warn(f"{model.name} is a placeholder model: its translations are rough")

    def error(self, error: SummarizerError) -> None:
        hint = f" ({error.hint})" if error.hint else ""
        to_stderr(f"error: {printable(str(error) + hint)}")

    def fail(self, error: SummarizerError) -> NoReturn:
        if self.debug:
            raise error
        self.error(error)
        raise typer.Exit(error.exit_code)


@contextlib.contextmanager
def errors(console: Console) -> Iterator[None]:
    """Every error becomes one line and an exit code, also one that nobody has thought of."""
    try:
        yield
    except SummarizerError as error:
        console.fail(error)
    except ClosedPipe:
        raise typer.Exit(0) from None
    except (KeyboardInterrupt, Exception) as error:
        if isinstance(error, typer.Exit | typer.BadParameter):
            raise
        if (code := exit_code_of(error)) is not None:
            raise typer.Exit(code) from None
        if console.debug:
            raise
        if isinstance(error, MemoryError) or any(sign in str(error) for sign in _NO_MEMORY):
            console.fail(SummarizerError("there is not enough memory for this", hint="give it less at once, or free some memory"))
        console.fail(
            SummarizerError(f"a fault of the program: {type(error).__name__}: {error}", hint="--debug shows where; please report it")
        )


def chosen_glossary(path: Path | None, without_built_in: bool) -> Glossary:
    """The built-in list, unless it isn't wanted, and what a file adds to it. Raises BadGlossary."""
    known = Glossary() if without_built_in else built_in()
    return known | read_glossary(path) if path else known


def chosen_length(length: LengthName | None, sentences: int | None, words: int | None) -> Length:
    """The one of three options that was given, or medium."""
    if sum(option is not None for option in (length, sentences, words)) > 1:
        raise typer.BadParameter("choose one of --length, --sentences and --words")
    return Length(sentences=sentences, words=words) if sentences or words else LENGTHS[length or "medium"]
