"""A translator with more layers or wider ones, which says the same: where a training goes on from, with more room to learn.

    python scripts/grow_model.py models/nl-en OUT --ffn 2048 --encoder-layers 12 --decoder-layers 4     # then train_translator.py --init-from OUT

New units have random weights going in and none coming out (Net2Net, Chen et al. 2016, has copies instead, which have to be told apart by noise), and
so have new layers, behind the others. As Marian's layers end in a norm, which can't pass on just what it is given, a new layer's norms multiply by
the size that the last one's outputs have; where the gains of that one are much alike, as they are here, what goes through is nearly what came in.
Weights in the encoder are the cheaper ones in use: it runs once a sentence, over all its words at once; a decoder runs once a word and hypothesis.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from summarizer.model_store import LOADED_FILES

Weights = dict[str, torch.Tensor]


def widened(weights: Weights, ffn: int, generator: torch.Generator) -> Weights:
    """The weights with `ffn` units in each feed-forward layer of the encoder. Raises ValueError when there are more already."""
    wide = dict(weights)
    for name in [name for name in weights if "encoder.layers" in name and name.endswith("fc1.weight")]:
        into = weights[name]
        out_name, bias_name = name.replace("fc1", "fc2"), name.replace("weight", "bias")
        more = ffn - len(into)
        if more < 0:
            raise ValueError(f"{name} has {len(into)} units already")
        new = torch.empty(more, into.shape[1]).normal_(std=float(into.float().std()), generator=generator)
        wide[name] = torch.cat([into, new.to(into.dtype)])
        wide[bias_name] = torch.cat([weights[bias_name], torch.zeros(more, dtype=into.dtype)])
        wide[out_name] = torch.cat([weights[out_name], torch.zeros(into.shape[1], more, dtype=into.dtype)], 1)
    return wide


def deepened(weights: Weights, side: str, before: int, after: int, generator: torch.Generator) -> Weights:
    """The weights with `after` layers in the "encoder" or "decoder" instead of `before`. Raises ValueError when there are more already."""
    if after < before:
        raise ValueError(f"the {side} has {before} layers already")
    last = f"model.{side}.layers.{before - 1}."
    norm = {name: weights[f"{last}final_layer_norm.{name}"].float() for name in ("weight", "bias")}
    size = (norm["weight"] ** 2 + norm["bias"] ** 2).mean().sqrt()  # root mean square of the last layer's outputs
    deep = dict(weights)
    for name in [name for name in weights if name.startswith(last)]:
        part, old = name.removeprefix(last), weights[name]
        for layer in range(before, after):
            if "layer_norm" in part:
                new = torch.full(old.shape, float(size)) if part.endswith("weight") else torch.zeros(old.shape)
            elif part.endswith("bias") or "out_proj" in part or "fc2" in part:
                new = torch.zeros(old.shape)
            else:
                new = torch.empty(old.shape).normal_(std=float(old.float().std()), generator=generator)
            deep[f"model.{side}.layers.{layer}.{part}"] = new.to(old.dtype)
    return deep


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="folder of an exported model")
    parser.add_argument("out", type=Path, help="a new folder")
    parser.add_argument("--ffn", type=int, dest="encoder_ffn_dim", help="units of each feed-forward layer of the encoder (as they are)")
    parser.add_argument("--encoder-layers", type=int, help="layers of the encoder (as they are)")
    parser.add_argument("--decoder-layers", type=int, help="layers of the decoder (as they are)")
    args = parser.parse_args()
    config = json.loads((args.model / "config.json").read_text(encoding="utf-8"))
    grown = {name: getattr(args, name) or config[name] for name in ("encoder_ffn_dim", "encoder_layers", "decoder_layers")}
    generator = torch.Generator().manual_seed(1)
    try:
        weights = widened(load_file(args.model / "model.safetensors"), grown["encoder_ffn_dim"], generator)
        for side in ("encoder", "decoder"):
            weights = deepened(weights, side, config[f"{side}_layers"], grown[f"{side}_layers"], generator)
    except ValueError as error:
        raise SystemExit(str(error)) from error
    args.out.mkdir(parents=True)
    for name in LOADED_FILES:
        if (args.model / name).exists():
            shutil.copyfile(args.model / name, args.out / name)
    save_file(weights, args.out / "model.safetensors", metadata={"format": "pt"})
    (args.out / "config.json").write_text(json.dumps(config | grown, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
