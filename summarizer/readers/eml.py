"""Mail and saved web pages in its format (EML, MHTML) -> draft: the text or the HTML in it; subject, date and sender."""

from __future__ import annotations

import email.policy
import re
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from summarizer.decoding import one_line
from summarizer.errors import EmptyInput, InputTooLarge
from summarizer.readers import html, text
from summarizer.readers.draft import Draft, Source

_TEXT_WORDS = 20  # below that, the text part of a newsletter only says that there is an HTML part


def read(data: bytes, source: Source) -> Draft:
    """The HTML of a saved page; of a mail its plain text, or its HTML where there is no more than a line of that. Attachments are left out."""
    try:
        message = email.message_from_bytes(data.lstrip(), _class=EmailMessage, policy=email.policy.default)
        body = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    except RecursionError as error:
        raise InputTooLarge(f"{source.name} has parts nested in parts too deeply", hint="save its text as a .txt or .md file") from error
    saved_page = "snapshot-content-location" in message or "multipart/related" in message.get_content_type()
    plain, page = (_part(part, kind, source) for kind, part in body.items())
    if plain and not (page and (saved_page or sum(len(block.split()) for _, block in plain.blocks) < _TEXT_WORDS)):
        found = plain
    elif page:
        found = page
    else:
        raise EmptyInput(f"{source.name} is a mail without text")
    if saved_page:
        return replace(found, format="eml", url=found.url or _header(message, "snapshot-content-location"))
    subject = re.sub(r"^(?:(?:re|fwd?|antw|doorst)\s*: *)+", "", _header(message, "subject") or "", flags=re.IGNORECASE)
    date = message["date"].datetime if message["date"] else None
    sender = parseaddr(_header(message, "from") or "")
    return replace(
        found, format="eml", title=subject or found.title, date=date.date().isoformat() if isinstance(date, datetime) else found.date,
        author=sender[0] or sender[1] or found.author,
    )  # fmt: skip


def _part(part: MIMEPart | None, kind: str, source: Source) -> Draft | None:
    content = part.get_payload(decode=True) if part else None
    if not isinstance(content, bytes) or part is None:
        return None
    inner = Source(None if source.path is None else f"{source.path}.{kind}", _codec(part.get_content_charset()) or source.encoding)
    found = text.read(content, replace(inner, path=None)) if kind == "plain" else html.read(content, inner)
    return found if found.blocks else None


def _codec(charset: str | None) -> str | None:
    """The charset that a part states, unless it is none, or one that mail programs state whatever it is."""
    try:
        "".encode(charset or "ascii").decode(charset or "ascii")
    except (LookupError, ValueError):
        return None
    return None if charset in (None, "us-ascii", "utf-8", "iso-8859-1") else charset


def _header(message: EmailMessage, name: str) -> str | None:
    return one_line(str(message[name])) if message[name] else None
