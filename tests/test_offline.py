"""No connection is ever opened, whatever the command, except by `models pull`."""

import json
import os
import subprocess
import sys

import pytest

from tests import documents

# Runs the program under an audit hook that ends it at the first socket that is made, connected or bound, or name that is looked up; also the
# process that reads documents. With NO_MODELS there are none, nor a registry of them.
HOOK = """
import sys
def hook(event, args):
    if event.startswith("socket.") or event in ("urllib.Request", "ftplib.connect", "http.client.connect", "smtplib.connect"):
        sys.stderr.write(f"NETWORK {event} {args}\\n"); sys.stderr.flush()
        import os; os._exit(99)
sys.addaudithook(hook)
"""
HOOKED = f"""
{HOOK}
import os, subprocess, sys
from pathlib import Path
sys.argv = ["summarizer", *sys.argv[1:]]
from summarizer import folders
from summarizer.readers import isolation
if "NO_MODELS" in os.environ:
    folders.embedded_folder = lambda: Path(os.environ["NO_MODELS"])
class Hooked(subprocess.Popen):
    def __init__(self, command, **options):
        if command[0] == sys.executable:  # a library may ask the system where another lies
            assert command[2] == "-c"
            command = [*command[:3], {HOOK!r} + command[3]]
        super().__init__(command, **options)
isolation.subprocess.Popen = Hooked
from summarizer.cli import main
main()
"""


def run(*arguments, **env):
    # A proxy that nobody answers at: a library that calls home would hang or fail.
    dead = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")
    return subprocess.run(
        [sys.executable, "-c", HOOKED, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=200,
        env=os.environ | dead | env,
        check=False,
    )


@pytest.fixture
def places(huawei, tmp_path):
    """What the arguments below stand for: articles in every format, lines, pairs."""
    (tmp_path / "in").mkdir()
    for name, data in documents.every_format().items():
        (tmp_path / "in" / name).write_bytes(data)
    (tmp_path / "lines").write_text("De kat slaapt op de bank.\nDe hond ligt in de tuin.\n", encoding="utf-8")
    article = "The minister announced a new law. The opposition votes against it. Farmers ask for time. It rains in May. The vote is near."
    (tmp_path / "pairs.jsonl").write_text(json.dumps({"article": article, "summary": "A new law was announced."}) + "\n", encoding="utf-8")
    return {
        "HUAWEI": huawei, "ARTICLES": tmp_path / "in", "OUTPUT": tmp_path / "out", "SOURCE": tmp_path / "lines", "PAIRS": tmp_path / "pairs.jsonl"
    }  # fmt: skip


def test_the_hook_sees_a_connection():
    assert run("models", "pull", "bart-large-cnn", "--revision", "0" * 40).returncode == 99


@pytest.mark.parametrize("deed", ["socket.socket()", "os.system('true')", "open('/tmp/x', 'w')", "subprocess.run(['true'])"])
def test_the_process_that_reads_documents_can_do_no_more_than_that(deed):
    code = (
        "from summarizer.readers.child import _shut_off; import os, socket, subprocess; open(os.devnull); _shut_off(); print(1, flush=True);"
        + deed
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "1\n" and "isn't for readers" in done.stderr


@pytest.mark.parametrize("fresh", [False, True])
def test_summarize_with_and_without_a_converted_model(huawei, tmp_path, fresh):
    done = run("summarize", huawei, **({"SUMMARIZER_CACHE": str(tmp_path)} if fresh else {}))
    assert done.returncode == 0 and done.stdout, done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["doctor"], 0),
        (["models", "list"], 0),
        (["models", "verify"], 0),
        (["batch", "ARTICLES", "-o", "OUTPUT", "-f", "json", "-f", "html", "--digest"], 0),
        (["evaluate", "translation", "SOURCE", "SOURCE"], 0),
        (["evaluate", "summaries", "PAIRS", "--all"], 0),
        (["translate", "HUAWEI"], 0),
        (["translate", "HUAWEI", "--engine", "torch"], 0),
        (["summarize", "HUAWEI", "--summarizer", "distilbart-cnn"], 2),
        (["summarize", "HUAWEI", "--translator", "opus-mt-nl-en"], 2),
        (["summarize", "HUAWEI", "--summarizer", "sshleifer/distilbart-cnn-12-6"], 2),
    ],
)
def test_no_command_opens_a_connection(places, arguments, code):
    done = run(*[places.get(argument, argument) for argument in arguments])
    assert done.returncode == code, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["summarize", "HUAWEI"],
        ["translate", "HUAWEI"],
        ["batch", "ARTICLES", "-o", "OUTPUT"],
        ["evaluate", "translation", "SOURCE", "SOURCE"],
        ["doctor"],
    ],
)
def test_nor_does_any_when_there_are_no_models(places, tmp_path, arguments):
    done = run(
        *[places.get(argument, argument) for argument in arguments],
        NO_MODELS=str(tmp_path / "none"),
        SUMMARIZER_CACHE=str(tmp_path / "cache"),
    )
    assert done.returncode == 2 and "registry" in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_a_seq2seq_summarizer_doesn_t_either(huawei, bart_folder):
    assert run("summarize", huawei, "--summarizer", bart_folder, "--words", "30").returncode == 0
