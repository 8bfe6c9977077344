"""Train the embedded extractive summarizer's sentence scorer on English article/summary pairs, and write models/extractive.

    python scripts/train_extractive.py SUMMARIES --out models/extractive        # SUMMARIES/*.jsonl[.zst]: {"article", "summary", …}

What a sentence is worth is how much it shares with the summary, ROUGE-1 plus ROUGE-2 F1: of the sentence alone, and whether it is in the extract
that shares most (greedily found). Half of what is learned in the end is how much an abstract of the usual length shares that has the sentence and
is filled up by what was learned of that at first: so a long sentence is charged with the room it takes, and one that only says what the others say
anyway earns nothing. All of it is in standard deviations from the article's mean, so that the model learns to rank the sentences of one article.

Regression trees on summarizer.sentence_features (scikit-learn) are fitted twice, to the first and to the final target, then a ridge regression of
what they leave over on the words and pairs of words. Last comes how likely an article's words are to be in its summary (summarizer.word_coverage),
learned from scores of sentences that come from models of other articles. Articles of which the hash says "dev" (summarizer.evaluation.pairs) are
left out. Deterministic: the same data give the same file.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rouge_score.tokenizers import DefaultTokenizer
from scipy.sparse import csr_matrix, diags
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, Ridge

from summarizer.arrangement import arrange
from summarizer.article import Sentence
from summarizer.evaluation.pairs import Pair, document_of, read_pairs
from summarizer.extractive import WEIGHTS, Choice, budgets_of, pickable
from summarizer.model_files import sha256_of
from summarizer.model_registry import FileEntry, ModelEntry, read_registry, write_entry
from summarizer.sentence_features import FEATURES, features, tf_idf
from summarizer.sentence_scorer import SentenceScorer, ngrams
from summarizer.summarization import LENGTHS
from summarizer.word_coverage import FEATURES as WORD_FEATURES
from summarizer.word_coverage import Words, stems

LONGEST = 150  # sentences of an article that are learned from
MOST_EXTRACTED = 3
# XSum's abstracts are the articles' own first sentences, taken off them: what is left begins with the second, and is told otherwise than a whole
# article. Its sentences count less, lest the lead be passed over where there is one.
HEADLESS, HEADLESS_WEIGHT = "xsum", 0.7
LEAST_SEEN, MOST_WORDS = 8, 8000  # sentences that an n-gram must stand in; n-grams kept
FOLDS = 3
LEFT_OUT = ["train_faithful", "bbc_extractive"]  # the one is taken from the others, the other is no abstracts
LEAST_ARTICLES = 6  # that a word must be in to be known
PRIOR_ARTICLES = 20  # in which a word of no known prior is thought to have been seen, with the mean of all

Floats = npt.NDArray[np.float64]


def worth(sentences: Sequence[Sentence], summaries: Sequence[str], tokenizer: Any) -> Floats:
    """The target of each sentence: the mean of what it is worth alone and of its place in the best extract, over the summaries there are."""
    rows = [tokenizer.tokenize(sentence.en) for sentence in sentences]
    alone, extract = np.zeros(len(rows)), np.zeros(len(rows))
    for summary in summaries:
        wanted = tokenizer.tokenize(summary)
        alone += [likeness(row, wanted) for row in rows]
        extract[greedy_extract(rows, wanted)] += 1
    return (np.clip(standardised(alone), -1, 3) + standardised(extract / len(summaries), 0.05)) / 2


def worth_of_abstracts(
    choice: Choice, scores: Sequence[float], body: Sequence[Sentence], summaries: Sequence[str], tokenizer: Any
) -> Floats:
    """What the abstract is worth that has a sentence and else those that score best, for each sentence."""
    rows = [tokenizer.tokenize(sentence.en) for sentence in body]
    wanted = [tokenizer.tokenize(summary) for summary in summaries]

    @cache
    def value(picked: tuple[int, ...]) -> float:
        return sum(likeness_of([rows[i] for i in picked], words) for words in wanted)

    return standardised(np.array([value(tuple(choice.best(scores, first=i))) for i in range(len(body))]))


def standardised(values: Floats, least: float = 1e-6) -> Floats:
    """In standard deviations from the mean; `least` keeps a single extracted sentence of a long article within bounds."""
    found: Floats = (values - values.mean()) / (values.std() + least)
    return found


def greedy_extract(rows: Sequence[Sequence[str]], wanted: Sequence[str]) -> list[int]:
    """The sentences that together are most like the summary, added one by one while that helps (Nallapati et al. 2017)."""
    picked: list[int] = []
    best = 0.0
    while len(picked) < MOST_EXTRACTED:
        rest = [i for i in range(len(rows)) if i not in picked]
        value, place = max(((likeness_of([rows[j] for j in [*picked, i]], wanted), -i) for i in rest), default=(0.0, 0))
        if value <= best:
            break
        picked, best = [*picked, -place], value
    return picked


def likeness(row: Sequence[str], wanted: Sequence[str]) -> float:
    return likeness_of([row], wanted)


def likeness_of(rows: Sequence[Sequence[str]], wanted: Sequence[str]) -> float:
    """ROUGE-1 plus ROUGE-2 F1 of some sentences together; pairs of words don't reach over the end of a sentence."""
    words = [word for row in rows for word in row]
    return f1(words, wanted) + f1([pair for row in rows for pair in pairwise(row)], list(pairwise(wanted)))


def f1(one: Sequence[object], other: Sequence[object]) -> float:
    a, b = Counter(one), Counter(other)
    return 2 * (a & b).total() / (a.total() + b.total()) if a and b else 0.0


def behind_the_lead(x: Floats) -> Floats:
    """The features of sentences that stand one place further down."""
    moved = x.copy()
    column = {name: moved[:, FEATURES.index(name)] for name in FEATURES}
    place, count = np.arange(1, len(x) + 1), len(x) + 1
    column["position"][:], column["nearness"][:], column["relative position"][:] = place, 1 / (1 + place), place / count
    column["first"][:], column["second"][:], column["third"][:] = False, place == 1, place == 2
    column["log sentences"][:] = np.log(count)
    return moved


def fit_trees(x: Floats, y: Floats, weight: Floats) -> HistGradientBoostingRegressor:
    model = HistGradientBoostingRegressor(
        max_iter=200, learning_rate=0.04, max_leaf_nodes=7, min_samples_leaf=100, l2_regularization=20, random_state=0
    )
    return model.fit(x, y, sample_weight=weight)


def table_of(model: HistGradientBoostingRegressor) -> dict[str, list[Any]]:
    """All nodes of all trees as the columns that SentenceScorer reads."""
    columns: dict[str, list[Any]] = {name: [] for name in ("roots", "feature", "threshold", "left", "right", "value")}
    for (predictor,) in model._predictors:
        start = len(columns["value"])
        columns["roots"].append(start)
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            columns["feature"].append(-1 if leaf else int(node["feature_idx"]))
            columns["threshold"].append(0.0 if leaf else float(node["num_threshold"]))
            columns["left"].append(0 if leaf else start + int(node["left"]))
            columns["right"].append(0 if leaf else start + int(node["right"]))
            columns["value"].append(round(float(node["value"]), 6) if leaf else 0.0)
    return columns


def fit_words(texts: Sequence[str], left_over: Floats, weight: Floats) -> dict[str, float]:
    """A weight for each frequent n-gram; rows are of length 1, hence the square root in SentenceScorer."""
    rows = [ngrams(text) for text in texts]
    seen = Counter(ngram for row in rows for ngram in row)
    frequent = sorted((ngram for ngram, count in seen.items() if count >= LEAST_SEEN), key=lambda ngram: (-seen[ngram], ngram))
    kept = {ngram: i for i, ngram in enumerate(frequent[:MOST_WORDS])}
    places, columns = np.array([(i, kept[ngram]) for i, row in enumerate(rows) for ngram in row if ngram in kept]).T
    matrix = csr_matrix((np.ones(len(places)), (places, columns)), shape=(len(rows), len(kept)))
    known = np.maximum(1, np.asarray(matrix.sum(axis=1)).ravel())
    model = Ridge(3.0, fit_intercept=False, solver="sparse_cg").fit(diags(known**-0.5) @ matrix, left_over, sample_weight=weight)
    return {ngram: round(float(model.coef_[i]), 4) for ngram, i in kept.items() if abs(model.coef_[i]) >= 0.005}


@dataclass
class Example:
    """An article to learn from: the sentences that may be picked, their features [sentences, FEATURES], and what they are worth [sentences]."""

    pair: Pair
    body: list[Sentence]
    choice: Choice
    x: Floats
    y: Floats

    @property
    def is_headless(self) -> bool:
        return self.pair.source.startswith(HEADLESS)

    @property
    def weights(self) -> Floats:
        """A long article counts more than a short one, but not in proportion."""
        return np.full(len(self.body), (HEADLESS_WEIGHT if self.is_headless else 1.0) * len(self.body) ** -0.5)

    @property
    def texts(self) -> list[str]:
        return [sentence.en for sentence in self.body]


def learn(pairs: Sequence[Pair]) -> dict[str, Any]:
    """The content of model.json."""
    tokenizer = DefaultTokenizer(use_stemmer=True)
    examples = []
    for pair in pairs:
        (document, *_) = arrange(document_of(pair.article)).documents
        body = pickable(document)[:LONGEST]
        if len(body) < 3:
            continue
        vectors = tf_idf([sentence.nl for sentence in body])
        choice = Choice.of(document, body, vectors, budgets_of(document, LENGTHS["medium"]))
        example = Example(pair, body, choice, features(body, vectors), worth(body, pair.summaries, tokenizer))
        example.x = behind_the_lead(example.x) if example.is_headless else example.x
        examples.append(example)
    first = fit_trees(*together(examples))
    for e in examples:
        e.y = (e.y + worth_of_abstracts(e.choice, first.predict(e.x).tolist(), e.body, e.pair.summaries, tokenizer)) / 2
    scores: dict[int, Floats] = {}
    for fold in range(FOLDS):
        scorer = SentenceScorer.of(fit_sentences([e for i, e in enumerate(examples) if i % FOLDS != fold]))
        scores |= {i: scorer.scores(examples[i].x, examples[i].texts) for i in range(fold, len(examples), FOLDS)}
    coverage = fit_coverage(examples, [scores[i] for i in range(len(examples))])
    trained_on = {"articles": len(examples), "sentences": sum(len(e.body) for e in examples)}
    return fit_sentences(examples) | {"coverage": coverage, "trained_on": trained_on}


def together(examples: Sequence[Example]) -> tuple[Floats, Floats, Floats]:
    """Features, worth and weight of all sentences."""
    return np.concatenate([e.x for e in examples]), np.concatenate([e.y for e in examples]), np.concatenate([e.weights for e in examples])


def fit_sentences(examples: Sequence[Example]) -> dict[str, Any]:
    """What SentenceScorer reads. SystemExit when its trees don't say what scikit-learn's say, whose private node table may change."""
    x, y, weight = together(examples)
    trees = fit_trees(x, y, weight)
    predicted = trees.predict(x)
    stored = {"features": list(FEATURES), "base": float(trees._baseline_prediction.ravel()[0]), "trees": table_of(trees), "words": {}}
    few = slice(0, 500)
    if np.abs(SentenceScorer.of(stored).scores(x[few], [""] * len(x[few])) - predicted[few]).max() > 1e-3:
        raise SystemExit("the exported trees don't agree with scikit-learn's")
    return stored | {"words": fit_words([text for e in examples for text in e.texts], y - predicted, weight)}


def fit_coverage(examples: Sequence[Example], scores: Sequence[Floats]) -> dict[str, Any]:
    """What WordModel reads, of articles and the scores that their sentences have from models of other articles."""
    articles = [Words.of(e.texts) for e in examples]
    # A word is what half of the article's summaries have.
    labels = [
        np.mean([np.isin(words.stems, stems(summary)) for summary in e.pair.summaries], axis=0) >= 0.5
        for words, e in zip(articles, examples, strict=True)
    ]
    there: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for words, label in zip(articles, labels, strict=True):
        there.update(words.stems)
        wanted.update(stem for stem, is_wanted in zip(words.stems, label, strict=True) if is_wanted)
    mean = wanted.total() / there.total()

    def prior(stem: str, own: int = 0, label: bool = False) -> float:
        """Log odds of a word to be in a summary of an article that has it, without this article."""
        return log_odds((wanted[stem] - label + PRIOR_ARTICLES * mean) / (there[stem] - own + PRIOR_ARTICLES))

    frequency = {stem: math.log(count / len(articles)) for stem, count in there.items()}
    rows = []
    for e, words, label, score in zip(examples, articles, labels, scores, strict=True):
        placed = replace(words, first=words.first + e.is_headless)
        found = placed.features(score.tolist(), np.array([frequency[stem] for stem in words.stems]))
        rows.append(np.column_stack([found, [prior(stem, 1, bool(y)) for stem, y in zip(words.stems, label, strict=True)]]))
    x, y = np.concatenate(rows), np.concatenate(labels)
    weight = np.concatenate([np.full(len(words.stems), len(words.stems) ** -0.5) for words in articles])
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=200).fit((x - middle) / spread, y, sample_weight=weight)
    weights = model.coef_[0] / spread
    known = {stem: [round(frequency[stem], 3), round(prior(stem), 3)] for stem, count in sorted(there.items()) if count >= LEAST_ARTICLES}
    return {
        "features": list(WORD_FEATURES), "base": round(float(model.intercept_[0] - middle @ weights), 6),
        "weights": [round(float(weight), 6) for weight in weights], "known": known,
        "unknown": [round(math.log(LEAST_ARTICLES / 2 / len(articles)), 3), round(log_odds(mean), 3)],
    }  # fmt: skip


def log_odds(share: float) -> float:
    """ln(p / (1 - p))."""
    return math.log(share / (1 - share))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("summaries", type=Path, help="folder of *.jsonl or *.jsonl.zst")
    parser.add_argument("--out", type=Path, default=Path("models/extractive"))
    parser.add_argument("--without", nargs="*", default=LEFT_OUT, help="files that are left out, by their stem")
    args = parser.parse_args()
    pairs = [pair for pair in read_pairs(args.summaries, without=args.without) if not pair.is_dev]
    stored = learn(pairs)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / WEIGHTS).write_text(json.dumps(stored, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(
        json.dumps(stored["trained_on"]),
        f"{len(stored['words'])} n-grams, {len(stored['coverage']['known'])} words, {(args.out / WEIGHTS).stat().st_size} bytes",
    )
    registry = args.out.parent / "registry.toml"
    if registry.exists():
        entry = read_registry(registry).get(args.out.name) or ModelEntry(
            name=args.out.name, kind="summarizer", architecture="SentenceScorer", embedded=True, licence="Apache-2.0",
            description="Picks the sentences that carry the news: small trees and word weights, learned from English news.",
            source="Trained with scripts/train_extractive.py; see MODEL_CARD.md", files={WEIGHTS: FileEntry("0" * 64, 0)},
        )  # fmt: skip
        file = FileEntry(sha256_of(args.out / WEIGHTS), (args.out / WEIGHTS).stat().st_size)
        write_entry(registry, ModelEntry(**{name: getattr(entry, name) for name in entry.__slots__} | {"files": {WEIGHTS: file}}))


if __name__ == "__main__":
    main()
