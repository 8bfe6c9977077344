"""Learn a Dutch-English lexicon from parallel text, for a translation model that hasn't learned all its corpus can teach.

    python scripts/build_lexicon.py pairs DATA --out WORK/pairs.txt                       # DATA/*.tsv[.gz|.zst], in scripts/corpus.toml
    eflomal-align -i WORK/pairs.txt --model 3 -f WORK/forward -r WORK/reverse              # pip install eflomal, or fast_align twice
    python scripts/build_lexicon.py extract WORK/pairs.txt WORK/forward WORK/reverse --out models/nl-en/lexicon.tsv

A line of the lexicon is a Dutch word, a tab and its English forms, the most frequent first, with | between them: `broncode`, `source code|source`.
English of several words is taken where all of them are aligned to the one Dutch word (Och & Ney 2004: phrases consistent with an alignment); at
least one of them must be aligned in both directions. Left out are function words, whose translation hangs on the sentence, words seen once, and
those whose most frequent form has less than LEAST of their uses. Words of news that the corpus, mostly manuals, has in another sense or not at all
are in lexicon-news.tsv, written by hand.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from build_corpus import read_pairs, read_text
from summarizer.folders import write_atomically
from summarizer.number_words import words
from summarizer.spelling import is_english

LEAST = 0.3  # share of a word's uses that its most frequent form has at least
ALSO = 0.05  # … that another form has at least, to count as said when it stands in a translation
LONGEST = 60  # tokens of a side of a pair
PAIRS = 250_000  # of a file at most: the documentation files say the same things again and again
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]")
_EDGES = words("the a an of to and in on for with by at from is are was be it that this these those your you as or not if")
_FUNCTION_WORDS = words(
    "aan aldus alle alleen als altijd ander andere anders begin beide ben bent bij binnen bijna daar daarbij daardoor daarin daarmee daarna "
    "daarom daarop daarvan dan dat deed deden deze dezelfde die dit doe doen doet door doordat dus een eens eerst eigen elk elkaar elke enkele "
    "enige er erg ergens even gaan gaat gedaan geen geweest geworden ging gingen haar had hadden heb hebben hebt heeft heel hem hen het hier "
    "hierbij hierdoor hij hoe hoewel hun ieder iedere iemand iets ik indien jij jou jouw jullie kan keer kon konden komen komt kunnen kunt kwam "
    "kwamen laat laten later liet maar meer meest men met mij mijn minder moest moesten moet moeten mag mogen mocht na naar nadat namelijk "
    "niemand niet niets nog nooit nu of om omdat onder ons onze ook op over pas per samen sinds soms staan staat stond stonden te tegen terug "
    "terwijl tijdens toch toen tot totdat tussen uit van vanaf veel via volgens vol voor voordat vooral waar waarbij waardoor waarin waarmee "
    "waarna waarom waarop waarvan want waren was wat we weer wel welk welke werd werden wie wij wil wilde wilden willen word worden wordt zal "
    "ze zeer zelf zelfs zich zichzelf zij zijn zo zoals zodat zonder zou zouden zowel zulke"
)


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers and signs."""
    return _TOKEN.findall(text.lower())


def write_pairs(data: Path, config: Path, out: Path) -> int:
    """The pairs of the configuration's files as `dutch ||| english`, tokenised, each once, and beside them their files' weights, a line each."""
    seen: set[int] = set()
    with out.open("w", encoding="utf-8") as file, weights_of(out).open("w", encoding="utf-8") as weights:
        for name, weight in tomllib.loads(config.read_text(encoding="utf-8"))["files"].items():
            taken = 0
            for path in sorted(data.glob(f"{name}.tsv*")):
                for pair in read_pairs(path, name):
                    dutch, english = tokens(pair.dutch), tokens(pair.english)
                    if taken == PAIRS or not (1 <= len(dutch) <= LONGEST and 1 <= len(english) <= LONGEST):
                        continue
                    line = f"{' '.join(dutch)} ||| {' '.join(english)}\n"
                    if (known := hash(line)) not in seen:
                        seen.add(known)
                        file.write(line)
                        weights.write(f"{weight}\n")
                        taken += 1
    return len(seen)


def weights_of(pairs: Path) -> Path:
    return pairs.with_name(f"{pairs.name}.weights")


def aligned_forms(dutch: Sequence[str], english: Sequence[str], forward: str, reverse: str) -> Iterator[tuple[str, str]]:
    """The Dutch words of a pair that are aligned in both directions, with the English that says each.

    `forward` and `reverse` are lines of `i-j` links, Dutch-English; in one of them every English word has one link at most, in the other every Dutch.
    """
    links = [[(int(i), int(j)) for i, j in (link.split("-") for link in line.split())] for line in (forward, reverse)]
    both: dict[int, set[int]] = defaultdict(set)
    for i, j in set(links[0]).intersection(links[1]):
        both[i].add(j)
    english_once = max((side for side in links if len({j for _, j in side}) == len(side)), key=len, default=[])
    spans: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(english_once):
        spans[i].append(j)
    for i, sure in both.items():
        span = spans[i]
        if not span or span[-1] - span[0] + 1 != len(span) or not sure.issubset(span):
            span = sorted(sure)
        form = [english[j] for j in span]
        while len(form) > 1 and form[0] in _EDGES:
            form = form[1:]
        while len(form) > 1 and form[-1] in _EDGES:
            form = form[:-1]
        if len(" ".join(form)) > 2 and len(form) <= 3 and all(len(word) > 1 and is_english(word) for word in form):  # no `e`, of `e.g.`
            yield dutch[i], " ".join(form)


def extract(pairs: Iterable[str], weights: Iterable[str], forward: Iterable[str], reverse: Iterable[str]) -> dict[str, list[str]]:
    """The lexicon: the English forms of every Dutch word, most frequent first; a pair counts by its weight, so that news comes before manuals."""
    uses: dict[str, float] = defaultdict(float)
    forms: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    times: Counter[tuple[str, str]] = Counter()
    for pair, weight, there, back in zip(pairs, weights, forward, reverse, strict=True):
        dutch, english = (side.split() for side in pair.split(" ||| "))
        for word in dutch:
            uses[word] += float(weight)
        for word, form in aligned_forms(dutch, english, there, back):
            forms[word][form] += float(weight)
            times[word, form] += 1
    lexicon = {}
    for word, counted in sorted(forms.items()):
        if len(word) < 3 or not word.isalpha() or word in _FUNCTION_WORDS:
            continue
        often = [form for form in sorted(counted, key=lambda form: (-counted[form], form)) if times[word, form] > 1]
        if often and counted[often[0]] / uses[word] >= LEAST:
            lexicon[word] = [often[0], *(form for form in often[1:8] if counted[form] / uses[word] >= ALSO)]
    return lexicon


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    first = commands.add_parser("pairs")
    first.add_argument("data", type=Path)
    first.add_argument("--config", type=Path, default=Path(__file__).with_name("corpus.toml"))
    second = commands.add_parser("extract")
    for name in ("pairs", "forward", "reverse"):
        second.add_argument(name, type=Path)
    second.add_argument(
        "--written", type=Path, default=Path(__file__).with_name("lexicon-news.tsv"), help="words that were written by hand"
    )
    for command in (first, second):
        command.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.command == "pairs":
        print(write_pairs(args.data, args.config, args.out), "pairs")
        return
    lexicon = extract(*(read_text(path) for path in (args.pairs, weights_of(args.pairs), args.forward, args.reverse)))
    lexicon |= {word: forms.split("|") for word, forms in (line.split("\t") for line in read_text(args.written))}
    write_atomically(args.out, "".join(f"{word}\t{'|'.join(forms)}\n" for word, forms in sorted(lexicon.items())))
    print(len(lexicon), "words")


if __name__ == "__main__":
    main()
