"""Every format gives the same article; what is broken, hostile or no article is refused with its reason."""

from __future__ import annotations

import gzip
import json
import random
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import EmptyInput, InputError, InputTooLarge, ThinInput, UnreadableInput, UnsupportedInput
from summarizer.readers import isolation
from summarizer.readers.draft import Source
from summarizer.reading import READABLE_SUFFIXES, read_bytes, read_records, read_text
from summarizer.segmentation import split_article
from tests import documents
from tests.documents import COOKIE_WALL, HEADING, LAST, PARAGRAPHS, TITLE, page

FILES = documents.every_format()
ENTITIES = '<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize("name", FILES)
def test_the_same_article_in_every_format(name):
    article = read_bytes(FILES[name], path=name)
    assert (article.title, article.date) == (TITLE, "2019-09-12")
    assert [s.text for s in split_article(article)] == [s.text for s in split_article(read_bytes(FILES["a.txt"], path="a.txt"))]
    assert [p.text for p in article.paragraphs if p.is_heading] == [HEADING]
    assert not article.warnings


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.docx", "a.eml"])
def test_content_counts_more_than_the_suffix(name):
    for other in ("x.txt", "x.html", None):
        assert read_bytes(FILES[name], path=other).format == name[2:]


def test_what_a_page_says_of_itself():
    article = read_bytes(FILES["a.html"])
    assert (article.author, article.site, article.url) == ("Jan Jansen", "Techkrant", "https://www.techkrant.nl/artikel/huawei-5g")
    assert [p.text for p in article.paragraphs] == [*PARAGRAPHS, HEADING, LAST]
    assert read_bytes(FILES["a.eml"]).author == "Jan Jansen"


def test_suffixes():
    assert {".txt", ".md", ".markdown", ".html", ".pdf", ".docx", ".eml", ".jsonl", ".csv"} <= set(READABLE_SUFFIXES)


def test_json_ld_where_nothing_else_is():
    stated = json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "articleBody": "\n".join(PARAGRAPHS)}]})
    article = read_bytes(page("", head=f'<script type="application/ld+json">{stated}</script>').encode())
    assert [p.text for p in article.paragraphs] == PARAGRAPHS


# --- Refusals ------------------------------------------------------------------------------------------------------------------------------

STUB = f"{PARAGRAPHS[0]}\n\n"


@pytest.mark.parametrize(
    "text",
    [
        COOKIE_WALL,
        f"Cookies op Techkrant\n\n{COOKIE_WALL}",
        "We value your privacy. We and our partners use cookies to show personalised ads. Accept all or manage your preferences.",
        *[
            STUB + offer
            for offer in [
                "Lees verder met een abonnement",
                "Dit artikel is exclusief voor abonnees.",
                "Verder lezen? Word nu abonnee en krijg toegang.",
                "Al abonnee? Log in",
                "Neem een proefabonnement.",
                "Log in om verder te lezen.",
                "Subscribe to continue reading.",
                "This article is for subscribers only.",
                "Already a subscriber? Sign in.",
            ]
        ],
    ],
)
def test_what_is_no_article_is_refused(text):
    for form in (text, page("".join(f"<p>{line}</p>" for line in text.split("\n\n")))):
        with pytest.raises(ThinInput) as caught:
            read_text(form, path="a.html" if form != text else "a.txt")
        assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "De minister heeft ontslag genomen. Haar opvolger is nog niet bekend.",
        "De toezichthouder verbiedt cookies zonder toestemming. Het bedrijf krijgt een boete van 3 miljoen euro.",
        "“Wij gebruiken cookies”, staat op de site. De rechter vindt dat te vaag en wil dat het bedrijf dat verandert.",
        "Een abonnement op de krant wordt duurder. Wie abonnee is, betaalt vanaf mei vijf euro meer per maand.",
        "\n\n".join([*PARAGRAPHS, LAST] * 4 + ["Wij gebruiken cookies op deze site.", "Het abonnement kost vijf euro."]),
    ],
)
def test_short_articles_and_articles_about_such_things_are_read(text):
    assert read_text(text).words == len(text.split())
    assert read_text(page("".join(f"<p>{line}</p>" for line in text.split("\n\n")))).text == text


def test_a_long_article_that_may_be_cut_off():
    article = read_text("\n\n".join([*PARAGRAPHS, LAST] * 4 + ["Lees verder met een abonnement"]))
    assert "cut off" in article.warnings[0]


def test_a_page_that_says_it_is_not_free():
    stated = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    with pytest.raises(ThinInput, match="subscribers"):
        read_bytes(page(head=stated).encode())


# --- Bad files -----------------------------------------------------------------------------------------------------------------------------


def encrypted():
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(documents.pdf_article())))
    writer.encrypt("geheim", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.pdf", b"%PDF-1.7\n%text", UnreadableInput, "damaged"),
        ("a.pdf", documents.pdf_article()[:300], InputError, "a.pdf"),
        ("a.pdf", documents.pdf_file(), EmptyInput, "without pages"),
        ("a.pdf", documents.pdf_file(""), EmptyInput, "scanned"),
        ("a.pdf", documents.pdf_file(*["Tekst"] * 201), InputTooLarge, "200 pages"),
        ("a.pdf", encrypted(), UnsupportedInput, "encrypted"),
        ("a.docx", b"PK\x03\x04" + bytes(50), UnreadableInput, "ZIP"),
        ("a.docx", documents.docx_file()[:-100], UnreadableInput, "ZIP"),
        ("a.docx", documents.zipped({"../../x": b"x"}), UnsupportedInput, "no DOCX"),
        ("a.odt", documents.zipped({"mimetype": b"x"}), UnsupportedInput, "OpenDocument"),
        ("a.docx", documents.zipped({"word/document.xml": b" " * 30_000_000}), InputTooLarge, "unpacks"),
        ("a.docx", documents.zipped({"word/document.xml": b"<a>"}), UnreadableInput, "document.xml"),
        ("a.docx", documents.zipped({"word/document.xml": b"<a/>"}), EmptyInput, "no text"),
        ("a.docx", documents.zipped({"word/document.xml": b"<a/>", **{f"x{i}": b"" for i in range(5001)}}), InputTooLarge, "5000 files"),
        ("a.html", gzip.compress(b" " * 20_000_001, mtime=0), InputTooLarge, "unpacks"),
        ("a.html", gzip.compress(b"<html>", mtime=0)[:-9], UnreadableInput, "cut short"),
        ("a.html", b"\x1f\x8b\x08\x00", InputError, "gzip"),
        ("a.html", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), UnsupportedInput, "gzip"),
        ("a.html", b"<html>" + b"<p>Een zin." * 200_000, InputTooLarge, "elements"),
        ("a.html", b"<html>" + b"<div>" * 49_000 + b"tekst", InputError, "a.html"),
        ("a.html", b"<html><script>" + b"x" * 100_000 + b"</script></html>", ThinInput, "no article"),
        ("a.html", b"<html><!-- <p>Een zin.</p>", InputError, "a.html"),
        ("a.eml", b"From: a@b.nl\nTo: c@d.nl\nSubject: leeg\n\n", EmptyInput, "without text"),
        ("a.jsonl", b'{"text": "a"}\n{"text": "b"}', UnsupportedInput, "several"),
        ("a.csv", b"a,b\n", UnsupportedInput, "no article"),
    ],
)  # fmt: skip
def test_bad_files(name, data, error, message):
    with pytest.raises(error, match=message) as caught:
        read_bytes(data, path=name)
    assert name in str(caught.value) and "\n" not in str(caught.value)


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", encoding="utf-8")
    entities = ENTITIES.replace("/etc/passwd", str(secret))
    document = entities + BODY.format(f"{LAST} &b; &x;")
    for data in (documents.zipped({"word/document.xml": document.encode()}), (entities + page(f"<p>{LAST} &b; &x;</p>")).encode()):
        try:
            text = read_bytes(data, path="a.html").text
        except InputError as error:
            text = str(error)
        assert "lol" not in text and "geheim" not in text


def test_pypdf_is_named_when_it_is_missing(monkeypatch):
    from summarizer.readers import pdf

    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(UnsupportedInput) as caught:
        pdf.read(FILES["a.pdf"], Source("a.pdf"))
    assert "pip install 'summarizer[pdf]'" in caught.value.hint


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_read():
    with pytest.raises(InputTooLarge, match="seconds"):
        isolation.read_apart("html", ("<html>" + "<p>Een zin.</p>" * 40_000).encode(), Source("a.html"), seconds=0.05)
    assert read_bytes(FILES["a.html"]).title == TITLE


def test_a_reader_that_dies_is_started_again():
    read_bytes(FILES["a.html"])
    assert isolation._child
    isolation._child.process.kill()
    assert read_bytes(FILES["a.html"]).title == TITLE


def test_pages_lose_what_repeats_at_their_edges():
    pages = [f"De Techkrant, 12 september 2019\n{text}\nPagina {i} van 3" for i, text in enumerate((*PARAGRAPHS, LAST), 1)]
    article = read_bytes(documents.pdf_file(*pages))
    assert "Pagina" not in article.text and "De Techkrant" not in article.text


# --- Many articles a file ------------------------------------------------------------------------------------------------------------------


def found(data, path, **options):
    return [
        type(one) if isinstance(one, InputError) else (one.path, one.title, one.text, one.format)
        for one in read_records(data, path=path, **options)
    ]


def test_jsonl():
    data = (
        b'\xef\xbb\xbf{"titel": "Een", "tekst": "Eerste zin."}\n\n{bad\n[1]\n{"Body": ["Alinea.", "Nog een."]}\n{"x": "a"}\n{"text": " "}\n'
    )
    first, *errors, paragraphs, missing, empty = found(data, "a.jsonl")
    assert first == ("a.jsonl#1", "Een", "Eerste zin.", "jsonl")
    assert errors == [UnsupportedInput, UnsupportedInput]
    assert paragraphs == ("a.jsonl#5", None, "Alinea.\n\nNog een.", "jsonl")
    assert (missing, empty) == (UnsupportedInput, EmptyInput)
    assert found(data, "a.jsonl", text_field="x")[-2] == ("a.jsonl#6", None, "a", "jsonl")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(delimiter):
    rows = [
        ["titel", "tekst", "datum"],
        ["Een", '"Eerste zin.\nTweede, zin; zo."', "12-5-2024"],
        ["Leeg", "", ""],
        ["Twee", "x " * 100_000, ""],
    ]
    records: Any = read_records("\r\n".join(delimiter.join(row) for row in rows).encode("cp1252"), path="a.csv")
    first, empty, long = records
    assert (first.path, first.title, first.date, first.words) == ("a.csv#1", "Een", "2024-05-12", 5)
    assert isinstance(empty, EmptyInput) and "a.csv#2" in str(empty)
    assert long.path == "a.csv#3" and long.words == 100_000


def test_records_are_read_one_by_one():
    records: Any = read_records(b'{"text": "Een zin."}\n' * 100_000, path="a.jsonl")
    assert [next(records).path for _ in range(3)] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3"]


def test_files_of_one_article_are_one_record():
    records: Any = read_records(FILES["a.docx"], path="a.docx")
    assert [one.path for one in records] == ["a.docx"]
    assert found(b"", "a.txt") == [EmptyInput]


# --- Anything ------------------------------------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 2**32), st.integers(1, 30), st.booleans())
def test_mutated_files_give_articles_or_errors_of_ours(name, seed, changes, cut):
    random_source = random.Random(seed)
    data = bytearray(FILES[name])
    for _ in range(changes):
        data[random_source.randrange(len(data))] = random_source.randrange(256)
    if cut:
        del data[random_source.randrange(len(data)) :]
    for article in read_records(bytes(data), path=name):
        assert isinstance(article, InputError) or article.paragraphs


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(READABLE_SUFFIXES),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"<html>", b'{"']),
)
def test_any_bytes_of_any_name(data, suffix, start):
    for article in read_records(start + data, path=f"a{suffix}"):
        assert isinstance(article, InputError) or article.paragraphs
