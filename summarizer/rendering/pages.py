"""HTML pages that stand alone: Jinja2 with autoescape, no script, and a policy under which the browser asks for nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from summarizer.output import printable
from summarizer.rendering.facts import READING_SPEED, date_in_words, is_date, reading_time

if TYPE_CHECKING:
    from jinja2 import Environment


def page(template: str, *, style: str, **values: Any) -> str:
    """The page that a template makes of values. All text is escaped, and made harmless as for a terminal.

    `style` is CSS of our own, that follows the shared one; it alone is let in by the page's Content-Security-Policy.
    """
    from markupsafe import Markup

    css = stylesheet("page.css") + style
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    # What stands here is a constant or a number: no text of an article may go around the escaping.
    return _environment().get_template(template).render(style=Markup(css), style_hash=digest, **values).strip()


@cache
def stylesheet(name: str) -> str:
    """One of the stylesheets beside the templates."""
    return _read(name)


def _read(name: str) -> str:
    return (files("summarizer.rendering") / "templates" / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_read), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )  # fmt: skip
    environment.globals["READING_SPEED"] = READING_SPEED
    environment.filters |= {"reading_time": reading_time, "date_in_words": date_in_words}
    environment.tests["date"] = is_date
    return environment
