from collections import Counter

import pytest

from cross_validate import cross_fitted, models_of
from summarizer.evaluation.pairs import FOLDS, document_of
from summarizer.evaluation.summaries import system_of
from summarizer.extractive import WEIGHTS, ExtractiveModel, ExtractiveSummarizer
from summarizer.summarization import LENGTHS
from tests.test_evaluation import pairs


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("folds")


@pytest.fixture(scope="module")
def models(work):
    return models_of(pairs(), work)


def test_a_model_has_not_learned_from_its_own_part(models, work):
    parts = Counter(pair.fold for pair in pairs())
    assert set(parts) <= set(range(FOLDS)) and len(parts) > 2
    learned = [ExtractiveModel.load(work / f"without-{fold}") for fold in range(FOLDS)]
    assert [model.words.base for model in learned] == [model.words.base for model in models]
    assert len({model.words.base for model in models}) == len(parts) + (
        len(parts) < FOLDS
    )  # parts without articles leave all to learn from


def test_models_that_are_there_are_not_trained_again(models, work):
    before = {path: path.stat().st_mtime_ns for path in work.glob(f"*/{WEIGHTS}")}
    models_of([], work)
    assert before == {path: path.stat().st_mtime_ns for path in work.glob(f"*/{WEIGHTS}")} and len(before) == FOLDS


def test_each_article_is_summarised_by_the_model_of_its_part(models):
    documents = [document_of(pair.article) for pair in pairs()]
    folds = {id(document): pair.fold for document, pair in zip(documents, pairs(), strict=True)}
    alone = [system_of(ExtractiveSummarizer(models[folds[id(document)]]), LENGTHS["medium"])([document])[0] for document in documents]
    assert cross_fitted(models, folds)(documents) == alone
