"""Results as Parquet: the columns of the table, and `record` with the whole JSON."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from summarizer.errors import MissingExtra
from summarizer.rendering.record import Record, json_text
from summarizer.rendering.table import COLUMNS, table_row

_ROWS = 1000  # a row group, and what is in memory: some 20 MB
_NUMBERS = ("words", "abstract_words")


def require_pyarrow() -> None:
    """Raise MissingExtra where it isn't installed."""
    if importlib.util.find_spec("pyarrow") is None:
        raise MissingExtra("Parquet needs pyarrow", hint="pip install 'summarizer[ray]'")


def to_parquet(records: Iterable[Record]) -> Iterator[bytes]:
    """The file, in pieces."""
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema([(name, pyarrow.int64() if name in _NUMBERS else pyarrow.string()) for name in (*COLUMNS, "record")])
    sink = _Sink()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        supply = iter(records)
        while some := list(islice(supply, _ROWS)):
            rows = [table_row(record) | {"record": json_text(record)} for record in some]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A file that is handed on as it is written."""

    def __init__(self) -> None:
        self._data, self._end = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._data += data
        self._end += len(data)
        return len(data)

    def tell(self) -> int:
        return self._end

    def taken(self) -> bytes:
        data, self._data = bytes(self._data), bytearray()
        return data
