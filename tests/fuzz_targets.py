"""What must hold for any bytes whatever: one function a target, which raises when it doesn't. Run by scripts/fuzz.py and tests/test_fuzz.py.

A target takes bytes, makes of them what its part of the program takes, and checks a property: that "it doesn't crash" alone is none of them. The
seeds are documents made by tests/documents.py, the articles of tests/data, what lies in tests/data/fuzz/TARGET (inputs that once broke the
property), and those written here.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import tempfile
import traceback
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from summarizer.article import Article
from summarizer.decoding import clean, decode
from summarizer.errors import BadGlossary, InputError, ModelDamaged, ModelError
from summarizer.glossary import Glossary, parse, put_back
from summarizer.manifest import MANIFEST, Entry, Manifest, _parse
from summarizer.model_files import check_safetensors
from summarizer.model_registry import read_registry, write_entry
from summarizer.names import missing_names, names_in, unsupported_names
from summarizer.negation import abstract_flips, denied_without, negation_flipped
from summarizer.numbers import missing_numbers, numbers_in, unsupported_numbers
from summarizer.output import printable
from summarizer.readers import finished, reader_of
from summarizer.readers.draft import Draft, Source
from summarizer.readers.records import article_records
from summarizer.readers.sniffing import MAX_EXPANDED, SUFFIXES, sniffed
from summarizer.readers.text import _RULE, plain_blocks
from summarizer.relations import relations_in, swapped_relations
from summarizer.rendering import csv_header, digest, digest_html, digest_markdown, reports_html, to_csv_row
from summarizer.rendering.markdown import escape
from summarizer.segmentation import join_pieces, split_pieces, split_sentences
from tests import documents
from tests.records import record

DATA = Path(__file__).parent / "data"

# What no text that was read may hold: controls, text direction, byte order marks, halves of characters.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
_LONG_RUN = re.compile(r"[\u0300-\U0010ffff]{1000}")  # longer ones are composed in parts, each by itself


@dataclass(frozen=True, slots=True)
class Target:
    """`check` raises when its property doesn't hold. `modules` are those whose coverage guides the fuzzer."""

    name: str
    check: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    modules: tuple[str, ...]


TARGETS: dict[str, Target] = {}


def target(*modules: str, seeds: Callable[[], list[bytes]]) -> Callable[[Callable[[bytes], None]], Callable[[bytes], None]]:
    """Make a function a target, of the name that it has."""

    def add(check: Callable[[bytes], None]) -> Callable[[bytes], None]:
        def all_seeds() -> list[bytes]:
            return [*seeds(), *(path.read_bytes() for path in sorted((DATA / "fuzz" / check.__name__).glob("*")))]

        TARGETS[check.__name__] = Target(check.__name__, check, all_seeds, modules)
        return check

    return add


# --- Bytes -> text -------------------------------------------------------------------------------------------------------------------------

_LABELS = [
    None,
    "utf-8",
    "cp1252",
    "utf-16",
    "utf-16-le",
    "utf-7",
    "iso-8859-1",
    "latin1",
    "idna",
    "hex",
    "undefined",
    "no such",
    "",
    "a\0b",
    "big5",
]


def _texts() -> list[bytes]:
    made = [path.read_bytes() for path in sorted(DATA.glob("news/*.txt"))[:9:2]] + [
        path.read_bytes() for path in sorted(DATA.glob("odd/*"))
    ]
    return [*made, documents.PLAIN.encode(), "Hij betaalt € 1.299,95 op 12-5-2024; J. de Vries (54) zegt: ‘Niet waar!’".encode()]


def _encoded() -> list[bytes]:
    text = documents.PLAIN[:400]
    odd = "\x1b[31mrood\x1b[0m \u202egnp.exe\u2069 cafe\u0301 naïef\u00ad \ufeffcafÃ© \x85\u2028 €"
    return [
        b"\x00" + each for each in [*(text.encode(label) for label in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32")), odd.encode()]
    ]


@target("summarizer.decoding", seeds=_encoded)
def decoding(data: bytes) -> None:
    """Nothing that can't be seen is left, cleaning twice is cleaning once, what is UTF-8 comes back. Only UnsupportedInput is raised."""
    first, data = data[0] if data else 0, data[1:]
    encoding, declared = _LABELS[first % len(_LABELS)], _LABELS[first // len(_LABELS) % len(_LABELS)]
    try:
        text, codec, _ = decode(data, "it", encoding, declared)
    except InputError as error:
        _one_line(error)
        return
    cleaned = clean(text)
    assert not _UNSEEN.search(cleaned) and "\r" not in cleaned
    cleaned.encode()
    if not _LONG_RUN.search(text):
        assert clean(cleaned) == cleaned and unicodedata.is_normalized("NFC", cleaned)
    if encoding is None and codec == "utf-8" and not data.startswith(b"\xef\xbb\xbf"):
        assert text.encode("utf-8") == data or "\ufffd" in text


def _files() -> list[bytes]:
    return [bytes([i]) + data for i, data in enumerate(documents.every_format().values()) if len(data) < 40_000]


@target("summarizer.readers.sniffing", seeds=_files)
def sniffing(data: bytes) -> None:
    """A format that has a reader, or an InputError of one line; and what is gzipped is taken as what is in it."""
    names = [None, "a", *(f"a{suffix}" for suffix in SUFFIXES), "a.gz", "a.txt.gz"]
    first, data = data[0] if data else 0, data[1:]
    source = Source(names[first % len(names)], _LABELS[first // 32])
    found = _sniffed(data, source)
    if found and not data.startswith(b"\x1f\x8b"):
        assert found[0] == data
        packed = _sniffed(gzip.compress(data, 1, mtime=0), source)
        assert packed == found or not data or (source.path or "").endswith(".gz")


def _sniffed(data: bytes, source: Source) -> tuple[bytes, str] | None:
    try:
        content, format = sniffed(data, source)
    except InputError as error:
        _one_line(error)
        return None
    assert format in SUFFIXES.values() and len(content) <= MAX_EXPANDED
    return content, format


# --- The readers ---------------------------------------------------------------------------------------------------------------------------


def _reads(format: str, data: bytes, source: Source) -> Draft | None:
    """What a reader finds, when it and what becomes of it are sound. Libraries raise what they like on broken files, our code InputError only."""
    try:
        draft = reader_of(format)(data, source)
    except InputError as error:
        _one_line(error)
        return None
    except Exception as error:  # the process that readers run in turns these into UnreadableInput
        where = traceback.extract_tb(error.__traceback__)[-1].filename
        assert format not in ("text", "markdown") and f"{os.sep}summarizer{os.sep}" not in where, f"{type(error).__name__} in {where}"
        return None
    json.dumps(asdict(draft)).encode()  # as it is sent from that process
    _sound(lambda: finished(draft, source, ""))
    return draft


def _sound(read: Callable[[], Article | InputError]) -> None:
    """The article has paragraphs of one line each; nothing in it steers a terminal; it can be written out."""
    try:
        article = read()
        if isinstance(article, InputError):
            raise article
    except InputError as error:
        _one_line(error)
        return
    assert article.paragraphs and all(paragraph.text for paragraph in article.paragraphs)
    facts = (article.title, article.date, article.author, article.site, article.url, article.encoding)
    for text in [*(paragraph.text for paragraph in article.paragraphs), *filter(None, facts)]:
        assert text == " ".join(text.split()), f"more than one line: {text!a}"
        assert not (unseen := _UNSEEN.search(text)), f"{unseen[0]!a} in {text!a}"
        text.encode()


def _one_line(error: InputError) -> None:
    """What is said of it is one line, once it is printable; it quotes names that may hold anything."""
    assert str(error).strip() and len(printable(f"{error} {error.hint}").splitlines()) == 1


def _made(*names: str) -> Callable[[], list[bytes]]:
    return lambda: [documents.every_format()[name] for name in names]


@target("summarizer.readers.text", "summarizer.readers.draft", "summarizer.dates", seeds=_texts)
def text(data: bytes) -> None:
    """Besides what holds for all readers: no character of a plain text but white space and drawn lines is lost, in the order of the text."""
    _reads("text", data, Source("a.txt"))
    lines = clean(data.decode("utf-8", "replace")).split("\n")
    kept = "".join("".join(block.split()) for _, block in plain_blocks("\n".join(lines)))
    assert kept == "".join("".join(line.split()) for line in lines if not _RULE.fullmatch(line))


@target("summarizer.readers.markdown", seeds=lambda: [*_made("a.md")(), _MARKDOWN.encode(), *_texts()[-2:]])
def markdown(data: bytes) -> None:
    """Besides what holds for all readers: marks go, but nothing is made up. What is left stands in the text in this order."""
    if draft := _reads("markdown", data, Source("a.md", "utf-8")):
        letters = iter(re.sub(r"\W", "", clean(data.decode("utf-8-sig", "replace"))))
        kept = re.sub(r"\W", "", "".join(block for _, block in draft.blocks))
        assert all(letter in letters for letter in kept)


_MARKDOWN = """---
title: 'Een *kop*'
date: 2024-05-12
---
# Kop #
Een [link](https://a.nl/b_(c)) en ![beeld](a.png "x"), **vet _schuin_** en `code`.

> - citaat met \\*sterren\\*
1. een
```python
print()
```
| a | b |
|---|---|
Onder
=====
<https://voorbeeld.nl>
"""


def _pages() -> list[bytes]:
    ld = json.dumps({"@type": "NewsArticle", "headline": "Kop", "articleBody": "<p>Een &amp; twee.</p>" * 9, "isAccessibleForFree": False})
    script = f'<script type="application/ld+json">{{"@graph": [{ld}]}}</script>'
    odd = "<p>Hij zei &#8238;gnp.exe&#x1b;[31m &#0;&shy;&#x2028; en &lt;b&gt; <![CDATA[x]]><svg/><table><tr><td>1<td>2</table></p>" * 4
    return [
        *_made("a.html", "cp1252.html", "lie.html")(),
        documents.page("", head=script).encode(),
        documents.page(odd).encode(),
        script.encode(),
    ]


@target("summarizer.readers.html", seeds=_pages)
def html(data: bytes) -> None:
    """What holds for all readers."""
    _reads("html", data, Source("a.html"))


@target("summarizer.readers.pdf", "pypdf", seeds=lambda: [*_made("a.pdf")(), documents.pdf_file("Een", "Twee", extra=b"/Lang(nl)")])
def pdf(data: bytes) -> None:
    """What holds for all readers."""
    _reads("pdf", data, Source("a.pdf"))


def _office() -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(documents.docx_file())) as archive:
        document = archive.read("word/document.xml")
        _, opening, rest = archive.read("word/styles.xml")[-4000:].partition(b"<w:style ")
    styles = b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' + opening + rest
    return [b"\0" + documents.zipped({"word/document.xml": document, "word/styles.xml": styles}), b"\1" + document, b"\2" + styles]


@target("summarizer.readers.docx", seeds=_office)
def docx(data: bytes) -> None:
    """What holds for all readers: of any archive, and of a whole one in which any bytes are the document or its styles."""
    kind, data = data[0] % 3 if data else 0, data[1:]
    if kind:
        empty = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:t>x</w:t></w:p></w:document>'
        data = documents.zipped({"word/document.xml": data} if kind == 1 else {"word/document.xml": empty, "word/styles.xml": data})
    _reads("docx", data, Source("a.docx"))


_SAVED_PAGE = (
    b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://a.nl/b\r\nSubject: =?utf-8?Q?K=C3=B3p?=\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
)


@target("summarizer.readers.eml", "email", seeds=lambda: [*_made("a.eml")(), _SAVED_PAGE + documents.page().encode() + b"\r\n--x--\r\n"])
def eml(data: bytes) -> None:
    """What holds for all readers."""
    _reads("eml", data, Source("a.eml"))


_LINES = b'{"title": "T\\u202e", "text": ["Een.", "Twee\\u001b[31m."], "date": 2019}\n[1]\n{"text": ""}\n{"tekst": "Drie \\ud800.", "url": null}\n'
_TABLE = 'titel;datum;tekst\n"a ""b""";2019-09-12;"Een.\nTwee."\n;;\n"open;1;2\n'


@target("summarizer.readers.records", seeds=lambda: [b"\0" + data for data in (*_made("a.jsonl")(), _LINES)] + [b"\1" + _TABLE.encode()])
def records(data: bytes) -> None:
    """What holds for all readers, of each record; and records are numbered upwards."""
    kind, data = "csv" if data[:1] > b"\0" else "jsonl", data[1:]
    if b"</" in data:  # HTML in a record is read by the process of the HTML reader, which is a target of its own
        data = data.replace(b"</", b"< /")
    numbers: list[int] = []
    try:
        for found in article_records(data, Source("a"), kind):
            _sound(lambda found=found: found)  # type: ignore[misc]
            numbers.append((found.record or 0) if isinstance(found, InputError) else int((found.path or "").rpartition("#")[2]))
    except InputError as error:
        _one_line(error)
    assert numbers == sorted(set(numbers))


# --- Text -> findings ----------------------------------------------------------------------------------------------------------------------


def _lines() -> list[bytes]:
    return [line for data in _texts() for line in data.split(b"\n") if len(line) > 60]


@target("summarizer.segmentation", "syntok", seeds=_lines)
def segmentation(data: bytes) -> None:
    """Neither sentences nor pieces lose, add or change a character but white space, and pieces fit their budget."""
    text = data.decode("utf-8", "replace")
    sentences = split_sentences(text)
    assert _bare("".join(sentences)) == _bare(text)
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)
    budget = 2 + len(data) % 40
    for sentence in sentences[:20]:
        pieces = split_pieces(sentence, len, budget)
        assert _bare("".join(pieces)) == _bare(sentence) and all(0 < len(piece) <= budget for piece in pieces)
        assert re.findall(r"\w+", join_pieces(pieces).lower()) == re.findall(r"\w+", " ".join(pieces).lower())


def _bare(text: str) -> str:
    return "".join(text.split())


@target("summarizer.numbers", "summarizer.number_scan", "summarizer.number_digits", "summarizer.number_words", seeds=_lines)
def numbers(data: bytes) -> None:
    """Numbers stand where they say, in order; and every text has its own numbers."""
    text = data.decode("utf-8", "replace")
    for language in ("nl", "en"):
        found = numbers_in(text, language)
        assert all(text[number.start : number.end] == number.text for number in found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        assert missing_numbers(text, text, language, language) == []
    assert unsupported_numbers(text, text, "en") == []


@target("summarizer.names", "summarizer.name_lookup", "summarizer.name_tables", seeds=_lines)
def names(data: bytes) -> None:
    """Every text has its own names, and nothing is a name that isn't in the text."""
    text = data.decode("utf-8", "replace")
    assert all(names_in(text, language) == [name for name in names_in(text, language) if name] for language in ("nl", "en"))
    assert unsupported_names(text, text, source_language="en") == []
    assert missing_names(text, text, "en") == []
    assert set(unsupported_names(text, "")) <= set(names_in(text))


@target("summarizer.negation", "summarizer.relations", seeds=_lines)
def claims(data: bytes) -> None:
    """No text denies itself, or swaps its own subjects and objects."""
    text = data.decode("utf-8", "replace")
    assert not negation_flipped(text, text, "en") and not denied_without(text, text, "en")
    assert not abstract_flips(text, [text], [text], "en")
    assert swapped_relations(text, text, "en") == []
    relations_in(text, "nl")


_GLOSSARIES = [
    b"datalek\tdata breach|data leak\n# zo\nTweede Kamer | Kamer\tHouse of Representatives\n\nDatalekken in de Tweede Kamer: a datalek.",
    b"bedrijf\tcompany\nA&B\tA and B\nverlies\tloss\n\nDe bedrijven, A & B, lijden verliezen aan het Bedrijf.",
]


@target("summarizer.glossary", seeds=lambda: [*_GLOSSARIES, *_lines()[:3]])
def glossary(data: bytes) -> None:
    """Only BadGlossary is raised, with the line; what is found are words of the text, in order; the text around them stays."""
    listed, _, text = data.decode("utf-8", "replace").partition("\n\n")
    try:
        terms = list(parse(listed, "g.tsv"))
    except BadGlossary as error:
        assert re.match(r"g\.tsv, line \d+: ", str(error))
        return
    made = Glossary.of(terms)
    assert made.sha256 == Glossary.of(reversed(list(made.terms.values()))).sha256
    text = text or listed
    end = 0
    for found in made.find(text):
        assert end <= found.start < found.end and found.term.english
        end = found.end
    made.switched(text)
    made.unsaid(text, text)
    put_back(text[:300], terms[:5])


# --- Files of our own ----------------------------------------------------------------------------------------------------------------------


@cache
def _scratch() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="fuzz-", dir=shm if (shm := Path("/dev/shm")).is_dir() else None)
    _kept.append(folder)
    return Path(folder.name)


_kept: list[object] = []


def _manifests() -> list[bytes]:
    made = [
        Entry(f"{i}.txt", "0" * 64, "s", f"{i}.txt.json", "1" * 64 if i % 2 else None, status, 0.5, None if i else "é", left=i % 2)
        for i, status in enumerate(("started", "done", "duplicate", "skipped", "failed", "done"))
    ]
    return [b"".join(json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n" for entry in made)]


@target("summarizer.manifest", "json", seeds=_manifests)
def manifest(data: bytes) -> None:
    """Any bytes can be opened; what is taken from them are lines that they hold, and opening again finds the same, with nothing to mend.

    What is added is found again, and so is what the manifest of a part says.
    """
    folder = _scratch()
    path, part = folder / MANIFEST, folder / "manifest-1-of-2.jsonl"
    for old in folder.iterdir():
        old.unlink()
    path.write_bytes(data)
    part.write_bytes(data)
    entries = _opened(folder)
    whole = [entry for line in data.split(b"\n") if (entry := _parse(line))]
    assert all(entry in whole for entry in entries)
    warnings: list[str] = []
    assert _opened(folder, warnings) == entries and not warnings
    added = Entry("new.txt", None, "s", "new.txt.json", None, "done")
    opened = Manifest(folder, warnings.append)
    opened.append([added])
    opened.close()
    assert [entry for entry in _opened(folder) if entry != added] == [entry for entry in entries if entry.output != added.output]
    path.unlink()
    opened = Manifest(folder, warnings.append)
    opened.take_in(part, warnings.append)
    opened.close()
    assert {entry.output for entry in _opened(folder)} == {entry.output for entry in entries}


def _opened(folder: Path, warnings: list[str] | None = None) -> list[Entry]:
    opened = Manifest(folder, (warnings if warnings is not None else []).append)
    opened.close()
    return list(opened.entries())


def _registries() -> list[bytes]:
    from summarizer.folders import embedded_folder

    text = (embedded_folder() / "registry.toml").read_text("utf-8")
    return [table.encode() for table in re.split(r"\n(?=\[[^.\]]+\]\n)", text)]


@target("summarizer.model_registry", "tomllib", seeds=_registries)
def registry(data: bytes) -> None:
    """Only ModelError is raised, in one line; names lead nowhere else; what was read is written and read back."""
    path = _scratch() / "registry.toml"
    path.write_bytes(data)
    try:
        entries = read_registry(path)
    except ModelError as error:
        assert str(path) in str(error) and len(str(error).splitlines()) == 1
        return
    for name, entry in entries.items():
        for part in (name, *entry.files):
            assert (path.parent / part).parent == path.parent and part not in (".", "..") and not part.startswith(".")
    path.unlink()
    for entry in entries.values():
        write_entry(path, entry)
    assert not entries or read_registry(path) == entries


def _weights() -> list[bytes]:
    def file(header: object, data: bytes) -> bytes:
        raw = json.dumps(header).encode()
        return len(raw).to_bytes(8, "little") + raw + data

    one = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
    return [
        file({"a": one}, bytes(8)),
        file({"__metadata__": {"format": "pt"}, "a": one, "b": {**one, "data_offsets": [8, 16]}}, bytes(16)),
    ]


@target("summarizer.model_files", seeds=_weights)
def weights(data: bytes) -> None:
    """The check of a header raises only ModelDamaged, and lets nothing pass that the library refuses."""
    from safetensors import SafetensorError, safe_open

    path = _scratch() / "model.safetensors"
    path.write_bytes(data)
    try:
        check_safetensors(path)
    except ModelDamaged:
        return
    try:
        with safe_open(path, "numpy") as file:
            list(file.keys())
    except SafetensorError as error:
        raise AssertionError(f"passed our check: {error}") from error


# --- Records -> what people open -----------------------------------------------------------------------------------------------------------


_HOSTILE = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"' onmouseover=alert(1) x='", "javascript:alert(1)", "{{ 7*7 }}{% raw %}",
    "=1+1|' /C calc'!A0",
    "＝1+1", "[a](javascript:x) `b` **c** <d> | e\n# f", "https://a.nl/\"><b>", "\x1b]0;x\x07\x9b2J\u202e", "A" * 300,
]  # fmt: skip


@target("summarizer.rendering", "summarizer.output", seeds=lambda: [*_lines()[:5], *(text.encode() for text in _HOSTILE)])
def rendering(data: bytes) -> None:
    """Text is text in every output: no element, attribute, link or script of its own in HTML, none in Markdown, no formula, no control character."""
    import lxml.html
    from markdown_it import MarkdownIt

    text = data.decode("utf-8", "surrogatepass" if b"\xed\xa0" in data else "replace") if _decodes(data) else data.decode("latin-1")
    made = record(text=text)
    pages = [reports_html([made]), digest_html(digest([made], title=text))]
    for page, harmless in zip(pages, _harmless(), strict=True):
        tree = lxml.html.document_fromstring(page)
        assert {(element.tag, *sorted(element.attrib)) for element in tree.iter(lxml.etree.Element)} <= harmless
        assert all(link.startswith(("#", "./", "https://", "http://", "data:,")) for link in tree.xpath("//@href"))
    markdown = digest_markdown(digest([made], title=text))
    tokens = MarkdownIt("commonmark").parse(markdown)
    kinds = {child.type for token in tokens for child in (token, *(token.children or []))}
    assert not {kind for kind in kinds if "html" in kind or kind in ("image", "code_inline", "fence", "code_block")}
    assert _bare(printable(text)) == "" or [t.type for t in MarkdownIt("commonmark").parse(escape(text))][1:2] == ["inline"]
    (row,) = csv.DictReader(io.StringIO(f"{csv_header()}\n{to_csv_row(made)}\n", newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) for cell in row.values())
    for output in (*pages, markdown, *row.values()):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", output)


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass" if b"\xed\xa0" in data else "replace")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _harmless() -> list[set[tuple[str, ...]]]:
    """The elements and their attributes that a page has whatever the text."""
    import lxml.html

    ordinary = [record(), record(text="https://a.nl/"), record(text="x"), record(text=None, title=None)]
    pages = [
        [reports_html([made]) for made in ordinary],
        [digest_html(digest([made], title="x")) for made in [*ordinary, record(output="a")]],
    ]
    return [
        {(e.tag, *sorted(e.attrib)) for page in group for e in lxml.html.document_fromstring(page).iter(lxml.etree.Element)}
        for group in pages
    ]


def seeds_of(name: str) -> Iterator[bytes]:
    """The seeds of a target, each once."""
    yield from dict.fromkeys(TARGETS[name].seeds())
