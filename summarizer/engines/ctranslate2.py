"""CTranslate2: int8 on a CPU, several times faster than torch there; a checkpoint is converted once into the cache."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.engines import BATCH_TOKENS, Decoding, Hypothesis
from summarizer.errors import ModelDamaged, ModelError, OutputError, in_short
from summarizer.model_files import sha256_of
from summarizer.model_store import cache_folder, fingerprint

if TYPE_CHECKING:
    from summarizer.model_store import ModelFolder

# What CTranslate2's converter knows and this project's summarizers and translators use; the rest runs on torch.
ARCHITECTURES = frozenset(
    {
        "MarianMTModel",
        "BartForConditionalGeneration",
        "PegasusForConditionalGeneration",
        "T5ForConditionalGeneration",
        "MBartForConditionalGeneration",
    }
)
_RECORD = "converted.json"
_ISA = "CT2_FORCE_CPU_ISA"  # CTranslate2's own variable, read once, with the first model of a process
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}  # else it is the checkpoint that is at fault


class CTranslate2Engine:
    """See `summarizer.engines.Engine`.

    On a CPU in int8 it is exact: products of whole numbers are, however they are grouped, and all else is reckoned row by row. Padding isn't:
    it lengthens the sums of the attention, which then round differently (of 600 sentences 12 came out otherwise, and half of the scores), so a
    sentence has to be padded to the same length always.
    """

    name = "ctranslate2"
    batch_tokens = BATCH_TOKENS

    def __init__(self, translator: Any, parallel: int) -> None:
        self._translator, self.parallel = translator, parallel
        self.compute_type = str(translator.compute_type)
        self.exact = translator.device == "cpu" and self.compute_type.startswith("int8")

    @classmethod
    def load(cls, model: ModelFolder, *, device: str, threads: int, compute_type: str | None = None) -> CTranslate2Engine:
        """Converts first where that hasn't been done. Raises ModelDamaged when the weights don't fit."""
        import ctranslate2

        prefer_avx512()
        compute_type = compute_type or ("int8" if device == "cpu" else "float16")
        folder = converted(model, compute_type)
        # Small models gain more from several batches at once than from several threads in one.
        arguments = {"device": device, "compute_type": compute_type, "inter_threads": threads if device == "cpu" else 1, "intra_threads": 1}
        try:
            translator = ctranslate2.Translator(str(folder), **arguments)
        except RuntimeError as error:
            raise ModelError(f"{folder} can't be loaded ({error})", hint="delete that folder; it is made again from the weights") from error
        except ValueError as error:
            raise _misled(error) from error
        return cls(translator, threads if device == "cpu" else 1)

    def generate(self, sources: Sequence[Sequence[str]], decoding: Decoding) -> list[list[Hypothesis]]:
        if not sources:
            return []
        try:
            results = self._translator.translate_batch(
                [list(source) for source in sources], beam_size=decoding.beam, num_hypotheses=min(decoding.hypotheses, decoding.beam),
                max_decoding_length=decoding.max_tokens, min_decoding_length=decoding.min_tokens, max_input_length=0,
                no_repeat_ngram_size=decoding.no_repeat_ngram, repetition_penalty=decoding.repetition_penalty,
                length_penalty=decoding.length_penalty, return_scores=decoding.beam > 1, sampling_topk=decoding.sample_from,
                sampling_temperature=decoding.temperature,
            )  # fmt: skip
        except ValueError as error:
            raise _misled(error) from error
        return [
            [Hypothesis(tuple(tokens), result.scores[i] if result.scores else 0.0) for i, tokens in enumerate(result.hypotheses)]
            for result in results
        ]


def prefer_avx512(processor: Path = Path("/proc/cpuinfo")) -> None:
    """Have CTranslate2 use AVX-512 on a processor with its VNNI, where it is a seventh faster; unless the user has chosen.

    By itself it takes AVX2, as the first processors with AVX-512 lowered their clock for it. Where the file can't be read, nothing is changed.
    """
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if _ISA not in os.environ and "avx512_vnni" in processor.read_text(encoding="utf-8").split():
            os.environ[_ISA] = "AVX512"


def _misled(error: ValueError) -> ModelError:
    """What CTranslate2 says of settings of its own that make no sense; some of them it looks at when first used."""
    return ModelError(f"CTranslate2 can't be used ({error})", hint="see the environment variables CT2_…")


def converted(model: ModelFolder, compute_type: str) -> Path:
    """The folder of the converted model, made on first use; keyed by all files that it is made of, the converter's version and the compute type.

    Built beside its place and renamed into it, so that a run that is killed leaves nothing that could be loaded; no other user can write there.
    Verified by sha256 before use; one that doesn't match its record is made again. Raises OutputError when there is no room for it.
    """
    import ctranslate2

    key = f"{fingerprint(model.path)[:24]}-{ctranslate2.__version__}-{compute_type}"
    target = cache_folder() / "ctranslate2" / key
    if _is_whole(target):
        return target
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{key}-", dir=target.parent))
        try:
            made = scratch / "model"
            _convert(model, made, compute_type)
            made.chmod(0o700)
            record = {path.name: sha256_of(path, remembered=False) for path in sorted(made.iterdir())}
            (made / _RECORD).write_text(json.dumps(record), encoding="utf-8")
            shutil.rmtree(target, ignore_errors=True)
            with contextlib.suppress(OSError):  # another process was faster: its result is the same
                made.replace(target)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        if not _is_whole(target):
            raise OSError("what was written there can't be read")
    except OSError as error:
        raise OutputError(
            f"the model can't be converted into {target.parent}: {error.strerror or error}",
            hint="free some disk space, set SUMMARIZER_CACHE to a folder that can be written, or use --engine torch",
        ) from error
    return target


def _is_whole(folder: Path) -> bool:
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        files = {path.name for path in folder.iterdir()} - {_RECORD}  # a file that nobody noted could be a vocabulary, and be loaded
        whole = "model.bin" in record and files == record.keys()
        return whole and all(sha256_of(folder / name, remembered=False) == digest for name, digest in record.items())
    except (OSError, ValueError, TypeError, AttributeError, ModelDamaged):
        return False


def _convert(model: ModelFolder, target: Path, compute_type: str) -> None:
    from ctranslate2.converters import TransformersConverter

    from summarizer.engines.torch import load_checked, quiet_transformers

    load_checked(model)  # the converter would take a checkpoint with missing tensors
    noise = io.StringIO()
    try:
        with quiet_transformers(), warnings.catch_warnings(), contextlib.redirect_stdout(noise), contextlib.redirect_stderr(noise):
            warnings.simplefilter("ignore")
            TransformersConverter(str(model.path)).convert(str(target), quantization=compute_type)
    except Exception as error:  # what a file of the checkpoint makes of the libraries may be any
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise
        raise ModelDamaged(f"{model.path} can't be converted for CTranslate2 ({in_short(error)})", hint="try --engine torch") from error
