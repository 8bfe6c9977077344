"""bytes -> clean text: the encoding found, and what can't be seen taken out."""

from __future__ import annotations

import codecs
import re
import unicodedata

from summarizer.errors import UnsupportedInput

_BOMS = [  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
]  # fmt: skip
_BINARY = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")  # control characters that no text has; escapes and white space aside
# Sequences of terminals: CSI, then strings (a window's title, a link, a device's own) to their end, then the short ones. No string begins within
# another: else a text of nothing but beginnings would be searched to its end from each of them.
_ANSI_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n]*+(?:\x07|\x1b\\|\x9c)|\x1b[@-Z\\^_]"
)
_NEWLINE = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_INVISIBLE = {
    **dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)]),  # control characters other than \t and \n
    **dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),  # text direction
    # Zero width: soft hyphen, grapheme joiner, zero-width space and joiners, invisible signs, byte order mark, marks of annotations.
    **dict.fromkeys(
        [0x00AD, 0x034F, 0x200B, 0x200C, 0x200D, *range(0x2060, 0x2066), *range(0x206A, 0x2070), 0xFEFF, *range(0xFFF0, 0xFFFC)]
    ),
    # Blank letters of Hangul and Khmer, Mongolian and other variants, shorthand and musical controls, and tags, that text is smuggled in as.
    **dict.fromkeys([0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)]),
    **dict.fromkeys([*range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)]),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # halves of characters: they can't be written out again
}
# NFC takes quadratic time over a run of combining marks, so runs are kept short. What lies below U+0300 is in NFC when alone.
_COMBINABLE = re.compile(r"\S?[\u0300-\U0010ffff]{1,1000}")
_MOJIBAKE = re.compile(r"(?:[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf“”œž™˜¦¢]|â‚¬)")


def decode(data: bytes, name: str, encoding: str | None = None, declared: str | None = None) -> tuple[str, str, list[str]]:
    """The text, the encoding it was in, and warnings: by its byte order mark, else as told, else UTF-8, else as declared, else Windows-1252.

    `declared` is what the text says of itself, which is often wrong: it is believed where it can be, and where the bytes are no UTF-8.
    Raises UnsupportedInput when `encoding` is none, or when it is no text at all.
    """
    warnings: list[str] = []
    known = bom_codec(data) or encoding
    try:
        codec = codecs.lookup(known).name if known else _guess(data, declared)
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
    return text, codec, warnings + mojibake(text)


def bom_codec(data: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    return next((codec for bom, codec in _BOMS if data.startswith(bom)), None)


def mojibake(text: str) -> list[str]:
    """A warning when the text was once read in the wrong encoding and saved so."""
    if not (broken := _MOJIBAKE.search(text)):
        return []
    sample = text[max(0, broken.start() - 10) : broken.end()]
    return [f"accented letters were broken before this file was saved, as in {sample!r}"]


def _guess(data: bytes, declared: str | None) -> str:
    """UTF-8 also when a few sequences are broken: one byte cut off shouldn't turn every é of the article into Ã©."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        other = _declared_codec(declared)
        if other != "utf-8":
            return other
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd") - data.count("\ufffd".encode())
        valid = len(re.findall(r"[^\x00-\x7f]", text)) - broken
        return "utf-8" if valid >= broken else "cp1252"
    return "utf-8"


def _declared_codec(label: str | None) -> str:
    """The codec of a charset label, as browsers take it: Latin-1 is Windows-1252, and a label that can be read is no UTF-16. UTF-8 if in doubt."""
    try:
        codec = codecs.lookup(label or "utf-8").name
        "".encode(codec)  # not all codecs are of text
    except (LookupError, ValueError):
        return "utf-8"
    if codec in ("iso8859-1", "ascii"):
        return "cp1252"
    return "utf-8" if codec.startswith(("utf", "idna", "punycode", "unicode", "raw", "undefined")) else codec


def clean(text: str) -> str:
    """Newlines as \\n, in NFC, without what can't be seen: control characters, terminal escapes, direction overrides."""
    text = _NEWLINE.sub("\n", _ANSI_ESCAPE.sub("", text)).translate(_INVISIBLE)
    return _COMBINABLE.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)


def one_line(text: str) -> str:
    """As `clean`, on one line: also for what came out of a format that has escapes of its own, as `&#8238;` of HTML, after the whole was cleaned."""
    return " ".join(clean(text).split())
