"""Every error a user can meet, each with an exit code and a hint.

    SummarizerError
    ├── InputError              an input can't be used (exit 1 alone, counted in a batch)
    │   ├── UnreadableInput     it can't be opened, is no regular file, or is damaged
    │   ├── EmptyInput          nothing in it
    │   ├── UnsupportedInput    binary, or a format that has no reader
    │   ├── ThinInput           a cookie notice, the beginning of an article for subscribers, a page without an article
    │   ├── InputTooLarge       over a documented limit
    │   │   └── OutOfTime       that of the seconds that its translation may take
    │   └── WrongLanguage       neither Dutch nor English
    ├── MissingExtra            a package that only some users need isn't installed (exit 2)
    ├── CheckFailed             --strict, and a check found something (exit 1)
    ├── ModelError              a model is missing, damaged or of the wrong kind (exit 2)
    │   ├── ModelNotFound
    │   ├── ModelDamaged
    │   └── DownloadFailed
    ├── BadGlossary             a line of a glossary is wrong, or the file can't be read (exit 2)
    ├── FoldersRefused          a batch's folders are one and the same, or another process writes there (exit 2)
    ├── ClusterError            no Ray cluster can be used (exit 2); of an article: workers end at it
    └── OutputError             the output can't be written (exit 4)

Errors of the libraries underneath are turned into one of these where they arise: a user never sees a traceback unless asked for (`--debug`).
"""

from __future__ import annotations


class SummarizerError(Exception):
    """Root of the tree. `hint` is one more sentence: what to do about it."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InputError(SummarizerError):
    """An input can't be used. Of one of many in a file, `record` is the number."""

    record: int | None = None


class UnreadableInput(InputError):
    """It can't be opened, is no regular file, or is damaged."""


class EmptyInput(InputError):
    """There is no text in it."""


class UnsupportedInput(InputError):
    """It is binary, or of a format that has no reader."""


class ThinInput(InputError):
    """It holds something in place of an article: a cookie notice, the beginning of an article for subscribers, a site's message."""


class InputTooLarge(InputError):
    """It is over a documented limit."""


class OutOfTime(InputTooLarge):
    """Its translation takes longer than it may."""


class WrongLanguage(InputError):
    """It is in neither Dutch nor English."""


class CheckFailed(SummarizerError):
    """`--strict` was asked for and a check found something."""


class MissingExtra(SummarizerError):
    """A package that only some users need isn't installed; the hint says how to."""

    exit_code = 2


class ModelError(SummarizerError):
    """A model can't be used."""

    exit_code = 2


class ModelNotFound(ModelError):
    """It isn't on this machine."""


class ModelDamaged(ModelError):
    """A file of it is missing, cut short, changed, or of another kind."""


class DownloadFailed(ModelError):
    """`models pull` could not bring it."""


class BadGlossary(SummarizerError):
    """A glossary can't be read, or a line of it is wrong; the message has its number."""

    exit_code = 2


class FoldersRefused(SummarizerError):
    """The folders of a batch are one and the same, or another process writes there."""

    exit_code = 2


class ClusterError(SummarizerError):
    """There is no Ray cluster, or no worker can start on it; of an article, that workers end at it."""

    exit_code = 2


class OutputError(SummarizerError):
    """The output can't be written."""

    exit_code = 4


def in_short(error: Exception) -> str:
    """The first line of what a library says, or the kind of error where it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
