import json

import numpy as np
import pytest

from summarizer.article import Sentence
from summarizer.errors import ModelDamaged
from summarizer.evaluation.pairs import Pair
from summarizer.extractive import WEIGHTS, Choice, ExtractiveModel, ExtractiveSummarizer, load_model
from summarizer.folders import embedded_folder
from summarizer.sentence_features import FEATURES, cosine, cosines, features, leans, terms, tf_idf
from summarizer.sentence_scorer import SentenceScorer, ngrams
from summarizer.summarization import Document
from tests.conftest import DATA
from train_extractive import behind_the_lead, learn


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
    assert terms("De handelsoorlog en handelsoorlogen van 2019") == ("handels", "handels", "2019")
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


def test_a_score_is_the_sum_of_trees_and_words():
    trees = {"roots": [0], "feature": [0, -1, -1], "threshold": [1.5, 0, 0], "left": [1, 0, 0], "right": [2, 0, 0], "value": [0, 3.0, -1.0]}
    words = {"fined": 1.0, "was": -1.0, "was fined": 4.0}
    scorer = SentenceScorer.of({"features": list(FEATURES), "base": 0.5, "trees": trees, "words": words})
    texts = ["Verda was fined.", "It regrets that.", "Ziggo was glad."]
    assert scorer.scores(features(body(*texts), tf_idf(texts)), texts) == pytest.approx([0.5 + 3 + 4 / 3**0.5, 0.5 + 3, 0.5 - 1 - 1])


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", json.dumps({"features": ["position"], "base": 0, "trees": {}, "words": {}})],
)
def test_a_file_that_is_no_model_is_refused(tmp_path, text):
    (tmp_path / WEIGHTS).write_text(text, encoding="utf-8")
    with pytest.raises(ModelDamaged, match=WEIGHTS):
        ExtractiveModel.load(tmp_path)


def test_what_is_shipped_is_known_by_its_hash():
    from summarizer.model_files import sha256_of

    assert ExtractiveSummarizer().used.sha256 == sha256_of(embedded_folder() / "extractive" / WEIGHTS)


def test_an_article_without_its_lead_begins_at_the_second_place():
    sentences = body(*(f"Sentence {i} is about subject {i * i}." for i in range(6)))
    whole, rest = (features(part, tf_idf([s.nl for s in part])) for part in (sentences, sentences[1:]))
    placed = [
        i
        for i, name in enumerate(FEATURES)
        if name in ("position", "nearness", "relative position", "first", "second", "third", "log sentences")
    ]
    assert behind_the_lead(rest)[:, placed] == pytest.approx(whole[1:, placed])


def test_ranks_and_neighbours_are_those_of_the_article():
    sentences = body("Verda was fined on Wednesday for selling data.", "“We regret it,” Ren Zhengfei said.", "It appeals.")
    found = features(sentences, tf_idf([s.nl for s in sentences]))
    column = {name: found[:, i].tolist() for i, name in enumerate(FEATURES)}
    assert column["words, rank"] == pytest.approx([0, 1 / 3, 2 / 3])
    assert column["words of the one before"] == [0, 8, 6] and column["words of the next"] == [6, 2, 0]
    assert (
        column["said of the one before"] == [0, 0, 1] and column["likeness to the next"][-1] == column["likeness to the one before"][0] == 0
    )


@pytest.mark.parametrize("count", [1, 2])
def test_few_sentences_have_all_features(count):
    sentences = body("Verda was fined.", "It appeals.")[:count]
    assert np.isfinite(features(sentences, tf_idf([s.nl for s in sentences]))).all()


def test_an_abstract_can_be_made_around_a_sentence():
    sentences = body(*(f"Subject{i} is what sentence{i} speaks of." for i in range(6)))
    choice = Choice.of(Document(sentences), sentences, tf_idf([s.nl for s in sentences]), [(lambda sentence: 1, 3)])
    assert choice.best([6, 5, 4, 3, 2, 1]) == [0, 1, 2] and choice.best([6, 5, 4, 3, 2, 1], first=4) == [0, 1, 4]


def test_what_is_learned_is_a_model_and_the_same_again(tmp_path):
    pairs = [
        Pair("news", "own", (DATA / f"news/{stem}.en.txt").read_text("utf-8"), ((DATA / f"news/{stem}.abstract.txt").read_text("utf-8"),))
        for stem in ("01-datalek", "02-vonnis", "03-kwartaalcijfers", "04-laptop", "05-glasvezel", "06-telecomwet")
    ]
    stored = learn(pairs)
    assert stored == learn(pairs)
    (tmp_path / WEIGHTS).write_text(json.dumps(stored), encoding="utf-8")
    model = ExtractiveModel.load(tmp_path)
    assert model.sentences.words == stored["words"] and len(model.words.known) == len(stored["coverage"]["known"])
    assert stored["trained_on"]["articles"] == 6


def test_news_scores_above_filler():
    sentences = body(
        "Telecom company Verda was fined 3.5 million euros on Wednesday for selling the data of 300,000 customers.",
        "The fine is the highest that the regulator has ever imposed on a telecom company.",
        "It was a sunny day.",
        "“We will see,” he said.",
    )
    found = features(sentences, tf_idf([s.nl for s in sentences]))
    scores = load_model(embedded_folder() / "extractive").sentences.scores(found, [s.en for s in sentences])
    assert min(scores[:2]) > max(scores[2:])
