"""Is every number and every name of the abstract in the article, does it affirm what the article affirms, say of whom the article says it, and
rest on sentences that can be trusted?"""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.article import Abstract, Article, Checks, Sentence
from summarizer.glossary import Glossary
from summarizer.name_tables import FUNCTION_WORDS
from summarizer.names import unsupported_names
from summarizer.negation import abstract_flips
from summarizer.numbers import unsupported_numbers
from summarizer.relations import swapped_relations
from summarizer.vocabulary import written_words


def check(abstract: Abstract, sentences: Sequence[Sentence], article: Article, glossary: Glossary | None = None) -> Checks:
    """Look up the abstract's numbers and names in the source (title and date included), and its evidence among the flagged sentences.

    The English form of a term of `glossary` is supported by its Dutch one.
    """
    language = "en" if all(sentence.nl == sentence.en for sentence in sentences) else "nl"
    stated = "\n".join(sentence.text for sentence in abstract.sentences)
    # To look up the names that the abstract may have, the sentences that have a word of one, or a longer word, are enough.
    wanted = frozenset(word.lower() for word in written_words(stated) if not word.islower()) - FUNCTION_WORDS
    translation = "\n".join(sentence.en for sentence in sentences if any(map(sentence.en.lower().__contains__, wanted)))
    evidence = {number for sentence in abstract.sentences for number in sentence.evidence}
    nl, en = ({sentence.number: getattr(sentence, side) for sentence in sentences} for side in ("nl", "en"))
    dutch = "\n".join(filter(None, (article.title, article.text)))
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    # Mostly the evidence has them all, and the article needn't be read again.
    for where in ([nl[number] for number in sorted(evidence)], [article.title, article.date, article.text]):
        source = "\n".join(filter(None, where))
        source += "\n" + (glossary or Glossary()).support(source)
        numbers = tuple(unsupported_numbers(stated, source, language))
        names = tuple(unsupported_names(stated, source, translation, language))
        if not numbers and not names:
            break
    return Checks(
        unsupported_numbers=numbers,
        unsupported_names=names,
        repetition=_flagged("repetition", sentences, evidence),
        untranslated=_flagged("untranslated", sentences, evidence),
        negation=tuple(
            number
            for number, sentence in enumerate(abstract.sentences, start=1)
            if abstract_flips(sentence.text, [nl[i] for i in sentence.evidence], [en[i] for i in sentence.evidence], language)
        ),
        relations=tuple(
            dict.fromkeys(claim for sentence in abstract.sentences for claim in swapped_relations(sentence.text, dutch, language))
        ),
    )


def _flagged(flag: str, sentences: Sequence[Sentence], evidence: set[int]) -> tuple[int, ...]:
    return tuple(sentence.number for sentence in sentences if sentence.number in evidence and flag in sentence.flags)
