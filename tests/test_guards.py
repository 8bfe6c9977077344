from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.guards import (
    Attempt,
    bad_length,
    copied,
    judge,
    repeats,
    with_names_as_read,
    with_names_restored,
    with_words_restored,
)


@pytest.mark.parametrize(
    "text",
    [
        "the the the the market",
        "a chick of standards by default level of standards by default level of standards by default level of it",
        "He said that he said that he said that he said that it was fine.",
        "no, no, no, no, no",
        "sssss " * 30,
        "In that seasonsonsons he won.",
        "The funeral of Jeffisisisisis was held.",
    ],
)
def test_loops_are_seen(text):
    assert repeats(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Very, very good.",
        "Mississippi, bananas and Barbara",
        "It had had no effect.",
        "New York, New York is the name of a song.",
        "The bill was 1 000 000 000 euros.",
        "The company said on Tuesday that it would appeal against the ruling of the court, which had said that the company had broken the law.",
    ],
)
def test_ordinary_text_is_no_loop(text):
    assert not repeats(text)


@given(st.text(alphabet="abcdefghij ", max_size=40), st.integers(4, 9))
def test_any_phrase_four_times_over_is_a_loop(phrase, times):
    words = phrase.split()[:6]
    if words:
        assert repeats(" ".join(words * times))


@pytest.mark.parametrize(
    ("source", "hypothesis", "bad"), [(10, 10, False), (30, 5, True), (5, 19, False), (5, 21, True), (1, 0, True), (1, 1, False)]
)
def test_length(source, hypothesis, bad):
    assert bad_length(source, hypothesis) is bad


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("De minister wil de wet snel aanpassen.", "De minister wil de wet snel aanpassen.", True),
        ("De minister wil de wet snel aanpassen.", "The minister wants to change the law soon.", False),
        ("Ren Zhengfei, Huawei", "Ren Zhengfei, Huawei", False),  # names come back as they are
        ("Oracle Database 19c Enterprise Edition", "Oracle Database 19c Enterprise Edition", False),
    ],
)
def test_copied(source, hypothesis, expected):
    assert copied(source, hypothesis) is expected


def test_a_good_translation_has_no_faults():
    attempt = judge("Huawei kreeg 130 verzoeken.", "Huawei received 130 requests.", source_tokens=8, hypothesis_tokens=7, max_tokens=40)
    assert attempt.faults == () and attempt.wrong == 0


def test_what_is_lost_makes_an_attempt_worse():
    source = "Het bedrijf Huawei kreeg 130 verzoeken."
    arguments: dict[str, Any] = {"source_tokens": 9, "hypothesis_tokens": 8, "max_tokens": 40}
    good = judge(source, "The company Huawei received 130 requests.", score=-2.0, **arguments)
    number = judge(source, "The company Huawei received 180 requests.", score=-1.0, **arguments)
    loop = judge(source, "The company Huawei 130 130 the the the the the.", score=-0.1, **arguments)
    assert number.faults == ("invented", "numbers")
    assert "repetition" in loop.faults
    assert sorted([loop, number, good], key=lambda a: a.badness) == [good, number, loop]


@pytest.mark.parametrize(
    ("source", "hypothesis", "fault"),
    [
        ("Huawei deelt de code niet.", "Huawei shares the code.", "negation"),
        ("Huawei deelt de code.", "Huawei never shares the code.", "negation"),
        ("De VS verdenkt Huawei.", "Huawei suspects the US.", "relation"),
    ],
)
def test_claims_turned_round_are_faults(source, hypothesis, fault):
    attempt = judge(source, hypothesis, source_tokens=6, hypothesis_tokens=6, max_tokens=40)
    assert attempt.faults == (fault,) and attempt.wrong == (4 if fault == "negation" else 2)


@pytest.mark.parametrize(
    ("source", "garbled", "restored"),
    [
        ("De boete voor webwinkel Koopsnel is hoog.", "The fine for web shop Kosnel is high.", "The fine for web shop Koopsnel is high."),
        ("Het bedrijf uit Veldhoven groeide.", "The company from Fieldhoven grew.", "The company from Veldhoven grew."),
        (
            "Directeur Marieke de Vries van Ziggo belt.",
            "Director Marieke de Vrees of Ziggo calls.",
            "Director Marieke de Vries of Ziggo calls.",
        ),
    ],
)
def test_garbled_names_are_put_back(source, garbled, restored):
    attempt = judge(source, garbled, source_tokens=9, hypothesis_tokens=9, max_tokens=40)
    assert "invented" in attempt.faults
    mended = with_names_restored(source, attempt)
    assert mended.text == restored and mended.faults == ("restored",)


def test_a_name_that_only_begins_like_the_lost_one_is_put_back_too():
    source, garbled = "De theorie van Copernicus klopt.", "The theory of Copernis is right."
    attempt = judge(source, garbled, source_tokens=9, hypothesis_tokens=9, max_tokens=40)
    assert attempt.faults == ("names",) and with_names_restored(source, attempt).text == "The theory of Copernicus is right."


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("Hij werkt bij Handel en Industrie.", "He works at the Ministry of Handle."),  # an English word
        ("De boete voor webwinkel Koopsnel is hoog.", "The fine for web shop Microsoft is high."),  # no likeness
        ("De boete voor webwinkel Koopsnel is hoog.", "The fine for the web shop is high."),  # nothing stands in its place
        ("De boete is hoog.", "The fine for Kosnel is high."),  # the source has no such name
    ],
)
def test_nothing_else_is_touched(source, hypothesis):
    attempt = judge(source, hypothesis, source_tokens=9, hypothesis_tokens=9, max_tokens=40)
    assert with_names_restored(source, attempt) == attempt
    assert isinstance(attempt, Attempt) and attempt.wrong > 0


def test_an_attempt_whose_text_stays_is_the_same_attempt():
    attempt = Attempt("The fine is high.", ("names",), wrong=5)  # counted over pieces, where more seemed wrong than in the whole
    assert with_names_restored("De boete is hoog.", attempt) is attempt


@pytest.mark.parametrize(
    ("source", "read", "garbled", "restored"),
    [
        ("De getuigen zwijgen.", "De witnesses are silent.", "The whitenesses are silent.", "The witnesses are silent."),
        ("De woningnood is groot.", "De housing shortage is groot.", "The woodsing shortage is large.", "The housing shortage is large."),
    ],
)
def test_garbled_words_are_put_back_as_the_model_read_them(source, read, garbled, restored):
    attempt = judge(source, garbled, source_tokens=6, hypothesis_tokens=6, max_tokens=40)
    assert "garbled" in attempt.faults
    mended = with_words_restored(source, read, attempt)
    assert mended.text == restored and mended.faults == ("restored",) and mended.wrong == 0


@pytest.mark.parametrize(
    ("source", "read", "english"),
    [
        ("De getuigen zwijgen.", "De getuigen zwijgen.", "The whitenesses are silent."),  # it was given no English
        ("De getuigen zwijgen.", "De witnesses are silent.", "The fabrier are silent."),  # no likeness
        ("De getuigen zwijgen.", "De witnesses are silent.", "The witnesses whitenesses are silent."),  # the word isn't lost
        ("De getuigen zwijgen.", "De witnesses are silent.", "The weaknesses are silent."),  # wrong, but a word
    ],
)
def test_no_other_word_is_touched(source, read, english):
    attempt = judge(source, english, source_tokens=6, hypothesis_tokens=6, max_tokens=40)
    assert with_words_restored(source, read, attempt) is attempt


def test_a_negation_that_went_is_worse_than_a_word_that_is_none():
    source = "Er is geen geologische activiteit."
    denied, garbled = (
        judge(source, text, source_tokens=6, hypothesis_tokens=6, max_tokens=40)
        for text in ("There is geological activity.", "There is no geoological activity.")
    )
    assert denied.badness > garbled.badness


@pytest.mark.parametrize(
    ("hard", "wrong", "better"),
    [(False, 2, False), (False, 1, False), (False, 0, True), (True, 0, False)],
    ids=["equal", "a name", "two", "hard"],
)
def test_what_is_clearly_better(hard, wrong, better):
    first = Attempt("first", ("garbled",), 2, -0.1)
    assert Attempt("second", ("length",) * hard, wrong, -0.01).is_clearly_better(first) is better
    assert first.is_clearly_better(Attempt("broken", ("truncated",), 0))


def test_what_the_model_was_given_was_not_invented():
    """`Outage` opens the sentence, and may be a name; `zorbles` is in no list of English words."""
    source, given, english = "Storing remt de handel.", "Outage zorbles de trade.", "Outage zorbles the trade."
    counts: dict[str, Any] = {"source_tokens": 6, "hypothesis_tokens": 6, "max_tokens": 40}
    assert judge(source, english, **counts).faults == ("invented", "garbled")
    assert judge(source, english, given=given, **counts).faults == ()
    assert judge(source, "Outage zorbles the blarfs.", given=given, **counts).faults == ("garbled",)


@pytest.mark.parametrize(
    ("source", "read", "english", "named"),
    [
        (
            "Hij landde in de Stille Oceaan.",
            "Hij landed in de Pacific Ocean.",
            "He landed in the Pacific Oceaan.",
            "He landed in the Pacific Ocean.",
        ),
        ("Het Internationaal Fonds.", "Het International Fund.", "The Internationaal Fund.", "The International Fund."),
        ("Hij woont in Nederland.", "Hij woont in Netherlands.", "He lives in the Netherlands.", "He lives in the Netherlands."),
        ("De Straat is dicht.", "De Road is closed.", "The Straat is closed.", "The Straat is closed."),  # another word
    ],
)
def test_a_name_is_in_the_english_that_the_model_read(source, read, english, named):
    assert with_names_as_read(source, read, english) == named


def test_a_name_that_was_read_in_english_is_neither_lost_nor_garbled():
    source, read = "De Straat van Hormuz is dicht.", "De Strait van Hormuz is closed."
    attempt = judge(source, "The Strait of Hormuz is closed.", source_tokens=8, hypothesis_tokens=8, max_tokens=40, given=read)
    assert "names" not in attempt.faults
    assert with_names_restored(source, attempt) == attempt
    lost = judge(source, "It is closed.", source_tokens=8, hypothesis_tokens=4, max_tokens=40, given=read)
    assert "names" in lost.faults
