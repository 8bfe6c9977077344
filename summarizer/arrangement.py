"""What is done with a document that is no plain article: what isn't picked, in which order it is read and told, who says it, and warnings.

Both summarizers are given the document arranged; nothing of the result's own sentences changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from summarizer import structure
from summarizer.summarization import Document, DraftSentence, Length, Summarizer

_FEWEST_WORDS = 15  # of a story's share, below which some stories go without


@dataclass(frozen=True, slots=True)
class Arranged:
    """A document, or the several that one file held, ready for a summarizer. `times` and `speakers` are by the sentence's number."""

    kind: str
    documents: tuple[Document, ...]
    times: dict[int, int] = field(default_factory=dict)
    speakers: dict[int, str] = field(default_factory=dict)
    newest_first: bool = False
    warnings: tuple[str, ...] = ()


def arrange(document: Document) -> Arranged:
    """See what kind of document it is and prepare it accordingly."""
    kind = structure.kind(document)
    unfit = frozenset(sentence.number for sentence in document.sentences if structure.is_fragment(sentence))
    document = replace(document, unfit=unfit)
    match kind:
        case "live blog":
            return _live_blog(document)
        case "interview":
            return _interview(document)
        case "stories":
            parts = tuple(_story(document, part) for part in structure.stories(document))
            return Arranged(
                kind, parts, warnings=(f"the file seems to hold {len(parts)} stories: the abstract has something of each where it can",)
            )
        case "list":
            return Arranged(kind, (document,), warnings=("the file seems to be a list or a table: there is little to make an abstract of",))
    return Arranged(kind, (document,))


def summarize_arranged(summarizer: Summarizer, arranged: Sequence[Arranged], length: Length) -> list[list[DraftSentence]]:
    """The draft of each, made with all that take the same length together."""
    wanted = [(i, document, share) for i, item in enumerate(arranged) for document, share in _shares(item, length)]
    drafts: dict[int, list[DraftSentence]] = {i: [] for i in range(len(arranged))}
    made: dict[int, list[DraftSentence]] = {}
    for share in dict.fromkeys(share for _, _, share in wanted):
        places = [place for place, (_, _, other) in enumerate(wanted) if other == share]
        made |= zip(places, summarizer.summarize([wanted[place][1] for place in places], share), strict=True)
    for place, (i, _, _) in enumerate(wanted):
        drafts[i] += made[place]
    return [_told(drafts[i], item) for i, item in enumerate(arranged)]


def _shares(item: Arranged, length: Length) -> list[tuple[Document, Length]]:
    """Each story with its length: the same for all and the rest to the first ones, or something of the first stories only."""
    count = len(item.documents)
    if count < 2:
        return [(document, length) for document in item.documents]
    told = min(count, length.sentences or count, max(1, length.words // _FEWEST_WORDS) if length.words else count)
    sentences = [None if length.sentences is None else length.sentences // told + (i < length.sentences % told) for i in range(told)]
    words = None if length.words is None else length.words // told
    return [(document, Length(each, words)) for document, each in zip(item.documents, sentences, strict=False)]


def _told(draft: list[DraftSentence], item: Arranged) -> list[DraftSentence]:
    """The draft in the order of events, and the answers of an interview with the name of who gave them."""
    if item.times and all(part.taken_from for part in draft):
        draft = sorted(draft, key=lambda part: (item.times.get(part.taken_from[0], -1), part.taken_from))
    return attributed(draft, item.speakers)


def attributed(draft: Sequence[DraftSentence], speakers: dict[int, str]) -> list[DraftSentence]:
    """Each run of one speaker's sentences as one quotation, with the name before its first sentence only."""
    names = [speakers.get(part.taken_from[0], "") if part.taken_from else "" for part in draft]
    told = []
    for i, (part, name) in enumerate(zip(draft, names, strict=True)):
        opens, closes = i == 0 or names[i - 1] != name, i + 1 == len(draft) or names[i + 1] != name
        text = re.sub("[“”]", "'", part.text.replace('"', "'"))
        said = (f'{name}: "' if opens else "") + text + ('"' if closes else "")
        told.append(replace(part, text=said) if name else part)
    return told


def _live_blog(document: Document) -> Arranged:
    """Read from the newest entry to the oldest, below what introduces them, as the news is in the newest; told the other way round."""
    times = structure.stamps(document)
    order = [times[sentence.number] for sentence in document.sentences if sentence.number in times]
    entries: list[list[int]] = []
    for i, sentence in enumerate(document.sentences):
        if sentence.number in times:
            if not entries or structure.starts_with_stamp(sentence.nl):
                entries.append([])
            entries[-1].append(i)
    newest_first = sum((b < a) - (b > a) for a, b in pairwise(order)) > 0
    introduction = [i for i, sentence in enumerate(document.sentences) if sentence.number not in times]
    places = introduction + [i for entry in (entries if newest_first else entries[::-1]) for i in entry]
    sentences = [document.sentences[i] for i in places]
    stripped = [
        replace(s, nl=structure.without_stamp(s.nl), en=structure.without_stamp(s.en)) if s.number in times else s for s in sentences
    ]
    said = "newest entry first" if newest_first else "oldest entry first"
    warning = f"the file seems to be a live blog, {said}: the abstract is in the order of events"
    return Arranged("live blog", (replace(document, sentences=stripped),), times, newest_first=newest_first, warnings=(warning,))


def _interview(document: Document) -> Arranged:
    """Without its questions."""
    speakers = structure.questions(document)
    asked = {number for number, name in speakers.items() if name == "?"}
    answers = {number: name for number, name in speakers.items() if name and name != "?"}
    names = ", ".join(dict.fromkeys(answers.values()))
    who = f"answers are given with the name of {names}" if names else "whose answers they are isn't clear"
    sentences = [replace(s, en=structure.without_speaker(s.en), nl=structure.without_speaker(s.nl)) if s.number in answers else s
                 for s in document.sentences]  # fmt: skip
    document = replace(document, sentences=sentences, unfit=document.unfit | asked)
    return Arranged(
        "interview", (document,), speakers=answers, warnings=(f"the file seems to be an interview: questions are left out, {who}",)
    )


def _story(document: Document, part: range) -> Document:
    sentences = [document.sentences[i] for i in part]
    title = next((sentence.nl for sentence in sentences if sentence.is_heading), None)
    return replace(document, sentences=sentences, title=title)
