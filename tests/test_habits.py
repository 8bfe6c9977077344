"""The contrastive list of news language, and the embedded translator on it."""

import json
from collections import Counter

import pytest

from evaluate_habits import CASES, Case, Verdict, judge, read_cases, table
from model_card import habit_table
from summarizer.model_store import resolve

FLOOR_MEAN, FLOOR_TERMS = 0.58, 0.60  # the embedded model has 0.62 and 0.66; raise them with a better one


def test_the_list_is_whole():
    cases = read_cases(CASES)
    counts = Counter(case.category for case in cases)
    assert len(cases) >= 200 and len(counts) == 10 and min(counts.values()) >= 20
    assert len({case.dutch for case in cases}) == len(cases)


@pytest.mark.parametrize("case", [case for case in read_cases(CASES) if case.must], ids=lambda case: case.dutch[:40])
def test_the_right_translation_has_its_own_terms(case):
    assert case.has_terms(case.right)


@pytest.mark.parametrize(
    ("must", "text", "found"),
    [
        ((("no",),), "There is no leak.", True), ((("no",),), "It is known now.", False), ((("leak*",),), "Leaks were found.", True),
        ((("US",),), "He told us.", False), ((("US",),), "The US left.", True), ((("not",),), "They didn't.", True),
        ((("bank",), ("fine", "penalty")), "The bank got a penalty.", True), ((("bank",), ("fine",)), "The bank got a penalty.", False),
    ],
)  # fmt: skip
def test_terms_are_looked_for_as_words(must, text, found):
    assert Case("x", "x", "y", ("z",), must).has_terms(text) is found


@pytest.mark.parametrize("line", ["names\tEen\tOne", "names\tEen\tOne\tOne", "names\t\tOne\tTwo", "names\tEen\tOne\tmust:one"])
def test_a_line_that_is_no_case_is_named(tmp_path, line):
    path = tmp_path / "list.tsv"
    path.write_text(f"names\tTwee\tTwo\tThree\n{line}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="line 2"):
        read_cases(path)


def test_the_embedded_translator_stays_above_its_floor():
    *_, whole = table(judge(resolve("nl-en", "translator"), read_cases(CASES)))
    assert whole.category == "all" and whole.mean >= FLOOR_MEAN and whole.terms >= FLOOR_TERMS


def test_the_table_and_the_card_count_right(tmp_path):
    case = Case("names", "Een.", "One.", ("Two.",), (("one",),))
    rows = table([Verdict(case, True, False, "One."), Verdict(case, False, False, "Two.")])
    assert [(row.category, row.cases, row.mean, row.sum, row.terms) for row in rows] == [("names", 2, 0.5, 0, 0.5), ("all", 2, 0.5, 0, 0.5)]
    file = tmp_path / "habits.json"
    row = {"category": "names", "cases": 2, "mean": 0.5, "sum": 0, "with_terms": 2, "terms": 0.5}
    file.write_text(json.dumps({"sha256": "ab", "rows": [row]}), encoding="utf-8")
    assert "| names | 2 | 50.0% | 0.0% | 50.0% of 2 |" in habit_table(file, "ab")
    with pytest.raises(SystemExit, match="other weights"):
        habit_table(file, "cd")
