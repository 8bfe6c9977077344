"""Seq2seq summarizers: a real tiny BART for the plumbing, a scripted engine for what is done with what it writes."""

import json

import pytest

from summarizer.article import ModelUsed, Sentence
from summarizer.engines import Hypothesis
from summarizer.pipeline import load_summarizer
from summarizer.seq2seq import Recipe, Seq2SeqSummarizer
from summarizer.summarization import LENGTHS, Document, Length
from tests.doubles import Words

TEXTS = [f"The company said on day {i} that its network number {i} would grow by {i} percent." for i in range(1, 13)]
OTHERS = [
    ("Farmers in the north", "asked the minister for more time"), ("A court in Utrecht", "rejected the appeal of a bank"),
    ("Trains to Ghent", "were late because of a broken cable"), ("Two hospitals", "bought a machine that reads heart scans"),
    ("The regulator", "opened an inquiry into the price of milk"), ("Students", "found a comet with a home-made telescope"),
    ("Engineers", "repaired the bridge over the river at night"), ("A painting by a pupil of Rembrandt", "was sold to a museum"),
]  # fmt: skip
DOCUMENT = Document([Sentence(i, 1, text, text) for i, text in enumerate(TEXTS, 1)])


class Writes:
    """An engine that writes the same text whatever it reads."""

    name, compute_type, parallel, batch_tokens, exact = "scripted", "none", 1, 2048, True

    def __init__(self, text):
        self.text, self.read = text, []

    def generate(self, sources, decoding):
        self.read += sources
        self.decoding = decoding
        return [[Hypothesis(tuple(self.text.split()))] for _ in sources]


def summarizer(text, *, guard=False, **recipe):
    engine = Writes(text)
    return Seq2SeqSummarizer(engine, Words(), ModelUsed("t", "", "t", "t"), Recipe(**({"positions": 1024} | recipe)), guard=guard), engine


@pytest.mark.parametrize("engine", ["ctranslate2", "torch"])
def test_a_real_checkpoint_writes_something(bart_folder, engine):
    subject = load_summarizer(str(bart_folder), engine=engine, threads=1, guard=False)
    (draft,) = subject.summarize([DOCUMENT], Length(words=20))
    assert subject.used.engine == engine and subject.used.name == str(bart_folder)
    assert len(draft) <= 20 and all((sentence.taken_from, sentence.origin) == ((), "written") for sentence in draft)


@pytest.mark.parametrize("engine", ["ctranslate2", "torch"])
def test_what_a_model_of_random_weights_writes_is_replaced(bart_folder, engine):
    (draft,) = load_summarizer(str(bart_folder), engine=engine, threads=1).summarize([DOCUMENT], Length(words=40))
    assert draft and all(sentence.origin == "replaced" and sentence.text in TEXTS for sentence in draft)


def test_with_the_guard_several_drafts_are_written_after_several_readings():
    subject, engine = summarizer("The company said that its network would grow.", guard=True, beam=5)
    others = [f"{who} {what}." for who, what in OTHERS]  # of repeats less would be read
    sentences = [Sentence(i, 1, text, text) for i, text in enumerate([TEXTS[0], *others], 1)]
    (draft,) = subject.summarize([Document(sentences)], LENGTHS["medium"])
    assert [sentence.origin for sentence in draft] == ["written"]
    assert engine.decoding.hypotheses == 5 and len(engine.read) == 3
    lengths = [len(tokens) for tokens in engine.read]
    assert lengths == sorted(lengths, reverse=True) and len(set(lengths)) == 3


def test_the_abstract_ends_on_a_full_sentence():
    subject, _ = summarizer("Verda grew again. The network was extended. The company then said that")
    assert [s.text for s in subject.summarize([DOCUMENT], LENGTHS["medium"])[0]] == ["Verda grew again.", "The network was extended."]


def test_sentences_and_words_are_limits():
    text = "Verda grew again. The network was extended. Prices rose as well."
    subject, _ = summarizer(text)
    assert len(subject.summarize([DOCUMENT], Length(sentences=2))[0]) == 2
    assert [s.text for s in subject.summarize([DOCUMENT], Length(words=7))[0]] == ["Verda grew again.", "The network was extended."]
    assert len(subject.summarize([DOCUMENT], Length(words=1))[0]) == 1


def test_a_long_article_is_read_where_it_matters_and_never_over_the_model_s_positions():
    subject, engine = summarizer("Fine.", positions=60)
    subject.summarize([DOCUMENT], LENGTHS["short"])
    assert len(engine.read[0]) <= 60 and " ".join(engine.read[0]).startswith(TEXTS[0])


def test_a_short_article_comes_back_as_it_is_without_the_model():
    subject, engine = summarizer("Invented.")
    (draft,) = subject.summarize([Document(DOCUMENT.sentences[:2])], LENGTHS["short"])
    assert [sentence.taken_from for sentence in draft] == [(1,), (2,)] and not engine.read


@pytest.mark.parametrize(
    ("config", "generation", "expected"),
    [
        ({"max_position_embeddings": 1024}, {}, Recipe(positions=1024)),
        ({"max_position_embeddings": 1024}, {"num_beams": 6, "length_penalty": 2.0, "max_length": 142, "min_length": 56, "no_repeat_ngram_size": 3},
         Recipe(1024, "", 6, 3, 2.0, 142, 56)),
        ({"model_type": "t5", "n_positions": 512}, {}, Recipe(positions=512, prefix="summarize: ")),
        ({"max_position_embeddings": 1024, "task_specific_params": {"summarization": {"num_beams": 3, "max_length": None}}}, {},
         Recipe(positions=1024, beam=3)),
    ],
)  # fmt: skip
def test_the_recipe_is_the_checkpoint_s_own(tmp_path, config, generation, expected):
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (tmp_path / "generation_config.json").write_text(json.dumps(generation), encoding="utf-8")
    assert Recipe.of(tmp_path) == expected


def test_a_sentence_too_long_for_the_model_is_cut_not_refused():
    text = " ".join(f"word{i}" for i in range(100)) + "."
    subject, engine = summarizer("Fine.", positions=60)
    subject.summarize([Document([Sentence(i, 1, text, text) for i in range(1, 4)])], LENGTHS["short"])
    assert [len(tokens) for tokens in engine.read] == [60]
