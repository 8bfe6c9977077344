"""Text <-> tokens, for Marian checkpoints without importing transformers, and for the others with it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Protocol

from summarizer.errors import ModelDamaged

END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"


class Tokenizer(Protocol):
    """Tokens are strings; `encode` ends with the end token, `decode` gets none of the special ones."""

    def encode(self, text: str) -> list[str]: ...
    def decode(self, tokens: Sequence[str]) -> str: ...
    def ids(self, tokens: Sequence[str]) -> list[int]: ...
    def tokens(self, ids: Sequence[int]) -> list[str]: ...


class MarianTokenizer:
    """source.spm, target.spm and vocab.json, as transformers' class of that name reads them, 25 times faster to start.

    Unlike there, `>>xx<<` at the start of a text is text: the models here have one target language.
    """

    def __init__(self, folder: Path) -> None:
        import sentencepiece

        try:
            self._source = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
            self._target = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
        except (OSError, RuntimeError) as error:
            raise ModelDamaged(f"{folder}: source.spm or target.spm can't be loaded ({error})") from error
        try:
            self.vocabulary: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelDamaged(f"{folder / 'vocab.json'} can't be read ({error})") from error
        if not isinstance(self.vocabulary, dict) or not {END, UNKNOWN} <= self.vocabulary.keys() or not _numbers(self.vocabulary.values()):
            raise ModelDamaged(f"{folder / 'vocab.json'} is no Marian vocabulary")
        self._tokens = {i: token for token, i in self.vocabulary.items()}

    def encode(self, text: str) -> list[str]:
        return [*self._source.encode(text, out_type=str), END]

    def decode(self, tokens: Sequence[str]) -> str:
        return str(self._target.decode([token for token in tokens if token not in (END, UNKNOWN, PAD)]))

    def ids(self, tokens: Sequence[str]) -> list[int]:
        unknown = self.vocabulary[UNKNOWN]
        return [self.vocabulary.get(token, unknown) for token in tokens]

    def tokens(self, ids: Sequence[int]) -> list[str]:
        return [self._tokens.get(i, UNKNOWN) for i in ids]


def _numbers(ids: Collection[object]) -> bool:
    """Whether these are whole numbers from 0 on, each once."""
    found = [i for i in ids if type(i) is int]
    return sorted(found) == list(range(len(ids)))


class HubTokenizer:
    """Any tokenizer that transformers can load from a local folder (BART, PEGASUS, T5 …)."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoTokenizer

        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        except Exception as error:  # those of the tokenizers library are plain Exceptions
            raise ModelDamaged(f"{folder}: the tokenizer can't be loaded ({' '.join(str(error).split())[:200]})") from error

    def encode(self, text: str) -> list[str]:
        return self.tokens(self._tokenizer(text, truncation=False, verbose=False).input_ids)

    def decode(self, tokens: Sequence[str]) -> str:
        return str(self._tokenizer.decode(self.ids(tokens), skip_special_tokens=True)).strip()

    def ids(self, tokens: Sequence[str]) -> list[int]:
        return list(self._tokenizer.convert_tokens_to_ids(list(tokens)))

    def tokens(self, ids: Sequence[int]) -> list[str]:
        return list(self._tokenizer.convert_ids_to_tokens(list(ids)))


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a checkpoint folder. Raises ModelDamaged when it can't be read."""
    return MarianTokenizer(folder) if (folder / "source.spm").is_file() else HubTokenizer(folder)
