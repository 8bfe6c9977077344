"""All abstracts of a batch on one page, to read with the morning's coffee: newest first, by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from summarizer.rendering.facts import READING_SPEED, date_in_words, file_link, is_date, reading_time, web_link
from summarizer.rendering.markdown import escape
from summarizer.rendering.pages import page, stylesheet
from summarizer.rendering.record import Record, checks_of
from summarizer.rendering.text import findings


@dataclass(frozen=True, slots=True)
class Item:
    """What a digest shows of one result. `link` leads to the article's own output, `url` to the article on the web."""

    date: str
    title: str
    original_title: str
    language: str
    places: tuple[str, ...]
    link: str | None
    url: str | None
    words: int
    abstract_words: int
    abstract: str
    findings: str
    also_in: tuple[str, ...] = ()

    @property
    def saved(self) -> int:
        """The words that needn't be read."""
        return max(0, self.words - self.abstract_words)


@dataclass(frozen=True, slots=True)
class Digest:
    """The items in order, and whether a placeholder model made any of them."""

    title: str
    items: Sequence[Item]
    placeholders: Sequence[str]

    @property
    def words(self) -> int:
        return sum(item.words for item in self.items)

    @property
    def abstract_words(self) -> int:
        return sum(item.abstract_words for item in self.items)

    @property
    def saved(self) -> int:
        return sum(item.saved for item in self.items)

    def days(self) -> Iterator[tuple[str, list[Item]]]:
        """The items under the day, month or year of each, in words."""
        for date, items in groupby(self.items, lambda item: item.date):
            yield (date_in_words(date, weekday=True) if date else "Without a date"), list(items)


def digest(records: Iterable[Record], *, title: str = "Abstracts") -> Digest:
    """What is shown of the results: newest first, those without a date last, else in their order. Only that is kept of the records.

    A record is what JSON output holds. It may have an `output` too: the path of the article's own output as seen from the digest; and `also_in`,
    the names of its copies.
    """
    items, placeholders = [], dict[str, None]()
    for record in records:
        items.append(_item(record))
        placeholders |= {model["name"]: None for model in record["models"].values() if model and model.get("placeholder")}
    items.sort(key=lambda item: item.date, reverse=True)  # a month's own come after its days; stable
    return Digest(title, items, list(placeholders))


def digest_html(digest: Digest) -> str:
    """The digest as a page that stands alone."""
    return page("digest.html", style=stylesheet("digest.css"), title=digest.title, digest=digest, summary=summary(digest))


def digest_markdown(digest: Digest) -> str:
    """The digest as Markdown."""
    lines = [f"# {escape(digest.title)}", "", summary(digest), ""]
    if digest.placeholders:
        lines += [
            f"> **Translated by a placeholder model ({escape(', '.join(digest.placeholders))}): rough, and often wrong in the details.**",
            "",
        ]
    for day, items in digest.days():
        lines += [f"## {escape(day)}", ""]
        for item in items:
            title = escape(item.title)
            facts = [escape(fact) for fact in item.places]
            facts += [f"{item.words} words, {reading_time(item.saved)} saved"]
            facts += [f"[original](<{item.url}>)"] if item.url else []
            facts += ["also in " + escape(", ".join(item.also_in))] if item.also_in else []
            lines += [f"### [{title}](<{item.link}>)" if item.link else f"### {title}", ""]
            lines += [f"*{escape(item.original_title)}*", ""] if item.original_title else []
            lines += [escape(item.abstract), ""]
            lines += [f"> **{escape(item.findings)}**", ""] if item.findings else []
            lines += [" · ".join(facts), ""]
    return "\n".join([*lines, READING_SPEED])


def summary(digest: Digest) -> str:
    """One sentence of how much there is to read."""
    count = len(digest.items)
    return (
        f"{count} {'article' if count == 1 else 'articles'}: {reading_time(digest.abstract_words)} of abstracts "
        f"for {reading_time(digest.words)} of articles, {reading_time(digest.saved)} saved."
    )


def _item(record: Record) -> Item:
    source, abstract = record["source"], record["abstract"]
    title = abstract["title"] or PurePath(source["path"] or "Abstract").name
    dated = is_date(source["date"])
    places = (source.get("site"), source.get("author"), None if dated else source["date"], source["path"])
    return Item(
        date=source["date"] if dated else "", title=title,
        original_title=source["title"] if source["title"] and source["title"] != title else "", language=source["language"],
        places=tuple(place for place in places if place), link=file_link(record.get("output")), url=web_link(source.get("url")),
        words=source["words"], abstract_words=len(abstract["text"].split()), abstract=abstract["text"], findings=findings(checks_of(record)),
        also_in=tuple(record.get("also_in", ())),
    )  # fmt: skip
