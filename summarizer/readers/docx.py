"""DOCX -> draft: the paragraphs of the document's body, headings by their style. Needs no more than the zipfile and lxml that are there.

Of the document's properties nothing is taken: they tell whose computer it was, rather than who wrote the article. What was deleted with changes
tracked is left out; what was inserted is in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from summarizer.decoding import one_line
from summarizer.errors import EmptyInput, InputTooLarge, UnreadableInput, UnsupportedInput
from summarizer.readers.draft import Block, Draft, Source, looks_like_heading, mark_headings

if TYPE_CHECKING:
    from lxml.etree import _Element

# Of the archive, as its directory states them: zipfile gives no more of a member than stated. A picture-laden document has some hundred members.
MAX_MEMBERS, MAX_XML, MAX_RATIO = 5_000, 50_000_000, 200
_RATIO_FROM = 1_000_000  # bytes unpacked: small members may well shrink to nothing

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # what stands in Choice once more, for old programs
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_OTHERS = {
    "mimetype": "an OpenDocument or EPUB file", "ppt/presentation.xml": "a presentation", "xl/workbook.xml": "a spreadsheet",
    "META-INF/MANIFEST.MF": "a program",
}  # fmt: skip


def read(data: bytes, source: Source) -> Draft:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {member.filename: member for member in archive.infolist()[: MAX_MEMBERS + 1]}
            if _DOCUMENT not in members:
                what = next((what for name, what in _OTHERS.items() if name in members), "a ZIP archive")
                raise UnsupportedInput(f"{source.name} is {what}, no DOCX", hint="save its text as a .txt or .md file")
            if len(members) > MAX_MEMBERS:
                raise InputTooLarge(f"{source.name} has more than {MAX_MEMBERS} files in it")
            document = _part(archive, members[_DOCUMENT], source)
            styles = _styles(_part(archive, members[_STYLES], source)) if _STYLES in members else {}
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:  # RuntimeError: a password
        raise UnreadableInput(f"{source.name} is a damaged or locked ZIP archive or DOCX ({error})") from error
    title, blocks = None, []
    for level, text in _blocks(document, styles):
        if level == 0 or title:
            blocks.append((max(level, 0), text))
        else:
            title, level = (text, 0) if level == -1 else (title, level)
            blocks += [(level, text)] if level else []
    if not blocks and not title:
        raise EmptyInput(f"{source.name} has no text in it")
    return Draft("docx", tuple(mark_headings(blocks)), title)


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source) -> _Element:
    from lxml import etree

    if member.file_size > MAX_XML or (member.file_size > _RATIO_FROM and member.file_size > MAX_RATIO * member.compress_size):
        raise InputTooLarge(
            f"{source.name} unpacks to {member.file_size} bytes of {member.filename}", hint="save its text as a .txt or .md file"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(archive.read(member), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"{source.name} is a damaged DOCX: {member.filename}: {error.msg}") from error


def _styles(root: _Element) -> dict[str, int]:
    """The heading level of each style that has one, -1 for a title."""
    known: dict[str, tuple[str, str | None]] = {}
    for style in root.iter(f"{_W}style"):
        name, based_on = style.find(f"{_W}name"), style.find(f"{_W}basedOn")
        known[_value(style, "styleId")] = (_value(name).lower(), _value(based_on))
    return {style: level for style in known if (level := _style_level(style, known))}


def _style_level(style: str | None, known: dict[str, tuple[str, str | None]]) -> int:
    """Word names its own styles in English whatever its language; people base theirs on them."""
    for _ in range(10):
        name, style = known.get(style or "", ("", None))
        if name == "title":
            return -1
        if match := re.fullmatch(r"heading ([1-9])", name):
            return int(match[1])
    return 0


def _blocks(document: _Element, styles: dict[str, int]) -> Iterator[Block]:
    """The paragraphs, also those of tables and text boxes, each once."""
    for paragraph in document.iter(f"{_W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        text = one_line("".join(_pieces(paragraph)))
        if not text:
            continue
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties.find(f"{_W}pStyle")) if properties is not None else ""
        level = styles.get(style, 0)
        yield level or (2 if _all_bold(paragraph) and looks_like_heading(text) else 0), text


def _pieces(paragraph: _Element) -> Iterator[str]:
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if next(element.iterancestors(f"{_W}p"), None) is paragraph and next(element.iterancestors(f"{_W}pPr"), None) is None:
            yield (element.text or "") if element.tag == f"{_W}t" else "-" if element.tag == f"{_W}noBreakHyphen" else " "


def _all_bold(paragraph: _Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if run.find(f"{_W}t") is not None]
    return bool(runs) and all(_value(run.find(f"{_W}rPr/{_W}b"), absent="false") not in ("false", "0") for run in runs)


def _value(element: Any, name: str = "val", absent: str = "") -> str:
    """An attribute, empty where the element hasn't it; `absent` where there is no element."""
    return absent if element is None else str(element.get(f"{_W}{name}") or "")
