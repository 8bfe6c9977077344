"""Evidence: which sentences of the article an abstract's sentence rests on."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Sentence
from summarizer.evidence import Index

ENGLISH = [
    "Tensions",
    "Huawei founder Ren Zhengfei wants to share the company's 5G technology with Western customers.",
    "Customers get eternal access to the existing patents, licences and code.",
    "They pay once, the CEO says.",
    "The US placed the company on a blacklist in May.",
    "The trade ban has been postponed twice by 90 days.",
    "The Department of Commerce has received more than 130 requests to sell American goods to Huawei.",
]
SENTENCES = [Sentence(number, 1, "", text, ("heading",) if number == 1 else ()) for number, text in enumerate(ENGLISH, start=1)]


def evidence_for(text, sentences, chosen=()):
    return Index(sentences).evidence_for(text, chosen)


def test_what_the_sentence_was_made_from_is_its_evidence():
    assert evidence_for("Anything at all.", SENTENCES, (5, 2, 5)) == (2, 5)


@pytest.mark.parametrize(
    ("text", "chosen", "expected"),
    [
        ("They pay once, the CEO says.", (4,), (4,)),  # as it was
        ("Customers pay once, the CEO says.", (4,), (4,)),  # an ordinary word put in
        ("They pay Huawei once, Ren Zhengfei says.", (4,), (2, 4)),  # names put in
        ("Huawei's customers pay once.", (4,), (2, 4)),
        ("In May it was put on a blacklist; the ban was postponed by 90 days.", (5,), (5, 6)),  # a number of another sentence
        ("The ban was postponed twice and more than 130 requests were received.", (6, 7), (6, 7)),  # two merged
        ("The ban was postponed twice and Huawei shares its 5G technology.", (6,), (2, 6)),
        ("Penguins swim quickly in Quux.", (4,), (4,)),  # nowhere in the article
    ],
)
def test_what_was_put_in_rests_on_its_own_sentence(text, chosen, expected):
    assert evidence_for(text, SENTENCES, chosen) == expected


def test_a_sentence_of_the_article_rests_on_itself():
    for sentence in SENTENCES[1:]:
        assert evidence_for(sentence.en, SENTENCES) == (sentence.number,)


def test_two_sentences_put_together_rest_on_both():
    text = "Ren Zhengfei will share Huawei's 5G technology, while the trade ban was postponed twice."
    assert evidence_for(text, SENTENCES) == (2, 6)


def test_three_sentences_put_together_rest_on_all_three():
    text = "Huawei was blacklisted in May; the trade ban was postponed twice and the Department of Commerce got 130 requests."
    assert evidence_for(text, SENTENCES) == (5, 6, 7)


def test_numbers_are_matched_by_value():
    assert evidence_for("A hundred and thirty were received.", SENTENCES) == (7,)


def test_a_common_word_weighs_less_than_a_name():
    # "company" is in two sentences, "May" in one
    assert evidence_for("In May the company.", SENTENCES) == (5,)


def test_at_most_three():
    assert len(evidence_for(" ".join(ENGLISH), SENTENCES)) == 3


def test_the_earlier_of_two_that_say_the_same():
    twins = [Sentence(number, 1, "", "The server was hacked.") for number in (4, 5)]
    assert evidence_for("The server was hacked.", twins) == (4,)


def test_a_heading_is_no_evidence():
    assert evidence_for("Tensions", SENTENCES) == ()


def test_nothing_overlaps():
    assert evidence_for("Penguins swim quickly.", SENTENCES) == ()
    assert evidence_for("The of and it.", SENTENCES) == ()
    assert evidence_for("", SENTENCES) == ()
    assert evidence_for("Huawei", []) == ()


@given(st.text(max_size=100), st.lists(st.text(max_size=40), max_size=6))
def test_evidence_is_in_order_and_in_the_article(text, others):
    sentences = [Sentence(number, 1, "", other) for number, other in enumerate(others, start=10)]
    evidence = evidence_for(text, sentences)
    assert list(evidence) == sorted(set(evidence))
    assert set(evidence) <= {sentence.number for sentence in sentences}


def test_a_long_article_takes_linear_time():
    sentences = [Sentence(number, 1, "", f"Word{number} and {number} apples fell.") for number in range(5_000)]
    started = time.process_time()
    assert 4321 in evidence_for("Then 4321 apples fell on Word.", sentences)
    assert time.process_time() - started < 5
