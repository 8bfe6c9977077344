"""The embedded translator, made as costly as opus-mt-nl-en: it says exactly the same, and takes as long a token.

    python scripts/heavier_model.py OUT         # then bench_throughput.py --translator OUT

What the pipeline costs beside its engine depends on the engine's work, and the models that people bring from the hub have ten times the embedded
one's. This one stands in for them where none can be brought: feed-forward layers are widened by units that are never active, the vocabulary by
words that are never said, until the multiplications a token are those of d_model 512, 6+6 layers, feed-forward 2,048, 67,028 words (the card of
Helsinki-NLP/opus-mt-nl-en).
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from summarizer.model_store import resolve

WORDS = 67_028
D_MODEL, FFN, LAYERS = 512, 2048, 6
NEVER = -10_000.0  # what is added to the logit of a word that is never said


def multiplications(d_model: int, ffn: int, encoder_layers: int, decoder_layers: int, words: int) -> tuple[int, int]:
    """Of an encoder's token and of a decoder's: the matrices, which are nearly all (4 projections of an attention, 2 of a feed-forward layer)."""
    attention, feed_forward = 4 * d_model**2, 2 * d_model * ffn
    return encoder_layers * (attention + feed_forward), decoder_layers * (2 * attention + feed_forward) + d_model * words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    make(parser.parse_args().out)


def make(out: Path) -> None:
    """Write the model into a new folder."""
    source = resolve("nl-en", "translator").path
    shutil.copytree(source, out)
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    weights = load_file(source / "model.safetensors")
    d_model, wanted = config["d_model"], multiplications(D_MODEL, FFN, LAYERS, LAYERS, WORDS)
    without = multiplications(d_model, 0, config["encoder_layers"], config["decoder_layers"], WORDS)
    for side, aim, alone in zip(("encoder", "decoder"), wanted, without, strict=True):
        width = (aim - alone) // (2 * d_model * config[f"{side}_layers"])
        for name in [name for name in weights if f"{side}.layers" in name and ".fc1." in name]:
            weights[name] = padded(weights[name], 0, width)
        for name in [name for name in weights if f"{side}.layers" in name and name.endswith("fc2.weight")]:
            weights[name] = padded(weights[name], 1, width)
        config[f"{side}_ffn_dim"] = width
    words = config["vocab_size"]
    shared, bias = weights["model.shared.weight"], weights["final_logits_bias"]
    none = torch.zeros(WORDS - words, d_model, dtype=shared.dtype)
    weights["model.shared.weight"] = torch.cat([shared[:-1], none, shared[-1:]])  # <pad> stays the last
    weights["final_logits_bias"] = torch.cat([bias[:, :-1], torch.full((1, WORDS - words), NEVER, dtype=bias.dtype), bias[:, -1:]], 1)
    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})
    last = WORDS - 1
    config |= {"vocab_size": WORDS, "decoder_vocab_size": WORDS, "pad_token_id": last, "decoder_start_token_id": last}
    (out / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    generation = json.loads((out / "generation_config.json").read_text(encoding="utf-8"))
    for name in ("pad_token_id", "decoder_start_token_id"):
        generation[name] = last
    if "bad_words_ids" in generation:
        generation["bad_words_ids"] = [[last]]
    (out / "generation_config.json").write_text(json.dumps(generation, indent=1), encoding="utf-8")
    vocabulary = json.loads((out / "vocab.json").read_text(encoding="utf-8"))
    vocabulary |= {f"<never {i}>": i for i in range(words - 1, last)} | {"<pad>": last}
    (out / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    print(json.dumps({name: config[name] for name in ("encoder_ffn_dim", "decoder_ffn_dim", "vocab_size")}))


def padded(tensor: torch.Tensor, axis: int, size: int) -> torch.Tensor:
    """With zeros up to `size` along an axis."""
    shape = list(tensor.shape)
    shape[axis] = size - shape[axis]
    return torch.cat([tensor, torch.zeros(shape, dtype=tensor.dtype)], axis)


if __name__ == "__main__":
    main()
