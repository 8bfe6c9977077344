"""Make a model folder from a training run: the averaged weights in fp16, tokenizer, settings, log, picture, card, and its registry entry.

    python scripts/export_model.py corpus/run/nl-en --out models/nl-en --description "Dutch to English, trained here." [--placeholder]
    python scripts/evaluate_translator.py models/nl-en flores-dev.nl flores-dev.en --out scores.json     # then once more, for the card:
    python scripts/export_model.py corpus/run/nl-en --out models/nl-en ... --scores scores.json --failures failures.md

The same checkpoint always gives the same bytes, so exporting again only changes the card. Before anything lands in `--out`, what was written
is loaded by torch and by CTranslate2 (float32 and int8) and must translate the check sentences alike. The folder is one that
MarianMTModel.from_pretrained and CTranslate2's converter load without a warning.

The files that are loaded go into the registry with their size and sha256 (`--registry`, else registry.toml beside the folder where there is one;
the model's name is the folder's).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

import torch
from transformers import MarianConfig, MarianMTModel

import model_card
from build_corpus import TOKENIZER_FILES
from summarizer.engines.torch import quiet_transformers
from summarizer.evaluation.translation import score
from summarizer.lexicon import NAME as LEXICON
from summarizer.model_files import sha256_of
from summarizer.model_store import LOADED_FILES, FileEntry, ModelEntry, ModelFolder, write_entry
from translation_scores import agreement, load, translate_lines

MIN_EQUAL = 0.9  # of the check sentences in float32: sums in another order may turn a tie, more than that is a fault
MIN_INT8_CHRF = 40.0  # int8 beside float32: rounding changes words here and there, a wrong layout everything

CHECK = {
    "nl": """\
De kat zit op de mat.
Ik heb gisteren een boek gelezen.
Waar is het station?
De minister-president heeft vandaag een nieuw plan gepresenteerd.
In 2019 verkocht het bedrijf 240 miljoen telefoons.
Het regent al de hele dag in Amsterdam.
"We gaan door", zei de directeur van het bedrijf.
Klik op de knop om het bestand te openen.
De prijs van benzine is met 3,5 procent gestegen.
Mijn zus woont in Brussel en werkt bij een bank.
Volgens de politie raakte niemand gewond bij het ongeluk.
Ze vroeg of hij morgen kon komen.
Het nieuwe museum opent op 12 mei zijn deuren.
Er waren meer dan 20.000 mensen op het plein.
Dit is de eerste keer dat ik hier ben.
De onderzoekers vonden geen bewijs voor die bewering.
Gebruik een sterk wachtwoord voor uw account.
De trein vertrekt om 8.15 uur van spoor 4.
Toen hij thuiskwam, was de deur open en brandde het licht.
Europa heeft nieuwe regels nodig, aldus de commissie.""".splitlines(),
    "en": """\
The cat is on the mat.
I read a book yesterday.
Where is the station?
The prime minister presented a new plan today.
In 2019 the company sold 240 million phones.
It has been raining in Amsterdam all day.
Click the button to open the file.
My sister lives in Brussels and works at a bank.
The new museum opens its doors on 12 May.
This is the first time I have been here.""".splitlines(),
}


def averaged_model(state: dict[str, Any]) -> MarianMTModel:
    """The EMA weights of a checkpoint in fp16, `<pad>` row zero; SystemExit when a number is not finite there."""
    config = MarianConfig.from_dict(state["config"])
    model = MarianMTModel(config)
    model.load_state_dict(state["ema"])
    pad = config.pad_token_id
    with torch.no_grad():
        model.model.shared.weight[pad].zero_()  # CTranslate2 starts decoding from a zero embedding, transformers from this row
        model.final_logits_bias.zero_()  # never trained
    model.half()
    for name, tensor in model.state_dict().items():
        if not bool(torch.isfinite(tensor).all()):
            raise SystemExit(f"tensor {name} holds numbers that aren't finite in fp16: the training diverged")
    return model.eval()


def mean_with(model: MarianMTModel, other: Path, share: float = 0.5) -> MarianMTModel:
    """The model with `share` of its own weights, the rest those of the exported one that its training began from: mostly better than either, as a
    training that went on forgets some of what it knew (Wortsman et al. 2022, Robust fine-tuning of zero-shot models). SystemExit when they are not of
    one shape."""
    former = MarianMTModel.from_pretrained(other, dtype=torch.float32).state_dict()
    weights = model.state_dict()
    if {name: tensor.shape for name, tensor in former.items()} != {name: tensor.shape for name, tensor in weights.items()}:
        raise SystemExit(f"{other} is a model of another shape")
    model.load_state_dict({name: torch.lerp(former[name], tensor.float(), share).half() for name, tensor in weights.items()})
    return model


def write_checkpoint(model: MarianMTModel, tokenizer_folder: Path, out: Path, *, source_lang: str = "nl", target_lang: str = "en") -> None:
    """A complete checkpoint folder: weights, config, generation config, SentencePiece models, vocabulary."""
    config = model.config
    special = {"pad_token_id": config.pad_token_id, "eos_token_id": config.eos_token_id, "bos_token_id": config.bos_token_id}
    model.generation_config.update(
        **special, decoder_start_token_id=config.decoder_start_token_id, forced_eos_token_id=config.eos_token_id,
        bad_words_ids=[[config.pad_token_id]], num_beams=4, max_length=512, _from_model_config=False,
    )  # fmt: skip
    with quiet_transformers():
        model.save_pretrained(out)  # transformers 5 writes tied tensors once
    for name in TOKENIZER_FILES:
        shutil.copyfile(tokenizer_folder / name, out / name)
    settings = {
        "tokenizer_class": "MarianTokenizer", "source_lang": source_lang, "target_lang": target_lang, "model_max_length": 512,
        "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "separate_vocabs": False, "sp_model_kwargs": {},
    }  # fmt: skip
    (out / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def _alike(torch: str, ct: str) -> bool:
    """Equal, but for one piece (of at most 16 characters) where the limit cut a loop: there transformers puts </s> last, CTranslate2 one more."""
    return torch == ct or (ct.startswith(torch) and len(ct) - len(torch) <= 16)


def check_engines(folder: Path, sentences: list[str]) -> tuple[str, str]:
    """A canary, (source, target): the first of `sentences` on which all engines agree. SystemExit when they disagree too often."""
    model = ModelFolder(folder.name, "translator", folder, sha256_of(folder / "model.safetensors"), False, "MarianMTModel")
    outputs = {}
    for engine, compute_type in (("torch", "float32"), ("ctranslate2", "float32"), ("ctranslate2", "int8")):
        loaded, tokenizer = load(model, engine=engine, compute_type=compute_type)
        outputs[engine, compute_type] = translate_lines(loaded, tokenizer, sentences)
    torch32, ct32, ct8 = outputs.values()
    equal, chrf = sum(map(_alike, torch32, ct32)) / len(sentences), score(ct8, torch32).chrf
    print(f"check sentences: {equal:.0%} equal in float32, {agreement(ct8, torch32):.0%} in int8 (chrF {chrf})")
    if equal < MIN_EQUAL or chrf < MIN_INT8_CHRF:
        for i, (a, b, c) in enumerate(zip(torch32, ct32, ct8, strict=True)):
            if not a == b == c:
                print(f"{sentences[i]}\n  torch       {a}\n  ctranslate2 {b}\n  int8        {c}")
        raise SystemExit("the engines disagree, so nothing was exported")
    return next(((s, a) for s, a, b, c in zip(sentences, torch32, ct32, ct8, strict=True) if a == b == c), (sentences[0], torch32[0]))


def entry_of(folder: Path, name: str, canary: tuple[str, str], args: argparse.Namespace) -> ModelEntry:
    """The folder's entry: every file that is loaded, with size and sha256."""
    loaded = sorted(path for path in folder.iterdir() if path.name in LOADED_FILES)
    files = {path.name: FileEntry(sha256_of(path, remembered=False), path.stat().st_size) for path in loaded}
    return ModelEntry(
        name=name, kind="translator", architecture="MarianMTModel", description=args.description, licence=args.licence,
        source="Trained with scripts/train_translator.py; see MODEL_CARD.md", embedded=True, placeholder=args.placeholder,
        canary={"source": canary[0], "target": canary[1]}, files=files,
    )  # fmt: skip


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, metavar="CORPUS/NAME", help="folder with the last.pt and log.jsonl of train_translator.py")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder; an earlier export there is replaced")
    parser.add_argument("--registry", type=Path, help="registry.toml to write the entry into")
    parser.add_argument("--description", default="Trained with this project's scripts.", help="for `models list` and the card")
    parser.add_argument("--licence", default="Apache-2.0", help="of the weights")
    parser.add_argument("--lexicon", type=Path, help="of build_lexicon.py, to go with the model")
    parser.add_argument(
        "--mean-with", type=Path, help="folder of the exported model that the training began from: the mean of both is exported"
    )
    parser.add_argument("--share", type=float, default=0.5, help="of the new weights in that mean")
    parser.add_argument("--placeholder", action="store_true", help="mark it as too weak for real use, in the card and in the registry")
    parser.add_argument("--scores", type=Path, nargs="*", default=[], help="JSON files of evaluate_translator.py, for the card")
    parser.add_argument("--habits", type=Path, help="JSON file of evaluate_habits.py, for the card")
    parser.add_argument("--failures", type=Path, help="Markdown file with known failures, for the card")
    parser.add_argument("--card-facts", nargs="*", default=[], metavar="FACT=VALUE", help="more rows for the card's table on training")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    out: Path = args.out.absolute()
    written = LOADED_FILES | model_card.FILES
    if out.exists() and (strangers := sorted({path.name for path in out.iterdir()} - written)):
        raise SystemExit(f"{out} holds {', '.join(strangers[:3])}, which no export wrote: choose another folder")
    state = torch.load(args.run / "last.pt", map_location="cpu", weights_only=True)
    languages = ("en", "nl") if state.get("reverse") else ("nl", "en")
    out.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        folder = scratch / out.name
        folder.mkdir()
        model = averaged_model(state)
        model = mean_with(model, args.mean_with, args.share) if args.mean_with else model
        write_checkpoint(model, args.run.parent, folder, source_lang=languages[0], target_lang=languages[1])
        if args.lexicon:
            shutil.copyfile(args.lexicon, folder / LEXICON)
        with mock.patch.dict(os.environ, SUMMARIZER_CACHE=str(scratch / "cache")):  # conversions of what may yet be refused
            canary = check_engines(folder, CHECK[languages[0]])
        model_card.write(
            folder, args.run, description=args.description, licence=args.licence, languages=languages, placeholder=args.placeholder,
            facts=dict(fact.split("=", 1) for fact in args.card_facts), scores=args.scores, failures=args.failures, habits=args.habits,
        )  # fmt: skip
        for path in folder.iterdir():
            path.chmod(0o644)  # safetensors makes its file private
        if out.exists():
            shutil.rmtree(out)
        folder.replace(out)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    entry = entry_of(out, out.name, canary, args)
    beside = out.parent / "registry.toml"
    registry = args.registry or (beside if beside.exists() else None)
    if registry:
        write_entry(registry, entry)
    print(f"{out}: {sum(file.size or 0 for file in entry.files.values()) / 1e6:.1f} MB; {registry or 'no registry'}; canary {canary}")


if __name__ == "__main__":
    main()
