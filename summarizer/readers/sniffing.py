"""Which format bytes are in: by their first bytes, then by their markup, then by the file's suffix."""

from __future__ import annotations

import re
import zlib

from summarizer.decoding import bom_codec
from summarizer.errors import InputTooLarge, UnreadableInput, UnsupportedInput
from summarizer.readers.draft import Source

MAX_EXPANDED = 20_000_000  # bytes that a gzip file may hold: what an input may be by default

SUFFIXES = {
    ".txt": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx",
    ".eml": "eml", ".mht": "eml", ".mhtml": "eml", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet",
}  # fmt: skip
RECORDS = ("jsonl", "csv", "parquet")  # formats of many articles a file
_MAGIC = {b"%PDF-": "pdf", b"PK\x03\x04": "docx", b"\x1f\x8b": "gzip", b"PAR1": "parquet"}
_DOCUMENTS = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive (as are DOCX, ODT and EPUB files)",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "a Parquet file",
}
_FOREIGN = {
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"\x7fELF": "a program", b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive", b"{\\rtf": "an RTF document", b"\xd0\xcf\x11\xe0": "an old Office document",
    b"PK\x05\x06": "an empty ZIP archive", b"BZh": "a bzip2 archive", b"SQLite format 3": "a database", b"bplist00": "a Safari web archive",
}  # fmt: skip
# Every part of these can match in one way only, and gives nothing back (*+, (?>…)): else a file that nearly matches takes for ever.
_HTML = re.compile(r"\s*+(?:<\?xml[^>]*+>\s*+)?(?><!--.*?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_MAIL_HEADER = r"(?:Received|Return-Path|Delivered-To|From|To|Cc|Subject|Date|Message-ID|MIME-Version|Content-Type|X-[\w-]+|DKIM-[\w-]+)"
_MAIL = re.compile(rf"(?:{_MAIL_HEADER}: [^\n]*+\n(?:[ \t][^\n]*+\n)*+){{3}}", re.IGNORECASE)  # a mail has many, a text one at most
_HEAD = 8192  # bytes that are looked at


def sniffed(data: bytes, source: Source) -> tuple[bytes, str]:
    """The bytes, unpacked where they were gzipped, and the name of their format. Raises InputError when there is no reader for it."""
    suffix = source.suffix
    if data.startswith(b"\x1f\x8b"):
        data = _gunzip(data, source.name)
        suffix = Source((source.path or "").removesuffix(".gz")).suffix
    refuse_foreign(data, source.name)
    if known := next((format for magic, format in _MAGIC.items() if data.startswith(magic)), None):
        if known == "gzip":
            raise UnsupportedInput(f"{source.name} is a gzip archive in a gzip archive", hint="unpack it first")
        return data, known
    head = _head(data, source.encoding)
    by_suffix = SUFFIXES.get(suffix, "text")
    if _MAIL.match(head) and by_suffix in ("text", "html", "eml"):
        return data, "eml"
    if looks_like_html(head, Source(f"x{suffix}")):
        return data, "html"
    if by_suffix == "text" and head.startswith('{"') and head.partition("\n")[0].rstrip().endswith("}"):
        return data, "jsonl"
    return data, "text" if by_suffix in ("html", "pdf", "docx", "eml", "parquet") else by_suffix


def looks_like_html(text: str, source: Source) -> bool:
    """Whether it begins as a page does, or is named as one and has an element."""
    return bool(_HTML.match(text)) or (SUFFIXES.get(source.suffix) == "html" and "</" in text)


def refuse_foreign(data: bytes, name: str, *, text_only: bool = False) -> None:
    """Raise UnsupportedInput when its first bytes are those of a format without a reader, or (`text_only`) of any that is no text."""
    for magic, what in (_FOREIGN | _DOCUMENTS if text_only else _FOREIGN).items():
        if data.startswith(magic):
            raise UnsupportedInput(f"{name} is {what}, not text", hint="save its text as a .txt or .md file")


def _head(data: bytes, encoding: str | None) -> str:
    try:
        return data[:_HEAD].decode(bom_codec(data) or encoding or "latin-1", "ignore").lstrip("\ufeffï»¿ \t\r\n")
    except (LookupError, ValueError):
        return data[:_HEAD].decode("latin-1")


def _gunzip(data: bytes, name: str) -> bytes:
    """The first member of a gzip file. Raises UnreadableInput or InputTooLarge."""
    try:
        inflater = zlib.decompressobj(wbits=31)
        found = inflater.decompress(data, MAX_EXPANDED + 1)
    except zlib.error as error:
        raise UnreadableInput(f"{name} is a damaged gzip archive") from error
    if len(found) > MAX_EXPANDED:
        raise InputTooLarge(f"{name} unpacks to more than {MAX_EXPANDED} bytes", hint="unpack it and cut it in parts")
    if not inflater.eof:
        raise UnreadableInput(f"{name} is a gzip archive that was cut short")
    return found
