"""Is this file, or this folder, the checkpoint it should be? Every fault becomes one ModelDamaged that names the file."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from summarizer import folders
from summarizer.errors import ModelDamaged, OutputError
from summarizer.model_registry import WEIGHTS, FileEntry

ARCHITECTURES = {
    "translator": frozenset({"MarianMTModel"}),
    "summarizer": frozenset(
        f"{family}ForConditionalGeneration" for family in ("Bart", "BigBirdPegasus", "LED", "LongT5", "Mvp", "Pegasus", "PegasusX", "T5")
    ),
}
_MAX_HEADER = 10_000_000  # bytes; that of a model of 500 tensors has some 60,000
_MAX_POSITIONS = 100_000  # some architectures make a table of them, however few are used
# A tokenizer is all the files of any one of these rows.
_TOKENIZERS = {
    "translator": (("source.spm", "target.spm", "vocab.json"),),
    "summarizer": (("tokenizer.json",), ("vocab.json", "merges.txt"), ("spiece.model",), ("source.spm", "target.spm", "vocab.json")),
}
_BITS = {
    8: ("BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2"),
    16: ("U16", "I16", "F16", "BF16"),
    32: ("U32", "I32", "F32"),
    64: ("U64", "I64", "F64"),
}
_BITS_OF = {dtype: bits for bits, dtypes in _BITS.items() for dtype in dtypes}


def check_file(path: Path, expected: FileEntry, *, hint: str, remembered: bool = True) -> None:
    """Raise ModelDamaged unless the file has the size and the sha256 it should have; `hint` tells how to mend it."""
    size = _size(path, hint)
    if expected.size is not None and size != expected.size:
        fault = "cut short" if size < expected.size else "too long"
        raise _impostor(path, hint) or ModelDamaged(f"{path} is {fault}: {size} of {expected.size} bytes", hint=hint)
    found = sha256_of(path, remembered=remembered)
    if found != expected.sha256:
        fault = f"{path} was changed: its sha256 is {found[:12]}..., not {expected.sha256[:12]}..."
        raise _impostor(path, hint) or ModelDamaged(fault, hint=hint)


def check_checkpoint(folder: Path, kind: str) -> str:
    """The architecture of a checkpoint that no registry vouches for; ModelDamaged unless all that a model of that kind needs is there."""
    architecture = _architecture(folder / "config.json", kind)
    weights = folder / WEIGHTS
    if not weights.exists():
        raise _no_weights(folder)
    _check_present(weights)
    _check_sizes(folder / "config.json", tensors=check_safetensors(weights))
    rows = _TOKENIZERS[kind]
    complete = [row for row in rows if all((folder / name).exists() for name in row)]
    if not complete:
        wanted = " or ".join(" + ".join(row) for row in rows)
        raise ModelDamaged(f"{folder} has no tokenizer ({wanted})", hint="Save it there too: tokenizer.save_pretrained(FOLDER).")
    for name in complete[0]:
        _check_present(folder / name)
    return architecture


def check_safetensors(path: Path) -> int:
    """How many tensors there are. Raises ModelDamaged unless the header is sound and they fill the file without a hole or an overlap."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= min(size - 8, _MAX_HEADER):
            raise ModelDamaged(f"{path} is cut short, or is no safetensors file")
        raw = file.read(length)
    try:
        header = json.loads(raw)
        header.pop("__metadata__", None)
        end = 0
        for tensor in sorted(header.values(), key=lambda tensor: tensor["data_offsets"]):
            begin, stop = tensor["data_offsets"]
            elements = 1
            for dimension in tensor["shape"]:
                elements *= dimension
                if not 0 <= dimension <= size or elements > size * 8:  # before products of huge numbers take hours
                    raise ValueError("more elements than the file has room for")
            if begin != end or stop - begin != elements * _BITS_OF[tensor["dtype"]] // 8:
                raise ValueError("holes, overlaps, or a shape that is none")
            end = stop
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ModelDamaged(f"{path} has a broken safetensors header") from error
    wanted = 8 + length + end
    if size != wanted:
        raise ModelDamaged(f"{path} is {'cut short' if size < wanted else 'too long'}: {size} of {wanted} bytes")
    return len(header)


def _check_sizes(config: Path, tensors: int) -> None:
    """Raise ModelDamaged when the settings ask for a model far larger than its weights: just building that would take hours, or all memory."""
    settings = json.loads(config.read_text(encoding="utf-8"))
    for name, value in settings.items():
        limit = (
            tensors if name.endswith("layers") else _MAX_POSITIONS if name.endswith("positions") or "position_embeddings" in name else None
        )
        if limit is not None and isinstance(value, int | float) and value > limit:
            raise ModelDamaged(f"{config}: {name} is {str(value)[:12]}, which can't be for weights of {tensors} tensors")


def _architecture(config: Path, kind: str) -> str:
    _check_present(config, hint="Give the folder that save_pretrained wrote.")
    if config.stat().st_size > 1_000_000:
        raise ModelDamaged(f"{config} is too large for a config.json")
    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
        architecture = str(settings["architectures"][0])
    except (OSError, ValueError, RecursionError) as error:
        raise ModelDamaged(f"{config} can't be read: {_reason(error)}") from error
    except (LookupError, TypeError) as error:
        raise ModelDamaged(f"{config} names no architecture") from error
    # A Marian model translates, unless its own settings say that it was trained to summarize.
    trained_to = (
        kind == "summarizer" and architecture == "MarianMTModel" and "summarization" in (settings.get("task_specific_params") or {})
    )
    known = architecture in ARCHITECTURES[kind] or trained_to
    # By its type, not by its architecture, does transformers choose the class that reads the settings: none but these shall.
    if known and str(settings.get("model_type") or "").replace("_", "") not in ("", _family(architecture)):
        raise ModelDamaged(f"{config} says that a {architecture} is of the type {str(settings['model_type'])[:40]!r}")
    if name := next(_code_named(settings), None):
        raise ModelDamaged(
            f"{config}: {name} names code that lies elsewhere", hint="Remove that setting: what it names would be fetched and run."
        )
    if not known:
        fitting = ", ".join(sorted(ARCHITECTURES[kind]))
        raise ModelDamaged(f"{config} is of a {architecture}, which is no {kind}", hint=f"A {kind} is one of: {fitting}.")
    return architecture


def _code_named(settings: object) -> Iterator[str]:
    """The settings that ask for a kernel of a hub repository, which transformers would run where the package `kernels` is installed."""
    if isinstance(settings, dict):
        for name, value in settings.items():
            if (name.endswith(("implementation", "implementation_internal")) and re.search("[/:@]", str(value))) or (
                name == "use_kernels" and value
            ):
                yield name
            yield from _code_named(value)


def _family(architecture: str) -> str:
    return re.sub("ForConditionalGeneration|MTModel", "", architecture).lower()


def _no_weights(folder: Path) -> ModelDamaged:
    if (folder / f"{WEIGHTS}.index.json").exists():
        return ModelDamaged(f"{folder} has its weights in several pieces", hint='Save it again with max_shard_size="50GB".')
    if not (folder / "pytorch_model.bin").exists():
        return ModelDamaged(f"{folder / WEIGHTS} is missing")
    convert = f"from transformers import AutoModelForSeq2SeqLM as M; M.from_pretrained({str(folder)!r}).save_pretrained({str(folder)!r})"
    return ModelDamaged(
        f"{folder} has only pytorch_model.bin, a pickle, which can run code when it is loaded",
        hint=f'If you trust where it is from, convert it once: python -c "{convert}"',
    )


def _check_present(path: Path, hint: str = "") -> None:
    size = _size(path, hint)
    if impostor := _impostor(path, hint):
        raise impostor
    if not size:
        raise ModelDamaged(f"{path} is empty", hint=hint)


def _size(path: Path, hint: str) -> int:
    try:
        found = path.stat()
    except OSError as error:
        fault = "is missing" if isinstance(error, FileNotFoundError) else f"can't be read: {_reason(error)}"
        raise ModelDamaged(f"{path} {fault}", hint=hint) from error
    if not stat.S_ISREG(found.st_mode):
        raise ModelDamaged(f"{path} is no regular file", hint=hint)
    return found.st_size


def _impostor(path: Path, hint: str) -> ModelDamaged | None:
    """What often lies in place of a model's file, named."""
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        return ModelDamaged(f"{path} can't be read: {_reason(error)}", hint=hint)
    if start.startswith(b"version https://git-lfs"):
        return ModelDamaged(f"{path} is a git-LFS pointer, not the file itself", hint="Fetch the files: git lfs install && git lfs pull")
    if looks_like_html(start):
        return ModelDamaged(f"{path} is an HTML page in place of the file", hint=hint or "Download it again.")
    return None


def looks_like_html(start: bytes) -> bool:
    """Whether a file that starts so is a web page, as error and login pages are."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html"))


def sha256_of(path: Path, *, remembered: bool = True) -> str:
    """Of a file's bytes; with `remembered`, from the notes of an earlier run as long as the file's size and times are the same."""
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            # the change time too: the modification time can be set back by anyone who may write the file
            state = [found.st_size, found.st_mtime_ns, found.st_ctime_ns]
            notes = _read_notes() if remembered else {}
            match notes.get(str(path.absolute())):
                case [*noted, str(sha256)] if noted == state:
                    return sha256
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelDamaged(f"{path} can't be read: {_reason(error)}") from error
    if remembered:
        with contextlib.suppress(OSError, OutputError):  # only slower next time
            notes = notes | {str(path.absolute()): [*state, sha256]}
            folders.write_atomically(_notes_file(), json.dumps(notes), mode=0o600)  # they are trusted
    return sha256


def _notes_file() -> Path:
    return folders.cache_folder() / "sha256.json"


def _read_notes() -> dict[str, object]:
    try:
        notes = json.loads(_notes_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, OutputError):
        return {}
    return notes if isinstance(notes, dict) else {}


def _reason(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0]
