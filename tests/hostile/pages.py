"""Pages, PDFs, office files and archives that are broken, too large, or bombs."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable

from tests import documents
from tests.documents import LAST, PARAGRAPHS, page, pdf_file, zipped
from tests.hostile.cases import DUTCH, Cases, Place, refused, summarized

CASES = Cases()
SECRET = "geheim-wachtwoord"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def titled(value):
    return value["source"]["title"] == documents.TITLE


# --- HTML --------------------------------------------------------------------------------------------------------------------------------------

for name, text, says in (
    ("a page that is a cookie wall", documents.COOKIE_WALL, "cookie notice"),
    ("the beginning of an article for subscribers", PARAGRAPHS[0] + "</p><p>Verder lezen? Neem een abonnement.", "subscribers"),
    ("an error page", "404 Pagina niet gevonden. De pagina die u zoekt bestaat niet.", "message of a site|no article"),
):
    CASES.add(name, "told what it is: no abstract of it", refused({"a.html": page(f"<p>{text}</p>")}, "summarize a.html", says))  # fmt: skip
for name, body, says in (
    ("50,000 nested elements", "<div>" * 50_000 + DUTCH, "has 50002 HTML elements, more than 50000"),
    ("200,000 paragraphs", "<p>Een zin." * 200_000, "has 200002 HTML elements, more than 50000"),
    (
        "a page of scripts and styles alone",
        f"<script>var a='{DUTCH * 50}'</script><style>{'p{}' * 5000}</style>",
        "0 words, in which no article",
    ),
    ("a page with nothing in it", "", "0 words, in which no article"),
):
    CASES.add(name, "refused over the limit of elements, before it is parsed" if "elements" in says else "told that there is no article",
              refused({"a.html": f"<html><body>{body}</body></html>"}, "summarize a.html", says))  # fmt: skip
CASES.add("an attribute of 5 MB, data: pictures", "passed over: the article is read",
          summarized({"a.html": lambda: page().replace("<figure>", f'<figure title="{"x" * 5_000_000}">').encode()}, "a.html", titled))  # fmt: skip
CASES.add("elements that cross and never end", "read as a browser would",
          summarized({"a.html": page().replace("</p>", "").replace("</h2>", "</i>") + "<table><tr><p><a>" * 500}, "a.html", titled))  # fmt: skip
CASES.add("a charset that lies", "what the bytes say counts: no letter is broken",
          summarized({"a.html": page(charset="utf-16").encode()}, "a.html", lambda v: "één" in v["sentences"][1]["nl"]))  # fmt: skip
CASES.add("Windows-1252 that calls itself Latin-1", "read as browsers read it",
          summarized({"a.html": page(charset="iso-8859-1").encode("cp1252")}, "a.html",
                     lambda v: any("€" in sentence["nl"] for sentence in v["sentences"])))  # fmt: skip
CASES.add("an article in JSON-LD alone", "taken from there",
          summarized({"a.html": '<html><head><script type="application/ld+json">'
                      + json.dumps({"@type": "NewsArticle", "headline": "Wet", "articleBody": DUTCH}) + "</script></head><body>x</body></html>"},
                     "a.html", lambda v: len(v["sentences"]) == 5))  # fmt: skip
CASES.add("JSON-LD nested 100,000 deep", "passed over: the article is read",
          summarized({"a.html": page(head='<script type="application/ld+json">' + "[" * 100_000 + "</script>")}, "a.html", titled))  # fmt: skip


CASES.add("200,000 entities, also of what can't be seen and of no character", "the article is read; none of them steers",
          summarized({"a.html": page().replace("<h2>", "<p>" + "&#x202e;&#0;&#xD800;&bogus;&#99999999999;&eacute; " * 33_000 + "</p><h2>")}, "a.html",
                     lambda v: titled(v) and "\u202e" not in json.dumps(v, ensure_ascii=False)))  # fmt: skip


@CASES("entities that multiply, or name a file, in HTML and DOCX", "neither expanded nor read")
def _(place: Place) -> None:
    place.put({"secret.txt": SECRET})
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    doctype = f'<!DOCTYPE html [<!ENTITY l0 "lollollol">{levels}<!ENTITY x SYSTEM "{(place / "secret.txt").as_uri()}">]>'
    body = f"{LAST} &l9; &x;"
    document = f"{doctype}<w:document {W}><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>".replace("html [", "d [", 1)
    place.put({"a.html": doctype + page(f"<p>{PARAGRAPHS[0]} {body}</p>"), "a.docx": zipped({"word/document.xml": document.encode()})})
    for name, code in (("a.html", 0), ("a.docx", 1)):  # HTML has no entities of a page's own; XML with so many is refused
        ended = place.run("summarize", name, "-f", "json")
        assert ended.code == code and SECRET not in ended.out + ended.err and "lollol" not in ended.out + ended.err
        assert len(ended.errors) == code and (code == 0 or "a.docx is a damaged DOCX" in ended.err)


@CASES("a document whose parser takes for ever", "its process is killed in time; the articles before and behind it are read")
def _(place: Place) -> None:
    place.put({"a.html": page(), "b.pdf": endless_pdf, "c.html": page().replace("Huawei", "Samsung")})
    assert len(endless_pdf()) < 20_000
    ended = place.run("summarize", "a.html", "b.pdf", "c.html", reading=4)
    assert ended.code == 1 and "Huawei" in ended.out and "Samsung" in ended.out
    assert len(ended.errors) == 1 and "b.pdf takes more than 4 seconds to read" in ended.err


HIDDEN = "De burgemeester van Venlo heeft maandag aan alle raadsleden een verborgen bericht over de nieuwe wet gestuurd."
CASES.add("text that a page hides", "gets into neither the abstract nor the sentences",
          summarized({"a.html": page().replace("</h1>", "</h1>" + "".join(f"<p {way}>{HIDDEN}</p>" for way in (
                      "hidden", 'style="display:none"', 'style="font-size:0"', 'style="position:absolute;left:-9999px"', 'class="sr-only"',
                      'style="color:transparent"')) + f"<template>{HIDDEN}</template><noscript>{HIDDEN}</noscript><!-- {HIDDEN} -->")},
                     "a.html", lambda v: titled(v) and "verborgen" not in json.dumps(v) and "hidden" not in json.dumps(v)))  # fmt: skip
CASES.add("an article that a page hides until a script shows it", "read, with a warning",
          summarized({"a.html": page().replace("<article>", "<article style='opacity:0'>", 1)}, "a.html", titled,
                     warns="hides its article"))  # fmt: skip
CASES.add("styles made to be slow", "read in linear time",
          summarized({"a.html": page().replace("<h2>", "".join(f"<p style='{style}'>x</p>" for style in (
                      "/*" * 500_000, "font:" + "1" * 500_000, "opacity:" + "0" * 500_000 + "1", ";" * 500_000)) + "<h2>")},
                     "a.html", titled, reading=10))  # fmt: skip


# --- PDF ---------------------------------------------------------------------------------------------------------------------------------------


def encrypted_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(documents.pdf_article())))
    writer.encrypt("geheim", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def pdf_bomb() -> bytes:
    """A page whose packed content unpacks to 300 MB."""
    packer = zlib.compressobj(9)
    stream = b"".join([*(packer.compress(b"BT (a) Tj ET " * 80_000) for _ in range(300)), packer.flush()])
    plain = pdf_file("X")
    start, end = plain.index(b"<</Length"), plain.index(b"\nendstream")
    return plain[:start] + b"<</Filter/FlateDecode/Length %d>>stream\n" % len(stream) + stream + plain[end:]


def endless_pdf() -> bytes:
    """A page of 15 kB that unpacks to 5 MB of one word without end: joining its pieces takes seven seconds and more."""
    stream = zlib.compress(b"BT /F1 9 Tf (a) Tj ET " * 227_000, 9)
    plain = pdf_file("X")
    start, end = plain.index(b"<</Length"), plain.index(b"\nendstream")
    return plain[:start] + b"<</Filter/FlateDecode/Length %d>>stream\n" % len(stream) + stream + plain[end:]


def pdf_ring() -> bytes:
    """Pages whose tree has itself for a branch."""
    plain = pdf_file("X")
    return plain.replace(b"/Kids[", b"/Kids[2 0 R ").replace(b"/Count 1", b"/Count 99999999")


pdfs: list[tuple[str, str | bytes | Callable[[], bytes], str]] = [
    ("a PDF with a password", encrypted_pdf, "encrypted"),
    ("a PDF of pictures alone", pdf_file("", ""), "scanned"),
    ("a PDF without pages", pdf_file(), "without pages"),
    ("a PDF of 5,000 pages", lambda: pdf_file(*["Tekst van een pagina"] * 5000), "200 pages"),
    ("a PDF cut short", documents.pdf_article()[:900], "a.pdf is damaged"),
    ("a PDF whose table of objects points nowhere", documents.pdf_article().replace(b"\n0000000", b"\n9999999"), "a.pdf is damaged"),
    ("a PDF whose pages are a ring", pdf_ring, "a.pdf is damaged"),
    ("a PDF that unpacks to 300 MB", pdf_bomb, "page 1 unpacks to too much"),
    ("a PDF in name alone", b"%PDF-1.7\n" + bytes(range(256)) * 50, "damaged"),
]
for name, data, says in pdfs:
    CASES.add(name, "one line that says what is wrong, in bounded time and memory", refused({"a.pdf": data}, "summarize a.pdf", says))


def deep_pdf(depth: int = 3000) -> bytes:
    """A page in a branch in a branch of the tree of pages."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        *(b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (i + 3) for i in range(depth)),
        b"<</Type/Page>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%sendobj\n" % item for item in enumerate(objects, 1))
    places = b"".join(b"%010d 00000 n \n" % (body.index(b"\n%d 0 obj" % (i + 1)) + 1) for i in range(len(objects)))
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + places
    return body + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))


SELF_MADE = (  # its objects are in a stream that goes on in itself, whose length is itself
    b"%PDF-1.5\n3 0 obj<</Type/ObjStm/N 2/First 9/Extends 3 0 R/Length 3 0 R>>stream\n1 0 2 20 <</Type/Catalog/Pages 2 0 R>>"
    b"<</Type/Pages/Kids[]/Count 0>>\nendstream endobj\ntrailer<</Size 4/Root 3 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n"
)
for name, data, says in (
    ("a PDF whose pages are nested 3,000 deep", deep_pdf, "damaged.*depth"),
    ("a PDF whose objects hold themselves", SELF_MADE, "a.pdf is damaged"),
    ("a PDF that is its own tree of pages", documents.pdf_article().replace(b"/Pages 2 0 R", b"/Pages 1 0 R"), "without pages"),
):
    CASES.add(name, "one line that says what is wrong, in bounded time and memory", refused({"a.pdf": data}, "summarize a.pdf", says))
CASES.add("a PDF whose table of objects is said to be elsewhere", "looked for, and read",
          summarized({"a.pdf": documents.pdf_article().replace(b"startxref\n", b"startxref\n9")}, "a.pdf", titled))  # fmt: skip


# --- DOCX and archives -------------------------------------------------------------------------------------------------------------------------


def docx_bomb(megabytes: int = 300, *, said: int | None = None) -> bytes:
    """A document whose text unpacks to 300 MB; `said` is what its directory says instead."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w", force_zip64=False) as member:
        for _ in range(megabytes):
            member.write(b"<w:p/>" * 170_000)
    data = bytearray(file.getvalue())
    if said is not None:
        place = data.rindex(b"PK\x01\x02")
        data[place + 24 : place + 28] = said.to_bytes(4, "little")
    return bytes(data)


def with_strangers() -> bytes:
    """A DOCX with members that would leave the folder, were it unpacked, and a link."""
    file = io.BytesIO(documents.docx_file())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../../../../tmp/escaped.txt", "x")
        archive.writestr("/absolute.txt", "x")
        link = zipfile.ZipInfo("word/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


archives: list[tuple[str, str, bytes | Callable[[], bytes], str]] = [
    ("a DOCX that unpacks to 300 MB", "a.docx", docx_bomb, "unpacks to"),
    ("the same, with a directory that says 1 kB", "a.docx", lambda: docx_bomb(100, said=1000), "a.docx is a damaged .*Bad CRC-32"),
    (
        "a DOCX of 6,000 members",
        "a.docx",
        lambda: zipped({"word/document.xml": b"<a/>", **{f"{i}": b"" for i in range(6000)}}),
        "5000 files",
    ),
    ("a DOCX cut short", "a.docx", documents.docx_file()[:-100], "ZIP"),
    ("an archive in a DOCX's name", "a.docx", zipped({"a.txt": DUTCH.encode()}), "no DOCX"),
    (
        "a DOCX whose XML is nested 100,000 deep",
        "a.docx",
        lambda: zipped({"word/document.xml": b"<a>" * 100_000}),
        "a.docx is a damaged DOCX: .* depth",
    ),
    ("a gzip file that unpacks to 2 GB", "a.html", lambda: gzip_bomb(), "unpacks to more than"),
    ("a gzip file in a gzip file", "a.txt", gzip.compress(gzip.compress(DUTCH.encode())), "in a gzip"),
    ("a gzip file cut short", "a.txt.gz", gzip.compress(DUTCH.encode())[:-12], "cut short"),
]


def gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    megabyte = bytes(1_000_000)
    return b"".join([*(packer.compress(megabyte) for _ in range(200)), packer.flush()]) * 10


for name, file, data, says in archives:
    CASES.add(name, "refused by its limit or its fault before it fills memory or disk", refused({file: data}, f"summarize {file}", says))


@CASES("../ names and links in a DOCX", "its text is read; nothing is unpacked anywhere")
def _(place: Place) -> None:
    place.put({"deep/in/a.docx": with_strangers()})
    before = place.names()
    ended = place.run("summarize", "deep/in/a.docx", "-f", "json")
    assert ended.code == 0 and titled(json.loads(ended.out)) and place.names() == before and "root:" not in ended.out


def with_relations() -> bytes:
    """A DOCX whose template and pictures are said to be on a server, and in /etc."""
    file = io.BytesIO(documents.docx_file())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    relations = "".join(f'<Relationship Id="r{i}" Type="{kind}" Target="{target}" TargetMode="External"/>'
                        for i, target in enumerate(("http://127.0.0.1:9/x.dotm", "file:///etc/passwd")))  # fmt: skip
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/_rels/more.xml.rels", f"<Relationships>{relations}</Relationships>")
        archive.writestr("word/_rels/settings.xml.rels", f"<Relationships>{relations}</Relationships>")
    return file.getvalue()


CASES.add("relations of a DOCX to files and servers", "not followed: its text is read",
          summarized({"a.docx": with_relations}, "a.docx", lambda v: titled(v) and "root:" not in json.dumps(v)))  # fmt: skip
CASES.add(
    "a DOCX that unpacks to 200 MB, named .txt",
    "refused by its limit",
    refused({"a.txt": lambda: docx_bomb(200)}, "summarize a.txt", "unpacks to"),
)
for name, file, data in (
    ("a gzipped page named .html", "a.html", gzip.compress(page().encode())),
    ("a PDF named .html", "a.html", documents.pdf_article()),
    ("a page named .txt", "a.txt", page().encode()),
    ("a DOCX named .pdf", "a.pdf", documents.docx_file()),
):
    CASES.add(name, "read for what it is", summarized({file: data}, file, titled))


# --- Mail and records --------------------------------------------------------------------------------------------------------------------------


def nested_mail(depth: int = 3000) -> bytes:
    head = b"From: a@b.nl\nTo: c@d.nl\nSubject: diep\nMIME-Version: 1.0\n"
    return head + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(depth)) + DUTCH.encode()


CASES.add(
    "a mail in a mail, 3,000 deep", "refused as too deep", refused({"a.eml": nested_mail}, "summarize a.eml", "nested in parts too deeply")
)


FORWARDED = b"From: a@b.nl\nTo: c@d.nl\nSubject: x\nMIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * 1000 + DUTCH.encode()
CASES.add(
    "a mail forwarded 1,000 times", "refused as too deep", refused({"a.eml": FORWARDED}, "summarize a.eml", "nested in parts too deeply")
)
CASES.add("a CSV of 200,000 columns", "one line, which shows some of them",
          refused({"a.csv": lambda: (",".join(f"k{i}" for i in range(200_000)) + "\n").encode() * 2}, "summarize a.csv",
                  "k0, k1.*--text-field"))  # fmt: skip


@CASES("JSONL of 10,000 rows, one of them broken", "the others are done; that one is an error with its number")
def _(place: Place) -> None:
    lines = ['{"text": "De wet is er."}'] * 10_000
    lines[6_000] = "{"
    place.put({"a.jsonl": "\n".join(lines)})
    ended = place.run("summarize", "a.jsonl", "-f", "jsonl", seconds=60)
    assert ended.code == 1 and len(ended.errors) == 1 and "a.jsonl#6001 is no JSON" in ended.err and ended.out.count("\n") == 9_999


@CASES("JSONL with broken lines", "each is an error with its number; the rest is done: exit 1")
def _(place: Place) -> None:
    good = json.dumps({"text": DUTCH})
    lines = [
        good,
        "{",
        "[" * 100_000,
        '{"text": 5}',
        '{"x": "y"}',
        '{"text": "\\ud800 ' + DUTCH.strip() + '"}',
        "null",
        '{"text": ""}',
        good,
    ]
    place.put({"a.jsonl": "\n".join(lines)})
    ended = place.run("summarize", "a.jsonl", "-f", "jsonl")
    assert ended.code == 1 and [json.loads(line)["source"]["path"] for line in ended.out.splitlines()] == [
        "a.jsonl#1",
        "a.jsonl#6",
        "a.jsonl#9",
    ]
    assert len(ended.errors) == 6 and "a.jsonl#3 is no JSON" in ended.err


@CASES("CSV with an open quote, NULs, a cell of 1 MB", "the row that never ends is an error with its number, the others are done")
def _(place: Place) -> None:
    place.put({"a.csv": f'titel,tekst\nEen,"{DUTCH.strip()}"\nTwee,"{"woord " * 170_000}"\nDrie,a\0b\nVier,"open\n{DUTCH}'})
    ended = place.run("summarize", "a.csv", "-f", "csv", "--force", seconds=60)
    assert ended.code == 1 and len(ended.errors) == 1 and "a.csv#4 is no row of a CSV" in ended.err
    assert [row[0] for row in csv.reader(io.StringIO(ended.out))] == ["path", "a.csv#1", "a.csv#2", "a.csv#3"]
