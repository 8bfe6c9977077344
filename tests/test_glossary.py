"""Glossaries: reading them, finding their terms in Dutch, and their English forms in a translation."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import BadGlossary
from summarizer.glossary import Glossary, Term, built_in, near, parse, put_back, read_glossary, says
from summarizer.guards import Attempt
from summarizer.terminology import with_terms

GLOSSARY = Glossary.of(
    parse(
        "# comment\n\nTweede Kamer\tHouse of Representatives|lower house\nKamer\tHouse\ndatalek\tdata breach|data leak\nkabinet\tgovernment\n"
        "heffing\tlevy\nbedrijf|onderneming\tcompany\nomzet\trevenue\nACM\tcompetition authority",
        "test",
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De Tweede Kamer vergadert.", ["Tweede Kamer"]),  # the longest
        ("De Kamer vergadert.", ["Kamer"]),
        ("De kamer is leeg. Een tweede kamer ook.", []),  # a capital is needed
        ("Datalek bij het kabinet", ["datalek", "kabinet"]),
        ("DATALEK", ["datalek"]),
        ("Twee datalekken en drie heffingen", ["datalekken", "heffingen"]),
        ("bedrijven, ondernemingen", ["bedrijven", "ondernemingen"]),
        ("de kabinetten", ["kabinetten"]),
        ("De kabinetsformatie en het kabinetje", []),  # whole words
        ("Bestanden omzetten", []),  # a verb
        ("ACM, acm en ACM-voorzitter", ["ACM"]),
        ("", []),
    ],
)
def test_finding(text, expected):
    found = GLOSSARY.find(text)
    assert [one.term.dutch for one in found] == expected
    assert [text[one.start : one.end].lower() for one in found] == [term.lower() for term in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De Tweede Kamer vergadert.", "De House of Representatives vergadert."),
        ("Datalek bij het kabinet", "Data breach bij het government"),
        ("Er waren datalekken en heffingen.", "Er waren data breaches en levies."),
        ("Niets hier.", "Niets hier."),
    ],
)
def test_switching(text, expected):
    assert GLOSSARY.switched(text) == expected


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("The lower house found a data leak.", []),
        ("The House of Representatives found data breaches.", []),
        ("The lower house found a data-breach.", []),
        ("The second room found a breach.", ["Tweede Kamer", "datalek"]),
        ("The lower housewife met data leakage.", ["Tweede Kamer", "datalek"]),
    ],
)
def test_what_is_unsaid(english, expected):
    assert [term.dutch for term in GLOSSARY.unsaid("De Tweede Kamer vond een datalek.", english)] == expected


@pytest.mark.parametrize(
    ("garbled", "form", "expected"),
    [
        ("The members or parliament ask.", "members of parliament", "The members of parliament ask."),
        ("The whistle blower told it.", "whistleblower", "The whistleblower told it."),
        ("The House of Representative agreed.", "House of Representatives", None),  # a plural too few is no matter
        ("Careertaker government resigns.", "caretaker government", "Caretaker government resigns."),
        ("It is an motion of no confidence.", "motion of no confidence", "It is a motion of no confidence."),
        ("A acquisition of a company", "acquisition", "An acquisition of a company"),
        ("The ministers agreed.", "data breach", "The ministers agreed."),
        ("", "data breach", ""),
    ],
)
def test_garbled_terms_are_put_back(garbled, form, expected):
    if expected is None:
        expected = garbled.replace("Representative ", "Representatives ")
    assert put_back(garbled, [Term("x", (form,))]) == expected


def test_near_takes_the_likeliest():
    assert near("a date brooch and a data breech", "data breach") == (20, 31)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("datalek data breach", "line 3: 0 tabs"),
        ("a\tb\tc", "line 3: 2 tabs"),
        ("\tdata breach", "line 3: an empty form"),
        ("datalek|\tdata breach", "line 3: an empty form"),
        ("--\tx", "line 3: '--'"),
        (" ".join(["w"] * 13) + "\tx", "line 3: a term of more than 12 words"),
        ("kabinet\tcabinet", "line 3: 'kabinet' is on line 2 already"),
    ],
)
def test_wrong_lines_are_told_with_their_number(tmp_path, line, message):
    path = tmp_path / "terms.tsv"
    path.write_text(f"# ours\nkabinet\tgovernment\n{line}\n", encoding="utf-8")
    with pytest.raises(BadGlossary, match=r"terms\.tsv") as raised:
        read_glossary(path)
    assert message in str(raised.value)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(BadGlossary, match="can't be read"):
        read_glossary(tmp_path / "none.tsv")
    with pytest.raises(BadGlossary, match="can't be read"):
        read_glossary(tmp_path)
    (tmp_path / "latin.tsv").write_bytes(b"a\tb\ncaf\xe9\tcafe\n")
    with pytest.raises(BadGlossary, match="line 2: not UTF-8"):
        read_glossary(tmp_path / "latin.tsv")
    (tmp_path / "large.tsv").write_bytes(b"#" * 5_000_001)
    with pytest.raises(BadGlossary, match="larger than"):
        read_glossary(tmp_path / "large.tsv")
    (tmp_path / "bom.tsv").write_bytes(b"\xef\xbb\xbfkabinet\tcabinet\r\n")
    assert read_glossary(tmp_path / "bom.tsv").terms == {"kabinet": Term("kabinet", ("cabinet",))}


def test_one_glossary_over_another():
    both = GLOSSARY | Glossary.of([Term("kabinet", ("cabinet",))])
    assert both.switched("Het kabinet en het datalek") == "Het cabinet en het data breach"
    assert both.sha256 != GLOSSARY.sha256 == (GLOSSARY | Glossary()).sha256 and Glossary().sha256 == ""


def test_the_built_in_list():
    terms = built_in()
    assert len(terms.terms) >= 150
    said = "De Autoriteit Persoonsgegevens en de Tweede Kamer praten over datalekken, de broncode en een zwarte lijst."
    assert terms.switched(said) == (
        "De Dutch Data Protection Authority en de House of Representatives praten over data breaches, de source code en een blacklist."
    )
    assert not Glossary().find(said) and Glossary().switched(said) == said


def model(answers):
    """What a translation model would say."""
    return lambda pieces: {piece: Attempt(answers[piece], (), 0) for piece in pieces}


SOURCE = "De Tweede Kamer kreeg 12 vragen."


@pytest.mark.parametrize(
    ("plain", "switched", "expected"),
    [
        ("The lower house got 12 questions.", "never asked", "The lower house got 12 questions."),
        (
            "The second room got 12 questions.",
            "The House of Representatives got 12 questions.",
            "The House of Representatives got 12 questions.",
        ),
        (
            "The second room got 12 questions.",
            "The House or Representatives got 12 questions.",
            "The House of Representatives got 12 questions.",
        ),
        (
            "The second room got 12 questions.",
            "The House of Representatives got 13 questions.",
            "The second room got 12 questions.",
        ),  # worse
        ("The second room got 12 questions.", "A room got 12 questions.", "The second room got 12 questions."),
    ],
)
def test_terms_in_a_translation(plain, switched, expected):
    translate = model({GLOSSARY.switched(SOURCE): switched})
    assert with_terms({SOURCE: Attempt(plain, (), 0)}, GLOSSARY, translate)[SOURCE].text == expected


def test_a_term_of_the_glossary_is_no_invented_name():
    glossary = Glossary.of([Term("waakhond", ("Quux Agency",))])
    attempt = with_terms(
        {"De waakhond blaft.": Attempt("The guard dog barks.", (), 0)}, glossary, model({"De Quux Agency blaft.": "The Quux Agency barks."})
    )
    assert attempt["De waakhond blaft."] == Attempt("The Quux Agency barks.", (), 0)


def test_without_terms_nothing_is_asked_twice():
    attempts = {"Het regent.": Attempt("It rains.", ("numbers",), 2)}
    assert with_terms(attempts, GLOSSARY, model({})) == attempts
    assert with_terms({SOURCE: Attempt("x", (), 0)}, Glossary(), model({})) == {SOURCE: Attempt("x", (), 0)}


def test_the_embedded_model_honours_a_term(pipeline, tmp_path):
    source = "Het Amerikaanse ministerie van Handel heeft meer dan 130 verzoeken gekregen."
    (tmp_path / "own.tsv").write_text("verzoeken\tpetitions\n", encoding="utf-8")
    own = type(pipeline)(glossary=read_glossary(tmp_path / "own.tsv"))
    assert "petitions" in own.translate([source])[0].text
    assert "petitions" not in pipeline.translate([source])[0].text


def test_the_command_line(tmp_path):
    def run(*arguments):
        command = [sys.executable, "-m", "summarizer", "translate", "-", *arguments]
        return subprocess.run(command, input="De kerkuil vliegt over het huis van de buurman.", capture_output=True, text=True, check=False)

    (tmp_path / "good.tsv").write_text("kerkuil\tbarn owl\n", encoding="utf-8")
    (tmp_path / "bad.tsv").write_text("kerkuil\n", encoding="utf-8")
    with_file = run("--glossary", str(tmp_path / "good.tsv"), "--no-glossary")
    assert with_file.returncode == 0 and "barn owl" in with_file.stdout.lower()
    wrong = run("--glossary", str(tmp_path / "bad.tsv"))
    assert wrong.returncode == 2 and wrong.stdout == "" and "bad.tsv, line 1: 0 tabs" in wrong.stderr


@given(st.text(max_size=200))
def test_any_text_can_be_switched(text):
    for found in built_in().find(text):
        assert text[found.start : found.end]
        assert says(found.term.english[0], found.term)
    built_in().switched(text)


@pytest.mark.parametrize("unit", ["Tweede ", "a", "a ", "-", "data breac "])
def test_hostile_text_takes_little_time(unit):
    text = (unit * 20_000)[:20_000]
    started = time.process_time()
    built_in().switched(text)
    put_back(text[:2_000], [Term("datalek", ("data breach",))])
    assert time.process_time() - started < 5


def test_a_term_that_stands_everywhere_is_looked_for_once():
    text, glossary = "datalek " * 20_000, Glossary.of([Term("datalek", ("data breach",))])
    started = time.process_time()
    assert [term.dutch for term in glossary.unsaid(text, text)] == ["datalek"]
    assert time.process_time() - started < 10  # below a second; looked for at each place, minutes


@pytest.mark.parametrize(("score", "taken"), [(-0.41, True), (-0.43, False)])
def test_a_term_is_not_worth_a_translation_that_the_model_likes_much_less(score, taken):
    glossary = Glossary.of([Term("waakhond", ("watchdog",))])
    plain, switched = Attempt("The guard dog barks.", (), 0, -0.4), Attempt("The watchdog barks.", (), 0, score)
    found = with_terms({"De waakhond blaft.": plain}, glossary, lambda pieces: {"De watchdog blaft.": switched})
    assert found["De waakhond blaft."] == (switched if taken else plain)
