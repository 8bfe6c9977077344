"""The files of a hub over HTTPS: listed, fetched piece by piece, gone on with where a fetch was cut off, and each checked against its hash.

The only code of this program that speaks HTTP. No answer can make it wait for ever, or take in more than was expected.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from summarizer.errors import DownloadFailed
from summarizer.model_store import LOADED_FILES

Progress = Callable[[str, int, int], None]  # file, bytes so far, bytes in all

_SLOWEST = 1024  # bytes per second, over any stretch of `timeout` seconds
_PATIENCE = 3  # times the timeout: for connecting, redirects and the headers of the answer together
_LISTING_LIMIT = 4_000_000  # bytes of the hub's list of the files of a commit
_AGAIN = "Run the same command again: it goes on from there."


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to fetch and what it must be: its sha256 or, of a small file when the hub tells no more, its git object id."""

    name: str
    url: str
    size: int
    sha256: str = ""
    git_id: str = ""


class Hub:
    """HTTPS to a hub, or plain HTTP to this very machine (a mirror, a test); a redirect can't lead out of that.

    `timeout` is in seconds, for each answer. All methods raise DownloadFailed.
    """

    def __init__(self, endpoint: str, timeout: float) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._timeout = timeout
        parts = urllib.parse.urlsplit(self._endpoint)
        local = parts.hostname in ("127.0.0.1", "::1", "localhost")
        schemes = ("https", "http") if local else ("https",)
        if parts.scheme not in schemes:
            raise DownloadFailed(f"{endpoint} is no https address", hint="It is from HF_ENDPOINT, or from --endpoint.")
        handlers: list[urllib.request.BaseHandler] = [_Redirects(schemes)]
        if local:
            handlers.append(urllib.request.ProxyHandler({}))  # no proxy leads to this machine
        self._opener = urllib.request.build_opener(*handlers)
        self._opener.addheaders = [("User-Agent", "summarizer")]

    def url(self, repo: str, revision: str, name: str) -> str:
        return f"{self._endpoint}/{repo}/resolve/{urllib.parse.quote(revision, safe='')}/{urllib.parse.quote(name)}"

    def list_files(self, repo: str, revision: str) -> dict[str, RemoteFile]:
        """The files of a commit that the engines read, by name."""
        url = f"{self._endpoint}/api/models/{repo}/tree/{urllib.parse.quote(revision, safe='')}"
        with self._open(url) as response:
            body = b"".join(self._chunks(response, url, _LISTING_LIMIT))
        try:
            items = [item for item in json.loads(body) if item["type"] == "file" and item["path"] in LOADED_FILES]
            return {item["path"]: self._listed(item, self.url(repo, revision, item["path"])) for item in items}
        except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:  # OverflowError: a size of Infinity
            raise DownloadFailed(f"{url} did not answer with a list of files") from error

    def _listed(self, item: dict[str, Any], url: str) -> RemoteFile:
        sha256 = str(item["lfs"]["oid"]) if item.get("lfs") else ""
        git_id = "" if sha256 else str(item["oid"])
        if not re.fullmatch(r"[0-9a-f]{64}", sha256) and not re.fullmatch(r"[0-9a-f]{40}", git_id):
            raise ValueError("no hash")
        return RemoteFile(item["path"], url, int(item["size"]), sha256, git_id)

    def fetch(self, file: RemoteFile, path: Path, progress: Progress | None) -> str:
        """Fetch what is missing of a file, verify the whole of it and return its sha256; what can't become right is thrown away."""
        with path.open("ab+") as out:
            out.seek(0)
            hashes = _Hashes(file.size)
            while chunk := out.read(1 << 20):
                hashes.update(chunk)
            begun = hashes.length > 0
            if hashes.length < file.size:
                hashes = self._receive(file, out, hashes, progress)
            out.flush()
            os.fsync(out.fileno())
        right = hashes.sha256 == file.sha256 if file.sha256 else hashes.git_id == file.git_id
        if hashes.length == file.size and right:
            return hashes.sha256
        path.unlink()
        if begun:  # what an earlier pull left may be at fault: once more from the start
            return self.fetch(file, path, progress)
        raise DownloadFailed(
            f"{file.url} is not the file that was expected: its hash differs",
            hint="What came was thrown away. If this happens again, the file was changed at its source or on the way.",
        )

    def _receive(self, file: RemoteFile, out: IO[bytes], hashes: _Hashes, progress: Progress | None) -> _Hashes:
        """Append what is missing, or start over when the server can't go on in the middle."""
        with self._open(file.url, start=hashes.length) as response:
            if response.status == 206:
                if not (response.headers["Content-Range"] or "").startswith(f"bytes {hashes.length}-"):
                    raise DownloadFailed(f"{file.url} goes on from another place than asked for")
            elif hashes.length:
                out.truncate(0)
                hashes = _Hashes(file.size)
            missing = file.size - hashes.length
            if response.headers.get_content_type() == "text/html":
                raise DownloadFailed(f"{file.url} is an HTML page (of an error or a login?) in place of the file")
            announced = response.headers["Content-Length"] or ""
            if announced.isdecimal() and int(announced) != missing:
                raise DownloadFailed(f"{file.url} has {announced} bytes where {missing} were expected")
            for chunk in self._chunks(response, file.url, missing):
                out.write(chunk)
                hashes.update(chunk)
                if progress is not None:
                    progress(file.name, hashes.length, file.size)
        if hashes.length < file.size:
            raise DownloadFailed(f"{file.url} was cut off after {hashes.length} of {file.size} bytes", hint=_AGAIN)
        return hashes

    def _open(self, url: str, start: int = 0) -> http.client.HTTPResponse:
        request = urllib.request.Request(url, headers={"Range": f"bytes={start}-"} if start else {})
        try:
            return self._answer(request)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 416 and start:  # nothing lies there: what we have is no part of it
                return self._open(url)
            raise _refused(url, error.code) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise _no_connection(url, error) from error

    def _answer(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        """The answer, with its body unread. In a thread: http.client waits for ever on a server that sends a header a byte at a time."""
        came: list[http.client.HTTPResponse | BaseException] = []

        def ask() -> None:
            try:
                came.append(self._opener.open(request, timeout=self._timeout))
            except BaseException as error:
                came.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(_PATIENCE * self._timeout)
        if not came:
            raise DownloadFailed(f"{request.full_url} does not come to its answer", hint=_AGAIN)
        if isinstance(came[0], BaseException):
            raise came[0]
        return came[0]

    def _chunks(self, response: http.client.HTTPResponse, url: str, limit: int) -> Iterator[bytes]:
        """The body as it comes: no more than `limit` bytes of it, and no slower than `_SLOWEST`."""
        got, since, got_then = 0, time.monotonic(), 0
        try:
            while chunk := response.read1(1 << 16):
                got += len(chunk)
                if got > limit:
                    raise DownloadFailed(f"{url} sends more than the {limit} bytes expected")
                yield chunk
                if (seconds := time.monotonic() - since) > self._timeout:
                    if got - got_then < _SLOWEST * seconds:
                        raise DownloadFailed(f"{url} sends less than {_SLOWEST} bytes a second", hint=_AGAIN)
                    since, got_then = time.monotonic(), got
        except (OSError, http.client.HTTPException) as error:
            raise DownloadFailed(f"{url} was cut off: {_reason(error)}", hint=_AGAIN) from error


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects (the hub answers with one for large files), to these schemes alone."""

    max_redirections = 5
    max_repeats = 2

    def __init__(self, schemes: tuple[str, ...]) -> None:
        self._schemes = schemes

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> urllib.request.Request | None:
        if urllib.parse.urlsplit(newurl).scheme not in self._schemes:
            fp.close()
            raise DownloadFailed(f"{req.full_url} redirects to an address that isn't https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Hashes:
    """The sha256 of a file and its id as git computes it, piece by piece."""

    def __init__(self, size: int) -> None:
        self.length = 0
        self._sha256 = hashlib.sha256()
        self._git = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)  # git's own choice: a commit vouches for no other hash

    def update(self, chunk: bytes) -> None:
        self.length += len(chunk)
        self._sha256.update(chunk)
        self._git.update(chunk)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    @property
    def git_id(self) -> str:
        return self._git.hexdigest()


def _refused(url: str, status: int) -> DownloadFailed:
    if 300 <= status < 400:
        return DownloadFailed(f"{url} redirects in a circle, too often, or to where it may not")
    if status in (401, 403, 404, 410):
        return DownloadFailed(f"{url} is not there, or not for everyone (HTTP {status})", hint="The model may be gone or private.")
    return DownloadFailed(f"{url} can't be had now (HTTP {status})", hint="Try again later.")


def _no_connection(url: str, error: Exception) -> DownloadFailed:
    host = urllib.parse.urlsplit(url).netloc
    cause = getattr(error, "reason", error)
    hint = "Is there a network here, and is HTTPS_PROXY set if it needs one? Everything but this command works without."
    if isinstance(cause, ssl.SSLCertVerificationError):
        hint = "If a proxy here has a certificate of its own, SSL_CERT_FILE names it."
    return DownloadFailed(f"no connection to {host}: {_reason(cause)}", hint=hint)


def _reason(error: object) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]
