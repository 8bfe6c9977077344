"""Checkpoints made to do harm: nothing of them is run, none takes long, each is one line of error; nothing is ever unpickled."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summarizer.engines import Decoding, load_engine
from summarizer.engines.ctranslate2 import CTranslate2Engine, converted
from summarizer.engines.tokenizers import load_tokenizer
from summarizer.errors import ModelDamaged, UnsupportedInput
from summarizer.model_files import check_safetensors
from summarizer.model_store import fingerprint, resolve

ROOT = Path(__file__).parents[1]


def settings(**changes):
    def change(folder):
        path = folder / "config.json"
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), encoding="utf-8")

    return change


def vocabulary(change_ids):
    def change(folder):
        path = folder / "vocab.json"
        path.write_text(json.dumps(change_ids(json.loads(path.read_text("utf-8")))), encoding="utf-8")

    return change


def content(name, data):
    return lambda folder: (folder / name).write_bytes(data)


def without_fast_tokenizer(change):
    return lambda folder: ((folder / "tokenizer.json").unlink(), change(folder))


def use(folder, kind, engine):
    model = resolve(str(folder), kind)
    tokenizer = load_tokenizer(folder)
    loaded = load_engine(model, tokenizer, engine=engine, device="cpu", threads=1)
    return loaded.generate([tokenizer.encode("de kat zit op de mat")], Decoding(max_tokens=8))


BOMBS = [
    (settings(encoder_layers=10**6), "encoder_layers is 1000000"),
    (settings(decoder_layers=10**400), "decoder_layers is 100000000000"),
    (settings(max_position_embeddings=10**10), "max_position_embeddings is 10000000000"),
    (settings(vocab_size=10**9), "can't be loaded"),
    (settings(d_model=10**9), "can't be loaded"),
]
WRONG = [
    (settings(encoder_attention_heads=0), "can't be loaded"),
    (settings(d_model="x"), "can't be loaded"),
    (settings(d_model=None), "can't be loaded"),
    (settings(pad_token_id=10**6), "can't be loaded"),
    (settings(decoder_start_token_id=None), "can't be loaded"),
    (settings(activation_function="os.system"), "can't be loaded"),
    (settings(model_type="bert"), "is of the type 'bert'"),
    (settings(model_type="lightglue", trust_remote_code=True), "is of the type 'lightglue'"),
    (settings(_attn_implementation="someone/kernel"), "names code that lies elsewhere"),
    (settings(attn_implementation={"": "kernels-community/x:fn"}), "names code that lies elsewhere"),
    (settings(text_config={"_attn_implementation_internal": "someone/kernel@main"}), "names code that lies elsewhere"),
    (settings(use_kernels=True), "names code that lies elsewhere"),
    (settings(model_type=["marian"]), "is of the type"),
    (settings(quantization_config={"quant_method": "bitsandbytes", "load_in_8bit": True}), "can't be loaded"),
    (content("generation_config.json", b"[]"), "can't be loaded"),
    (vocabulary(lambda ids: {token: i + 1000 for token, i in ids.items()}), "is no Marian vocabulary"),
    (vocabulary(lambda ids: {token: str(i) for token, i in ids.items()}), "is no Marian vocabulary"),
    (vocabulary(lambda ids: dict.fromkeys(ids)), "is no Marian vocabulary"),
    (vocabulary(lambda ids: dict.fromkeys(ids, 3)), "is no Marian vocabulary"),
    (vocabulary(lambda ids: {token: len(ids) - 1 - i for token, i in ids.items()}), "of another model"),
    (vocabulary(lambda ids: dict(list(ids.items())[:50])), "of another model"),
]


@pytest.mark.parametrize(("change", "fault"), [*BOMBS, *WRONG])
@pytest.mark.parametrize("engine", ["torch", "ctranslate2"])
def test_settings_and_vocabularies_that_do_not_fit_the_weights(marian_folder, tmp_path, change, fault, engine):
    shutil.copytree(marian_folder, tmp_path / "model")
    change(tmp_path / "model")
    with pytest.raises(ModelDamaged) as caught:
        use(tmp_path / "model", "translator", engine)
    assert fault in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        content("tokenizer.json", b"{}"),
        content("tokenizer.json", b"garbage"),
        content("tokenizer_config.json", b"[]"),
        content("special_tokens_map.json", b"[1]"),
        content("added_tokens.json", b'{"a": "b"}'),
        without_fast_tokenizer(content("vocab.json", b"{")),
        without_fast_tokenizer(content("merges.txt", b"\xff\xfe a b c\n")),
    ],
)
def test_tokenizers_that_can_not_be_loaded(bart_folder, tmp_path, change):
    shutil.copytree(bart_folder, tmp_path / "model")
    change(tmp_path / "model")
    with pytest.raises(ModelDamaged, match="the tokenizer can't be loaded") as caught:
        load_tokenizer(tmp_path / "model")
    assert "\n" not in str(caught.value)


def test_a_piece_so_long_that_it_overflowed_the_stack(marian_folder, tmp_path):
    """Of sentencepiece until 0.2.1: a crash that nothing can catch."""
    shutil.copytree(marian_folder, tmp_path / "model")
    text = b"a" * 500_000
    length = bytes([len(text) & 0x7F | 0x80, len(text) >> 7 & 0x7F | 0x80, len(text) >> 14])
    piece = b"\x0a" + length + text  # field 1 of a piece, which is field 1 of the model
    size = len(piece)
    model = b"\x0a" + bytes([size & 0x7F | 0x80, size >> 7 & 0x7F | 0x80, size >> 14]) + piece
    (tmp_path / "model" / "source.spm").write_bytes(model)
    with pytest.raises(ModelDamaged, match="can't be loaded"):
        load_tokenizer(tmp_path / "model")


def test_settings_that_only_show_when_generating(marian_folder, tmp_path):
    shutil.copytree(marian_folder, tmp_path / "model")
    (tmp_path / "model" / "generation_config.json").write_text('{"eos_token_id": "a", "num_beams": "x"}', encoding="utf-8")
    with pytest.raises(UnsupportedInput, match="the model can't take this text"):
        use(tmp_path / "model", "translator", "torch")


@pytest.mark.parametrize("shape", [[int("9" * 4000)] * 2000, [0, int("9" * 4000)], [2**62, 2**62], [True] * 3 + [-1]])
def test_a_header_of_huge_numbers_is_refused_at_once(tmp_path, shape):
    raw = json.dumps({"a": {"dtype": "F32", "shape": shape, "data_offsets": [0, 8]}}).encode()
    path = tmp_path / "model.safetensors"
    path.write_bytes(len(raw).to_bytes(8, "little") + raw + bytes(8))
    started = time.process_time()
    with pytest.raises(ModelDamaged, match="broken safetensors header"):
        check_safetensors(path)
    assert time.process_time() - started < 5  # a tenth of a second; the product of the first would take hours


def test_a_header_that_is_larger_than_any_model_needs_is_not_read(tmp_path):
    path = tmp_path / "model.safetensors"
    with path.open("wb") as file:
        file.write((50_000_000).to_bytes(8, "little"))
        file.truncate(60_000_000)
    with pytest.raises(ModelDamaged, match="no safetensors file"):
        check_safetensors(path)


# --- The same weights with other files are another model -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["config.json", "generation_config.json", "vocab.json", "source.spm", "model.safetensors"])
def test_every_file_that_is_read_counts_in_the_fingerprint(marian_folder, tmp_path, name):
    shutil.copytree(marian_folder, tmp_path / "model")
    assert fingerprint(tmp_path / "model") == fingerprint(marian_folder)
    (tmp_path / "model" / "README.md").write_text("no file of a model", encoding="utf-8")
    assert fingerprint(tmp_path / "model") == fingerprint(marian_folder)
    path = tmp_path / "model" / name
    path.write_bytes(path.read_bytes() + b" ")
    assert fingerprint(tmp_path / "model") != fingerprint(marian_folder)


def test_a_conversion_is_not_used_for_the_same_weights_with_other_settings(marian_folder, tmp_path):
    shutil.copytree(marian_folder, tmp_path / "model")
    before = converted(resolve(str(tmp_path / "model"), "translator"), "int8")
    settings(decoder_start_token_id=3)(tmp_path / "model")
    after = converted(resolve(str(tmp_path / "model"), "translator"), "int8")
    assert after != before


@pytest.mark.parametrize("damage", ["changed", "stranger", "missing", "no record", "empty record"])
def test_a_conversion_that_is_not_as_it_was_noted_is_made_again(marian_folder, damage):
    model = resolve(str(marian_folder), "translator")
    folder = converted(model, "int8")
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    vocabulary = folder / "shared_vocabulary.json"
    assert vocabulary.exists()
    match damage:
        case "changed":
            vocabulary.write_bytes(vocabulary.read_bytes().replace(b'"</s>"', b'"<s/>"', 1))
        case "stranger":
            (folder / "target_vocabulary.json").write_text('["x"]', encoding="utf-8")
        case "missing":
            vocabulary.unlink()
        case "no record":
            (folder / "converted.json").unlink()
        case "empty record":
            (folder / "converted.json").write_text("{}", encoding="utf-8")
    assert CTranslate2Engine.load(model, device="cpu", threads=1).generate([["▁de", "</s>"]], Decoding(max_tokens=4))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == whole


# --- Nothing of a checkpoint is run --------------------------------------------------------------------------------------------------------

_UNPICKLING = re.compile(
    r"\b(?:pickle|cPickle|dill|cloudpickle|joblib|shelve|marshal)\b(?=\.|\s*import|$)|\btorch\.load\b|"
    r"\bimport (?:pickle|dill|joblib|shelve|marshal)\b|"
    r"allow_pickle=True|trust_remote_code=True|use_safetensors=False|weights_only=False|\bcreate_module_from_file\b|(?<![.\w])(?:eval|exec)\("
)


def test_the_source_unpickles_nothing_and_trusts_no_code():
    sources = sorted((ROOT / "summarizer").rglob("*.py"))
    assert len(sources) > 50
    assert _UNPICKLING.search("import pickle") and _UNPICKLING.search("torch.load(path)") and not _UNPICKLING.search("a pickle, which")
    assert {path.name: found[0] for path in sources if (found := _UNPICKLING.search(path.read_text("utf-8")))} == {}


# Ends the program at the first class that is unpickled, the first program that is started besides our own reader, and the first file below FOLDER
# that is compiled or run.
HOOKED = """
import os, sys
folder = sys.argv[1]
def hook(event, arguments):
    if (
        event in ("pickle.find_class", "os.system", "os.exec", "os.posix_spawn")
        or (event == "subprocess.Popen" and arguments[0] not in (sys.executable, "/sbin/ldconfig"))  # where a library lies
        or (event in ("exec", "compile") and folder in str(getattr(arguments[0], "co_filename", arguments[-1])))
    ):
        sys.stderr.write(f"RUN {event} {str(arguments)[:200]}\\n"); sys.stderr.flush(); os._exit(99)
sys.addaudithook(hook)
"""
# Everything there is to load: each kind of checkpoint on each engine, and the embedded model, none of it converted yet.
LOADS = """
from summarizer import Pipeline, SummarizerError, read_path
from summarizer.engines import Decoding, load_engine
from summarizer.engines.tokenizers import load_tokenizer
from summarizer.model_store import resolve
for kind, path in zip(("translator", "summarizer"), sys.argv[2:4]):
    for engine in ("torch", "ctranslate2"):
        try:
            model = resolve(path, kind)
            tokenizer = load_tokenizer(model.path)
            loaded = load_engine(model, tokenizer, engine=engine, device="cpu", threads=1)
            loaded.generate([tokenizer.encode("de kat")], Decoding(max_tokens=4))
            print(kind, engine, "loaded")
        except SummarizerError as error:
            print(kind, engine, type(error).__name__)
print("abstract", len(Pipeline.from_defaults().summarize(read_path(sys.argv[4])).abstract.sentences) > 0)
"""


def hooked(code, folder, *arguments):
    env = os.environ | {"SUMMARIZER_CACHE": str(folder / "cache")}
    command = [sys.executable, "-c", HOOKED + code, str(folder), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, timeout=200, check=False)


def booby_trapped(folder, target):
    """The checkpoint with code beside it that its settings ask for, and pickles that run a program."""
    shutil.copytree(folder, target)
    marker = target.parent / "was-run"
    (target / "evil.py").write_text(f"open({str(marker)!r}, 'w')\nclass Evil: pass\n", encoding="utf-8")
    settings(auto_map=dict.fromkeys(["AutoConfig", "AutoModelForSeq2SeqLM", "AutoModel"], "evil.Evil"))(target)
    (target / "custom_generate").mkdir()
    shutil.copy(target / "evil.py", target / "custom_generate" / "generate.py")
    path = target / "tokenizer_config.json"
    changed = json.loads(path.read_text("utf-8")) | {"auto_map": {"AutoTokenizer": ["evil.Evil", "evil.Evil"]}}
    path.write_text(json.dumps(changed), encoding="utf-8")
    for name in ("pytorch_model.bin", "training_args.bin", "optimizer.pt"):
        (target / name).write_bytes(b"cos\nsystem\n(S'touch " + str(marker).encode() + b"'\ntR.")
    return marker


def test_nothing_is_unpickled_and_code_beside_the_weights_is_not_run(marian_folder, bart_folder, huawei, tmp_path):
    translator, summarizer = tmp_path / "translator", tmp_path / "summarizer"
    marker = booby_trapped(marian_folder, translator)
    booby_trapped(bart_folder, summarizer)
    done = hooked(LOADS, tmp_path, translator, summarizer, huawei)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert "translator torch loaded" in said and "summarizer torch loaded" in said and said[-1] == "abstract True" and len(said) == 5
    assert not marker.exists()


def test_the_hook_would_have_seen_it(tmp_path):
    assert hooked("import pickle; pickle.loads(b'cos\\nsystem\\n.')", tmp_path).returncode == 99
    (tmp_path / "evil.py").write_text("pass", encoding="utf-8")
    assert hooked(f"sys.path.append({str(tmp_path)!r}); import evil", tmp_path).returncode == 99
