"""The registry, the store and the verification of what lies in it, over small folders with real hashes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import folders
from summarizer.errors import ModelDamaged, ModelError, ModelNotFound, OutputError
from summarizer.model_files import check_safetensors, sha256_of
from summarizer.model_store import (
    FileEntry,
    ModelEntry,
    cache_folder,
    embedded_folder,
    find,
    list_models,
    read_registry,
    resolve,
    store_folder,
    verify,
    write_entry,
)

REVISION = "0123456789abcdef0123456789abcdef01234567"


def safetensors(**tensors: bytes) -> bytes:
    """A real safetensors file of byte tensors."""
    header, end = {}, 0
    for name, data in tensors.items():
        header[name] = {"dtype": "U8", "shape": [len(data)], "data_offsets": [end, end + len(data)]}
        end += len(data)
    raw = json.dumps(header).encode()
    return len(raw).to_bytes(8, "little") + raw + b"".join(tensors.values())


TRANSLATOR = {
    "config.json": b'{"architectures": ["MarianMTModel"]}',
    "model.safetensors": safetensors(a=b"weights" * 9, b=b"more"),
    "source.spm": b"source pieces",
    "target.spm": b"target pieces",
    "vocab.json": b"{}",
}
SUMMARIZER = {
    "config.json": b'{"architectures": ["BartForConditionalGeneration"]}',
    "model.safetensors": safetensors(a=b"others"),
    "tokenizer.json": b"{}",
}


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def entries_of(files: dict[str, bytes]) -> dict[str, FileEntry]:
    return {name: FileEntry(hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items()}


def entry(name: str = "nl-en", kind: str = "translator", files: dict[str, bytes] = TRANSLATOR, **changes: Any) -> ModelEntry:
    fields = {"architecture": "MarianMTModel", "description": "A model.", "licence": "CC0-1.0", "source": "here", "embedded": True}
    return ModelEntry(name=name, kind=kind, files=entries_of(files), **{**fields, **changes})


def hub_entry(name: str = "far", **changes: Any) -> ModelEntry:
    return entry(name, **{"embedded": False, "repo": "owner/far", "revision": REVISION, **changes})


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of our own: nothing of the developer's environment, and a registry with one embedded and one pulled model."""
    for name in ("SUMMARIZER_CACHE", "SUMMARIZER_MODELS", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    embedded = tmp_path / "models"
    monkeypatch.setattr(folders, "embedded_folder", lambda: embedded)
    fill(embedded / "nl-en", TRANSLATOR)
    write_entry(embedded / "registry.toml", entry())
    write_entry(embedded / "registry.toml", hub_entry())
    return tmp_path


# ── The registry ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_registry_of_the_program_is_sound_and_names_the_hub_models():
    registry = read_registry()
    assert {"opus-mt-nl-en", "distilbart-cnn", "bart-large-cnn"} <= registry.keys()
    for name in ("opus-mt-nl-en", "distilbart-cnn", "bart-large-cnn"):
        assert registry[name].pin in ("weights", "complete")
        assert "model.safetensors" in registry[name].files
    assert registry["opus-mt-nl-en"].kind == "translator"


def test_the_registry_of_the_program_is_as_write_entry_writes_it(tmp_path):
    original = embedded_folder() / "registry.toml"
    for each in read_registry().values():
        write_entry(tmp_path / "registry.toml", each)
    assert (tmp_path / "registry.toml").read_text(encoding="utf-8") == original.read_text(encoding="utf-8")


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
sizes = st.integers(0, 2**40)
file_entries = st.builds(
    FileEntry,
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
    size=sizes | st.none(),
    revision=st.sampled_from(["", "refs/pr/7", REVISION]),
)
model_entries = st.builds(
    ModelEntry, name=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,9}", fullmatch=True), kind=st.sampled_from(["translator", "summarizer"]),
    architecture=texts, description=texts, licence=texts, source=texts, placeholder=st.booleans(), repo=st.just("owner/name"),
    revision=st.sampled_from(["", REVISION]), canary=st.dictionaries(texts, texts, max_size=2),
    files=st.dictionaries(st.sampled_from(["config.json", "model.safetensors", "vocab.json"]), file_entries),
)  # fmt: skip


@settings(max_examples=50)
@given(first=model_entries, second=model_entries)
def test_what_is_written_is_read_back(tmp_path_factory, first, second):
    path = tmp_path_factory.mktemp("registry") / "registry.toml"
    write_entry(path, first)
    write_entry(path, second)
    assert read_registry(path) == {first.name: first} | {second.name: second}


def test_write_entry_replaces_one_table_and_keeps_the_mode_of_an_ordinary_file(home):
    path = home / "models" / "registry.toml"
    write_entry(path, entry(description="Trained again."))
    assert read_registry()["nl-en"].description == "Trained again."
    assert read_registry()["far"] == hub_entry()
    assert path.stat().st_mode & 0o444 == 0o444 & ~_umask()
    assert [item.name for item in path.parent.iterdir() if item.name.startswith(".")] == []


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


GOOD = """[m]
kind = "translator"
architecture = "MarianMTModel"
description = ""
licence = ""
source = ""
repo = "a/b"
"""


@pytest.mark.parametrize(
    "text",
    [
        "[m",
        "m = 3",
        GOOD.replace('kind = "translator"', 'kind = "poet"'),
        GOOD.replace('kind = "translator"\n', ""),
        GOOD.replace('source = ""', "source = 3"),
        GOOD.replace('repo = "a/b"', 'repo = "../../etc"'),
        GOOD.replace('repo = "a/b"\n', ""),
        GOOD.replace("[m]", '["../m"]'),
        GOOD.replace("[m]", '["."]'),
        GOOD + 'revision = "main"\n',
        GOOD + 'embedded = "yes"\n',
        GOOD + "embedded = true\n",
        GOOD + "unknown = 1\n",
        GOOD + "files = 3\n",
        GOOD + "canary = { source = 1 }\n",
        GOOD + f'[m.files."../x"]\nsha256 = "{"0" * 64}"\n',
        GOOD + '[m.files."x"]\nsha256 = "123"\n',
        GOOD + '[m.files."x"]\nsha256 = 123\n',
        GOOD + f'[m.files."x"]\nsha256 = "{"0" * 64}"\nsize = -1\n',
        GOOD + f'[m.files."x"]\nsha256 = "{"0" * 64}"\nsize = "1"\n',
        GOOD + f'[m.files."x"]\nsha256 = "{"0" * 64}"\nrevision = "main"\n',
    ],
)
def test_a_broken_registry_is_one_clear_line(tmp_path, text):
    path = tmp_path / "registry.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_registry(path)["m"].repo == "a/b"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        read_registry(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value) and caught.value.hint


@pytest.mark.parametrize("data", [None, b"\xff\xfe"])
def test_a_registry_that_is_missing_or_no_text(tmp_path, data):
    if data is not None:
        (tmp_path / "registry.toml").write_bytes(data)
    with pytest.raises(ModelError, match=r"registry\.toml can't be read"):
        read_registry(tmp_path / "registry.toml")


@pytest.mark.parametrize(
    ("changes", "pin"),
    [
        ({}, "complete"),
        ({"revision": ""}, "none"),
        ({"files": {}}, "none"),
        ({"files": {"model.safetensors": FileEntry("0" * 64)}}, "weights"),
        ({"files": {"model.safetensors": FileEntry("0" * 64, 7)}}, "weights"),
        ({"files": {"model.safetensors": FileEntry("0" * 64)}, "revision": ""}, "none"),
    ],
)
def test_how_much_is_pinned(changes, pin):
    assert replace(hub_entry(), **changes).pin == pin


# ── Folders ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"SUMMARIZER_CACHE": "{}/mine", "XDG_CACHE_HOME": "{}/xdg"}, "mine"),
        ({"XDG_CACHE_HOME": "{}/xdg"}, "xdg/summarizer"),
        ({"XDG_CACHE_HOME": "relative"}, "home/.cache/summarizer"),
        ({}, "home/.cache/summarizer"),
    ],
)
def test_where_the_cache_lies(home, monkeypatch, environment, expected):
    for name, value in environment.items():
        monkeypatch.setenv(name, value.format(home))
    assert cache_folder() == home / expected
    assert cache_folder().is_dir()
    assert store_folder() == home / expected / "models"


def test_the_store_can_be_put_elsewhere(home, monkeypatch):
    monkeypatch.setenv("SUMMARIZER_MODELS", str(home / "big disk"))
    assert store_folder() == home / "big disk"


@pytest.mark.parametrize("broken", ["home", "cache", "xdg"])
def test_without_a_writable_cache_a_private_folder_serves(home, monkeypatch, broken):
    (home / "file").write_text("", encoding="utf-8")
    (home / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(home / "tmp"))
    if broken == "home":
        monkeypatch.setenv("HOME", str(home / "gone"))
    else:
        monkeypatch.setenv({"cache": "SUMMARIZER_CACHE", "xdg": "XDG_CACHE_HOME"}[broken], str(home / "file" / "in it"))
    folder = cache_folder()
    assert folder.parent == home / "tmp"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert cache_folder() == folder
    assert not (home / "gone").exists()


@pytest.mark.parametrize("trap", ["open", "link", "file"])
def test_a_temporary_cache_that_others_can_reach_is_not_used(home, monkeypatch, trap):
    folders._fresh_temporary_folder.cache_clear()
    monkeypatch.setenv("HOME", str(home / "gone"))
    (home / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(home / "tmp"))
    path = home / "tmp" / f"summarizer-{os.getuid()}"
    if trap == "open":
        path.mkdir()
        path.chmod(0o777)
    elif trap == "link":
        (home / "elsewhere").mkdir(mode=0o700)
        path.symlink_to(home / "elsewhere")
    else:
        path.write_text("", encoding="utf-8")
    folder = cache_folder()
    assert folder != path and stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert cache_folder() == folder
    folders._fresh_temporary_folder.cache_clear()


def test_when_nothing_at_all_can_be_written_it_says_so(home, monkeypatch):
    folders._fresh_temporary_folder.cache_clear()
    monkeypatch.setenv("HOME", str(home / "gone"))
    (home / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(home / "file" / "in it"))
    with pytest.raises(OutputError, match="no folder can be written") as caught:
        cache_folder()
    assert "SUMMARIZER_CACHE" in caught.value.hint
    assert resolve("nl-en", "translator").name == "nl-en"  # verified all the same: the notes are a convenience


def test_pulled_models_are_found_under_a_home_that_can_only_be_read(home, monkeypatch):
    models = home / "home" / ".cache" / "summarizer" / "models"
    models.mkdir(parents=True)
    (home / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(home / "tmp"))
    monkeypatch.setattr("os.access", lambda path, mode: not Path(path).is_relative_to(home / "home"))  # root may write it whatever its mode
    assert cache_folder().parent == home / "tmp"
    assert store_folder() == models


# ── By name ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_embedded_model_is_found_and_verified(home):
    found = resolve("nl-en", "translator")
    assert found.path == home / "models" / "nl-en"
    assert (found.name, found.kind, found.architecture, found.placeholder) == ("nl-en", "translator", "MarianMTModel", False)
    assert found.sha256 == hashlib.sha256(TRANSLATOR["model.safetensors"]).hexdigest()


def test_a_model_without_tensors_goes_by_its_largest_file(home):
    files = {"config.json": b"{}", "weights.json": b'{"a": 1}'}
    fill(home / "models" / "plain", files)
    write_entry(home / "models" / "registry.toml", entry("plain", "summarizer", files, placeholder=True))
    found = resolve("plain", "summarizer")
    assert found.placeholder
    assert found.sha256 == hashlib.sha256(files["weights.json"]).hexdigest()


def test_a_pulled_model_is_not_here_until_it_is(home):
    with pytest.raises(ModelNotFound, match="far is not on this machine") as caught:
        resolve("far", "translator")
    assert "summarizer models pull far" in caught.value.hint
    fill(store_folder() / "far", TRANSLATOR)
    assert resolve("far", "translator").path == store_folder() / "far"


@pytest.mark.parametrize("name", ["unknown", "", "..far", "far/../far", "~nobody-here", "a\0b", "\ud800", "/dev/null"])
def test_an_unknown_name_lists_the_known_ones(home, name):
    with pytest.raises(ModelNotFound, match="no translator is called") as caught:
        resolve(name, "translator")
    assert "far, nl-en" in caught.value.hint and "\n" not in str(caught.value)
    with pytest.raises(ModelNotFound, match="no model is called"):
        find(name)


def test_a_model_of_the_other_kind(home):
    with pytest.raises(ModelNotFound, match="nl-en is a translator, no summarizer"):
        resolve("nl-en", "summarizer")


def test_a_registry_name_wins_over_a_folder_of_that_name(home, monkeypatch):
    monkeypatch.chdir(home)
    fill(home / "nl-en", {"config.json": b"[]"})
    assert resolve("nl-en", "translator").path == home / "models" / "nl-en"
    with pytest.raises(ModelDamaged):
        resolve("./nl-en", "translator")


WEIGHTS = TRANSLATOR["model.safetensors"]
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 123\n"
DAMAGE = [
    (None, "is missing", ""),
    (WEIGHTS[:-5], f"is cut short: {len(WEIGHTS) - 5} of {len(WEIGHTS)} bytes", ""),
    (b"", f"is cut short: 0 of {len(WEIGHTS)} bytes", ""),
    (WEIGHTS + b"!", "is too long", ""),
    (WEIGHTS[:-1] + b"X", "was changed: its sha256 is", ""),
    (LFS, "is a git-LFS pointer", "git lfs pull"),
    (LFS.ljust(len(WEIGHTS)), "is a git-LFS pointer", "git lfs pull"),
    (b"\n<!DOCTYPE html><html>Sign in</html>", "is an HTML page", ""),
]


@pytest.mark.parametrize(("data", "fault", "hint"), DAMAGE)
@pytest.mark.parametrize("name", ["nl-en", "far"])
def test_damage_is_one_line_that_names_the_file_and_how_to_mend_it(home, name, data, fault, hint):
    folder = fill((home / "models" if name == "nl-en" else store_folder()) / name, TRANSLATOR)
    assert resolve(name, "translator").path == folder
    path = folder / "model.safetensors"
    path.unlink() if data is None else path.write_bytes(data)
    with pytest.raises(ModelDamaged) as caught:
        resolve(name, "translator")
    assert str(path) in str(caught.value) and fault in str(caught.value) and "\n" not in str(caught.value)
    assert (hint or {"nl-en": "pip install", "far": "summarizer models pull far"}[name]) in caught.value.hint
    assert verify(name) == [str(caught.value)]
    assert {status.entry.name: status.state for status in list_models()}[name] == "damaged"


def test_a_folder_or_a_pipe_in_place_of_a_file(home):
    path = home / "models" / "nl-en" / "vocab.json"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ModelDamaged, match="no regular file"):
        resolve("nl-en", "translator")
    path.unlink()
    path.mkdir()
    assert verify("nl-en") == [f"{path} is no regular file"]


def test_a_file_that_nobody_vouched_for_has_no_place_in_a_verified_folder(home):
    stranger = home / "models" / "nl-en" / "tokenizer_config.json"
    stranger.write_text("{}", encoding="utf-8")
    with pytest.raises(ModelDamaged, match=r"tokenizer_config\.json is no file of this model"):
        resolve("nl-en", "translator")
    assert verify("nl-en") == [f"{stranger} is no file of this model"]
    stranger.rename(stranger.with_name("README.md"))
    assert verify("nl-en") == []


def test_verify_tells_everything_that_is_wrong(home):
    folder = home / "models" / "nl-en"
    assert verify("nl-en") == []
    (folder / "vocab.json").unlink()
    (folder / "source.spm").write_bytes(b"source pieceS")
    problems = verify("nl-en")
    assert len(problems) == 2 and "source.spm was changed" in problems[0] and "vocab.json is missing" in problems[1]


def test_list_models(home):
    write_entry(home / "models" / "registry.toml", hub_entry("later", revision=""))
    states = {status.entry.name: (status.state, status.bytes) for status in list_models()}
    size = sum(map(len, TRANSLATOR.values()))
    assert states == {"far": ("not here", size), "later": ("unpinned", size), "nl-en": ("ready", size)}


# ── What a pull recorded ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def weights_pinned(home: Path) -> Path:
    """A pulled model of which the registry knows the weights alone."""
    known = {"model.safetensors": FileEntry(hashlib.sha256(WEIGHTS).hexdigest())}
    write_entry(home / "models" / "registry.toml", replace(hub_entry(), files=known))
    folder = fill(store_folder() / "far", TRANSLATOR)
    write_entry(folder / "pinned.toml", hub_entry())
    return folder


def test_the_record_of_the_pull_is_verified_against(home):
    folder = weights_pinned(home)
    assert resolve("far", "translator").sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    (folder / "source.spm").write_bytes(b"other pieces!")
    with pytest.raises(ModelDamaged, match=r"source\.spm was changed"):
        resolve("far", "translator")


def test_the_registry_stands_above_the_record(home):
    folder = weights_pinned(home)
    other = {**TRANSLATOR, "model.safetensors": WEIGHTS[:-1] + b"X"}
    fill(folder, other)
    write_entry(folder / "pinned.toml", replace(hub_entry(), files=entries_of(other)))
    with pytest.raises(ModelDamaged, match=r"model\.safetensors was changed"):
        resolve("far", "translator")
    write_entry(folder / "pinned.toml", replace(hub_entry(), files=entries_of(other), revision="f" * 40))  # a commit of the user's choice
    assert resolve("far", "translator").sha256 == hashlib.sha256(other["model.safetensors"]).hexdigest()


@pytest.mark.parametrize("text", [None, "broken [", "[another]\n"])
def test_without_the_record_nothing_is_taken_on_trust(home, text):
    folder = weights_pinned(home)
    (folder / "pinned.toml").unlink()
    if text:
        (folder / "pinned.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelDamaged, match=r"pinned\.toml is missing or damaged") as caught:
        resolve("far", "translator")
    assert "summarizer models pull far" in caught.value.hint
    assert verify("far") == [str(caught.value)]


# ── Notes of hashes ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_hashed_once(home):
    path = home / "file"
    path.write_bytes(b"one")
    first = sha256_of(path)
    notes = cache_folder() / "sha256.json"
    noted = json.loads(notes.read_text(encoding="utf-8"))
    noted[str(path)][3] = "f" * 64
    notes.write_text(json.dumps(noted), encoding="utf-8")
    assert sha256_of(path) == "f" * 64  # so it was the notes that answered
    assert sha256_of(path, remembered=False) == first


def test_a_change_that_hides_its_time_is_seen(home):
    path = home / "file"
    path.write_bytes(b"one")
    before = path.stat()
    sha256_of(path)
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert sha256_of(path) == hashlib.sha256(b"two").hexdigest()


@pytest.mark.parametrize("notes", [b"", b"{", b"[1]", b"\xff", b"[" * 99_999, b'{"PATH": 3}', b'{"PATH": [1, 2, 3, 4]}', None])
def test_damaged_notes_are_ignored(home, notes):
    path = home / "file"
    path.write_bytes(b"one")
    file = cache_folder() / "sha256.json"
    if notes is None:
        file.mkdir()
    else:
        file.write_bytes(notes.replace(b"PATH", str(path).encode()))
    assert sha256_of(path) == hashlib.sha256(b"one").hexdigest()
    assert sha256_of(path) == hashlib.sha256(b"one").hexdigest()


def test_the_store_imports_nothing_heavy():
    heavy = ["torch", "transformers", "huggingface_hub", "numpy", "urllib.request"]
    command = f"import sys, summarizer.model_store; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# ── A folder that is in no registry ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("files", "kind"), [(TRANSLATOR, "translator"), (SUMMARIZER, "summarizer")])
def test_a_local_checkpoint(home, files, kind):
    folder = fill(home / "my model", files)
    found = resolve(str(folder), kind)
    assert found.path == folder and found.sha256 == hashlib.sha256(files["model.safetensors"]).hexdigest()
    assert found.architecture in files["config.json"].decode()


def test_a_local_checkpoint_by_tilde_and_through_links(home):
    fill(home / "blobs", TRANSLATOR)
    folder = home / "home" / "snapshot"
    folder.mkdir()
    for name in TRANSLATOR:
        (folder / name).symlink_to(home / "blobs" / name)
    assert resolve("~/snapshot", "translator").path == folder


@pytest.mark.parametrize("rows", [("tokenizer.json",), ("vocab.json", "merges.txt"), ("spiece.model",)])
def test_any_whole_tokenizer_will_do(home, rows):
    files = {name: data for name, data in SUMMARIZER.items() if name != "tokenizer.json"}
    folder = fill(home / "model", files)
    with pytest.raises(ModelDamaged, match="has no tokenizer"):
        resolve(str(folder), "summarizer")
    fill(folder, dict.fromkeys(rows, b"{}"))
    assert resolve(str(folder), "summarizer").path == folder


BROKEN_HEADERS = {
    "negative": {"a": {"dtype": "U8", "shape": [-2], "data_offsets": [0, -2]}},
    "negative twice": {"a": {"dtype": "U8", "shape": [-1, -3], "data_offsets": [0, 3]}},
    "hole": {"a": {"dtype": "U8", "shape": [2], "data_offsets": [1, 3]}},
    "overlap": {"a": {"dtype": "U8", "shape": [2], "data_offsets": [0, 2]}, "b": {"dtype": "U8", "shape": [2], "data_offsets": [1, 3]}},
    "shape": {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 2]}},
    "dtype": {"a": {"dtype": "PICKLE", "shape": [2], "data_offsets": [0, 2]}},
    "texts": {"a": {"dtype": "U8", "shape": [2], "data_offsets": ["0", "2"]}},
    "no offsets": {"a": {"dtype": "U8", "shape": [2]}},
    "no tensors": [1],
    "no table": {"a": 3},
}


def headed(header: object, data: bytes) -> bytes:
    raw = json.dumps(header).encode()
    return len(raw).to_bytes(8, "little") + raw + data


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"config.json": None}, "config.json is missing"),
        ({"config.json": b"{"}, "config.json can't be read"),
        ({"config.json": b"[" * 100_000}, "config.json can't be read"),
        ({"config.json": b"\xff\xfe{}"}, "config.json can't be read"),
        ({"config.json": b""}, "config.json is empty"),
        ({"config.json": b" " * 1_000_001}, "config.json is too large"),
        ({"config.json": b"{}"}, "config.json names no architecture"),
        ({"config.json": b"[]"}, "config.json names no architecture"),
        ({"config.json": b'{"architectures": []}'}, "config.json names no architecture"),
        ({"config.json": b'{"architectures": ["BertModel"]}'}, "config.json is of a BertModel, which is no translator"),
        ({"config.json": SUMMARIZER["config.json"]}, "is of a BartForConditionalGeneration, which is no translator"),
        ({"config.json": LFS}, "config.json is a git-LFS pointer"),
        ({"model.safetensors": None}, "model.safetensors is missing"),
        ({"model.safetensors": None, "pytorch_model.bin": b"\x80"}, "has only pytorch_model.bin, a pickle"),
        ({"model.safetensors": None, "model.safetensors.index.json": b"{}"}, "in several pieces"),
        ({"model.safetensors": LFS}, "model.safetensors is a git-LFS pointer"),
        ({"model.safetensors": b"<html>404</html>"}, "model.safetensors is an HTML page"),
        ({"model.safetensors": b""}, "model.safetensors is empty"),
        ({"model.safetensors": WEIGHTS[:5]}, "model.safetensors is cut short"),
        ({"model.safetensors": WEIGHTS[:40]}, "model.safetensors is cut short"),
        ({"model.safetensors": WEIGHTS[:-1]}, "model.safetensors is cut short"),
        ({"model.safetensors": WEIGHTS + b"!"}, "model.safetensors is too long"),
        ({"model.safetensors": b"\xff" * 99}, "model.safetensors is cut short, or is no safetensors file"),
        ({"model.safetensors": (99_000).to_bytes(8, "little") + b"[" * 99_000}, "broken safetensors header"),
        *[({"model.safetensors": headed(header, b"xxx")}, "broken safetensors header") for header in BROKEN_HEADERS.values()],
        ({"target.spm": None}, "has no tokenizer (source.spm + target.spm + vocab.json)"),
        ({"source.spm": b""}, "source.spm is empty"),
        ({"vocab.json": LFS}, "vocab.json is a git-LFS pointer"),
    ],
)
def test_what_is_wrong_with_a_local_checkpoint(home, change, fault):
    folder = fill(home / "model", TRANSLATOR)
    assert resolve(str(folder), "translator").path == folder
    for name, data in change.items():
        (folder / name).unlink() if data is None else (folder / name).write_bytes(data)
    with pytest.raises(ModelDamaged) as caught:
        resolve(str(folder), "translator")
    assert fault in str(caught.value) and str(folder) in str(caught.value) and "\n" not in str(caught.value)


def test_the_hint_for_a_pickle_tells_how_to_convert_it(home):
    folder = fill(home / "model", {"config.json": TRANSLATOR["config.json"], "pytorch_model.bin": b"\x80"})
    with pytest.raises(ModelDamaged) as caught:
        resolve(str(folder), "translator")
    assert "python -c" in caught.value.hint and "save_pretrained" in caught.value.hint and str(folder) in caught.value.hint


@given(st.data())
def test_no_bytes_make_the_header_check_fail_otherwise(tmp_path_factory, data):
    raw = bytearray(WEIGHTS)
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=5)):
        raw[place] = data.draw(st.integers(0, 255))
    raw = raw[: data.draw(st.integers(1, len(raw)))]
    path = tmp_path_factory.mktemp("weights") / "model.safetensors"
    path.write_bytes(raw)
    try:
        check_safetensors(path)
    except ModelDamaged:
        return
    assert len(raw) == len(WEIGHTS)


def test_real_weights_pass_the_header_check(tmp_path):
    import numpy
    from safetensors.numpy import save_file

    tensors = {"a": numpy.zeros((3, 4), "float32"), "half": numpy.zeros(2, "float16"), "empty": numpy.zeros((0, 5)), "one": numpy.array(1)}
    save_file(tensors, tmp_path / "model.safetensors", metadata={"format": "pt"})
    check_safetensors(tmp_path / "model.safetensors")


def test_a_marian_model_is_a_summarizer_when_its_settings_say_so(marian_folder, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(marian_folder, folder)
    with pytest.raises(ModelDamaged, match="no summarizer"):
        resolve(str(folder), "summarizer")
    settings = json.loads((folder / "config.json").read_text("utf-8")) | {"task_specific_params": {"summarization": {"num_beams": 4}}}
    (folder / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    assert resolve(str(folder), "summarizer").architecture == "MarianMTModel"
