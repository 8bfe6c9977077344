"""The pages in a real browser: quiet, alone, lit up where they should be, and no wider than a phone."""

import pytest

from summarizer.rendering import digest, digest_html, reports_html
from tests.browser import CHROMIUM, Browser
from tests.records import record
from tests.test_pages import HOSTILE

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH")
CLEAR = "rgba(0, 0, 0, 0)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    hostile = [record(text=text) for text in HOSTILE]
    made = {
        "report": reports_html([record()]), "reports": reports_html(hostile),
        "digest": digest_html(digest([record(), *hostile], title=HOSTILE[0])),
    }  # fmt: skip
    for name, page in made.items():
        (folder / f"{name}.html").write_text(page, "utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", ["report", "reports", "digest"])
def test_pages_are_quiet_alone_and_fit(browser, pages, name, width, dark):
    browser.open(pages[name], width=width, dark=dark)
    assert browser.complaints == []
    assert [url for url in browser.requests if url not in (pages[name].as_uri(), "data:,")] == []
    assert browser.value("document.documentElement.scrollWidth") <= width
    assert browser.value("document.querySelectorAll('script, img, svg, iframe').length") == 0
    red, green, blue = map(int, browser.style("body", "backgroundColor")[4:-1].split(","))
    assert (red + green + blue < 200) == dark


def test_pointing_at_a_sentence_lights_up_what_it_rests_on(browser, pages):
    browser.open(pages["report"])
    assert browser.style("#r1s3", "backgroundColor") == CLEAR
    browser.point_at("#r1c1 .say")
    lit = browser.settled("#r1s3", "backgroundColor", CLEAR)
    assert lit != CLEAR and browser.style("#r1s1", "backgroundColor") == browser.style("#r1c1", "backgroundColor") == lit
    assert browser.style("#r1s2", "backgroundColor") == CLEAR


@pytest.mark.parametrize("width", [360, 1280])
def test_going_to_it_does_the_same_and_leads_there(browser, pages, width):
    browser.open(pages["report"], width=width, height=700)
    browser.click("#r1c1 .say")
    browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
    assert browser.settled("#r1s3", "backgroundColor", CLEAR) != CLEAR
    assert browser.value("location.hash") == "#r1e1"
    assert browser.value("(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector('#r1s1').getBoundingClientRect())")


def test_the_keyboard_does_too(browser, pages):
    browser.open(pages["report"])
    browser.value("document.querySelector('#r1c1 .say').focus()")
    assert browser.settled("#r1s3", "backgroundColor", CLEAR) != CLEAR


def test_a_piece_of_evidence_lights_up_the_sentence_that_rests_on_it(browser, pages):
    browser.open(pages["report"], fragment="#r1s3")
    assert browser.settled("#r1c1", "backgroundColor", CLEAR) != CLEAR and browser.style("#r1c2", "backgroundColor") == CLEAR


@pytest.mark.parametrize(("width", "beside"), [(360, False), (1280, True)])
def test_the_languages_stand_side_by_side_where_there_is_room(browser, pages, width, beside):
    browser.open(pages["report"], width=width)
    tops = [browser.value(f"document.querySelector('#r1s1 .{column}').getBoundingClientRect().top") for column in ("original", "english")]
    assert (tops[0] == tops[1]) == beside
