"""transformers on torch: any seq2seq checkpoint, on a GPU (fp16 or bf16) or, slowly, on a CPU (fp32)."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from summarizer.engines import BATCH_TOKENS, Decoding, Hypothesis
from summarizer.engines.tokenizers import END, PAD, MarianTokenizer, Tokenizer
from summarizer.errors import ModelDamaged, ModelError, UnsupportedInput, in_short

if TYPE_CHECKING:
    from summarizer.model_store import ModelFolder


@contextlib.contextmanager
def quiet_transformers() -> Iterator[None]:
    """Its warnings and progress bars are for developers; what matters becomes an error below."""
    from transformers.utils import logging as hf_logging

    level, bars = hf_logging.get_verbosity(), hf_logging.is_progress_bar_enabled()
    hf_logging.set_verbosity_error()
    hf_logging.disable_progress_bar()
    converter = logging.getLogger("ctranslate2")
    converter_level = converter.level
    converter.setLevel(logging.ERROR)
    try:
        yield
    finally:
        hf_logging.set_verbosity(level)
        converter.setLevel(converter_level)
        if bars:
            hf_logging.enable_progress_bar()


def load_checked(model: ModelFolder, dtype: Any = None) -> Any:
    """The checkpoint as a transformers model, on the CPU, or ModelDamaged.

    transformers fills tensors that are missing from the file with random numbers and only prints so; here that is an error, as are extra
    tensors and numbers that aren't finite.
    """
    import torch
    from transformers import AutoModelForSeq2SeqLM

    try:
        with quiet_transformers():
            loaded, info = AutoModelForSeq2SeqLM.from_pretrained(
                model.path,
                dtype=dtype or torch.float32,
                use_safetensors=True,
                local_files_only=True,
                trust_remote_code=False,
                output_loading_info=True,
            )
    except Exception as error:  # what a setting or a file of the checkpoint makes of the library may be any
        raise ModelDamaged(f"{model.path}: the weights can't be loaded ({in_short(error)})") from error
    for what in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if info.get(what):
            names = ", ".join(sorted(str(name) for name in info[what])[:3])
            raise ModelDamaged(f"{model.path / 'model.safetensors'}: {what.replace('_', ' ')}: {names}", hint="bring the model again")
    for name, tensor in loaded.state_dict().items():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
            raise ModelDamaged(
                f"{model.path / 'model.safetensors'}: tensor {name} holds numbers that aren't finite", hint="bring the model again"
            )
    _check_vocabulary(model, loaded.config)
    return loaded


def _check_vocabulary(model: ModelFolder, config: Any) -> None:
    """Raise ModelDamaged when a Marian vocabulary is of another model: its words would be taken for others, without an error."""
    if (model.path / "source.spm").is_file():
        ids = MarianTokenizer(model.path).vocabulary
        if len(ids) != config.vocab_size or ids[END] != config.eos_token_id or ids.get(PAD, config.pad_token_id) != config.pad_token_id:
            raise ModelDamaged(f"{model.path / 'vocab.json'} is of another model than the weights", hint="bring the model again")


_BYTES_A_TOKEN = (
    500_000  # of a padded source token's share in keys, values and scores at beam 4 of a model with 67,000 word pieces; an estimate
)
_MOST_TOKENS = 16_384


def _batch_tokens(free_bytes: int) -> int:
    """How many padded source tokens may go into half of a device's free memory."""
    return max(BATCH_TOKENS, min(_MOST_TOKENS, free_bytes // 2 // _BYTES_A_TOKEN))


class TorchEngine:
    """See `summarizer.engines.Engine`. A batch that doesn't fit the memory is halved, and so are the batches that follow."""

    name = "torch"
    parallel = 1
    exact = False

    def __init__(self, model: Any, tokenizer: Tokenizer, device: str, compute_type: str, batch_tokens: int = BATCH_TOKENS) -> None:
        self._model, self._tokenizer, self._device, self.compute_type = model, tokenizer, device, compute_type
        self.batch_tokens = batch_tokens

    @classmethod
    def load(cls, model: ModelFolder, tokenizer: Tokenizer, *, device: str, threads: int, compute_type: str | None = None) -> TorchEngine:
        import torch

        compute_type = compute_type or ("float32" if device == "cpu" else "bfloat16" if torch.cuda.is_bf16_supported() else "float16")
        torch.set_num_threads(threads)
        loaded = load_checked(model, getattr(torch, compute_type)).to(device).eval()
        # The length is set anew in every call; the checkpoint's own limit beside it only makes transformers complain.
        loaded.generation_config.max_length = None
        return cls(
            loaded, tokenizer, device, compute_type, BATCH_TOKENS if device == "cpu" else _batch_tokens(torch.cuda.mem_get_info()[0])
        )

    def generate(self, sources: Sequence[Sequence[str]], decoding: Decoding) -> list[list[Hypothesis]]:
        import torch

        if not sources:
            return []
        try:
            return self._generate(sources, decoding)
        except (IndexError, TypeError, ValueError) as error:  # a tokenizer of another model, or settings that are none
            # No ModelError, which would end a batch: it may be one article's fault, such as a `<mask>` that the weights have no place for.
            hint = "if it is so with every article, the tokenizer or generation_config.json may be that of another model"
            raise UnsupportedInput(f"the model can't take this text ({in_short(error)})", hint=hint) from error
        except torch.OutOfMemoryError as error:
            if len(sources) == 1:
                raise ModelError(
                    f"one piece of {len(sources[0])} tokens is too much for this device's memory",
                    hint="use --device cpu, or a smaller --beam",
                ) from error
        # Outside of the handler: what the error holds on to is memory as well.
        torch.cuda.empty_cache()
        half = len(sources) // 2
        self.batch_tokens = min(self.batch_tokens, half * max(map(len, sources)))
        return self.generate(sources[:half], decoding) + self.generate(sources[half:], decoding)

    def _generate(self, sources: Sequence[Sequence[str]], decoding: Decoding) -> list[list[Hypothesis]]:
        import torch

        rows = [self._tokenizer.ids(source) for source in sources]
        width, pad = max(map(len, rows)), self._model.config.pad_token_id
        if width > self._positions():
            raise ModelError(f"a piece of {width} tokens doesn't fit the model ({self._positions()})")
        ids = torch.tensor([row + [pad] * (width - len(row)) for row in rows], device=self._device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows], device=self._device)
        sampling = {"top_k": decoding.sample_from, "temperature": decoding.temperature} if decoding.sample_from > 1 else {}
        with torch.inference_mode(), quiet_transformers():
            output = self._model.generate(
                input_ids=ids, attention_mask=mask, num_beams=decoding.beam, num_return_sequences=min(decoding.hypotheses, decoding.beam),
                max_new_tokens=decoding.max_tokens, min_new_tokens=decoding.min_tokens if decoding.min_tokens > 1 else None,
                do_sample=bool(sampling), **sampling,
                no_repeat_ngram_size=decoding.no_repeat_ngram or None, repetition_penalty=decoding.repetition_penalty,
                length_penalty=decoding.length_penalty, early_stopping=False, return_dict_in_generate=True, output_scores=decoding.beam > 1,
            )  # fmt: skip
        special = {self._model.config.pad_token_id, self._model.config.eos_token_id, self._model.config.bos_token_id}
        special.add(self._model.generation_config.decoder_start_token_id)
        scores = output.sequences_scores.tolist() if decoding.beam > 1 else [0.0] * len(output.sequences)
        found = [
            Hypothesis(tuple(self._tokenizer.tokens([i for i in row if i not in special])), score)
            for row, score in zip(output.sequences.tolist(), scores, strict=True)
        ]
        each = len(found) // len(rows)
        return [found[start : start + each] for start in range(0, len(found), each)]

    def _positions(self) -> int:
        return int(getattr(self._model.config, "max_position_embeddings", None) or 1_000_000)
