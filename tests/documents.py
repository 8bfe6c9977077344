"""Real files of each format, made in code."""

from __future__ import annotations

import gzip
import io
import json
import textwrap
import zipfile

TITLE = "Huawei wil 5G-technologie delen"
PARAGRAPHS = [
    "De oprichter van Huawei wil de 5G-technologie van zijn bedrijf delen met westerse klanten. Dat heeft hij één dag later bevestigd.",
    "De Chinese fabrikant is verwikkeld in een handelsoorlog tussen China en de Verenigde Staten. Het gaat om contracten van ruim € 3,5 miljoen.",
]
HEADING = "Spanningen"
LAST = "Volgens analisten is het de vraag of de Verenigde Staten op het aanbod ingaan. De regering verdenkt het bedrijf van spionage."
PLAIN = "\n\n".join([TITLE, "12 september 2019", *PARAGRAPHS, HEADING, LAST])
COOKIE_WALL = (
    "Wij en onze partners gebruiken cookies. Met cookies tonen wij gepersonaliseerde advertenties. Geef je toestemming voor het plaatsen van "
    "cookies? Je kunt je voorkeuren altijd wijzigen in de instellingen. Lees meer in ons privacybeleid."
)


def page(body: str | None = None, *, head: str = "", charset: str = "utf-8") -> str:
    """A page as Dutch news sites have them: notice, menu, byline, caption, teasers, footer."""
    if body is None:
        body = f"""<p class="intro"><strong>{PARAGRAPHS[0]}</strong></p>
        <figure><img src="data:image/png;base64,{"A" * 2000}"><figcaption>De oprichter. Foto: ANP</figcaption></figure>
        <p>{PARAGRAPHS[1]}</p><p>Lees ook: <a href="/3">Waarom 5G zo belangrijk is voor Nederland</a></p>
        <h2>{HEADING}</h2><p>{LAST}</p>"""
    return f"""<!DOCTYPE html><html lang="nl"><head><meta charset="{charset}"><title>{TITLE} | Techkrant</title>
    <meta property="og:site_name" content="Techkrant"><link rel="canonical" href="https://www.techkrant.nl/artikel/huawei-5g">
    <meta name="author" content="Jan Jansen"><meta property="article:published_time" content="2019-09-12T10:30:00+02:00">{head}
    <script>var verborgen = "<p>nooit</p>";</script><style>p {{ color: red }}</style></head><body>
    <div id="cookie-banner" class="cookie-consent"><p>Wij gebruiken cookies om uw ervaring te verbeteren.</p><button>Accepteren</button></div>
    <header><nav><ul><li><a href="/">Voorpagina</a></li><li><a href="/tech">Tech</a></li><li><a href="/a">Abonneren</a></li></ul></nav></header>
    <main><article><h1>{TITLE}</h1><p class="byline">Door <a href="/auteur/jan">Jan Jansen</a></p>
    <time datetime="2019-09-12T10:30:00+02:00">12 september 2019, 10:30</time>{body}</article></main>
    <section class="teasers"><h2>Meer nieuws</h2><article><h3><a href="/b">Apple toont telefoon</a></h3><p>Dinsdag kwam het.</p></article></section>
    <footer><p>© 2019 Techkrant. Alle rechten voorbehouden.</p></footer></body></html>"""


def docx_file() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph("12 september 2019")
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    document.add_heading(HEADING, 2)
    document.add_paragraph(LAST)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_file(*pages: str, extra: bytes = b"") -> bytes:
    """A PDF written by hand, a line of text a line."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + extra + b">>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for text in pages:
        escaped = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252") for line in text.split("\n")]
        stream = b"BT /F1 11 Tf 14 TL 50 780 Td " + b" ".join(b"(" + line + b") Tj T*" for line in escaped) + b" ET"
        objects.append(b"<</Length %d>>stream\n" % len(stream) + stream + b"\nendstream")
        font = b"<</Font<</F1 3 0 R>>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources" % len(objects) + font + b">>")
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[" % len(kids) + b" ".join(kids) + b"]>>"
    file, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj" % number + value + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        file
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))
    )


def pdf_article() -> bytes:
    wrapped = [textwrap.fill(text, 80) for text in (*PARAGRAPHS, HEADING, LAST)]
    return pdf_file("\n".join([TITLE, "12 september 2019", *wrapped]))


def mail() -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = f"Fwd: {TITLE}", "Jan Jansen <jan@voorbeeld.nl>", "piet@voorbeeld.nl"
    message["Date"] = "Thu, 12 Sep 2019 10:30:00 +0200"
    message.set_content("\n\n".join([*PARAGRAPHS, HEADING, LAST]))
    message.add_alternative(page(), subtype="html")
    return bytes(message)


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def every_format() -> dict[str, bytes]:
    """The same article in each."""
    return {
        "a.txt": PLAIN.encode(), "cp1252.txt": PLAIN.encode("cp1252"), "utf16.txt": PLAIN.encode("utf-16"),
        "a.md": f"# {PLAIN}".replace(f"\n{HEADING}\n", f"\n## {HEADING}\n").encode(),

        "a.html": page().encode(), "cp1252.html": page(charset="iso-8859-1").encode("cp1252"), "lie.html": page(charset="iso-8859-1").encode(),
        "zipped.html": gzip.compress(page().encode()), "a.docx": docx_file(), "a.pdf": pdf_article(), "a.eml": mail(),
        "a.jsonl": json.dumps({"title": TITLE, "date": "2019-09-12", "text": "\n\n".join([*PARAGRAPHS, HEADING, LAST])}).encode(),
    }  # fmt: skip
