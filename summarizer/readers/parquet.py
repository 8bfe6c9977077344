"""Parquet: the rows of a table, some at a time, as JSONL would have them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from summarizer.errors import MissingExtra, UnreadableInput, UnsupportedInput
from summarizer.readers.draft import Source

_ROWS = 64  # at once: a column may hold the same long text a million times in a few bytes


def rows(data: bytes, source: Source, columns: tuple[str, ...]) -> Iterator[dict[str, object]]:
    """Each row, of those columns that there are (upper and lower case are the same). Raises InputError, and MissingExtra without pyarrow."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra("Parquet needs pyarrow", hint="pip install 'summarizer[ray]'") from error
    try:
        with parquet.ParquetFile(pyarrow.BufferReader(data)) as file:
            names = file.schema_arrow.names
            wanted = [name for name in names if name.lower() in columns]
            if not wanted:
                raise UnsupportedInput(f"{source.name} has none of the columns {', '.join(columns[:6])}: it has {', '.join(names[:10])}")
            for batch in file.iter_batches(_ROWS, columns=wanted):
                for row in batch.to_pylist():
                    yield {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in row.items()}
    except (pyarrow.ArrowException, OSError) as error:
        raise UnreadableInput(f"{source.name} is a damaged Parquet file: {str(error).splitlines()[0]}") from error
