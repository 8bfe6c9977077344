"""Stand-ins for what lies beneath the part under test, where a real model couldn't be told what to get wrong."""

from __future__ import annotations


class Words:
    """A tokenizer whose tokens are words; ids are made up as they come."""

    def __init__(self):
        self._known: list[str] = []

    def encode(self, text):
        return [*text.split(), "</s>"]

    def decode(self, tokens):
        return " ".join(tokens)

    def ids(self, tokens):
        self._known += [token for token in tokens if token not in self._known]
        return [self._known.index(token) for token in tokens]

    def tokens(self, ids):
        return [self._known[i] for i in ids]
