import pytest

from summarizer import read_text
from summarizer.article import AbstractSentence, Sentence
from summarizer.glossary import Glossary
from summarizer.headline import made_of, titled
from summarizer.translation import Translation


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("On Monday, the city of Zwolle closed the bridge to all traffic.", "The city of Zwolle closed the bridge to all traffic"),
        (
            "The company has sold 240 million phones (mostly in China), according to the director.",
            "The company has sold 240 million phones",
        ),
        ("Verda will pay its customers back, the company said on Tuesday.", "Verda will pay its customers back"),
        ("The court fined Verda 5 million euros, which is a record.", "The court fined Verda 5 million euros"),
        ("ASML raised its forecast in January 2024.", "ASML raised its forecast"),
        ("Verda will stop unless the court decides otherwise.", "Verda will stop unless the court decides otherwise"),
        ("He said that the plan was dead.", None),
        ('"We go on", said the director.', None),
        ("The founder of Verda, who started in 1987.", None),
        ("The cabinet has decided to build four large new nuclear power stations on the coast of Zeeland and Groningen.", None),
        ("", None),
    ],
)
def test_made_of(sentence, title):
    assert made_of(sentence) == title


ENGLISH = (
    "The minister announced a new law for small companies. The opposition said that it would vote against the plan of the minister. "
    "Farmers in the north have asked for more time. A vote is expected in May."
)


def test_a_title_is_made_where_there_is_none(pipeline):
    abstract = pipeline.summarize(read_text(ENGLISH)).abstract
    assert (abstract.title, abstract.title_origin) == ("The minister announced a new law for small companies", "made")
    titled = pipeline.summarize(read_text("New law\n\n" + ENGLISH)).abstract
    assert (titled.title, titled.title_origin) == ("New law", "original")


DUTCH = "De bank sluit vijf kantoren. Klanten klagen."


@pytest.mark.parametrize(
    ("own", "confidence", "flags", "expected"),
    [
        (("Bank closes offices", (), 0.7), 0.9, (), ("Bank closes offices", "translated")),
        (("Couch of offices", (), 0.5), 0.9, (), ("The bank has closed five offices", "made")),
        (("Bank closes Zoltan", ("invented",), 0.9), 0.9, (), ("The bank has closed five offices", "made")),
        (("Couch of offices", (), 0.5), 0.7, (), (None, None)),
        (("Couch of offices", (), 0.5), 0.9, ("names",), (None, None)),
        (None, 0.9, (), ("The bank has closed five offices", "made")),
    ],
)
def test_a_title_is_sure_or_there_is_none(own, confidence, flags, expected):
    english = ["The bank has closed five offices.", "Customers complain."]
    sentences = [Sentence(i, 1, nl, en, flags, confidence) for i, (nl, en) in enumerate(zip(DUTCH.split(". "), english, strict=True), 1)]
    stated = tuple(AbstractSentence(sentence.en, (sentence.number,)) for sentence in sentences)
    translated = Translation(*own) if own else None
    found = titled(stated, sentences, read_text(DUTCH), translated, Glossary(), may_make=True)
    assert (found.title, found.title_origin) == expected
    assert titled(stated, sentences, read_text(DUTCH), None, Glossary(), may_make=False).title is None
