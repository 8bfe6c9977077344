"""The whole chain with the embedded models on real Dutch text."""

import hashlib
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import (
    Article,
    EmptyInput,
    InputError,
    Length,
    OutOfTime,
    Paragraph,
    Pipeline,
    Result,
    WrongLanguage,
    read_path,
    read_text,
    windows,
)
from summarizer.engines import Hypothesis
from summarizer.segmentation import split_article

GERMAN = (
    "Der Minister hat gestern ein neues Gesetz angekündigt, das auch für kleine Unternehmen gelten soll. "
    "Die Opposition ist nicht damit einverstanden."
)
ENGLISH = (
    "Solar power\n\nThe minister announced a new law on Monday. It will also apply to small companies with 12 workers. "
    "The opposition said that it would vote against the plan. Farmers in the north have asked for more time. A vote is expected in May."
)
DUTCH = (
    "De minister heeft maandag een nieuwe wet aangekondigd. De wet gaat gelden voor bedrijven met meer dan 12 werknemers. "
    "De oppositie stemt tegen het plan van de minister. Boeren in het noorden vragen om meer tijd. In mei wordt er gestemd."
)


@pytest.fixture(scope="module")
def result(pipeline, huawei):
    return pipeline.summarize(read_path(huawei))


def test_the_huawei_article(result):
    assert 1 < len(result.abstract.sentences) <= 3
    assert "Huawei" in result.abstract.text
    assert result.article.date == "2019-09" and result.language == "nl"


def test_every_sentence_of_the_abstract_has_evidence(result):
    numbers = {sentence.number for sentence in result.sentences if not sentence.is_heading}
    assert all(sentence.evidence and numbers.issuperset(sentence.evidence) for sentence in result.abstract.sentences)


def test_the_checks_pass(result):
    assert result.checks.passed, result.checks


def test_headings_are_headings_and_not_in_the_abstract(result):
    headings = [sentence.nl for sentence in result.sentences if sentence.is_heading]
    assert headings == ["Speelveld egaliseren", "Spanningen"]


def test_all_of_the_article_is_there(result, huawei):
    kept = "".join("".join(sentence.nl.split()) for sentence in result.sentences)
    assert "".join(huawei.read_text("utf-8").split()).endswith(kept)


def test_models_are_named_with_their_weights(result):
    assert result.translator.name == "nl-en" and len(result.translator.sha256) == 64
    assert result.summarizer.name == "extractive"


def test_many_articles_give_what_each_gives_alone(pipeline):
    articles = [read_text(DUTCH), read_text(ENGLISH), read_text(DUTCH.replace("12", "37"))]
    together = list(pipeline.summarize_many(articles, Length(sentences=2)))
    alone = [pipeline.summarize(article, Length(sentences=2)) for article in articles]
    assert [r.abstract.text for r in together] == [r.abstract.text for r in alone]


def test_one_bad_article_stops_no_other(pipeline):
    first, second, third = pipeline.summarize_many([read_text(GERMAN), read_text(DUTCH), read_text(GERMAN)])
    assert isinstance(first, WrongLanguage) and isinstance(third, WrongLanguage) and not isinstance(second, InputError)


def test_the_sentences_of_a_line_are_translated_one_by_one(pipeline):
    one, two, blank = pipeline.translate(["De boete is hoog.", "Het bedrijf gaat in beroep.", " "])
    (both,) = pipeline.translate(["De boete is hoog. Het bedrijf gaat in beroep."])
    assert both.text == f"{one.text} {two.text}" and both.confidence == min(one.confidence, two.confidence)
    assert not blank.text.strip() and not blank.flags


def test_addresses_come_out_as_they_went_in(pipeline):
    first, second = pipeline.translate(
        ["Lees meer op https://www.voorbeeld.nl/a_b-C?d=1 of mail jan@voorbeeld.nl.", "Zie www.asml.com/nieuws."]
    )
    assert "https://www.voorbeeld.nl/a_b-C?d=1 " in first.text and "jan@voorbeeld.nl" in first.text and not first.flags
    assert second.text.endswith("www.asml.com/nieuws.") and not second.flags


def test_english_goes_through_untranslated_and_needs_no_translator():
    result = Pipeline(translator="there is no such model").summarize(read_text(ENGLISH), Length(sentences=2))
    assert result.translator is None and result.language == "en" and result.abstract.title == "Solar power"
    assert all(sentence.nl == sentence.en for sentence in result.sentences)
    assert any("without translation" in warning for warning in result.warnings)
    assert result.checks.passed


def test_other_languages_are_refused_by_name(pipeline):
    with pytest.raises(WrongLanguage, match="German") as caught:
        pipeline.summarize(read_text(GERMAN))
    assert "--force" in caught.value.hint


def test_force_translates_them_all_the_same():
    assert Pipeline(force=True).summarize(read_text(GERMAN)).translator is not None


def test_nothing_to_summarize(pipeline):
    from summarizer import Article

    with pytest.raises(EmptyInput):
        pipeline.summarize(Article(()))


def test_results_are_the_same_every_time(pipeline):
    assert pipeline.summarize(read_text(DUTCH)).sentences == pipeline.summarize(read_text(DUTCH)).sentences


@pytest.mark.parametrize(("guard", "origin"), [(True, "replaced"), (False, "written")])
def test_what_a_seq2seq_summarizer_invents_is_replaced_and_said_so(bart_folder, guard, origin):
    result = Pipeline(summarizer=str(bart_folder), threads=1, guard=guard).summarize(read_text(ENGLISH), Length(sentences=1))
    assert {sentence.origin for sentence in result.abstract.sentences} == {origin}
    assert any("were replaced" in warning for warning in result.warnings) is guard
    assert not guard or result.checks.passed


def variants(count):
    """Articles that differ, and share most of their sentences."""
    return [read_text(DUTCH.replace("12", str(20 + i)) + f" De stad telt {i} bruggen.") for i in range(count)]


@pytest.mark.parametrize(("articles", "words", "threads"), [(1, 20_000, 1), (2, 20_000, 3), (64, 60, 2)])
def test_results_do_not_depend_on_windows_or_threads(pipeline, monkeypatch, articles, words, threads):
    given = variants(5)
    expected = [pipeline.summarize(article).sentences for article in given]
    monkeypatch.setattr("summarizer.windows.ARTICLES", articles)
    monkeypatch.setattr("summarizer.windows.WORDS", words)
    found = list(Pipeline(threads=threads, cache=False).summarize_many(given))
    assert [isinstance(result, Result) and result.sentences for result in found] == expected


def test_articles_are_taken_only_as_they_are_needed(pipeline, monkeypatch):
    monkeypatch.setattr("summarizer.windows.ARTICLES", 2)
    taken = 0

    def counted():
        nonlocal taken
        for article in variants(3) * 5:
            taken += 1
            yield article

    ahead = [taken - done for done, _ in enumerate(pipeline.summarize_many(counted()))]
    assert len(ahead) == 15 and max(ahead) <= 6


def test_no_article_is_taken_before_the_first_result_is_asked_for(pipeline):
    def never():
        raise AssertionError("taken")
        yield

    assert iter(pipeline.summarize_many(never()))


@given(st.lists(st.integers(0, 30_000), max_size=80))
@settings(deadline=None, max_examples=30)
def test_windows_hold_every_article_in_order_within_their_limits(sizes):
    given = [Article((Paragraph(" ".join(["woord"] * words)),)) for words in sizes]
    cut = list(windows.windows(given))
    assert [article for window in cut for article in window] == given
    for number, window in enumerate(cut):
        articles, words = windows.limits(number)
        assert 0 < len(window) <= articles <= windows.ARTICLES and sum(article.words for article in window[:-1]) < words <= windows.WORDS


def test_the_first_windows_are_smaller():
    """So that results come soon, and the engine has work while the others are made ready."""
    given = [Article((Paragraph("woord"),))] * 300
    assert [len(window) for window in windows.windows(given)] == [8, 16, 32, *[40] * 6, 4]
    assert windows.limits(10**9) == (windows.ARTICLES, windows.WORDS)


def test_whoever_wants_no_more_does_not_wait_for_the_rest(monkeypatch):
    """The window that is being worked on ends at the next batch."""
    monkeypatch.setattr("summarizer.windows.ARTICLES", 1)
    pipeline = Pipeline(cache=False, threads=3)  # more than two cores
    inner = pipeline.translator._engine
    asked: list[int] = []
    closing = threading.Event()

    class Waiting:
        """After the first article its batches wait until the results are closed."""

        name, compute_type, parallel = inner.name, inner.compute_type, inner.parallel
        batch_tokens, exact = 1, inner.exact  # a batch for each sentence

        def generate(self, sources, decoding):
            if any("zztop" in piece for source in sources for piece in ["".join(source).replace("▁", "").lower()]):
                asked.append(len(sources))
                assert closing.wait(60)
            return inner.generate(sources, decoding)

    pipeline.translator._engine = Waiting()
    articles = [read_text(DUTCH), *(read_text(lengthy(30).replace("minister", "Zztop")) for _ in range(3))]
    results: Any = pipeline.summarize_many(articles)
    assert isinstance(next(results), Result)
    threading.Timer(0.2, closing.set).start()
    results.close()
    assert len(asked) < 20  # of 30 batches and more that it has


# --- A limit of time ---------------------------------------------------------------------------------------------------------------------------


class Slow:
    """An engine whose every batch, of a sentence or two, takes a second of `clock`, a clock that nothing else moves."""

    batch_tokens, parallel = 32, 1

    def __init__(self, engine, clock):
        self.__dict__ |= {name: getattr(engine, name) for name in ("name", "compute_type", "exact")}
        self._engine, self.clock = engine, clock

    def generate(self, sources, decoding):
        self.clock[0] += 1
        return self._engine.generate(sources, decoding)


@pytest.fixture
def slow(monkeypatch):
    """A pipeline without a cache, and the clock of its engine."""
    from summarizer import engines

    clock = [0.0]
    pipeline = Pipeline(cache=False, threads=1, max_seconds=8)
    engine: Any = Slow(pipeline.translator._engine, clock)
    pipeline.translator._engine = engine
    monkeypatch.setattr(engines, "monotonic", lambda: clock[0])
    return pipeline, clock


def lengthy(count):
    """Sentences of many lengths."""
    return " ".join(f"De minister wil{' nu' * i} een wet." for i in range(count))


def test_an_article_whose_translation_takes_too_long_is_an_error_and_the_others_of_its_window_are_done(slow, pipeline):
    late, _ = slow
    articles = [
        read_text(DUTCH, path="a.txt"),
        read_text(lengthy(40), path="b.txt"),
        read_text(ENGLISH, path="c.txt"),
        read_text(DUTCH, path="d.txt"),
    ]
    first, second, third, fourth = late.summarize_many(articles)
    assert (
        isinstance(second, OutOfTime)
        and str(second) == "b.txt: it takes more than 8 seconds to translate"
        and "--max-seconds" in second.hint
    )
    assert [first.abstract, third.abstract, fourth.abstract] == [
        pipeline.summarize(article).abstract for article in (articles[0], *articles[2:])
    ]


def test_what_is_out_of_time_begins_no_batch(slow):
    late, clock = slow
    with pytest.raises(OutOfTime):
        late.summarize(read_text(lengthy(60)))
    assert clock[0] <= 8 + 2  # the batch that passes the limit, and one that was begun beside it


class Echo:
    """An engine that gives back what it is given, which the guards find most fault with, and counts the tokens that it is given."""

    def __init__(self, engine):
        self.__dict__ |= {name: getattr(engine, name) for name in ("name", "compute_type", "parallel", "batch_tokens", "exact")}
        self.tokens = 0

    def generate(self, sources, decoding):
        self.tokens += sum(map(len, sources))
        return [[Hypothesis(tuple(source[:-1]), -1.0)] * decoding.hypotheses for source in sources]


@pytest.mark.parametrize("kind", ["no full stop", "sentences of a word", "a list", "numbers", "names", "no words"])
def test_the_work_of_the_worst_translation_is_linear_in_the_text(kind):
    """Every rung of the ladder is climbed for every sentence, and yet the engine reads each token five times at most, and what
    fills the batches of the widest, however long the text."""

    def made(count):
        match kind:
            case "no full stop":
                return "De raad zegt dat " + " ".join(f"plan{i % 97} van de wethouder" for i in range(count))
            case "sentences of a word":
                return " ".join(f"Woord{i}." for i in range(2 * count))
            case "a list":
                return "\n".join(f"- punt {i} van de raad" for i in range(count))
            case "numbers":
                return " ".join(f"Het is {i},{i * 7919} euro en {i}/{i + 1}." for i in range(count // 2))
            case "names":
                return " ".join(f"Jan{chr(97 + i % 26)} Piet{chr(97 + i // 26 % 26)}sen beschuldigt KP{i} niet." for i in range(count // 2))
            case _:
                return " ".join(f"{hashlib.sha256(str(i).encode()).hexdigest()}" for i in range(count // 8))

    pipeline = Pipeline(cache=False, force=True)
    counts = []
    for count in (60, 240):
        engine: Any = Echo(pipeline.translator._engine)
        pipeline.translator._engine = engine
        article = read_text(f"De raad zegt het niet van de wet. {made(count)}")
        assert isinstance(pipeline.summarize(article), Result)
        counts.append(engine.tokens / sum(pipeline.translator._count(sentence.text) for sentence in split_article(article)))
    assert counts[1] <= counts[0] * 1.2 and counts[1] < 7
