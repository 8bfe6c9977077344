"""What a page holds but doesn't show: taken out before an article is looked for, as text for machines alone has no place in an abstract.

Hidden by elements (`template`), attributes (`hidden`), styles of the element itself, and the class names by which sites hide what only screen
readers shall read. Style sheets aren't read: what they hide isn't known. `aria-hidden` hides nothing from the eye.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAGS = frozenset({"template", "noscript", "dialog", "datalist"})
_CLASSES = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "screenreader-only"})
# Styles as `styles_of` writes them. Nothing in such an element can be seen ...
_GONE = re.compile(
    r"(?:^|;)(?:display:none;|opacity:(?:0+(?:\.0*)?|\.0+)%?;|content-visibility:hidden;|transform:[^;]*\bscale[xy]?\(0\)|zoom:0;|"
    r"clip-path:(?:inset\((?:[5-9]\d|100)%|circle\(0|polygon\(0 0,? ?0 0,? ?0 0)|"
    r"(?:text-indent|margin-left|margin-top|left|top|right|bottom):-(?:[5-9]\d\d|\d{4,})(?:\.\d+)?(?:px|pt|em|rem|vw|vh|%)?;)"
)
_OFF_THE_FLOW = re.compile(r"(?:^|;)position:(?:absolute|fixed)")
_CLIPPED = re.compile(r"(?:^|;)clip:rect\((?:[01](?:px)?[, ]*){4}\)")
_NO_ROOM = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01](?:px|em|rem|%)?;")
_CUT_OFF = re.compile(r"(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)")
# ... whereas these are inherited, and an element within may be seen all the same.
_VISIBILITY = re.compile(r"(?:^|;)visibility:(\w+)")
_SIZE = re.compile(r"(?:^|;)font(?:-size)?:[^;]*?(?<![\w.#-])(\d+(?:\.\d+)?|\.\d+)(px|pt|pc|cm|mm|in|q|rem|vw|vh|em|%|ex|ch)?(?=[ ;/])")
_COLOR = re.compile(r"(?:^|;)color:([^;]+)")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;]+)")
_RELATIVE = ("em", "%", "ex", "ch")
_CLEAR = re.compile(r"transparent|(?:rgb|hsl)a\([^)]*[,/] ?0?\.?0+%?\)|#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)")

Inherited = tuple[bool, bool, bool]  # hidden by visibility, by size, by colour


def without_hidden(tree: _Element) -> tuple[int, int]:
    """Empty all of a page that it doesn't show. The answer is how many words that were, and how many of them in its <article> or <main>.

    The styles are gone then: trafilatura takes any that has the word `hidden` in it for one that hides.
    """
    words = within = 0
    top = next(tree.iter("body"), tree)
    pending: list[tuple[_Element, str, Inherited, bool]] = [(top, styles_of(top), (False, False, False), False)]
    while pending:
        element, style, above, inside = pending.pop()
        now, inside = _inherited(style, above), inside or element.tag in ("article", "main")
        unseen = [element.text, *(child.tail for child in element)] if any(now) else []
        if any(now):
            element.text = " "
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if any(now):
                child.tail = " "
            if is_gone(child, style := styles_of(child)):
                unseen += map(str, child.itertext())
                child.clear(keep_tail=True)
                child.tag = "span"  # what isn't there parts no paragraph
            else:
                pending.append((child, style, now, inside))
        element.attrib.pop("style", None)
        lost = len(" ".join(filter(None, unseen)).split())
        words, within = words + lost, within + lost * inside
    return words, within


def is_gone(element: _Element, style: str) -> bool:
    """Whether nothing of an element can be seen, whatever is in it; `style` is what `styles_of` says of it."""
    hidden = element.get("hidden")
    if element.tag in _TAGS and not (element.tag == "dialog" and element.get("open") is not None):
        return True
    if (hidden is not None and hidden.lower() != "until-found") or not _CLASSES.isdisjoint((element.get("class") or "").split()):
        return True
    return bool(
        _GONE.search(style)
        or (_OFF_THE_FLOW.search(style) and _CLIPPED.search(style))
        or (_NO_ROOM.search(style) and _CUT_OFF.search(style))
    )


def styles_of(element: _Element) -> str:
    """The style that an element itself has, as `name:value;` in lower case, the last of each name; escapes and comments undone."""
    style = element.get("style") or ""
    style = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda match: chr(min(int(match[1], 16), 0x10FFFF)), style)
    found: dict[str, str] = {}
    for part in re.sub(r"/\*.*?(?:\*/|\Z)|!\s*important", "", style.lower(), flags=re.DOTALL).split(";"):
        name, _, value = part.partition(":")
        found.pop(name.strip(), None)
        found[name.strip()] = " ".join(value.split())
    return "".join(f"{name}:{value};" for name, value in found.items() if value)


def _inherited(style: str, above: Inherited) -> Inherited:
    invisible, tiny, clear = above
    if found := _VISIBILITY.search(style):
        invisible = found[1] in ("hidden", "collapse")
    if found := _SIZE.search(style):
        size, unit = float(found[1]), found[2] or "px"
        tiny = size == 0 or (tiny if unit in _RELATIVE else unit in ("px", "pt") and size < 1)
    if found := _COLOR.search(style):
        background = _BACKGROUND.search(style)
        clear = bool(_CLEAR.fullmatch(found[1])) or (background is not None and background[1] == found[1])
    return invisible, tiny, clear
