"""Real tiny checkpoints through both engines; damaged ones are refused by name."""

import json
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

import heavier_model
from summarizer.engines import PADDING, Decoding, Turns, filled, load_engine, padded, token_batches, usable_cores
from summarizer.engines.ctranslate2 import CTranslate2Engine, converted, prefer_avx512
from summarizer.engines.tokenizers import MarianTokenizer, load_tokenizer
from summarizer.engines.torch import TorchEngine
from summarizer.errors import ModelDamaged, ModelError
from summarizer.model_store import resolve

SENTENCES = ["de kat zit op de mat", "het huis is groot", "een lange zin over de wet en de kamer en de minister", "nee"]


def engines(folder, kind):
    model = resolve(str(folder), kind)
    tokenizer = load_tokenizer(folder)
    return (
        tokenizer,
        TorchEngine.load(model, tokenizer, device="cpu", threads=1),
        CTranslate2Engine.load(model, device="cpu", threads=1, compute_type="float32"),
    )


def test_marian_greedy_outputs_are_equal(marian_folder):
    tokenizer, *both = engines(marian_folder, "translator")
    sources = [tokenizer.encode(sentence) for sentence in SENTENCES]
    slow, fast = (engine.generate(sources, Decoding(max_tokens=24)) for engine in both)
    # transformers ends what it cuts at the limit with </s>, CTranslate2 just stops: only the last token may differ there
    for one, other in zip(slow, fast, strict=True):
        assert one[0].tokens[:23] == other[0].tokens[:23]


def test_bart_greedy_outputs_are_equal(bart_folder):
    tokenizer, *both = engines(bart_folder, "summarizer")
    sources = [tokenizer.encode(sentence) for sentence in SENTENCES]
    slow, fast = (engine.generate(sources, Decoding(max_tokens=16)) for engine in both)
    for one, other in zip(slow, fast, strict=True):
        assert one[0].tokens[:14] == other[0].tokens[:14]


def test_beams_give_the_wanted_number_of_hypotheses_best_first(marian_folder):
    tokenizer, *both = engines(marian_folder, "translator")
    for engine in both:
        (hypotheses,) = engine.generate([tokenizer.encode(SENTENCES[0])], Decoding(beam=4, hypotheses=3, max_tokens=10))
        assert len(hypotheses) == 3
        assert [h.score for h in hypotheses] == sorted((h.score for h in hypotheses), reverse=True)
        assert not {"</s>", "<pad>"} & {token for h in hypotheses for token in h.tokens}


def test_the_order_within_a_batch_doesn_t_matter(marian_folder):
    tokenizer, *both = engines(marian_folder, "translator")
    sources = [tokenizer.encode(sentence) for sentence in SENTENCES]
    for engine in both:
        forwards = engine.generate(sources, Decoding(max_tokens=12))
        backwards = engine.generate(sources[::-1], Decoding(max_tokens=12))
        assert [h[0].tokens for h in forwards] == [h[0].tokens for h in backwards[::-1]]


def test_nothing_in_nothing_out(marian_folder):
    for engine in engines(marian_folder, "translator")[1:]:
        assert engine.generate([], Decoding()) == []


def test_marian_tokenizer_is_the_one_of_transformers(marian_folder):
    import warnings

    from transformers import MarianTokenizer as Reference

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends sacremoses, whose work our own normalisation does
        reference = Reference.from_pretrained(marian_folder)
    ours = MarianTokenizer(marian_folder)
    for sentence in [*SENTENCES, "Huawei's 5G-netwerk kost € 1.299,95!", "日本 😀"]:
        tokens = ours.encode(sentence)
        assert ours.ids(tokens) == reference(sentence).input_ids
        known = ours.tokens(ours.ids(tokens))  # all that a model can put out
        assert ours.decode(known) == reference.decode(ours.ids(tokens), skip_special_tokens=True).strip()


def test_the_conversion_is_made_once_and_again_when_it_was_damaged(marian_folder):
    model = resolve(str(marian_folder), "translator")
    folder = converted(model, "int8")
    made = (folder / "model.bin").stat().st_mtime_ns
    assert converted(model, "int8") == folder and (folder / "model.bin").stat().st_mtime_ns == made
    (folder / "model.bin").write_bytes(b"damaged")
    assert (converted(model, "int8") / "model.bin").stat().st_size > 1000
    assert not [path for path in folder.parent.iterdir() if path.name.startswith(".")]  # no scratch folders are left


def _changed(folder, target, change):
    shutil.copytree(folder, target)
    tensors = load_file(target / "model.safetensors")
    change(tensors)
    save_file(tensors, target / "model.safetensors", metadata={"format": "pt"})
    return resolve(str(target), "translator")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.pop("model.encoder.layers.0.fc1.weight"), "missing keys: model.encoder.layers.0.fc1.weight"),
        (lambda t: t.update(stranger=torch.zeros(3)), "unexpected keys: stranger"),
        (lambda t: t["model.encoder.layers.0.fc1.weight"].fill_(float("nan")), "aren't finite"),
        (lambda t: t.update({"model.encoder.layers.0.fc1.weight": torch.zeros(2, 2)}), "model.encoder.layers.0.fc1.weight|mismatched"),
    ],
)
def test_weights_that_don_t_fit_are_refused_by_both_engines(marian_folder, tmp_path, change, message):
    model = _changed(marian_folder, tmp_path / "model", change)
    with pytest.raises(ModelDamaged, match=message):
        TorchEngine.load(model, load_tokenizer(model.path), device="cpu", threads=1)
    with pytest.raises(ModelDamaged, match=message):
        CTranslate2Engine.load(model, device="cpu", threads=1)


@pytest.mark.parametrize(("file", "content"), [("vocab.json", "{"), ("vocab.json", "[]"), ("source.spm", "none")])
def test_a_damaged_tokenizer_is_named(marian_folder, tmp_path, file, content):
    shutil.copytree(marian_folder, tmp_path / "model")
    (tmp_path / "model" / file).write_text(content, encoding="utf-8")
    with pytest.raises(ModelDamaged, match=file):
        MarianTokenizer(tmp_path / "model")


def test_wishes_that_can_t_be_met(marian_folder):
    model = resolve(str(marian_folder), "translator")
    tokenizer = load_tokenizer(marian_folder)
    with pytest.raises(ModelError, match="unknown engine"):
        load_engine(model, tokenizer, engine="onnx")
    with pytest.raises(ModelError, match="unknown device"):
        load_engine(model, tokenizer, device="tpu")
    if not torch.cuda.is_available():
        with pytest.raises(ModelError, match="no CUDA device"):
            load_engine(model, tokenizer, device="cuda")


def test_usable_cores_is_at_least_one():
    assert usable_cores() >= 1


def test_a_piece_that_is_too_long_is_an_error_not_a_crash(marian_folder):
    tokenizer = load_tokenizer(marian_folder)
    positions = json.loads((marian_folder / "config.json").read_text("utf-8"))["max_position_embeddings"]
    engine = TorchEngine.load(resolve(str(marian_folder), "translator"), tokenizer, device="cpu", threads=1)
    with pytest.raises(ModelError, match="doesn't fit"):
        engine.generate([["▁de"] * (positions + 1)], Decoding())


class Small:
    """A torch model's `generate` on a device that holds `room` padded tokens: it fails as torch does, else it passes the work on."""

    def __init__(self, model, room):
        self._model, self._room, self.shapes = model, room, []

    def __getattr__(self, name):
        return getattr(self._model, name)

    def generate(self, input_ids, **settings):
        if input_ids.numel() > self._room:
            raise torch.OutOfMemoryError("CUDA out of memory")
        self.shapes.append(tuple(input_ids.shape))
        return self._model.generate(input_ids=input_ids, **settings)


def test_a_batch_that_does_not_fit_is_halved_and_so_are_later_ones(marian_folder):
    tokenizer, engine, _ = engines(marian_folder, "translator")
    sources = [tokenizer.encode("de kat zit op de mat")] * 9
    whole = engine.generate(sources, Decoding(max_tokens=8))
    width, before = len(sources[0]), engine.batch_tokens
    engine._model = small = Small(engine._model, 3 * width)
    assert [h[0].tokens for h in engine.generate(sources, Decoding(max_tokens=8))] == [h[0].tokens for h in whole]
    assert sum(rows for rows, _ in small.shapes) == 9 and all(rows <= 3 for rows, _ in small.shapes)
    assert engine.batch_tokens == 2 * width < before


def test_one_piece_that_does_not_fit_is_an_error(marian_folder):
    tokenizer, engine, _ = engines(marian_folder, "translator")
    engine._model = Small(engine._model, 3)
    with pytest.raises(ModelError, match="memory"):
        engine.generate([tokenizer.encode("de kat zit op de mat")] * 2, Decoding(max_tokens=8))


@given(st.lists(st.integers(1, 60), max_size=80), st.integers(1, 200), st.booleans())
def test_batches_hold_everything_in_order_within_the_budget(lengths, budget, even):
    ordered = sorted(lengths, reverse=True)
    batches = list(token_batches(ordered, int, budget, even=even))
    assert [length for batch in batches for length in batch] == ordered
    assert all(len(batch) == 1 or len(batch) * (padded(batch[0]) if even else batch[0]) <= budget for batch in batches)
    assert not even or all(len({padded(length) for length in batch}) == 1 for batch in batches)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=9))
def test_a_batch_is_filled_up_to_the_padded_length(lengths):
    sources = [["x"] * (length - 1) + ["</s>"] for length in sorted(lengths, reverse=True)]
    given_to_it = filled(sources)
    assert given_to_it[: len(sources)] == sources
    assert max(map(len, given_to_it)) == padded(len(sources[0]))
    assert len(given_to_it) - len(sources) == (len(sources[0]) % PADDING != 0)


def test_a_translation_does_not_depend_on_its_batch():
    """With the embedded model and its int8 arithmetic, tokens and scores to the last bit, whatever is beside it and how much of it."""
    model = resolve("nl-en", "translator")
    tokenizer = load_tokenizer(model.path)
    engine = load_engine(model, tokenizer, engine="ctranslate2", device="cpu", threads=2)
    assert engine.exact
    words = [
        "De",
        "minister",
        "heeft",
        "gisteren",
        "in",
        "de",
        "Kamer",
        "een",
        "nieuwe",
        "wet",
        "voorgesteld",
        "over",
        "water",
        "en",
        "bodem",
    ]
    sources = [tokenizer.encode(" ".join(words[i:] + words[:i][: i // 2])) for i in range(len(words))]
    together = max(token_batches(sorted(sources, key=len, reverse=True), len, even=True), key=len)
    assert len(together) > 5 and len({len(source) for source in together}) > 3

    def alone(source):
        return engine.generate(filled([source]), Decoding(beam=2))[0]

    assert engine.generate(filled(together), Decoding(beam=2))[: len(together)] == [alone(source) for source in together]


def test_sampling_draws_differently_and_from_one_is_greedy(marian_folder):
    tokenizer, *both = engines(marian_folder, "translator")
    source = tokenizer.encode(SENTENCES[2])
    for engine in both:
        greedy = engine.generate([source], Decoding(max_tokens=12))[0][0].tokens
        assert engine.generate([source], Decoding(max_tokens=12, sample_from=1))[0][0].tokens == greedy
        drawn = {
            hypotheses[0].tokens for hypotheses in engine.generate([source] * 12, Decoding(max_tokens=12, sample_from=50, temperature=3.0))
        }
        assert len(drawn) > 1


def test_who_was_first_in_line_is_first_at_the_engine():
    """However many wait, and whoever came to wait first."""
    turns, order = Turns(1), []
    first, second, third = (turns.in_line() for _ in range(3))

    def work(place):
        with turns.at(place):
            order.append(place)

    with ThreadPoolExecutor(5) as pool:  # noqa: SIM117 (the place is given back before the pool is waited for)
        with turns.at(first):
            waiting = [pool.submit(work, place) for place in (third, second, third, first, second)]
            while len(turns._waiting) < len(waiting):
                time.sleep(0.001)
            assert order == []
    assert order == [first, second, second, third, third]


def test_a_place_is_free_again_after_an_error():
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(KeyError), turns.at(turns.in_line()):
            raise KeyError


def test_a_heavier_model_says_the_same(tmp_path, monkeypatch):
    """That of scripts/heavier_model.py: costlier by the multiplications that it names, and no word otherwise."""
    monkeypatch.setattr(heavier_model, "WORDS", 9_000)
    heavier_model.make(tmp_path / "heavier")
    sentences = ["De gemeente bouwt in 2024 zes scholen.", "Volgens de minister is dat niet waar."]
    found = []
    for name in ("nl-en", str(tmp_path / "heavier")):
        model = resolve(name, "translator")
        tokenizer = load_tokenizer(model.path)
        engine = CTranslate2Engine.load(model, device="cpu", threads=1, compute_type="float32")
        found.append(engine.generate([tokenizer.encode(text) for text in sentences], Decoding(beam=2)))
    assert [[one.tokens for one in each] for each in found[0]] == [[one.tokens for one in each] for each in found[1]]
    assert sum(heavier_model.multiplications(512, 2048, 6, 6, 67_028)) == 78_358_528


@pytest.mark.parametrize(
    ("flags", "chosen", "expected"),
    [
        ("flags : avx2 avx512f avx512_vnni", None, "AVX512"),
        ("flags : avx2 avx512f", None, None),
        ("flags : avx2 avx512f avx512_vnni", "AVX2", "AVX2"),
        (None, None, None),
    ],
)
def test_avx512_is_used_where_it_is_faster(tmp_path, monkeypatch, flags, chosen, expected):
    processor = tmp_path / "cpuinfo"
    if flags:
        processor.write_text(flags + "\n")
    monkeypatch.setenv("CT2_FORCE_CPU_ISA", chosen or "AVX2")
    if not chosen:
        monkeypatch.delenv("CT2_FORCE_CPU_ISA")
    prefer_avx512(processor)
    assert os.environ.get("CT2_FORCE_CPU_ISA") == expected
