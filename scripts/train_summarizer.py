"""Train a small abstractive summarizer: a MarianMT translator into English, fine-tuned on English articles and their abstracts.

    python scripts/train_summarizer.py models/nl-en DATA/*.jsonl.zst --minutes 20 --out corpus/summarizer
    summarizer summarize article.txt --summarizer corpus/summarizer

DATA: lines of {"article": ..., "summary": ...}. The translator's decoder writes English already; its encoder learns to read it. An article is
held out when the first byte of its sha256 is below 0x33 (a fifth of them). Bound by the clock, on one CPU core or a GPU; Ctrl-C ends it early and
keeps what was learned. Writes a checkpoint folder that `--summarizer` takes: a rough one, for trying out what is done with such models.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import random
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
import zstandard
from torch import Tensor
from transformers import MarianConfig, MarianMTModel

from export_model import averaged_model, write_checkpoint
from summarizer.engines.tokenizers import MarianTokenizer
from summarizer.punctuation import normalise
from train_translator import Optimizers, learning_rate, loss_of

Example = tuple[list[int], list[int]]
COPY_WORDS, COPY_TARGET = 60, 40  # of a short example that teaches to copy: the beginning of an article, to be said again
MOST_SOURCE, MOST_TARGET = 512, 120  # tokens; a MarianMT checkpoint has so many positions


def is_dev(article: str) -> bool:
    """Whether an article is held out: by its text, so that all abstracts of one article are on the same side."""
    return hashlib.sha256(article.encode()).digest()[0] < 0x33


def read_pairs(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """The (article, summary) of all lines, each once."""
    seen = set()
    for path in paths:
        with path.open("rb") as raw:
            for line in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(raw), encoding="utf-8"):
                pair = json.loads(line)
                if (key := (pair["article"], pair["summary"])) not in seen:
                    seen.add(key)
                    yield key


def examples(pairs: Sequence[tuple[str, str]], tokenizer: MarianTokenizer, words: int) -> list[Example]:
    """Two examples a pair: the first `words` of the article and its abstract; the very beginning and itself."""
    found = []
    for article, summary in pairs:
        text = normalise(article).split()
        begin = text[:COPY_WORDS]
        for source, target in ((text[:words], normalise(summary)), (begin, " ".join(begin[:COPY_TARGET]))):
            tokens = tokenizer.encode(target)
            if len(tokens) <= MOST_TARGET:
                read = tokenizer.encode(" ".join(source))
                read = [*read[: MOST_SOURCE - 1], read[-1]] if len(read) > MOST_SOURCE else read  # </s> stays
                found.append((tokenizer.ids(read), tokenizer.ids(tokens)))
    return found


def batches(data: Sequence[Example], tokens: int, pad: int, seed: int, device: str) -> Iterator[tuple[Tensor, Tensor]]:
    """Endless batches of like length, about `tokens` padded source tokens each, in a new order every time round."""
    chooser = random.Random(seed)
    while True:
        order = sorted(chooser.sample(range(len(data)), len(data)), key=lambda i: len(data[i][0]) // 32)
        parts, part = [], list[int]()
        for i in order:
            if part and (len(part) + 1) * (len(data[i][0]) + 31) > tokens:
                parts.append(part)
                part = []
            part.append(i)
        parts.append(part)
        chooser.shuffle(parts)
        for part in parts:
            yield tuple(_padded([data[i][side] for i in part], pad).to(device) for side in (0, 1))  # type: ignore[misc]


def _padded(rows: Sequence[list[int]], pad: int) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [pad] * (width - len(row)) for row in rows])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("translator", type=Path, help="a MarianMT folder whose target language is English")
    parser.add_argument("data", type=Path, nargs="+", help="JSON lines, zstd")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--words", type=int, default=300, help="of an article that are read")
    parser.add_argument("--tokens", type=int, default=3000, help="padded source tokens a batch")
    parser.add_argument("--optimizer", choices=["adamw", "muon"], default="muon")
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--warmup", type=int, default=50, help="steps")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--smoothing", type=float, default=0.1, help="label smoothing")
    parser.add_argument("--ema", type=float, default=0.99, help="decay of the averaged weights, the ones that are written")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = MarianTokenizer(args.translator)
    data = examples([pair for pair in read_pairs(args.data) if not is_dev(pair[0])], tokenizer, args.words)
    model = MarianMTModel.from_pretrained(args.translator, dtype=torch.float32, dropout=args.dropout)
    averaged = MarianMTModel(MarianConfig.from_dict(model.config.to_dict())).to(device).eval()
    averaged.load_state_dict(model.state_dict())
    if device == "cpu":
        model.set_attn_implementation("eager")  # the fused one has a slow backward pass there
    model.to(device).train()
    optimizers = Optimizers(model, args)
    bf16 = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    autocast = torch.autocast(device, dtype=torch.bfloat16) if bf16 else contextlib.nullcontext()
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: stopping.append(number))

    begin = logged = time.monotonic()
    losses: list[float] = []
    seen = 0
    for step, (source, target) in enumerate(batches(data, args.tokens, model.config.pad_token_id, args.seed, device)):
        done = (time.monotonic() - begin) / 60 / args.minutes
        if done >= 1 or stopping:
            break
        with autocast:
            loss = loss_of(model, source, target, args.smoothing)
        loss.backward()
        optimizers.step(learning_rate(args.lr, step, args.warmup, done))
        with torch.no_grad():
            model.model.shared.weight[model.config.pad_token_id].zero_()  # as train_translator.py says
            torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), 1 - min(args.ema, (step + 1) / (step + 20)))
        losses.append(float(loss.detach()))
        seen += len(source)
        if time.monotonic() - logged > 20:
            logged = time.monotonic()
            line = {"minutes": round((logged - begin) / 60, 2), "step": step + 1, "epochs": round(seen / len(data), 2)}
            print(json.dumps(line | {"loss": round(sum(losses) / len(losses), 3)}), flush=True)
            losses.clear()
    args.out.mkdir(parents=True, exist_ok=True)
    config = model.config.to_dict() | {
        "task_specific_params": {"summarization": {"num_beams": 4, "no_repeat_ngram_size": 3, "max_length": 142}}
    }
    write_checkpoint(averaged_model({"config": config, "ema": averaged.state_dict()}), args.translator, args.out, source_lang="en")
    print(f"{args.out}: {seen} examples")


if __name__ == "__main__":
    main()
