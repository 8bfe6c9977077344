"""What kind of text a document is and what parts it has: seen from its layout and its words, without a model, in linear time.

`kind` says `interview`, `live blog`, `list`, `stories` (several in one file) or, where none of these is clear, `article`. `sections` cuts by headings
and drawn lines, and a long text without them where its subject changes. Everything is read in the source language: that is certain, the
translation may not be.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from summarizer.article import Sentence
from summarizer.language import LANGUAGES
from summarizer.summarization import Document

KINDS = ("article", "interview", "live blog", "list", "stories")

# --- Sections ------------------------------------------------------------------------------------------------------------------------------

LONG = 40  # sentences from which a text without headings is cut by subject
_WINDOW = 6  # sentences compared with as many behind them
_SHORTEST = 8  # sentences of a section found by subject


def sections(document: Document) -> list[range]:
    """The parts of a document as positions in `document.sentences`, in order; together they are all of it.

    A section begins at a heading (with the headings right below it) or below a drawn line; a part of more than LONG sentences is cut further,
    where its subject changes (TextTiling, Hearst 1997: the deepest dips of the likeness of what stands before and behind).
    """
    sentences = document.sentences
    found = []
    for part in _marked(document):
        start, end = part.start, part.stop
        cuts = [start, *(start + cut for cut in _changes(sentences[start:end])), end] if len(part) > LONG else [start, end]
        found += [range(first, last) for first, last in pairwise(cuts)]
    return found


def _marked(document: Document) -> list[range]:
    """The parts that headings and drawn lines show."""
    sentences = document.sentences
    starts = [0] if sentences else []
    for i, (before, sentence) in enumerate(pairwise(sentences), 1):
        below_line = sentence.paragraph in document.ruled and before.paragraph != sentence.paragraph
        if (sentence.is_heading or below_line) and not before.is_heading:
            starts.append(i)
    return [range(start, end) for start, end in pairwise([*starts, len(sentences)])]


def _changes(sentences: Sequence[Sentence]) -> list[int]:
    """Where the subject changes, at the beginnings of paragraphs where there are any."""
    terms = [Counter(content_words(sentence.nl)) for sentence in sentences]
    found_in = Counter(term for counts in terms for term in counts)
    weight = {term: math.log(len(terms) / count) for term, count in found_in.items()}
    before, behind = Counter[str](), Counter[str]()
    for counts in terms[:_WINDOW]:
        before.update(counts)
    for counts in terms[_WINDOW : 2 * _WINDOW]:
        behind.update(counts)
    likeness = []  # of the six sentences before place `_WINDOW + i` and the six from there
    for place in range(_WINDOW, len(terms) - _WINDOW + 1):
        likeness.append(_likeness(before, behind, weight))
        if place + _WINDOW < len(terms):
            _move(before, terms[place - _WINDOW], terms[place])
            _move(behind, terms[place], terms[place + _WINDOW])
    depths = [left + right - 2 * value for left, right, value in zip(_peaks(likeness), _peaks(likeness[::-1])[::-1], likeness, strict=True)]
    mean = sum(depths) / len(depths)
    least = mean + math.sqrt(sum((depth - mean) ** 2 for depth in depths) / len(depths)) / 2
    opens: Sequence[int] = [i for i, (one, next_one) in enumerate(pairwise(sentences), 1) if one.paragraph != next_one.paragraph]
    places = opens if len(opens) > len(sentences) / LONG else range(1, len(sentences))
    taken: dict[int, int] = {}  # the cut in each block of _SHORTEST sentences: whatever is too near lies in that block or beside it
    for place in sorted((p for p in places if 0 <= p - _WINDOW < len(depths)), key=lambda p: (-depths[p - _WINDOW], p)):
        block = place // _SHORTEST
        near = any(abs(place - taken[b]) < _SHORTEST for b in (block - 1, block, block + 1) if b in taken)
        if depths[place - _WINDOW] > least and not near and _SHORTEST <= place <= len(sentences) - _SHORTEST:
            taken[block] = place
    return sorted(taken.values())


def _move(window: Counter[str], leaves: Counter[str], comes: Counter[str]) -> None:
    window.update(comes)
    for term, count in leaves.items():
        window[term] -= count
        if not window[term]:
            del window[term]


def _likeness(one: Counter[str], other: Counter[str], weight: dict[str, float]) -> float:
    def square(counts: Counter[str]) -> float:
        return sum((count * weight[term]) ** 2 for term, count in counts.items())

    dot = sum(count * other[term] * weight[term] ** 2 for term, count in one.items() if term in other)
    return dot / math.sqrt(square(one) * square(other)) if dot else 0.0


def _peaks(values: Sequence[float]) -> list[float]:
    """How high one gets from each place by going left and never down."""
    peaks = list(values)
    for i in range(1, len(values)):
        if values[i - 1] >= values[i]:
            peaks[i] = peaks[i - 1]
    return peaks


def content_words(text: str) -> list[str]:
    """The words that say what a Dutch or English text is about, in lower case, cut to seven letters."""
    return [word[:7] for word in map(str.lower, _WORD.findall(text)) if word not in _FUNCTION_WORDS]


_WORD = re.compile(r"[^\W\d_]{4,}|[A-Z\d]{2,}")
_FUNCTION_WORDS = LANGUAGES["nl"] | LANGUAGES["en"]


def fair_selection(document: Document, cost: Callable[[Sentence], int], budget: int) -> list[Sentence]:
    """The sentences of a document that matter most, in order, of each section its share of the budget; the first section's is double.

    A share grows with the square root of the section's size, and what a short one doesn't need goes to the others.
    """
    from summarizer.extractive import select  # numpy

    body = {sentence.number for sentence in document.body}
    parts = [[document.sentences[i] for i in part if document.sentences[i].number in body] for part in sections(document)]
    parts = [part for part in parts if part]
    if not parts:
        return []
    sizes = [sum(map(cost, part)) for part in parts]
    # Of too many sections each would get less than a sentence: neighbours are taken together.
    most = max(1, round(budget * sum(map(len, parts)) / (2 * max(1, sum(sizes)))))
    step = -(-len(parts) // most)
    parts = [[sentence for part in parts[i : i + step] for sentence in part] for i in range(0, len(parts), step)]
    sizes = [sum(map(cost, part)) for part in parts]
    weights = [math.sqrt(size) * (2 if i == 0 else 1) for i, size in enumerate(sizes)]
    shares: dict[int, int] = {}
    room, left = budget, sum(weights)
    for i in sorted(range(len(parts)), key=lambda i: sizes[i] / max(weights[i], 1e-9)):
        shares[i] = min(sizes[i], int(room * weights[i] / left)) if left else 0
        room, left = room - shares[i], left - weights[i]
    chosen = [
        select(replace(document, sentences=part), [(cost, shares[i])]) if shares[i] < sizes[i] else part for i, part in enumerate(parts)
    ]
    return [sentence for part in chosen for sentence in part]


# --- Kinds ---------------------------------------------------------------------------------------------------------------------------------

_FEWEST = 3  # questions, time stamps: fewer are chance
_STAMP = re.compile(r"^\W{0,3}(?:om )?([01]?\d|2[0-3])[:.]([0-5]\d)(?!\d)(?:\s?(?:uur|u\.?|h))?\s*(?:[-–—|:•]\s*)?")
_SPEAKER = re.compile(r"^((?:[A-ZÀ-Þ][\w.'’-]*)(?: (?:van|de|der|den|ten|ter|[A-ZÀ-Þ][\w.'’-]*)){0,4})\s?: (?=\S)")
_QUESTION_LABELS = frozenset({"vraag", "v", "q", "question", "interviewer"})
_ANSWER_LABELS = frozenset({"antwoord", "a", "answer"})
_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_WITH_DIGIT = re.compile(r"\d\S*")  # a word, from its first digit on
UNRELATED = 0.12  # share of the smaller section's content words in the other, below which two sections have nothing to do with each other


def kind(document: Document) -> str:
    """One of KINDS; `article` unless another is clear."""
    if stamps(document):
        return "live blog"
    if questions(document):
        return "interview"
    # What looks like a heading above a heading is the entry of a list.
    followed = zip(document.sentences, [*document.sentences[1:], *document.sentences[-1:]], strict=True)
    rows = [one for one, other in followed if not one.is_heading or other.is_heading]
    if len(rows) > _FEWEST and sum(is_fragment(row) for row in rows) >= 0.6 * len(rows):
        return "list"
    return "stories" if stories(document) else "article"


def is_fragment(sentence: Sentence) -> bool:
    """Whether it is no sentence but the row of a table, an entry of a list, a lone time or label."""
    text = sentence.nl.strip()
    words = text.split()
    if not _ENDS.search(text):
        return len(words) <= 8 or text.count("|") > 1
    return len(words) < 3 or text.count("|") > 1 or 2 * len(_WITH_DIGIT.findall(text)) > len(words)


def stamps(document: Document) -> dict[int, int]:
    """The time (minutes of the day) above or before each sentence of a live blog, by its number; empty when it is none.

    A live blog has three entries or more whose times all run one way, but for midnight, and half of them hold a full sentence.
    """
    found: dict[int, int] = {}
    entries: list[tuple[int, int]] = []  # time, full sentences
    for _, group in groupby(document.sentences, lambda sentence: sentence.paragraph):
        paragraph = list(group)
        if match := _STAMP.match(paragraph[0].nl):
            entries.append((int(match[1]) * 60 + int(match[2]), 0))
        if entries:
            time, full = entries[-1]
            found |= {sentence.number: time for sentence in paragraph}
            entries[-1] = time, full + sum(not is_fragment(sentence) and not sentence.is_heading for sentence in paragraph)
    steps = [second - first for (first, _), (second, _) in pairwise(entries)]
    against = min(sum(step > 0 for step in steps), sum(step < 0 for step in steps))
    if len(entries) < _FEWEST or against > 1 or 2 * sum(full > 0 for _, full in entries) < len(entries):
        return {}
    return found


def starts_with_stamp(text: str) -> bool:
    """Whether a time of day stands at its beginning."""
    return bool(_STAMP.match(text))


def without_stamp(text: str) -> str:
    """A text without the time it begins with."""
    return _STAMP.sub("", text)


def questions(document: Document) -> dict[int, str]:
    """The speaker of every sentence of an interview's answers, by its number: `""` when not known; "?" of its questions. Empty when it is none.

    Either turns have their speaker's name before them (`Vraag: …`, `De Vries: …`) and two speakers take at least two turns each, or three paragraphs
    or more are a question alone, with an answer below.
    """
    paragraphs = [list(group) for _, group in groupby(document.sentences, lambda sentence: sentence.paragraph)]
    labels = [match[1] if (match := _SPEAKER.match(paragraph[0].nl)) else "" for paragraph in paragraphs]
    turns = Counter(filter(None, labels))
    speakers = {label for label, count in turns.items() if count > 1}
    asked = [_asks(paragraph) for paragraph in paragraphs]
    if len(speakers) == 2 or (len(speakers) > 2 and len(turns) < sum(turns.values()) / 2):
        asks = Counter(label for label, question in zip(labels, asked, strict=True) if question)
        share = {label: asks[label] / turns[label] for label in speakers}
        asker = next((label for label in speakers if label.lower() in _QUESTION_LABELS), max(sorted(share), key=lambda label: share[label]))
        if share[asker] >= 0.5 or asker.lower() in _QUESTION_LABELS:
            return _by_label(paragraphs, labels, speakers, asker, document)
    rounds = sum(one and not other for one, other in pairwise(asked))
    if rounds >= _FEWEST and rounds >= 0.15 * len(paragraphs):
        start = asked.index(True)
        name = _interviewed(document, [sentence for paragraph in paragraphs[:start] for sentence in paragraph])
        pairs = zip(paragraphs[start:], asked[start:], strict=True)
        return {sentence.number: "?" if question else name for paragraph, question in pairs for sentence in paragraph}
    return {}


def _asks(paragraph: Sequence[Sentence]) -> bool:
    """Whether a paragraph is a question and nothing else but, perhaps, a sentence that leads up to it."""
    last = paragraph[-1].nl.rstrip("\"'”’») ")
    return last.endswith("?") and len(paragraph) <= 3 and not re.match(r"[\"“„'‘]", paragraph[0].nl)


def _by_label(
    paragraphs: Sequence[Sequence[Sentence]], labels: Sequence[str], speakers: set[str], asker: str, document: Document
) -> dict[int, str]:
    found: dict[int, str] = {}
    speaking = None
    first = next(i for i, label in enumerate(labels) if label in speakers)
    unnamed = _interviewed(document, [sentence for paragraph in paragraphs[:first] for sentence in paragraph])
    for paragraph, label in zip(paragraphs, labels, strict=True):
        speaking = label if label in speakers else speaking
        if speaking is not None:
            name = "?" if speaking == asker else unnamed if speaking.lower() in _ANSWER_LABELS else speaking
            found |= {sentence.number: name for sentence in paragraph}
    return found


def _interviewed(document: Document, introduction: Sequence[Sentence]) -> str:
    """The one person that title and introduction name with more than one word; `""` when there is none or a second one."""
    texts = [document.title or "", *(sentence.nl for sentence in introduction)]
    found = {match[0] for text in texts for match in _PERSON.finditer(text)}
    return found.pop() if len(found) == 1 else ""


_PERSON = re.compile(r"(?<=[a-z,] )[A-ZÀ-Þ][a-zß-ÿ]+(?: (?:van|de|der|den|ten|ter))*(?: [A-ZÀ-Þ][a-zß-ÿ]+)+")


def without_speaker(text: str) -> str:
    """A text without the name of its speaker before it."""
    return _SPEAKER.sub("", text)


def stories(document: Document) -> list[range]:
    """The stories of a file that holds several, as positions like those of `sections`; empty when it is one.

    They begin at headings or below drawn lines, each has a full sentence, and none has to do with another.
    """
    sentences = document.sentences
    parts = [part for part in _marked(document) if any(not sentences[i].is_heading and not is_fragment(sentences[i]) for i in part)]
    if len(parts) < _FEWEST:  # two parts of one article may well share no word
        return []
    words = [{word for i in part for word in content_words(sentences[i].nl)} for part in parts]
    found_in = Counter(word for part in words for word in part)
    # A word of the trade that half of the stories share (politie, euro) joins nothing; a name that two of four share does.
    shared = [sum(found_in[word] > 1 for word in part) / max(1, len(part)) for part in words]
    return parts if max(shared) < UNRELATED else []
