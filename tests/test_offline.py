"""No connection is ever opened, whatever the command, except by `models pull`."""

import os
import subprocess
import sys

import pytest

# Runs the program under an audit hook that ends it at the first socket that is connected or name that is looked up.
HOOKED = """
import sys
def hook(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        sys.stderr.write(f"NETWORK {event} {args}\\n"); sys.stderr.flush()
        import os; os._exit(99)
sys.addaudithook(hook)
sys.argv = ["summarizer", *sys.argv[1:]]
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


def test_the_hook_sees_a_connection():
    assert run("models", "pull", "bart-large-cnn", "--revision", "0" * 40).returncode == 99


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
        (["translate", "HUAWEI"], 0),
        (["translate", "HUAWEI", "--engine", "torch"], 0),
        (["summarize", "HUAWEI", "--summarizer", "distilbart-cnn"], 2),
        (["summarize", "HUAWEI", "--translator", "opus-mt-nl-en"], 2),
        (["summarize", "HUAWEI", "--summarizer", "sshleifer/distilbart-cnn-12-6"], 2),
    ],
)
def test_no_command_opens_a_connection(huawei, arguments, code):
    done = run(*[huawei if argument == "HUAWEI" else argument for argument in arguments])
    assert done.returncode == code, done.stderr


def test_a_seq2seq_summarizer_doesn_t_either(huawei, bart_folder):
    assert run("summarize", huawei, "--summarizer", bart_folder, "--words", "30").returncode == 0
