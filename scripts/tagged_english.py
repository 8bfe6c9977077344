"""English sentences with their words tagged, for dutch_order.py: HanTa (Wartena 2019) and its tags, those of the British National Corpus (C5)."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

LEAST, MOST = 5, 45  # tokens of a sentence that is used
TABLES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("dutch-order.toml").read_text("utf-8"))
KINDS = {name: frozenset(words.split("|")) for name, words in TABLES["kinds"].items()}
MARK = "MARK"  # the tag of what stands between clauses

_TOKEN = re.compile(r"\w+(?:['’.,&/-]\w+)*%?|[^\w\s]")
_FINITE = re.compile(r"VM0|V[BHDV][ZDB]")
_VERB = re.compile(r"V[BHDVM]")
# Headlines, lists, questions, what was glued together, and letters that news in English has no use for.
_UNUSABLE = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|had|could|would|should|ca|wo)not\b|[\[\]{}*/\\|=<>@#?]|\.\.|--|['‘](?:\s|$)|'d\b|\w: |[.!] [a-z]"
    r"|[^\x20-\x7e£€à-ž]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """An English word, its base form and its tag; `dutch`, once known, is what stands for it."""

    word: str
    lemma: str
    tag: str
    dutch: str = ""

    @property
    def lower(self) -> str:
        return self.word.lower()

    @property
    def is_verb(self) -> bool:
        return bool(_VERB.match(self.tag))

    @property
    def is_finite(self) -> bool:
        return bool(_FINITE.match(self.tag))


Tokens = list[Token]


def read_tagged(lines: Sequence[str]) -> Iterator[tuple[str, Tokens]]:
    """The usable lines with their words tagged. Needs HanTa."""
    from HanTa.HanoverTagger import HanoverTagger

    tagger = HanoverTagger("morphmodel_en.pgz")
    for line in lines:
        text = re.sub(r"\s+", " ", line.strip().replace("’", "'").replace("“", '"').replace("”", '"'))
        if not re.match(r'["A-Z]', text) or not re.search(r'[.!]"?$', text) or _UNUSABLE.search(text) or text.count('"') not in (0, 2):
            continue
        plain = re.sub(r',"', '",', re.sub(r'\."$', '".', text))
        words = [piece for word in _TOKEN.findall(plain) for piece in _apart(word)]
        if not LEAST <= len(words) <= MOST:
            continue
        tagged = tagger.tag_sent(words, taglevel=1)
        yield text, _joined([Token(word, str(lemma).lower(), _tag(word, tag)) for word, lemma, tag in tagged])


def _apart(word: str) -> list[str]:
    lower = word.lower()
    if lower in TABLES["contractions"]:
        return TABLES["contractions"][lower].split()
    for ending, full in (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will")):
        if lower.endswith(ending):
            return [word[: -len(ending)], full]
    if lower in ("it's", "he's", "she's", "that's", "there's"):
        return [word[:-2], "is"]
    return [word]


def _tag(word: str, tag: str) -> str:
    if word in ',;:"–()-':
        return MARK
    return "XX0" if word == "not" else tag


def _joined(tokens: Tokens) -> Tokens:
    """Quotation marks with the comma behind them as one sign, verbs with their particle and phrases as one word."""
    found: Tokens = []
    for token in tokens:
        if found and token.tag == MARK and found[-1].tag == MARK:
            found[-1] = replace(found[-1], word=found[-1].word + token.word)
        elif found and token.tag == "AVP" and found[-1].is_verb:
            found[-1] = replace(
                found[-1], word=f"{found[-1].word} {token.word}", lemma=f"{found[-1].lemma} {token.word}"
            )  # set up: one verb
        else:
            found.append(token)
        for size in (2, 3):
            phrase = " ".join(t.lower for t in found[-size:])
            if len(found) >= size and phrase in TABLES["phrases"]:
                found[-size:] = [Token(phrase, phrase, "AV0" if phrase in KINDS["adverbs"] else "PRP")]
    first = next((i for i, token in enumerate(found) if token.tag != MARK), 0)
    opening = found[first]
    if not opening.tag.startswith("NP") and not opening.word[1:].isupper() and opening.word[1:].islower():
        found[first] = replace(opening, word=opening.lower)
    return found


def verb_forms(sentences: Sequence[Tokens]) -> dict[tuple[str, str], str]:
    """The commonest form of each verb for each tag."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for token in chain.from_iterable(sentences):
        if token.tag in ("VVD", "VVN", "VVZ"):
            counts.setdefault((token.lemma, token.tag), Counter())[token.lower] += 1
    return {key: found.most_common(1)[0][0] for key, found in counts.items()}
