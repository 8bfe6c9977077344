"""Dutch news in, a short English abstract out that can be trusted and checked.

from summarizer import Pipeline, read_path

result = Pipeline.from_defaults().summarize(read_path("article.txt"))
print(result.abstract.text, result.checks.passed)
"""

from __future__ import annotations

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
