"""The training scripts from end to end on a language of two hundred sentences: corpus, training, resume, export, evaluation, back-translation."""

from __future__ import annotations

import importlib
import itertools
import json
import logging
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

import back_translate
import build_corpus
import distill
import evaluate_translator
import export_model
import grow_model
import join_corpora
import mixed_news
import model_card
import second_round
import synthetic
import train_translator
import training_data
from build_corpus import NAME, NUMBER, Config, Pair, Swapper, reason_to_drop
from summarizer.evaluation.translation import loops, number_survival, score
from summarizer.model_store import read_registry, resolve
from tied_loss import ROWS, tied_loss
from translation_scores import agreement, load, translate_lines

SCRIPTS = Path(train_translator.__file__).parent

WHO = {"de minister": "the minister", "mijn zus": "my sister", "het bedrijf": "the company", "een agent": "an officer", "de kat": "the cat"}
DOES = {"ziet": "sees", "koopt": "buys", "zoekt": "looks for", "kent": "knows"}
WHAT = {"het huis": "the house", "een boek": "a book", "de stad": "the city", "zes appels": "six apples", "nieuw brood": "new bread"}
WHEN = {"vandaag": "today", "nooit": "never", "in 2019": "in 2019"}
PAIRS = [
    (f"{a} {b} {c} {d}.".capitalize(), f"{WHO[a]} {DOES[b]} {WHAT[c]} {WHEN[d]}.".capitalize())
    for a, b, c, d in itertools.product(WHO, DOES, WHAT, WHEN)
]
SMALL = shlex.split(
    "--d-model 64 --ffn 128 --heads 4 --encoder-layers 2 --decoder-layers 1 --tokens 600 --lr 4e-3 --warmup 20 --smoothing 0 --ema 0.9 --minutes 30"
)
TOML = """\
vocabulary = 160
max_tokens = 100
join = 0.0
copy = 0.0
swap_names = 0.0
swap_numbers = 0.0
[files]
village = 1.0
"""
PLAIN = Config(vocabulary=160, max_tokens=100, join=0, copy=0, swap_names=0, swap_numbers=0, files={})


def call(module, *arguments):
    """The script's main(), in this process."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [module.__name__, *map(str, arguments)])
        try:
            module.main()
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)


def log_of(run):
    return [json.loads(line) for line in (run / "log.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("village")
    lines = [f"{dutch}\t{english}\ttatoeba\n" for dutch, english in PAIRS[:250]] + [
        f"{dutch}\t{english}\n" for dutch, english in PAIRS[250:]
    ]
    (folder / "village.tsv").write_text("".join([*lines, "Een\tkapotte \ufffd regel\ttatoeba\n"]), encoding="utf-8")
    (folder / "village.toml").write_text(TOML, encoding="utf-8")
    (folder / "dev.nl").write_text("".join(f"{dutch}\n" for dutch, _ in PAIRS[::10]), encoding="utf-8")
    (folder / "dev.en").write_text("".join(f"{english}\n" for _, english in PAIRS[::10]), encoding="utf-8")
    call(build_corpus, folder, "--out", folder / "run", "--config", folder / "village.toml")
    return folder / "run"


@pytest.fixture(scope="module")
def trained(corpus):
    """Trained as a user does it, and ended by SIGTERM, as a scheduler does it."""
    options = [corpus, *SMALL, "--dropout", "0", "--dev", corpus.parent / "dev", "--log-seconds", "0"]
    process = subprocess.Popen(
        [sys.executable, SCRIPTS / "train_translator.py", *map(str, options)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", env={**os.environ, "PYTHONPATH": str(SCRIPTS.parent), "PYTHONWARNINGS": "error"},
    )  # fmt: skip
    with process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("{") and json.loads(line)["step"] == 150:
                process.terminate()
                break
        rest, errors = process.communicate()
    assert process.returncode == 0, errors
    assert not errors
    assert "bleu" in rest
    return corpus / "nl-en"


@pytest.fixture(scope="module")
def exported(trained, tmp_path_factory):
    out = tmp_path_factory.mktemp("models") / "village"
    call(
        export_model,
        trained,
        "--out",
        out,
        "--registry",
        out.parent / "registry.toml",
        "--placeholder",
        "--card-facts",
        "Hardware=an abacus",
    )
    return out


# ---- the corpus


@pytest.mark.parametrize(
    ("dutch", "english", "reason"),
    [
        ("De kat zit op de mat.", "The cat is on the mat.", None),
        ("", "The cat is on the mat.", "empty"),
        ("De kat.", "", "empty"),
        ("De k\ufffdt zit op de mat.", "The cat is on the mat.", "broken encoding"),
        ("De kat zit al de hele dag op de mat bij de deur.", "The cat.", "length ratio"),
        ("Er zijn 12 katten.", "There are 13 cats.", "numbers differ"),
        ("Het kost 1.200 euro.", "It costs 1,200 euros.", None),
        ("The cat is on the mat.", "The cat is on the mat.", "untranslated"),
        ("Windows Server 2019", "Windows Server 2019", None),
        ("Der Minister hat gestern im Parlament ein neues Gesetz für die Bahn vorgestellt.", "The minister presented a new law for the railways "
         "in parliament yesterday.", "language of the Dutch side"),
        ("De minister heeft gisteren in de Kamer een nieuwe wet voorgesteld.", "De minister heeft gisteren in de Kamer een andere wet voorgesteld.",
         "language of the English side"),
        ("Dat zei hij: wie een kuil graaft voor een ander valt er zelf in.", "He said so: who digs a pit for others falls into it.",
         "overlaps a test set"),
    ],
)  # fmt: skip
def test_every_filter_drops_what_it_is_for(dutch, english, reason):
    tests = set(build_corpus.ngrams("Wie een kuil graaft voor een ander valt er zelf in."))
    assert reason_to_drop(Pair(dutch, english, "x"), tests, Counter()) == reason


def test_the_third_pair_that_differs_only_in_digits_case_and_marks_is_dropped():
    seen: Counter[str] = Counter()
    found = [reason_to_drop(Pair(f"Hoofdstuk {i}: de kat{'!' * i}", f"Chapter {i}: the cat", "x"), set(), seen) for i in (1, 2, 3)]
    assert found == [None, None, "near-duplicate"]


NAMES = ["Anna", "Pieter", "Utrecht", "Philips", "Merel", "Zwolle"]


@given(
    words=st.lists(st.sampled_from([*NAMES, "12", "2019", "345", "loopt", "naar"]), min_size=1, max_size=12),
    order=st.randoms(use_true_random=False), seed=st.integers(0, 1000),
)  # fmt: skip
def test_swaps_keep_both_sides_in_step(words, order, seed):
    """Whatever stood on both sides as often, in another order, still does, and the words between stay."""
    pool = [Pair(f"Daar is {name} nu", f"There is {name} now", "x") for name in NAMES]
    swap = Swapper(pool, random.Random(seed))
    assert swap.names == sorted(NAMES)
    shuffled = order.sample(words, len(words))
    config = Config(**{**PLAIN.__dict__, "swap_names": 1.0, "swap_numbers": 1.0})
    swapped = swap(Pair("dan " + " ".join(words), "then " + " ".join(shuffled), "x"), config)
    for pattern in (NAME, NUMBER):
        assert Counter(pattern.findall(swapped.dutch)) == Counter(pattern.findall(swapped.english))
    assert [w for w in swapped.dutch.split() if w.islower()] == ["dan", *(w for w in words if w.islower())]
    assert [len(n) for n in NUMBER.findall(swapped.dutch)] == [len(w) for w in words if w.isdigit()]


def test_swaps_do_change_names_and_numbers():
    pool = [Pair(f"Daar is {name} nu", f"There is {name} now", "x") for name in NAMES]
    swap = Swapper(pool, random.Random(1))
    config = Config(**{**PLAIN.__dict__, "swap_names": 1.0, "swap_numbers": 1.0})
    assert len({swap(Pair("Hier woont Anna op 12.", "Anna lives here at 12.", "x"), config).english for _ in range(50)}) > 20


def test_short_neighbours_of_one_source_are_joined_and_english_is_copied():
    pairs = [Pair(f"Zin {i}.", f"Sentence {i}.", "ab"[i % 2]) for i in range(40)]
    found = list(build_corpus.examples(pairs, Config(**{**PLAIN.__dict__, "join": 1.0}), random.Random(1)))
    for pair in found:
        assert re.findall(r"\d+", pair.dutch) == re.findall(r"\d+", pair.english)
        assert {int(n) % 2 for n in re.findall(r"\d+", pair.dutch)} == {"ab".index(pair.source)}
    assert sum(len(pair.dutch.split(". ")) for pair in found) == 40 and len(found) < 25
    copied = list(build_corpus.examples(pairs, Config(**{**PLAIN.__dict__, "copy": 1.0}), random.Random(1)))
    assert sum(pair.dutch == pair.english for pair in copied) == 40 and len(copied) == 80


def test_the_corpus_holds_every_pair_that_was_kept_and_says_what_was_not(corpus):
    report = json.loads((corpus / "report.json").read_text("utf-8"))
    assert report["sources"] == {"tatoeba": {"kept": 250, "broken encoding": 1}, "village": {"kept": 50}}
    ids = json.loads((corpus / "vocab.json").read_text("utf-8"))
    assert (ids["</s>"], ids["<unk>"], ids["<pad>"]) == (0, 1, len(ids) - 1)
    part = np.load(corpus / "tokens-0.npz")
    assert len(part["src_len"]) == report["totals"]["examples"] == len(PAIRS)
    assert part["src"].sum() > 0 and (part["src"] != 1).all()
    assert int(part["src_len"].sum()) == len(part["src"]) and (part["src"] == 0).sum() == len(PAIRS)


# ---- batches


def test_batches_skip_to_where_a_run_stopped(corpus):
    blocks, _ = training_data.load_blocks(corpus, reverse=False, device="cpu")
    whole = list(itertools.islice(training_data.batches(blocks, 300, 7), 40))
    rest = list(itertools.islice(training_data.batches(blocks, 300, 7, skip=25), 15))
    other = next(training_data.batches(blocks, 300, 8))
    assert all(torch.equal(a[0], b[0]) and torch.equal(a[1], b[1]) for a, b in zip(whole[25:], rest, strict=True))
    assert not (other[0].shape == whole[0][0].shape and torch.equal(other[0], whole[0][0]))


def test_rows_come_in_proportion_to_their_weight():
    ids = torch.arange(60).reshape(60, 1).expand(60, 8)
    weight = torch.tensor([0.25] * 20 + [1.0] * 20 + [3.0] * 20)
    drawn: Counter[int] = Counter()
    for source, target in itertools.islice(training_data.batches([training_data.Block(8, ids, ids, weight)], 160, 1), 600):
        assert torch.equal(source, target)
        drawn.update((source[:, 0] // 20).tolist())
    total = drawn.total()
    assert [drawn[i] / total for i in range(3)] == pytest.approx([0.25 / 4.25, 1 / 4.25, 3 / 4.25], abs=0.02)


def test_reverse_swaps_the_sides(corpus):
    there, _ = training_data.load_blocks(corpus, reverse=False, device="cpu")
    back, _ = training_data.load_blocks(corpus, reverse=True, device="cpu")
    assert all(torch.equal(a.source, b.target) and torch.equal(a.target, b.source) for a, b in zip(there, back, strict=True))


# ---- training


def test_training_memorises_and_stops_when_asked(trained):
    records = log_of(trained)
    losses = [record["loss"] for record in records if "loss" in record]
    assert losses[0] > 2 > 0.1 > losses[-1]
    assert records[0]["options"]["optimizer"] == "adamw" and records[0]["parameters"] > 50_000
    assert records[-1]["bleu"] > 90 and records[-1]["source_use"] > 0.5
    state = torch.load(trained / "last.pt", weights_only=True)
    assert state["step"] == records[-1]["step"] and state["ema"]["model.shared.weight"][-1].abs().sum() == 0


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("rows", [1, ROWS, 2 * ROWS + 5])
def test_the_loss_in_chunks_is_cross_entropy_and_so_are_its_gradients(rows, smoothing):
    torch.manual_seed(rows)
    hidden, weight = torch.randn(rows, 16, requires_grad=True), torch.randn(300, 16, requires_grad=True)
    bias, target = torch.randn(300), torch.randint(0, 300, (rows,))
    expected = torch.nn.functional.cross_entropy(hidden @ weight.T + bias, target, label_smoothing=smoothing)
    found = tied_loss(hidden, weight, bias, target, smoothing)
    torch.testing.assert_close(found, expected)
    torch.testing.assert_close(torch.autograd.grad(3 * found, [hidden, weight]), torch.autograd.grad(3 * expected, [hidden, weight]))


def test_a_resumed_run_is_the_run_that_was_never_stopped(corpus):
    options = [corpus, *SMALL, "--log-seconds", "0", "--dropout", "0.2", "--optimizer", "muon"]
    call(train_translator, *options, "--name", "whole", "--steps", "9")
    call(train_translator, *options, "--name", "parts", "--steps", "4")
    torch.manual_seed(99)
    call(train_translator, *options, "--name", "parts", "--steps", "9", "--resume")
    whole, parts = ([(r["step"], r["examples"], r["loss"]) for r in log_of(corpus / name) if "loss" in r] for name in ("whole", "parts"))
    assert whole == parts and len(whole) == 9
    one, other = (torch.load(corpus / name / "last.pt", weights_only=True) for name in ("whole", "parts"))
    for weights in ("model", "ema"):
        assert all(torch.equal(tensor, other[weights][name]) for name, tensor in one[weights].items())
    assert other["minutes"] > 0
    with pytest.raises(SystemExit, match="other direction"):
        call(train_translator, *options, "--name", "parts", "--resume", "--reverse")


def test_fine_tuning_starts_from_an_exported_model(corpus, exported):
    mine = corpus.parent / "mine"
    call(build_corpus, corpus.parent, "--out", mine, "--config", corpus.parent / "village.toml", "--spm-from", exported)
    call(train_translator, mine, "--init-from", exported, *SMALL, "--dropout", "0", "--steps", "3", "--log-seconds", "0")
    assert next(record["loss"] for record in log_of(mine / "nl-en") if "loss" in record) < 0.3
    (mine / "vocab.json").write_text('{"</s>": 0, "<unk>": 1, "<pad>": 2}', encoding="utf-8")
    with pytest.raises(SystemExit, match="--spm-from"):
        call(train_translator, mine, "--init-from", exported, "--steps", "1")


def test_a_grown_model_says_the_same(exported, tmp_path):
    from transformers import MarianMTModel

    call(grow_model, exported, tmp_path / "wide", "--ffn", 256)
    call(grow_model, exported, tmp_path / "deep", "--encoder-layers", 4)
    call(grow_model, exported, tmp_path / "both", "--encoder-layers", 4, "--decoder-layers", 3)
    given, wide, deep, both = (
        MarianMTModel.from_pretrained(folder, dtype=torch.float32).eval()
        for folder in (exported, *(tmp_path / name for name in ("wide", "deep", "both")))
    )
    tokens = {"input_ids": torch.tensor([[5, 6, 7, 0]]), "decoder_input_ids": torch.tensor([[given.config.pad_token_id, 8, 9]])}
    with torch.inference_mode():
        logits = given(**tokens).logits
        torch.testing.assert_close(wide(**tokens).logits, logits)
        for model in (deep, both):  # a norm can't pass on just what it is given
            assert (model(**tokens).logits - logits).abs().mean() < 0.1 * logits.std()
    assert (wide.config.encoder_ffn_dim, wide.config.decoder_ffn_dim, wide.config.encoder_layers) == (256, 128, 2)
    assert (deep.config.encoder_ffn_dim, deep.config.encoder_layers, deep.config.decoder_layers) == (128, 4, 1)
    assert (both.config.encoder_layers, both.config.decoder_layers) == (4, 3)


def test_a_model_does_not_shrink(exported, tmp_path):
    for option, number in (("--ffn", 64), ("--encoder-layers", 1)):
        with pytest.raises(SystemExit, match="already"):
            call(grow_model, exported, tmp_path / option, option, number)
        assert not (tmp_path / option).exists()


# ---- export


def test_the_export_loads_without_a_warning_and_is_in_the_registry(exported, tmp_path, caplog):
    from ctranslate2.converters import TransformersConverter
    from transformers import MarianMTModel, MarianTokenizer

    logging.getLogger("transformers").addHandler(caplog.handler)  # it doesn't pass its records on; warnings of Python are errors anyway
    model, info = MarianMTModel.from_pretrained(exported, output_loading_info=True)
    assert model.dtype == torch.float16 and not any(info.values())
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
        tokenizer = MarianTokenizer.from_pretrained(exported)
        TransformersConverter(str(exported)).convert(str(tmp_path / "converted"), quantization="int8")
    batch = tokenizer(["De minister koopt een boek vandaag."], return_tensors="pt")
    output = model.float().generate(**batch)
    assert tokenizer.batch_decode(output, skip_special_tokens=True) == ["The minister buys a book today."]
    logging.getLogger("transformers").removeHandler(caplog.handler)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    entry = read_registry(exported.parent / "registry.toml")["village"]
    assert entry.placeholder and entry.embedded and entry.pin == "complete"
    assert set(entry.files) == {path.name for path in exported.iterdir()} - model_card.FILES
    assert entry.canary.keys() == {"source", "target"}


def test_both_engines_give_back_the_training_sentences(exported):
    model = resolve(str(exported), "translator")
    sources, references = zip(*PAIRS[::7], strict=True)
    outputs = [translate_lines(*load(model, engine=engine, compute_type="float32"), sources) for engine in ("torch", "ctranslate2")]
    assert outputs[0] == outputs[1]
    assert agreement(outputs[0], references) > 0.9


def test_exporting_again_gives_the_same_weights_and_the_card_its_scores(trained, exported, tmp_path):
    scores, failures = tmp_path / "scores.json", tmp_path / "failures.md"
    dev = trained.parent.parent / "dev"
    call(
        evaluate_translator, exported, f"{dev}.nl", f"{dev}.en", "--beam", "1", "--compute-type", "float32", "--engine", "ctranslate2", "--guards",
        "--agree-with", "torch:float32", "--out", scores, "--hypotheses", tmp_path / "out.txt",
    )  # fmt: skip
    report = json.loads(scores.read_text("utf-8"))
    assert report["agreement"] == 1 and len(report["rows"]) == 3
    assert all(row["bleu"] > 90 and row["numbers_kept"] == 1 and row["loops"] == 0 for row in report["rows"])
    assert len((tmp_path / "out.txt").read_text("utf-8").splitlines()) == 30
    failures.write_text("It knows *only* one village.", encoding="utf-8")
    again = tmp_path / "village"
    call(export_model, trained, "--out", again, "--scores", scores, "--failures", failures)
    assert (again / "model.safetensors").read_bytes() == (exported / "model.safetensors").read_bytes()
    card = (again / "MODEL_CARD.md").read_text("utf-8")
    for part in ("village", "CC BY 2.0 FR", "not stated", "tok:13a", "It knows *only* one village.", "ctranslate2 float32"):
        assert part in card
    assert "placeholder" not in card and str(tmp_path.parent) not in card and "$" not in card
    assert not (tmp_path / "registry.toml").exists()
    report["rows"][0]["sha256"] = "0" * 64
    scores.write_text(json.dumps(report), encoding="utf-8")
    with pytest.raises(SystemExit, match="other weights"):
        call(export_model, trained, "--out", again, "--scores", scores)
    assert (again / "MODEL_CARD.md").read_text("utf-8") == card


def test_the_card_says_what_a_placeholder_is_and_draws_the_training(exported):
    card = (exported / "MODEL_CARD.md").read_text("utf-8")
    assert "**A placeholder.**" in card and "an abacus" in card and "Not yet measured." in card
    assert (exported / "training.png").read_bytes().startswith(b"\x89PNG") and (exported / "training.png").stat().st_size < 60_000
    assert (exported / "training.jsonl").stat().st_size < 50_000


def test_a_diverged_training_is_not_exported(trained, tmp_path):
    for value in (float("nan"), 1e6):  # 1e6 is fine until it becomes fp16
        state = torch.load(trained / "last.pt", weights_only=True)
        state["ema"]["model.encoder.layers.0.fc1.weight"][0, 0] = value
        (tmp_path / "run").mkdir(exist_ok=True)
        torch.save(state, tmp_path / "run" / "last.pt")
        with pytest.raises(SystemExit, match=r"fc1.weight holds numbers that aren't finite"):
            call(export_model, tmp_path / "run", "--out", tmp_path / "village")
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_engines_that_disagree_are_noticed(exported, tmp_path):
    folder = shutil.copytree(exported, tmp_path / "village")
    tensors = load_file(folder / "model.safetensors")
    table = next(tensor for name, tensor in tensors.items() if "shared" in name or "embed_tokens" in name)
    table[-1] = table[5:30].mean(0) * 30  # <pad>, which CTranslate2 takes for zero
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(SystemExit, match="disagree"):
        export_model.check_engines(folder, [dutch for dutch, _ in PAIRS[::20]])


def test_an_export_never_replaces_a_folder_of_something_else(trained, tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"thesis\.tex"):
        call(export_model, trained, "--out", tmp_path)


def test_a_share_of_the_former_weights(trained, exported, tmp_path):
    from safetensors.torch import load_file, save_file

    name = "model.encoder.layers.0.fc1.weight"
    former = shutil.copytree(exported, tmp_path / "former")
    weights = load_file(former / "model.safetensors")
    new = weights[name].float()
    weights[name] = weights[name] + 0.01
    save_file(weights, former / "model.safetensors", metadata={"format": "pt"})
    call(export_model, trained, "--out", tmp_path / "mean", "--mean-with", former, "--share", "0.75")
    mean = load_file(tmp_path / "mean" / "model.safetensors")[name].float()
    torch.testing.assert_close(mean, new + 0.0025, rtol=0, atol=1e-3)
    assert (mean - new).mean() > 0.002


# ---- the log and the scores


def test_a_long_log_is_thinned_and_keeps_all_scores(tmp_path):
    log = tmp_path / "log.jsonl"
    with log.open("w", encoding="utf-8") as file:
        for i in range(2000):
            file.write(json.dumps({"minutes": i % 1000 / 10, "step": i, "examples": 100 * i, "loss": 5.0, "padded_tokens_s": 12345}) + "\n")
            if i % 100 == 0:
                file.write(json.dumps({"minutes": i % 1000 / 10, "step": i, "examples": 100 * i, "bleu": i / 100, "chrf": 1.0}) + "\n")
        file.write('{"minutes": 3.0, "st')
    records = model_card.read_log(log)
    assert len(records) == 2020 and [r["minutes"] for r in records] == sorted(r["minutes"] for r in records)
    kept = model_card.thin(records)
    assert sum(len(json.dumps(record)) + 1 for record in kept) < 50_000
    assert [r["bleu"] for r in kept if "bleu" in r] == [float(i) for i in range(20)]
    assert sum("loss" in r for r in kept) > 300


def test_minutes_of_a_resumed_run_go_on(tmp_path):
    """A checkpoint's scores come a moment behind it, and what is resumed goes on from it; older logs began at 0 again."""
    log = tmp_path / "log.jsonl"
    log.write_text(
        "".join(json.dumps({"minutes": m, "step": i}) + "\n" for i, m in enumerate((5.0, 9.5, 9.2, 12.0, 0.0, 4.0))), encoding="utf-8"
    )
    assert [record["minutes"] for record in model_card.read_log(log)] == [5.0, 9.5, 9.5, 12.0, 12.0, 16.0]


def test_scores_of_known_outputs():
    sources = ["In 2019 kocht hij 12 boeken.", "Het kost 1.200 euro.", "Geen getal."]
    outputs = ["In 2019 he bought books.", "It costs 1,200 euros.", "He he he he he he."]
    survival = number_survival(sources, outputs)
    assert (survival.numbers, survival.kept) == (3, 2) and survival.share == pytest.approx(2 / 3)
    assert loops(outputs) == 1
    assert agreement(outputs, [*outputs[:2], "No."]) == pytest.approx(2 / 3)
    same = score(outputs, outputs)
    assert same.bleu == same.chrf == 100 and "tok:13a" in same.bleu_signature


@pytest.mark.parametrize(
    ("mixed", "english", "fault"),
    [
        ("De raad heeft het plan van Rutte approved.", "The council has approved the plan of Rutte.", None),
        ("De council van Rutte heeft het plan goedgekeurd op maandag.", "The council of Rutte approved the plan on Monday.", None),
        ("De council heeft het plannel approved.", "The council has approved the plan.", "made-up word"),
        ("De council heeft het plan approved.", "The council has approved the plan that Rutte wrote.", "length"),
        ("De raad heeft het plan op.", "The excellent council rejected several proposals.", "words lost"),
        ("De raad heeft het plan van hem approved.", "The council approved the plan by Rutte.", "names"),
        ("De raad heeft #39;s plan approved.", "The council approved #39;s plan.", "markup"),
    ],
)
def test_pairs_of_mixed_news_are_looked_at(mixed, english, fault):
    dutch = frozenset(["de", "raad", "heeft", "het", "plan", "van", "goedgekeurd", "op", "maandag", "hem"])
    assert mixed_news.Judge(dutch).fault(Pair(mixed, english, "bt")) == fault


def test_good_pairs_of_mixed_news_are_kept(tmp_path, capsys):
    (tmp_path / "dutch.tsv").write_text("De raad heeft het plan\tThe council has the plan\n" * 3 + "plannel\tplan\n", encoding="utf-8")
    (tmp_path / "made.tsv").write_text(
        "De raad heeft approved.\tThe council has approved.\tbt\nHet plannel.\tThe plan.\tbt\n", encoding="utf-8"
    )
    call(mixed_news, tmp_path / "made.tsv", "--dutch", tmp_path / "dutch.tsv", "--out", tmp_path / "kept.tsv")
    assert (tmp_path / "kept.tsv").read_text("utf-8") == "De raad heeft approved.\tThe council has approved.\tmixed\n"
    assert "1 kept" in capsys.readouterr().out


# ---- back-translation


def test_back_translation_goes_on_where_it_was_killed(exported, tmp_path, monkeypatch):
    """The model serves as one of the other direction: what matters here is the bookkeeping."""
    monkeypatch.setattr(synthetic, "CHUNK", 8)
    text = tmp_path / "mono.txt"
    text.write_text("".join(f"{dutch}\n" for dutch, _ in PAIRS[:30:2]) + "\n" + "heel " * 200 + "lang\n", encoding="utf-8")
    options = [text, "--model", exported, "--engine", "ctranslate2"]
    call(back_translate, *options, "--out", tmp_path / "whole.tsv")
    call(back_translate, *options, "--out", tmp_path / "parts.tsv", "--limit", "9")
    with (tmp_path / "parts.tsv").open("a", encoding="utf-8") as file:
        file.write("written by a run that was killed bef")
    call(back_translate, *options, "--out", tmp_path / "parts.tsv")
    whole = (tmp_path / "whole.tsv").read_text("utf-8")
    assert whole == (tmp_path / "parts.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in whole.splitlines()]
    known = dict(PAIRS)
    assert len(rows) > 11 and sum(made == known[given] for made, given, _ in rows) > 11 and {row[2] for row in rows} == {"bt"}
    marks = json.loads((tmp_path / "whole.tsv.progress").read_text("utf-8"))
    assert marks["lines"] == sum(marks["counts"].values()) == 17
    assert marks["counts"]["kept"] == len(rows) and marks["counts"]["empty or too long"] == 2
    with pytest.raises(SystemExit, match="doesn't belong"):
        call(back_translate, tmp_path / "other.txt", "--model", exported, "--out", tmp_path / "whole.tsv")


@pytest.mark.parametrize(
    ("given", "mended"),
    [
        ("They donot know.", "They do not know."),
        ("Hadnot he? You canot.", "Had not he? You cannot."),
        ("A knot, a cannot.", "A knot, a cannot."),
    ],
)
def test_glued_negations_are_taken_apart(given, mended):
    assert back_translate.mend(given) == mended


def test_a_round_trip_that_comes_back_different_drops_the_pair(exported):
    """The model reads Dutch only, so it stands in for both directions: what it makes of English differs from it."""
    both = load(resolve(str(exported), "translator"), engine="ctranslate2", compute_type="float32")
    dutch = [given for given, _ in PAIRS[:20:4]]
    counts: Counter[str] = Counter()
    assert back_translate.BackTranslator(both, both, min_agreement=101)(dutch, counts) == [] and counts["round trip"] == 5
    kept = back_translate.BackTranslator(both, both, min_agreement=0, close=0)(dutch, counts)
    assert [pair.source for pair in kept] == ["bt-close"] * 5 and counts["kept, close"] == 5
    mixed = back_translate.BackTranslator(both, None)(dutch, counts)
    assert [pair.source for pair in mixed] == ["bt"] * 5


def test_the_round_trip_is_compared_with_the_english(exported, monkeypatch):
    monkeypatch.setattr(back_translate, "translate_lines", lambda *_, **__: ["De kat zit vandaag.", "Het is nu zes uur."])
    monkeypatch.setattr(back_translate.BackTranslator, "_agreeing", lambda self, pairs, counts: pairs)
    both = load(resolve(str(exported), "translator"), engine="ctranslate2", compute_type="float32")
    counts: Counter[str] = Counter()
    made = back_translate.BackTranslator(both)(["The cat sits today.", "It is 6 now."], counts)
    assert [pair.english for pair in made] == ["The cat sits today."] and counts["numbers differ"] == 1


# ---- distillation


@pytest.mark.parametrize(
    ("found", "reference", "chosen"),
    [
        ([["a dog", "the black cat"], ["a cat", "the cat"]], "the cat", "the cat"),
        ([["a dog runs"], ["the cat sits"], ["the cat sat"]], "", "the cat sits"),
        ([["a dog", "the cat", "the cat"]], "", "a dog"),
        ([["one"]], "", "one"),
    ],
)
def test_a_teachers_best_is_near_the_reference_or_near_the_others(found, reference, chosen):
    assert distill.choose(found, reference) == chosen


def test_distillation_reads_pairs_and_text_and_goes_on(exported, tmp_path, monkeypatch):
    monkeypatch.setattr(synthetic, "CHUNK", 8)
    pairs, text = tmp_path / "pairs.tsv", tmp_path / "text.txt"
    pairs.write_text("".join(f"{dutch}\t{english}\n" for dutch, english in PAIRS[:20:2]), encoding="utf-8")
    text.write_text("".join(f"{dutch}\n" for dutch, _ in PAIRS[20:40:2]), encoding="utf-8")
    options = [pairs, text, "--teacher", exported, "--teacher", exported, "--engine", "ctranslate2", "--beam", "3"]
    call(distill, *options, "--out", tmp_path / "whole.tsv")
    call(distill, *options, "--out", tmp_path / "parts.tsv", "--limit", "9")
    call(distill, *options, "--out", tmp_path / "parts.tsv")
    whole = (tmp_path / "whole.tsv").read_text("utf-8")
    assert whole == (tmp_path / "parts.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in whole.splitlines()]
    known = dict(PAIRS)
    assert len(rows) > 16 and sum(known[dutch] == english for dutch, english, _ in rows) > 16 and {row[2] for row in rows} == {"kd"}


# ---- the second round


def test_shares_hold_whatever_the_number_of_pairs():
    weight = build_corpus.with_shares(
        {"a": 2.0, "b": 1.0, "b2": 3.0}, {"a": "real", "b": "bt", "b2": "bt"}, Counter(a=50, b=10, b2=20), {"bt": 0.5}
    )
    assert weight["a"] == 2 and weight["b2"] == pytest.approx(3 * weight["b"])
    assert 10 * weight["b"] + 20 * weight["b2"] == pytest.approx(50 * 2)
    with pytest.raises(SystemExit, match="shares"):
        build_corpus.with_shares({"a": 1.0}, {"a": "real"}, Counter(a=5), {"real": 1.0})


@pytest.fixture
def news(corpus, tmp_path):
    """Forty pairs of another source, with the first corpus's vocabulary; built twice, from two seeds."""
    lines = "".join(f"{dutch}\t{english}\n" for dutch, english in PAIRS[:40])
    (tmp_path / "news.tsv").write_text(lines, encoding="utf-8")
    (tmp_path / "news.toml").write_text(TOML.replace("village", "news"), encoding="utf-8")
    for seed in (1, 2):
        options = ["--config", tmp_path / "news.toml", "--spm-from", corpus, "--seed", seed]
        call(build_corpus, tmp_path, "--out", tmp_path / f"news{seed}", *options)
    return tmp_path


def test_joined_corpora_have_all_examples_and_the_share_that_was_asked(corpus, news):
    out = news / "whole"
    call(join_corpora, corpus, f"{news / 'news1'}=0.6", news / "news2", "--out", out)
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["totals"]["examples"] == len(PAIRS) + 80
    assert report["sources"]["news"] == {"kept": 80} and report["sources"]["village"] == {"kept": 50}
    mass: Counter[str] = Counter()
    sentences: Counter[tuple[str, tuple[int, ...]]] = Counter()
    for path in out.glob("tokens-*.npz"):
        part = np.load(path)
        rows = np.split(part["src"], np.cumsum(part["src_len"])[:-1])
        for kind, row in zip(part["kind"], rows, strict=True):
            mass[part["kinds"][kind]] += part["weight"][kind]
            sentences[part["kinds"][kind], tuple(row)] += 1
    assert mass["news"] / mass.total() == pytest.approx(0.6)
    assert mass["tatoeba"] / mass["village"] == pytest.approx(5)
    assert sorted(count for (kind, _), count in sentences.items() if kind == "news") == [2] * 40
    blocks, pad = training_data.load_blocks(out, reverse=False, device="cpu")
    assert sum(len(block.source) for block in blocks) == len(PAIRS) + 80
    assert pad == len(json.loads((corpus / "vocab.json").read_text("utf-8"))) - 1


def test_corpora_of_two_vocabularies_are_not_joined(corpus, news):
    (news / "news1" / "vocab.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit, match="another vocabulary"):
        call(join_corpora, corpus, news / "news1", "--out", news / "whole")
    with pytest.raises(SystemExit, match="tokens"):
        call(join_corpora, corpus, news, "--out", news / "whole")


def test_the_second_round_runs_through_and_then_has_nothing_to_do(corpus, exported, tmp_path, monkeypatch):
    """In this process; back-translation with a model that read Dutch for English keeps little, so a pair is put beside it."""
    called = []

    def run(self, script, *arguments):
        called.append(script)
        if script == "back_translate":
            (self.work / "data" / "bt.tsv").write_text("".join(f"{d}\t{e}\tbt-close\n" for d, e in PAIRS[:40]), encoding="utf-8")
        elif script == "evaluate_habits":
            Path(arguments[-1]).write_text("{}", encoding="utf-8")
        else:
            call(importlib.import_module(script), *arguments)

    monkeypatch.setattr(second_round.Round, "run", run)
    for name, extra in (("corpus", ""), ("corpus-round2", "bt = 1.0\n[shares]\nbt = 0.5\n"), ("corpus-news", "bt = 1.0\n")):
        (tmp_path / f"{name}.toml").write_text(TOML + extra, encoding="utf-8")
    work, village = tmp_path / "work", corpus.parent
    dev = tmp_path / "dev"
    for side, text in (("nl", "Iets heel anders."), ("en", "Something else.")):
        dev.with_suffix(f".{side}").write_text(text + "\n", encoding="utf-8")
    options = [village, tmp_path / "mono.txt", work, "--dev", dev, "--init", exported, "--configs", tmp_path, "--scale", "0.01", "--train",
               "--tokens 600 --warmup 20 --lr 1e-3 --steps 3 --log-seconds 0"]  # fmt: skip
    call(second_round, *options)
    assert called.count("train_translator") == 3 and called.count("export_model") == 3 and called.count("evaluate_translator") == 3
    assert (work / "nl-en" / "model.safetensors").is_file() and (work / "nl-en-after.json").is_file()
    report = json.loads((work / "mixed" / "report.json").read_text("utf-8"))
    seen = {source: report["weight"][source] * counts.get("kept", 0) for source, counts in report["sources"].items()}
    assert seen["bt-close"] == pytest.approx(sum(seen.values()) / 2)
    called.clear()
    call(second_round, *options)
    assert called == []
    (work / "joint.done").unlink()
    monkeypatch.setattr(second_round, "MINUTES", {**second_round.MINUTES, "joint": 1000.0})
    call(second_round, *options)
    assert called == ["train_translator", "export_model"]


@pytest.mark.parametrize("suffix", [".txt", ".gz", ".zst"])
def test_text_is_read_packed_or_not(tmp_path, suffix):
    import gzip

    import zstandard

    raw = "één\ntwee\u2028half\r\ndrie".encode()
    path = tmp_path / f"text{suffix}"
    path.write_bytes({".txt": raw, ".gz": gzip.compress(raw), ".zst": zstandard.compress(raw)}[suffix])
    assert list(build_corpus.read_text(path)) == ["één", "twee\u2028half", "drie"]
