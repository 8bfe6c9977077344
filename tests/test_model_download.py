"""Pulls from a real server on this machine that behaves well, or as badly as servers can."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from summarizer import folders
from summarizer.errors import DownloadFailed, ModelDamaged, ModelNotFound
from summarizer.model_download import pull, trust_note
from summarizer.model_store import FileEntry, ModelEntry, list_models, read_registry, resolve, store_folder, verify, write_entry

REVISION = "0123456789abcdef0123456789abcdef01234567"
OTHER = "f" * 40
HEADER = b'{"a":{"dtype":"U8","shape":[300000],"data_offsets":[0,300000]}}'
FILES = {
    "config.json": b'{"architectures": ["MarianMTModel"]}',
    "model.safetensors": len(HEADER).to_bytes(8, "little") + HEADER + bytes(range(250)) * 1200,
    "source.spm": b"source pieces" * 100,
    "target.spm": b"target pieces",
    "vocab.json": b"{}",
}
WEIGHTS = FILES["model.safetensors"]


@dataclass
class Hub:
    """What the server serves and how; and what it was asked."""

    files: dict[str, bytes] = field(default_factory=lambda: dict(FILES))
    asked: list[tuple[str, str]] = field(default_factory=list)  # (path, Range header)
    behave: str = "well"
    listing: object = None
    endpoint: str = ""

    @property
    def fetched(self) -> list[str]:
        return [path.rsplit("/", 1)[1] for path, _ in self.asked if "/resolve/" in path]


class Handler(http.server.BaseHTTPRequestHandler):
    hub: Hub

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        hub = self.hub
        hub.asked.append((self.path, self.headers["Range"] or ""))
        try:
            if "/api/models/" in self.path:
                self.answer(json.dumps(self.listed() if hub.listing is None else hub.listing).encode(), "application/json")
            elif hub.behave != "well" and self.path.endswith("model.safetensors"):
                getattr(self, "behave_" + hub.behave)()
            elif self.path.startswith("/cdn/") or "/resolve/" in self.path:
                self.serve(hub.files.get(self.path.rsplit("/", 1)[1]))
            else:
                self.send_error(404)
        except OSError:
            pass  # the client has had enough

    def answer(
        self, body: bytes, kind: str = "application/octet-stream", status: int = 200, length: int | None = None, **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def serve(self, body: bytes | None) -> None:
        if body is None:
            self.send_error(404)
        elif wanted := self.headers["Range"]:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                self.send_error(416)
            else:
                self.answer(body[start:], status=206, Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.answer(body)

    def listed(self) -> list[dict[str, object]]:
        """As the hub lists the files of a commit: large ones with their sha256, small ones with git's id alone."""
        items: list[dict[str, object]] = [{"type": "directory", "oid": "0" * 40, "size": 0, "path": "onnx"}]
        for name, body in self.hub.files.items():
            git = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
            large = {"lfs": {"oid": hashlib.sha256(body).hexdigest(), "size": len(body), "pointerSize": 134}}
            items.append({"type": "file", "oid": git, "size": len(body), "path": name} | (large if len(body) > 10_000 else {}))
        return items

    def behave_cut(self) -> None:
        self.answer(WEIGHTS[: len(WEIGHTS) // 2], length=len(WEIGHTS))

    def behave_wrong(self) -> None:
        self.answer(WEIGHTS[:-1] + b"X")

    def behave_short(self) -> None:
        self.answer(WEIGHTS[:-1])

    def behave_html(self) -> None:
        self.answer(b"<!DOCTYPE html><html>Sign in to the network</html>", "text/html; charset=utf-8")

    def behave_html_in_disguise(self) -> None:
        self.answer(b"<!DOCTYPE html>".ljust(len(WEIGHTS)))

    def behave_missing(self) -> None:
        self.send_error(404)

    def behave_private(self) -> None:
        self.send_error(401)

    def behave_broken(self) -> None:
        self.send_error(503)

    def behave_silent(self) -> None:
        self.close_connection = True

    def behave_mad(self) -> None:
        self.wfile.write(b"NOT HTTP AT ALL\r\n\r\n")

    def behave_circle(self) -> None:
        self.answer(b"", status=302, Location=self.path)

    def behave_chain(self) -> None:
        self.answer(b"", status=302, Location=f"/{len(self.hub.asked)}/model.safetensors")

    def behave_file(self) -> None:
        self.answer(b"", status=302, Location="file:///etc/passwd")

    def behave_ftp(self) -> None:
        self.answer(b"", status=302, Location="ftp://127.0.0.1/model.safetensors")

    def behave_redirected(self) -> None:
        if self.path.startswith("/cdn/"):
            self.serve(WEIGHTS)
        else:
            self.answer(b"", status=307, Location="/cdn/model.safetensors")

    def behave_elsewhere(self) -> None:
        self.answer(WEIGHTS[7:], status=206, Content_Range=f"bytes 7-{len(WEIGHTS) - 1}/{len(WEIGHTS)}")

    def behave_never_resuming(self) -> None:
        self.answer(WEIGHTS)

    def behave_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"more" * 4096)

    def behave_chunked_cut(self) -> None:
        self.protocol_version = "HTTP/1.1"
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"10\r\n0123456789abcdef\r\nffff\r\nshort")
        self.close_connection = True

    def behave_endless_header(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(40):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def behave_always_continuing(self) -> None:
        for _ in range(400):
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            time.sleep(0.01)

    def behave_stalled(self) -> None:
        self.answer(WEIGHTS[:1000], length=len(WEIGHTS))
        time.sleep(2)

    def behave_dripping(self) -> None:
        self.answer(b"", length=len(WEIGHTS))
        for _ in range(60):
            self.wfile.write(b".")
            time.sleep(0.05)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A hub on this machine, and a registry whose one model lies there."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "hf_endpoint", "hf_hub_offline", "summarizer_cache"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("SUMMARIZER_MODELS", str(tmp_path / "store"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(folders, "embedded_folder", lambda: tmp_path)
    hub = Hub()
    handler = type("Handler", (Handler,), {"hub": hub})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    hub.endpoint = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
    register(pinned(FILES))
    yield hub
    server.shutdown()
    server.server_close()
    thread.join()


def register(files: dict[str, FileEntry], **changes: Any) -> None:
    fields = {"repo": "owner/far", "revision": REVISION, **changes}
    entry = ModelEntry("far", "translator", "MarianMTModel", "A model.", "CC0-1.0", "https://hub/owner/far", files=files, **fields)
    write_entry(folders.embedded_folder() / "registry.toml", entry)


def pinned(files: dict[str, bytes]) -> dict[str, FileEntry]:
    return {name: FileEntry(hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items()}


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "pinned.toml"}


# ── A hub that behaves ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pull_brings_the_model_verified(hub):
    with pytest.raises(ModelNotFound):
        resolve("far", "translator")
    seen: list[tuple[str, int, int]] = []
    folder = pull("far", progress=lambda *step: seen.append(step))
    assert folder == store_folder() / "far" and files_in(folder) == FILES
    assert resolve("far", "translator").sha256 == hashlib.sha256(WEIGHTS).hexdigest() and verify("far") == []
    assert [path for path, _ in hub.asked] == [f"/owner/far/resolve/{REVISION}/{name}" for name in sorted(FILES)]  # nothing but the files
    assert {(name, size) for name, done, size in seen if done == size} == {(name, len(data)) for name, data in FILES.items()}
    assert [done for name, done, _ in seen if name == "model.safetensors"] == sorted({d for n, d, _ in seen if n == "model.safetensors"})
    assert [path.name for path in store_folder().iterdir() if path.name.endswith((".partial", ".old"))] == []


def test_a_model_that_is_here_is_not_fetched_again_and_a_damaged_one_is(hub):
    folder = pull("far")
    hub.asked.clear()
    assert pull("far") == folder and hub.asked == []
    (folder / "vocab.json").write_bytes(b"{ }")
    with pytest.raises(ModelDamaged) as caught:
        resolve("far", "translator")
    assert "summarizer models pull far" in caught.value.hint
    assert pull("far") == folder and files_in(folder) == FILES and verify("far") == []


def test_the_hub_can_be_given(hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.invalid")
    assert files_in(pull("far", endpoint=hub.endpoint + "/")) == FILES


def test_a_large_file_may_be_elsewhere(hub):
    hub.behave = "redirected"
    assert files_in(pull("far")) == FILES
    assert ("/cdn/model.safetensors", "") in hub.asked


def test_an_embedded_model_needs_no_network(hub):
    folder = folders.embedded_folder() / "near"
    folder.mkdir()
    (folder / "config.json").write_bytes(b"{}")
    entry = ModelEntry("near", "summarizer", "X", "", "", "", embedded=True, files=pinned({"config.json": b"{}"}))
    write_entry(folders.embedded_folder() / "registry.toml", entry)
    assert pull("near") == folder and hub.asked == []


# ── What the registry doesn't know ────────────────────────────────────────────────────────────────────────────────────────────────


def test_when_the_weights_alone_are_pinned_the_hub_tells_the_rest_once(hub):
    register({"model.safetensors": FileEntry(hashlib.sha256(WEIGHTS).hexdigest())})
    hub.files |= {"README.md": b"# A model", "pytorch_model.bin": b"\x80" * 20_000, "tf_model.h5": b"no"}
    assert "weights are pinned" in trust_note("far")
    folder = pull("far")
    assert files_in(folder) == FILES  # no card, and no pickle
    assert hub.asked[0][0] == f"/api/models/owner/far/tree/{REVISION}"
    record = read_registry(folder / "pinned.toml")["far"]
    assert record.files == pinned(FILES) and record.revision == REVISION and record.pin == "complete"
    (folder / "source.spm").write_bytes(b"SOURCE pieces" * 100)
    with pytest.raises(ModelDamaged, match=r"source\.spm was changed"):
        resolve("far", "translator")
    assert list_models()[0].state == "damaged"


def test_weights_that_lie_in_a_pull_request(hub):
    register({"model.safetensors": FileEntry(hashlib.sha256(WEIGHTS).hexdigest(), revision="refs/pr/7")})
    assert files_in(pull("far")) == FILES
    paths = [path for path, _ in hub.asked]
    assert "/api/models/owner/far/tree/refs%2Fpr%2F7" in paths and "/owner/far/resolve/refs%2Fpr%2F7/model.safetensors" in paths
    assert f"/owner/far/resolve/{REVISION}/vocab.json" in paths
    assert resolve("far", "translator").sha256 == hashlib.sha256(WEIGHTS).hexdigest()


def test_the_pinned_weights_stand_above_what_the_hub_lists(hub):
    register({"model.safetensors": FileEntry("0" * 64)})
    with pytest.raises(DownloadFailed, match="is not the file that was expected"):
        pull("far")
    assert not (store_folder() / "far").exists()


def test_a_small_file_must_be_the_one_of_the_commit(hub):
    register({"model.safetensors": FileEntry(hashlib.sha256(WEIGHTS).hexdigest())})
    hub.listing = [
        {"type": "file", "path": "vocab.json", "size": 2, "oid": "0" * 40},
        {"type": "file", "path": "model.safetensors", "size": len(WEIGHTS), "oid": "0" * 40, "lfs": {"oid": "0" * 64}},
    ]
    with pytest.raises(DownloadFailed, match=r"vocab\.json is not the file that was expected"):
        pull("far")


def test_an_unpinned_model_needs_a_commit_and_is_pinned_by_it(hub):
    register({}, revision="")
    assert list_models()[0].state == "unpinned"
    with pytest.raises(DownloadFailed, match="far is not pinned") as caught:
        pull("far")
    assert "summarizer models pull far --revision COMMIT" in caught.value.hint and hub.asked == []
    assert trust_note("far", OTHER).startswith("The files are those that the hub lists for commit ffffffffffff now")
    folder = pull("far", revision=OTHER)
    assert files_in(folder) == FILES and resolve("far", "translator").path == folder and list_models()[0].state == "ready"
    (folder / "model.safetensors").write_bytes(WEIGHTS[:-1] + b"X")
    assert "was changed" in verify("far")[0]


def test_a_revision_stands_in_for_the_registrys_own(hub):
    assert trust_note("far") == "" and trust_note("far", OTHER) != ""
    pull("far")
    changed = {**FILES, "vocab.json": b'{"new": 1}'}
    hub.files = changed
    assert files_in(pull("far", revision=OTHER)) == changed and verify("far") == []
    assert resolve("far", "translator").name == "far"
    hub.files = dict(FILES)
    assert files_in(pull("far")) == FILES  # and back


@pytest.mark.parametrize("revision", ["main", "", "0123456", "F" * 40, "../" * 13 + "x", OTHER + "\n"])
def test_only_a_full_commit_is_a_revision(hub, revision):
    with pytest.raises(DownloadFailed, match="is no full commit"):
        pull("far", revision=revision)
    assert hub.asked == []


LISTINGS = [
    {"error": "x"}, [3], [{"type": "file"}], "text", 3,
    [{"type": "file", "path": "config.json", "size": "many", "oid": "0" * 40}],
    [{"type": "file", "path": "config.json", "size": 3, "oid": "short"}],
    [{"type": "file", "path": "config.json", "size": float("inf"), "oid": "0" * 40}],
    [{"type": "file", "path": "config.json", "size": 3, "oid": "0" * 40, "lfs": {"oid": "../../x"}}],
    [{"type": "file", "path": "config.json", "size": 3, "oid": "0" * 40, "lfs": 3}],
]  # fmt: skip


@pytest.mark.parametrize("listing", LISTINGS)
def test_a_list_of_files_that_is_none(hub, listing):
    hub.listing = listing
    with pytest.raises(DownloadFailed, match="did not answer with a list of files"):
        pull("far", revision=OTHER)


def test_no_listed_name_leads_out_of_the_folder(hub):
    names = ["../evil", "/etc/evil", "sub/config.json", "..", "model.safetensors/../x"]
    hub.listing = [{"type": "file", "path": name, "size": 3, "oid": "0" * 40} for name in names]
    with pytest.raises(DownloadFailed, match=r"has no model\.safetensors"):
        pull("far", revision=OTHER)
    assert hub.fetched == []


def test_a_commit_with_a_pickle_alone(hub):
    del hub.files["model.safetensors"]
    hub.files["pytorch_model.bin"] = b"\x80" * 20_000
    with pytest.raises(DownloadFailed, match=r"owner/far has no model\.safetensors at commit ffffffffffff") as caught:
        pull("far", revision=OTHER)
    assert "--revision" in caught.value.hint and hub.fetched == []


def test_pinned_weights_that_the_hub_has_lost(hub):
    register({"model.safetensors": FileEntry("0" * 64, revision="refs/pr/7")})
    del hub.files["model.safetensors"]
    with pytest.raises(DownloadFailed, match=r"no longer has model\.safetensors"):
        pull("far")


# ── A hub that doesn't ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("behave", "fault"),
    [
        ("cut", f"was cut off after {len(WEIGHTS) // 2} of {len(WEIGHTS)} bytes"),
        ("wrong", "is not the file that was expected"),
        ("short", f"has {len(WEIGHTS) - 1} bytes where {len(WEIGHTS)} were expected"),
        ("html", "is an HTML page"),
        ("html_in_disguise", "is not the file that was expected"),
        ("missing", "HTTP 404"),
        ("private", "HTTP 401"),
        ("broken", "HTTP 503"),
        ("silent", "no connection to 127.0.0.1"),
        ("mad", "no connection to 127.0.0.1"),
        ("circle", "redirects in a circle"),
        ("chain", "redirects in a circle, too often"),
        ("file", "or to where it may not"),
        ("ftp", "redirects to an address that isn't https"),
        ("elsewhere", "goes on from another place"),
        ("endless", "sends more than"),
        ("chunked_cut", "was cut off"),
        ("stalled", "was cut off: timed out"),
        ("dripping", "sends less than 1024 bytes a second"),
        ("endless_header", "does not come to its answer"),
        ("always_continuing", "does not come to its answer"),
    ],
)
def test_what_can_go_wrong_is_one_line_soon_and_never_a_model(hub, behave, fault):
    hub.behave = behave
    start = time.monotonic()
    with pytest.raises(DownloadFailed) as caught:
        pull("far", timeout=0.3)
    assert time.monotonic() - start < 3
    assert fault in str(caught.value) and "\n" not in str(caught.value) and caught.value.exit_code == 2
    assert not (store_folder() / "far").exists()
    with pytest.raises(ModelNotFound):
        resolve("far", "translator")
    hub.behave = "well"
    assert files_in(pull("far")) == FILES  # whatever was left behind, the next pull gets there
    assert verify("far") == []


def test_a_failed_pull_leaves_the_old_model_as_it_was(hub):
    folder = pull("far")
    hub.files["vocab.json"] = b'{"new": 1}'
    hub.behave = "cut"
    with pytest.raises(DownloadFailed):
        pull("far", revision=OTHER)
    assert files_in(folder) == FILES and verify("far") == []


def test_a_pull_goes_on_from_where_it_was_cut_off(hub):
    hub.behave = "cut"
    with pytest.raises(DownloadFailed) as caught:
        pull("far")
    assert "goes on from there" in caught.value.hint
    hub.behave, half = "well", len(WEIGHTS) // 2
    hub.asked.clear()
    seen: list[int] = []
    pull("far", progress=lambda name, done, size: seen.append(done))
    assert "config.json" not in hub.fetched  # it was there already
    assert (f"/owner/far/resolve/{REVISION}/model.safetensors", f"bytes={half}-") in hub.asked
    assert seen[0] > half and verify("far") == []


def test_a_server_that_can_not_go_on_starts_over(hub):
    hub.behave = "cut"
    with pytest.raises(DownloadFailed):
        pull("far")
    hub.behave = "never_resuming"
    assert files_in(pull("far")) == FILES


@pytest.mark.parametrize("left", [b"other weights" * 99, b"?" * len(WEIGHTS), WEIGHTS + b"!"])
def test_what_is_left_of_something_else_is_thrown_away(hub, left):
    partial = store_folder() / f".far-{REVISION[:12]}.partial"
    partial.mkdir(parents=True)
    (partial / "model.safetensors").write_bytes(left)
    (partial / "tokenizer_config.json").write_bytes(b"of another time")
    assert files_in(pull("far")) == FILES and verify("far") == []


def test_a_file_of_which_the_server_has_less_than_we_do_starts_over(hub):
    partial = store_folder() / f".far-{REVISION[:12]}.partial"
    partial.mkdir(parents=True)
    (partial / "model.safetensors").write_bytes(WEIGHTS[:2000])
    hub.files["model.safetensors"] = WEIGHTS[:1000]
    with pytest.raises(DownloadFailed, match=f"has 1000 bytes where {len(WEIGHTS)} were expected"):
        pull("far")
    assert [wanted for path, wanted in hub.asked if path.endswith("model.safetensors")] == ["bytes=2000-", ""]


def test_two_pulls_at_once(hub):
    failures: list[DownloadFailed] = []

    def second(name: str, done: int, size: int) -> None:
        if not failures:
            with pytest.raises(DownloadFailed, match="another pull") as caught:
                pull("far")
            failures.append(caught.value)

    pull("far", progress=second)
    assert len(failures) == 1 and verify("far") == []


def test_an_interruption_leaves_nothing_that_can_be_loaded(hub):
    def interrupt(name: str, done: int, size: int) -> None:
        if name == "model.safetensors":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull("far", progress=interrupt)
    assert not (store_folder() / "far").exists()
    assert files_in(pull("far")) == FILES


# ── No way out ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def fails_soon(**arguments: Any) -> DownloadFailed:
    start = time.monotonic()
    with pytest.raises(DownloadFailed) as caught:
        pull("far", **arguments)
    assert time.monotonic() - start < 5 and "\n" not in str(caught.value)
    return caught.value


def test_no_network(hub):
    assert "no connection to hub.invalid" in str(fails_soon(endpoint="https://hub.invalid"))


def test_nobody_listens(hub):
    error = fails_soon(endpoint="http://127.0.0.1:9")
    assert "no connection to 127.0.0.1:9: Connection refused" in str(error) and "HTTPS_PROXY" in error.hint


def test_a_proxy_that_refuses(hub, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", hub.endpoint)  # a server, but no proxy: it refuses CONNECT
    assert "no connection to hub.invalid: Tunnel connection failed: 501" in str(fails_soon(endpoint="https://hub.invalid"))


def test_no_proxy_leads_to_this_machine(hub, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert files_in(pull("far")) == FILES


@pytest.mark.parametrize(
    "endpoint", ["http://hub.invalid", "ftp://127.0.0.1", "file:///etc", "hub.invalid", "http://127.0.0.1.hub.invalid"]
)
def test_only_https_leaves_this_machine(hub, endpoint):
    assert "is no https address" in str(fails_soon(endpoint=endpoint))


def test_offline_is_offline(hub, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert "HF_HUB_OFFLINE" in str(fails_soon()) and hub.asked == []


def test_too_little_space(hub):
    register(pinned(FILES) | {"model.safetensors": FileEntry("0" * 64, 10**18)})
    assert "too little space" in str(fails_soon()) and hub.asked == []


def test_a_store_that_can_not_be_written(hub, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("SUMMARIZER_MODELS", str(tmp_path / "file" / "store"))
    assert "can't be written: Not a directory" in str(fails_soon())


@pytest.mark.parametrize("name", ["unknown", "../far", "", "."])
def test_only_names_of_the_registry_can_be_pulled(hub, name):
    with pytest.raises(ModelNotFound, match="no model is called") as caught:
        pull(name)
    assert caught.value.hint == "Known: far." and hub.asked == []
