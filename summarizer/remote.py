"""Articles that lie in a bucket, and tables that go there: s3://, gs:// and whatever else pyarrow or fsspec can open by its URL.

The folder of the outputs is always on a disk, local or shared: the manifest is appended to, and no object store can do that.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from summarizer.errors import InputTooLarge, MissingExtra, OutputError, UnreadableInput, in_short
from summarizer.inputs import Input, wanted

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class RemoteInput(Input):
    """An article in a bucket; its `path` is only for messages."""

    files: FileSystem = field(default=None, compare=False)
    key: str = ""

    def load(self, max_bytes: int) -> bytes:
        with _read_errors(self.relative), self.files.open_input_stream(self.key) as file:
            data = bytearray()
            while block := file.read(_BLOCK):
                data += block
                if len(data) > max_bytes:
                    raise InputTooLarge(f"{self.relative} is larger than {max_bytes} bytes", hint="raise the limit with --max-bytes")
            return bytes(data)


def find_remote_inputs(url: str, *, pattern: str | None = None) -> Iterator[Input]:
    """What `find_inputs` finds in a folder, in the same order. All names are in memory. Raises UnreadableInput when it can't be listed."""
    from pyarrow.fs import FileSelector, FileType

    files, folder = filesystem(url)
    with _read_errors(url):
        found = [info.path for info in files.get_file_info(FileSelector(folder, recursive=True)) if info.type == FileType.File]
    relatives = {PurePosixPath(key).relative_to(folder).as_posix(): key for key in found}
    for relative in sorted(relatives, key=lambda name: name.split("/")):
        if wanted(relative, pattern) and not any(part.startswith(".") for part in relative.split("/")):
            yield RemoteInput(Path(relative), relative, files=files, key=relatives[relative])


def copy_to(url: str, source: Path) -> None:
    """Put a file there. Raises OutputError."""
    files, key = filesystem(url)
    try:
        with source.open("rb") as file, files.open_output_stream(key) as out:
            while block := file.read(_BLOCK):
                out.write(block)
    except OSError as error:
        raise OutputError(f"{url} can't be written: {in_short(error)}") from error


def filesystem(url: str) -> tuple[FileSystem, str]:
    """The file system of a URL, and the path in it. Raises MissingExtra, or UnreadableInput for a URL that none is known for."""
    try:
        import pyarrow
        from pyarrow.fs import FileSystem, FSSpecHandler, PyFileSystem
    except ImportError as error:
        raise MissingExtra(f"{url} needs pyarrow", hint="pip install 'summarizer[ray]'") from error
    with _read_errors(url):
        try:
            files, path = FileSystem.from_uri(url)
        except pyarrow.ArrowInvalid:
            import fsspec

            try:
                known, path = fsspec.core.url_to_fs(url)
            except (ValueError, ImportError) as error:
                raise UnreadableInput(f"no file system is known for {url}: {error}") from error
            files = PyFileSystem(FSSpecHandler(known))
    return files, path.rstrip("/")


@contextlib.contextmanager
def _read_errors(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnreadableInput(f"{name} can't be read: {in_short(error)}") from error
