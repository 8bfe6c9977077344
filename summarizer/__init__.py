"""Dutch news in, a short English abstract out that can be trusted and checked.

from summarizer import Pipeline, read_path

result = Pipeline.from_defaults().summarize(read_path("article.txt"))
print(result.abstract.text, result.checks.passed)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.article import Abstract, AbstractSentence, Article, Checks, ModelUsed, Paragraph, Result, Sentence
    from summarizer.errors import (
        BadGlossary,
        CheckFailed,
        ClusterError,
        DownloadFailed,
        EmptyInput,
        FoldersRefused,
        InputError,
        InputTooLarge,
        MissingExtra,
        ModelDamaged,
        ModelError,
        ModelNotFound,
        OutOfTime,
        OutputError,
        SummarizerError,
        ThinInput,
        UnreadableInput,
        UnsupportedInput,
        WrongLanguage,
    )
    from summarizer.glossary import Glossary, Term, read_glossary
    from summarizer.pipeline import Pipeline
    from summarizer.reading import read_bytes, read_path, read_records, read_text
    from summarizer.summarization import LENGTHS, Length

__version__ = "0.1.0"

__all__ = [
    "LENGTHS",
    "Abstract",
    "AbstractSentence",
    "Article",
    "BadGlossary",
    "CheckFailed",
    "Checks",
    "ClusterError",
    "DownloadFailed",
    "EmptyInput",
    "FoldersRefused",
    "Glossary",
    "InputError",
    "InputTooLarge",
    "Length",
    "MissingExtra",
    "ModelDamaged",
    "ModelError",
    "ModelNotFound",
    "ModelUsed",
    "OutOfTime",
    "OutputError",
    "Paragraph",
    "Pipeline",
    "Result",
    "Sentence",
    "SummarizerError",
    "Term",
    "ThinInput",
    "UnreadableInput",
    "UnsupportedInput",
    "WrongLanguage",
    "read_bytes",
    "read_glossary",
    "read_path",
    "read_records",
    "read_text",
]


_HOMES = ("errors", "article", "glossary", "summarization", "reading", "pipeline")


def __getattr__(name: str) -> Any:
    """A public name, imported when it is asked for: the program needs none of them to begin, and has yet to learn what to do on Ctrl-C."""
    if name in __all__:
        modules = (import_module(f"{__name__}.{home}") for home in _HOMES)
        return next(vars(module)[name] for module in modules if name in vars(module))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
