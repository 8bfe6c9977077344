"""Turn parallel text into what train_translator.py reads: a SentencePiece model, a vocabulary and token arrays.

    python scripts/build_corpus.py DATA --out corpus/run                              # DATA/*.tsv[.gz|.zst] as scripts/corpus.toml says
    python scripts/build_corpus.py DATA --out corpus/mine --config mine.toml --spm-from models/nl-en
    python scripts/build_corpus.py DATA --out corpus/run --exclude flores-dev.nl flores-dev.en

A TSV line is `dutch \\t english [\\t source]`. Moses pairs become one with `paste a.nl a.en > DATA/a.tsv`; for OPUS, `mtdata get -l nld-eng --merge`
downloads and merges what you choose. Filters drop what isn't a translation (see `reason_to_drop`); report.json says how much of which
source went, and why.

Writes OUT/source.spm and OUT/target.spm (one joint model), OUT/vocab.json, OUT/report.json and OUT/tokens-K.npz, random parts of about 20 MiB:
  src, tgt          uint16, all token ids one after another, each sequence ended by </s>
  src_len, tgt_len  uint8, tokens a sequence;   kind uint8, index into `kinds`;   kinds, weight: name and sampling weight of each source
Token id 0 is </s>, 1 is <unk>, the last is <pad> (also the decoder's start), as MarianMTModel expects.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import io
import json
import random
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import zstandard

from summarizer.editing import Editor
from summarizer.engines.tokenizers import MarianTokenizer
from summarizer.language import detect
from summarizer.lexicon import Lexicon
from summarizer.punctuation import normalise

TOKENIZER_FILES = ("source.spm", "target.spm", "vocab.json")
NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
NUMBER = re.compile(r"(?<![\w.,])\d{2,4}(?![\w]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Pair:
    dutch: str
    english: str
    source: str


@dataclass(frozen=True)
class Config:
    """corpus.toml; see the comments there."""

    vocabulary: int
    max_tokens: int
    join: float
    copy: float
    swap_names: float
    swap_numbers: float
    files: dict[str, float]
    sources: dict[str, float] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    switch: float = 0.0
    switch_words: list[float] = field(default_factory=lambda: [0.25, 0.5, 0.75, 1.0])
    first_form: float = 0.15
    unsaid: float = 0.0
    edit: float = 0.0


def read_config(path: Path) -> dict[str, Any]:
    """A configuration's keys; of one with a `base`, another beside it, those of that, but for what it says itself, in tables key by key."""
    own = tomllib.loads(path.read_text(encoding="utf-8"))
    if base := own.pop("base", None):
        whole = read_config(path.with_name(base))
        return whole | {key: whole.get(key, {}) | value if isinstance(value, dict) else value for key, value in own.items()}
    return own


def read_text(path: Path) -> Iterator[str]:
    """The lines of a text file, .gz and .zst unpacked on the way, without their ends; bytes that aren't UTF-8 become U+FFFD."""
    with contextlib.ExitStack() as stack:
        raw: Any = stack.enter_context(path.open("rb"))
        if path.suffix == ".zst":
            raw = stack.enter_context(zstandard.ZstdDecompressor().stream_reader(raw))
        elif path.suffix == ".gz":
            raw = stack.enter_context(gzip.open(raw))
        for line in stack.enter_context(io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n")):
            yield line.rstrip("\r\n")


def read_pairs(path: Path, default_source: str) -> Iterator[Pair]:
    """The pairs of a TSV file, punctuation normalised."""
    for line in read_text(path):
        columns = line.split("\t")
        if len(columns) >= 2:
            yield Pair(normalise(columns[0]), normalise(columns[1]), columns[2] if len(columns) > 2 else default_source)


def ngrams(text: str, n: int = 10) -> Iterator[str]:
    """The word n-grams of a text, or the whole of a shorter one; case and punctuation don't count."""
    words = re.findall(r"\w+", text.lower())
    for start in range(max(1, len(words) - n + 1)):
        yield " ".join(words[start : start + n])


def reason_to_drop(pair: Pair, test_ngrams: set[str], seen: Counter[str]) -> str | None:
    """Why a pair is no good for training, or None. `seen` counts near-duplicates and is updated."""
    dutch, english = pair.dutch, pair.english
    if not dutch or not english:
        return "empty"
    if "\ufffd" in dutch + english:
        return "broken encoding"
    if len(dutch) > 20 and not 0.4 < len(english) / len(dutch) < 2.5:
        return "length ratio"
    if sorted(re.findall(r"\d+", dutch)) != sorted(re.findall(r"\d+", english)) and not re.search(r"\d[.,:]\d", dutch + english):
        return "numbers differ"
    if dutch == english and len(dutch.split()) > 3:
        return "untranslated"
    if len(dutch.split()) >= 8 and detect(dutch) not in ("nl", None):
        return "language of the Dutch side"
    if len(english.split()) >= 8 and detect(english) not in ("en", None):
        return "language of the English side"
    if test_ngrams and not (test_ngrams.isdisjoint(ngrams(dutch)) and test_ngrams.isdisjoint(ngrams(english))):
        return "overlaps a test set"
    key = re.sub(r"\d", "0", re.sub(r"[^\w]+", " ", dutch.lower()))
    seen[key] += 1
    return "near-duplicate" if seen[key] > 2 else None


class Swapper:
    """Replaces names and numbers that stand alike on both sides, which teaches the model to copy what it has never seen."""

    def __init__(self, pairs: Iterable[Pair], rng: random.Random) -> None:
        self.rng = rng
        lower: Counter[str] = Counter()
        shared: Counter[str] = Counter()
        for pair in pairs:
            words = re.findall(r"[A-Za-z]+", pair.english)
            lower.update(word for word in words if word.islower())
            shared.update(set(NAME.findall(pair.dutch)[1:]) & set(NAME.findall(pair.english)[1:]))
        self.names = sorted(name for name in shared if lower[name.lower()] == 0)
        self._is_name = set(self.names)

    def __call__(self, pair: Pair, config: Config) -> Pair:
        dutch, english = pair.dutch, pair.english
        if self.names and self.rng.random() < config.swap_names:
            for name in sorted(set(NAME.findall(dutch)) & set(NAME.findall(english)) & self._is_name):
                other = self.rng.choice(self.names)
                dutch, english = (re.sub(rf"\b{name}\b", other, text) for text in (dutch, english))
        if self.rng.random() < config.swap_numbers:
            for number in sorted(set(NUMBER.findall(dutch)) & set(NUMBER.findall(english))):
                other = str(self.rng.randrange(10 ** (len(number) - 1), 10 ** len(number)))
                dutch, english = (re.sub(rf"(?<![\w.,]){number}(?![\w]|[.,]\d)", other, text) for text in (dutch, english))
        return Pair(dutch, english, pair.source)


class Switcher:
    """Writes words of the Dutch side in the English that the other side has for them, which teaches the model to take such words as they come; of as
    many pairs as the configuration says, the Dutch is edited first, as it is before a translation."""

    def __init__(self, lexicon: Lexicon, rng: random.Random, editor: Editor | None = None) -> None:
        self.lexicon, self.rng, self.editor = lexicon, rng, editor

    def __call__(self, pair: Pair, config: Config) -> Pair:
        if self.editor:
            if sign := self.editor.currency(pair.dutch):  # the editor writes $ for €, and puts it back behind the model
                pair = Pair(pair.dutch.replace(sign, "$"), pair.english.replace(sign, "$"), pair.source)
            if self.rng.random() < config.edit:
                pair = Pair(self.editor.prepared(pair.dutch), pair.english, pair.source)
        if self.rng.random() >= config.switch:
            return pair
        english, share = f" {' '.join(re.findall(WORD, pair.english.lower()))} ", self.rng.choice(config.switch_words)

        def form_in_english(_: str, forms: tuple[str, ...]) -> str | None:
            said = next((form for form in forms if f" {form} " in english), None)
            if self.rng.random() >= (share if said else share * config.unsaid):
                return None
            # The lexicon doesn't always know which form is wanted.
            return forms[0] if not said or self.rng.random() < config.first_form else said

        return Pair(self.lexicon.switched(pair.dutch, form_in_english), pair.english, pair.source)


@dataclass
class Loaded:
    """The pairs that are kept, the sampling weight of each source, and what became of how many of its pairs."""

    pairs: list[Pair] = field(default_factory=list)
    weight: dict[str, float] = field(default_factory=dict)
    report: dict[str, Counter[str]] = field(default_factory=dict)


def load(folder: Path, config: Config, exclude: set[str], limit: int | None) -> Loaded:
    """All files of the configuration, filtered."""
    loaded = Loaded()
    seen: Counter[str] = Counter()
    file_of: dict[str, str] = {}
    for name, weight in config.files.items():
        path = next((p for suffix in ("tsv", "tsv.gz", "tsv.zst") if (p := folder / f"{name}.{suffix}").is_file()), None)
        if path is None:
            raise SystemExit(f"{folder} holds no {name}.tsv, .tsv.gz or .tsv.zst")
        for i, pair in enumerate(read_pairs(path, name)):
            if limit is not None and i >= limit:
                break
            file_of.setdefault(pair.source, name)
            source_weight = loaded.weight.setdefault(pair.source, config.sources.get(pair.source, weight))
            dropped = "weight 0" if source_weight == 0 else reason_to_drop(pair, exclude, seen)
            loaded.report.setdefault(pair.source, Counter())[dropped or "kept"] += 1
            if dropped is None:
                loaded.pairs.append(pair)
    loaded.weight = with_shares(loaded.weight, file_of, Counter(pair.source for pair in loaded.pairs), config.shares)
    return loaded


def with_shares(weight: dict[str, float], file_of: dict[str, str], pairs: Counter[str], shares: dict[str, float]) -> dict[str, float]:
    """Weights with which each file of `shares` makes up its share of what is seen; its sources keep their proportions, other files theirs."""
    mass = dict.fromkeys([*file_of.values(), *shares], 0.0)
    for source, value in weight.items():
        mass[file_of[source]] += value * pairs[source]
    rest = sum(value for name, value in mass.items() if name not in shares)
    if not all(mass[name] for name in shares) or (shares and (sum(shares.values()) >= 1 or not rest)):
        raise SystemExit("the files under [shares] need pairs of a weight above 0, and leave something to other files")
    scale = {name: share / (1 - sum(shares.values())) * rest / mass[name] for name, share in shares.items()}
    return {source: value * scale.get(file_of[source], 1.0) for source, value in weight.items()}


def examples(
    pairs: list[Pair], config: Config, rng: random.Random, lexicon: Lexicon | None = None, editor: Editor | None = None
) -> Iterator[Pair]:
    """Training examples: names and numbers swapped, words switched, some short neighbours of one source joined, some English copied."""
    swap, switch = Swapper(pairs, rng), Switcher(lexicon or Lexicon({}), rng, editor)
    queues: dict[str, list[Pair]] = {}
    for pair in pairs:
        pair = switch(swap(pair, config), config)
        queue = queues.setdefault(pair.source, [])
        if rng.random() < config.copy:
            yield Pair(pair.english, pair.english, pair.source)
        short = len(pair.dutch) < 160 and pair.dutch[-1] in ".!?" and pair.english[-1] in ".!?"
        if short and (queue or rng.random() < config.join):
            queue.append(pair)
            if len(queue) >= rng.choice((2, 3)):
                yield Pair(" ".join(p.dutch for p in queue), " ".join(p.english for p in queue), pair.source)
                queue.clear()
        else:
            yield pair
    for queue in queues.values():
        yield from queue


def train_spm(pairs: list[Pair], config: Config, weight: dict[str, float], out: Path, rng: random.Random) -> None:
    """A joint unigram model over a weighted sample of both sides; digits stand alone, which helps numbers survive."""
    text = out / "spm.txt"
    with text.open("w", encoding="utf-8") as file:
        for pair in pairs:
            if rng.random() < weight[pair.source]:
                file.write(f"{pair.dutch}\n{pair.english}\n")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(out / "joint"), vocab_size=config.vocabulary, model_type="unigram", character_coverage=0.9999,
        split_digits=True, input_sentence_size=1_000_000, shuffle_input_sentence=True, num_threads=2, minloglevel=2,
        hard_vocab_limit=False,
    )  # fmt: skip
    text.unlink()
    (out / "joint.vocab").unlink()
    (out / "joint.model").rename(out / "source.spm")


def vocabulary(processor: sentencepiece.SentencePieceProcessor) -> dict[str, int]:
    """piece -> id in Marian's order: </s>, <unk>, the pieces, <pad>."""
    pieces = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
    ordered = ["</s>", "<unk>", *(piece for piece in pieces if piece not in ("<s>", "</s>", "<unk>", "<pad>")), "<pad>"]
    return {piece: i for i, piece in enumerate(ordered)}


def write_arrays(rows: list[Pair], out: Path, config: Config, weight: dict[str, float], rng: random.Random) -> dict[str, int]:
    """Tokenise, drop what is too long, shuffle, write the parts."""
    processor = sentencepiece.SentencePieceProcessor(model_file=str(out / "source.spm"))
    ids = json.loads((out / "vocab.json").read_text("utf-8"))
    marian_id = np.array([ids.get(processor.id_to_piece(i), 1) for i in range(processor.get_piece_size())], dtype=np.uint16)
    kinds = sorted(weight)
    index = {name: i for i, name in enumerate(kinds)}
    rng.shuffle(rows)
    parts = max(1, round(len(rows) / 400_000))
    totals: Counter[str] = Counter()
    for old in out.glob("tokens-*.npz"):
        old.unlink()
    for part in range(parts):
        chosen = rows[part::parts]
        sides: dict[str, list[np.ndarray]] = {"src": [], "tgt": []}
        kind: list[int] = []
        encoded = zip(processor.encode([p.dutch for p in chosen]), processor.encode([p.english for p in chosen]), chosen, strict=True)
        for source, target, pair in encoded:
            if 0 < len(source) < config.max_tokens and 0 < len(target) < config.max_tokens:
                sides["src"].append(np.append(marian_id[source], np.uint16(0)))
                sides["tgt"].append(np.append(marian_id[target], np.uint16(0)))
                kind.append(index[pair.source])
        arrays: dict[str, Any] = {side: np.concatenate(sequences) for side, sequences in sides.items()}
        arrays |= {f"{side}_len": np.array([len(s) for s in sequences], np.uint8) for side, sequences in sides.items()}
        np.savez_compressed(
            out / f"tokens-{part}.npz", **arrays, kind=np.array(kind, np.uint8), kinds=np.array(kinds),
            weight=np.array([weight[k] for k in kinds], np.float32), pad=np.array(len(ids) - 1),
        )  # fmt: skip
        totals.update(examples=len(kind), source_tokens=len(arrays["src"]), target_tokens=len(arrays["tgt"]))
    return dict(totals)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("corpus.toml"))
    parser.add_argument(
        "--exclude", type=Path, nargs="*", default=[], help="test sets: pairs that share ten words in a row with them are dropped"
    )
    parser.add_argument(
        "--spm-from", type=Path, help="folder whose source.spm, target.spm and vocab.json are used (to fine-tune its model)"
    )
    parser.add_argument("--lexicon", type=Path, help="of build_lexicon.py, for what the configuration says under `switch`")
    parser.add_argument("--limit", type=int, help="pairs a file, for trials")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    config = Config(**read_config(args.config))
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)

    exclude = {gram for path in args.exclude for line in path.read_text("utf-8").splitlines() for gram in ngrams(normalise(line))}
    loaded = load(args.data, config, exclude, args.limit)
    pairs, weight, report = loaded.pairs, loaded.weight, loaded.report
    if args.spm_from:
        for name in TOKENIZER_FILES:
            shutil.copy(args.spm_from / name, args.out / name)
    else:
        train_spm(pairs, config, weight, args.out, rng)
        shutil.copy(args.out / "source.spm", args.out / "target.spm")
        processor = sentencepiece.SentencePieceProcessor(model_file=str(args.out / "source.spm"))
        (args.out / "vocab.json").write_text(json.dumps(vocabulary(processor), ensure_ascii=False), encoding="utf-8")
    lexicon = Lexicon.load(args.lexicon) if args.lexicon else None
    editor = Editor.of(MarianTokenizer(args.out), is_small=lexicon is not None)
    totals = write_arrays(list(examples(pairs, config, rng, lexicon, editor)), args.out, config, weight, rng)
    (args.out / "report.json").write_text(json.dumps({"totals": totals, "sources": report, "weight": weight}, indent=1), encoding="utf-8")
    for name, counts in sorted(report.items()):
        print(f"{name:32} weight {weight.get(name, 0):<5g}", ", ".join(f"{count} {what}" for what, count in counts.most_common()))
    print(", ".join(f"{count} {what}" for what, count in totals.items()))


if __name__ == "__main__":
    main()
