import json
from pathlib import Path

import jsonschema
import pytest

from summarizer.article import Abstract, AbstractSentence, Article, Checks, ModelUsed, Paragraph, Result, Sentence
from summarizer.rendering import as_dict, findings, to_json, to_markdown, to_text

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "result.schema.json").read_text("utf-8"))


def result(checks=Checks(), title="A *title* <b>"):  # noqa: B008 (frozen)
    return Result(
        article=Article((Paragraph("De *wet* is nieuw."),), title="Een titel", date="2024-05-12", path="a_b.txt", sha256="0" * 64),
        language="nl",
        abstract=Abstract((AbstractSentence("The *law* is new.", (1,)), AbstractSentence("It holds.", ())), title),
        sentences=(Sentence(1, 1, "De *wet* is nieuw.", "The *law* is new."),),
        checks=checks,
        translator=ModelUsed("nl-en", "1" * 64, "ctranslate2", "int8", True),
        summarizer=ModelUsed("extractive", "", "python", "none"),
        seconds={"read": 0.0, "translate": 0.5, "summarize": 0.1, "total": 0.6},
        warnings=("careful",),
    )


FOUND = Checks(("40",), ("Foo", "Bar"), (3,), (4, 5), (1, 2), ("Foo sues Bar",))


def test_text_is_title_and_abstract():
    assert to_text(result()) == "A *title* <b>\n\nThe *law* is new. It holds."
    assert to_text(result(title=None)) == "The *law* is new. It holds."


def test_findings_are_in_every_format():
    said = findings(FOUND)
    assert said == (
        "Check this: numbers that the article doesn't have: 40; names that the article doesn't have: Foo, Bar; "
        "repetitive translation of sentence 3; untranslated sentence 4, 5; denied or affirmed unlike the article: sentence 1, 2 of the abstract; "
        "who did it to whom, the other way round in the article: Foo sues Bar."
    )
    assert to_text(result(FOUND)).endswith(said)
    assert said in to_markdown(result(FOUND))
    assert json.loads(to_json(result(FOUND)))["checks"] == {
        "numbers": {"unsupported": ["40"]}, "names": {"unsupported": ["Foo", "Bar"]}, "repetition": [3], "untranslated": [4, 5],
        "negation": [1, 2], "relations": ["Foo sues Bar"], "passed": False,
    }  # fmt: skip
    assert findings(Checks()) == ""


def test_markdown_shows_the_evidence_and_escapes_what_articles_hold():
    assert to_markdown(result()) == (
        "## A \\*title\\* \\<b\\>\n\nThe \\*law\\* is new.[^1] It holds.[^2]\n\n*Een titel · 2024-05-12 · a\\_b.txt · 4 words*\n\n"
        "[^1]: [1] De \\*wet\\* is nieuw.\n[^2]: no sentence of the article"
    )


@pytest.mark.parametrize("checks", [Checks(), FOUND])
def test_json_is_as_documented(checks):
    jsonschema.validate(as_dict(result(checks)), SCHEMA)
    assert json.loads(to_json(result(checks), indent=None)) == json.loads(to_json(result(checks)))
    assert "\n" not in to_json(result(checks), indent=None)


def test_an_english_article_has_no_translator():
    import dataclasses

    value = as_dict(dataclasses.replace(result(), translator=None))
    jsonschema.validate(value, SCHEMA)
    assert value["models"]["translator"] is None
