"""Measure many articles: our defaults beside what most people would write, and beside the engine alone.

    python scripts/bench_throughput.py --sentences FILE.nl --articles 100 --runs 3 -o docs/bench.json --plot docs/bench.png

Articles are made of the sentences of a file, one a line, each used once where there are enough; without one, of the test article's. Each figure is
of a process of its own, models loaded and warmed up beforehand; the ways take turns, and medians are given. The ways that are slow do fewer
articles (`articles` says how many), which is why all is by the word. Rows that an output file has already are kept unless measured anew.
    ours             Pipeline.summarize_many without the cache: translation, guards, abstract, checks
                     (`summarize_share`: of the wall clock, what drafting the abstracts takes; other windows are translated meanwhile;
                     `tokens` are all that the engine put out, those of second readings too)
    engine           all that `ours` asks of it and nothing else: the same batches with the same settings, 500 articles at a time, each time
                     right behind `ours` on the same ones, so that both are measured on a machine as fast: `turns` says how often, `cpu_s_ratio` and
                     `wall_s_ratio` are its share of `ours` in all turns, `cpu_s_ratios` the quartiles of single turns
    plain            CTranslate2, the same checkpoint in int8: translate_batch article by article, its defaults (beam 2); translation only
    plain32          the same in float32, as CTranslate2's guide converts a MarianMT model: without --quantization
    plain1           the same on one thread, which is faster where threads wait long for each other
    argos            plain, as argostranslate calls it (its translate.py): paragraph by paragraph, beam 4, unknown words replaced
    transformers     MarianMTModel.generate, an article at a time, beam 4; translation only
    transformers16   the same, 16 sentences at a time, sorted by length
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, cycle, groupby, islice, pairwise
from pathlib import Path
from typing import Any

from bench import ARTICLE, _cpu
from summarizer.article import Article, Paragraph, Result
from summarizer.engines import Hypothesis
from summarizer.punctuation import normalise

SENTENCES, PARAGRAPHS = 4, 6  # of a paragraph, of an article
SLOW = {"argos": 5, "transformers": 20, "transformers16": 5}  # these do so many times fewer articles
# Articles. With a hundred, beginning and ending so often leaves a core idle for 8 % of the time, with 250 for 1 % more than in a run of 1,000;
# with a thousand, the machine itself is faster or slower before a turn is over.
TURN = 500
WAYS = ("ours", "engine", "plain", "plain32", "plain1", "argos", "transformers", "transformers16")

# `tokens` the engine put out, `summarize` seconds, where they are counted; what has clocks of its own says `wall_s` and `cpu_s`
Work = Callable[[Iterable[Article]], dict[str, Any]]


def articles(sentences: list[str], count: int, paragraphs_each: int = PARAGRAPHS) -> Iterator[Article]:
    """`count` articles of shuffled sentences with a title each, the same every time; sentences come again only when there are too few."""
    supply = cycle(random.Random(0).sample(sentences, len(sentences)))
    for i in range(count):
        title = next(supply)
        paragraphs = tuple(Paragraph(" ".join(islice(supply, SENTENCES))) for _ in range(paragraphs_each))
        yield Article(paragraphs, title=title, path=f"{i}.txt")


def sentences_of(article: Article) -> list[str]:
    return list(chain.from_iterable(paragraphs_of(article)))


def paragraphs_of(article: Article) -> list[list[str]]:
    """The sentences of the title, and of each paragraph."""
    from summarizer.segmentation import split_article

    title = [normalise(article.title)] if article.title else []
    return [title, *([normalise(s.text) for s in group] for _, group in groupby(split_article(article), lambda s: s.paragraph))]


def ours(threads: int, translator: str) -> Work:
    from summarizer import Pipeline

    pipeline = Pipeline(threads=threads, translator=translator, cache=False)
    engine = pipeline.translator._engine
    generate, tokens = engine.generate, [0]

    def counted(*args: Any) -> list[list[Hypothesis]]:
        found = generate(*args)
        tokens[0] += sum(len(hypotheses[0].tokens) for hypotheses in found)
        return found

    engine.generate = counted  # type: ignore[assignment]

    def work(made: Iterable[Article]) -> dict[str, float]:
        before = tokens[0]
        results = pipeline.summarize_many(made)  # none is kept, as a batch keeps none
        share = sum(result.seconds["summarize"] for result in results if isinstance(result, Result))
        return {"summarize": share, "tokens": tokens[0] - before}

    return work


def engine(threads: int, translator: str) -> Work:
    from concurrent.futures import ThreadPoolExecutor

    from summarizer import Pipeline

    pipeline = Pipeline(threads=threads, translator=translator, cache=False)
    loaded = pipeline.translator._engine
    generate = loaded.generate
    calls: list[Any] = []

    def recorded(*call: Any) -> list[list[Hypothesis]]:
        calls.append(call)
        return generate(*call)

    loaded.generate = recorded  # type: ignore[assignment]

    def alone() -> int:
        with ThreadPoolExecutor(threads + 1) as pool:
            return sum(pool.map(lambda call: sum(len(hypotheses[0].tokens) for hypotheses in generate(*call)), calls))

    def work(made: Iterable[Article]) -> dict[str, Any]:
        turns: list[dict[str, float]] = []
        tokens = 0
        supply = iter(made)
        while turn := list(islice(supply, TURN)):
            calls.clear()
            clocks = [_clocks()]
            for _ in pipeline.summarize_many(turn):
                pass
            clocks.append(_clocks())
            tokens += alone()
            clocks.append(_clocks())
            (wall, cpu), (engine_wall, engine_cpu) = ((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(clocks))
            turns.append({"wall_s": engine_wall, "cpu_s": engine_cpu, "ours_wall_s": wall, "ours_cpu_s": cpu})
        return {"tokens": tokens, "turns": turns, **{clock: sum(turn[clock] for turn in turns) for clock in ("wall_s", "cpu_s")}}

    return work


def _clocks() -> tuple[float, float]:
    """Seconds by the wall, and of the processor."""
    return time.perf_counter(), time.process_time()


def plain(
    threads: int, translator: str, compute_type: str = "int8", cut: Callable[[Article], list[list[str]]] = lambda a: [sentences_of(a)],
    **settings: Any,
) -> Work:  # fmt: skip
    """`cut`: an article's sentences, in the lists that are given to it at once."""
    import ctranslate2

    from summarizer.engines.ctranslate2 import converted
    from summarizer.engines.tokenizers import load_tokenizer
    from summarizer.model_store import resolve

    model = resolve(translator, "translator")
    tokenizer = load_tokenizer(model.path)
    engine = ctranslate2.Translator(str(converted(model, compute_type)), device="cpu", compute_type=compute_type, intra_threads=threads)

    def work(made: Iterable[Article]) -> dict[str, float]:
        tokens = 0
        for group in chain.from_iterable(map(cut, made)):
            for result in engine.translate_batch([tokenizer.encode(text) for text in group], **settings):
                tokenizer.decode(result.hypotheses[0])
                tokens += len(result.hypotheses[0])
        return {"tokens": tokens}

    return work


def argos(threads: int, translator: str) -> Work:
    settings = {"beam_size": 4, "length_penalty": 0.2, "max_batch_size": 32, "replace_unknowns": True, "return_scores": True}
    return plain(threads, translator, "int8", paragraphs_of, **settings)


def transformers(threads: int, translator: str, batch: int = 1_000) -> Work:
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    from summarizer.model_store import resolve

    torch.set_num_threads(threads)
    folder = resolve(translator, "translator").path
    tokenizer, model = MarianTokenizer.from_pretrained(folder), MarianMTModel.from_pretrained(folder).eval()

    def work(made: Iterable[Article]) -> dict[str, float]:
        tokens = 0
        groups = [sentences_of(article) for article in made]
        if batch < 1_000:
            texts = sorted((text for group in groups for text in group), key=len)
            groups = [texts[i : i + batch] for i in range(0, len(texts), batch)]
        for group in groups:
            with torch.inference_mode():
                found = model.generate(
                    **tokenizer(group, return_tensors="pt", padding=True, truncation=True), num_beams=4, max_new_tokens=256
                )
            tokenizer.batch_decode(found, skip_special_tokens=True)
            tokens += int((found != model.config.pad_token_id).sum())
        return {"tokens": tokens}

    return work


MAKERS: dict[str, Callable[[int, str], Work]] = {
    "ours": ours, "engine": engine, "plain": plain, "plain1": lambda threads, translator: plain(1, translator),
    "plain32": lambda threads, translator: plain(threads, translator, "float32"),
    "argos": argos, "transformers": transformers,
    "transformers16": lambda threads, translator: transformers(threads, translator, 16),
}  # fmt: skip


def measure_here(way: str, make: Callable[[], Iterator[Article]], threads: int, translator: str) -> dict[str, Any]:
    """One measurement in this process. `make` gives the articles anew; none is kept here, so that the memory is that of the way."""
    work = MAKERS[way](threads, translator)
    work(islice(make(), 1))
    began = _clocks()
    counted = work(make())
    wall, cpu = (b - a for a, b in zip(began, _clocks(), strict=True))
    words = sum(article.words for article in make())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"words": words, "wall_s": wall, "cpu_s": cpu, "peak_mb": peak, "tokens": 0, "summarize": 0, **counted}


def measure(way: str, count: int, args: argparse.Namespace) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--one", way, "--articles", str(count), "--threads", str(args.threads)]
    command += ["--paragraphs", str(args.paragraphs), "--translator", args.translator]
    command += ["--sentences", args.sentences] if args.sentences else []
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(output.splitlines()[-1]))


def summary(way: str, count: int, runs: list[dict[str, Any]]) -> dict[str, Any]:
    middle = {name: statistics.median(run[name] for run in runs) for name in ("words", "wall_s", "cpu_s", "peak_mb", "tokens", "summarize")}
    return {
        "way": way, "articles": count, "words": int(middle["words"]), "runs": len(runs), "peak_mb": round(middle["peak_mb"]),
        "words_per_s": round(middle["words"] / middle["wall_s"], 1), "cpu_s_per_1000_words": round(middle["cpu_s"] * 1000 / middle["words"], 3),
        "tokens_per_s": round(middle["tokens"] / middle["wall_s"]), "tokens_per_cpu_s": round(middle["tokens"] / middle["cpu_s"]),
        "summarize_share": round(middle["summarize"] / middle["wall_s"], 3), **shares([turn for run in runs for turn in run.get("turns", ())]),
    }  # fmt: skip


def shares(turns: list[dict[str, float]]) -> dict[str, Any]:
    """What the engine alone takes of what we do, where it was measured in turns."""
    if not turns:
        return {}
    found: dict[str, Any] = {"turns": len(turns)}
    for clock in ("cpu_s", "wall_s"):
        found[f"{clock}_ratio"] = round(sum(turn[clock] for turn in turns) / sum(turn[f"ours_{clock}"] for turn in turns), 3)
    each = [turn["cpu_s"] / turn["ours_cpu_s"] for turn in turns]
    return found | ({"cpu_s_ratios": [round(share, 3) for share in statistics.quantiles(each, n=4)]} if len(each) > 1 else {})


def ratios(found: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, float]]:
    """Our words a CPU second, and a second, beside each other way's: medians of the pairs that ran in turn."""
    ours = found.get("ours", [])
    return {
        way: {
            f"{clock}_ratio": round(
                statistics.median(b[clock] / b["words"] * a["words"] / a[clock] for a, b in zip(ours, runs, strict=True)), 3
            )
            for clock in ("cpu_s", "wall_s")
        }
        for way, runs in found.items()
        if ours and way != "ours"
    }


def plot(rows: list[dict[str, Any]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = sorted(rows, key=lambda row: (WAYS.index(row["way"]), row["articles"]))
    largest = {row["way"]: row for row in rows}  # the last of each way has the most articles
    figure, axes = pyplot.subplots(figsize=(7, 3), layout="constrained")
    bars = axes.barh(list(largest), [1000 / row["cpu_s_per_1000_words"] for row in largest.values()], color="#3b6ea5")
    axes.bar_label(bars, fmt="%.0f", padding=3)
    axes.invert_yaxis()
    axes.set_xlabel("Dutch words a CPU second")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", help="a file of Dutch sentences, one a line")
    parser.add_argument("--articles", type=int, nargs="+", default=[1, 100])
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS, help="of an article, four sentences each")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--translator", default="nl-en", help="another one, such as that of heavier_model.py")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        if args.sentences:
            lines = [line.strip() for line in Path(args.sentences).read_text(encoding="utf-8").splitlines() if line.strip()]
        else:
            from summarizer import read_path

            lines = sentences_of(read_path(ARTICLE))
        make = partial(articles, lines, args.articles[0], args.paragraphs)
        print(json.dumps(measure_here(args.one, make, args.threads, args.translator)))
        return
    rows = []
    for count in sorted(args.articles):
        found: dict[str, list[dict[str, Any]]] = {way: [] for way in args.ways}
        counts = {way: max(1, count // SLOW.get(way, 1)) for way in args.ways}
        for _ in range(args.runs):
            for way in args.ways:
                found[way].append(measure(way, counts[way], args))
        rows += [{**ratios(found).get(way, {}), **summary(way, counts[way], runs)} for way, runs in found.items()]
        for row in rows[-len(args.ways) :]:
            print(row, flush=True)
    machine = {"cpu": _cpu(), "cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version()}
    if args.output:
        measured = {(row["way"], row["articles"]) for row in rows}
        before = json.loads(args.output.read_text(encoding="utf-8"))["rows"] if args.output.exists() else []
        rows = sorted([row for row in before if (row["way"], row["articles"]) not in measured] + rows, key=lambda row: row["articles"])
        args.output.write_text(json.dumps({"machine": machine, "threads": args.threads, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    if args.plot:
        plot(rows, args.plot)


if __name__ == "__main__":
    main()
