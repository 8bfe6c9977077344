"""path / stdin / bytes -> Article: open only what is safe to open, decode, clean, and find the title, the date, headings and paragraphs.

No word of a plain text is dropped: what isn't recognised as the title or the date stays a paragraph. Of Markdown only the marks go, with its
pictures and code blocks.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator
from itertools import groupby, islice, pairwise
from pathlib import Path
from typing import BinaryIO

from summarizer.article import Article, Paragraph
from summarizer.dates import leading_date, whole_date
from summarizer.errors import EmptyInput, InputError, InputTooLarge, UnreadableInput, UnsupportedInput

READABLE_SUFFIXES = (".txt", ".md", ".markdown", ".jsonl")
MAX_BYTES = 20_000_000  # some three million words: far more than any article, and still read in seconds

# --- Opening -------------------------------------------------------------------------------------------------------------------------------


def read_path(path: Path | str, *, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Article:
    """The article in a text or Markdown file. Raises InputError when it can't be opened or holds no text."""
    return read_bytes(load_path(path, max_bytes), path=str(path), encoding=encoding)


def read_stdin(*, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Article:
    """The article on standard input, whose `path` is None. Raises InputError as read_path does."""
    return read_bytes(load_stdin(max_bytes), encoding=encoding)


def load_path(path: Path | str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file. Raises UnreadableInput or InputTooLarge."""
    try:
        _require_regular(path, Path(path).stat())
        # Between these two lines the file may turn into a pipe, and opening that would wait for ever: hence O_NONBLOCK and the second look.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb") as file:
            _require_regular(path, os.fstat(file.fileno()))
            return _limited(file, str(path), max_bytes)
    except OSError as error:
        raise UnreadableInput(f"{path} can't be read: {error.strerror or error}") from error
    except ValueError as error:  # a NUL in the name
        raise UnreadableInput(f"{path} is no file name") from error


def load_stdin(max_bytes: int = MAX_BYTES) -> bytes:
    """All bytes of standard input. Raises UnreadableInput or InputTooLarge."""
    try:
        return _limited(sys.stdin.buffer, "stdin", max_bytes)
    except (OSError, ValueError, AttributeError) as error:  # closed, or none at all
        raise UnreadableInput("stdin can't be read") from error


def _require_regular(path: Path | str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableInput(f"{path} is a folder", hint="`summarizer batch` takes folders")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableInput(f"{path} is no regular file", hint="pipe it in: … | summarizer summarize -")


def _limited(file: BinaryIO, name: str, max_bytes: int) -> bytes:
    data = bytearray()
    while block := file.read(1 << 20):
        data += block
        if len(data) > max_bytes:
            raise InputTooLarge(f"{name} is larger than {max_bytes} bytes", hint="raise the limit with --max-bytes")
    return bytes(data)


# --- Bytes -> text -------------------------------------------------------------------------------------------------------------------------

_MAGIC = {
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive (as are DOCX, ODT and EPUB files)", b"\x7fELF": "a program", b"\x1f\x8b": "a gzip archive",
    b"\xfd7zXZ": "an xz archive", b"\x28\xb5\x2f\xfd": "a zstd archive", b"{\\rtf": "an RTF document", b"\xd0\xcf\x11\xe0": "an old Office document",
}  # fmt: skip
_BOMS = [  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
]  # fmt: skip
_BINARY = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")  # control characters that no text has; escapes and white space aside
_ANSI_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_NEWLINE = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_INVISIBLE = {
    **dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)]),  # control characters other than \t and \n
    **dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),  # text direction
    **dict.fromkeys([0x00AD, 0x200B, 0x2060, 0xFEFF]),  # soft hyphen, zero-width space, word joiner, byte order mark
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # halves of characters: they can't be written out again
}
# NFC takes quadratic time over a run of combining marks, so runs are kept short. What lies below U+0300 is in NFC when alone.
_COMBINABLE = re.compile(r"\S?[\u0300-\U0010ffff]{1,1000}")
_MOJIBAKE = re.compile(r"(?:[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf“”œž™˜¦¢]|â‚¬)")


def read_lines(data: bytes, *, encoding: str | None = None) -> list[str]:
    """The lines of a text as they stand, blank ones too, cleaned of control characters. Raises UnsupportedInput."""
    text, _, _ = _decode(data, "the input", encoding)
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    return [_clean(line).replace("\n", " ") for line in (lines if lines[-1] else lines[:-1])]


def _decode(data: bytes, name: str, encoding: str | None) -> tuple[str, str, list[str]]:
    """The text, the encoding it was in, and warnings: by its byte order mark, else as told, else UTF-8, else Windows-1252."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise UnsupportedInput(f"{name} is {what}, not text", hint="save its text as a .txt or .md file")
    warnings: list[str] = []
    known = next((codec for bom, codec in _BOMS if data.startswith(bom)), encoding)
    try:
        codec = codecs.lookup(known).name if known else _guess(data)
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            text = data.decode(codec, "replace")
            warnings.append(f"not valid {codec} at byte {error.start}: what can't be read is shown as \ufffd")
    except (LookupError, ValueError) as error:
        raise UnsupportedInput(f"there is no text encoding {encoding!r}", hint="common ones: utf-8, cp1252, utf-16") from error
    sample = text[:100_000]
    if (count := len(_BINARY.findall(sample))) > 3 and count * 20 > len(sample):
        raise UnsupportedInput(f"{name} is binary, not text", hint="if it is UTF-16 without a byte order mark: --encoding utf-16-le")
    return text, codec, warnings


def _guess(data: bytes) -> str:
    """UTF-8 also when a few sequences are broken: one byte cut off shouldn't turn every é of the article into Ã©."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd") - data.count("\ufffd".encode())
        valid = len(re.findall(r"[^\x00-\x7f]", text)) - broken
        return "utf-8" if valid >= broken else "cp1252"
    return "utf-8"


def _clean(text: str) -> str:
    """Newlines as \\n, in NFC, without what can't be seen: control characters, terminal escapes, direction overrides."""
    text = _NEWLINE.sub("\n", _ANSI_ESCAPE.sub("", text)).translate(_INVISIBLE)
    return _COMBINABLE.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)


# --- Text -> article -----------------------------------------------------------------------------------------------------------------------

_Block = tuple[int, str]  # level of the heading (0: running text), text on one line

_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CAPTION = re.compile(r"(?:Foto|FOTO|Beeld|BEELD|Bron|Video|Tekst|Illustratie|Auteur)\w* ?:|©|Door [A-ZÀ-Þ]|Lees (?:ook|meer|verder)\b")
_ITEM = re.compile(r"(?:[-*+•▪–]|\d{1,3}[.)])\s")
_RULE = re.compile(r"[-–—_*=~\s]+")  # a line drawn between paragraphs
_HEADING_WORDS, _TITLE_WORDS, _HEADING_CHARACTERS = 12, 16, 120
# The columns that people and mail programs wrap text at, and how far lines fall short of them.
_NARROWEST, _WIDEST, _RAGGED = 40, 120, 10


def read_bytes(data: bytes, *, path: str | None = None, encoding: str | None = None) -> Article:
    """The article in these bytes. Raises EmptyInput or UnsupportedInput."""
    text, codec, warnings = _decode(data, path or "the input", encoding)
    return _build(text, path, codec, hashlib.sha256(data).hexdigest(), warnings)


def read_records(
    data: bytes, *, path: str | None = None, encoding: str | None = None, text_field: str | None = None
) -> Iterator[Article | InputError]:
    """The article in these bytes, or the many of a JSONL file, whose paths end in the number of their line: a.jsonl#12."""
    if not (path or "").lower().endswith(".jsonl"):
        yield read_bytes(data, path=path, encoding=encoding)
        return
    for number, line in enumerate(data.splitlines(), 1):
        name = f"{path}#{number}"
        try:
            yield read_text(json.loads(line)[text_field or "text"], path=name)
        except InputError as error:
            yield error
        except (ValueError, LookupError, TypeError):
            yield UnsupportedInput(f"{name} is no JSON object with the text of an article")


def read_text(text: str, *, path: str | None = None) -> Article:
    """The article in this text, its `sha256` that of the text in UTF-8. Raises EmptyInput or UnsupportedInput."""
    return _build(text, path, "utf-8", hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), [])


def _build(text: str, path: str | None, encoding: str, sha256: str, warnings: list[str]) -> Article:
    name, suffix = path or "the input", Path(path or "").suffix.lower()
    if broken := _MOJIBAKE.search(text):
        sample = text[max(0, broken.start() - 10) : broken.end()]
        warnings = [*warnings, f"accented letters were broken before this file was saved, as in {sample!r}"]
    text = _clean(text)
    if _HTML.match(text) or (suffix in (".html", ".htm", ".xhtml") and "</" in text):
        raise UnsupportedInput(f"{name} is an HTML page", hint="save the article's text as a .txt or .md file")
    front, body = _front_matter(text)
    marks = len(list(islice(_MARKDOWN.finditer(body), 2)))  # one may be chance
    markdown = suffix in (".md", ".markdown") or bool(front) or marks == 2
    blocks = list(_markdown_blocks(body) if markdown else _plain_blocks(body))
    date = front.get("date") or front.get("datum")
    date = (whole_date(date) or date) if date else _take_date(blocks)
    title = _take_title(blocks, front.get("title") or front.get("titel"))
    date = date or _take_date(blocks, only_whole=True)  # the line below the title
    if not blocks and title:  # a lone heading is the article
        blocks, title = [(0, title)], None
    if not blocks:
        raise EmptyInput(f"{name} is empty")
    paragraphs = tuple(Paragraph(text, level > 0) for level, text in blocks)
    return Article(paragraphs, title, date, path, encoding, sha256, tuple(warnings))


def _plain_blocks(text: str) -> Iterator[_Block]:
    lines = ("" if _RULE.fullmatch(line) else " ".join(line.split()) for line in text.split("\n"))
    groups = [list(group) for filled, group in groupby(lines, bool) if filled]
    width = _wrap_width(groups)
    for number, group in enumerate(groups, 1):
        parts = _unwrap(group, width)
        short = [_looks_like_heading(part) for part in parts]
        for i, part in enumerate(parts):
            text_below = i + 1 < len(parts) and not short[i + 1] and not (i and short[i - 1])
            stands_alone = len(parts) == 1 and number < len(groups)
            yield (2 if short[i] and (stands_alone or text_below) else 0), part


def _wrap_width(groups: list[list[str]]) -> int:
    """The column that lines were wrapped at, 0 when each line is a paragraph: wrapped text has lines of like length that end mid-sentence."""
    pairs = [pair for group in groups for pair in pairwise(group)]
    width = max((len(line) for pair in pairs for line in pair), default=0)
    return width if _NARROWEST <= width <= _WIDEST and any(_runs_on(line, following) for line, following in pairs) else 0


def _runs_on(line: str, following: str) -> bool:
    return not _ends_sentence(line) and (following[0].islower() or line.endswith(","))


def _unwrap(lines: list[str], width: int) -> list[str]:
    """The paragraphs in a block without blank lines: wrapped lines are joined, lines that each are a paragraph or heading stay apart."""

    def full(line: str, following: str) -> bool:
        """Whether a line was broken only because the next word didn't fit."""
        return len(line) + 1 + len(following.split(None, 1)[0]) > width - _RAGGED if width else False

    paragraphs = [[lines[0]]]
    for line, following, after in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
        # A short line after a full stop, that had room for the next word and ends in no full stop itself.
        heading = _ends_sentence(line) and _looks_like_heading(following) and not (after and (after[0].islower() or full(following, after)))
        item = _ITEM.match(following) and (_ends_sentence(line) or _ITEM.match(paragraphs[-1][0]))  # else a dash in mid-sentence
        apart = heading or item or _CAPTION.match(following) or whole_date(line) or whole_date(following)
        if apart or not (_runs_on(line, following) or full(line, following)):
            paragraphs.append([following])
        else:
            hyphenated = re.search(r"[^\W_]-$", line) and following[0].islower() and following.split(None, 1)[0] not in ("en", "of")
            paragraphs[-1] += [following] if hyphenated else [" ", following]
    return ["".join(parts) for parts in paragraphs]


def _ends_sentence(text: str) -> bool:
    return text.rstrip("\"'”’»)]").endswith((".", "!", "?", "…", ":", ";"))


def _looks_like_heading(text: str, words: int = _HEADING_WORDS) -> bool:
    """Short, with letters, without a full stop, and no list item, caption, e-mail address or URL."""
    return (
        len(text) <= _HEADING_CHARACTERS and len(text.split()) <= words and any(map(str.isalpha, text)) and not _ends_sentence(text)
        and not text.endswith(",") and not re.search(r"@|://|www\.", text) and not _ITEM.match(text) and not _CAPTION.match(text)
    )  # fmt: skip


def _take_title(blocks: list[_Block], stated: str | None) -> str | None:
    """The title, removed from the blocks: the one stated in the front matter, the first `# ` heading, or a first line like one above text."""
    if stated:
        if blocks and blocks[0] == (1, stated):
            blocks.pop(0)
        return stated
    place = next((i for i, (level, _) in enumerate(blocks) if level == 1), 0)
    if place < len(blocks):
        level, text = blocks[place]
        like_one = level > 0 or _looks_like_heading(text.rstrip("?!"), _TITLE_WORDS)  # a title may well ask something
        if level == 1 or (like_one and any(not _looks_like_heading(below) for _, below in blocks[1:])):
            return blocks.pop(place)[1]
    return None


def _take_date(blocks: list[_Block], *, only_whole: bool = False) -> str | None:
    """The date that the first block is or begins with, removed from it: YYYY-MM-DD or YYYY-MM. A time of day goes with it."""
    level, text = blocks[0] if blocks else (0, "")
    if len(blocks) > 1 and (date := whole_date(text)):
        blocks.pop(0)
        return date
    if not only_whole and (found := leading_date(text)):
        date, blocks[0] = found[0], (level, found[1])
        return date
    return None


# --- Markdown ------------------------------------------------------------------------------------------------------------------------------

_MARKDOWN = re.compile(r"^#{1,6} \S|^```|\]\((?:https?:/)?/|\*\*[^*\n]+\*\*", re.MULTILINE)
_FIELD = re.compile(r"([\w-]+) *:(.*)")
_EMPHASIS = [
    re.compile(r"(?<![\w*\\])(\*{1,3})(?![\s*])([^*]+)(?<![\s*\\])\1(?![\w*])"),
    re.compile(r"(?<![\w_\\])(_{1,3})(?![\s_])([^_]+)(?<![\s_\\])\1(?![\w_])"),
]
_INLINE = [
    (re.compile(r"!\[[^\[\]]*\]\((?:[^()\s]|\([^()\s]*\))*(?: \"[^\"]*\")?\)"), ""),  # a picture
    (re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?: \"[^\"]*\")?\)"), r"\1"),  # a link
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    *[(pattern, r"\2") for pattern in _EMPHASIS * 2],  # twice: bold may hold italics
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])"), r"\1"),
]


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between --- and --- at the very start, and the text below; all of it text when it isn't such."""
    head, *lines = text.lstrip("\n").split("\n", 200)
    ends = [i for i, line in enumerate(lines[:199]) if line.rstrip() in ("---", "...")]
    if head.rstrip() != "---" or not ends:
        return {}, text
    inside = lines[: ends[0]]
    fields = {match[1].lower(): match[2].strip().strip("\"'") for line in inside if (match := _FIELD.fullmatch(line))}
    odd = [line for line in inside if not _FIELD.fullmatch(line) and line.strip() and line[0] not in " \t-#"]
    return ({}, text) if odd or not fields else (fields, "\n".join(lines[ends[0] + 1 :]))


def _markdown_blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []  # of the paragraph so far
    for raw in [*_without_code(text.split("\n")), ""]:
        line = re.sub(r"^(?:> ?)+", "", " ".join(raw.split()))
        heading, item = re.fullmatch(r"(#{1,6}) (.+)", line), re.fullmatch(r"(?:[-*+]|(\d{1,3}[.)])) (.+)", line)
        if re.fullmatch(r"=+|--+", line) and len(lines) == 1 and _looks_like_heading(lines[0], _TITLE_WORDS):
            yield (1 if line[0] == "=" else 2), _inline(lines.pop())
        elif not re.search(r"\w", line) or heading or item:  # also a rule, or the dashes of a table
            yield from _paragraph(lines)
            lines = [" ".join(filter(None, item.groups()))] if item and re.search(r"\w", line) else []
            if heading and (title := _inline(re.sub(r" #+$", "", heading[2]))):
                yield len(heading[1]), title
        else:
            lines.append(line)
    yield from _paragraph(lines)


def _paragraph(lines: list[str]) -> Iterator[_Block]:
    raw = " ".join(lines)
    if text := _inline(raw):
        bold = re.fullmatch(r"(\*\*|__)[^*_]+\1", raw)
        yield (2 if bold and _looks_like_heading(text) else 0), text


def _inline(text: str) -> str:
    for pattern, replacement in _INLINE if re.search(r"[\[<`*_\\]", text) else []:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def _without_code(lines: list[str]) -> Iterator[str]:
    """The lines outside ``` or ~~~ fences; a fence that is never closed is text."""
    code: list[str] = []
    for line in lines:
        mark = line.strip()[:3]
        if code:
            code.append(line)
            if mark == code[0].strip()[:3]:
                code = []
        elif mark in ("```", "~~~"):
            code = [line]
        else:
            yield line
    yield from code
