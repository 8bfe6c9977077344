"""What can be seen of a sentence without understanding it: its place, its size, what it shares with the article, names, numbers, cue words.

Terms are counted in the language the article was written in, which is certain, while the translation may not be; cue words ("said", "he") are
looked for in English, the one language that all articles share here and the summarizer was trained on. The work is linear in the article.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from summarizer.article import Sentence
from summarizer.vocabulary import remembered

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Vector = Mapping[str, float]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOP = frozenset(
    """
    de het een en van in is dat op te zijn met voor die niet aan er om ook als bij door maar uit naar dan nog wel of zo over tot heeft had
    was werd wordt worden zich hij zij ze we wij je jij u ik hun haar hem deze dit daar hier waar wat wie kan kunnen zou zouden moet moeten
    mag wil al meer geen onder tussen tegen na toe veel zal zullen hebben hadden waren dus omdat toen nu zegt zei

    the a an and of that on to be with for this not at by but from as so until has were been will would it its he she they you i his her
    their our your who what which there here are have do does did could can should may might more no than then also if into about after
    said say says or us them me my up out just all when one how some any only very
    """.split()  # noqa: SIM905 (a list of 200 strings is no easier to read)
)
_NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]+")
_NUMBER = re.compile(r"\d[\d.,]*")
_QUOTED = re.compile(r"[\"“„«][^\"”»]*[\"”»]?")
_OPENS_QUOTE = re.compile(r"[\"“„'‘«]")
# A sentence that starts like this says something about the one before it.
_LEANING_NL = re.compile(
    r"""(?: hij|zij|ze|hun|haar|zijn|dit|dat|deze|die|daar\w*|hier\w*|echter|maar|en|of|want|dus|ook|bovendien|verder|toch|zo|zodoende
          | tevens|vervolgens|desondanks|niettemin|overigens|immers|namelijk )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LEANING_EN = re.compile(
    r"""(?: he|she|they|it|his|her|their|its|this|these|those|such|however|but|and|or|so|also|moreover|furthermore|therefore|thus|hence
          | in\ addition|as\ a\ result|nevertheless|meanwhile|then|besides|still|yet|instead|that(?!\ is\b) )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PRONOUN = re.compile(r"(?:he|she|they|it|his|her|their|its|this|these|those|we|i|you)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|us|me|you|You)\b")
_SAID = re.compile(r"\b(?:said|says|told|added|adds)\b")
_MONEY = re.compile(r"[$€£]|\b(?:million|billion|euros?)\b")
_PERCENT = re.compile(r"%|per ?cent")

# A sentence is chosen among those of its article: its rank among them says more of it than its own size, and its neighbours say what it belongs to.
_RANKED = ("words", "centrality", "term probability", "names")
_NEIGHBOURS = ("words", "quoted share", "leans", "pronoun", "said", "names")
_OWN = (
    "position", "nearness", "relative position", "first", "second", "third", "log sentences", "words", "short", "long", "centrality",
    "likeness to the lead", "numbers", "names", "quotes", "quoted share",
    "opens with a quote", "leans", "pronoun", "question", "first person", "said", "according to", "money", "percent", "term probability",
    "top terms",
)  # fmt: skip
FEATURES = (
    *_OWN, *(f"{name}, rank" for name in _RANKED), "likeness to the one before", "likeness to the next",
    *(f"{name} of {which}" for which in ("the one before", "the next") for name in _NEIGHBOURS),
)  # fmt: skip


@remembered
def terms(text: str) -> tuple[str, ...]:
    """Lower-case content words, cut to seven letters: a crude stem that joins handelsoorlog and handelsoorlogen."""
    return tuple([word[:7] for word in _WORD.findall(text.lower()) if word not in _STOP and len(word) > 1])


def tf_idf(texts: Sequence[str]) -> list[dict[str, float]]:
    """A vector of each text, a term weighing count × log(1 + texts / texts with it)."""
    counted = [Counter(terms(text)) for text in texts]
    found_in = Counter(chain.from_iterable(counted))
    weight = {term: math.log(1 + len(texts) / found) for term, found in found_in.items()}
    return [{term: count * weight[term] for term, count in counts.items()} for counts in counted]


def cosine(a: Vector, b: Vector) -> float:
    """Likeness of two vectors, 0 to 1."""
    dot = sum(value * b[term] for term, value in a.items() if term in b)
    return dot / (norm(a) * norm(b)) if dot else 0.0


def cosines(vectors: Sequence[Vector]) -> Callable[[int], npt.NDArray[np.float64]]:
    """A function that gives the likeness of the vector at a place to each of them, [vectors]: `cosine`, for a book's worth of them."""
    import numpy as np

    numbers: dict[str, int] = {}
    columns = np.array([numbers.setdefault(term, len(numbers)) for vector in vectors for term in vector], dtype=np.intp)
    order = np.argsort(columns, kind="stable")  # all that have the first term, all that have the second …
    rows = np.repeat(np.arange(len(vectors)), [len(vector) for vector in vectors])[order]
    values = np.array([value for vector in vectors for value in vector.values()], dtype=np.float64)[order]
    starts = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=len(numbers)))])
    norms = np.array([norm(vector) for vector in vectors])

    def likeness(place: int) -> npt.NDArray[np.float64]:
        dots = np.zeros(len(vectors))
        for term, value in vectors[place].items():
            found = slice(starts[numbers[term]], starts[numbers[term] + 1])
            dots[rows[found]] += value * values[found]
        return dots / np.where(dots > 0, norms[place] * norms, 1.0)

    return likeness


def norm(vector: Vector) -> float:
    return math.sqrt(sum(value * value for value in vector.values()))


def quoted(text: str) -> str:
    """What stands in quotation marks."""
    return " ".join(_QUOTED.findall(text))


def unquoted(text: str) -> str:
    return _QUOTED.sub(" ", text)


def leans(sentence: Sentence) -> bool:
    """Whether a sentence needs the one before it to be understood: it starts with "He", "However", "Daarom"."""
    nl, en = (text.lstrip("\"“„'‘ ") for text in (sentence.nl, sentence.en))
    return bool(_LEANING_EN.match(en)) or (nl != en and bool(_LEANING_NL.match(nl)))


def features(body: Sequence[Sentence], vectors: Sequence[Vector]) -> npt.NDArray[np.float64]:
    """The features of each sentence, [sentences, len(FEATURES)]; `vectors` are the `tf_idf` of their Dutch."""
    import numpy as np

    n = len(body)
    whole: Counter[str] = Counter()
    for vector in vectors:
        whole.update(vector)
    length_of_whole = norm(whole)
    shared = [sum(value * whole[term] for term, value in vector.items()) for vector in vectors]
    central = [dot / (norm(vector) * length_of_whole) if dot else 0.0 for dot, vector in zip(shared, vectors, strict=True)]
    most_central = max(central, default=0.0) or 1.0
    counted = [terms(sentence.nl) for sentence in body]
    frequency = Counter(chain.from_iterable(counted))
    total = sum(frequency.values()) or 1
    top = {term for term, _ in frequency.most_common(10)}
    rows = []
    for i, (sentence, vector, found) in enumerate(zip(body, vectors, counted, strict=True)):
        nl, en = sentence.nl, sentence.en
        words = len(en.split())
        opening = en.lstrip("\"“„'‘ ")
        rows.append((
            i, 1 / (1 + i), i / n, i == 0, i == 1, i == 2, math.log(n), words, words < 8, words > 35,
            central[i] / most_central, cosine(vector, vectors[0]), len(_NUMBER.findall(nl)),
            len(set(_NAME.findall(nl))), bool(_QUOTED.search(nl)), len(quoted(nl)) / max(1, len(nl)), bool(_OPENS_QUOTE.match(nl)),
            leans(sentence), bool(_PRONOUN.match(opening)), en.rstrip().endswith("?"), len(_FIRST_PERSON.findall(en)),
            bool(_SAID.search(en)), "ccording to" in en, bool(_MONEY.search(en)), bool(_PERCENT.search(en)),
            100 * sum(frequency[term] for term in found) / total / max(1, len(found)), len(top.intersection(found)),
        ))  # fmt: skip
    own = np.array(rows, dtype=np.float64).reshape(n, len(_OWN))
    ranks = own[:, [_OWN.index(name) for name in _RANKED]]
    ranks = np.argsort(np.argsort(-ranks, axis=0, kind="stable"), axis=0, kind="stable") / max(1, n)
    like = [cosine(one, other) for one, other in pairwise(vectors)]
    edge, around = np.zeros((1, len(_NEIGHBOURS))), own[:, [_OWN.index(name) for name in _NEIGHBOURS]]
    return np.column_stack([own, ranks, [0.0, *like][:n], [*like, 0.0][:n], np.vstack([edge, around])[:n], np.vstack([around, edge])[1:]])
