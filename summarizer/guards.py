"""What goes wrong in machine translation and can be seen without knowing the right answer.

Each fault has a name that ends up as a flag of the sentence when nothing mended it:
    repetition    a loop: the same words again and again
    truncated     the search hit its length limit
    length        far too short or too long for its source
    untranslated  the source came back
    invented      a number or a name stands there that the source hasn't
    numbers       a number of the source is missing
    names         a name of the source is missing
    negation      it denies what the source affirms, or affirms what it denies
    relation      subject and object of a verb such as `accuses` have changed places
    leftover      words of it are still Dutch
    garbled       words of it are none, in any language
    restored      a name came out garbled and was put back as the source spells it, or a word as the lexicon has it
The first four are `HARD`: such a sentence shouldn't be read as a translation. The others are told to the reader.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from summarizer.addresses import without_addresses
from summarizer.leftover import leftover_words
from summarizer.name_tables import exonyms, fold, is_ordinary, whole
from summarizer.names import missing_names, unsupported_names
from summarizer.negation import negation_flipped
from summarizer.number_words import REMEMBERED
from summarizer.numbers import missing_numbers, unsupported_numbers
from summarizer.relations import swapped_relations
from summarizer.spelling import made_up_words
from summarizer.vocabulary import lower_words, remembered, small_words, written_words

HARD = frozenset({"repetition", "truncated", "length", "untranslated"})

# Share of letters in common (difflib's ratio) from which a name is taken for a garbled other: of those that begin alike, and of others.
LIKE, MORE_LIKE = 0.5, 0.65
_ONE_WORD = 0.85  # … a Dutch word and an English one are the same: Oceaan, Ocean

_WORD = re.compile(r"\w+")
_STAMMER = re.compile(r"([^\W\d_]{2,4})\1\1|([^\W\d_])\2\2\2\2")  # seasonsonsons, sssss


@dataclass(frozen=True, slots=True)
class Attempt:
    """One translation of one piece, with what the guards say of it."""

    text: str
    faults: tuple[str, ...]
    wrong: int  # claims invented, lost or turned round, and words made up, weighed as `judge_claims` says
    score: float = 0.0
    given: str = ""  # what the model read, where that wasn't the piece itself

    @property
    def is_faultless(self) -> bool:
        """As far as can be seen; what was restored is no fault any more."""
        return self.badness[:2] == (0, 0)

    @property
    def may_be_bettered(self) -> bool:
        """Whether another attempt could be clearly better."""
        return Attempt("", (), 0).is_clearly_better(self)

    def is_clearly_better(self, other: Attempt) -> bool:
        """By more than a lost name or a word left in Dutch: what the guards don't see is likelier wrong where the model had to guess the words."""
        ours, theirs = self.badness, other.badness
        return ours[0] < theirs[0] or (ours[0] == theirs[0] and ours[1] + 1 < theirs[1])

    @property
    def badness(self) -> tuple[int, int, float]:
        """Sorts the best attempt first: no hard faults, nothing lost, then what the model itself likes."""
        return (len(HARD.intersection(self.faults)), self.wrong, -self.score)


def judge(
    source: str, hypothesis: str, *, source_tokens: int, hypothesis_tokens: int, max_tokens: int, score: float = 0.0, given: str = ""
) -> Attempt:
    """Look at one hypothesis beside its source; token counts are without special tokens. `given` is that of `judge_claims`."""
    faults = []
    if repeats(hypothesis) and not repeats(source):
        faults.append("repetition")
    if hypothesis_tokens >= max_tokens:
        faults.append("truncated")
    if bad_length(source_tokens, hypothesis_tokens):
        faults.append("length")
    if copied(without_addresses(source), hypothesis):
        faults.append("untranslated")
    claims, wrong = judge_claims(source, hypothesis, given=given)
    return Attempt(hypothesis, (*faults, *claims), wrong, score, given)


def judge_claims(
    source: str, hypothesis: str, source_also: str = "", hypothesis_also: str = "", given: str = ""
) -> tuple[tuple[str, ...], int]:
    """The faults in what is said, and how much weighs on them: a lost name and a word left in Dutch count half of the others, a negation that came or
    went counts twice.

    `source_also` is what a glossary says in English of terms of the source, `hypothesis_also` the Dutch of those that the hypothesis has. `given` is
    what the model read, where that is another text than the source: its words were not invented, whether or not they are in a list.
    """
    claims, wrong = _claims(source, hypothesis, source_also, hypothesis_also)
    if given in ("", source):
        return claims, wrong
    if "names" in claims and (named := _named_in_english(source, hypothesis, given)):
        hypothesis_also = f"{hypothesis_also}\n{named}" if hypothesis_also else named
        claims, wrong = _claims(source, hypothesis, source_also, hypothesis_also)
    if {"invented", "garbled"}.isdisjoint(claims):
        return claims, wrong
    known = frozenset(written_words(source))
    read = " ".join(word for word in written_words(given) if word not in known)
    return _claims(source, hypothesis, f"{source_also}\n{read}" if source_also else read, hypothesis_also)


def _named_in_english(source: str, hypothesis: str, given: str) -> str:
    """The names of a source that the model read in English, where the hypothesis has all that it read: `Straat`, for `Strait`."""
    ours, theirs = _capitals(source), _capitals(given)
    read = {word.lower() for word in theirs - ours}
    return " ".join(word for word in written_words(source) if word in ours - theirs) if read and read <= lower_words(hypothesis) else ""


@remembered
def _capitals(text: str) -> frozenset[str]:
    """Its words with a capital."""
    return frozenset(word for word in written_words(text) if word[0].isupper())


def _claims(source: str, hypothesis: str, source_also: str, hypothesis_also: str) -> tuple[tuple[str, ...], int]:
    supported = f"{source}\n{source_also}" if source_also else source  # the very text where it can be: its scans are remembered
    said = f"{hypothesis}\n{hypothesis_also}" if hypothesis_also else hypothesis
    invented = len(unsupported_numbers(hypothesis, supported)) + len(unsupported_names(hypothesis, supported, hypothesis))
    numbers, names = len(missing_numbers(source, said)), len(missing_names(source, said))
    negation, relation = int(negation_flipped(source, hypothesis)), len(swapped_relations(hypothesis, source))
    leftover, garbled = len(leftover_words(without_addresses(source), hypothesis, source_also)), len(made_up_words(supported, hypothesis))
    counts = {
        "invented": invented, "numbers": numbers, "names": names, "negation": negation, "relation": relation, "leftover": leftover,
        "garbled": garbled,
    }  # fmt: skip
    faults = tuple(fault for fault, count in counts.items() if count)
    return faults, 4 * negation + 2 * (invented + numbers + relation + garbled) + names + leftover


def with_names_restored(source: str, attempt: Attempt) -> Attempt:
    """The attempt with garbled names put back, where that makes it better: `Kosnel` becomes the `Koopsnel` that the source has and it hasn't.

    Word by word: only a word of a name that the source lacks is replaced, and only by one that was lost and looks like it, so nothing can be
    invented here. The guards let a name pass that only begins like the source's (`Copernis` for `Copernicus`): it must look more alike.
    """
    if "names" not in attempt.faults:
        return attempt
    text = attempt.text
    read = frozenset(written_words(attempt.given))  # no name is garbled that the model was given in English: Strait of Hormuz
    lost = [word for word in _capitalised(missing_names(source, text)) if word not in text and (word in read or not read)]
    invented = [word for word in _capitalised(unsupported_names(text, source, text)) if word not in read]
    for strange in [*invented, *(_strangers(text, source, invented) if lost else ())]:
        best, likeness = _likest(strange, lost if strange not in source else ())
        begins_alike = strange[0].lower() == best[:1].lower()
        if likeness >= (LIKE if begins_alike and strange in invented else MORE_LIKE):
            text = re.sub(whole(strange), best, text)
            lost.remove(best)
    return _restored(source, attempt, text)


def with_words_restored(source: str, given: str, attempt: Attempt) -> Attempt:
    """The attempt with words that are none put back, where the model was `given` the source with that word in English: `whitenesses` is `witnesses`.

    Only by a word that it was given and that is lost, so that nothing can be invented here.
    """
    if "garbled" not in attempt.faults or given == source:
        return attempt
    text = attempt.text
    known = {word.lower() for word in (*_WORD.findall(source), *_WORD.findall(text))}
    lost = [word for word in dict.fromkeys(_WORD.findall(given)) if word.islower() and len(word) > 3 and word not in known]
    for strange in made_up_words(source, text):
        best, likeness = _likest(strange, lost)
        if likeness >= MORE_LIKE:
            text = re.sub(whole(strange), best.capitalize() if strange[0].isupper() else best, text)
            lost.remove(best)
    return _restored(source, attempt, text)


def with_names_as_read(source: str, given: str, english: str) -> str:
    """The English with a name in Dutch that the model had read in English: `Pacific Oceaan`, of `Stille Oceaan` given as `Pacific Ocean`."""
    if given == source:
        return english
    ours, theirs = _capitals(source), _capitals(given)
    said = frozenset(written_words(english))
    for dutch in sorted((ours - theirs) & said):
        best, likeness = _likest(dutch, sorted(theirs - ours - said))
        if likeness >= _ONE_WORD:
            english = re.sub(whole(dutch), best, english)
    return english


def _likest(strange: str, words: Iterable[str]) -> tuple[str, float]:
    """Of some words the one most like another, and how much, in any case; no word at all is like it by 0."""
    likeness = {word: SequenceMatcher(None, strange.lower(), word.lower()).ratio() for word in words}
    return max(likeness.items(), key=lambda item: item[1], default=("", 0.0))


def _restored(source: str, attempt: Attempt, text: str) -> Attempt:
    """The attempt with another text, if there is less wrong with that."""
    if text == attempt.text:
        return attempt
    claims, wrong = judge_claims(source, text, given=attempt.given)
    if wrong >= attempt.wrong:
        return attempt
    faults = (*(fault for fault in attempt.faults if fault in HARD), *claims, "restored")
    return replace(attempt, text=text, faults=faults, wrong=wrong)


def _strangers(text: str, source: str, invented: Collection[str]) -> list[str]:
    """Words with a capital that are neither the source's, nor English words, nor English names that Dutch writes otherwise."""
    known = {*_WORD.findall(source), *invented}
    words = [word for word in dict.fromkeys(_WORD.findall(text)) if word[0].isupper() and len(word) > 3 and word not in known]
    return [word for word in words if not is_ordinary(fold(word)) and not exonyms("en").rows([word])]


def _capitalised(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in _WORD.findall(name) if word[0].isupper()]


def repeats(text: str) -> bool:
    """Whether a text loops: one to six words three times over, one word four times, a stammer within a word, or a text that zips far too well.

    Ordinary English of 100 to 1,000 characters zips to 45-75 % of its size, a loop to less than 30 %.
    """
    if any(map(_stammers, lower_words(text))):
        return True
    count = len(written_words(text))
    again = count - len(lower_words(text))  # how many were there before
    if again > 2 and _loops([word.lower() for word in written_words(text)]):  # a loop has three
        return True
    if again * 4 < count and len(text) < 12 * count:
        return False  # words that differ, and are no longer than words are, zip badly
    data = text.encode()
    return len(data) >= 100 and len(zlib.compress(data, 9)) / len(data) < 0.3


def _loops(words: Sequence[str]) -> bool:
    """Whether one to six words stand there three times over, or one word four times; numbers may."""
    for n in range(1, 7):
        needed = 4 if n == 1 else 3
        same = 0  # how many words in a row equal the one n places before
        for i in range(n, len(words)):
            same = same + 1 if words[i] == words[i - n] and not words[i].isdigit() else 0
            if same >= n * (needed - 1):
                return True
    return False


@lru_cache(maxsize=REMEMBERED)
def _stammers(word: str) -> bool:
    return bool(_STAMMER.search(word))


def bad_length(source_tokens: int, hypothesis_tokens: int) -> bool:
    """Whether a translation is outside a third to three times its source, give or take five tokens; Dutch and English are about as long."""
    return hypothesis_tokens * 3 + 5 < source_tokens or hypothesis_tokens > source_tokens * 3 + 5 or hypothesis_tokens == 0


def copied(source: str, hypothesis: str) -> bool:
    """Whether the source came back: most of its lower-case words, and at least four of them, stand in the hypothesis in the same order."""
    strange = [word for word in small_words(source) - small_words(hypothesis) if len(word) > 1]
    if len(strange) >= 0.4 * len(written_words(source)):
        return False
    theirs, ours = ([word for word in written_words(text) if len(word) > 1 and word.islower()] for text in (source, hypothesis))
    kept, position = 0, 0
    for word in theirs:
        try:
            position = ours.index(word, position) + 1
            kept += 1
        except ValueError:
            continue
    return kept >= 4 and kept / len(theirs) > 0.6
