"""The embedded summarizer: picks the sentences that carry the news, in their order. No model, no torch, milliseconds.

A sentence's score is the weighted sum of
    position    news is told first: 1 for the first sentence, halving every HALF
    centrality  how much of what the article talks about it talks about (cosine of tf-idf with the whole article)
    title       the share of the title's words it has (where there is a title)
    facts       names and numbers it holds, up to three
    confidence  what the translation model itself thinks of its translation (where it was translated)
taken over the source language, which is certain, while the translation may not be; a sentence whose translation was flagged is worth less.
Sentences are added best first while the abstract stays within its length, each discounted by what it repeats of those already in it
(maximal marginal relevance, Carbonell & Goldstein 1998). Some are never taken, or only behind the sentence they lean on: see `_leans`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from summarizer.article import ModelUsed, Sentence
from summarizer.guards import HARD
from summarizer.summarization import EXTRACTIVE, Document, DraftSentence, Length, as_it_is

# Chosen among seven settings on 300 English news articles, ROUGE-1 / ROUGE-Lsum beside the same number of leading sentences:
# CNN/DailyMail (3 sentences) 30.6 / 27.0 against 30.6 / 26.8, freelance writers' (2) 38.7 / 32.7 against 37.7 / 31.8, XSum (1) 16.0 / 12.3
# against 15.6 / 11.8. The first sentences are hard to beat; more weight on centrality loses on the first set what it wins on the second.
HALF = 2  # sentences after which the worth of the position has halved
POSITION, CENTRALITY, TITLE, FACTS = 1.0, 0.3, 0.5, 0.1
REDUNDANCY = 0.7  # what full overlap with a picked sentence costs
# Between a good and a bad translation the embedded model's confidence differs by 0.1 to 0.2. Right and less central is better than central and wrong.
CONFIDENCE, SURE = 5.0, 0.75  # from SURE on, more says nothing
# What a flag of the translation costs: a lost number or name, an invented one or a claim turned round, hardly a translation at all.
LOST, INVENTED, REFUSED = 0.25, 2.0, 10.0

_COSTS = {"numbers": LOST, "names": LOST, "invented": INVENTED, "negation": INVENTED, "relation": INVENTED}

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOP = frozenset(
    """
    de het een en van in is dat op te zijn met voor die niet aan er om ook als bij door maar uit naar dan nog wel of zo over tot heeft had
    was werd wordt worden zich hij zij ze we wij je jij u ik hun haar hem deze dit daar hier waar wat wie kan kunnen zou zouden moet moeten
    mag wil al meer geen onder tussen tegen na toe veel zal zullen hebben hadden waren dus omdat toen nu

    the a an and of that on to be with for this not at by but from as so until has were been will would it its he she they you i his her
    their our your who what which there here are have do does did could can should may might more no than then also if into about after
    """.split()  # noqa: SIM905 (a list of 150 strings is no easier to read)
)
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
# These lean wherever they stand in a Dutch sentence, though less.
_LEANING_WORD = re.compile(r"\b(?:echter|daarentegen|bovendien|namelijk|immers|eveneens|tevens|overigens)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„«][^\"”»]*[\"”»]?")
_CAPTION = re.compile(r"^\s*(?:foto|beeld|bron|video|lees ook|zie ook|tekst|photo|image|source|read also|see also)\b\s*:", re.IGNORECASE)
_FACT = re.compile(r"(?<!^)\b[A-Z][\w’'-]+|\d[\d.,]*")


# What a sentence costs, and how much may be spent (None: any amount).
Budget = tuple[Callable[[Sentence], int], int | None]


class ExtractiveSummarizer:
    """See `summarizer.summarization.Summarizer`."""

    used = ModelUsed(name=EXTRACTIVE, sha256="", engine="python", compute_type="none")

    def summarize(self, documents: Sequence[Document], length: Length) -> list[list[DraftSentence]]:
        return [as_it_is(document, length) or self._pick(document, length) for document in documents]

    def _pick(self, document: Document, length: Length) -> list[DraftSentence]:
        budgets: list[Budget] = [(lambda sentence: 1, length.sentences), (lambda sentence: len(sentence.en.split()), length.words)]
        # One sentence at least, however few words it may have, and however much it leans.
        picked = select(document, budgets) or select(document, [(lambda sentence: 1, 1)]) or document.body[:1]
        return [DraftSentence(sentence.en, (sentence.number,)) for sentence in picked]


def select(document: Document, budgets: Sequence[Budget]) -> list[Sentence]:
    """The sentences that matter most, in the article's order, whose costs together stay within every budget."""
    body = [sentence for sentence in document.body if may_stand(sentence)] or document.body
    vectors = _tf_idf([sentence.nl for sentence in body])
    scores = _scores(body, vectors, document.title)
    left = [budget for _, budget in budgets]
    costs = [[cost(sentence) for cost, _ in budgets] for sentence in body]
    overlap = [0.0] * len(body)  # with the nearest of those picked
    picked: set[int] = set()
    while True:
        candidates = [
            i
            for i in range(len(body))
            if i not in picked
            and all(room is None or cost <= room for cost, room in zip(costs[i], left, strict=True))
            and _stands(body, picked, i)
        ]
        if not candidates:
            break
        best = max(candidates, key=lambda i: (scores[i] - REDUNDANCY * overlap[i], -i))
        if picked and scores[best] - REDUNDANCY * overlap[best] < -1:  # better a shorter abstract than one with rubble in it
            break
        picked.add(best)
        left = [None if room is None else room - cost for cost, room in zip(costs[best], left, strict=True)]
        overlap = [max(known, _cosine(vectors[best], vector)) for known, vector in zip(overlap, vectors, strict=True)]
    return [body[i] for i in sorted(picked)]


def may_stand(sentence: Sentence) -> bool:
    """Whether a sentence may be in an abstract at all: no caption, no fragment, no quotation without its speaker."""
    outside = _QUOTED.sub(" ", sentence.nl)
    return (
        len(sentence.nl.split()) >= 5
        and not _CAPTION.match(sentence.nl)
        and len(_WORD.findall(outside)) >= 2
        and not sentence.nl.rstrip().endswith("?")
    )


def _leans(sentence: Sentence) -> bool:
    nl, en = (text.lstrip("\"“„'‘ ") for text in (sentence.nl, sentence.en))
    return bool(_LEANING_EN.match(en)) or (nl != en and bool(_LEANING_NL.match(nl)))


def _stands(body: Sequence[Sentence], picked: set[int], i: int) -> bool:
    """Whether sentence `i` can be read where it would stand: it doesn't lean, or what it leans on is picked right before it."""
    if not _leans(body[i]):
        return True
    return i - 1 in picked and body[i - 1].number == body[i].number - 1


def _scores(body: Sequence[Sentence], vectors: Sequence[dict[str, float]], title: str | None) -> list[float]:
    whole: Counter[str] = Counter()
    for vector in vectors:
        whole.update(vector)
    central = [_cosine(vector, whole) for vector in vectors]
    top = max(central, default=0.0) or 1.0
    wanted = set(_terms(title or ""))
    scores = []
    for i, (sentence, vector) in enumerate(zip(body, vectors, strict=True)):
        score = POSITION * 0.5 ** (i / HALF) + CENTRALITY * central[i] / top
        score += FACTS * min(3, len(set(_FACT.findall(sentence.nl)))) / 3
        score += CONFIDENCE * min(SURE, 1.0 if sentence.confidence is None else sentence.confidence)
        if wanted:
            score += TITLE * len(wanted & vector.keys()) / len(wanted)
        if _LEANING_WORD.search(sentence.nl):
            score -= LOST
        score -= sum(REFUSED if flag in HARD else _COSTS.get(flag, 0.0) for flag in sentence.flags)
        scores.append(score)
    return scores


def _terms(text: str) -> list[str]:
    """Lower-case content words, cut to seven letters: a crude stem that joins handelsoorlog and handelsoorlogen."""
    return [word[:7] for word in (match.lower() for match in _WORD.findall(text)) if word not in _STOP and len(word) > 1]


def _tf_idf(texts: Sequence[str]) -> list[dict[str, float]]:
    terms = [Counter(_terms(text)) for text in texts]
    found_in = Counter(term for counts in terms for term in counts)
    n = len(texts)
    return [{term: count * math.log(1 + n / found_in[term]) for term, count in counts.items()} for counts in terms]


def _cosine(a: dict[str, float], b: dict[str, float] | Counter[str]) -> float:
    dot = sum(value * b[term] for term, value in a.items() if term in b)
    if not dot:
        return 0.0
    return dot / math.sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))
