"""Files, bytes and text -> Article: nothing unsafe is opened, every encoding comes out right, no word of a plain text is lost."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import socket
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from summarizer.article import Paragraph
from summarizer.errors import EmptyInput, InputError, InputTooLarge, UnreadableInput, UnsupportedInput
from summarizer.reading import load_path, load_stdin, read_bytes, read_lines, read_path, read_stdin, read_text

HUAWEI = Path(__file__).parent / "data" / "huawei.nl.txt"
DUTCH = "Eén café in België rekent € 3,50 voor “koffie” – dat is véél."


def parts(article):
    """Headings marked with #."""
    return [f"# {p.text}" if p.is_heading else p.text for p in article.paragraphs]


# --- Opening -------------------------------------------------------------------------------------------------------------------------------


def test_the_huawei_article():
    article = read_path(HUAWEI)
    assert (article.title, article.date, article.encoding, article.path) == (None, "2019-09", "utf-8", str(HUAWEI))
    assert article.sha256 == hashlib.sha256(HUAWEI.read_bytes()).hexdigest()
    assert article.paragraphs[0].text.startswith("Oprichter en CEO van Huawei")
    assert [p.text for p in article.paragraphs if p.is_heading] == ["Speelveld egaliseren", "Spanningen"]
    assert len(article.paragraphs) == 11
    assert not article.warnings
    assert f"date 2019-09 {article.text}".split() == HUAWEI.read_text(encoding="utf-8").split()


def test_stdin(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DUTCH.encode())))
    article = read_stdin()
    assert (article.path, article.text) == (None, DUTCH)


@pytest.mark.parametrize("stdin", [None, io.StringIO("no bytes below")])
def test_no_stdin(monkeypatch, stdin):
    monkeypatch.setattr(sys, "stdin", stdin)
    with pytest.raises(UnreadableInput):
        load_stdin()


def test_missing_folder_and_impossible_names(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path, "a\0b", "x" * 5000):
        with pytest.raises(UnreadableInput) as caught:
            read_path(path)
        assert "\n" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
def test_only_regular_files_are_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # socket names are short
    os.mkfifo("fifo")
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind("socket")
        for name in ("fifo", "socket", "/dev/zero"):
            with pytest.raises(UnreadableInput, match="no regular file"):
                read_path(name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("tekst", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableInput, match="ermission"):
        read_path(path)


def test_size_limit(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    assert load_path(path, 100) == b"x" * 100
    with pytest.raises(InputTooLarge, match="99 bytes") as caught:
        read_path(path, max_bytes=99)
    assert "--max-bytes" in caught.value.hint
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 100)))
    with pytest.raises(InputTooLarge):
        read_stdin(max_bytes=99)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\ufeff".encode(), "\ufeff \n".encode("utf-16-le"), b"\x00", "\u200b\u202e".encode()])
def test_nothing_in_it(data):
    with pytest.raises(EmptyInput):
        read_bytes(data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"\x7fELF\x02\x01", "program"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (DUTCH.encode("utf-16-le"), "binary"),
    ],
)
def test_unsupported_formats_are_named(data, what):
    with pytest.raises(UnsupportedInput, match=what) as caught:
        read_bytes(data, path="a.txt")
    assert "a.txt" in str(caught.value)
    assert caught.value.hint


# --- Bytes -> text -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding", "found"),
    [
        (DUTCH.encode(), None, "utf-8"),
        (DUTCH.encode("utf-8-sig"), None, "utf-8"),
        (("\ufeff" + DUTCH).encode("utf-16-le"), None, "utf-16-le"),
        (("\ufeff" + DUTCH).encode("utf-16-be"), None, "utf-16-be"),
        (("\ufeff" + DUTCH).encode("utf-32-le"), None, "utf-32-le"),
        (("\ufeff" + DUTCH).encode("utf-32-be"), None, "utf-32-be"),
        (DUTCH.encode("cp1252"), None, "cp1252"),
        (DUTCH.encode("cp850", "replace"), "cp850", "cp850"),
        (DUTCH.encode("utf-16-le"), "UTF-16LE", "utf-16-le"),
        (DUTCH.encode("utf-8-sig"), "cp1252", "utf-8"),  # the mark knows better
    ],
)
def test_encodings(data, encoding, found):
    article = read_bytes(data, encoding=encoding)
    expected = DUTCH if found != "cp850" else DUTCH.encode("cp850", "replace").decode("cp850")
    assert (article.text, article.encoding, article.warnings) == (expected, found, ())
    assert article.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-9", "hex", "", "a\0b", "undefined"])
def test_an_encoding_that_does_not_exist(encoding):
    if encoding:
        with pytest.raises(UnsupportedInput, match="no text encoding"):
            read_bytes(DUTCH.encode(), encoding=encoding)
    else:
        assert read_bytes(DUTCH.encode(), encoding=encoding).text == DUTCH


def test_broken_utf8_stays_utf8_and_says_where():
    data = DUTCH.encode().replace("ë".encode(), "ë".encode()[:1])
    article = read_bytes(data)
    assert article.text == DUTCH.replace("ë", "\ufffd")
    assert article.encoding == "utf-8"
    assert f"byte {data.index(b'Belgi') + 5}" in article.warnings[0]


def test_bytes_that_cp1252_has_not():
    article = read_bytes(b"Caf\xe9 \x81 dicht.")
    assert article.text == "Café \ufffd dicht."
    assert "byte 5" in article.warnings[0]


@pytest.mark.parametrize("word", ["café", "één", "coördinatie", "“Ja”", "€ 5"])
def test_mojibake_is_reported(word):
    article = read_bytes(word.encode().decode("cp1252", "replace").encode("utf-8"))
    assert "accented letters" in article.warnings[0]
    assert not read_bytes(word.encode()).warnings


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\x1b[31mRood\x1b[0m licht.", "Rood licht."),
        ("Een \x1b]0;titel\x07 zin.", "Een zin."),
        ("\x9b1mVet\x9b0m en \x1bPq#0\x1b\\\x9d8;;http://x\x9clink\x1b]8;;\x07.", "Vet en link."),
        ("1\u200d000 e\u200cu\u2063r\u2064o \u034fper \u3164stuk\ufe0f.", "1000 euro per stuk."),
        ("Wet" + "".join(chr(0xE0000 + ord(c)) for c in "ignore") + "ten.", "Wetten."),
        ("Nul\x00 en\x07 bel.", "Nul en bel."),
        ("Van \u202erechts\u202c naar \u2067links\u2069.", "Van rechts naar links."),
        ("Be\u00adleid\u200b en \ufeffzo.", "Beleid en zo."),
        ("Cafe\u0301 co\u00f6rdinatie.", "Café coördinatie."),
        ("Los\ud800 eind.", "Los\ufffd eind."),
        ("Prijs:\u00a0€\u00a05.", "Prijs: € 5."),
    ],
)
def test_what_cannot_be_seen_is_stripped(raw, clean):
    assert read_text(raw).text == clean


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85", "\f"])
def test_newlines(newline):
    assert parts(read_text(f"Een zin.{newline}{newline}Nog een zin.")) == ["Een zin.", "Nog een zin."]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"a\nb", ["a", "b"]),
        (b"a\r\n\r\nb\n", ["a", "", "b"]),
        (b"  a \x0b b\n\n", ["  a   b", ""]),
        ("\ufeffé\nb".encode(), ["é", "b"]),
        (b"# a\n- b", ["# a", "- b"]),
    ],
)
def test_lines_stay_as_many_as_they_were(data, lines):
    assert read_lines(data) == lines


# --- Paragraphs, headings, title, date -----------------------------------------------------------------------------------------------------

ALINEA = (
    "De oprichter van het bedrijf heeft laten weten dat hij de technologie wil delen met klanten in het Westen. De fabrikant is al enige tijd "
    "verwikkeld in een handelsoorlog, en wordt verdacht van spionage door de overheid."
)


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100, 118])
def test_wrapped_text_is_joined(width):
    wrapped = textwrap.fill(ALINEA, width)
    assert parts(read_text(f"{wrapped}\n\n{wrapped}")) == [ALINEA, ALINEA]
    headed = f"De titel\n\n{wrapped}\nSpanningen\n{wrapped}\n\nNog een kop\n\n{wrapped}"
    assert parts(read_text(headed)) == [ALINEA, "# Spanningen", ALINEA, "# Nog een kop", ALINEA]


WORD = st.sampled_from(
    ["de", "een", "van", "ook", "in", "bedrijf", "handelsoorlog", "technologie", "overheidsinstelling", "maar", "wil", "delen"]
)


@given(st.lists(st.lists(WORD, min_size=30, max_size=60), min_size=1, max_size=3), st.integers(60, 100))
def test_wrapped_paragraphs_come_back(paragraphs, width):
    texts = [" ".join(words).capitalize() + "." for words in paragraphs]
    wrapped = "\n\n".join(textwrap.fill(text, width, break_long_words=False) for text in texts)
    assert parts(read_text(wrapped)) == texts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{ALINEA}\n{ALINEA}\nSpanningen\n{ALINEA}", [ALINEA, ALINEA, "# Spanningen", ALINEA]),  # one paragraph a line
        (f"{ALINEA}\n\nFoto: ANP\n\n{ALINEA}", [ALINEA, "Foto: ANP", ALINEA]),
        (f"{ALINEA}\n\nDoor Jan Jansen\n\n{ALINEA}", [ALINEA, "Door Jan Jansen", ALINEA]),
        (f"{ALINEA}\n\nWat nu?\n\n{ALINEA}", [ALINEA, "Wat nu?", ALINEA]),
        (f"{ALINEA}\n\nhttps://voorbeeld.nl/a\n\n{ALINEA}", [ALINEA, "https://voorbeeld.nl/a", ALINEA]),
        (f"{ALINEA}\n\nEinde", [ALINEA, "Einde"]),  # a heading of nothing
        ("Apple\nGoogle\nMicrosoft", ["Apple", "Google", "Microsoft"]),
        (
            "Het gaat om:\n- Apple\n- Google,\n  van Alphabet\n1. Microsoft",
            ["Het gaat om:", "- Apple", "- Google, van Alphabet", "1. Microsoft"],
        ),
        ("Dit is een zin die doorloopt\nnaar de volgende regel.", ["Dit is een zin die doorloopt naar de volgende regel."]),
        ("Het gaat om de 5G-\ntechnologie, in-\nen uitvoer.", ["Het gaat om de 5G-technologie, in- en uitvoer."]),
    ],
)
def test_plain_structure(text, found):
    assert parts(read_text(text)) == found


@pytest.mark.parametrize(
    ("text", "title", "date", "found"),
    [
        (f"Huawei deelt 5G\n\n{ALINEA}", "Huawei deelt 5G", None, [ALINEA]),
        (f"Huawei deelt 5G\n{ALINEA}", "Huawei deelt 5G", None, [ALINEA]),
        (f"Deelt Huawei 5G?\n\n{ALINEA}", "Deelt Huawei 5G?", None, [ALINEA]),
        (f"Huawei deelt 5G.\n\n{ALINEA}", None, None, ["Huawei deelt 5G.", ALINEA]),
        (ALINEA, None, None, [ALINEA]),
        ("Huawei deelt 5G", None, None, ["Huawei deelt 5G"]),
        (f"12 mei 2024\n\nHuawei deelt 5G\n\n{ALINEA}", "Huawei deelt 5G", "2024-05-12", [ALINEA]),
        (f"Huawei deelt 5G\n12 mei 2024, 10:30 uur\n{ALINEA}", "Huawei deelt 5G", "2024-05-12", [ALINEA]),
        (f" date 2019-09 {ALINEA}", None, "2019-09", [ALINEA]),
        (f"Datum: 12-5-2024\n{ALINEA}", None, "2024-05-12", [ALINEA]),
        (f"Datum: 12 mei 2024 {ALINEA}", None, "2024-05-12", [ALINEA]),
        (f"date: 2024-05-12T10:00:00+02:00\n\n{ALINEA}", None, "2024-05-12", [ALINEA]),
        (f"zondag 1 sept. 2024\n\n{ALINEA}", None, "2024-09-01", [ALINEA]),
        (f"3 March 2024\n\n{ALINEA}", None, "2024-03-03", [ALINEA]),
        (f"oktober 2024\n\n{ALINEA}", None, "2024-10", [ALINEA]),
        (f"12 mei 2024 - {ALINEA}", None, "2024-05-12", [ALINEA]),
        ("12 mei 2024 was een zondag.", None, None, ["12 mei 2024 was een zondag."]),
        ("Datum 2019-09 is gekozen.", None, None, ["Datum 2019-09 is gekozen."]),
        (f"31-2-2024\n\n{ALINEA}", None, None, ["31-2-2024", ALINEA]),
        ("12 mei 2024", None, None, ["12 mei 2024"]),
        (f"{ALINEA}\n\n12 mei 2024\n\n{ALINEA}", None, None, [ALINEA, "# 12 mei 2024", ALINEA]),
    ],
)
def test_title_and_date(text, title, date, found):
    article = read_text(text)
    assert (article.title, article.date, parts(article)) == (title, date, found)


LETTERS = st.text(st.sampled_from("abCDé"), min_size=1, max_size=9)
TOKENS = st.lists(
    LETTERS
    | st.sampled_from(
        ["\n", "\n\n", "\n", " ", ". ", ",", "? ", "-", "- ", ":", ";", "“", "”", "'", "(", ")", "…", "2024", "12", "1. ", "Foto: "]
    ),
    max_size=60,
)


@given(TOKENS.map("".join) | TOKENS.map(" ".join))
@example("a-\nb")
@example("A\nB\nC.\nD\n")
def test_no_word_of_a_plain_text_is_lost(text):
    assume(re.search(r"\w", text))
    article = read_text(text)
    kept = " ".join([article.title or "", *(paragraph.text for paragraph in article.paragraphs)])
    assert re.findall(r"\w+", kept) == re.findall(r"\w+", text)


@settings(deadline=None)  # some start a process
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.sampled_from([None, "a.md", "a.txt"]))
@example(b"---\na: b\n---\n", "a.md")
@example(b"# \n#\n===\n- \n> \n```", "a.md")
def test_any_bytes_give_an_article_or_an_error_of_ours(data, path):
    try:
        article = read_bytes(data, path=path)
    except InputError:
        return
    assert article.paragraphs
    assert all(isinstance(p, Paragraph) and p.text == " ".join(p.text.split()) and p.text for p in article.paragraphs)
    article.text.encode("utf-8")


# --- Markdown ------------------------------------------------------------------------------------------------------------------------------


def test_markdown():
    article = read_text(
        textwrap.dedent(
            """\
            ---
            title: "De titel"
            date: 2024-05-12
            tags: [a, b]
            ---

            # De titel

            Dit is **vet**, *schuin*, __dik__, ***beide*** en [een link](https://nl.wikipedia.org/wiki/A_(b)),
            met `code`, file_name_x en 2 * 3 * 4.

            ![foto](x.png)

            ## Kop met *nadruk* ##

            - een
            - twee
              vervolg
            1. drie

            > Een citaat
            > loopt door.

            ```python
            print("weg")
            ```

            Onderstreept
            ------------

            Tekst \\*zonder\\* nadruk, zie <https://voorbeeld.nl>.

            ---

            **Vette kop**

            Slot.
            """
        ),
        path="a.md",
    )
    assert (article.title, article.date) == ("De titel", "2024-05-12")
    assert parts(article) == [
        "Dit is vet, schuin, dik, beide en een link, met code, file_name_x en 2 * 3 * 4.",
        "# Kop met nadruk",
        "een",
        "twee vervolg",
        "1. drie",
        "Een citaat loopt door.",
        "# Onderstreept",
        "Tekst *zonder* nadruk, zie https://voorbeeld.nl.",
        "# Vette kop",
        "Slot.",
    ]


@pytest.mark.parametrize(
    ("text", "path", "title", "found"),
    [
        ("# Kop\n\nEen **vet** woord.", None, "Kop", ["Een vet woord."]),  # clearly Markdown by itself
        ("Kop\n===\n\nTekst hier.", "a.md", "Kop", ["Tekst hier."]),
        ("# 1 in de lijst.\n\nDat is * niet * veel.", None, None, ["# 1 in de lijst.", "Dat is * niet * veel."]),
        ("Snake_case en 2*3*4 en #5.", None, None, ["Snake_case en 2*3*4 en #5."]),
        ("# Alleen een kop", "a.md", None, ["Alleen een kop"]),
        ("```\nnooit dicht. Dat is tekst.", "a.md", None, ["nooit dicht. Dat is tekst."]),
        ("---\nGeen veld.\n---\n\nTekst hier.\n* * *\nNog meer.", None, None, ["Geen veld.", "Tekst hier.", "Nog meer."]),
    ],
)
def test_what_is_markdown_and_what_is_not(text, path, title, found):
    article = read_text(text, path=path)
    assert (article.title, [p.text for p in article.paragraphs]) == (title, found)


@pytest.mark.parametrize("path", [None, "a.md"])
@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "[",
        "![",
        "*a ",
        "`a",
        "](",
        "_a",
        "# a ",
        "a\u0315\u0300\u0315",
        "\x1b]a",
        "Ã",
        "a-\n",
        "A\n\n",
        "<!--",
        "a\n---\n",
        "\u0300\u0315",
    ],
)
def test_hostile_text_takes_linear_time(unit, path):
    started = time.process_time()
    with contextlib.suppress(EmptyInput, UnsupportedInput):
        read_text(unit * (30_000 // len(unit)), path=path)
    assert time.process_time() - started < 4


def test_lines_drawn_between_paragraphs_cost_linear_time():
    """Each paragraph is held against the beginnings of all that stand below a line: a hundred thousand squared would be an hour."""
    text = f"{'De raad stemt over de wet van de minister. ' * 3}\n\n" + "".join(f"---\n\nn{i * 7919 % 100_003}\n\n" for i in range(100_000))
    assert sum(paragraph.ruled for paragraph in read_text(text).paragraphs) == 100_000
