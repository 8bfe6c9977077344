"""What the engine has said before: a small SQLite file in the cache folder, so that no piece is searched twice on this machine.

An answer is kept under the sha256 of all that decides it: the piece's tokens, the decoding, the weights, the engine and its version. What our own
guards make of it is worked out anew each time, so that a better guard meets no stale answer. Only answers of an exact engine are kept (see
`summarizer.engines.Engine`): one that is recalled is then, to the bit, the one that would be found, and no result depends on what is in here.

Nothing about it is ever fatal: a file that is damaged is set aside and begun anew, and where nothing can be stored nothing is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import threading
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.engines import Decoding, Hypothesis

if TYPE_CHECKING:
    import sqlite3

MAX_BYTES = 256 * 2**20  # some 250,000 sentences, with two hypotheses each
_NAME = "translations.sqlite3"
_FRESH = 86_400 * 10**9  # nanoseconds: the time of the last use is kept to the day, else every reading would be a writing
_WAIT = 2.0  # seconds for another process to finish writing; it takes milliseconds
_AT_ONCE = 500  # keys in one query: SQLite's oldest limit is 999
# Rows lie in the order they came in, so that whole pages are freed when the oldest go.
_SCHEMA = "CREATE TABLE IF NOT EXISTS answers (key BLOB UNIQUE, answer TEXT, crc INTEGER, used INTEGER)"

_log = logging.getLogger(__name__)


class TranslationCache:
    """The answers of one model on one engine; `identity` names both with their versions. Threads and processes may share the file."""

    def __init__(self, folder: Path, identity: Sequence[str], *, max_bytes: int = MAX_BYTES) -> None:
        self._path, self._identity, self._max_bytes = folder / _NAME, list(identity), max_bytes
        self._lock = threading.Lock()
        self._stores = True
        self._database = self._open()

    def key(self, source: Sequence[str], decoding: Decoding) -> bytes:
        """What the answer to a source is kept under."""
        search = [decoding.beam, decoding.max_tokens, decoding.min_tokens, decoding.hypotheses, decoding.no_repeat_ngram]
        settings = [*self._identity, *search, decoding.repetition_penalty, decoding.length_penalty]
        return hashlib.sha256(json.dumps([settings, list(source)]).encode()).digest()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, list[Hypothesis]]:
        """The answers that are known."""
        found: dict[bytes, list[Hypothesis]] = {}
        with self._guarded():
            stale, now = [], time.time_ns()
            for start in range(0, len(keys), _AT_ONCE):
                part = keys[start : start + _AT_ONCE]
                query = f"SELECT key, answer, crc, used FROM answers WHERE key IN ({','.join('?' * len(part))})"
                for key, answer, crc, used in self._run(query, part):
                    if isinstance(answer, str) and zlib.crc32(answer.encode()) == crc:
                        found[key] = [Hypothesis(tuple(tokens), score) for tokens, score in json.loads(answer)]
                        stale += [key] if used < now - _FRESH else []
            if stale and self._stores:
                self._many("UPDATE answers SET used = ? WHERE key = ?", [(now, key) for key in stale])
        return found

    def put(self, answers: Mapping[bytes, Sequence[Hypothesis]]) -> None:
        """Keep answers; when the file is full, a tenth goes first: what wasn't used for longest."""
        if not self._stores or not self._database:
            return
        now = time.time_ns()
        texts = {key: json.dumps([[h.tokens, h.score] for h in answer], ensure_ascii=False) for key, answer in answers.items()}
        rows = [(key, text, zlib.crc32(text.encode()), now) for key, text in texts.items()]
        with self._guarded():
            self._many("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", rows)
            if self._bytes() > self._max_bytes:
                self._many(
                    "DELETE FROM answers WHERE key IN (SELECT key FROM answers ORDER BY used LIMIT 1 + (SELECT count(*) / 10 FROM answers))",
                    [()],
                )

    def close(self) -> None:
        with self._lock:
            if self._database:
                self._database.close()
                self._database = None

    def _run(self, query: str, values: Sequence[object] = ()) -> list[tuple[bytes, str, int, int]]:
        return self._database.execute(query, values).fetchall() if self._database else []

    def _many(self, query: str, rows: Sequence[Sequence[object]]) -> None:
        if self._database:
            with self._database:
                self._database.executemany(query, rows)

    def _bytes(self) -> int:
        """What is in use: pages that were freed are filled again."""
        pages, free, size = (self._run(f"PRAGMA {name}")[0][0] for name in ("page_count", "freelist_count", "page_size"))
        return (int(pages) - int(free)) * int(size)

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """One thread at a time, and no error gets out."""
        import sqlite3

        with self._lock:
            if not self._database:
                yield
                return
            try:
                yield
            except sqlite3.OperationalError as error:  # locked for long, full, read-only: what is there can still be read
                self._stores = False
                if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                    _log.warning("warning: %s can't be written (%s): translations aren't kept", self._path, error)
            except sqlite3.DatabaseError:
                self._database.close()
                self._set_aside()
                self._database = self._open()

    def _open(self) -> sqlite3.Connection | None:
        import sqlite3

        for last in (False, True):
            database = None
            try:
                if not self._path.exists():
                    self._path.touch(mode=0o600)  # it holds what was translated
                database = sqlite3.connect(self._path, timeout=_WAIT, check_same_thread=False)
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA synchronous = OFF")  # a power cut may cost the file, which is then set aside
                database.execute(_SCHEMA)
                return database
            except (sqlite3.OperationalError, OSError):  # no place to write
                break
            except sqlite3.DatabaseError:
                if database:
                    database.close()
                if last:
                    break
                self._set_aside()
        return None

    def _set_aside(self) -> None:
        with contextlib.suppress(OSError):  # another process was faster
            self._path.replace(self._path.with_suffix(".damaged"))
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
