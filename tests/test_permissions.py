"""Who may read what is written: outputs go by the user's umask, what the program keeps for itself is the user's alone."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.folders import cache_folder, write_atomically

ROOT = Path(__file__).parents[1]


def modes(folder):
    return {path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("umask", [0o000, 0o027])
def test_outputs_go_by_the_umask_and_the_cache_is_private(pipeline, huawei, tmp_path, umask):
    assert pipeline.translator  # so that it is converted
    cache, output = tmp_path / "cache", tmp_path / "abstract.json"
    env = os.environ | {"SUMMARIZER_CACHE": str(cache)}
    cache.mkdir(mode=0o700)
    shutil.copytree(cache_folder() / "ctranslate2", cache / "ctranslate2")
    command = [sys.executable, "-m", "summarizer", "summarize", str(huawei), "-f", "json", "-o", str(output)]
    subprocess.run(command, env=env, cwd=ROOT, umask=umask, check=True, capture_output=True)
    assert stat.S_IMODE(output.stat().st_mode) == 0o666 & ~umask
    found = {name: mode for name, mode in modes(cache).items() if not name.startswith("ctranslate2")}
    assert {"sha256.json", "translations.sqlite3"} <= found.keys()
    assert set(found.values()) == {0o600}


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_folders_of_our_own_are_private_and_files_as_private_as_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "new"))
    before = os.umask(0)
    try:
        assert stat.S_IMODE(cache_folder().stat().st_mode) == 0o700
        (tmp_path / "open").write_bytes(b"")
        for name, mode in (("open", 0o666), ("private", 0o600)):
            write_atomically(tmp_path / name, "x", mode=mode)
    finally:
        os.umask(before)
    assert modes(tmp_path) == {"new": 0o700, "open": 0o666, "private": 0o600}
