"""What `summarizer doctor` prints: versions, machine, folders, models, and one sentence translated."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version

from summarizer.engines import usable_cores
from summarizer.errors import SummarizerError
from summarizer.model_store import cache_folder, embedded_folder, list_models, store_folder
from summarizer.pipeline import DEFAULT_TRANSLATOR, load_translator

_PACKAGES = ("summarizer", "ctranslate2", "torch", "transformers", "sentencepiece", "typer", "syntok")
_SENTENCE = "De minister heeft gisteren een nieuwe wet aangekondigd."


def report() -> tuple[list[str], bool]:
    """The lines to print, and whether all is well."""
    lines = [
        f"python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores, {usable_cores()} usable"
    ]
    lines += [", ".join(f"{name} {_version(name)}" for name in _PACKAGES)]
    lines += [f"embedded models: {embedded_folder()}", f"pulled models:   {store_folder()}", f"cache:           {cache_folder()}", ""]
    healthy = True
    for status in list_models():
        notes = [status.state] + ["placeholder: trained briefly on a CPU; its translations are rough"] * status.entry.placeholder
        lines.append(f"{status.entry.name:16} {status.entry.kind:11} {', '.join(notes)}")
        healthy &= status.state != "damaged"
    lines.append("")
    started = time.perf_counter()
    try:
        translator = load_translator(DEFAULT_TRANSLATOR)
        loaded = time.perf_counter()
        english = translator.translate([_SENTENCE])[0].text
    except SummarizerError as error:
        return [*lines, f"translation doesn't work: {error}" + (f" ({error.hint})" if error.hint else "")], False
    used = translator.used
    lines.append(f"{used.name} on {used.engine} ({used.compute_type}): loaded in {loaded - started:.2f} s")
    lines.append(f"  nl: {_SENTENCE}")
    lines.append(f"  en: {english}   ({time.perf_counter() - loaded:.2f} s)")
    lines += ["", "all is well" if healthy else "something above is damaged"]
    return lines, healthy


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
