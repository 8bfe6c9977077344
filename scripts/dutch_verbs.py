"""Verbs of English sentences as Dutch has them, for dutch_order.py."""

from __future__ import annotations

import random
from dataclasses import replace

from tagged_english import KINDS, TABLES, Token, Tokens


class NotUnderstood(Exception):
    """The rules don't see through a sentence."""


def said(dutch: str) -> Token:
    """A word that is Dutch already."""
    return Token(dutch, dutch, "", dutch)


def verb_group(words: Tokens, first: int) -> tuple[int, Tokens, Tokens]:
    """From a finite verb on: how many tokens its group has, the other verbs in it, and the adverbs among them."""
    nonfinite: Tokens = []
    between: Tokens = []
    size, i = 1, first + 1
    if words[first].tag[:2] in ("VM", "VB", "VH", "VD"):
        waiting: Tokens = []
        while i < len(words):
            token = words[i]
            if token.is_verb and not token.is_finite:
                nonfinite.append(token)
                between += waiting
                waiting, size = [], i + 1 - first
            elif token.tag in ("AV0", "XX0"):
                waiting.append(token)
                if token.tag == "XX0":
                    between += waiting
                    waiting, size = [], i + 1 - first
            elif token.tag == "TO0" and words[first].tag.startswith("VH") and not nonfinite:
                size = i + 1 - first
            else:
                break
            i += 1
    return size, nonfinite, between


def is_plural(subject: Tokens) -> bool:
    """Whether the verb of a subject is in the plural: by its last noun before `of` and the like, or two of them with `and` between."""
    nouns = [t for t in subject if t.tag.startswith(("NN", "NP", "PNP"))]
    if not nouns:
        return any(t.tag == "NN2" for t in subject)
    first = next((i for i, t in enumerate(subject) if t.tag in ("PRF", "PRP")), len(subject))
    heads = [t for t in subject[:first] if t.tag.startswith(("NN", "NP", "PNP"))] or nouns
    head = heads[-1]
    return head.tag == "NN2" or head.lower in ("they", "we") or (any(t.lower == "and" for t in subject[:first]) and len(heads) > 1)


class Auxiliaries:
    """Chooses by chance among what Dutch allows; `forms` are verb forms by base form and tag."""

    def __init__(self, forms: dict[tuple[str, str], str], rng: random.Random) -> None:
        self._forms, self._rng = forms, rng

    def __call__(self, finite: Token, nonfinite: Tokens, plural: bool) -> tuple[Token, Tokens]:
        """The verbs as Dutch has them: was sold becomes `werd sold`, is working `works`, didn't sell `sold`, sold at times `heeft sold`."""

        def dutch(words: str) -> Token:
            word = self._rng.choice(words.split("|"))
            return said(TABLES["plural"].get(word, word) if plural else word)

        kind, tags = finite.tag, [t.tag for t in nonfinite]
        past = kind in ("VBD", "VHD", "VDD", "VVD")
        main = nonfinite[-1] if nonfinite else finite
        if kind == "VM0":
            modal = TABLES["words"].get(finite.lower)
            if modal is None or not nonfinite or main.tag == "VVG":
                raise NotUnderstood
            if tags[:1] == ["VHI"] and tags[-1] == "VVN":
                own = [main, said("zijn" if "VBN" in tags else "hebben")]
            elif tags == ["VBI", "VVN"]:
                own = [main, said("worden")]
            elif len(tags) > 1:
                raise NotUnderstood
            else:
                own = [main]
            return dutch(modal), own if self._rng.random() < 0.5 else own[::-1]
        if kind.startswith("VB") and main is not finite:
            if main.tag == "VVG" and len(tags) == 1:
                return self._form(main, "VVD" if past else "VVB" if plural else "VVZ"), []
            if main.tag == "VVN" and tags[0] in ("VVN", "VBG"):
                return dutch("werd|werd|werd|is|was" if past else "wordt|is"), [main]
            raise NotUnderstood
        if kind.startswith("VH") and main is not finite:
            if main.tag == "VVI" or main.tag == "VBI":
                return dutch("moest" if past else "moet"), [main]
            if tags == ["VBN", "VVN"]:
                return dutch("was" if past else "is"), [main]
            if tags == ["VBN", "VVG"] or len(tags) != 1 or main.tag == "VVG":
                raise NotUnderstood
            if main.tag == "VBN":
                return dutch("was" if past else "is"), [said("geweest")]
            moved = main.lemma in KINDS["moving"]
            return dutch(("was" if past else "is") if moved else "had" if past else "heeft"), [main]
        if kind.startswith("VD") and main is not finite:
            finite, kind, nonfinite = self._form(main, "VVD" if past else "VVB" if plural else "VVZ"), "VVD" if past else "VVZ", []
        if kind == "VVD" and self._rng.random() < 0.4:
            return dutch("is" if finite.lemma in KINDS["moving"] else "heeft"), [self._form(finite, "VVN")]
        if kind.startswith("VB"):
            return said({"is": "is", "are": "zijn", "was": "was", "were": "waren", "am": "ben"}.get(finite.lower, "is")), nonfinite
        return finite, nonfinite

    def _form(self, verb: Token, tag: str) -> Token:
        form = self._forms.get((verb.lemma, tag)) or (verb.lemma if tag == "VVB" else "")
        if not form:
            raise NotUnderstood
        return replace(verb, word=form, tag=tag)
