"""Keep the good pairs of English news and its mixed Dutch: what a model trained from English to mixed sentences made of it.

    python scripts/build_corpus.py DATA --out corpus/mixed --config scripts/corpus-mixed.toml --spm-from models/nl-en \\
        --lexicon models/nl-en/lexicon.tsv
    python scripts/train_translator.py corpus/mixed --reverse --name en-mixed --init-from models/nl-en --minutes 11 ...
    python scripts/export_model.py corpus/mixed/en-mixed --out work/en-mixed
    python scripts/back_translate.py mono-en.txt --model work/en-mixed --out work/mixed.tsv
    python scripts/mixed_news.py work/mixed.tsv --dutch DATA/general.tsv.zst DATA/docs-free.tsv.zst --out DATA/mixed.tsv

A model with a lexicon reads Dutch sentences whose content words are English. To write such a sentence is far easier than to write Dutch: most words
are copied, what is left are the small words and their order. A pair is dropped where a word of it is neither in the English nor in the corpus's Dutch
(it was made up), where names were lost, or where it is much shorter than its English (something was left out). What is kept is built and joined with
other data as what dutch_order.py makes (corpus-order.toml with `mixed = 1.0`, join_corpora.py).
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from build_corpus import Pair, read_pairs

OFTEN = 3  # times in the corpus, from which a Dutch word is taken for one
SHORTEST, LONGEST = 0.8, 1.5  # words, beside the English
NAMES = 0.5  # of the capitals within the English sentence, those that are needed: countries, days and months have Dutch names
LOST = 2  # so many words of five letters and more may be gone with none in their place

_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z]\w+")
_LEFT = re.compile(r"#\d|quot;|[=|@{}\[\]<>]|\b[Ww]onot\b")  # of some page's markup


def dutch_words(paths: Iterable[Path]) -> frozenset[str]:
    """The words of the Dutch sides, in lower case, that come OFTEN."""
    counts: Counter[str] = Counter()
    for path in paths:
        for pair in read_pairs(path, path.name):
            counts.update(_WORD.findall(pair.dutch.lower()))
    return frozenset(word for word, count in counts.items() if count >= OFTEN)


@dataclass(frozen=True, slots=True)
class Judge:
    """Says of a pair why it is no good, or nothing."""

    dutch: frozenset[str]

    def fault(self, pair: Pair) -> str | None:
        if _LEFT.search(pair.english):
            return "markup"
        mixed, english = (text.lower() for text in (pair.dutch, pair.english))
        if not SHORTEST <= len(mixed.split()) / len(english.split()) <= LONGEST:
            return "length"
        ours, theirs = set(_WORD.findall(mixed)), set(_WORD.findall(english))
        if ours - theirs - self.dutch:
            return "made-up word"
        if sum(len(word) > 4 for word in theirs - ours) - sum(len(word) > 4 for word in ours - theirs) > LOST:
            return "words lost"
        names = set(_CAPITAL.findall(pair.english))
        if len(names.intersection(re.findall(r"\w+", pair.dutch))) < NAMES * len(names):
            return "names"
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+", help="files of back_translate.py")
    parser.add_argument("--dutch", type=Path, nargs="+", required=True, help="files of pairs whose Dutch words are to be known")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    judge, counts = Judge(dutch_words(args.dutch)), Counter[str]()
    with args.out.open("w", encoding="utf-8") as file:
        for path in args.pairs:
            for pair in read_pairs(path, "mixed"):
                fault = judge.fault(pair)
                counts[fault or "kept"] += 1
                if not fault:
                    file.write(f"{pair.dutch}\t{pair.english}\tmixed\n")
    print(", ".join(f"{count} {what}" for what, count in counts.most_common()))


if __name__ == "__main__":
    main()
