"""The batch program as its user meets it: Ctrl-C, a terminal, what it loads, and whose files it writes."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest
import typer

from summarizer.article import Article
from summarizer.cli_options import Console, errors
from summarizer.runners import summarize_group
from summarizer.stopping import exit_code_of
from summarizer.summarization import Length
from tests.test_batch import TOWNS, do, dutch, manifest, run


@pytest.fixture
def articles(tmp_path):
    """Twelve articles."""
    folder = tmp_path / "in"
    folder.mkdir()
    for i, town in enumerate(TOWNS):
        (folder / f"{town}.txt").write_text(dutch(town, i + 3), encoding="utf-8")
    return folder


# The program, which says when it has a group in hand and then takes two seconds longer over it.
SLOW = """
import os, time
from summarizer import cli, pipeline, windows
summarize_together = pipeline.Pipeline.summarize_together
def slow(self, articles, length, stopped):
    os.write(1, b"in hand")
    time.sleep(2)
    return summarize_together(self, articles, length, stopped)
pipeline.Pipeline.summarize_together = slow
windows.ARTICLES = 5
cli.main()
"""


def in_hand(articles, output, *more, **options):
    """A run in the middle of its first group of three."""
    process = subprocess.Popen([sys.executable, "-c", SLOW, "batch", articles, "-o", output, *more], stdout=subprocess.PIPE, **options)
    assert process.stdout and process.stdout.read(7) == b"in hand"
    return process


SIGNALS = pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])


@SIGNALS
def test_the_program_asked_to_end_finishes_what_is_in_hand(articles, tmp_path, number, code):
    output = tmp_path / "out"
    process = in_hand(articles, output, "--digest", stderr=subprocess.PIPE)
    process.send_signal(number)
    stderr = process.communicate(timeout=120)[1].decode()
    assert process.returncode == code and "Traceback" not in stderr and "5 done, 0 unchanged, 0 failed" in stderr
    assert "stopping when" in stderr and "the same command goes on from here" in stderr.splitlines()[-1]
    assert len(list(output.rglob("*.json"))) == 5 and not (output / "digest.md").exists()
    assert "7 done, 5 unchanged" in run(articles, "-o", output).stderr


@SIGNALS
def test_the_program_asked_twice_ends_at_once(articles, tmp_path, number, code):
    process = in_hand(articles, tmp_path / "out", stderr=subprocess.PIPE)
    process.send_signal(number)
    assert process.stderr and any(b"stopping when" in line for line in iter(process.stderr.readline, b""))
    process.send_signal(number)
    stderr = process.communicate(timeout=120)[1].decode()
    assert process.returncode == code, stderr
    assert "Traceback" not in stderr and "0 done" in stderr and manifest(tmp_path / "out") == []


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_a_signal_that_comes_while_a_lock_is_given_up_ends_with_its_code(raised, code, debug, capsys):
    held = threading.Condition()
    with pytest.raises(typer.Exit) as ended, errors(Console(quiet=False, debug=debug)), held:
        held.release()  # as Condition.wait does; what a handler raises there leaves as a RuntimeError
        raise raised
    assert ended.value.exit_code == code and capsys.readouterr().err == ""


def test_a_group_that_a_signal_broke_is_not_tried_again():
    class Interrupted:
        def summarize_together(self, articles, length, stopped):
            with (held := threading.Condition()):
                held.release()  # as in the pool that it waits for
                raise KeyboardInterrupt

    pipeline: Any = Interrupted()
    with pytest.raises(RuntimeError) as left:
        summarize_group(pipeline, [Article(())], Length())
    assert exit_code_of(left.value) == 130


def test_an_article_that_a_signal_broke_while_it_was_read_has_not_failed(articles, tmp_path, monkeypatch):
    def interrupted(data, **how):
        with (held := threading.Condition()):
            held.release()
            raise SystemExit(143)

    monkeypatch.setattr("summarizer.batch.read_records", interrupted)
    with pytest.raises(RuntimeError) as left:
        do(articles, tmp_path / "out")
    assert exit_code_of(left.value) == 143 and manifest(tmp_path / "out") == []


def test_an_error_after_another_is_a_fault_of_the_program(capsys):
    with pytest.raises(typer.Exit) as ended, errors(Console(quiet=False, debug=False)):
        try:
            raise SystemExit(1)
        finally:
            raise RuntimeError("no signal")
    assert ended.value.exit_code == 1 and "a fault of the program: RuntimeError: no signal" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_sees_a_bar_and_ctrl_c_works_there(articles, tmp_path):
    import pty

    ours, theirs = pty.openpty()
    process = in_hand(articles, tmp_path / "out", stdin=theirs, stderr=theirs, start_new_session=True, preexec_fn=_take_terminal)
    os.close(theirs)
    os.write(ours, b"\x03")
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal ends
        while block := os.read(ours, 10_000):
            shown += block
    os.close(ours)
    assert process.wait(60) == 130 and process.stdout
    process.stdout.close()
    assert "━".encode() in shown and b"stopping when" in shown and b"goes on from here" in shown and b"Traceback" not in shown
    assert b"5 done" in shown


def _take_terminal():
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_a_run_that_has_nothing_to_do_loads_no_model(articles, tmp_path):
    assert run(articles, "-o", tmp_path / "out", "--digest").returncode == 0
    code = "import sys; from summarizer.cli import app; app(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, "batch", articles, "-o", tmp_path / "out", "--digest"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "12 unchanged" in done.stderr and not {"torch", "ctranslate2", "sentencepiece", "syntok"} & set(done.stdout.split())


def test_all_that_is_written_has_the_permissions_of_the_user_s_files(articles, tmp_path):
    output = tmp_path / "out"
    run(articles, "-o", output, "--digest", "--csv", output / "t" / "all.csv", "-f", "json", "-f", "text", umask=0o027)
    run(articles, "-o", output, "--shard", "1/2", umask=0o027)
    found = {path.relative_to(output).as_posix(): path.stat().st_mode & 0o777 for path in output.rglob("*")}
    assert {mode for name, mode in found.items() if (output / name).is_dir()} == {0o750}
    assert {mode for name, mode in found.items() if (output / name).is_file()} == {0o640}, found
