"""A translator with wider feed-forward layers in its encoder, which says exactly the same: where a training goes on from, with more room to learn.

    python scripts/widen_encoder.py models/nl-en OUT --ffn 2048          # then train_translator.py --init-from OUT

The new units have random weights going in and none coming out (Net2Net, Chen et al. 2016, has copies instead, which have to be told apart by noise).
An encoder is the cheap place for more weights: it runs once a sentence, over all its words at once; a decoder runs once a word.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from summarizer.model_store import LOADED_FILES


def widened(weights: dict[str, torch.Tensor], ffn: int) -> dict[str, torch.Tensor]:
    """The weights with `ffn` units in each feed-forward layer of the encoder. Raises ValueError when there are more already."""
    generator = torch.Generator().manual_seed(1)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="folder of an exported model")
    parser.add_argument("out", type=Path, help="a new folder")
    parser.add_argument("--ffn", type=int, default=2048, help="units of each feed-forward layer of the encoder")
    args = parser.parse_args()
    args.out.mkdir(parents=True)
    for name in LOADED_FILES:
        if (args.model / name).exists():
            shutil.copyfile(args.model / name, args.out / name)
    config = json.loads((args.model / "config.json").read_text(encoding="utf-8")) | {"encoder_ffn_dim": args.ffn}
    save_file(widened(load_file(args.model / "model.safetensors"), args.ffn), args.out / "model.safetensors", metadata={"format": "pt"})
    (args.out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
