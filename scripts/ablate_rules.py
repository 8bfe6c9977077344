"""Which rules of plain Dutch help a model, and which ones it is better off without.

    python scripts/ablate_rules.py scripts/news-pairs.tsv --model models/nl-en --limit 5000

Sentences that a rule acts on are translated twice, with all rules and with none; how much nearer to its English each comes with them (sentence chrF)
goes to the account of every rule that acted. A line a rule, the most harmful first: the sum, sentences, those clearly nearer and clearly further, the
rule. Rules were written for what a model got wrong then: one that has learned more since may need fewer.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from build_corpus import Pair, read_pairs
from summarizer import editing, plain_dutch
from summarizer.pipeline import load_translator
from summarizer.translation import Translator
from translation_scores import sentence_chrf

CLEARLY = 1.0  # points of chrF


def acting(dutch: str) -> list[int]:
    """The numbers of the rules that change a sentence, in their order."""
    acted: list[int] = []
    plain_dutch.plain(dutch, acted)
    return acted


def accounts(pairs: Sequence[Pair], translator: Translator) -> dict[int, list[float]]:
    """By rule, how much nearer each sentence that it acts on came to its English with all rules."""
    rules = {pair: acting(pair.dutch) for pair in pairs}
    chosen = [pair for pair in pairs if rules[pair]]
    dutch = [pair.dutch for pair in chosen]
    with_rules = translator.translate(dutch)
    with mock.patch.object(editing, "plain", lambda text: text):
        without = translator.translate(dutch)
    gains: dict[int, list[float]] = defaultdict(list)
    for pair, plain, as_it_was in zip(chosen, with_rules, without, strict=True):
        gain = sentence_chrf(plain.text, pair.english) - sentence_chrf(as_it_was.text, pair.english)
        for number in rules[pair]:
            gains[number].append(gain)
    return gains


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Dutch, a tab, English; .gz and .zst are unpacked")
    parser.add_argument("--model", default="nl-en", help="name or folder of a model with a lexicon")
    parser.add_argument("--limit", type=int, default=5000, help="pairs, drawn by lot")
    args = parser.parse_args()
    pairs = [pair for path in args.pairs for pair in read_pairs(path, path.name)]
    random.Random(1).shuffle(pairs)
    gains = accounts(pairs[: args.limit], load_translator(args.model, threads=1))
    for number, gain in sorted(gains.items(), key=lambda item: sum(item[1])):
        rule = plain_dutch.RULES[number]
        nearer, further = sum(g > CLEARLY for g in gain), sum(g < -CLEARLY for g in gain)
        print(f"{sum(gain):.0f}\t{len(gain)}\t+{nearer} -{further}\t{rule.words[:40]}: {rule.pattern[:80]} -> {rule.plain[:60]}")
    print(f"{sum(map(sum, gains.values())):.0f} in all")


if __name__ == "__main__":
    main()
