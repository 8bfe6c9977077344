"""MODEL_CARD.md, training.jsonl and training.png of an exported model: what it is, what it was trained on, how well it does.

The text is model_card.md.in; whom to credit for which source stands in credits.toml. Numbers come from the run's log.jsonl, the corpus's
report.json and the files of evaluate_translator.py; no path ever gets into the card.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from string import Template
from typing import Any

from summarizer.model_files import sha256_of

FILES = frozenset({"MODEL_CARD.md", "training.jsonl", "training.png"})
ANEW = 1.0  # minutes under which a resumed run counts from 0 again
LOG_BYTES = 45_000
LANGUAGES = {"nl": "Dutch", "en": "English"}
EXAMPLES = {"nl": "De kat zit op de mat.", "en": "The cat is on the mat."}
PLACEHOLDER = """
> **A placeholder.** It was trained for {minutes:.0f} minutes on {hardware}, far too short. It shows that the program works from one end to the
> other; don't publish its translations, and don't rely on them.
"""

Record = dict[str, Any]


def write(
    folder: Path, run: Path, *, description: str, licence: str, languages: tuple[str, str], placeholder: bool,
    facts: Mapping[str, str], scores: Sequence[Path], failures: Path | None, habits: Path | None = None,
) -> None:  # fmt: skip
    """Write the three files into `folder`, which holds the model; `run` is CORPUS/NAME."""
    records = read_log(run / "log.jsonl")
    (folder / "training.jsonl").write_text("".join(json.dumps(record) + "\n" for record in thin(records)), encoding="utf-8")
    draw(records, folder / "training.png")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    report_file = run.parent / "report.json"
    report = json.loads(report_file.read_text(encoding="utf-8")) if report_file.exists() else {}
    source, target = languages
    sha256 = sha256_of(folder / "model.safetensors", remembered=False)
    notice = PLACEHOLDER.format(minutes=max((r["minutes"] for r in records), default=0), hardware=facts.get("Hardware", "CPU cores"))
    template = Template(Path(__file__).with_name("model_card.md.in").read_text(encoding="utf-8"))
    text = template.substitute(
        name=folder.name, description=description, licence_id=licence.lower(), placeholder=notice if placeholder else "",
        source_lang=source, target_lang=target, source_language=LANGUAGES[source], target_language=LANGUAGES[target], example=EXAMPLES[source],
        architecture=_rows(architecture_facts(folder, config, licence)), training=_rows({**training_facts(records, report), **facts}),
        credits=credit_rows(report), scores=score_table(scores, sha256), habits=habit_table(habits, sha256),
        failures=failures.read_text(encoding="utf-8").strip() if failures else "Not yet collected.",
    )  # fmt: skip
    (folder / "MODEL_CARD.md").write_text(text, encoding="utf-8")


def read_log(path: Path) -> list[Record]:
    """The records of a run in order, `minutes` running on where a resumed run began to count anew; a line cut short by a crash is left out."""
    records: list[Record] = []
    offset = 0.0
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            record = json.loads(line)
            minutes = float(record["minutes"])
        except (ValueError, KeyError, TypeError):
            continue
        last = records[-1]["minutes"] if records else 0.0
        if minutes + offset < last and minutes < ANEW:
            offset = last
        records.append(record | {"minutes": round(max(minutes + offset, last), 2)})  # what came behind a checkpoint took a moment more
    return records


def thin(records: list[Record]) -> list[Record]:
    """Every record that has scores, and as many of the others, evenly, as fit into LOG_BYTES."""
    scored = [record for record in records if "loss" not in record]
    others = [record for record in records if "loss" in record]
    room = LOG_BYTES - sum(len(json.dumps(record)) + 1 for record in scored)
    size = sum(len(json.dumps(record)) + 1 for record in others)
    keep = len(others) if size <= room else max(1, len(others) * room // size)
    chosen = scored + [others[i * len(others) // keep] for i in range(keep)] if others else scored
    return sorted(chosen, key=lambda record: (record["minutes"], record.get("step", 0)))


def draw(records: list[Record], path: Path) -> None:
    """Loss and BLEU over minutes, with the number of examples along the top."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), dpi=90, layout="constrained")
    left = figure.subplots()
    losses = [record for record in records if "loss" in record]
    scored = [record for record in records if "bleu" in record]
    left.plot([r["minutes"] for r in losses], [r["loss"] for r in losses], color="tab:blue", linewidth=1)
    left.set(xlabel="minutes", ylabel="training loss, nats a token", ylim=(0, None))
    left.yaxis.label.set_color("tab:blue")
    right = left.twinx()
    right.plot([r["minutes"] for r in scored], [r["bleu"] for r in scored], "o-", color="tab:orange", markersize=4)
    right.set(ylabel="BLEU, greedy", ylim=(0, None))
    right.yaxis.label.set_color("tab:orange")
    if losses:
        top = left.twiny()
        top.set_xlim(left.get_xlim())
        ticks = [losses[(len(losses) - 1) * i // 4] for i in range(5)]
        top.set_xticks([r["minutes"] for r in ticks], [f"{r['examples'] / 1e6:.2f} M" for r in ticks])
        top.set_xlabel("examples")
    figure.savefig(path, metadata={"Software": None})


def architecture_facts(folder: Path, config: Record, licence: str) -> dict[str, str]:
    weights = folder / "model.safetensors"
    return {
        "Architecture": f"MarianMTModel, {config['encoder_layers']} encoder and {config['decoder_layers']} decoder layers, "
        f"d_model {config['d_model']}, feed-forward {config['encoder_ffn_dim']} and {config['decoder_ffn_dim']}, "
        f"{config['encoder_attention_heads']} heads, "
        "all embeddings tied, sinusoidal positions",
        "Parameters": f"{count_parameters(weights) / 1e6:.1f} million",
        "Vocabulary": f"{config['vocab_size']} pieces, one SentencePiece unigram model for both languages, digits apart",
        "Weights": f"model.safetensors, {config['dtype']}, {weights.stat().st_size / 1e6:.1f} MB",
        "Licence of the weights": licence,
    }


def count_parameters(weights: Path) -> int:
    """Numbers in a safetensors file, tied ones once, without the output bias, which stays zero."""
    from safetensors import safe_open

    with safe_open(weights, framework="pt") as file:
        return sum(file.get_tensor(name).numel() for name in file.keys() if name != "final_logits_bias")  # noqa: SIM118


def training_facts(records: list[Record], report: Record) -> dict[str, str]:
    """What the log and the corpus's report tell; rows that nothing is known of are left out."""
    facts: dict[str, str] = {}
    losses = [record for record in records if "loss" in record]
    scored = [record for record in records if "bleu" in record]
    totals = report.get("totals", {})
    if totals:
        facts["Corpus"] = (
            f"{totals['examples']:,} examples, {totals['source_tokens']:,} source and {totals['target_tokens']:,} target tokens"
        )
    if losses:
        last = losses[-1]
        facts["Time"] = f"{records[-1]['minutes']:.0f} minutes"
        facts["Steps"] = f"{last['step']:,}, {last['examples']:,} examples" + (
            f" ({last['examples'] / totals['examples']:.1f} passes over the corpus)" if totals else ""
        )
        facts["Loss at the end"] = f"{sum(r['loss'] for r in losses[-5:]) / len(losses[-5:]):.2f} nats a token"
    if start := next((record["options"] for record in records if "options" in record), None):
        facts["Options"] = ", ".join(f"{name} {value}" for name, value in start.items())
    if scored:
        facts["Development BLEU at the end"] = f"{scored[-1]['bleu']} (chrF {scored[-1].get('chrf', '-')}), greedy, part of the set"
    return facts


def credit_rows(report: Record) -> str:
    """A row for each group of sources, the most seen first."""
    known = tomllib.loads(Path(__file__).with_name("credits.toml").read_text(encoding="utf-8"))["credit"]
    groups: dict[tuple[str, str], list[float]] = {}
    for source, counts in report.get("sources", {}).items():
        pairs, weight = counts.get("kept", 0), report["weight"].get(source, 0)
        if not pairs or not weight:
            continue
        fits = (credit for credit in known if any(fnmatchcase(source, pattern) for pattern in credit["sources"]))
        credit = next(fits, {"what": source, "licence": "not stated"})
        group = groups.setdefault((credit["what"], credit["licence"]), [0, 0.0])
        group[0] += pairs
        group[1] += pairs * weight
    seen = sum(group[1] for group in groups.values())
    ordered = sorted(groups.items(), key=lambda item: -item[1][1])
    return "\n".join(f"| {what} | {licence} | {pairs:,.0f} | {mass / seen:.1%} |" for (what, licence), (pairs, mass) in ordered)


def score_table(files: Sequence[Path], sha256: str) -> str:
    """The rows of evaluate_translator.py's JSON files, with sacrebleu's signatures below; SystemExit when they are of other weights."""
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))["rows"]]
    if any(row.get("sha256") != sha256 for row in rows):
        raise SystemExit("the scores are of other weights than these: evaluate the model anew")
    if not rows:
        return "Not yet measured."
    lines = [
        "| Test set | Lines | Engine | Beam | Guards | BLEU | chrF | Numbers kept | Loops |",
        "|---|---:|---|---:|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row['test_set']} | {row['lines']} | {row['engine']} {row['compute_type']} | {row['beam']} | {'yes' if row['guards'] else 'no'} "
        f"| {row['bleu']:.1f} | {row['chrf']:.1f} | {row['numbers_kept']:.1%} | {row['loops']} |"
        for row in rows
    ]
    signatures = sorted({f"{metric}: `{row[f'{key}_signature']}`" for row in rows for metric, key in (("BLEU", "bleu"), ("chrF", "chrf"))})
    return "\n".join([*lines, "", *(f"- {signature}" for signature in signatures)])


def habit_table(file: Path | None, sha256: str) -> str:
    """The categories of evaluate_habits.py's JSON file; SystemExit when it is of other weights."""
    if file is None:
        return "Not yet measured."
    report = json.loads(file.read_text(encoding="utf-8"))
    if report["sha256"] != sha256:
        raise SystemExit("the news habits are of other weights than these: run evaluate_habits.py anew")
    lines = ["| Category | Cases | Right by mean | Right by sum | Terms in its translation |", "|---|---:|---:|---:|---:|"]
    lines += [
        f"| {row['category']} | {row['cases']} | {row['mean']:.1%} | {row['sum']:.1%} | {row['terms']:.1%} of {row['with_terms']} |"
        for row in report["rows"]
    ]
    return "\n".join(lines)


def _rows(facts: Mapping[str, str]) -> str:
    return "\n".join(f"| {name} | {value} |" for name, value in facts.items())
