"""`summarizer models`: list, verify, find and fetch models."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from summarizer.cli_options import Console, DebugOption, QuietOption, errors
from summarizer.output import to_stderr, to_stdout

app = typer.Typer(no_args_is_help=True, help="List, verify, find and fetch models.")


@app.command("list")
def models_list(debug: DebugOption = False) -> None:
    """Every model known by name, and whether it is here."""
    from summarizer.model_store import list_models

    with errors(Console(False, debug)):
        rows = [(s.entry.name, s.entry.kind, s.state, _size(s.bytes), s.entry.licence, s.entry.description) for s in list_models()]
        widths = [max(len(row[i]) for row in rows) for i in range(5)]
        for row in rows:
            to_stdout("  ".join([*(value.ljust(width) for value, width in zip(row, widths, strict=False)), row[5]]))


@app.command("verify")
def models_verify(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]", help="Models to verify; all that are here by default.")] = None,
    debug: DebugOption = False,
) -> None:
    """Read every byte of the models and compare with the registry."""
    from summarizer.model_store import list_models, verify

    with errors(Console(False, debug)):
        bad = 0
        for name in names or [s.entry.name for s in list_models() if s.state in ("ready", "damaged")]:
            problems = verify(name)
            bad += bool(problems)
            to_stdout("\n".join(f"{name}: {problem}" for problem in problems) or f"{name}: all files are as they should be")
        if bad:
            raise typer.Exit(1)


@app.command("path")
def models_path(name: Annotated[str, typer.Argument(help="A model of `models list`.")], debug: DebugOption = False) -> None:
    """Print the folder of a model that is here."""
    from summarizer.model_store import find, resolve

    with errors(Console(False, debug)):
        to_stdout(str(resolve(name, find(name).kind).path))


@app.command("pull")
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

    with errors(console):
        folder = pull(name, revision=revision, progress=progress)
        if not quiet and (note := trust_note(name, revision)):
            to_stderr(note)
        to_stdout(str(folder))


def _size(count: int) -> str:
    return f"{count / 1e6:.0f} MB" if count else "?"
