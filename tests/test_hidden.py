"""What a page hides gets into no article, what it shows does."""

import lxml.html
import pytest

from summarizer.errors import ThinInput
from summarizer.readers import hidden, html
from summarizer.readers.draft import Source
from tests.documents import HEADING, LAST, PARAGRAPHS, page

SECRET = "De burgemeester van Venlo heeft dinsdag gezegd dat hij deze verborgen tekst door een computer laat lezen."
ARTICLE = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h2>{HEADING}</h2><p>{LAST}</p>"
HIDING_STYLES = [
    "display:none", "DISPLAY : none !important", "color:red;display:none", "display:/* x */none", "dis\\70lay:none", "visibility:hidden",
    "visibility: collapse", "opacity:0", "opacity:0.0", "opacity:0%", "content-visibility:hidden", "font-size:0", "font-size:0px", "font-size:.5px",
    "font:0/0 a", "color:transparent", "color:rgba(0, 0, 0, 0)", "color:#fff0", "color:#fff;background:#fff", "text-indent:-9999px",
    "position:absolute;left:-9999px", "position:absolute;left:-10000em;top:auto", "position:fixed;top:-999px", "margin-left:-5000px",
    "position:absolute;clip:rect(0 0 0 0)", "position:absolute;clip: rect(1px, 1px, 1px, 1px)", "clip-path:inset(50%)", "clip-path:circle(0)",
    "height:0;overflow:hidden", "max-height:0px; overflow:hidden", "width:1px;height:1px;overflow:hidden", "transform:scale(0)",
    "transform: translateY(4px) scaleY(0)",
]  # fmt: skip
HIDING_MARKUP = [
    "<p hidden>{}</p>", "<div HIDDEN='hidden'><p>{}</p></div>", "<section hidden=''><div><p><b>{}</b></p></div></section>",
    "<template><p>{}</p></template>", "<noscript><p>{}</p></noscript>", "<dialog><p>{}</p></dialog>", "<!-- <p>{}</p> -->",
    "<p class='sr-only'>{}</p>", "<p class='a visually-hidden b'>{}</p>", "<span class=screen-reader-text>{}</span>", "<p title='{}'>x</p>",
    "<datalist><option>{}</datalist>", "<textarea style='display:none'>{}</textarea>", "<input type=hidden value='{}'>",
    "<div style='display:none'><p style='display:block'>{}</p></div>", "<div style='visibility:hidden'><p><i>{}</i></p></div>",
    "<div style='font-size:0'><p style='font-size:2em'>{}</p></div>",
]  # fmt: skip
SHOWN = [
    "<p>{}</p>", "<p hidden=until-found>{}</p>", "<p style='display:block'>{}</p>", "<p style='display:none;display:block'>{}</p>",
    "<p style='opacity:0.9'>{}</p>", "<p style='opacity:.05'>{}</p>", "<p style='font-size:0.9em'>{}</p>", "<p style='font-size:10px'>{}</p>",
    "<p style='font:italic 12px/1 arial'>{}</p>", "<p style='color:#fff;background:#000'>{}</p>", "<p style='color:#ffffff'>{}</p>",
    "<p style='text-indent:-20px'>{}</p>", "<p style='margin-left:-15px'>{}</p>", "<p style='position:relative;left:-5px'>{}</p>",
    "<p style='height:0'>{}</p>", "<p style='overflow:hidden'>{}</p>", "<p style='height:100px;overflow:hidden'>{}</p>",
    "<p style='width:100%;overflow:hidden'>{}</p>", "<p style='clip:rect(0 0 0 0)'>{}</p>", "<p style='transform:scale(0.5)'>{}</p>",
    "<p style='-webkit-font-smoothing:none'>{}</p>", "<p style='x-display:none'>{}</p>", "<p class='not-sr-only'>{}</p>",
    "<div style='font-size:0'><p style='font-size:16px'>{}</p></div>", "<div style='visibility:hidden'><p style='visibility:visible'>{}</p></div>",
    "<div style='color:transparent'><p style='color:black'>{}</p></div>", "<details><summary>Meer</summary><p>{}</p></details>",
    "<p><i class=icon aria-hidden=true>*</i> {}</p>", "<p><span hidden>x</span>{}</p>", "<p><template>x</template>{}<b hidden>y</b></p>",
    "<p style='background:url(display:none.png)'>{}</p>", "<p style='font-family:none;display'>{}</p>",
]  # fmt: skip


def read(text):
    draft = html.draft_of(text, Source("a.html"))
    return "\n".join(block for _, block in draft.blocks), draft


@pytest.mark.parametrize(
    "around", [ARTICLE.replace("<h2>", "{}<h2>"), "{}" + ARTICLE, ARTICLE + "{}", f"<p>{PARAGRAPHS[0]}{{}}</p>{ARTICLE}"]
)
def test_what_a_page_hides_is_not_read(around):
    ways = [*HIDING_MARKUP, *(f'<p style="{style}">{{}}</p>' for style in HIDING_STYLES)]
    without, _ = read(page(around.format("")))
    text, _ = read(page(around.format("".join(way.format(f"verborgen{i}a {SECRET}") for i, way in enumerate(ways)))))
    assert not [way for i, way in enumerate(ways) if f"verborgen{i}a" in text]
    assert all(paragraph in text for paragraph in without.split("\n"))


def test_what_a_page_shows_is_read():
    text, draft = read(
        page(ARTICLE.replace("<h2>", "".join(way.format(f"zichtbaar{i}a {SECRET}") for i, way in enumerate(SHOWN)) + "<h2>"))
    )
    assert not [way for i, way in enumerate(SHOWN) if f"zichtbaar{i}a" not in text]
    assert LAST in text and not draft.warnings


@pytest.mark.parametrize(
    "hiding", ["hidden", 'style="display:none"', 'style="opacity:0"', 'style="visibility:hidden"', 'style="max-height:0;overflow:hidden"']
)
@pytest.mark.parametrize("place", ["<body>", "<main>", "<article>", "<div>"])
def test_an_article_that_scripts_reveal_is_read_with_a_warning(hiding, place):
    plain = page(f"<div>{ARTICLE}</div>")
    text, draft = read(plain.replace(place, f"{place[:-1]} {hiding}>"))
    assert text == read(plain)[0]
    assert place == "<body>" or draft.warnings == ("the page hides its article until a script shows it: what it hides was read",)


def test_a_part_of_an_article_that_is_hidden_is_told():
    _, draft = read(page(f"<p>{PARAGRAPHS[0]}</p><p>{LAST}</p><div hidden>{ARTICLE}{ARTICLE}</div>"))
    assert draft.warnings == ("132 words that the page hides in its article were left out",)


def test_hidden_text_elsewhere_is_no_matter_for_a_warning():
    text, draft = read(page(ARTICLE).replace("<header>", f"<div class=modal style='display:none'>{f'<p>{SECRET}</p>' * 20}</div><header>"))
    assert "verborgen" not in text and not draft.warnings


@pytest.mark.parametrize("style", ["/*" * 500_000, "opacity:" + "0" * 10**6 + "1", "font:" + "1" * 10**6, "color:rgba(" + ",0" * 500_000, ";" * 10**6,
                                   "font:" + "a " * 500_000, "font-size:" * 100_000, "display:none" + "\\0" * 300_000])  # fmt: skip
def test_styles_are_read_in_linear_time(style):
    """Quadratic time would be minutes: the reader's process would be killed."""
    element = lxml.html.fromstring("<p>x</p>")
    element.set("style", style)
    assert not hidden.is_gone(element, hidden.styles_of(element))
    assert hidden.without_hidden(element) in ((0, 0), (1, 0))


@pytest.mark.parametrize("tag", ["noscript", "template"])
def test_what_is_hidden_is_taken_off_the_words_of_a_page_once(tag):
    links = "".join(f"<a href='/{i}'>Naar rubriek {i}</a> " for i in range(150))
    notice = "<article><p>Wij halen het artikel voor u op, een ogenblik geduld.</p></article>"
    with pytest.raises(ThinInput, match="460 words"):
        html.draft_of(f"<html><body><nav>{links}</nav>{notice}<{tag}>{links}</{tag}></body></html>", Source("a.html"))
