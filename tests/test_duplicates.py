"""Near copies are recognised, other articles are not, and the estimate is the similarity that it stands for."""

import random

import pytest

from summarizer.duplicates import SIMILAR, Originals, signature, similarity

WORDS = [f"woord{i}" for i in range(3000)]


def text(seed, words=300):
    return random.Random(seed).choices(WORDS, k=words)


def report(seed):
    """With two numbers in it."""
    return [*text(seed, 150), "vier", "42", *text(seed + 1000, 148)]


def signed(words):
    found = signature(" ".join(words))
    assert found is not None
    return found


def jaccard(one, other):
    one, other = ({tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in (one, other))
    return len(one & other) / len(one | other)


@pytest.mark.parametrize("changed", [0, 2, 5, 15, 60, 150])
def test_the_estimate_is_near_the_similarity(changed):
    errors = []
    for seed in range(20):
        original = text(seed)
        copy = original.copy()
        for place in random.Random(seed).sample(range(300), changed):
            copy[place] = "anders"
        errors.append(similarity(signed(original), signed(copy)) - jaccard(original, copy))
    assert abs(sum(errors) / 20) < 0.03 and max(map(abs, errors)) < 0.2
    assert changed or not any(errors)


EDITS = {
    "the same": (lambda words: words, True),
    "another opening": (lambda words: text(99, 20) + words, True),
    "the last tenth cut": (lambda words: words[:270], True),
    "a word in a hundred changed": (lambda words: [word if i % 100 else "anders" for i, word in enumerate(words)], True),
    "capitals and punctuation": (lambda words: [f"{word.upper()}," for word in words], True),
    "a word in ten changed": (lambda words: [word if i % 10 else "anders" for i, word in enumerate(words)], False),
    "a number changed": (lambda words: ["43" if word == "42" else word for word in words], False),
    "a number in words changed": (lambda words: ["vijf" if word == "vier" else word for word in words], False),
    "a number gone": (lambda words: [word for word in words if word != "42"], True),
    "half of it": (lambda words: words[:150], False),
    "other numbers in each sentence": (lambda words: [word if i % 12 else f"{i}" for i, word in enumerate(words)], False),
    "another article": (lambda words: text(7), False),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_a_copy(edit):
    make, is_copy = EDITS[edit]
    for seed in range(20, 30):
        originals = Originals()
        originals.add("original", signed(report(seed)))
        assert (originals.find(signed(make(report(seed)))) is not None) is is_copy


def test_the_first_of_many_originals_is_found_and_one_that_is_taken_away_no_more():
    originals = Originals()
    for seed in range(200):
        originals.add(str(seed), signed(text(seed)))
    originals.add("again", signed(text(150)))
    assert originals.find(signed(text(150))) == "150"
    originals.discard("150")
    originals.discard("never there")
    assert originals.find(signed(text(150))) == "again" and originals.find(signed(text(151))) == "151"


def test_articles_that_share_nothing_are_far_from_the_threshold():
    found = [signed(text(seed)) for seed in range(100)]
    assert max(similarity(found[i], found[j]) for i in range(100) for j in range(i)) < SIMILAR - 0.3


@pytest.mark.parametrize("words", [0, 1, 19])
def test_too_little_text_is_no_copy_of_anything(words):
    assert signature(" ".join(text(1, words))) is None


def test_a_very_long_text_is_signed_by_its_beginning():
    words = text(1, 25_000)
    assert similarity(signed(words), signed(words[:21_000])) == 1
