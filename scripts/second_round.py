"""The whole second round in one go: en->nl, back-translation, joint training, fine-tuning on news, export, scores.

    python scripts/second_round.py DATA mono-en.txt.zst WORK --dev flores-dev                            # a GPU: 23 minutes and the corpora
    python scripts/second_round.py DATA mono-en.txt.zst WORK --dev flores-dev --scale 0.02 --limit 3000   # a trial
    python scripts/second_round.py ... --train "--tokens 3000 --dropout 0 --smoothing 0 --optimizer muon --lr 2.5e-3 --warmup 60"    # a CPU

Starts from --init, which must be an exported Dutch-to-English model; en->nl starts from it too, which saves most of its training (docs/training.md).
Every step has its minutes and leaves its result under WORK. Stopped at any moment and started again with the same arguments, it skips what is done
and goes on with the training that was cut short. WORK/nl-en is the result, WORK/*-before.json and *-after.json are the scores; models/ stays as
it is.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import model_card

HERE = Path(__file__).parent
MINUTES = {"en-nl": 4.0, "back-translation": 5.0, "joint": 11.0, "news": 3.0}


@dataclass(frozen=True)
class Round:
    """The command line, and where things are."""

    args: argparse.Namespace

    @property
    def work(self) -> Path:
        return Path(self.args.work)

    def run(self, script: str, *arguments: object) -> None:
        """A script of this folder; SystemExit with its status when it fails."""
        command = [sys.executable, str(HERE / f"{script}.py"), *map(str, arguments)]
        print("+", shlex.join(command[1:]), flush=True)
        if status := subprocess.run(command, check=False).returncode:
            raise SystemExit(status)

    def once(self, name: str, step: Callable[[], None]) -> None:
        """`step`, unless WORK/NAME.done says that it was done."""
        mark = self.work / f"{name}.done"
        if mark.exists():
            print(f"= {name} is done", flush=True)
            return
        step()
        mark.touch()

    def build(self, name: str, config: str, data: Path) -> None:
        limit = ["--limit", self.args.limit] if self.args.limit else []
        exclude = [f"{self.args.dev}.nl", f"{self.args.dev}.en"]
        self.run(
            "build_corpus", data, "--out", self.work / name, "--config", self.args.configs / config, "--spm-from", self.args.init, *limit,
            "--exclude", *exclude,
        )  # fmt: skip

    def train(self, corpus: str, name: str, minutes: float, init: Path, *more: object) -> None:
        """What is left of `minutes`, going on from last.pt where there is one, and the export to WORK/NAME."""
        run = self.work / corpus / name
        records = model_card.read_log(run / "log.jsonl")
        started = (run / "last.pt").exists()
        left = minutes * self.args.scale - (records[-1]["minutes"] if started and records else 0)
        if not started or left > 0.02:
            start = ["--resume"] if started else ["--init-from", init]
            options = ["--name", name, "--minutes", round(left, 3), "--dev", self.args.dev, *shlex.split(self.args.train)]
            self.run("train_translator", self.work / corpus, *options, *more, *start)
        self.run("export_model", run, "--out", self.work / name, "--description", f"Second round: {name}.")

    def back_translate(self, data: Path) -> None:
        limit = ["--limit", self.args.limit] if self.args.limit else []
        self.run(
            "back_translate", self.args.mono, "--model", self.work / "en-nl", "--round-trip", self.args.init, "--sample-from", self.args.sample_from,
            "--out", data / "bt.tsv", "--minutes", MINUTES["back-translation"] * self.args.scale, *limit,
        )  # fmt: skip

    def scores(self) -> None:
        """Each model on the development set, float32 beside int8, and on the list of news habits."""
        dev = [f"{self.args.dev}.nl", f"{self.args.dev}.en"]
        lines = ["--lines", self.args.limit] if self.args.limit else []
        for folder in (self.args.init, self.work / "joint", self.work / "nl-en"):
            out = self.work / f"{folder.name}-{'before' if folder == self.args.init else 'after'}"
            more = ["--guards", "--agree-with", "ctranslate2:float32", *lines]
            self.run("evaluate_translator", folder, *dev, *more, "--out", f"{out}.json")
            self.run("evaluate_habits", folder, "--out", f"{out}-habits.json")


def link_data(data: Path, folder: Path) -> None:
    """The files of `data` in a folder that back-translation can add to."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in data.iterdir():
        if ".tsv" in path.suffixes and not (folder / path.name).exists():
            (folder / path.name).symlink_to(path.absolute())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of TSV files, as build_corpus.py reads them")
    parser.add_argument("mono", type=Path, help="English news, one sentence a line")
    parser.add_argument("work", type=Path)
    parser.add_argument("--dev", required=True, help="prefix of the .nl and .en development files")
    parser.add_argument("--init", type=Path, default=HERE.parent / "models" / "nl-en")
    parser.add_argument("--configs", type=Path, default=HERE, help="folder of corpus.toml, corpus-round2.toml, corpus-news.toml")
    parser.add_argument("--scale", type=float, default=1.0, help="of all minutes: " + ", ".join(f"{k} {v:g}" for k, v in MINUTES.items()))
    parser.add_argument("--limit", type=int, help="pairs a file, lines of text, and lines that are scored, for trials")
    parser.add_argument("--sample-from", type=int, default=10, help="of back_translate.py")
    parser.add_argument("--train", default="--lr 3e-4", help="options for every training")
    args = parser.parse_args()
    todo = Round(args)
    data = todo.work / "data"
    todo.once("data", lambda: link_data(args.data, data))
    todo.once("real", lambda: todo.build("real", "corpus.toml", data))
    todo.once("en-nl", lambda: todo.train("real", "en-nl", MINUTES["en-nl"], args.init, "--reverse"))
    todo.once("back-translation", lambda: todo.back_translate(data))
    todo.once("mixed", lambda: todo.build("mixed", "corpus-round2.toml", data))
    todo.once("joint", lambda: todo.train("mixed", "joint", MINUTES["joint"], args.init))
    todo.once("clean", lambda: todo.build("clean", "corpus-news.toml", data))
    todo.once("nl-en", lambda: todo.train("clean", "nl-en", MINUTES["news"], todo.work / "joint"))
    todo.once("scores", todo.scores)


if __name__ == "__main__":
    main()
