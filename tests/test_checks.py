"""Checks: what an abstract says is looked up in the whole article."""

from __future__ import annotations

import pytest

from summarizer.article import Abstract, AbstractSentence, Article, Checks, Paragraph, Sentence
from summarizer.checks import check
from summarizer.glossary import Glossary, Term

DUTCH = [
    "De Chinese fabrikant Huawei wil zijn 5G-technologie delen.",
    "Het handelsverbod is al twee keer met 90 dagen uitgesteld.",
    "Het Amerikaanse ministerie van Handel heeft meer dan 130 verzoeken gekregen.",
    "De Raad voor Cultuur zwijgt.",
]
ENGLISH = [
    "The Chinese manufacturer Huawei wants to share its 5G technology.",
    "The trade ban has already been postponed twice by 90 days.",
    "The US Department of Commerce has received more than 130 requests.",
    "The Culture Board is silent.",
]
ARTICLE = Article((Paragraph(" ".join(DUTCH)),), title="Huawei in september", date="2019-09-12")


def run(*texts, evidence=(1,), flags=(), article=ARTICLE, dutch=DUTCH):
    sentences = [Sentence(n, 1, nl, en, flags if n == 1 else ()) for n, (nl, en) in enumerate(zip(dutch, ENGLISH, strict=True), start=1)]
    return check(Abstract(tuple(AbstractSentence(text, evidence) for text in texts)), sentences, article)


def test_the_translation_itself_passes():
    assert run(*ENGLISH) == Checks()
    assert run(*ENGLISH).passed


@pytest.mark.parametrize(
    ("text", "numbers", "names"),
    [
        ("Huawei received 140 requests.", ("140",), ()),
        ("Samsung received 130 requests.", (), ("Samsung",)),
        ("Huawei shares 6G.", (), ("6G",)),
        ("The UK postponed it by ninety days.", (), ("UK",)),
        ("On 12 September 2019 Huawei spoke.", (), ()),  # from the date
        ("On 13 October 2018 Huawei spoke.", ("13", "2018"), ("October",)),
        ("China wants twice that.", (), ()),
        ("Customers pay.", (), ()),
        ("The Culture Board is silent.", (), ()),  # ordinary words: the translation has them
        ("The Music Board is silent.", (), ("Music Board",)),
    ],
)
def test_what_the_article_does_not_say_is_told(text, numbers, names):
    found = run(text)
    assert (found.unsupported_numbers, found.unsupported_names) == (numbers, names)
    assert found.passed == (not numbers and not names)


def test_a_wrong_number_of_the_translation_is_not_excused():
    sentences = [Sentence(1, 1, "Het zijn er 90.", "There are 80 for Samsung.")]
    article = Article((Paragraph("Het zijn er 90."),))
    found = check(Abstract((AbstractSentence("There are 80 for Samsung.", (1,)),)), sentences, article)
    assert (found.unsupported_numbers, found.unsupported_names) == (("80",), ("Samsung",))


def test_an_english_article_is_checked_alike():
    article = Article((Paragraph(" ".join(ENGLISH)),))
    assert run(*ENGLISH, article=article, dutch=ENGLISH).passed
    found = run("The UK received 1.300 requests.", article=article, dutch=ENGLISH)
    assert (found.unsupported_numbers, found.unsupported_names) == (("1.300",), ("UK",))


@pytest.mark.parametrize("flag", ["repetition", "untranslated"])
def test_flagged_evidence_is_told(flag):
    assert getattr(run("Huawei shares.", flags=(flag,)), flag) == (1,)
    assert not run("Huawei shares.", flags=(flag,)).passed
    assert run("Huawei shares.", flags=(flag,), evidence=(2,)).passed
    assert run("Huawei shares.", flags=("numbers",)).passed


def one(dutch, english, text):
    article = Article((Paragraph(dutch),))
    return check(Abstract((AbstractSentence("It is said.", ()), AbstractSentence(text, (1,)))), [Sentence(1, 1, dutch, english)], article)


def test_what_is_denied_or_affirmed_unlike_the_article_is_told():
    dutch, english = "Huawei deelt zijn broncode niet.", "Huawei does not share its source code."
    assert one(dutch, english, english).passed
    assert one(dutch, english, "Huawei shares its source code.").negation == (2,)
    assert not one(dutch, english, "Huawei shares its source code.").passed


def test_who_did_it_to_whom_is_told():
    dutch = "De VS verdenkt Huawei van spionage."
    assert one(dutch, "", "Huawei is suspected by the US.").passed
    found = one(dutch, "", "Huawei suspects the US of espionage.")
    assert found.relations == ("Huawei suspects the US",) and not found.passed


def test_a_glossary_says_what_a_dutch_term_supports():
    dutch, english = "De Raad voor Cultuur zwijgt.", "The Culture Authority of Quux is silent."
    article, abstract = Article((Paragraph(dutch),)), Abstract((AbstractSentence(english, (1,)),))
    sentences = [Sentence(1, 1, dutch, "The Board is silent.")]
    assert check(abstract, sentences, article).unsupported_names == ("Culture Authority of Quux",)
    assert check(abstract, sentences, article, Glossary.of([Term("Raad voor Cultuur", ("Culture Authority of Quux",))])).passed


def test_an_empty_abstract_passes():
    assert run().passed
