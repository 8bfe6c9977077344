import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.article import Sentence
from summarizer.rewriting import antecedent, rewritten, trimmed, with_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("However, the company denies it.", "The company denies it."),
        ("As a result, 300,000 customers were offline.", "300,000 customers were offline."),
        ("But Verda sees it differently.", "Verda sees it differently."),
        ("And so the fine was lowered.", "So the fine was lowered."),
        ("So far nothing has been found.", "So far nothing has been found."),
        ("However small it is, it counts.", "However small it is, it counts."),
        ("Still standing is the old mast.", "Still standing is the old mast."),
        ("AMSTERDAM (ANP) - The network failed on Tuesday.", "The network failed on Tuesday."),
        ("The chip maker will cut 200 jobs, according to Reuters.", "The chip maker will cut 200 jobs."),
        ("The chip maker will cut 200 jobs, according to its director.", "The chip maker will cut 200 jobs, according to its director."),
        ("According to Bloomberg, the chip maker will cut 200 jobs.", "The chip maker will cut 200 jobs."),
        ("According to the police, nobody was hurt.", "According to the police, nobody was hurt."),
        ("The regulator (ACM) fined the firm.", "The regulator fined the firm."),
        ("Lausanne, Switzerland (CNN)Talks go on.", "Lausanne, Switzerland (CNN)Talks go on."),
        ("Its director (58) leaves.", "Its director (58) leaves."),
        (
            "The firm sells phones (which it doesn't make itself) in China.",
            "The firm sells phones (which it doesn't make itself) in China.",
        ),
    ],
)
def test_only_what_carries_no_news_is_dropped(text, expected):
    assert trimmed(text) == expected


def _sentences(*texts, nl=None):
    return [Sentence(i, 1, (nl or texts)[i - 1], text) for i, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("Olaf Brinkhuis founded the app.", "He denies that it was deliberate.", "Olaf Brinkhuis"),
        ("Olaf Brinkhuis founded the app.", "His lawyer denies that it was deliberate.", "Olaf Brinkhuis"),
        ("Verda lost a court case.", "It has appealed against the ruling.", "Verda"),
        ("Verda lost a court case.", "The company has appealed against the ruling.", "Verda"),
        ("Verda lost a court case.", "It is not the first time that it loses.", None),  # nobody is meant
        ("Verda lost a case against Ziggo.", "It has appealed.", None),  # who?
        ("The court ruled against Verda.", "It has appealed.", None),  # the court, or Verda?
        ("Olaf Brinkhuis met Anna de Wit.", "He left.", None),
        ("Verda lost a court case.", "He left.", None),  # no person
        ("Olaf Brinkhuis founded the app.", "It has many users.", None),  # no thing
    ],
)
def test_a_pronoun_stands_for_the_one_name_there_is_or_for_nothing(first, second, name):
    before, sentence = _sentences(first, second)
    assert antecedent(sentence, before) == name


def test_a_pronoun_that_only_the_translation_has_stays():
    before, sentence = _sentences("Verda lost.", "It has appealed.", nl=("Verda verloor.", "Er is beroep ingesteld."))
    assert antecedent(sentence, before) is None
    before, sentence = _sentences("Verda lost.", "It has appealed.", nl=("Verda verloor.", "Het bedrijf gaat in beroep."))
    assert antecedent(sentence, before) == "Verda"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left.", "Anna de Wit left."),
        ("His lawyer left.", "Anna de Wit’s lawyer left."),
        ("The company has left.", "Anna de Wit has left."),
        ("Nobody left.", "Nobody left."),
    ],
)
def test_with_name(text, expected):
    assert with_name(text, "Anna de Wit") == expected


def test_who_was_named_is_evidence_too():
    body = _sentences("Olaf Brinkhuis founded the app.", "He denies that it was deliberate.", "The rest is silence.")
    (draft,) = rewritten([body[1]], body)
    assert (draft.text, draft.taken_from) == ("Olaf Brinkhuis denies that it was deliberate.", (1, 2))


def test_behind_the_sentence_it_leans_on_a_sentence_stays_as_it_is():
    body = _sentences("Olaf Brinkhuis founded the app with a friend.", "However, he denies that it was deliberate.")
    assert [draft.text for draft in rewritten(body, body)] == [sentence.en for sentence in body]


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        ("Verda has grown fast.", "Verda will hire 200 people.", "Verda has grown fast and will hire 200 people."),
        ("Verda has grown fast.", "Ziggo will hire 200 people.", None),
        ("Verda has grown, but not fast.", "Verda will hire 200 people.", None),
        ("The company has grown in all the countries where it sells phones and masts.", "The company will hire.", None),
    ],
)
def test_two_short_sentences_of_one_subject_become_one(first, second, merged):
    body = _sentences(first, "Something in between was said by somebody.", second)
    texts = [draft.text for draft in rewritten([body[0], body[2]], body)]
    assert texts == ([merged] if merged else [first, second])


SOME_WORDS = (
    "However, But And According to Reuters, Verda Ziggo Olaf Brinkhuis He It The company has said not will grow (ACM) 200 3.5 million"
)
WORDS = st.sampled_from(SOME_WORDS.split())


@given(st.lists(st.lists(WORDS, min_size=3, max_size=14), min_size=2, max_size=5), st.data())
@settings(deadline=None, max_examples=300)
def test_rewriting_invents_nothing(texts, data):
    body = _sentences(*(" ".join(words) + "." for words in texts))
    picked = [sentence for sentence in body if data.draw(st.booleans())]
    for draft in rewritten(picked, body):
        source = " ".join(body[number - 1].en for number in draft.taken_from).lower()
        new = set(re.findall(r"[\w.]+", draft.text.lower().replace("’s", "").replace("’", ""))) - {"and"}
        assert {word.strip(".") for word in new} <= {word.strip(".") for word in re.findall(r"[\w.]+", source)}
        assert draft.text
    covered = {number for draft in rewritten(picked, body) for number in draft.taken_from}
    assert {sentence.number for sentence in picked} <= covered
