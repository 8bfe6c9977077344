"""Train a MarianMT model from build_corpus.py's arrays: bound by the clock, stoppable and resumable at any moment.

    python scripts/train_translator.py corpus/run --minutes 24 --dev flores-dev          # nl->en
    python scripts/train_translator.py corpus/run --minutes 6 --reverse --name en-nl     # en->nl, for back-translation
    python scripts/train_translator.py corpus/run --minutes 20 --resume                  # go on where NAME/last.pt stopped
    python scripts/train_translator.py corpus/mine --init-from models/nl-en --lr 1e-4    # fine-tune an exported model
    torchrun --nproc-per-node 2 scripts/train_translator.py corpus/run ...               # two CPU cores, or two GPUs

A plain loop. All token arrays live on the device as one padded block a length bucket, so a batch is one row gather and there is a handful
of fixed shapes. The learning rate follows the wall clock: linear warm-up by steps, flat to 40 % of the time, then linear to 2 %.
Writes, under CORPUS/NAME: last.pt (weights, optimizer, EMA, position) every few minutes and at SIGTERM or Ctrl-C, and log.jsonl.
The log's `source_use` is the loss with the sources of other examples minus the true loss, in nats a token: near 0 the encoder goes unread;
`gflop_s` is an estimate, 6 operations a parameter and padded token.

What --resume promises: step K sees the same batch and the same dropout whether or not the run was stopped before it, and weights, optimizer and
average go on as they were; on a CPU the losses are equal to the last bit. That holds for the same corpus, --tokens, --seed, number of processes
and options, which are given again (only the model's shape comes from the checkpoint). The learning rate goes on as if the run had been planned
from the start for the minutes it has had and --minutes more. Steps after the last checkpoint are lost and taken again.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor
from transformers import MarianConfig, MarianMTModel

from bilingual_init import bilingual_embeddings
from summarizer.engines.tokenizers import MarianTokenizer
from summarizer.engines.torch import TorchEngine
from summarizer.evaluation.translation import read_lines, score
from tied_loss import tied_loss
from training_data import Block, batches, load_blocks
from translation_scores import translate_lines


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


def starting_model(args: argparse.Namespace, vocabulary: int, state: dict[str, Any] | None) -> MarianMTModel:
    """Of a checkpoint's shape (its weights are loaded later), or an exported model's weights, or a new one."""
    if state:
        config = MarianConfig.from_dict(state["config"])
        config.dropout = args.dropout
        return MarianMTModel(config)
    if args.init_from:
        theirs, ours = (json.loads((folder / "vocab.json").read_text("utf-8")) for folder in (args.init_from, args.corpus))
        if theirs != ours:
            raise SystemExit(f"the corpus has another vocabulary than {args.init_from}: build it with --spm-from {args.init_from}")
        model = MarianMTModel.from_pretrained(args.init_from, dtype=torch.float32, dropout=args.dropout)
        for name, parameter in model.named_parameters():
            if "embed_positions" in name:  # sinusoids, which transformers loads as trainable and leaves out when it saves
                parameter.requires_grad_(False)
        return model
    bilingual = torch.from_numpy(bilingual_embeddings(args.corpus, args.d_model)) if args.init == "bilingual" else None
    return new_model(vocabulary, args, bilingual)


def loss_of(model: MarianMTModel, source: Tensor, target: Tensor, smoothing: float) -> Tensor:
    """Mean cross-entropy (nats a target token) of `target` [batch, length] given `source` [batch, length]."""
    pad = model.config.pad_token_id
    shifted = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], 1)
    hidden = model.model(input_ids=source, attention_mask=(source != pad).long(), decoder_input_ids=shifted).last_hidden_state
    keep = target.reshape(-1) != pad
    rows, wanted = hidden.reshape(-1, hidden.shape[-1])[keep], target.reshape(-1)[keep]
    if rows.device.type == "cpu":
        dtype = torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32
        return tied_loss(rows, model.lm_head.weight, model.final_logits_bias[0], wanted, smoothing, dtype)
    return F.cross_entropy(model.lm_head(rows).float(), wanted, label_smoothing=smoothing)


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


def average_gradients(parameters: Sequence[Tensor]) -> None:
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
    if not args.dev:
        return {}
    sides = ("en", "nl") if args.reverse else ("nl", "en")
    source, reference = (read_lines(Path(f"{args.dev}.{side}"))[: args.dev_lines] for side in sides)
    engine = TorchEngine(model, tokenizer, str(model.device), "float32")
    hypothesis = translate_lines(engine, tokenizer, source, batch_tokens=8192)
    for i in (0, 5, 11):
        print("   ", hypothesis[i] if i < len(hypothesis) else "", flush=True)
    scores = score(hypothesis, reference)
    return {"bleu": scores.bleu, "chrf": scores.chrf}


def is_faster_in_bf16() -> bool:
    """Whether this processor multiplies matrices faster in bf16: some with AVX512-BF16 take twice as long as in float32, others half."""
    seconds = []
    for dtype in (torch.float32, torch.bfloat16):
        left, right = torch.ones(3000, 256, dtype=dtype), torch.ones(256, 1024, dtype=dtype)
        left @ right  # the first call chooses how
        begin = time.perf_counter()
        for _ in range(30):
            left @ right
        seconds.append(time.perf_counter() - begin)
    return seconds[1] < 0.8 * seconds[0]


def save(path: Path, state: dict[str, object]) -> None:
    """Atomic: a run that is killed while saving leaves the previous checkpoint."""
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.replace(path)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder written by build_corpus.py")
    parser.add_argument("--name", default="nl-en", help="folder under CORPUS for checkpoint and log")
    parser.add_argument("--minutes", type=float, default=22, help="from now on, also when resuming")
    parser.add_argument("--steps", type=int, help="stop at this step, counted from the very start, if the time isn't over before")
    parser.add_argument("--reverse", action="store_true", help="train en->nl")
    parser.add_argument("--resume", action="store_true", help="go on from CORPUS/NAME/last.pt; give the other options again")
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
    parser.add_argument("--log-seconds", type=float, default=20, help="between lines of the log")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    args = arguments()
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

    torch.manual_seed(args.seed)
    blocks, pad = load_blocks(args.corpus, reverse=args.reverse, device=device)
    state = torch.load(folder / "last.pt", map_location=device, weights_only=True) if args.resume else None
    model = starting_model(args, pad + 1, state)
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
    minutes_before = 0.0
    if state:
        model.load_state_dict(state["model"])
        averaged.load_state_dict(state["ema"])
        for optimizer, saved in zip(optimizers.all, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        step, examples, minutes_before = state["step"], state["examples"], state.get("minutes", 0.0)
        if state.get("reverse", args.reverse) != args.reverse:
            raise SystemExit(f"{folder / 'last.pt'} is of the other direction: mind --reverse and --name")
    tokenizer = MarianTokenizer(args.corpus)
    bf16 = device == "cuda" or (torch.cpu._is_avx512_bf16_supported() and is_faster_in_bf16())
    if world > 1:  # … on which all must agree
        agreed = torch.tensor([float(bf16)], device=device)
        dist.all_reduce(agreed, dist.ReduceOp.MIN)
        bf16 = bool(agreed.item())
    autocast = torch.autocast(device, dtype=torch.bfloat16) if bf16 else contextlib.nullcontext()

    log = (folder / "log.jsonl").open("a", encoding="utf-8")

    def minutes() -> float:
        """What the run has had, over all its parts."""
        return minutes_before + (time.monotonic() - begin) / 60

    def record(**values: object) -> None:
        if rank:
            return
        line = json.dumps({"minutes": round(minutes(), 2), "step": step, "examples": examples} | values)
        print(line, flush=True)
        log.write(line + "\n")
        log.flush()

    def checkpoint() -> None:
        """last.pt, and then the scores, which take time and may be cut short; by the first process only."""
        if rank:
            return
        save(folder / "last.pt", {
            "model": model.state_dict(), "ema": averaged.state_dict(), "optimizers": [o.state_dict() for o in optimizers.all], "step": step,
            "examples": examples, "minutes": minutes(), "reverse": args.reverse, "config": model.config.to_dict(),
        })  # fmt: skip
        model.eval()
        with autocast:
            record(source_use=round(source_use(model, blocks), 3), **dev_scores(averaged, tokenizer, args))
        model.train()

    stopping: list[int] = []

    def stop_soon(number: int, _: object) -> None:
        stopping.append(number)
        signal.signal(number, signal.SIG_DFL)  # whoever asks twice doesn't want to wait

    signal.signal(signal.SIGTERM, stop_soon)
    signal.signal(signal.SIGINT, stop_soon)
    begin = last_log = last_checkpoint = time.monotonic()
    size = sum(p.numel() for p in optimizers.parameters)
    options = ("optimizer", "lr", "warmup", "tokens", "dropout", "smoothing", "ema", "seed")
    record(
        options={name: getattr(args, name) for name in options}, parameters=size, device=f"{world} x {device}", bf16=bf16,
        corpus_examples=sum(len(block.source) for block in blocks),
    )  # fmt: skip
    loss_sum, steps, tokens = torch.zeros((), device=device), 0, 0

    def record_loss() -> None:
        speed = tokens / (time.monotonic() - last_log)
        record(loss=round(float(loss_sum) / steps, 4), padded_tokens_s=int(speed), gflop_s=round(6 * size * speed / 1e9, 1))

    for source, target in batches(blocks, args.tokens, args.seed * 1000 + rank, skip=step):
        now = time.monotonic()
        done = minutes() / (minutes_before + args.minutes)
        status = torch.tensor([done, float(bool(stopping)), float(now - last_checkpoint > args.eval_minutes * 60)], device=device)
        if world > 1:  # every process must take the same turn
            dist.all_reduce(status, dist.ReduceOp.MAX)
        done, stop, due = status.tolist()
        if done >= 1 or stop or step == args.steps:
            break
        if due:
            checkpoint()
            last_checkpoint = time.monotonic()
        torch.manual_seed((args.seed * 1_000_000_007 + step) * world + rank)  # dropout depends on the step alone
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
        if time.monotonic() - last_log > args.log_seconds:
            record_loss()
            loss_sum, steps, tokens, last_log = torch.zeros((), device=device), 0, 0, time.monotonic()
    if steps:
        record_loss()
    checkpoint()
    log.close()
    if world > 1:
        dist.barrier()
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
