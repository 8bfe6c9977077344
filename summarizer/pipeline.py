"""The chain: article -> sentences -> translation -> draft -> evidence and checks -> result, for one article or many at once."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from summarizer.arrangement import Arranged, arrange, summarize_arranged
from summarizer.article import AbstractSentence, Article, ModelUsed, Result, Sentence, SourceSentence
from summarizer.checks import check
from summarizer.engines import BEAM, MAX_SECONDS, usable_cores
from summarizer.errors import EmptyInput, InputError, OutOfTime, WrongLanguage
from summarizer.evidence import Index
from summarizer.glossary import Glossary, built_in
from summarizer.headline import titled
from summarizer.language import detect
from summarizer.model_store import ModelFolder, cache_folder, fingerprint, read_registry, resolve
from summarizer.segmentation import has_data, split_article, split_sentences
from summarizer.summarization import EXTRACTIVE, LENGTHS, Document, DraftSentence, Length, Summarizer
from summarizer.translation import Translation, Translator, in_a_row
from summarizer.translation_cache import TranslationCache
from summarizer.upkeep import collecting_seldom, give_memory_back
from summarizer.windows import windows

DEFAULT_TRANSLATOR = "nl-en"
_LOADING = threading.Lock()  # of a model: two windows may ask for it at once
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


@dataclass(frozen=True, slots=True)
class _Window:
    """Articles that are translated together, and the seconds that all of them took together."""

    articles: Sequence[_Prepared]
    read: float
    translate: float


class Pipeline:
    """A translator and a summarizer, loaded when first needed.

    `force` sends articles of any language through the translator. `glossary` is how Dutch terms shall be said in English: None is the built-in
    list, Glossary() no list at all, `built_in() | read_glossary(path)` the list and a file of one's own. Without `guard`, what a seq2seq
    summarizer writes is taken as it is. `cache` keeps what the engine said in the cache folder, where the engine is one whose answers don't
    depend on what else is translated. `max_seconds` is how long the translation of one article to be summarized may take. Raises ModelError, at
    the first use, when a model is missing or damaged.
    """

    def __init__(
        self, *, translator: str = DEFAULT_TRANSLATOR, summarizer: str = EXTRACTIVE, engine: str = "auto", device: str = "auto",
        threads: int = 0, beam: int = BEAM, force: bool = False, glossary: Glossary | None = None, guard: bool = True,
        cache: bool = True, max_seconds: float = MAX_SECONDS,
    ) -> None:  # fmt: skip
        self.glossary = built_in() if glossary is None else glossary
        self._translator_name, self._summarizer_name = translator, summarizer
        self._engine, self._device, self._threads, self._beam, self._force = engine, device, threads, beam, force
        self._guard, self._cache, self._max_seconds = guard, cache, max_seconds
        self._translator: Translator | None = None
        self._summarizer: Summarizer | None = None

    @classmethod
    def from_defaults(cls) -> Pipeline:
        """The embedded models, on this machine's best engine."""
        return cls()

    @property
    def translator(self) -> Translator:
        with _LOADING:
            if self._translator is None:
                self._translator = load_translator(
                    self._translator_name, engine=self._engine, device=self._device, threads=self._threads, beam=self._beam,
                    glossary=self.glossary, cache=self._cache,
                )  # fmt: skip
            return self._translator

    @property
    def summarizer(self) -> Summarizer:
        with _LOADING:
            if self._summarizer is None:
                self._summarizer = load_summarizer(
                    self._summarizer_name, engine=self._engine, device=self._device, threads=self._threads, guard=self._guard
                )
            return self._summarizer

    def identity(self) -> dict[str, Any]:
        """All of this pipeline that decides what its results say, as JSON can hold it. No model is loaded. Raises ModelError."""
        from summarizer.engines import choose

        models: dict[str, Any] = {}
        for kind, name in (("translator", self._translator_name), ("summarizer", self._summarizer_name)):
            model = resolve(name, kind)
            engine = choose(model, self._engine, self._device) if name != EXTRACTIVE else ()
            models[kind] = [model.name, model.sha256, fingerprint(model.path), *engine]
        return models | {"beam": self._beam, "force": self._force, "guard": self._guard, "glossary": self.glossary.sha256}

    def translate(self, texts: Sequence[str]) -> list[Translation]:
        """The English of each text, in order; the sentences of a text are translated one by one."""
        split = [[text] if has_data(text) else split_sentences(text) or [text] for text in texts]
        found = iter(self.translator.translate([sentence for sentences in split for sentence in sentences]))
        return [in_a_row(list(islice(found, len(sentences)))) for sentences in split]

    def documents(self, articles: Sequence[Article]) -> list[Document]:
        """Articles as a summarizer is given them, translated where they are Dutch; empty where one can't be summarized."""
        prepared = [self._prepare(article) for article in articles]
        translations = self._translate_all(prepared)
        return [Document([]) if item.error else _document(item, translations if item.translate else {}) for item in prepared]

    def summarize(self, article: Article, length: Length = LENGTHS["medium"]) -> Result:
        """One article's abstract. Raises WrongLanguage, EmptyInput or ModelError."""
        result = next(self.summarize_many([article], length))
        if isinstance(result, InputError):
            raise result
        return result

    @property
    def cores(self) -> int:
        """How many it uses."""
        return self._threads or usable_cores()

    def summarize_many(
        self, articles: Iterable[Article], length: Length = LENGTHS["medium"], stopped: threading.Event | None = None
    ) -> Iterator[Result | InputError]:
        """The abstract of each article, in order, or the reason there is none.

        Articles are taken window by window (summarizer.windows); the sentences of a window are translated together. On more than one core two
        windows are worked on at once, where there are two. Once `stopped` is set, no batch is begun, and what isn't done doesn't come.
        """
        stopped = stopped or threading.Event()
        cut: Iterator[list[Article]] = windows(articles)
        ahead = list(islice(cut, 2)) if self.cores > 1 else []
        cut = chain(ahead, cut)
        if len(ahead) == 2:
            yield from self._two_at_once(cut, length, stopped)
        else:
            for window in cut:
                yield from self.summarize_together(window, length, stopped)

    def _two_at_once(self, cut: Iterable[list[Article]], length: Length, stopped: threading.Event) -> Iterator[Result | InputError]:
        """The engine leaves the interpreter to the other window while it works."""
        held: deque[Future[list[Result | InputError]]] = deque()
        with ThreadPoolExecutor(2) as pool:
            try:
                for window in cut:
                    held.append(pool.submit(self.summarize_together, window, length, stopped))
                    if len(held) == 2:
                        yield from held.popleft().result()
                while held:
                    yield from held.popleft().result()
            finally:  # also when nobody wants the rest
                stopped.set()
                for future in held:
                    future.cancel()

    def summarize_together(
        self, articles: Sequence[Article], length: Length, stopped: threading.Event | None = None
    ) -> list[Result | InputError]:
        """What `summarize_many` gives, of a single window."""
        stopped = stopped or threading.Event()
        with collecting_seldom:
            begun = time.perf_counter()
            prepared = [self._prepare(article) for article in articles]
            read = time.perf_counter()
            prepared, translations = self._translate_in_time(prepared, stopped)
            translated = time.perf_counter()
            window = _Window(prepared, read - begun, translated - read)
            results = self._finish_all(window, translations, length) if not stopped.is_set() else []
        if len(articles) > 1:  # for a single one it isn't worth the milliseconds
            give_memory_back()
        return results

    def _translate_all(self, prepared: Sequence[_Prepared], stopped: threading.Event | None = None) -> dict[str, Translation]:
        """With `stopped`, until it is set, and no longer than an article may take. Raises OutOfTime."""
        texts = list(dict.fromkeys(text for item in prepared if item.translate for text in _texts(item)))
        if not texts:
            return {}
        translator = self.translator.within(self._max_seconds, stopped) if stopped else self.translator
        return dict(zip(texts, translator.translate(texts), strict=True))

    def _translate_in_time(self, prepared: Sequence[_Prepared], stopped: threading.Event) -> tuple[list[_Prepared], dict[str, Translation]]:
        """Translate all together; where that takes longer than one of them may, each alone, so that only those fail that do."""
        try:
            return list(prepared), self._translate_all(prepared, stopped)
        except OutOfTime as error:
            if stopped.is_set():
                return list(prepared), {}  # nobody wants it
            if len(prepared) == 1:
                name = prepared[0].article.path or "the article"
                late = OutOfTime(f"{name}: {error}", hint="cut it in parts, or give it longer with --max-seconds")
                return [replace(prepared[0], error=late)], {}
        alone = [self._translate_in_time([item], stopped) for item in prepared]
        return [item for items, _ in alone for item in items], {text: found for _, part in alone for text, found in part.items()}

    def _finish_all(self, window: _Window, translations: dict[str, Translation], length: Length) -> list[Result | InputError]:
        begun = time.perf_counter()
        documents = [_document(item, translations if item.translate else {}) for item in window.articles]
        wanted = [document for document, item in zip(documents, window.articles, strict=True) if item.error is None]
        arranged = [arrange(document) for document in wanted]
        drafts = iter(zip(arranged, summarize_arranged(self.summarizer, arranged, length), strict=True) if wanted else [])
        stages = {"read": window.read, "translate": window.translate, "summarize": time.perf_counter() - begun}
        stages["total"] = sum(stages.values())
        seconds = {name: value / max(1, len(wanted)) for name, value in stages.items()}  # the shares of one article
        return [
            item.error or self._finish(item, document, *next(drafts), translations, seconds)
            for item, document in zip(window.articles, documents, strict=True)
        ]

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
        arranged: Arranged,
        draft: Sequence[DraftSentence],
        translations: dict[str, Translation],
        seconds: dict[str, float],
    ) -> Result:
        sentences = tuple(document.sentences)
        index = Index(sentences)
        stated = tuple(AbstractSentence(part.text, index.evidence_for(part.text, part.taken_from), part.origin) for part in draft)
        own = item.article.title
        translated = translations[own] if own and item.translate else None
        abstract = titled(stated, sentences, item.article, translated, self.glossary, may_make=arranged.kind == "article")
        warnings = item.warnings + arranged.warnings
        if replaced := sum(part.origin == "replaced" for part in draft):
            warnings += (f"{replaced} of {len(draft)} sentences were replaced by the article's own: the model's were not supported",)
        return Result(
            article=item.article, language=item.language, abstract=abstract, sentences=sentences,
            checks=check(abstract, sentences, item.article, self.glossary), translator=self.translator.used if item.translate else None,
            summarizer=self.summarizer.used, seconds={name: round(value, 4) for name, value in seconds.items()}, warnings=warnings,
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
    ruled = frozenset(number for number, paragraph in enumerate(item.article.paragraphs, 1) if paragraph.ruled)
    return Document(sentences, item.article.title, ruled)


def load_translator(
    name: str,
    *,
    engine: str = "auto",
    device: str = "auto",
    threads: int = 0,
    beam: int = BEAM,
    glossary: Glossary | None = None,
    cache: bool = False,
) -> Translator:
    """A translation model by registry name or folder, verified, loaded and tried on its canary sentence."""
    from importlib.metadata import version

    from summarizer.engines import load_engine
    from summarizer.engines.tokenizers import load_tokenizer
    from summarizer.lexicon import Lexicon

    model = resolve(name, "translator")
    tokenizer = load_tokenizer(model.path)
    loaded = load_engine(model, tokenizer, engine=engine, device=device, threads=threads)
    memory = None
    if cache and loaded.exact:
        memory = TranslationCache(cache_folder(), (fingerprint(model.path), loaded.name, loaded.compute_type, version(loaded.name)))
    used = _used(model, loaded.name, loaded.compute_type)
    entry = read_registry().get(model.name)
    translator = Translator(loaded, tokenizer, used, beam=beam, glossary=glossary, cache=memory, lexicon=Lexicon.of(model.path))
    if entry and {"source", "target"} <= entry.canary.keys():
        translator.try_canary(entry.canary["source"], entry.canary["target"])
    return translator


def load_summarizer(name: str, *, engine: str = "auto", device: str = "auto", threads: int = 0, guard: bool = True) -> Summarizer:
    """The embedded extractive summarizer, or a seq2seq one by registry name or folder, with or without the guard."""
    if name == EXTRACTIVE:
        from summarizer.extractive import ExtractiveSummarizer

        return ExtractiveSummarizer()
    from summarizer.engines import load_engine
    from summarizer.engines.tokenizers import load_tokenizer
    from summarizer.seq2seq import Recipe, Seq2SeqSummarizer

    model = resolve(name, "summarizer")
    tokenizer = load_tokenizer(model.path)
    loaded = load_engine(model, tokenizer, engine=engine, device=device, threads=threads)
    return Seq2SeqSummarizer(loaded, tokenizer, _used(model, loaded.name, loaded.compute_type), Recipe.of(model.path), guard=guard)


def _used(model: ModelFolder, engine: str, compute_type: str) -> ModelUsed:
    return ModelUsed(name=model.name, sha256=model.sha256, engine=engine, compute_type=compute_type, placeholder=model.placeholder)
