"""The chain: article -> sentences -> translation -> draft -> evidence and checks -> result, for one article or many at once."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.article import Abstract, AbstractSentence, Article, ModelUsed, Result, Sentence, SourceSentence
from summarizer.checks import check
from summarizer.engines import BEAM
from summarizer.errors import EmptyInput, InputError, WrongLanguage
from summarizer.evidence import evidence_for
from summarizer.extractive import ExtractiveSummarizer
from summarizer.language import detect
from summarizer.model_store import ModelFolder, read_registry, resolve
from summarizer.segmentation import split_article
from summarizer.summarization import EXTRACTIVE, LENGTHS, Document, DraftSentence, Length, Summarizer
from summarizer.translation import Translation, Translator

DEFAULT_TRANSLATOR = "nl-en"
_LANGUAGES = {"de": "German", "fr": "French", "af": "Afrikaans", "fy": "Frisian", "es": "Spanish"}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article on its way: cut into sentences, its language known. `error` says why it goes no further."""

    article: Article
    language: str
    translate: bool = False
    sentences: tuple[SourceSentence, ...] = ()
    warnings: tuple[str, ...] = ()
    error: InputError | None = None


class Pipeline:
    """A translator and a summarizer, loaded when first needed.

    `force` sends articles of any language through the translator. Raises ModelError, at the first use, when a model is missing or damaged.
    """

    def __init__(
        self, *, translator: str = DEFAULT_TRANSLATOR, summarizer: str = EXTRACTIVE, engine: str = "auto", device: str = "auto",
        threads: int = 0, beam: int = BEAM, force: bool = False,
    ) -> None:  # fmt: skip
        self._translator_name, self._summarizer_name = translator, summarizer
        self._engine, self._device, self._threads, self._beam, self._force = engine, device, threads, beam, force
        self._translator: Translator | None = None
        self._summarizer: Summarizer | None = None

    @classmethod
    def from_defaults(cls) -> Pipeline:
        """The embedded models, on this machine's best engine."""
        return cls()

    @property
    def translator(self) -> Translator:
        if self._translator is None:
            self._translator = load_translator(
                self._translator_name, engine=self._engine, device=self._device, threads=self._threads, beam=self._beam
            )
        return self._translator

    @property
    def summarizer(self) -> Summarizer:
        if self._summarizer is None:
            self._summarizer = load_summarizer(self._summarizer_name, engine=self._engine, device=self._device, threads=self._threads)
        return self._summarizer

    def identity(self) -> dict[str, Any]:
        """All of this pipeline that decides what its results say, as JSON can hold it. No model is loaded. Raises ModelError."""
        from summarizer.engines import choose

        models: dict[str, Any] = {}
        for kind, name in (("translator", self._translator_name), ("summarizer", self._summarizer_name)):
            if name == EXTRACTIVE:
                models[kind] = name
            else:
                model = resolve(name, kind)
                models[kind] = [model.name, model.sha256, *choose(model, self._engine, self._device)]
        return models | {"beam": self._beam, "force": self._force}

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """The English of each sentence, in order."""
        return self.translator.translate(sentences)

    def summarize(self, article: Article, length: Length = LENGTHS["medium"]) -> Result:
        """One article's abstract. Raises WrongLanguage, EmptyInput or ModelError."""
        result = next(self.summarize_many([article], length))
        if isinstance(result, InputError):
            raise result
        return result

    def summarize_many(self, articles: Iterable[Article], length: Length = LENGTHS["medium"]) -> Iterator[Result | InputError]:
        """The abstract of each article, in order, or the reason there is none; the sentences of all are translated together."""
        started = time.perf_counter()
        prepared = [self._prepare(article) for article in articles]
        after_reading = time.perf_counter()
        texts = [text for item in prepared if item.translate for text in _texts(item)]
        translations = dict(zip(texts, self.translate(texts), strict=True)) if texts else {}
        after_translation = time.perf_counter()
        documents = [_document(item, translations if item.translate else {}) for item in prepared]
        wanted = [document for document, item in zip(documents, prepared, strict=True) if item.error is None]
        drafts = iter(self.summarizer.summarize(wanted, length) if wanted else [])
        done = time.perf_counter()
        count = max(1, len(wanted))
        seconds = {  # the shares of one article, where many went through together
            "read": (after_reading - started) / count,
            "translate": (after_translation - after_reading) / count,
            "summarize": (done - after_translation) / count,
            "total": (done - started) / count,
        }
        for item, document in zip(prepared, documents, strict=True):
            yield item.error or self._finish(item, document, next(drafts), translations, seconds)

    def _prepare(self, article: Article) -> _Prepared:
        name = article.path or "the article"
        language = detect(article.text) if article.text.strip() else "nl"
        sentences = split_article(article)
        if not sentences:
            return _Prepared(article, language or "nl", error=EmptyInput(f"{name} holds no text"))
        if language not in ("nl", "en", None) and not self._force:
            error = WrongLanguage(
                f"{name} is in {_LANGUAGES.get(language, language)}, not in Dutch", hint="use --force to translate it all the same"
            )
            return _Prepared(article, language, error=error)
        warnings = article.warnings
        if language is None:
            warnings += ("too little text to tell its language: taken for Dutch",)
        if language == "en" and not self._force:
            return _Prepared(
                article, language, False, sentences, (*warnings, "the article is in English: it was summarized without translation")
            )
        return _Prepared(article, language or "nl", True, sentences, warnings)

    def _finish(
        self,
        item: _Prepared,
        document: Document,
        draft: Sequence[DraftSentence],
        translations: dict[str, Translation],
        seconds: dict[str, float],
    ) -> Result:
        title = item.article.title
        sentences = tuple(document.sentences)
        abstract = Abstract(
            title=translations[title].text if title and item.translate else title,
            sentences=tuple(AbstractSentence(part.text, evidence_for(part.text, sentences, part.taken_from)) for part in draft),
        )
        return Result(
            article=item.article, language=item.language, abstract=abstract, sentences=sentences,
            checks=check(abstract, sentences, item.article), translator=self.translator.used if item.translate else None,
            summarizer=self.summarizer.used, seconds={name: round(value, 4) for name, value in seconds.items()}, warnings=item.warnings,
        )  # fmt: skip


def _texts(item: _Prepared) -> list[str]:
    """All that is to be translated of an article."""
    return [sentence.text for sentence in item.sentences] + ([item.article.title] if item.article.title else [])


def _document(item: _Prepared, translations: dict[str, Translation]) -> Document:
    sentences = []
    for source in item.sentences:
        translation = translations.get(source.text) or Translation(source.text)
        flags = (*(["heading"] if source.is_heading else []), *translation.flags)
        sentences.append(Sentence(source.number, source.paragraph, source.text, translation.text, flags, translation.confidence))
    return Document(sentences, item.article.title)


def load_translator(name: str, *, engine: str = "auto", device: str = "auto", threads: int = 0, beam: int = BEAM) -> Translator:
    """A translation model by registry name or folder, verified, loaded and tried on its canary sentence."""
    from summarizer.engines import load_engine
    from summarizer.engines.tokenizers import load_tokenizer

    model = resolve(name, "translator")
    tokenizer = load_tokenizer(model.path)
    loaded = load_engine(model, tokenizer, engine=engine, device=device, threads=threads)
    translator = Translator(loaded, tokenizer, _used(model, loaded.name, loaded.compute_type), beam=beam)
    entry = read_registry().get(model.name)
    if entry and {"source", "target"} <= entry.canary.keys():
        translator.try_canary(entry.canary["source"], entry.canary["target"])
    return translator


def load_summarizer(name: str, *, engine: str = "auto", device: str = "auto", threads: int = 0) -> Summarizer:
    """The embedded extractive summarizer, or a seq2seq one by registry name or folder."""
    if name == EXTRACTIVE:
        return ExtractiveSummarizer()
    from summarizer.engines import load_engine
    from summarizer.engines.tokenizers import load_tokenizer
    from summarizer.seq2seq import Recipe, Seq2SeqSummarizer

    model = resolve(name, "summarizer")
    tokenizer = load_tokenizer(model.path)
    loaded = load_engine(model, tokenizer, engine=engine, device=device, threads=threads)
    return Seq2SeqSummarizer(loaded, tokenizer, _used(model, loaded.name, loaded.compute_type), Recipe.of(model.path))


def _used(model: ModelFolder, engine: str, compute_type: str) -> ModelUsed:
    return ModelUsed(name=model.name, sha256=model.sha256, engine=engine, compute_type=compute_type, placeholder=model.placeholder)
