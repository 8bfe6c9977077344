"""File names: as printable text and back, and where in the output folder an article's outputs go."""

from __future__ import annotations

import hashlib
import os
import re

NAME_BYTES = 240  # of an output's name; file systems stop at 255
ENDINGS = {"text": ".txt", "markdown": ".md", "json": ".json", "html": ".html"}
_ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|\\)")


def readable(name: str) -> str:
    """A file name as printable text, one to one: bytes that are no text, control characters and the like become \\xNN, a backslash two."""
    return "".join("\\\\" if c == "\\" else c if c.isprintable() else "".join(f"\\x{b:02x}" for b in os.fsencode(c)) for c in name)


def unreadable(shown: str) -> str:
    """The file name that `readable` wrote so."""
    return os.fsdecode(_ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()) if match[1] else b"\\", os.fsencode(shown)))


def output_name(relative: str, format: str, record: int | None = None) -> str:
    """Where in the output folder an input's abstract goes, or that of its record of that number: a.txt.json, a.jsonl/000012.json.

    It keeps the suffix, so that a.txt and a.md don't meet; a name too long ends in a hash of the whole.
    """
    ending = ENDINGS[format]
    if record is not None:
        return f"{relative}/{record:06}{ending}"
    folder, _, name = relative.rpartition("/")
    if len(os.fsencode(name + ending)) > NAME_BYTES:
        ending = f"-{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}{ending}"
        while len(os.fsencode(name + ending)) > NAME_BYTES:
            name = name[:-1]
    return f"{folder}/{name}{ending}" if folder else f"{name}{ending}"
