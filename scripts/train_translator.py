"""Train a MarianMT model from build_corpus.py's arrays: bound by the clock, stoppable and resumable at any moment.

    python scripts/train_translator.py corpus/run --minutes 24 --dev flores-dev          # nl->en
    python scripts/train_translator.py corpus/run --minutes 6 --reverse --name en-nl     # en->nl, for back-translation
    python scripts/train_translator.py corpus/run --minutes 20 --resume                  # go on where NAME/last.pt stopped
    python scripts/train_translator.py corpus/mine --init-from models/nl-en --lr 1e-4    # fine-tune an exported model
    torchrun --nproc-per-node 2 scripts/train_translator.py corpus/run ...               # two CPU cores, or two GPUs

A plain loop. All token arrays live on the device as one padded block a length bucket, so a batch is one row gather and there is a handful
of fixed shapes. The learning rate follows the wall clock: linear warm-up by steps, flat to 40 % of the time, then linear to 2 %.
Writes, under CORPUS/NAME: last.pt (weights, optimizer, EMA, position) every few minutes and at SIGTERM, and log.jsonl.
The log's `source_use` is the loss with the sources of other examples minus the true loss, in nats a token: near 0 the encoder goes unread.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor
from transformers import MarianConfig, MarianMTModel, MarianTokenizer

from bilingual_init import bilingual_embeddings
from summarizer.punctuation import normalise

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


def batches(blocks: list[Block], tokens: int, seed: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Endless batches of about `tokens` padded target tokens; rows come in proportion to their weight, buckets to their share of batches."""
    device = blocks[0].source.device
    generator = torch.Generator(device=device).manual_seed(seed)
    chooser = random.Random(seed)
    sizes = [max(8, tokens // block.length) for block in blocks]
    shares = [float(block.weight.sum()) / size for block, size in zip(blocks, sizes, strict=True)]
    queues = [torch.empty(0, dtype=torch.long, device=device) for _ in blocks]
    while True:
        i = chooser.choices(range(len(blocks)), shares)[0]
        block, size = blocks[i], sizes[i]
        while len(queues[i]) < size:  # one weighted pass over the bucket: floor(w) copies of each row, one more by chance, shuffled
            noise = torch.rand(len(block.weight), generator=generator, device=device)
            rows = torch.repeat_interleave(torch.arange(len(noise), device=device), (block.weight + noise).floor().long())
            queues[i] = torch.cat([queues[i], rows[torch.randperm(len(rows), generator=generator, device=device)]])
        rows, queues[i] = queues[i][:size], queues[i][size:]
        yield block.source[rows].long(), block.target[rows].long()


def new_model(vocabulary: int, args: argparse.Namespace, embeddings: Tensor | None = None) -> MarianMTModel:
    """A MarianMT model with Xavier matrices and `embeddings` [vocabulary, d_model] of unit rows, or random ones of that size.

    The class's own N(0, 0.02) makes these post-norm encoders collapse: the loss still falls, because the decoder becomes a language model.
    Bilingual embeddings (bilingual_init.py) come with cross-attention that starts near the identity, so that what the decoder attends to shows
    in its output from the first step.
    """
    pad = vocabulary - 1
    model = MarianMTModel(
        MarianConfig(
            vocab_size=vocabulary, d_model=args.d_model, encoder_layers=args.encoder_layers, decoder_layers=args.decoder_layers,
            encoder_ffn_dim=args.ffn, decoder_ffn_dim=args.ffn, encoder_attention_heads=args.heads, decoder_attention_heads=args.heads,
            max_position_embeddings=512, pad_token_id=pad, decoder_start_token_id=pad, eos_token_id=0, bos_token_id=0, forced_eos_token_id=0,
            scale_embedding=True, share_encoder_decoder_embeddings=True, static_position_embeddings=True, activation_function="relu",
            dropout=args.dropout, attention_dropout=0.0, activation_dropout=0.0,
        )
    )  # fmt: skip
    for name, parameter in model.named_parameters():
        if parameter.dim() == 2 and parameter.requires_grad and "shared" not in name:
            torch.nn.init.xavier_uniform_(parameter)
    with torch.no_grad():
        table = model.model.shared.weight
        if embeddings is None:
            torch.nn.init.normal_(table, std=args.d_model**-0.5)
        else:
            table.copy_(embeddings)
            for layer in model.model.decoder.layers:
                for matrix in (layer.encoder_attn.v_proj.weight, layer.encoder_attn.out_proj.weight):
                    matrix.mul_(0.5).add_(torch.eye(args.d_model))
        table[pad].zero_()
    return model


def loss_of(model: MarianMTModel, source: Tensor, target: Tensor, smoothing: float) -> Tensor:
    """Mean cross-entropy (nats a target token) of `target` [batch, length] given `source` [batch, length]."""
    pad = model.config.pad_token_id
    shifted = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], 1)
    hidden = model.model(input_ids=source, attention_mask=(source != pad).long(), decoder_input_ids=shifted).last_hidden_state
    keep = target.reshape(-1) != pad
    logits = model.lm_head(hidden.reshape(-1, hidden.shape[-1])[keep])
    return F.cross_entropy(logits.float(), target.reshape(-1)[keep], label_smoothing=smoothing)


class Optimizers:
    """Muon for the layers' matrices and AdamW for the rest, or AdamW alone; one learning rate for both."""

    def __init__(self, model: MarianMTModel, args: argparse.Namespace) -> None:
        named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
        self.matrices = [p for name, p in named if p.dim() == 2 and "shared" not in name and args.optimizer == "muon"]
        taken = {id(p) for p in self.matrices}
        rest = [p for _, p in named if id(p) not in taken]
        self.parameters = self.matrices + rest
        self.all: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(rest, lr=args.lr, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.01, fused=True)
        ]
        if self.matrices:
            self.all.append(torch.optim.Muon(self.matrices, lr=args.lr, weight_decay=0.01, momentum=0.95, adjust_lr_fn="match_rms_adamw"))

    def step(self, lr: float) -> None:
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for optimizer in self.all:
            for group in optimizer.param_groups:
                group["lr"] = lr
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)


def average_gradients(parameters: list[Tensor]) -> None:
    """The mean gradient over all processes, in one flat all-reduce."""
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.reshape(-1) for g in gradients])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    for gradient, part in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(part.view_as(gradient))


def learning_rate(peak: float, step: int, warmup: int, done: float) -> float:
    """`done` is the share of the time that is spent, 0 to 1."""
    return peak * min((step + 1) / warmup, 1.0 if done < 0.4 else max(0.02, 1 - (done - 0.4) / 0.6))


def source_use(model: MarianMTModel, blocks: list[Block]) -> float:
    """Loss with other examples' sources minus the true loss, nats a token, on one fixed batch."""
    block = max(blocks, key=lambda b: (b.length <= 40) * len(b.source))
    source, target = block.source[:64].long(), block.target[:64].long()
    with torch.inference_mode():
        true, foreign = (float(loss_of(model, given, target, 0.0)) for given in (source, source.roll(1, 0)))
    return foreign - true


def dev_scores(model: MarianMTModel, tokenizer: MarianTokenizer, args: argparse.Namespace) -> dict[str, float]:
    """Greedy BLEU (13a) and chrF2 on the first `--dev-lines` of the development set; prints three outputs."""
    import sacrebleu

    if not args.dev:
        return {}
    sides = ("en", "nl") if args.reverse else ("nl", "en")
    source, reference = (Path(f"{args.dev}.{side}").read_text("utf-8").splitlines()[: args.dev_lines] for side in sides)
    hypothesis = [""] * len(source)
    order = sorted(range(len(source)), key=lambda i: len(source[i]))
    with torch.inference_mode():
        for start in range(0, len(order), 100):
            part = order[start : start + 100]
            batch = tokenizer([normalise(source[i]) for i in part], return_tensors="pt", padding=True, truncation=True, max_length=200)
            output = model.generate(**batch.to(model.device), num_beams=1, do_sample=False, max_new_tokens=120)
            for i, text in zip(part, tokenizer.batch_decode(output, skip_special_tokens=True), strict=True):
                hypothesis[i] = text
    for i in (0, 5, 11):
        print("   ", hypothesis[i] if i < len(hypothesis) else "", flush=True)
    bleu, chrf = sacrebleu.corpus_bleu(hypothesis, [reference]).score, sacrebleu.corpus_chrf(hypothesis, [reference]).score
    return {"bleu": round(bleu, 2), "chrf": round(chrf, 2)}


def save(path: Path, state: dict[str, object]) -> None:
    """Atomic: a run that is killed while saving leaves the previous checkpoint."""
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    os.replace(temporary, path)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder written by build_corpus.py")
    parser.add_argument("--name", default="nl-en", help="folder under CORPUS for checkpoint and log")
    parser.add_argument("--minutes", type=float, default=22)
    parser.add_argument("--reverse", action="store_true", help="train en->nl")
    parser.add_argument("--resume", action="store_true", help="go on from CORPUS/NAME/last.pt; --minutes is the time from now")
    parser.add_argument("--init-from", type=Path, help="start from the weights of an exported model (fine-tuning)")
    parser.add_argument("--init", choices=["bilingual", "random"], default="bilingual", help="embeddings of a new model")
    parser.add_argument("--dev", help="prefix of the .nl and .en development files")
    parser.add_argument("--dev-lines", type=int, default=400)
    parser.add_argument("--eval-minutes", type=float, default=3, help="between checkpoints, each with dev scores")
    parser.add_argument("--d-model", type=int, default=512)
    parser.add_argument("--ffn", type=int, default=2048)
    parser.add_argument("--heads", type=int, default=8)
    parser.add_argument("--encoder-layers", type=int, default=6)
    parser.add_argument("--decoder-layers", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=40_000, help="padded target tokens a batch and process")
    parser.add_argument("--optimizer", choices=["adamw", "muon"], default="adamw")
    parser.add_argument("--lr", type=float, default=7e-4)
    parser.add_argument("--warmup", type=int, default=2000, help="steps")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--smoothing", type=float, default=0.1, help="label smoothing")
    parser.add_argument("--ema", type=float, default=0.999, help="decay of the averaged weights, the ones that are exported")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads a process; more than the free cores is ten times slower")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    args = arguments()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    torch.backends.cuda.matmul.allow_tf32 = True
    device = "cuda" if torch.cuda.is_available() else "cpu"
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    if world > 1:
        dist.init_process_group("nccl" if device == "cuda" else "gloo")
        if device == "cuda":
            torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    folder: Path = args.corpus / args.name
    folder.mkdir(parents=True, exist_ok=True)

    blocks, pad = load_blocks(args.corpus, reverse=args.reverse, device=device)
    if args.init_from:
        model = MarianMTModel.from_pretrained(args.init_from, dtype=torch.float32)
    else:
        bilingual = args.init == "bilingual" and not args.resume
        model = new_model(pad + 1, args, torch.from_numpy(bilingual_embeddings(args.corpus, args.d_model)) if bilingual else None)
    if device == "cpu":
        model.set_attn_implementation("eager")  # at these lengths a fifth faster than the fused one, whose backward pass is slow on CPUs
    model.to(device).train()
    if world > 1:
        for tensor in model.state_dict().values():
            dist.broadcast(tensor, 0)
    averaged = MarianMTModel(model.config).to(device).eval()
    averaged.load_state_dict(model.state_dict())
    averaged.generation_config.update(max_length=None, decoder_start_token_id=pad, pad_token_id=pad, eos_token_id=0, bad_words_ids=[[pad]])
    optimizers = Optimizers(model, args)
    step = examples = 0
    if args.resume:
        state = torch.load(folder / "last.pt", map_location=device, weights_only=True)
        model.load_state_dict(state["model"])
        averaged.load_state_dict(state["ema"])
        for optimizer, saved in zip(optimizers.all, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        step, examples = state["step"], state["examples"]
    tokenizer = MarianTokenizer(*(str(args.corpus / name) for name in ("source.spm", "target.spm", "vocab.json")))
    bf16 = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    autocast = torch.autocast(device, dtype=torch.bfloat16) if bf16 else contextlib.nullcontext()

    log = (folder / "log.jsonl").open("a", encoding="utf-8")

    def record(**values: object) -> None:
        line = json.dumps({"minutes": round((time.monotonic() - begin) / 60, 2), "step": step, "examples": examples} | values)
        print(line, flush=True)
        log.write(line + "\n")
        log.flush()

    def checkpoint() -> None:
        """Scores and last.pt, by the first process only."""
        if rank:
            return
        model.eval()
        with autocast:
            record(source_use=round(source_use(model, blocks), 3), **dev_scores(averaged, tokenizer, args))
        model.train()
        save(folder / "last.pt", {
            "model": model.state_dict(), "ema": averaged.state_dict(), "optimizers": [o.state_dict() for o in optimizers.all],
            "step": step, "examples": examples, "config": model.config.to_dict(),
        })  # fmt: skip

    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopping.append(number))
    begin = last_log = last_checkpoint = time.monotonic()
    size = sum(p.numel() for p in optimizers.parameters) / 1e6
    if not rank:
        print(f"{sum(len(b.source) for b in blocks)} examples, {size:.1f} M parameters, {world} x {device}, bf16 {bf16}", flush=True)
    loss_sum, steps, tokens = torch.zeros((), device=device), 0, 0
    for source, target in batches(blocks, args.tokens, args.seed + step * world + rank):
        now = time.monotonic()
        status = torch.tensor([(now - begin) / (args.minutes * 60), float(bool(stopping)), float(now - last_checkpoint > args.eval_minutes * 60)])
        if world > 1:  # every process must take the same turn
            dist.all_reduce(status, dist.ReduceOp.MAX)
        done, stop, due = status.tolist()
        if done >= 1 or stop:
            break
        if due:
            checkpoint()
            last_checkpoint = time.monotonic()
        with autocast:
            loss = loss_of(model, source, target, args.smoothing)
        loss.backward()
        if world > 1:
            average_gradients(optimizers.parameters)
        optimizers.step(learning_rate(args.lr, step, args.warmup, done))
        with torch.no_grad():
            model.model.shared.weight[pad].zero_()  # CTranslate2 starts decoding from a zero embedding; the tied output layer moves the row
            decay = min(args.ema, (step + 1) / (step + 20))
            torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), 1 - decay)
        step, examples = step + 1, examples + len(source) * world
        loss_sum, steps, tokens = loss_sum + loss.detach(), steps + 1, tokens + target.numel() * world
        if time.monotonic() - last_log > 20 and not rank:
            record(loss=round(float(loss_sum) / steps, 4), padded_tokens_s=int(tokens / (time.monotonic() - last_log)))
            loss_sum, steps, tokens, last_log = torch.zeros((), device=device), 0, 0, time.monotonic()
    checkpoint()
    if world > 1:
        dist.barrier()
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
