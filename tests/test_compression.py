import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.article import Sentence
from summarizer.compression import compressed, is_person
from summarizer.rewriting import rewritten


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The chip maker, which makes machines for factories, will cut a lot of jobs.", "The chip maker will cut a lot of jobs."),
        ("Verda, of which the state owns half, has lost the case in court.", "Verda has lost the case in court."),
        (
            "The firm has opened a large new office in Utrecht, where its founder was born.",
            "The firm has opened a large new office in Utrecht.",
        ),
        ("Jan Jansen, who leads the institute, was given the prize in Delft.", "Jan Jansen was given the prize in Delft."),
        ("Jansen, 45, was arrested at home with his brother.", "Jansen was arrested at home with his brother."),
        ("The minister said on Tuesday that the law will change.", "The minister said that the law will change."),
        ("In a statement, the company said that it regrets the failure.", "The company said that it regrets the failure."),
        ("In an interview with the newspaper, she said that it is too late.", "She said that it is too late."),
        ("On Wednesday evening, the network failed in Zeeland.", "The network failed in Zeeland."),
    ],
)
def test_what_the_news_does_not_need_is_left_out(text, expected):
    assert compressed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jan Jansen, who leads the institute, said it was a mistake to wait.",  # says who he is
        "The suspect, who denies the charges, was arrested in the city centre.",
        "The firm, which allegedly sold the data, has closed its office in Utrecht.",
        "The firm, which has not paid, was fined by the regulator on Friday.",
        "The company announced a phone in May, which costs 500 euros.",  # a figure is news
        "The chip maker, which makes machines, chips and lasers, will cut jobs.",  # a list: where does the clause end?
        "The company, which makes chips lost a million last year.",  # the comma that ends it is gone
        "The company, which makes chips.",  # nothing would be left
        'He said: "The company, which makes machines, will cut jobs.',  # part of a longer quotation
        "In Utrecht, the firm, which makes machines, was fined last year by the state.",
        "The hearing is on Tuesday in The Hague.",  # when it is, not when it was said
        "Room 12, 45, and 60 are closed this week.",
        "People who have lost their data are asked to call the bank.",  # says which people
    ],
)
def test_what_it_may_need_stays(text):
    assert compressed(text) == text


@pytest.mark.parametrize(
    ("nl", "expected"),
    [
        ("De chipmaker, die machines maakt, schrapt veel banen in Eindhoven.", "The chip maker will cut a lot of jobs in Eindhoven."),
        ("De chipmaker die machines maakt schrapt veel banen in Eindhoven.", None),  # its commas are the translation's own
        ("De chipmaker, een bouwer van machines, schrapt veel banen in Eindhoven.", None),  # no clause in Dutch
    ],
)
def test_a_translation_is_cut_only_where_the_dutch_is_built_alike(nl, expected):
    text = "The chip maker, which makes machines, will cut a lot of jobs in Eindhoven."
    assert compressed(text, nl) == (expected or text)


def test_a_picked_sentence_is_compressed_and_keeps_its_evidence():
    text = "However, the chip maker, which makes machines, will cut a lot of jobs in Eindhoven."
    (draft,) = rewritten([Sentence(4, 1, text, text)], [])
    assert (draft.text, draft.taken_from) == ("The chip maker, which makes machines, will cut a lot of jobs in Eindhoven.", (4,))
    (draft,) = rewritten([Sentence(4, 1, text[9:], text[9:])], [])
    assert draft.text == "the chip maker will cut a lot of jobs in Eindhoven."


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ren Zhengfei", True), ("Anna de Wit", False), ("AIVD", False), ("South China Morning Post", False), ("5G", False)],
)
def test_is_person(name, expected):
    assert is_person(name) is expected


PARTS = st.sampled_from(
    [
        "The firm",
        "Jan Jansen",
        ", which makes chips",
        ", who denies it",
        ", 45",
        ",",
        " was fined",
        " said on Tuesday",
        " by 3 courts",
        ".",
        ' "',
        " not",
    ]
)


@given(st.lists(PARTS, min_size=1, max_size=12))
@settings(deadline=None, max_examples=300)
def test_nothing_is_added_and_no_denial_goes(parts):
    text = "".join(parts)
    left = compressed(text)
    words = iter(re.findall(r"\w+", text.lower()))
    assert all(word in words for word in re.findall(r"\w+", left.lower()))  # the same words, in order
    assert Counter(re.findall(r"\b(?:not|denies)\b", left)) == Counter(re.findall(r"\b(?:not|denies)\b", text))
