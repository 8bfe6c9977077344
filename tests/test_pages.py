"""What people read: the HTML report, the digest and the tables.

`RENEW_GOLDEN=1 pytest tests/test_pages.py` writes tests/golden anew: look at the diff.
"""

import csv
import io
import os
import re
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarizer.output import printable
from summarizer.rendering import csv_header, digest, digest_html, digest_markdown, reports_html, to_csv_row
from summarizer.rendering.facts import date_in_words, is_date, reading_time, web_link
from summarizer.rendering.markdown import escape
from tests.records import record

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style></title><svg onload=alert(1)>", "{{ 7*7 }}{% raw %}",
    "\"' onmouseover=alert(1) x='", "javascript:alert(1)", "\u202egnp.exe\u2066\u2069 abc", "\x1b[31mred\x9b2J", "A" * 400,
    "<!-- &amp; &lt;b", "مرحبا 12 שלום",
]  # fmt: skip
texts = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=60) | st.text("<>&\"'`=/\\ab -#!\n", min_size=1, max_size=30)


def words(text):
    return " ".join(text.split())


def elements(page):
    return [
        (element.tag, sorted(set(element.attrib) - {"title"})) for element in lxml.html.document_fromstring(page).iter(lxml.etree.Element)
    ]


def pages():
    shown = digest([record(), record(date="2024-05", output="a b.html"), record(date="2025-01-02", title=None), record(date="gisteren")])
    csv_table = f"{csv_header()}\n{to_csv_row(record())}\n"
    return {
        "report.html": reports_html([record()]),
        "digest.html": digest_html(shown),
        "digest.md": digest_markdown(shown),
        "table.csv": csv_table,
    }


@pytest.mark.parametrize("name", pages())
def test_outputs_are_as_they_were(name):
    made = pages()[name]
    if os.environ.get("RENEW_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(made, "utf-8", newline="\n")
    assert made == (GOLDEN / name).read_text("utf-8")


@given(texts)
def test_any_text_in_a_report_is_text_and_nothing_else(text):
    page = reports_html([record(text=text)])
    parsed = lxml.html.document_fromstring(page)
    shown = words(printable(text))
    for path in (
        "//h1",
        "//*[@class='abstract']//*[@class='say']",
        "//*[@id='r1s1']/*[@lang='nl']",
        "//*[@id='r1s1']/*[@lang='en']",
        "//li[starts-with(., 'Names')]/mark",
    ):
        assert words(parsed.xpath(path)[0].text_content()) == shown or (path == "//h1" and not shown)
    harmless = elements(reports_html([record(text="x")]))
    allowed = {*map(str, harmless), "('mark', ['aria-describedby'])", "('a', ['href', 'rel'])"}
    assert {str(element) for element in elements(page)} <= allowed
    assert all(a.get("href").startswith(("#", "http://", "https://", "data:,")) for a in parsed.xpath("//*[@href]"))


@given(texts)
def test_any_text_in_a_digest_is_text_and_nothing_else(text):
    page = digest_html(digest([record(text=text)], title=text))
    parsed = lxml.html.document_fromstring(page)
    for path in ("//h1", "//h3", "//*[@class='text']"):
        assert words(parsed.xpath(path)[0].text_content()) == words(printable(text))
    assert {element.tag for element in parsed.iter(lxml.etree.Element)} <= {
        "html", "head", "meta", "link", "title", "style", "body", "main", "header", "h1", "p", "section", "h2", "article", "h3", "a", "bdi", "footer",
    }  # fmt: skip
    assert all(a.get("href").startswith(("./", "http://", "https://", "data:,")) for a in parsed.xpath("//*[@href]"))


@given(texts)
def test_any_text_in_markdown_comes_back_as_it_was(text):
    shown = words(printable(text))
    tokens = MarkdownIt("commonmark").enable("table").parse(escape(text))
    assert [token.type for token in tokens] == (["paragraph_open", "inline", "paragraph_close"] if shown else [])
    if shown:
        children = tokens[1].children or []
        assert {child.type for child in children} <= {"text", "text_special"}
        assert words("".join(child.content for child in children)) == shown


@given(texts)
def test_a_digest_in_markdown_holds_no_html_and_no_links_of_others(text):
    tokens = MarkdownIt("commonmark").parse(digest_markdown(digest([record(text=text)], title=text)))
    inline = [child for token in tokens for child in token.children or []]
    assert not any("html" in token.type or token.type in ("image", "code_inline", "fence", "code_block") for token in [*tokens, *inline])
    assert all(str(child.attrs["href"]).startswith(("./", "http://", "https://")) for child in inline if child.type == "link_open")


@given(texts)
def test_a_table_s_cells_come_back_and_are_no_formulas(text):
    rows = list(csv.DictReader(io.StringIO(f"{csv_header()}\n{to_csv_row(record(text=text))}")))
    assert len(rows) == 1 and None not in rows[0]
    cell = rows[0]["title"]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell == ("'" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) else "") + printable(text)


@given(st.text(max_size=40))
def test_nothing_printable_is_lost_and_nothing_steers(text):
    shown = printable(text)
    assert len(shown) == len(text) and not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert all(before == after for before, after in zip(text, shown, strict=True) if before.isprintable())


def test_doubtful_numbers_and_names_are_marked_as_whole_words():
    made = record()
    made["abstract"]["sentences"][0]["text"] = "Foo, not Food, pays 40 and not 40,000 or 140."
    parsed = lxml.html.document_fromstring(reports_html([made]))
    marks = parsed.xpath("//*[@class='claim']//mark")
    assert [(mark.text, mark.get("title")) for mark in marks] == [
        ("Foo", "The article doesn't have this name."), ("40", "The article doesn't have this number."),
    ]  # fmt: skip


def test_reports_on_one_page_share_no_id_and_every_link_leads_somewhere():
    parsed = lxml.html.document_fromstring(reports_html([record(), record()]))
    ids = parsed.xpath("//@id")
    assert len(ids) == len(set(ids)) and len(parsed.xpath("//nav//a")) == 2
    assert {href[1:] for href in parsed.xpath("//@href") if href.startswith("#")} <= set(ids)


def test_an_article_in_english_stands_there_once():
    made = record(language="en")
    made["models"]["translator"] = None
    parsed = lxml.html.document_fromstring(reports_html([made]))
    assert [row.get("lang") for row in parsed.xpath("//*[@id='r1s1']/p")] == ["en"]


def test_a_digest_has_the_newest_first_and_the_undated_last_and_adds_up():
    dates = ["2024-05", "2023", None, "2024-05-12", "2024-13-40", "2025-01-01"]
    made = digest((record(date=date, path=str(i)) for i, date in enumerate(dates)), title="All")
    assert [day for day, _ in made.days()] == ["Wednesday 1 January 2025", "Sunday 12 May 2024", "May 2024", "2023", "Without a date"]
    assert [item.date for item in made.items] == ["2025-01-01", "2024-05-12", "2024-05", "2023", "", ""]
    assert (made.words, made.saved) == (3000, 3000 - 6 * 6)
    assert "6 articles: 10 s of abstracts for 13 min of articles, 12 min saved." in digest_markdown(made)
    assert digest_html(digest([])) and digest_markdown(digest([]))


def test_a_digest_needs_only_the_fields_that_schema_version_1_requires():
    made = record()
    for name in ("site", "author", "url"):
        del made["source"][name]
    del made["warnings"], made["models"]["translator"]["placeholder"], made["sentences"][0]["confidence"]
    assert digest_html(digest([made])) and reports_html([made]) and to_csv_row(made)


@pytest.mark.parametrize(
    ("words", "said"),
    [(0, "0 s"), (60, "15 s"), (230, "1 min"), (238 * 3, "3 min"), (238 * 60, "1 h 0 min"), (238 * 200, "3 h 20 min"), (-5, "0 s")],
)
def test_reading_time(words, said):
    assert reading_time(words) == said


@pytest.mark.parametrize(
    ("date", "known", "said"),
    [("2019", True, "2019"), ("2019-09", True, "September 2019"), ("2019-09-02", True, "2 September 2019"), ("2019-02-30", False, "2019-02-30"),
     ("2019-9-2", False, "2019-9-2"), ("0000-01-01", False, "0000-01-01"), ("gisteren", False, "gisteren"), ("", False, "")],
)  # fmt: skip
def test_dates(date, known, said):
    assert (is_date(date), date_in_words(date)) == (known, said)


@pytest.mark.parametrize(
    ("url", "link"),
    [("https://example.org/a b?c=d#e", "https://example.org/a%20b?c=d#e"), ("javascript:alert(1)", None), ("//example.org", None), (None, None),
     ("http://[", None), ("https://", None), ("data:text/html,x", None), ("https://example.org/<>\"", "https://example.org/%3C%3E%22")],
)  # fmt: skip
def test_links(url, link):
    assert web_link(url) == link
