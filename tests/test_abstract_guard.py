"""The guard on scripted drafts: what is kept, mended, replaced and dropped, and that nothing made up gets through."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.abstract_guard import Source, guarded, judge
from summarizer.article import Abstract, AbstractSentence, Sentence
from summarizer.checks import check
from summarizer.reading import read_text
from summarizer.summarization import LENGTHS, Document, Length

TEXTS = [
    "Telecom company Verda had an outage on Wednesday that hit 300,000 customers in Utrecht.",
    "The cause was a fault in the software of the network, director Anna Bakker said.",
    "Verda did not pay the ransom that the hackers demanded.",
    "Customers get 5 euros back because of the outage.",
    "Regulator Telsa opened an inquiry into the network of the company.",
]
DOCUMENT = Document([Sentence(i, i, text, text) for i, text in enumerate(TEXTS, 1)])


def told(*draft, length=LENGTHS["long"]):
    return [(sentence.origin, sentence.text) for sentence in guarded([list(draft)], DOCUMENT, length)]


def test_what_is_supported_stays_as_written():
    assert told("An outage at Verda hit 300,000 customers.", "A fault in the software was the cause.") == [
        ("written", "An outage at Verda hit 300,000 customers."), ("written", "A fault in the software was the cause."),
    ]  # fmt: skip


def test_what_was_copied_is_picked_and_names_its_sentence():
    (sentence,) = guarded([[TEXTS[3]]], DOCUMENT, LENGTHS["short"])
    assert (sentence.origin, sentence.taken_from) == ("picked", (4,))


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("An outage at Verda hit 700,000 customers.", "An outage at Verda hit 300,000 customers."),
        (
            "The cause was a fault in the software, director Zoltan Quist said.",
            "The cause was a fault in the software, director Anna Bakker said.",
        ),
    ],
)
def test_the_one_number_or_name_that_can_be_meant_is_put_right(written, mended):
    assert told(written) == [("written", mended)]


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("An outage at Verda cost Zoltan Quist his job in Utrecht.", TEXTS[0]),
        ("Verda paid the ransom that the hackers demanded.", TEXTS[2]),
        ("Customers will not get 5 euros back after the outage.", TEXTS[3]),
        ("The software the software the software the software of the network.", TEXTS[1]),
    ],
)
def test_what_is_not_supported_makes_way_for_the_article_s_own(written, instead):
    assert told(written) == [("replaced", instead)]


def test_who_does_it_to_whom_is_kept():
    texts = ["Verda sued Telsa over the network in the spring.", "The case is heard in June."]
    document = Document([Sentence(i, i, text, text) for i, text in enumerate(texts, 1)])
    found = guarded([["Telsa sued Verda over the network."]], document, LENGTHS["short"])
    assert [(part.origin, part.text) for part in found] == [("replaced", texts[0])]


def test_nothing_is_said_twice():
    assert told("An outage at Verda hit 300,000 customers.", "Verda had an outage that hit 300,000 customers.") == [
        ("written", "An outage at Verda hit 300,000 customers.")
    ]


def test_the_draft_with_most_to_keep_wins():
    bad = ["Zoltan Quist bought 12 ships.", "Verda had an outage on Wednesday."]
    good = ["Customers get 5 euros back.", "Telsa opened an inquiry into the network."]
    assert [part.text for part in guarded([bad, good], DOCUMENT, LENGTHS["long"])] == good


def test_no_draft_at_all_gives_the_article_s_own_words():
    assert [part.origin for part in guarded([[]], DOCUMENT, LENGTHS["short"])] == ["replaced"]


def test_a_sentence_rests_on_what_has_its_words():
    found = judge("A fault in the software caused the outage.", Source(DOCUMENT))
    assert 2 in {sentence.number for sentence in found.evidence} and not found.faults


VOCABULARY = """
the of Verda outage customers network Zoltan Quist Mirandia 17 4,200 99% €3 million hackers paid not fault Bakker Telsa said inquiry and ,
"""
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(lambda words: " ".join(words).capitalize() + ".")


@given(st.lists(st.lists(SENTENCES | st.sampled_from(TEXTS), max_size=5), min_size=1, max_size=4), st.integers(1, 60))
@settings(deadline=None, max_examples=150)
def test_no_made_up_number_or_name_gets_through(drafts, words):
    found = guarded(drafts, DOCUMENT, Length(words=words))
    abstract = Abstract(tuple(AbstractSentence(part.text, part.taken_from) for part in found))
    checks = check(abstract, DOCUMENT.sentences, read_text("\n\n".join(TEXTS)))
    assert found and not checks.unsupported_numbers and not checks.unsupported_names
    assert len(found) == 1 or sum(len(part.text.split()) for part in found) <= words


def test_what_the_translation_itself_invented_is_flagged():
    document = Document(
        [Sentence(1, 1, "De minister sprak gisteren met boeren.", "The minister spoke to 40 farmers from Zoltan yesterday.")]
    )
    found = guarded([["The minister spoke to Quist."]], document, LENGTHS["short"])
    abstract = Abstract(tuple(AbstractSentence(part.text, part.taken_from) for part in found))
    checks = check(abstract, document.sentences, read_text("De minister sprak gisteren met boeren."))
    assert checks.unsupported_numbers and not checks.passed
