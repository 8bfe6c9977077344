"""What `pip install` puts on a machine is all that is needed."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_carries_the_models_and_finds_them(tmp_path):
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=200)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    done = subprocess.run(
        [sys.executable, "-m", "summarizer", "models", "path", "nl-en"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
    )  # fmt: skip
    assert Path(done.stdout.strip()) == tmp_path / "installed" / "summarizer" / "models" / "nl-en"
    assert (tmp_path / "installed" / "summarizer" / "py.typed").is_file()
    assert (tmp_path / "installed" / "summarizer" / "rendering" / "templates" / "report.html").is_file()
