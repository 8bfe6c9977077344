"""`summarizer models pull`: a model of the hub comes to this machine, whole and verified or not at all.

Nothing is loadable before all of it was verified: files arrive in a folder of their own, each is checked against its size and sha256, and
the whole folder is renamed into the store at the end. A pull that was cut off goes on from where it stopped.

huggingface_hub could fetch the files, but would check sizes alone, bound no body, retry for 23 seconds without a network and keep a second
layout on disk; and after all of that the hashes would still have to be checked here. What is needed of it is in hub.py.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from summarizer.errors import DownloadFailed, ModelError
from summarizer.hub import Hub, Progress, RemoteFile
from summarizer.model_registry import COMMIT, PINNED, WEIGHTS, FileEntry, ModelEntry, find, read_registry, write_entry
from summarizer.model_store import folder_of, resolve, verify

_HUB = "https://huggingface.co"


def pull(
    name: str,
    *,
    progress: Progress | None = None,
    endpoint: str | None = None,
    revision: str | None = None,
    timeout: float = 30.0,
) -> Path:
    """Bring a model of the registry to this machine and return its verified folder; nothing is fetched when it is here already.

    `progress` is told (file, bytes so far, bytes in all). `endpoint` is the hub, else $HF_ENDPOINT, else huggingface.co. `revision`, a full
    commit, stands in for the registry's own: its files are trusted as the hub lists them now, and verified from then on (see `trust_note`).
    `timeout` is in seconds, for each answer. Raises DownloadFailed, or ModelNotFound when the registry has no such model.
    """
    entry = find(name)
    if entry.embedded:
        return resolve(name, entry.kind).path
    entry = _at_revision(entry, revision)
    target = folder_of(entry)
    if _is_here(entry, target):
        return target
    if os.environ.get("HF_HUB_OFFLINE", "").lower() in ("1", "true", "yes", "on"):
        raise DownloadFailed("HF_HUB_OFFLINE forbids any connection", hint="Unset it for this command.")
    hub = Hub(endpoint or os.environ.get("HF_ENDPOINT") or _HUB, timeout)
    arriving = target.parent / f".{name}-{entry.revision[:12]}.partial"
    try:
        arriving.mkdir(parents=True, exist_ok=True)
        with _only_pull(target.parent / f".{name}.lock"):
            files = _files_to_fetch(entry, hub)
            _check_space(arriving, sum(file.size for file in files))
            fetched = {file.name: FileEntry(hub.fetch(file, arriving / file.name, progress), file.size) for file in files}
            for path in arriving.iterdir():
                if path.name not in fetched:
                    path.unlink()
            write_entry(arriving / PINNED, replace(entry, files=fetched))
            _move_in(arriving, target)
    except OSError as error:
        raise DownloadFailed(f"{target.parent} can't be written: {error.strerror or error}") from error
    return target


def trust_note(name: str, revision: str | None = None) -> str:
    """One sentence for the user on what a pull of that model takes on trust; empty when the registry pins every file."""
    entry = _at_revision(find(name), revision)
    if entry.pin == "complete":
        return ""
    what = "The files" if entry.pin == "none" else "The weights are pinned by this program; the small files beside them"
    return f"{what} are those that the hub lists for commit {entry.revision[:12]} now; they are verified against that from here on."


def _at_revision(entry: ModelEntry, revision: str | None) -> ModelEntry:
    if revision is not None and not COMMIT.fullmatch(revision):
        raise DownloadFailed(f"{revision!r} is no full commit", hint="A branch can change: give the 40 hexadecimal digits of a commit.")
    if revision is not None and revision != entry.revision:
        return replace(entry, revision=revision, files={})
    if not entry.revision:
        hint = f"Choose a commit of {entry.source} that has {WEIGHTS}: summarizer models pull {entry.name} --revision COMMIT"
        raise DownloadFailed(f"{entry.name} is not pinned to a commit", hint=hint)
    return entry


def _is_here(entry: ModelEntry, target: Path) -> bool:
    try:
        return read_registry(target / PINNED)[entry.name].revision == entry.revision and not verify(entry.name)
    except (KeyError, ModelError):
        return False


@contextmanager
def _only_pull(lock: Path) -> Iterator[None]:
    import filelock

    try:
        with filelock.FileLock(lock, timeout=0):
            yield
    except filelock.Timeout as error:
        raise DownloadFailed("another pull of this model is at work", hint="Wait for it to end.") from error


def _check_space(folder: Path, wanted: int) -> None:
    missing = wanted - sum(path.stat().st_size for path in folder.iterdir()) - shutil.disk_usage(folder).free
    if missing > 0:
        raise DownloadFailed(f"{missing / 1e6:.0f} MB too little space in {folder.parent}", hint="SUMMARIZER_MODELS names another folder.")


def _move_in(arriving: Path, target: Path) -> None:
    """All at once: the name leads to the old folder, to none, or to the whole new one."""
    _sync(arriving)
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    arriving.rename(target)
    _sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sync(folder: Path) -> None:
    if os.name != "nt":  # there a folder can't be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _files_to_fetch(entry: ModelEntry, hub: Hub) -> list[RemoteFile]:
    if entry.pin == "complete":
        pins = entry.files.items()
        return [
            RemoteFile(name, hub.url(entry.repo, pin.revision or entry.revision, name), pin.size or 0, pin.sha256) for name, pin in pins
        ]
    listed = hub.list_files(entry.repo, entry.revision)
    for name, pin in entry.files.items():
        there = (hub.list_files(entry.repo, pin.revision) if pin.revision else listed).get(name)
        if there is None:
            raise DownloadFailed(f"the hub no longer has {name} of {entry.repo}", hint="Another commit can be chosen with --revision.")
        listed[name] = replace(there, sha256=pin.sha256)
    if WEIGHTS not in listed:
        hint = "With --revision, choose one that has it (often a pull request by SFconvertbot); a pickle is not fetched."
        raise DownloadFailed(f"{entry.repo} has no {WEIGHTS} at commit {entry.revision[:12]}", hint=hint)
    return list(listed.values())
