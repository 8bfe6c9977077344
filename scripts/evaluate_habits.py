"""How well a translator knows the habits of Dutch news: contrastive pairs, scored as accuracy.

    python scripts/evaluate_habits.py models/nl-en
    python scripts/evaluate_habits.py models/nl-en --out habits.json --show          # for the card; and the cases that went wrong

A case is a Dutch sentence, its translation, and one or more that differ little and mean something else: "The minister lied" for "niet gelogen".
It counts as right when the model finds the translation likelier than every wrong one. Two scores say what likelier is:
  mean   log-probability a target token, </s> among them: what beam search ranks finished hypotheses by. The one that is reported.
  sum    log-probability of the whole: favours what is shorter.
Chance is 1 in 2 where there is one wrong translation, 1 in 3 where there are two. `terms` is another question: of the cases with words that a
translation must have, in how many does the model's own translation have them. Both look at the bare model, without guards; one with a lexicon reads
its words in English, as ever.

A line of the list is `category \\t dutch \\t right \\t wrong [\\t wrong ...] [\\t must:word|oth* ...]`. Of the words of a must column, one has to
be in the translation, whole or, before a `*`, with any ending; a word with a capital only counts with it. Of several must columns, each needs one.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import ctranslate2

from summarizer.engines import BEAM
from summarizer.engines.ctranslate2 import converted
from summarizer.engines.tokenizers import Tokenizer
from summarizer.evaluation.translation import read_lines
from summarizer.lexicon import Lexicon
from summarizer.model_store import ModelFolder, resolve
from summarizer.punctuation import normalise
from translation_scores import load, translate_lines

CASES = Path(__file__).parent.parent / "tests" / "data" / "news-habits.tsv"


@dataclass(frozen=True, slots=True)
class Case:
    category: str
    dutch: str
    right: str
    wrong: tuple[str, ...]
    must: tuple[tuple[str, ...], ...] = ()

    def has_terms(self, translation: str) -> bool:
        text = translation.replace("n't", " not").replace("cannot", "can not")
        return all(any(_found(word, text) for word in words) for words in self.must)


def _found(word: str, text: str) -> bool:
    ending = "" if word.endswith("*") else r"(?!\w)"
    return bool(re.search(rf"(?<!\w){re.escape(word.removesuffix('*'))}{ending}", text, re.IGNORECASE if word.islower() else 0))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a model makes of a case: whether each score prefers the right translation, its own translation, and whether the terms are in it."""

    case: Case
    mean: bool
    sum: bool
    translation: str

    @property
    def terms(self) -> bool | None:
        return self.case.has_terms(self.translation) if self.case.must else None


def read_cases(path: Path) -> list[Case]:
    """The list's cases. Raises SystemExit with the line's number when a line isn't one."""
    cases = []
    for number, line in enumerate(read_lines(path), 1):
        columns = [column.strip() for column in line.split("\t")]
        must = [column.removeprefix("must:") for column in columns if column.startswith("must:")]
        plain = [column for column in columns if not column.startswith("must:")]
        if len(plain) < 4 or not all(plain) or plain[2] in plain[3:]:
            raise SystemExit(f"{path}, line {number}: not `category, dutch, right, wrong`, with tabs between")
        words = tuple(tuple(word.strip() for word in column.split("|")) for column in must)
        cases.append(Case(plain[0], plain[1], plain[2], tuple(plain[3:]), words))
    return cases


def log_probabilities(
    model: ModelFolder, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], *, compute_type: str, threads: int
) -> list[list[float]]:
    """Of each target token, </s> last, given the Dutch of its pair and the tokens before."""
    translator = ctranslate2.Translator(
        str(converted(model, compute_type)), device="cpu", compute_type=compute_type, inter_threads=1, intra_threads=threads
    )
    sources = [tokenizer.encode(normalise(dutch)) for dutch, _ in pairs]
    targets = [tokenizer.encode(normalise(english))[:-1] for _, english in pairs]  # score_batch adds </s> itself
    results = translator.score_batch(sources, targets, max_batch_size=2048, batch_type="tokens")
    return [list(result.log_probs) for result in results]


def judge(model: ModelFolder, cases: Sequence[Case], *, compute_type: str = "int8", beam: int = BEAM, threads: int = 1) -> list[Verdict]:
    """Every case, scored and translated with CTranslate2 on the CPU."""
    engine, tokenizer = load(model, engine="ctranslate2", compute_type=compute_type, threads=threads)
    lexicon = Lexicon.of(model.path) or Lexicon({})
    read = [lexicon.switched(normalise(case.dutch)) for case in cases]
    pairs = [(dutch, english) for dutch, case in zip(read, cases, strict=True) for english in (case.right, *case.wrong)]
    scores = iter(log_probabilities(model, tokenizer, pairs, compute_type=compute_type, threads=threads))
    translations = translate_lines(engine, tokenizer, read, beam=beam)
    verdicts = []
    for case, translation in zip(cases, translations, strict=True):
        right = next(scores)
        others = [next(scores) for _ in case.wrong]
        by_mean = all(sum(right) / len(right) > sum(other) / len(other) for other in others)
        verdicts.append(Verdict(case, by_mean, all(sum(right) > sum(other) for other in others), translation))
    return verdicts


@dataclass(frozen=True, slots=True)
class Row:
    """Accuracies of a category, shares of 1; `terms` of the `with_terms` cases that have a must column."""

    category: str
    cases: int
    mean: float
    sum: float
    with_terms: int
    terms: float


def table(verdicts: Sequence[Verdict]) -> list[Row]:
    """A row for each category in the list's order, and one named `all`."""
    rows = []
    for category in (*dict.fromkeys(verdict.case.category for verdict in verdicts), "all"):
        chosen = [verdict for verdict in verdicts if category in (verdict.case.category, "all")]
        terms = [verdict.terms for verdict in chosen if verdict.terms is not None]
        means = sum(v.mean for v in chosen) / len(chosen)
        sums = sum(v.sum for v in chosen) / len(chosen)
        rows.append(
            Row(category, len(chosen), round(means, 4), round(sums, 4), len(terms), round(sum(terms) / len(terms), 4) if terms else 0.0)
        )
    return rows


def show(rows: Sequence[Row]) -> None:
    print(f"{'category':20}{'cases':>7}{'mean':>8}{'sum':>8}{'terms':>16}")
    for row in rows:
        print(f"{row.category:20}{row.cases:7}{row.mean:8.1%}{row.sum:8.1%}{row.terms:9.1%} of {row.with_terms}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="a folder, or a translator's name in the registry")
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--compute-type", default="int8", help="int8, float32 ...")
    parser.add_argument("--beam", type=int, default=BEAM, help="of the translations in which the terms are looked for")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print the cases that went wrong")
    parser.add_argument("--out", type=Path, help="write the table and every verdict as JSON")
    args = parser.parse_args()
    model = resolve(args.model, "translator")
    verdicts = judge(model, read_cases(args.cases), compute_type=args.compute_type, beam=args.beam, threads=args.threads)
    rows = table(verdicts)
    if args.show:
        for verdict in verdicts:
            if not verdict.mean or verdict.terms is False:
                faults = [name for name, wrong in (("likelihood", not verdict.mean), ("terms", verdict.terms is False)) if wrong]
                print(f"{verdict.case.category}: {verdict.case.dutch}\n    {verdict.translation}    [{', '.join(faults)}]")
    show(rows)
    if args.out:
        report = {
            "model": Path(model.name).name, "sha256": model.sha256, "compute_type": args.compute_type, "beam": args.beam,
            "rows": [asdict(row) for row in rows],
            "verdicts": [{"dutch": v.case.dutch, "mean": v.mean, "sum": v.sum, "terms": v.terms, "translation": v.translation} for v in verdicts],
        }  # fmt: skip
        args.out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
