"""What goes wrong in machine translation and can be seen without knowing the right answer.

Each fault has a name that ends up as a flag of the sentence when nothing mended it:
    repetition    a loop: the same words again and again
    truncated     the search hit its length limit
    length        far too short or too long for its source
    untranslated  the source came back
    invented      a number or a name stands there that the source hasn't
    numbers       a number of the source is missing
    names         a name of the source is missing
The first four are `HARD`: such a sentence shouldn't be read as a translation. The others are told to the reader.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from summarizer.names import missing_names, unsupported_names
from summarizer.numbers import missing_numbers, unsupported_numbers

HARD = frozenset({"repetition", "truncated", "length", "untranslated"})

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One translation of one piece, with what the guards say of it."""

    text: str
    faults: tuple[str, ...]
    wrong: int  # numbers and names invented or lost; a lost name counts half of the others
    score: float = 0.0

    @property
    def badness(self) -> tuple[int, int, float]:
        """Sorts the best attempt first: no hard faults, nothing lost, then what the model itself likes."""
        return (len(HARD.intersection(self.faults)), self.wrong, -self.score)


def judge(source: str, hypothesis: str, *, source_tokens: int, hypothesis_tokens: int, max_tokens: int, score: float = 0.0) -> Attempt:
    """Look at one hypothesis beside its source; token counts are without special tokens."""
    faults = []
    if repeats(hypothesis) and not repeats(source):
        faults.append("repetition")
    if hypothesis_tokens >= max_tokens:
        faults.append("truncated")
    if bad_length(source_tokens, hypothesis_tokens):
        faults.append("length")
    if copied(source, hypothesis):
        faults.append("untranslated")
    invented = len(unsupported_numbers(hypothesis, source)) + len(unsupported_names(hypothesis, source, hypothesis))
    numbers, names = len(missing_numbers(source, hypothesis)), len(missing_names(source, hypothesis))
    faults += [fault for fault, count in (("invented", invented), ("numbers", numbers), ("names", names)) if count]
    return Attempt(hypothesis, tuple(faults), 2 * (invented + numbers) + names, score)


def repeats(text: str) -> bool:
    """Whether a text loops: a run of one to six words three times over, four times the same word, or one that zips far too well.

    Ordinary English of 100 to 1,000 characters zips to 45-75 % of its size, a loop to less than 30 %.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    for n in range(1, 7):
        needed = 4 if n == 1 else 3
        same = 0  # how many words in a row equal the one n places before
        for i in range(n, len(words)):
            same = same + 1 if words[i] == words[i - n] and not words[i].isdigit() else 0
            if same >= n * (needed - 1):
                return True
    data = text.encode()
    return len(data) >= 100 and len(zlib.compress(data, 9)) / len(data) < 0.3


def bad_length(source_tokens: int, hypothesis_tokens: int) -> bool:
    """Whether a translation is outside a third to three times its source, give or take five tokens; Dutch and English are about as long."""
    return hypothesis_tokens * 3 + 5 < source_tokens or hypothesis_tokens > source_tokens * 3 + 5 or hypothesis_tokens == 0


def copied(source: str, hypothesis: str) -> bool:
    """Whether the source came back: most of its lower-case words, and at least four of them, stand in the hypothesis in the same order."""
    theirs = [word for word in _WORD.findall(source) if word.islower() and len(word) > 1]
    ours = [word for word in _WORD.findall(hypothesis) if word.islower() and len(word) > 1]
    if len(theirs) < 4:
        return False
    kept, position = 0, 0
    for word in theirs:
        try:
            position = ours.index(word, position) + 1
            kept += 1
        except ValueError:
            continue
    return kept >= 4 and kept / len(theirs) > 0.6
