"""English news -> the same sentences as a translator with a lexicon reads them: English words in Dutch order, among the small words of Dutch.

    python scripts/dutch_order.py mono-en.txt.zst --times 2 --out DATA/order.tsv     # then build_corpus.py with corpus-order.toml, join_corpora.py

What a small model gets wrong in news is the order: verbs at the end of their clause, subjects behind their verb, figures of time in between. Real
news in two languages can't be had, English news can, and from English to Dutch the order can be told by rule: verbs that aren't finite go to the end
of a main clause, all verbs to the end of a subordinate one, what stands in front of a clause draws its verb before the subject. So each sentence
gives a pair whose English is a journalist's own (Zhou et al. 2019, Handling syntactic divergence in low-resource machine translation). Content words
stay in English, as summarizer.lexicon writes them; articles, prepositions, pronouns and auxiliaries become Dutch. Sentences that the rules don't
see through are left out.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

from build_corpus import read_text
from dutch_verbs import Auxiliaries, NotUnderstood, is_plural, said, verb_group
from tagged_english import KINDS, MARK, TABLES, Token, Tokens, read_tagged, verb_forms

DUTCH = TABLES["words"]
AND = {"and", "but", "or"}


class Orderer:
    """Puts tagged English into Dutch order, by chance among what Dutch allows; `forms` are verb forms by base form and tag."""

    def __init__(self, forms: dict[tuple[str, str], str], rng: random.Random) -> None:
        self.rng, self.auxiliaries = rng, Auxiliaries(forms, rng)

    def ordered(self, tokens: Tokens) -> Tokens:
        """Raises NotUnderstood."""
        body, end = (tokens[:-1], tokens[-1:]) if tokens[-1].word in ".!" else (tokens, [])
        clauses = list(self._clauses(body))
        if not any(token.is_finite for clause in clauses for token in clause):
            raise NotUnderstood
        done: list[Tokens] = []
        inverts = False
        for i, clause in enumerate(clauses):
            mark = [clause[0]] if clause[0].tag == MARK else []
            words = clause[len(mark) :]
            if mark and mark[0].word == "," and inverts and len(done) == 1 and not _is_subordinate(clauses[0]):
                mark = []  # no comma behind what draws the verb to itself
            following = clauses[i + 1] if i + 1 < len(clauses) else []
            if _lists_on(words, following):
                raise NotUnderstood  # the verb would come before the end of the list
            done.append([*mark, *self._clause(words, inverts=inverts, behind=bool(i and mark))] if words else mark)
            inverts = i == 0 and bool(words) and (_is_fronted(words) or _is_subordinate(words))
        return [*chain.from_iterable(done), *end]

    def _clauses(self, tokens: Tokens) -> Iterator[Tokens]:
        """Cut at signs and before what opens a clause, as long as there is a verb in it. A sign stays with what follows."""
        current: Tokens = []
        for i, token in enumerate(tokens):
            if token.tag == MARK or self._opens(tokens, i) or self._ends_relative(current, token):
                if current:
                    yield current
                current = []
            current.append(token)
        if current:
            yield current

    def _opens(self, tokens: Tokens, i: int) -> bool:
        """Whether a clause begins here."""
        token, following = tokens[i], tokens[i + 1 : i + 40]
        if i and tokens[i - 1].tag == MARK:
            return False  # the sign has opened it
        ahead = list(_until_mark(following))
        if token.tag == "TO0":
            return any(t.tag in ("VVI", "VBI", "VHI", "VDI") for t in following[:2]) and not (i and tokens[i - 1].tag.startswith("VH"))
        if token.tag in ("CJS", "CJT", "PNQ", "AVQ", "DTQ") and token.lower != "than":
            before = tokens[i - 1] if i else None
            if before and before.tag == "PRP" and token.tag in ("DTQ", "PNQ"):
                return False  # in which: the preposition has opened it
            return any(t.is_finite for t in ahead)
        if _is_whereby(tokens[i : i + 2]) and token.lower in TABLES["whereby"]:
            return any(t.is_finite for t in ahead)
        if token.lower in AND and token.tag == "CJC":
            verb = next((k for k, t in enumerate(ahead) if t.is_finite), None)
            if verb is None:
                return False
            return (
                verb == 0
                or (verb == 1 and ahead[0].tag == "AV0")
                or ahead[0].tag in ("PNP", "EX0")
                or (any(t.is_finite for t in tokens[:i]) and not any(t.lower in AND for t in ahead[:verb]) and verb < 6)
            )
        return False

    def _ends_relative(self, current: Tokens, token: Token) -> bool:
        """Whether this is the verb of the clause around a relative one: people who live there | said."""
        if not token.is_finite or not current:
            return False
        words = current[1:] if current[0].tag == MARK and len(current) > 1 else current
        opener = words[0]
        if opener.tag in ("PNQ", "DTQ") and any(t.is_finite and t.lemma in KINDS["saying"] for t in current):
            raise NotUnderstood  # which means the others have
        relative = opener.tag in ("PNQ", "DTQ") or _is_whereby(words)
        return relative and any(t.is_finite for t in current) and not current[-1].is_verb and current[-1].tag not in ("XX0", "AV0")

    def _clause(self, words: Tokens, *, inverts: bool, behind: bool) -> Tokens:
        """One clause in Dutch order, its small words in Dutch."""
        opener = words[0]
        if opener.tag == "TO0":
            return self._infinitive(words)
        if opener.tag == "PRP" and len(words) > 1 and words[1].tag == "VVG" and opener.lower in ("by", "without"):
            return [*self._small(words[:1]), *self._small(words[2:]), said("te"), replace(words[1], word=words[1].lemma)]
        finite = [i for i, token in enumerate(words) if token.is_finite]
        if not finite:
            return self._small(words)
        first = finite[0]
        verb = words[first]
        if verb.lemma in KINDS["saying"] and len(finite) > 1 and not _is_subordinate(words):
            # He said the company would: Dutch says `dat`.
            second = [said("dat"), *words[first + 1 :]]
            if any(t.is_verb for t in words[first + 1 : first + 2]):
                raise NotUnderstood
            return [*self._clause(words[: first + 1], inverts=inverts, behind=False), *self._subordinate(second)]
        group, nonfinite, between = verb_group(words, first)
        if finite[-1] >= first + group:
            raise NotUnderstood
        if _is_subordinate(words):
            return self._subordinate(words)
        return self._main(words, first, group, nonfinite, between, inverts=inverts, behind=behind)

    def _main(self, words: Tokens, first: int, group: int, nonfinite: Tokens, between: Tokens, *, inverts: bool, behind: bool) -> Tokens:
        subject, rest = words[:first], words[first + group :]
        joint: Tokens = []
        if subject and subject[0].tag == "CJC":
            joint, subject, inverts = subject[:1], subject[1:], False
        if subject and subject[0].tag.startswith(("PRP", "PRF")):
            raise NotUnderstood  # where does the subject begin?
        front: Tokens = []
        if len(subject) > 1 and subject[0].tag == "AV0" and subject[0].lower not in KINDS["quantifying"]:
            front, subject = subject[:1], subject[1:]
        elif len(subject) == 1 and subject[0].tag == "AV0":
            between, subject = [*subject, *between], []
        while len(subject) > 1 and subject[-1].tag == "AV0":  # he also said
            between, subject = [subject[-1], *between], subject[:-1]
        rest, time = _without_time(rest)
        if behind and words[first].lemma in KINDS["saying"] and subject and not rest and not nonfinite:
            spoken = said("says") if words[first].lower == "said" and self.rng.random() < 0.6 else words[first]
            return self._small([*joint, spoken, *subject, *time])  # "…", says he
        finite, nonfinite = self.auxiliaries(words[first], nonfinite, is_plural(subject))
        if time and subject and not inverts and not front and not joint and self.rng.random() < 0.45:
            front, time = time, []
        if not front and not inverts and not time and subject and not joint and self.rng.random() < 0.2:
            rest, front = _without_last_phrase(rest)
        negation = [t for t in between if t.tag == "XX0"]
        adverbs = [t for t in between if t.tag != "XX0"]
        head = [*front, finite, *subject] if front or inverts else [*subject, finite]
        pronouns = rest[:1] if rest and rest[0].tag in ("PNP", "PNX") else []
        rest = rest[len(pronouns) :]
        late = negation and not nonfinite and self.rng.random() < 0.6
        tail: Tokens = []
        if nonfinite and self.rng.random() < 0.2:
            rest, tail = _without_last_phrase(rest)
        order = [*joint, *head, *pronouns, *time, *adverbs, *([] if late else negation), *rest, *(negation if late else []), *nonfinite]
        return self._small([*order, *tail])

    def _subordinate(self, words: Tokens) -> Tokens:
        """Conjunction, subject, all that there is, verbs."""
        finite = [i for i, token in enumerate(words) if token.is_finite]
        first = finite[0]
        group, nonfinite, between = verb_group(words, first)
        if finite[-1] >= first + group:
            raise NotUnderstood
        lead = 2 if _is_whereby(words) else 1
        if words[0].tag == "CJC":
            lead += 1
        subject, rest = words[lead:first], words[first + group :]
        opening = self._conjunction(words[:lead])
        auxiliary, nonfinite = self.auxiliaries(words[first], nonfinite, is_plural(subject))
        rest, time = _without_time(rest)
        tail: Tokens = []
        if self.rng.random() < 0.25:
            rest, tail = _without_last_phrase(rest)
        verbs = [auxiliary, *nonfinite] if self.rng.random() < 0.6 else [*nonfinite[:1], auxiliary, *nonfinite[1:]]
        return [*opening, *self._small([*subject, *time, *between, *rest, *verbs, *tail])]

    def _conjunction(self, words: Tokens) -> Tokens:
        token = words[-1]
        if len(words) > 1 and words[0].tag == "PRP":
            return [said(TABLES["whereby"].get(words[0].lower, "waar"))]
        if token.dutch:
            return [*self._small(words[:-1]), token]
        if token.tag == "CJT" or (token.lower == "that" and token.tag != "PNQ"):
            return [*self._small(words[:-1]), said("dat")]
        if token.tag == "CJS" and token.lower in TABLES["conjunctions"]:
            return [*self._small(words[:-1]), said(self._any(TABLES["conjunctions"][token.lower]))]
        return self._small(words)

    def _infinitive(self, words: Tokens) -> Tokens:
        """To sell X: om X te sell."""
        at = next((i for i, token in enumerate(words) if token.tag in ("VVI", "VBI", "VHI", "VDI")), None)
        if at is None:
            raise NotUnderstood
        rest, adverbs, verb = words[at + 1 :], words[1:at], words[at]
        if any(token.is_finite for token in rest):
            raise NotUnderstood
        passive: Tokens = []
        tags = [token.tag for token in rest[:2]]
        if verb.tag == "VBI" and tags[:1] == ["VVN"]:
            passive, rest, verb = rest[:1], rest[1:], said("worden")
        elif verb.tag == "VHI" and tags[:1] == ["VVN"]:
            passive, rest, verb = rest[:1], rest[1:], said("zijn" if rest[0].lemma in KINDS["moving"] else "hebben")
        elif verb.tag == "VHI" and tags == ["VBN", "VVN"]:
            passive, rest, verb = rest[1:2], rest[2:], said("zijn")
        elif verb.tag == "VHI" and tags[:1] == ["VBN"]:
            passive, rest, verb = [said("geweest")], rest[1:], said("zijn")
        if rest and rest[0].tag in ("VVG", "VBG"):
            raise NotUnderstood
        tail: Tokens = []
        if self.rng.random() < 0.3:
            rest, tail = _without_last_phrase(rest)
        om = [said("om")] if self.rng.random() < 0.6 else []
        return [*om, *self._small([*adverbs, *rest]), *passive, said("te"), *self._small([verb, *tail])]

    def _small(self, words: Tokens) -> Tokens:
        """Small words in Dutch; Nigeria's rivers become `de rivers van Nigeria`, more often than not."""
        found: Tokens = []
        owner: Tokens = []  # and what is his, up to here
        for token, following in zip(words, [*words[1:], None], strict=False):
            if owner:
                found.append(token)
                if not (following and following.tag.startswith(("NN", "AJ")) and not token.tag.startswith("NN2")):
                    found += [said("van"), *owner]
                    owner = []
                continue
            if (
                token.tag == "NP0"
                and token.word.endswith("'s")
                and following
                and following.tag.startswith(("NN", "AJ"))
                and self.rng.random() < 0.7
            ):
                owner = [replace(token, word=token.word[:-2])]
                while found and found[-1].tag == "NP0" and not found[-1].dutch:
                    owner.insert(0, found.pop())
                if found and found[-1].lower in ("the", "de", "het"):
                    owner.insert(0, found.pop())
                found.append(said(self._any("de|de|het")))
                continue
            if token.lower in TABLES["phrases"]:
                found.append(said(self._any(TABLES["phrases"][token.lower])))
            elif (
                token.dutch
                or token.tag == "NN1"
                or token.lower not in DUTCH
                or (token.tag == "NP0" and token.lower in ("may", "us", "will"))
            ):
                found.append(token)
            elif token.lower in KINDS["days"] and found and found[-1].dutch == "op" and self.rng.random() < 0.8:
                found[-1] = replace(token, dutch=DUTCH[token.lower])
            else:
                found.append(replace(token, dutch=self._any(DUTCH[token.lower])))
        return found

    def _any(self, words: str) -> str:
        return self.rng.choice(words.split("|"))


def _until_mark(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.tag == MARK:
            return
        yield token


def _is_whereby(words: Tokens) -> bool:
    """Whether a clause opens with a preposition and a relative pronoun: in which, with whom."""
    return len(words) > 1 and words[0].tag == "PRP" and words[1].tag in ("DTQ", "PNQ")


def _is_subordinate(words: Tokens) -> bool:
    words = words[1:] if words and words[0].tag in (MARK, "CJC") else words
    if not words or not any(token.is_finite for token in words):
        return False
    return _is_whereby(words) or words[0].tag in ("CJS", "CJT", "PNQ", "AVQ", "DTQ")


def _is_fronted(words: Tokens) -> bool:
    """Whether an opening without a verb says when, where or how: what draws the verb before the subject."""
    if any(token.is_finite for token in words) or len(words) > 9:
        return False
    words = words[words[0].tag == "CJC" :] or words
    return words[0].tag in ("PRP", "AV0", "CJS") or (
        words[0].lower in ("last", "this", "next", "earlier") and words[-1].lower in KINDS["times"] | KINDS["days"]
    )


def _lists_on(words: Tokens, following: Tokens) -> bool:
    """Whether a clause whose verb goes to its end is followed by more of a list: attacking villages, schools and mosques."""
    late = _is_subordinate(words) or sum(token.is_verb for token in words) > 1
    if late and any(token.tag == "CJC" and after.tag in ("VVN", "VVI") for token, after in pairwise(words)):
        return True
    more = following[1:] if following and following[0].word == "," else []
    return (
        late and bool(more) and not any(t.is_verb for t in more) and more[0].tag.startswith(("NN", "NP", "AJ", "AT", "CRD", "DPS", "CJC"))
    )


def _without_time(rest: Tokens) -> tuple[Tokens, Tokens]:
    """What is left when the figure of time at the end is taken out, and that: on Thursday, last year, in 2024."""
    for size in (2, 1):
        left, part = rest[:-size], rest[-size:]
        first, last = part[0].lower if part else "", part[-1].lower if part else ""
        is_time = (
            (first == "on" and last in KINDS["days"])
            or (first in ("last", "this", "next") and last in KINDS["times"])
            or (first == "in" and re.fullmatch(r"(?:19|20)\d\d", last))
        )
        if len(part) == size and (
            (size == 2 and is_time)
            or (size == 1 and last in KINDS["days"] and not (left and left[-1].lower in ("on", "last", "this", "next")))
        ):
            return left, part
    return rest, []


def _without_last_phrase(rest: Tokens) -> tuple[Tokens, Tokens]:
    """What is left without the last preposition but `of` and its noun, and those; nothing where there is none."""
    at = max((i for i, token in enumerate(rest) if i and token.tag == "PRP"), default=0)
    phrase = rest[at:]
    if not at or len(phrase) == 1 or any(token.is_verb or token.lower in AND for token in phrase):
        return rest, []
    return rest[:at], phrase


def written(tokens: Tokens) -> str:
    """As a text: numbers in Dutch notation, a capital in front."""
    text, opened = "", False
    for token in tokens:
        word = token.dutch or token.word
        if re.fullmatch(r"\d[\d.,]*%?", word):
            word = word.translate(str.maketrans(".,", ",."))
        for sign in word if token.tag == MARK else [word]:
            if sign == '"':
                text = f"{text.rstrip()}{sign} " if opened else text + sign
                opened = not opened
            elif sign in ",.;:!)":
                text = text.rstrip() + sign + " "
            else:
                text += sign + ("" if sign == "(" else " ")
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r'^("?)(\w)', lambda match: match[1] + match[2].upper(), text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("english", type=Path, help="English sentences, one a line; .gz and .zst are unpacked")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--times", type=int, default=1, help="pairs of a sentence, each in another of the orders that Dutch allows")
    parser.add_argument("--limit", type=int, help="sentences, for trials")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    tagged = list(read_tagged(list(read_text(args.english))[: args.limit]))
    orderer = Orderer(verb_forms([tokens for _, tokens in tagged]), random.Random(args.seed))
    pairs: dict[tuple[str, str], None] = {}
    for english, tokens in tagged:
        for _ in range(args.times):
            try:
                pairs[written(orderer.ordered(tokens)), english] = None
            except NotUnderstood:
                break
    args.out.write_text("".join(f"{dutch}\t{english}\torder\n" for dutch, english in pairs), encoding="utf-8")
    print(f"{len(pairs)} pairs of {len(tagged)} usable sentences")


if __name__ == "__main__":
    main()
