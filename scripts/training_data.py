"""The arrays of build_corpus.py as batches: every example on the device, padded to one of a few lengths, drawn in a reproducible order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

BUCKETS = (8, 12, 16, 20, 24, 28, 32, 40, 48, 64, 80, 104, 128)


@dataclass(frozen=True)
class Block:
    """All examples of one length bucket: `source` and `target` are [examples, length] ids padded with `pad`, `weight` [examples]."""

    length: int
    source: Tensor
    target: Tensor
    weight: Tensor


def load_blocks(folder: Path, *, reverse: bool, device: str) -> tuple[list[Block], int]:
    """The arrays of build_corpus.py as padded blocks, and the id of `<pad>` (the vocabulary's last)."""
    parts = [np.load(path) for path in sorted(folder.glob("tokens-*.npz"))]
    if not parts:
        raise SystemExit(f"{folder} holds no tokens-*.npz: run scripts/build_corpus.py first")
    pad = int(parts[0]["pad"])
    kind_weight = parts[0]["weight"]
    sides = ("tgt", "src") if reverse else ("src", "tgt")
    ids = [np.concatenate([part[side] for part in parts]) for side in sides]
    lengths = [np.concatenate([part[f"{side}_len"] for part in parts]).astype(np.int64) for side in sides]
    starts = [np.concatenate([[0], np.cumsum(length)[:-1]]) for length in lengths]
    weight = kind_weight[np.concatenate([part["kind"] for part in parts])]
    longest = np.maximum(*lengths)
    blocks, low = [], 0
    for high in BUCKETS:
        rows = np.nonzero((longest > low) & (longest <= high))[0]
        low = high
        if not len(rows):
            continue
        padded = []
        for flat, length, start in zip(ids, lengths, starts, strict=True):
            block = np.full((len(rows), high), pad, dtype=np.int32)
            columns = np.arange(high)[None, :]
            mask = columns < length[rows][:, None]
            block[mask] = flat[(start[rows][:, None] + columns)[mask]]
            padded.append(torch.from_numpy(block).to(device))
        blocks.append(Block(high, padded[0], padded[1], torch.from_numpy(weight[rows]).to(device)))
    return blocks, pad


def batches(blocks: list[Block], tokens: int, seed: int, *, skip: int = 0) -> Iterator[tuple[Tensor, Tensor]]:
    """Endless batches of about `tokens` padded target tokens; rows come in proportion to their weight, buckets to their share of batches.

    The order follows from the blocks, `tokens` and `seed` alone, so a resumed run goes on exactly where it stopped: `skip` batches are drawn
    and thrown away, which costs seconds even after a hundred thousand.
    """
    device = blocks[0].source.device
    generator = torch.Generator(device=device).manual_seed(seed)
    chooser = random.Random(seed)
    sizes = [max(8, tokens // block.length) for block in blocks]
    shares = [float(block.weight.sum()) / size for block, size in zip(blocks, sizes, strict=True)]
    queues = [torch.empty(0, dtype=torch.long, device=device) for _ in blocks]
    for step in itertools.count():
        i = chooser.choices(range(len(blocks)), shares)[0]
        block, size = blocks[i], sizes[i]
        while len(queues[i]) < size:  # one weighted pass over the bucket: floor(w) copies of each row, one more by chance, shuffled
            noise = torch.rand(len(block.weight), generator=generator, device=device)
            rows = torch.repeat_interleave(torch.arange(len(noise), device=device), (block.weight + noise).floor().long())
            queues[i] = torch.cat([queues[i], rows[torch.randperm(len(rows), generator=generator, device=device)]])
        rows, queues[i] = queues[i][:size], queues[i][size:]
        if step >= skip:
            yield block.source[rows].long(), block.target[rows].long()
