"""Real checkpoints, tiny and with random weights, made in a second or two: what they say is nonsense, all else is as in a large one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SENTENCES = """\
De kat zit op de mat en de hond slaapt naast het grote huis.
The cat is on the mat and the dog is sleeping beside the big house.
De minister heeft gisteren in de Kamer een nieuwe wet voorgesteld.
The minister proposed a new law in Parliament yesterday.
Volgens de politie raakten drie mensen gewond bij het ongeluk in Rotterdam.
According to the police, three people were injured in the accident in Rotterdam.
Het bedrijf verkocht in 2019 meer dan 240 miljoen telefoons, vooral in China.
In 2019 the company sold more than 240 million phones, most of them in China.
"We gaan door", zei de directeur, "ook als de prijzen verder stijgen."
"We will go on", said the director, "even if prices rise further."
Onderzoekers van de universiteit vonden geen bewijs voor die bewering.
Researchers at the university found no evidence for that claim.
De trein naar Amsterdam vertrekt om kwart over acht van spoor 4.
The train to Amsterdam leaves from platform 4 at a quarter past eight.
Wie kan ons vandaag helpen met de vragen over water, lucht en bodem?
Who can help us today with the questions about water, air and soil?
Nee. Ja! Misschien: wij weten het niet (nog niet).
No. Yes! Perhaps: we do not know (not yet).
Huawei's 5G-netwerk kost € 1.299,95 per aansluiting; KPN betaalt 6,7 procent minder & Vodafone 38.
Huawei's 5G network costs € 1,299.95 a connection; KPN pays 6.7 percent less & Vodafone 38.
""".splitlines()


def train_sentencepiece(folder: Path, sentences: list[str] = SENTENCES, pieces: int = 300) -> None:
    """A joint SentencePiece model of at most `pieces` pieces and its vocabulary, as Marian has them."""
    import sentencepiece

    from build_corpus import vocabulary

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences), model_prefix=str(folder / "joint"), vocab_size=pieces, model_type="unigram", character_coverage=1.0,
        split_digits=True, hard_vocab_limit=False, num_threads=1, minloglevel=2,
    )  # fmt: skip
    (folder / "joint.vocab").unlink()
    model = (folder / "joint.model").rename(folder / "source.spm")
    (folder / "target.spm").write_bytes(model.read_bytes())
    ids = vocabulary(sentencepiece.SentencePieceProcessor(model_file=str(model)))
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")


def tiny_marian(folder: Path, *, seed: int = 1) -> Path:
    """A MarianMTModel of 2 + 1 layers, d_model 32, in `folder`, with tokenizer and generation config; returns `folder`."""
    import tempfile

    import torch
    from transformers import MarianConfig, MarianMTModel

    from export_model import write_checkpoint

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        train_sentencepiece(Path(scratch))
        size = len(json.loads((Path(scratch) / "vocab.json").read_text(encoding="utf-8")))
        pad = size - 1
        torch.manual_seed(seed)
        model = MarianMTModel(
            MarianConfig(
                vocab_size=size, d_model=32, encoder_layers=2, decoder_layers=1, encoder_ffn_dim=64, decoder_ffn_dim=64, encoder_attention_heads=4,
                decoder_attention_heads=4, max_position_embeddings=512, pad_token_id=pad, decoder_start_token_id=pad, eos_token_id=0, bos_token_id=0,
                forced_eos_token_id=0, scale_embedding=True, share_encoder_decoder_embeddings=True, static_position_embeddings=True,
                activation_function="relu",
            )
        )  # fmt: skip
        _randomise(model)
        with torch.no_grad():
            model.model.shared.weight[pad].zero_()
        write_checkpoint(model.half(), Path(scratch), folder)
    return folder


def tiny_bart(folder: Path, *, seed: int = 1) -> Path:
    """A BartForConditionalGeneration of 1 + 1 layers, d_model 32, 256 positions, with a byte-level BPE tokenizer; returns `folder`."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import BartConfig, BartForConditionalGeneration, BartTokenizer

    from summarizer.engines.torch import quiet_transformers

    folder.mkdir(parents=True, exist_ok=True)
    bpe = ByteLevelBPETokenizer()
    bpe.train_from_iterator(
        SENTENCES, vocab_size=400, min_frequency=2, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"], show_progress=False
    )
    bpe.save_model(str(folder))
    BartTokenizer(vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt"), model_max_length=256).save_pretrained(folder)
    torch.manual_seed(seed)
    model = BartForConditionalGeneration(
        BartConfig(
            vocab_size=bpe.get_vocab_size(), d_model=32, encoder_layers=1, decoder_layers=1, encoder_ffn_dim=64, decoder_ffn_dim=64,
            encoder_attention_heads=4, decoder_attention_heads=4, max_position_embeddings=256, bos_token_id=0, pad_token_id=1, eos_token_id=2,
            decoder_start_token_id=2, forced_eos_token_id=2, normalize_before=False, normalize_embedding=True,  # CTranslate2 asks for these two
        )
    )  # fmt: skip
    _randomise(model)
    with quiet_transformers():
        model.save_pretrained(folder)
    return folder


def _randomise(model: Any) -> None:
    """Weights far larger than the library's own, so that different inputs give different outputs and no two tokens tie."""
    import torch

    for parameter in model.parameters():
        if parameter.dim() == 2 and parameter.requires_grad:
            torch.nn.init.normal_(parameter, std=0.3)
