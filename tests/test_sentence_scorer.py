import json

import numpy as np
import pytest

from summarizer.article import Sentence
from summarizer.errors import ModelDamaged
from summarizer.extractive import ExtractiveSummarizer
from summarizer.folders import embedded_folder
from summarizer.sentence_features import FEATURES, cosine, cosines, features, leans, terms, tf_idf
from summarizer.sentence_scorer import WEIGHTS, SentenceScorer, ngrams


def body(*texts):
    return [Sentence(i, 1 + i // 3, text, text) for i, text in enumerate(texts, 1)]


def test_every_sentence_has_every_feature():
    sentences = body("Verda lost 3 cases in Utrecht, it said.", "“We regret it.”", "Will it appeal?")
    found = features(sentences, tf_idf([s.nl for s in sentences]))
    assert found.shape == (3, len(FEATURES)) and np.isfinite(found).all()
    column = {name: found[:, i].tolist() for i, name in enumerate(FEATURES)}
    assert column["position"] == [0, 1, 2] and column["question"] == [0, 0, 1] and column["numbers"] == [1, 0, 0]
    assert column["said"] == [1, 0, 0] and column["opens with a quote"] == [0, 1, 0] and column["first person"][1] == 1
    assert column["likeness to the lead"][0] == pytest.approx(1)


def test_no_sentences_have_no_features():
    assert features([], []).shape == (0, len(FEATURES))


@pytest.mark.parametrize(
    ("nl", "en", "expected"),
    [("Hij ging weg.", "He left.", True), ("Daarom ging Jan.", "That is why Jan left.", True), ("Jan ging weg.", "Jan left.", False)],
)
def test_leans(nl, en, expected):
    assert leans(Sentence(1, 1, nl, en)) is expected


def test_terms_join_inflections():
    assert terms("De handelsoorlog en handelsoorlogen van 2019") == ["handels", "handels", "2019"]
    assert cosine({"a": 1.0}, {"a": 2.0}) == pytest.approx(1) and cosine({"a": 1.0}, {"b": 1.0}) == 0


def test_likeness_to_each_is_that_to_one():
    vectors = tf_idf(
        ["De trein naar Utrecht rijdt niet.", "", "De trein rijdt, de bus niet.", "Een bus naar Utrecht?", "Iets heel anders."]
    )
    likeness = cosines(vectors)
    for place, vector in enumerate(vectors):
        assert likeness(place).tolist() == [cosine(vector, other) for other in vectors]


def test_ngrams_come_once_each():
    assert ngrams("The firm said the firm grew.") == ["the", "firm", "said", "grew", "the firm", "firm said", "said the", "firm grew"]


def write(folder, **changes):
    trees = {"roots": [0], "feature": [0, -1, -1], "threshold": [1.5, 0, 0], "left": [1, 0, 0], "right": [2, 0, 0], "value": [0, 3.0, -1.0]}
    stored = {"features": list(FEATURES), "base": 0.5, "trees": trees, "words": {"fined": 1.0, "was": -1.0, "was fined": 4.0}} | changes
    (folder / WEIGHTS).write_text(json.dumps(stored), encoding="utf-8")
    return folder


def test_a_score_is_the_sum_of_trees_and_words(tmp_path):
    scorer = SentenceScorer.load(write(tmp_path))
    sentences = body("Verda was fined.", "It regrets that.", "Ziggo was glad.")
    scores = scorer.scores(sentences, tf_idf([s.nl for s in sentences]))
    assert scores == pytest.approx([0.5 + 3 + 4 / 3**0.5, 0.5 + 3, 0.5 - 1 - 1])


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", json.dumps({"features": ["position"], "base": 0, "trees": {}, "words": {}})],
)
def test_a_file_that_is_no_model_is_refused(tmp_path, text):
    (tmp_path / WEIGHTS).write_text(text, encoding="utf-8")
    with pytest.raises(ModelDamaged, match=WEIGHTS):
        SentenceScorer.load(tmp_path)


def test_what_is_shipped_is_known_by_its_hash():
    from summarizer.model_files import sha256_of

    assert ExtractiveSummarizer().used.sha256 == sha256_of(embedded_folder() / "extractive" / WEIGHTS)


def test_news_scores_above_filler():
    sentences = body(
        "Telecom company Verda was fined 3.5 million euros on Wednesday for selling the data of 300,000 customers.",
        "The fine is the highest that the regulator has ever imposed on a telecom company.",
        "It was a sunny day.",
        "“We will see,” he said.",
    )
    scores = SentenceScorer.load(embedded_folder() / "extractive").scores(sentences, tf_idf([s.nl for s in sentences]))
    assert min(scores[:2]) > max(scores[2:])
