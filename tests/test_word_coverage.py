import numpy as np
import pytest

from summarizer.extractive import load_model
from summarizer.folders import embedded_folder
from summarizer.word_coverage import FEATURES, REFERENCE_WORDS, Coverage, WordModel, Words, stems

TEXTS = ["Verda was fined, Verda says.", "The fine is high.", "", "Verda was fined."]


def test_stems_are_cut_to_seven_letters():
    assert stems("The regulators’ 3.5 million_euros") == ["the", "regulat", "3", "5", "million", "euros"]


def test_words_of_sentences():
    words = Words.of(TEXTS)
    assert words.stems == ["verda", "was", "fined", "says", "the", "fine", "is", "high"]
    assert words.lengths.tolist() == [5, 4, 0, 3]
    assert words.count.tolist() == [3, 2, 2, 1, 1, 1, 1, 1] and words.first.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    by_sentence = [[words.stems[i] for i in words.word[words.sentence == number]] for number in range(len(TEXTS))]
    assert by_sentence == [["verda", "was", "fined", "says"], ["the", "fine", "is", "high"], [], ["verda", "was", "fined"]]


def test_features_of_words():
    words = Words.of(TEXTS)
    found = words.features([2.0, 1.0, 0.0, -1.0], np.full(8, -3.0))
    column = {name: found[:, i] for i, name in enumerate(FEATURES)}
    assert column["log count"][0] == pytest.approx(np.log(3)) and column["log share of sentences"][0] == pytest.approx(np.log(2 / 4))
    assert column["best score"].tolist() == [2, 2, 2, 2, 1, 1, 1, 1]
    assert column["sum of scores"][0] == pytest.approx(np.log(np.exp(2) + np.exp(-1)))
    assert column["frequency × share"][0] == pytest.approx(-3 * np.log(0.5)) and column["log first place"][4] == pytest.approx(np.log(2))


def test_a_sentence_gains_what_is_likely_and_not_yet_said():
    words = Words.of(TEXTS)
    coverage = Coverage(words, np.array([0.8, 0.1, 0.5, 0.2, 0.1, 0.1, 0.1, 0.1]))
    f1 = {i: 2 * shared / (length + REFERENCE_WORDS) for i, (shared, length) in enumerate([(1.6, 5), (0.4, 4), (0, 0), (1.4, 3)])}
    spread = np.std(list(f1.values()))
    assert coverage.gains([]) == pytest.approx([value / spread for value in f1.values()])
    after = coverage.gains([0])
    assert after[3] == pytest.approx((2 * 1.6 / (8 + REFERENCE_WORDS) - f1[0]) / spread) and after[3] < 0 < after[1]


@pytest.mark.parametrize("texts", [[], [""], ["?!", "—"]])
def test_sentences_without_words_gain_nothing(texts):
    model = load_model(embedded_folder() / "extractive").words
    gains = model.of_sentences(texts, [0.0] * len(texts)).gains([])
    assert gains.shape == (len(texts),) and not gains.any()


def test_what_was_learned_knows_news_from_filler():
    texts = ["The regulator has fined Verda.", "Verda appeals, the regulator said.", "Well, you know how that goes sometimes."]
    coverage = load_model(embedded_folder() / "extractive").words.of_sentences(texts, [1.0, 0.0, -1.0])
    chance = dict(zip(coverage.words.stems, coverage.chance, strict=True))
    assert chance["verda"] > chance["appeals"] > chance["sometim"] and chance["fined"] > chance["well"]
    assert ((coverage.chance > 0) & (coverage.chance < 1)).all()


@pytest.mark.parametrize("change", [{"features": ["count"]}, {"weights": [1.0]}, {"known": {"a": [1.0]}}, {"unknown": None}, {"base": "x"}])
def test_a_model_of_something_else_is_refused(change):
    stored = {"features": list(FEATURES), "weights": [0.0] * 9, "known": {"a": [0.1, 0.2]}, "unknown": [0.0, 0.0], "base": 0.0}
    assert WordModel.of(stored).known == {"a": (0.1, 0.2)}
    with pytest.raises((ValueError, TypeError)):
        WordModel.of(stored | change)
