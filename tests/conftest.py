"""Every test runs in a clean environment with one cache for the whole session: models are converted once."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
_FOREIGN = ("HF_", "TRANSFORMERS_", "SUMMARIZER_", "CUDA_VISIBLE", "XDG_CACHE", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


@pytest.fixture(scope="session", autouse=True)
def _environment(tmp_path_factory):
    """No setting of the developer's shell reaches a test."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(_FOREIGN):
            del os.environ[name]
    os.environ["SUMMARIZER_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["OMP_NUM_THREADS"] = "1"
    # A shell starts what runs in its background with Ctrl-C ignored, and that is inherited.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def huawei():
    return DATA / "huawei.nl.txt"


@pytest.fixture(scope="session")
def pipeline():
    """The embedded models, loaded once."""
    from summarizer import Pipeline

    return Pipeline.from_defaults()


@pytest.fixture(scope="session")
def marian_folder(tmp_path_factory):
    """A tiny Marian checkpoint with random weights, complete on disk."""
    from tests.tiny import tiny_marian

    return tiny_marian(tmp_path_factory.mktemp("marian"))


@pytest.fixture(scope="session")
def bart_folder(tmp_path_factory):
    """A tiny BART checkpoint with random weights, complete on disk."""
    from tests.tiny import tiny_bart

    return tiny_bart(tmp_path_factory.mktemp("bart"))
