"""Learn a Dutch-English lexicon from parallel text, for a translation model that hasn't learned all its corpus can teach.

    python scripts/build_lexicon.py pairs DATA --out WORK/pairs.txt                       # DATA/*.tsv[.gz|.zst], in scripts/corpus.toml
    eflomal-align -i WORK/pairs.txt --model 3 -f WORK/forward -r WORK/reverse              # pip install eflomal, or fast_align twice
    python scripts/build_lexicon.py extract WORK/pairs.txt WORK/forward WORK/reverse --out WORK/learned.tsv
    python scripts/build_lexicon.py finish WORK/learned.tsv --out models/nl-en/lexicon.tsv

A line of the lexicon is a Dutch word, a tab and its English forms, the most frequent first, with | between them: `broncode`, `source code|source`.
English of several words is taken where all of them are aligned to the one Dutch word (Och & Ney 2004: phrases consistent with an alignment); at
least one of them must be aligned in both directions. Left out are function words, whose translation hangs on the sentence, words seen once, and
those whose most frequent form has less than LEAST of their uses.

`finish` drops compounds that the alignment left half of (`sessiebeheer`, `session`): taken apart by summarizer.lexicon they are whole. Then come
words, phrases and parts of compounds of news that the corpus, mostly manuals, has in another sense or not at all, from lexicon-news.tsv, written by
hand; without any English there, a word is left to the model. lexicon-verbs.tsv has separable verbs: the other part, infinitive, present, past and
its plural, participle without the other part; a tab; the English infinitive, present, past and participle. The other part may be words that are
apart from the verb always, with _ between or behind them (`in_beslag nemen`, `maatregelen_ nemen`), and behind + one that isn't
(`een_bekentenis+af leggen`). Of regular verbs the forms that are missing are told from the others (weak_verbs.py). lexicon-left.txt has the words and
phrases that a sentence keeps in Dutch (audit_lexicon.py --left). `finish` may be given what it made.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from build_corpus import read_config, read_pairs, read_text
from summarizer.editing import Editor
from summarizer.folders import write_atomically
from summarizer.glossary import english_plural
from summarizer.lexicon import APART, BEHIND, LEAST_PART, LEFT, LINKS, SUFFIXES, Lexicon
from summarizer.number_words import words
from summarizer.spelling import is_english
from weak_verbs import missing_forms

WRITTEN, VERBS, IN_DUTCH = (Path(__file__).with_name(f"lexicon-{name}") for name in ("news.tsv", "verbs.tsv", "left.txt"))
LEAST = 0.3  # share of a word's uses that its most frequent form has at least
ALSO = 0.05  # … that another form has at least, to count as said when it stands in a translation
LONGEST = 60  # tokens of a side of a pair
PAIRS = 250_000  # of a file at most: the documentation files say the same things again and again
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]")
_EDGES = words("the a an of to and in on for with by at from is are was be it that this these those your you as or not if")
_PREPOSITIONS = words("door na voor")
_EMBEDDED = Editor(lambda letter: letter.isascii() or letter in "éëïóöü")  # the letters of the embedded model
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
        for name, weight in read_config(config)["files"].items():
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


def read_lexicon(path: Path) -> dict[str, list[str]]:
    """A file's entries, those that are left in Dutch too; a word without English has no forms."""
    entries = (line.split("\t") for line in read_text(path))
    return {word: forms.removeprefix(LEFT).split("|") if forms else [] for word, forms in entries}


def finished(learned: Mapping[str, list[str]], written: Mapping[str, list[str]], verbs: Iterable[str]) -> dict[str, list[str]]:
    """The lexicon: what was learned, without halves of compounds, verbs where they aren't known yet, what was written by hand, and missing forms."""
    lexicon = Lexicon({word: "|".join(forms) for word, forms in {**learned, **written}.items() if forms})
    whole = {
        word: _present_first(word, forms)
        for word, forms in learned.items()
        if word in written or not (APART in word or BEHIND in word or is_half_a_compound(word, forms, lexicon))
    }
    together = dict(entry for line in verbs for entry in verb_entries(line))
    known = {**together, **whole, **written}
    told = {form: [said] for form, said in missing_forms(known).items() if form not in _FUNCTION_WORDS}
    found = {**told, **known}
    bare = {_EMBEDDED.folded(word): forms for word, forms in found.items() if not word.isascii()}
    return {word: forms for word, forms in {**bare, **found}.items() if forms and (word in found or word not in _FUNCTION_WORDS)}


def is_half_a_compound(word: str, forms: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the forms say one part of a compound and not the other."""
    if is_english(word) or any(" " in form for form in forms):
        return False
    said = set(forms)
    for start in range(LEAST_PART, len(word) - LEAST_PART + 1):
        last = word[start:]
        if last in SUFFIXES or not (heads := lexicon.known(last)):
            continue
        for link in LINKS:
            first = word[:start].removesuffix(link)
            modifiers = lexicon.known(first) if word[:start].endswith(link) and len(first) >= LEAST_PART else ()
            first_said, last_said = said & _numbers(modifiers), said & _numbers(heads)
            if modifiers and ((said == first_said and not last_said) or (said == last_said and not first_said)):
                return True
    return False


def _numbers(forms: Iterable[str]) -> set[str]:
    """Each form, in the singular and the plural."""
    return {number for form in forms for number in (form, english_plural(form), form.removesuffix("s"), form.removesuffix("es"))}


def _present_first(word: str, forms: list[str]) -> list[str]:
    """`speelt` is `plays` before `playing` or `play`, which captions and manuals have more of; what has no `playing` is a noun."""
    if word.endswith("t") and not forms[0].endswith("s") and any(form.endswith("ing") for form in forms):
        for form in forms[1:]:
            if form.endswith("s") and forms[0] in (form[:-1], form[:-2], f"{form[:-1]}ing", f"{form[:-2]}ing", f"{form[:-1]}{form[-2]}ing"):
                return [form, *(other for other in forms if other != form)]
    return forms


def verb_entries(line: str) -> Iterator[tuple[str, list[str]]]:
    """The entries of a line of lexicon-verbs.tsv: parts that stand apart, together, and with `te` between them."""
    dutch, english = line.split("\t")
    other, *forms = dutch.split()
    infinitive, present, past, pasts, participle = forms
    to, does, did, done = english.split("|")
    if "_" in other or "+" in other:
        yield from _expression_entries(other, forms, (to, does, did, did, done))
        return
    for form, said in ((infinitive, to), (present, does), (past, did), (pasts, did)):
        yield f"{form}{APART}{other}", [said]
    for form, said in ((present, does), (past, did), (pasts, did), (infinitive, to)):  # the last counts where two are alike: zetten
        yield other + form, [said]
    if other not in _PREPOSITIONS:  # `door te gaan` is `by going`
        yield f"{other} te {infinitive}", [f"te {to}"]
    yield other + participle, [done]


def _expression_entries(other: str, forms: Sequence[str], said: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Those of a verb that words belong to which it is written apart from: with these behind it, and before it."""
    before, _, particle = (part.rstrip() for part in other.replace("_", " ").partition("+"))
    behind = f"{before} {particle}".rstrip()
    for form, english in reversed(list(zip(forms, said, strict=True))):  # the infinitive counts where the past is like it
        yield f"{before}{BEHIND}{particle}{form}", [english]
    if particle:  # without one, `te` is an auxiliary
        yield f"{before}{BEHIND}{particle} te {forms[0]}", [f"te {said[0]}"]
    several = re.sub(r"^be\b", "are", said[0])  # an infinitive comes last: `zij nemen … in beslag`
    for form, english in zip(forms[:4], (several, said[1], said[2], re.sub(r"^was\b", "were", said[3])), strict=True):
        yield f"{form}{APART}{behind}", [english]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    first = commands.add_parser("pairs")
    first.add_argument("data", type=Path)
    first.add_argument("--config", type=Path, default=Path(__file__).with_name("corpus.toml"))
    second = commands.add_parser("extract")
    for name in ("pairs", "forward", "reverse"):
        second.add_argument(name, type=Path)
    third = commands.add_parser("finish")
    third.add_argument("learned", type=Path)
    for command in (first, second, third):
        command.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.command == "pairs":
        print(write_pairs(args.data, args.config, args.out), "pairs")
        return
    left: set[str] = set()
    if args.command == "extract":
        lexicon = extract(*(read_text(path) for path in (args.pairs, weights_of(args.pairs), args.forward, args.reverse)))
    else:
        lexicon = finished(read_lexicon(args.learned), read_lexicon(WRITTEN), read_text(VERBS))
        left = set(read_text(IN_DUTCH))
    lines = (f"{word}\t{LEFT if word in left else ''}{'|'.join(forms)}\n" for word, forms in sorted(lexicon.items()))
    write_atomically(args.out, "".join(lines))
    print(len(lexicon), "words")


if __name__ == "__main__":
    main()
