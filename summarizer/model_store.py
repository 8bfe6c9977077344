"""A model's name -> a verified folder on this machine. Nothing here opens a connection or imports anything heavy.

An embedded model lies beside its registry, a pulled one in `store_folder()`, where `summarizer models pull` put it; the path of any other
checkpoint works in place of a name. What comes out of `resolve` was verified against the registry, byte for byte or by notes of that.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from summarizer import folders
from summarizer.errors import ModelDamaged, ModelError, ModelNotFound
from summarizer.folders import cache_folder, embedded_folder, store_folder
from summarizer.model_files import check_checkpoint, check_file, sha256_of
from summarizer.model_registry import PINNED, REINSTALL, WEIGHTS, FileEntry, ModelEntry, find, read_registry, weights_of, write_entry

__all__ = [
    "LOADED_FILES",
    "FileEntry",
    "ModelEntry",
    "ModelFolder",
    "ModelStatus",
    "cache_folder",
    "embedded_folder",
    "find",
    "fingerprint",
    "folder_of",
    "list_models",
    "read_registry",
    "resolve",
    "store_folder",
    "verify",
    "write_entry",
]

# What the engines read. A pull takes no other files, and one of these that nobody vouched for has no place in a verified folder.
LOADED_FILES = frozenset(
    {WEIGHTS, "config.json", "generation_config.json", "vocab.json", "merges.txt", "source.spm", "target.spm", "spiece.model"}
    | {"tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "lexicon.tsv"}
)


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model that is here and was verified. `sha256` is of the file with the weights."""

    name: str
    kind: str
    path: Path
    sha256: str
    placeholder: bool
    architecture: str


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """A model of the registry as `models list` shows it: `state` is ready, not here, unpinned (and not here) or damaged."""

    entry: ModelEntry
    where: Path
    state: str
    bytes: int


def resolve(name_or_folder: str, kind: str) -> ModelFolder:
    """The verified folder of a "translator" or "summarizer", by its name in the registry or as a path to a checkpoint.

    Raises ModelNotFound when it is not on this machine, and ModelDamaged when a file is missing, changed or not what it should be.
    """
    entries = read_registry()
    entry = entries.get(name_or_folder)
    if entry is not None and entry.kind == kind:
        return _resolve_entry(entry)
    folder = Path(os.path.expanduser(name_or_folder))  # noqa: PTH111 (Path's own raises on an unknown ~user)
    if name_or_folder and folder.is_dir():
        architecture = check_checkpoint(folder, kind)
        return ModelFolder(str(folder), kind, folder, sha256_of(folder / WEIGHTS), False, architecture)
    known = ", ".join(sorted(name for name, other in entries.items() if other.kind == kind)) or "none"
    fault = f"{entry.name} is a {entry.kind}, no {kind}" if entry else f"no {kind} is called {name_or_folder!r}, and no folder is"
    raise ModelNotFound(fault, hint=f"By name: {known}. Or give the folder of a checkpoint.")


def fingerprint(folder: Path) -> str:
    """A sha256 of all that the engines read of a model, by name: the same weights with another tokenizer or other settings are another model."""
    files = sorted(path for path in folder.iterdir() if path.name in LOADED_FILES)
    return hashlib.sha256("".join(f"{path.name} {sha256_of(path)}\n" for path in files).encode()).hexdigest()


def verify(name: str) -> list[str]:
    """All that is wrong with a model of the registry, one line each; every byte is read. ModelNotFound when it isn't here."""
    entry = find(name)
    folder = _folder_here(entry)
    try:
        files = _expected_files(entry, folder)
    except ModelError as error:
        return [str(error)]
    problems = []
    for file, expected in files.items():
        try:
            check_file(folder / file, expected, hint=_mend(entry), remembered=False)
        except ModelDamaged as error:
            problems.append(str(error))
    return problems + _strangers(folder, files)


def list_models() -> list[ModelStatus]:
    """Every model of the registry and whether it can be used here; by kind, then by name."""
    return [_status(entry) for entry in sorted(read_registry().values(), key=lambda entry: (entry.kind, entry.name))]


def _status(entry: ModelEntry) -> ModelStatus:
    folder = folder_of(entry)
    files = entry.files
    try:
        _resolve_entry(entry)
        state, files = "ready", _expected_files(entry, folder)
    except ModelNotFound:
        state = "unpinned" if entry.pin == "none" else "not here"
    except ModelError:
        state = "damaged"
    return ModelStatus(entry, folder, state, sum(file.size or 0 for file in files.values()))


def folder_of(entry: ModelEntry) -> Path:
    """Where a model of the registry lies, or would."""
    return (folders.embedded_folder() if entry.embedded else folders.store_folder()) / entry.name


def _folder_here(entry: ModelEntry) -> Path:
    folder = folder_of(entry)
    if not entry.embedded and not folder.is_dir():
        raise ModelNotFound(f"the model {entry.name} is not on this machine", hint=f"Bring it once: {_mend(entry)}")
    return folder


def _resolve_entry(entry: ModelEntry) -> ModelFolder:
    folder = _folder_here(entry)
    files = _expected_files(entry, folder)
    for file, expected in files.items():
        check_file(folder / file, expected, hint=_mend(entry))
    if strangers := _strangers(folder, files):
        raise ModelDamaged(strangers[0], hint="Remove it.")
    return ModelFolder(entry.name, entry.kind, folder, files[weights_of(files)].sha256, entry.placeholder, entry.architecture)


def _expected_files(entry: ModelEntry, folder: Path) -> Mapping[str, FileEntry]:
    """What the folder must hold: of a pulled model what the pull recorded, and above that whatever the registry pins."""
    pinned = folder / PINNED
    if entry.embedded or (entry.pin == "complete" and not pinned.exists()):
        return entry.files
    try:
        recorded = read_registry(pinned)[entry.name]
    except (ModelError, KeyError) as error:
        raise ModelDamaged(f"{pinned} is missing or damaged, so nothing beside it can be verified", hint=_mend(entry)) from error
    if recorded.revision != entry.revision:  # brought with --revision: the registry knows nothing of that commit
        return recorded.files
    expected = dict(recorded.files)
    for name, file in entry.files.items():
        size = expected[name].size if name in expected else None
        expected[name] = file if file.size is not None else replace(file, size=size)
    return expected


def _strangers(folder: Path, files: Mapping[str, FileEntry]) -> list[str]:
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    return [f"{folder / name} is no file of this model" for name in sorted((names & LOADED_FILES) - files.keys())]


def _mend(entry: ModelEntry) -> str:
    return REINSTALL if entry.embedded else f"summarizer models pull {entry.name}"
