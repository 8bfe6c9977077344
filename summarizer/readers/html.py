"""HTML -> draft, with trafilatura: the article's text without menus, notices and teasers; title, date, author, site and address.

Nothing that a page names is fetched, and HTML parsers expand no entities of a page's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from summarizer.dates import whole_date
from summarizer.decoding import clean, decode, one_line
from summarizer.errors import InputTooLarge, ThinInput
from summarizer.readers.draft import Block, Draft, Source
from summarizer.readers.hidden import without_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TAGS = 50_000  # opening ones: a long news page has some 5,000; the time that trafilatura takes grows faster than this
# Below so many words, and less than this share of the words on the page, what was found isn't taken for the article.
THIN_WORDS, THIN_SHARE = 20, 0.1

_TAG = re.compile(r"<[a-zA-Z]")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*+[\"']?\s*+([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
_LD_JSON = re.compile(r"<script[^>]{0,300}application/ld\+json[^>]{0,300}>(.*?)(?:</script|\Z)", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_TEASER = re.compile(r"(?:(?:Lees|Bekijk|Luister|Kijk|Zie) (?:ook|meer)|(?:Read|See|Watch) (?:also|more))\b.{0,150}", re.IGNORECASE)
_SHORT_PAYWALL_WORDS = 120  # where a page itself says that it isn't free
_ADVICE = "open the page in a browser and save it when the article shows, or save the article's text as a .txt file"


def read(data: bytes, source: Source) -> Draft:
    declared = _CHARSET.search(data[:4096])
    label = next(filter(None, declared.groups())).decode("ascii", "replace") if declared else None
    text, encoding, warnings = decode(data, source.name, source.encoding, label)
    return draft_of(text, source, encoding, warnings)


def draft_of(text: str, source: Source, encoding: str = "utf-8", warnings: list[str] | None = None) -> Draft:
    """As `read`, of text that has been decoded. Raises InputTooLarge or ThinInput."""
    text = clean(text)
    if (tags := len(_TAG.findall(text))) > MAX_TAGS:
        raise InputTooLarge(f"{source.name} has {tags} HTML elements, more than {MAX_TAGS}", hint="save the article's text as a .txt file")
    warnings = warnings or []
    tree = _parsed(text)
    hidden, hidden_within = without_hidden(tree)
    facts, blocks = _found(tree)
    stated = list(_ld_articles(text))
    words, visible = _count(blocks), len(_visible(text).split()) - hidden
    title, author = _line(facts.get("title")), _line(facts.get("author"))
    if _is_thin(words, visible) or words < THIN_WORDS < hidden_within:
        bodies = (_line_blocks(article.get("articleBody")) for article in stated)
        full: list[Block] = [(0, block) for block in max(bodies, key=lambda found: sum(map(len, found)), default=[])]
        if _count(full) > words:
            blocks = full
        elif hidden and (found := _count(shown := _found(_parsed(text))[1])) > words and not _is_thin(found, visible + hidden):
            blocks = shown
            warnings.append("the page hides its article until a script shows it: what it hides was read")
        else:
            raise ThinInput(f"{source.name} is a page with {visible} words, in which no article was found", hint=_ADVICE)
    elif words <= _SHORT_PAYWALL_WORDS and any(str(article.get("isAccessibleForFree")).lower() == "false" for article in stated):
        raise ThinInput(f"{source.name} holds only the beginning of an article for subscribers: the page says so itself", hint=_ADVICE)
    elif hidden_within >= THIN_WORDS and hidden_within * 2 > words:
        warnings.append(f"{hidden_within} words that the page hides in its article were left out")
    if blocks and blocks[0][0] == 1:  # what is above the article, rather than in the window's title
        title = blocks.pop(0)[1] if len(blocks) > 1 else title
    headline = next((_line(article.get("headline")) for article in stated), None)
    title = title or headline
    blocks = [block for block in blocks if not _is_furniture(block, title, author)]
    return Draft(
        "html", tuple(blocks), title, _line(facts.get("date")), author, _line(facts.get("sitename")), _line(facts.get("url")),
        encoding, tuple(warnings),
    )  # fmt: skip


def _found(tree: _Element) -> tuple[dict[str, Any], list[Block]]:
    """What trafilatura says of a page, and its article."""
    from trafilatura import bare_extraction

    document: Any = bare_extraction(
        tree, with_metadata=True, include_comments=False, date_extraction_params={"extensive_search": False, "original_date": True}
    )
    blocks = list(_blocks(document.body)) if document is not None and document.body is not None else []
    if len(blocks) == 1:  # trafilatura gave up on the page's structure, and glued all its text together
        blocks = _paragraphs(tree) or blocks
    return (document.as_dict() if document is not None else {}), blocks


def _count(blocks: list[Block]) -> int:
    return sum(len(block.split()) for _, block in blocks)


def _is_thin(words: int, visible: int) -> bool:
    """Whether what was found is too little to be the article of a page with so many words."""
    return not words or (words < THIN_WORDS and words < THIN_SHARE * visible)


def _parsed(text: str) -> Any:
    """The tree that trafilatura works on; it parses strings too, but a declared encoding in them misleads it."""
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, encoding="utf-8")
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:  # nothing but comments
        return html.document_fromstring("<html><body></body></html>")


def _paragraphs(tree: _Element) -> list[Block]:
    """The paragraphs of the page's <article> or <main>, of the page where it has neither, in the order of the page."""
    element = next((found for name in ("article", "main", "body") for found in tree.iter(name)), tree)
    texts = [one_line("".join(map(str, paragraph.itertext()))) for paragraph in element.iter("p") if not _aside(paragraph)]
    return [(0, text) for text in texts if text]


def _aside(paragraph: _Element) -> bool:
    return next(paragraph.iterancestors("nav", "header", "footer", "aside", "figure", "form"), None) is not None


def _blocks(body: _Element) -> Iterator[Block]:
    """The paragraphs and headings of trafilatura's tree: a block ends wherever an element of one begins or ends."""
    pieces: list[str] = []
    level = 0
    for event, element in _walk(body):
        name = element.tag if isinstance(element.tag, str) else ""
        starts_or_ends = name in ("p", "head", "item", "list", "quote", "row", "table", "code", "ab", "div", "body")
        if starts_or_ends and (block := one_line("".join(pieces))):
            yield level, block
        if starts_or_ends:
            pieces = []
            level = _level(element) if event == "start" and name == "head" else 0
        if event == "start":
            pieces.append(" " if name == "lb" else " | " if name == "cell" and any(map(str.strip, pieces)) else "")
            pieces.append(element.text or "")
        else:
            pieces.append(element.tail or "" if element is not body else "")


def _walk(body: _Element) -> Iterator[tuple[str, _Element]]:
    from lxml import etree

    yield from etree.iterwalk(body, events=("start", "end"))


def _level(element: _Element) -> int:
    rend = element.get("rend") or ""
    return int(rend[1]) if re.fullmatch(r"h[1-6]", rend) else 2


def _is_furniture(block: Block, title: str | None, author: str | None) -> bool:
    """The title again, the date, the byline, or a pointer to another article."""
    level, text = block
    byline = (
        bool(author) and len(text.split()) <= 10 and bool(re.match(rf"(?:Door|Van|By|Auteur|Tekst)?:?\s*{re.escape(author or '')}", text))
    )
    return (level > 0 and text == title) or bool(whole_date(text)) or byline or bool(_TEASER.fullmatch(text))


def _ld_articles(text: str) -> Iterator[dict[str, Any]]:
    """The schema.org articles that the page describes."""
    for match in _LD_JSON.finditer(text):
        try:
            pending = [json.loads(match[1], strict=False)]
        except (ValueError, RecursionError):
            continue
        for value in pending:  # which grows meanwhile
            if isinstance(value, list):
                pending += value[:100]
            elif isinstance(value, dict):
                pending += [value["@graph"]] if "@graph" in value else []
                if re.search(r"Article|BlogPosting|Report", str(value.get("@type"))):
                    yield value


def _line_blocks(body: object) -> list[str]:
    import html

    text = re.sub(r"</?(?:p|br|div)\b[^<>]*>", "\n", html.unescape(body)) if isinstance(body, str) else ""
    return [block for line in re.sub(r"<[^<>]*>", "", text).split("\n") if (block := one_line(line))]


def _visible(text: str) -> str:
    return re.sub(r"<[^<>]*>", " ", _UNSEEN.sub(" ", text))


def _line(value: object) -> str | None:
    return (one_line(value) or None) if isinstance(value, str) else None
