"""models/registry.toml: every model by name, with its source, its licence, and the size and sha256 of its files.

A model is embedded (its files come with the program) or pulled (they lie in a commit of a hub repository). The record that a pull leaves
beside the files, pinned.toml, has the same form: a registry of one model.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from summarizer import folders
from summarizer.errors import ModelError, ModelNotFound

REGISTRY = "registry.toml"
PINNED = "pinned.toml"
WEIGHTS = "model.safetensors"
KINDS = ("translator", "summarizer")
REINSTALL = "Install the program again: pip install --force-reinstall --no-deps summarizer"
COMMIT = re.compile(r"[0-9a-f]{40}")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # no separator and no leading dot: a name can't lead out of its folder
_REPO = re.compile(rf"{_NAME.pattern}/{_NAME.pattern}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REF = re.compile(r"[0-9a-f]{40}|refs/pr/[0-9]+")
_HEAD = "# The models this program knows by name. Generated: summarizer.model_registry.write_entry adds and replaces tables.\n"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What a file of a model must be. `size` is in bytes; `revision` says where it lies, if not at the model's own revision."""

    sha256: str
    size: int | None = None
    revision: str = ""

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.sha256):
            raise ValueError("a sha256 has 64 hexadecimal digits")
        if self.size is not None and (not isinstance(self.size, int) or self.size < 0):
            raise ValueError("a size is a number of bytes")
        if self.revision and not _REF.fullmatch(self.revision):
            raise ValueError("a file's revision is a commit of 40 hexadecimal digits, or refs/pr/N")


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model. `repo` and `revision` (a full commit) are of the hub; `files` goes by name; `canary` is a sentence, `source` and `target`."""

    name: str
    kind: str
    architecture: str
    description: str
    licence: str
    source: str
    embedded: bool = False
    placeholder: bool = False
    repo: str = ""
    revision: str = ""
    canary: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, FileEntry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for text in (self.architecture, self.description, self.licence, self.source, *self.canary.values()):
            if not isinstance(text, str):
                raise ValueError(f"{text!r} must be text")
        if not isinstance(self.embedded, bool) or not isinstance(self.placeholder, bool):
            raise ValueError("embedded and placeholder are true or false")
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        for name in (self.name, *self.files):
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no name for a model or a file")
        if self.revision and not COMMIT.fullmatch(self.revision):
            raise ValueError("revision must be a full commit, 40 hexadecimal digits")
        if self.embedded and not (self.files and self._sized):
            raise ValueError("an embedded model needs files, each with its size")
        if not self.embedded and not _REPO.fullmatch(self.repo):
            raise ValueError("a model that isn't embedded needs a repo, owner/name")

    @property
    def _sized(self) -> bool:
        return all(file.size is not None for file in self.files.values())

    @property
    def pin(self) -> str:
        """How much is known beforehand: "complete", "weights" (their sha256; the hub tells the rest at the pull) or "none"."""
        if self.embedded or (self.revision and self._sized and {WEIGHTS, "config.json"} <= self.files.keys()):
            return "complete"
        return "weights" if self.revision and WEIGHTS in self.files else "none"


def weights_of(files: Mapping[str, FileEntry]) -> str:
    """The name of the file with the weights: model.safetensors, or the largest file of a model that has no tensors."""
    return WEIGHTS if WEIGHTS in files else max(files, key=lambda name: files[name].size or 0)


def read_registry(path: Path | None = None) -> dict[str, ModelEntry]:
    """Every model by name, from the registry that came with the program unless told otherwise; ModelError when it is broken."""
    path = path or folders.embedded_folder() / REGISTRY
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or not TOML
        raise ModelError(f"{path} can't be read: {' '.join(str(error).split())}", hint=REINSTALL) from error
    return {name: _read_entry(path, name, table) for name, table in tables.items()}


def _read_entry(path: Path, name: str, table: object) -> ModelEntry:
    try:
        if not isinstance(table, dict):
            raise ValueError("it must be a table")
        files = {file: FileEntry(**fields) for file, fields in table.pop("files", {}).items()}
        return ModelEntry(name=name, files=files, **table)
    except (AttributeError, TypeError, ValueError) as error:
        raise ModelError(f"{path} is broken at {' '.join(f'[{name}]: {error}'.split())}", hint=REINSTALL) from error


def find(name: str) -> ModelEntry:
    """A model of the registry by name; ModelNotFound, with the names there are, when none is called so."""
    entries = read_registry()
    if name not in entries:
        raise ModelNotFound(f"no model is called {name!r}", hint=f"Known: {', '.join(sorted(entries)) or 'none'}.")
    return entries[name]


def write_entry(registry_path: Path, entry: ModelEntry) -> None:
    """Add or replace one model's table; the others stay as they are. The file is replaced whole, or not at all."""
    entries = read_registry(registry_path) if registry_path.exists() else {}
    entries[entry.name] = entry
    folders.write_atomically(registry_path, "\n".join([_HEAD, *(_as_toml(entries[name]) for name in sorted(entries))]))


def _as_toml(entry: ModelEntry) -> str:
    lines = [f"[{_key(entry.name)}]"]
    for key in ("kind", "architecture", "description", "licence", "source", "embedded", "placeholder", "repo", "revision"):
        if (value := getattr(entry, key)) or key not in ("placeholder", "repo", "revision"):
            lines.append(f"{key} = {_toml(value)}")
    if entry.canary:
        lines.append("canary = { " + ", ".join(f"{_key(key)} = {_toml(value)}" for key, value in entry.canary.items()) + " }")
    for name, file in sorted(entry.files.items()):
        lines += ["", f"[{_key(entry.name)}.files.{_key(name)}]", f"sha256 = {_toml(file.sha256)}"]
        lines += [f"size = {file.size}"] if file.size is not None else []
        lines += [f"revision = {_toml(file.revision)}"] if file.revision else []
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(value: str | bool) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # JSON's texts and booleans are TOML's, but for DEL
