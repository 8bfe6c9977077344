"""The program as users run it: exit codes, streams, files."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from tests import documents

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "result.schema.json").read_text("utf-8"))
DUTCH = (
    "De minister heeft maandag een nieuwe wet aangekondigd. De wet gaat gelden voor bedrijven met meer dan 12 werknemers. "
    "De oppositie stemt tegen het plan van de minister. Boeren in het noorden vragen om meer tijd. In mei wordt er gestemd.\n"
)


def run(*arguments, stdin="", env=None, timeout=120):
    return subprocess.run(
        [sys.executable, "-m", "summarizer", *map(str, arguments)], input=stdin, capture_output=True, text=True, encoding="utf-8",
        timeout=timeout, env=os.environ | (env or {}),
    )  # fmt: skip


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(DUTCH, encoding="utf-8")
    return path


def test_summarize_prints_the_abstract_and_nothing_else(article):
    done = run("summarize", article)
    assert done.returncode == 0
    title, blank, abstract = done.stdout.strip().splitlines()
    assert title and not blank and len(abstract) > len(title)
    assert "error" not in done.stderr


def test_json_is_as_documented(huawei):
    done = run("summarize", huawei, "-f", "json")
    value = json.loads(done.stdout)
    jsonschema.validate(value, SCHEMA)
    assert value["checks"]["passed"] is True
    assert value["source"]["path"] == str(huawei) and value["source"]["date"] == "2019-09"
    assert all(sentence["evidence"] for sentence in value["abstract"]["sentences"])


def test_stdin_is_the_default_input():
    assert run("summarize", stdin=DUTCH).stdout == run("summarize", "-", stdin=DUTCH).stdout != ""


def test_several_inputs_are_named_in_text_and_lines_in_json(article, huawei):
    text = run("summarize", article, huawei)
    assert text.returncode == 0 and f"== {article} ==" in text.stdout and f"== {huawei} ==" in text.stdout
    lines = run("summarize", article, huawei, "-f", "json").stdout.splitlines()
    assert [json.loads(line)["source"]["path"] for line in lines] == [str(article), str(huawei)]


@pytest.mark.parametrize(
    ("option", "value", "check"),
    [
        ("--sentences", "1", lambda a: len(a["sentences"]) == 1),
        ("--length", "short", lambda a: 1 <= len(a["sentences"]) <= 2 and len(a["text"].split()) <= 40),
        ("--words", "25", lambda a: len(a["text"].split()) <= 25 or len(a["sentences"]) == 1),
    ],
)
def test_length_options(huawei, option, value, check):
    assert check(json.loads(run("summarize", huawei, "-f", "json", option, value).stdout)["abstract"])


def test_output_goes_to_a_file_whole(article, tmp_path):
    target = tmp_path / "abstract.md"
    done = run("summarize", article, "-f", "markdown", "-o", target)
    assert done.returncode == 0 and done.stdout == ""
    assert target.read_text("utf-8").startswith("## ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["abstract.md", "article.txt"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["summarize", "no-such-file.txt"], 1, "no-such-file.txt"),
        (["summarize", "no-such-file.txt", "nor-this.txt"], 3, "nor-this.txt"),
        (["summarize", "-", "--translator", "no-such-model"], 2, "no-such-model"),
        (["summarize", "-", "--translator", "extractive"], 2, "extractive"),
        (["summarize", "-", "--summarizer", "nl-en"], 2, "nl-en"),
        (["summarize", "-", "--sentences", "0"], 2, "sentences"),
        (["summarize", "-", "--sentences", "2", "--words", "9"], 2, "choose one"),
        (["summarize", "-", "-o", "/no/such/folder/x.txt"], 4, "/no/such/folder/x.txt"),
        (["summarize", "-", "-f", "docx"], 2, "docx"),
        (["summarize", "-", "--max-bytes", "10"], 1, "max-bytes"),
        (["models", "path", "no-such-model"], 2, "no-such-model"),
        (["models", "path", "bart-large-cnn"], 2, "summarizer models pull bart-large-cnn"),
    ],
)
def test_errors_are_one_line_and_a_code(arguments, code, message):
    done = run(*arguments, stdin=DUTCH * 3)
    assert done.returncode == code, done.stderr
    assert done.stdout == "" and message in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("stdin", "message"), [("", "empty|no text|nothing"), ("  \n\n", "empty|no text|nothing"), ("\ufeff", "empty|no text|nothing")]
)
def test_nothing_in_no_abstract_out(stdin, message):
    import re

    done = run("summarize", stdin=stdin)
    assert done.returncode == 1 and done.stdout == "" and re.search(message, done.stderr)


def test_one_bad_input_stops_no_other(article):
    done = run("summarize", "no-such-file.txt", article)
    assert done.returncode == 1 and done.stdout and "no-such-file.txt" in done.stderr


def test_a_file_of_many_articles(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps({"verhaal": text}) + "\n" for text in (DUTCH, "", DUTCH)), encoding="utf-8")
    done = run("summarize", path, "-f", "json", "--text-field", "verhaal")
    assert done.returncode == 1 and f"{path}#2" in done.stderr
    sources = [json.loads(line)["source"] for line in done.stdout.splitlines()]
    assert [(source["path"], source["format"]) for source in sources] == [(f"{path}#1", "jsonl"), (f"{path}#3", "jsonl")]


def test_a_saved_page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(documents.page(), encoding="utf-8")
    done = run("summarize", path, "-f", "json")
    value = json.loads(done.stdout)
    jsonschema.validate(value, SCHEMA)
    assert (value["source"]["site"], value["source"]["format"]) == ("Techkrant", "html")
    path.write_text(documents.page(f"<p>{documents.COOKIE_WALL}</p>"), encoding="utf-8")
    done = run("summarize", path)
    assert done.returncode == 1 and done.stdout == "" and "cookie notice" in done.stderr


def test_debug_shows_the_traceback():
    assert "Traceback" in run("summarize", "-", "--translator", "no-such-model", "--debug", stdin=DUTCH).stderr


def test_translate_keeps_paragraphs(tmp_path):
    done = run("translate", stdin="De kat slaapt op de bank in de kamer.\n\nHet huis is groot en staat aan het water.\n")
    assert done.returncode == 0 and len(done.stdout.strip().split("\n\n")) == 2


def test_translate_lines_keeps_lines_aligned():
    source = "De kat slaapt op de bank.\n\nHet huis is groot. En oud.\n---\n  \nEen zin zonder einde\n"
    done = run("translate", "--lines", stdin=source)
    lines = done.stdout.split("\n")
    assert len(lines) == len(source.split("\n"))
    assert [bool(line.strip()) for line in lines] == [bool(line.strip()) for line in source.split("\n")]
    assert lines[3] == "---"


def test_translate_json_names_the_flags():
    rows = [json.loads(line) for line in run("translate", "-f", "json", stdin=DUTCH).stdout.splitlines()]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]
    assert all(set(row) == {"number", "paragraph", "nl", "en", "flags"} for row in rows)


def test_models_list_verify_path():
    assert "nl-en" in run("models", "list").stdout
    assert run("models", "verify", "nl-en").returncode == 0
    assert (Path(run("models", "path", "nl-en").stdout.strip()) / "model.safetensors").is_file()


def test_doctor_translates_a_sentence():
    done = run("doctor")
    assert done.returncode == 0 and "all is well" in done.stdout and "  en: " in done.stdout


@pytest.mark.parametrize("command", [[], ["summarize"], ["translate"], ["models"], ["models", "pull"], ["doctor"]])
def test_every_command_has_help(command):
    done = run(*command, "--help")
    assert done.returncode == 0 and "Usage" in done.stdout


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['summarizer', '--help']\n"
        "from summarizer.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "heavy = ('torch', 'transformers', 'ctranslate2', 'sentencepiece', 'numpy', 'huggingface_hub', 'syntok', 'lxml', 'trafilatura', 'pypdf')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip().endswith("[]")


def test_summarizing_with_embedded_models_never_imports_torch(article):
    run("summarize", article)  # the conversion, done once, does
    code = (
        f"import sys; sys.argv = ['summarizer', 'summarize', {str(article)!r}]\n"
        "from summarizer.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('torch', 'transformers', 'huggingface_hub') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip().endswith("[]")


def test_a_closed_pipe_is_no_error(article):
    command = f"{sys.executable} -m summarizer translate --lines {article} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() in ("0", "141") and "Traceback" not in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_it_without_leaving_anything(tmp_path, number, code):
    target = tmp_path / "out.txt"
    process = subprocess.Popen(
        [sys.executable, "-m", "summarizer", "summarize", "-", "-o", target],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 30
    while not any(tmp_path.iterdir()) and time.monotonic() < deadline:  # it has opened its scratch file and waits for stdin
        time.sleep(0.05)
    process.send_signal(number)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == code and b"Traceback" not in stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"HOME": "/nonexistent"}])
def test_odd_environments(article, env):
    article.write_text("De minister van Financiën heeft maandag een nieuwe wet over coöperaties aangekondigd.", encoding="utf-8")
    done = run("summarize", article, env=env)
    assert done.returncode == 0 and "Traceback" not in done.stderr and done.stdout


def test_a_signal_in_a_finalizer_is_not_lost():
    code = """
import signal, sys, time
from summarizer.stopping import end_on_signals
class Last:
    def __del__(self): signal.raise_signal(signal.SIGINT)
end_on_signals()
Last()
time.sleep(20)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=15, check=False)
    assert (ended.returncode, ended.stderr) == (130, "")
