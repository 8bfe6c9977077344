"""The translator around the engine: what reaches the model, in which batches, and what happens to what comes back broken."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.article import ModelUsed
from summarizer.engines import BATCH_TOKENS, Hypothesis
from summarizer.errors import ModelDamaged
from summarizer.lexicon import Lexicon
from summarizer.stand_ins import put_back, with_stand_ins
from summarizer.translation import PIECE_TOKENS, Translator
from tests.doubles import Words

USED = ModelUsed("test", "", "test", "none")


def reverse(text):
    """The 'translation' of a text: each word backwards."""
    return " ".join(word.lower()[::-1] for word in text.split())


class Backwards:
    """An engine that writes words backwards and remembers what it was given, but for what fills a batch."""

    name, compute_type, parallel, batch_tokens, exact = "backwards", "none", 2, BATCH_TOKENS, True

    def __init__(self, answer=None):
        self.calls, self._answer = [], answer

    def generate(self, sources, decoding):
        texts = [list(source) for source in sources if set(source) != {"</s>"}]
        self.calls.append((texts, decoding))
        return [[Hypothesis(self._one(source[:-1], decoding))] for source in texts] + [[Hypothesis(())]] * (len(sources) - len(texts))

    def _one(self, words, decoding):
        return tuple((self._answer and self._answer(words, decoding)) or reverse(" ".join(words)).split())

    @property
    def seen(self):
        return {" ".join(source[:-1]) for sources, _ in self.calls for source in sources}


def translator(answer=None):
    engine = Backwards(answer)
    return Translator(engine, Words(), USED), engine


def test_order_is_kept_and_repeated_sentences_are_translated_once():
    subject, engine = translator()
    sentences = ["dit is een zin over de wet", "en dit is er nog een", "dit is een zin over de wet"]
    assert [t.text for t in subject.translate(sentences)] == [reverse(s) for s in sentences]
    assert sum(len(sources) for sources, _ in engine.calls) == 2


@pytest.mark.parametrize("blank", ["", "   ", "---", "***", "12345", "😀"])
def test_what_has_no_letters_never_reaches_the_model(blank):
    subject, engine = translator()
    assert subject.translate([blank])[0].text.strip() == blank.strip()
    assert not engine.calls


def test_english_sentences_are_left_alone():
    subject, engine = translator()
    english = "The company said that it would not comment on the ruling of the court."
    (translation,) = subject.translate([english])
    assert translation.text == english and translation.flags == ("english",) and not engine.calls


def test_a_language_token_is_text():
    subject, engine = translator()
    subject.translate([">>fr<< dit is een zin over het weer"])
    assert engine.seen == {">>fr<< dit is een zin over het weer"}


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("KABINET WIL STRENGERE REGELS VOOR AI", "Kabinet wil strengere regels voor ai"),
        ("KPN EN NOS", "KPN EN NOS"),
        ("De NOS en de KPN", "De NOS en de KPN"),
    ],
)
def test_shouted_headlines_are_calmed_down(source, seen):
    subject, engine = translator()
    subject.translate([source])
    assert engine.seen == {seen}


def test_punctuation_is_normalised_before_the_model():
    subject, engine = translator()
    subject.translate(["De “broncode” van Huawei’s\u00a0apparatuur…"])
    assert engine.seen == {'De "broncode" van Huawei\'s apparatuur...'}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=60))
def test_batches_stay_within_the_budget_and_nothing_is_lost(lengths):
    subject, engine = translator()
    sentences = [" ".join(f"woord{chr(97 + i % 26)}{chr(97 + j % 26)}{'x' * (j // 26)}" for j in range(n)) for i, n in enumerate(lengths)]
    translations = subject.translate(sentences)
    for source, translation in zip(sentences, translations, strict=True):
        assert translation.text.split() == reverse(source).split()
    for sources, _ in engine.calls:
        width = max(map(len, sources))
        assert width <= PIECE_TOKENS and (len(sources) == 1 or len(sources) * width <= BATCH_TOKENS)


def test_a_loop_is_mended_by_forbidding_repeated_ngrams():
    def looping(words, decoding):
        return None if decoding.no_repeat_ngram else ["the"] * 12

    subject, _ = translator(looping)
    (translation,) = subject.translate(["de regering heeft een nieuwe wet gemaakt over het internet"])
    assert translation.flags == ("garbled",) and translation.text.startswith("ed gnireger")


def test_a_loop_is_mended_by_smaller_pieces():
    def looping(words, decoding):
        return ["the"] * len(words) if len(words) > 9 else None

    subject, engine = translator(looping)
    source = "de regering heeft een nieuwe wet gemaakt, maar de kamer wil daar nog niets van weten"
    (translation,) = subject.translate([source])
    assert translation.text == reverse(source) and translation.flags == ("garbled",)
    assert any(source.startswith(piece) and piece != source for piece in engine.seen)


def test_what_nothing_mends_is_flagged():
    subject, _ = translator(lambda words, decoding: ["loop"] * 10)
    (translation,) = subject.translate(["de regering heeft een nieuwe wet gemaakt over het internet"])
    assert "repetition" in translation.flags


def test_a_lost_number_is_flagged():
    subject, _ = translator(lambda words, decoding: ["THE", "FINE", "IS", "HIGH"])
    assert "numbers" in subject.translate(["De boete bedraagt 250 euro"])[0].flags


def test_the_hypothesis_that_keeps_the_number_wins():
    class TwoHypotheses(Backwards):
        def generate(self, sources, decoding):
            self.calls.append(sources)
            lost = Hypothesis(("The", "fine", "was", "200", "euros."), -0.1)
            kept = Hypothesis(("The", "fine", "was", "250", "euros."), -0.9)
            return [[lost, kept][: decoding.hypotheses] for _ in sources]

    subject = Translator(TwoHypotheses(), Words(), USED)
    (translation,) = subject.translate(["De boete was 250 euro."])
    assert translation.text == "The fine was 250 euros." and translation.flags == ()


def test_a_name_that_opens_a_sentence_is_read_as_one_that_the_model_knows():
    lexicon = Lexicon({"belooft": "promises", "beterschap": "improvement"})
    engine = Backwards(lambda words, decoding: ["Realm" if word == "Rijkhof" else word for word in words])
    (translation,) = Translator(engine, Words(), USED, lexicon=lexicon).translate(["Rijkhof belooft beterschap."])
    assert translation.text == "Rijkhof promises improvement." and "Rijkhof promises improvement." in engine.seen


@pytest.mark.parametrize(
    ("answer", "text", "flags", "widest"),
    [
        ("The fine for Kosnel is high.", "The fine for Koopsnel is high.", ("restored",), 2),  # mended: no need of another search
        ("The fine for it is high.", "The fine for it is high.", ("names",), 8),
        ("The fine for Koopsnel is 9 euros.", "The fine for Koopsnel is 9 euros.", ("invented",), 8),
        ("The fine for Koopsnel is xzxzx.", "The fine for Koopsnel is xzxzx.", ("garbled",), 2),  # a wider one says something else
    ],
)
def test_names_are_put_back_before_a_wider_search_is_decided_on(answer, text, flags, widest):
    subject, engine = translator(lambda words, decoding: answer.split())
    (translation,) = subject.translate(["De boete voor Koopsnel is hoog."])
    assert translation.text == text and translation.flags == flags
    assert max(decoding.beam for _, decoding in engine.calls) == widest


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("Het bedrijf groeit.", ["It", "grows"], "It grows."),
        ("Groeit het bedrijf?", ["Does", "it", "grow"], "Does it grow?"),
        ("Het bedrijf groeit.", ["It", "grows."], "It grows."),
        ("Groei van het bedrijf", ["Growth", "of", "it"], "Growth of it"),
    ],
)
def test_a_lost_full_stop_comes_back(source, answer, expected):
    subject, _ = translator(lambda words, decoding: answer)
    assert subject.translate([source])[0].text == expected


def test_confidence_is_that_of_the_least_certain_piece():
    class Doubting(Backwards):
        def generate(self, sources, decoding):
            return [[Hypothesis(tuple(reverse(" ".join(source[:-1])).split()), -len(source) / 100)] for source in sources]

    subject = Translator(Doubting(), Words(), USED)
    short, long = subject.translate(["de wet is nieuw", " ".join(["woord"] + [f"w{chr(97 + i % 26)}{i // 26 * 'x'}" for i in range(150)])])
    assert short.confidence == pytest.approx(0.951, abs=0.001)
    assert 0 < (long.confidence or 0) < 0.5


def test_the_canary():
    subject, _ = translator()
    subject.try_canary("de wet is nieuw", "ed tew si wuein")
    with pytest.raises(ModelDamaged, match="don't belong together"):
        subject.try_canary("de wet is nieuw", "the law is new")


def test_both_engines_on_a_real_checkpoint_agree_at_beam_one(marian_folder):
    from summarizer.pipeline import load_translator

    sentences = [line for line in json.loads((marian_folder / "vocab.json").read_text("utf-8")) if line.isalpha()][:40]
    by_engine = {}
    for engine in ("ctranslate2", "torch"):
        subject = load_translator(str(marian_folder), engine=engine, threads=1, beam=1)
        assert subject.used.engine == engine and len(subject.used.sha256) == 64
        by_engine[engine] = [translation.text for translation in subject.translate(sentences)]
    assert len(by_engine["torch"]) == 40  # random weights: only that both run and give one answer each


LEXICON = Lexicon({"vonnis": "verdict|ruling", "rechter": "judge", "fabriek": "factory"})


def with_lexicon(answer):
    engine = Backwards(answer)
    return Translator(engine, Words(), USED, lexicon=LEXICON), engine


@pytest.mark.parametrize(
    ("mixed", "plain", "expected"),
    [
        ("The judge does not explain the verdict.", None, "The judge does not explain the verdict."),
        ("The jodge does not explain the verdict.", None, "The judge does not explain the verdict."),  # put back
        ("The judge does not splain the verdict.", None, "The judge does not splain the verdict."),  # made up, but no claim is lost
        ("The 3 judges explained 40 verdicts.", "The judge does not explain the nis.", "The judge does not explain the nis."),
        ("The judge explains 3 verdicts.", "The 4 judges explained 40 verdicts.", "The judge explains 3 verdicts."),  # no better
    ],
)
def test_the_words_of_the_lexicon_are_read_in_english_and_plain_dutch_where_a_claim_went_wrong(mixed, plain, expected):
    subject, engine = with_lexicon(lambda words, _: (mixed if "verdict" in words else plain).split())
    (translation,) = subject.translate(["De rechter legt het vonnis niet uit."])
    assert translation.text == expected
    assert engine.seen == {"De judge legt het verdict niet uit."} | ({"De rechter legt het vonnis niet uit."} if plain else set())


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("The judge names Microsoft.", "The judge names Kruithof."),
        ("The judge calls Court.", "The judge names Court."),  # lost again: the first attempt stays
    ],
)
def test_a_name_that_was_lost_is_read_as_one_that_the_model_knows(heard, expected):
    def answer(words, _):
        return (heard if "Microsoft." in words else "The judge names Court.").split()

    subject, engine = with_lexicon(answer)
    (translation,) = subject.translate(["De rechter noemt Kruithof."])
    assert translation.text == expected
    assert any("Microsoft." in text for text in engine.seen)


def test_what_stood_in_for_a_name_is_no_name_of_the_source():
    subject, _ = with_lexicon(
        lambda words, _: ("The judge names Microsofts." if "Microsoft." in words else "The zorbles names Court.").split()
    )
    (translation,) = subject.translate(["De rechter noemt Kruithof."])
    assert translation.text == "The zorbles names Court."


@pytest.mark.parametrize(
    ("dutch", "names", "given", "stand_ins"),
    [
        ("Bij Kruithof werken 9 mensen.", ["Kruithof"], "Bij Microsoft werken 9 mensen.", {"Microsoft": "Kruithof"}),
        ("Kruithof en Van der Aa.", ["Kruithof", "Van der Aa"], "Microsoft en Google.", {"Microsoft": "Kruithof", "Google": "Van der Aa"}),
        ("Microsoft koopt Kruithof.", ["Kruithof"], "Microsoft koopt Google.", {"Google": "Kruithof"}),
        ("Kruithofs zaak.", ["Kruithof"], "Kruithofs zaak.", {}),
        ("Zwitserland en A, B, C en D.", ["Zwitserland", "A", "B", "C", "D"], "Zwitserland en Microsoft, Google, Facebook en D.",
         {"Microsoft": "A", "Google": "B", "Facebook": "C"}),
    ],
)  # fmt: skip
def test_stand_ins_for_names_come_out_as_the_names(dutch, names, given, stand_ins):
    assert with_stand_ins(dutch, names) == (given, stand_ins)
    assert put_back(given, stand_ins) == dutch


@pytest.mark.parametrize(
    ("mixed", "plain", "widest"),
    [
        ("The factory burns 9 times.", "The factory burns 5 or 6 times.", "De factory brandt."),
        ("It burns 5 or 6 times.", "It burns 5 times.", "De fabriek brandt."),
    ],
)
def test_the_wider_search_goes_on_from_the_better_reading(mixed, plain, widest):
    subject, engine = with_lexicon(lambda words, _: (mixed if "factory" in words else plain).split())
    subject.translate(["De fabriek brandt."])
    assert [" ".join(source[:-1]) for sources, decoding in engine.calls if decoding.beam == 8 for source in sources] == [widest]
