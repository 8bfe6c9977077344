"""Which entries of a model's lexicon are seldom what the English of sentence pairs has, and what it has instead.

    python scripts/audit_lexicon.py scripts/news-pairs.tsv --model models/nl-en --least 6

A line an entry, those with most misses first: the Dutch, its forms, in how many of its sentences the first form stands in the English, of how many,
and what stands there far more often than elsewhere. To be read by somebody: of two good words for one thing the lexicon may have the rarer, and a
part of a separable verb is listed under the whole one.

    python scripts/audit_lexicon.py scripts/news-pairs.tsv --model models/nl-en --left > scripts/lexicon-left.txt

The words and phrases that a model trained on these pairs is to read in Dutch: frequent ones whose English hangs on the sentence.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_corpus import Pair, read_pairs
from build_lexicon import read_lexicon
from summarizer.editing import Editor
from summarizer.engines.tokenizers import MarianTokenizer
from summarizer.lexicon import BEHIND, NAME, Lexicon
from summarizer.number_words import words

SELDOM = 0.45  # share of an entry's sentences under which its first form is seldom
INSTEAD = 0.2  # … that another word must be in
OFTENER = 8.0  # times as often as in other sentences
LONGEST = 3  # words of an English phrase
# Sentences that an entry must be in to be left in Dutch, and the share of them under which its first form is seldom. A phrase word by word is further
# from its English than a word in another sense.
WORD_LEFT, PHRASE_LEFT = (10, 0.5), (8, 0.4)
_NOT_ENGLISH = words("te niet van werd wordt worden zijn thousand")  # what an entry's English may leave in Dutch

_WORD = re.compile(r"[A-Za-z'-]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """An entry, in how many of how many sentences its first form is said, and what is said instead, with the number of sentences."""

    dutch: str
    forms: Sequence[str]
    said: int
    sentences: int
    instead: Sequence[tuple[str, int]]


def spaced(english: str) -> str:
    """The words in lower case with a space around each, so that a form of several words is looked for as `f" {form} "`."""
    return f" {' '.join(_WORD.findall(english.lower()))} "


def phrases(english: str) -> frozenset[str]:
    """The words and phrases of up to LONGEST words, in lower case."""
    words = _WORD.findall(english.lower())
    return frozenset(" ".join(words[i : i + n]) for n in range(1, LONGEST + 1) for i in range(len(words) - n + 1))


def audit(pairs: Sequence[Pair], lexicon: Lexicon, editor: Editor, least: int) -> list[Finding]:
    """What is found of entries that `least` pairs have."""
    english, texts = [phrases(pair.english) for pair in pairs], [spaced(pair.english) for pair in pairs]
    everywhere = Counter(phrase for said in english for phrase in said)
    used: dict[str, tuple[tuple[str, ...], set[int]]] = {}
    for number, pair in enumerate(pairs):

        def note(dutch: str, forms: tuple[str, ...], number: int = number) -> str:
            used.setdefault(dutch, (forms, set()))[1].add(number)
            return forms[0]

        lexicon.switched(editor.prepared(pair.dutch), note)
    findings = []
    for dutch, (forms, numbers) in used.items():
        said = sum(f" {forms[0].lower()} " in texts[number] for number in numbers)
        if len(numbers) >= least and said <= SELDOM * len(numbers):
            findings.append(Finding(dutch, forms, said, len(numbers), _instead(numbers, english, everywhere)))
    return sorted(findings, key=lambda finding: finding.said - finding.sentences)


def left_in_dutch(pairs: Sequence[Pair], entries: Mapping[str, Sequence[str]], editor: Editor) -> list[str]:
    """The words and phrases of `entries` whose first form the English of their sentences seldom has; the rest of a verb's parts isn't looked at."""
    lexicon = Lexicon({word: "|".join(forms) for word, forms in entries.items()})
    sentences: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for pair in pairs:

        def note(dutch: str, forms: tuple[str, ...], text: str = spaced(pair.english)) -> str:
            if set(forms).issubset(entries.get(dutch, ())):  # not the form of a verb with its other part, nor a compound
                sentences[dutch] += 1
                said[dutch] += f" {forms[0].lower()} " in text
            return forms[0]

        lexicon.switched(editor.prepared(pair.dutch), note)
    left = []
    for dutch, count in sentences.items():
        least, seldom = PHRASE_LEFT if " " in dutch else WORD_LEFT
        if (
            count >= least
            and said[dutch] < seldom * count
            and BEHIND not in dutch
            and not _NOT_ENGLISH.intersection(entries[dutch][0].split())
        ):
            left.append(dutch)
    return sorted(left)


def _instead(numbers: set[int], english: Sequence[frozenset[str]], everywhere: Counter[str]) -> list[tuple[str, int]]:
    here = Counter(phrase for number in numbers for phrase in english[number])
    ranked: dict[str, float] = {}
    for phrase, count in here.items():
        oftener = (count / len(numbers)) / ((everywhere[phrase] - count + 1) / len(english))
        if count >= max(2, INSTEAD * len(numbers)) and oftener >= OFTENER:
            ranked[phrase] = count * math.log(oftener)
    return [(phrase, here[phrase]) for phrase in sorted(ranked, key=lambda phrase: (-ranked[phrase], len(phrase), phrase))[:5]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Dutch, a tab, English; .gz and .zst are unpacked")
    parser.add_argument("--model", type=Path, required=True, help="folder of a model with a lexicon")
    parser.add_argument("--least", type=int, default=6, help="sentences that an entry must be in")
    parser.add_argument("--left", action="store_true", help="print what is to be left in Dutch, a line each")
    args = parser.parse_args()
    if not (args.model / NAME).is_file():
        raise SystemExit(f"{args.model} has no lexicon")
    editor = Editor.of(MarianTokenizer(args.model), is_small=True)
    pairs = [pair for path in args.pairs for pair in read_pairs(path, path.name)]
    if args.left:
        print("\n".join(left_in_dutch(pairs, read_lexicon(args.model / NAME), editor)))
        return
    for found in audit(pairs, Lexicon.load(args.model / NAME), editor, args.least):
        instead = "; ".join(f"{phrase} {count}" for phrase, count in found.instead)
        print(f"{found.dutch} = {'|'.join(found.forms[:3])}\t{found.said}/{found.sentences}\t{instead}")


if __name__ == "__main__":
    main()
