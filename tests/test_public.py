"""What other programs rely on: the public names, and a README whose commands work."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import summarizer

ROOT = Path(__file__).parents[1]


def test_public_names_are_there_and_no_others():
    found = {name: getattr(summarizer, name) for name in summarizer.__all__}
    assert all(value.__module__.startswith("summarizer.") for name, value in found.items() if name != "LENGTHS")
    assert not hasattr(summarizer, "no_such_name")
    assert all(getattr(summarizer, name).__doc__ for name in summarizer.__all__ if name != "LENGTHS")


def test_versions_agree():
    from importlib.metadata import version

    assert version("summarizer") == summarizer.__version__


def test_every_error_has_an_exit_code_and_stands_in_the_tree():
    from summarizer import errors

    for name in summarizer.__all__:
        value = getattr(summarizer, name)
        if isinstance(value, type) and issubclass(value, summarizer.SummarizerError):
            assert name in (errors.__doc__ or "") and value.exit_code in (1, 2, 4)


def _commands():
    text = (ROOT / "README.md").read_text("utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ summarizer"):
                yield line[2:].split("   #")[0].strip()


@pytest.mark.parametrize("command", list(_commands()))
def test_the_readme_s_commands_work(command, tmp_path, huawei):
    shutil.copytree(huawei.parent, tmp_path / "tests" / "data")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=200, env=os.environ | {"PATH": path}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or " -o " in command


def test_the_readme_s_python_works(huawei):
    text = (ROOT / "README.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(code.replace("article.txt", str(huawei)), "README.md", "exec"), {})
