"""Which language a text is in: a vote of function words, which abstains when it is unsure.

Function words are a third to a half of any running text and are hardly ever borrowed, so that counting some fifty of them a language tells
languages apart that share most of their spelling. A word counts for every language that has it, but for less where several do: `de` is Dutch,
Frisian, French and Spanish, `niet` is Dutch alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from summarizer.vocabulary import lower_words, written_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LANGUAGES: Mapping[str, frozenset[str]] = {
    "nl": _words(
        "de het een en van in is dat op te zijn met voor die niet aan er om ook als dan maar bij nog naar heeft hij ze zij uit worden wordt werd "
        "werden door over hebben had haar ik je we wel kan kon kunnen moet zou deze dit geen meer wat waar daar of tot al volgens onder tegen "
        "tussen zei was veel na toen net zich zo ons men hun twee tijdens waren omdat der zegt aldus mag"
    ),
    "en": _words(
        "the of and to in is that it was for on are as with his they at be this have from or had by but not what all were we when can said there "
        "an which she do their if will he has its who been would more about after also into than them these a i you my no our so just "
        "some many other very most should could such only during those while each over men door"
    ),
    "de": _words(
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei "
        "einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch ich wir kein"
    ),
    "fr": _words(
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son mais ou comme aux cette ses l d "
        "qu je nous vous elle été leur être fait deux"
    ),
    "es": _words(
        "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este porque esta entre cuando muy sin sobre "
        "también me hasta hay donde desde todo nos fue son es ha"
    ),
    "af": _words(
        "die van en in is het 'n nie wat op te vir dat met sy aan hy om was as ook word sal kan deur maar uit of daar hulle ek ons by na nog toe "
        "baie jy hierdie oor moet tot meer geen kon so self waar onder teen gesê tussen wees hul volgens"
    ),
    "fy": _words(
        "de fan it en in yn op te is dat mei foar net oan der om ek as mar by noch nei hat hy se sy út wurde wurdt troch oer ha hie har ik jo wy "
        "ien dy dit gjin mear wat wêr of ta al neffens ûnder tsjin tusken doe sei wie binne fanút waard"
    ),
}

_FIRST_WORDS = 20_000  # enough for any article, and a bound for a file that is none
_FIRST_CHARACTERS = 10 * _FIRST_WORDS
_FEWEST_WORDS = 4
_LEAST_COVERAGE = (
    0.15  # of the words, those that are the winner's function words: below this it is a list, code, or a language not known here
)
_LEAST_SCORE, _LEAST_MARGIN = 1.0, 1.25  # votes the winner needs, and how often the runner-up's
_LEAST_SCORE_EN, _LEAST_MARGIN_EN = 1.5, 3.0  # English names and quotes in Dutch sentences are common, so English has more to prove
_MOST_DUTCH_IN_EN = 0.02  # of the words: one `zei` after a quote makes the sentence one to translate, a Dutch name in a long text doesn't

_WORD = re.compile(r"(?<!\w)'n(?!\w)|\b[^\W\d_]+\b")
# `The Lord of the Rings`: the small words of a name say what language the name is in, not the sentence.
_WITHIN_NAME = re.compile(r"\b(?:The|A|An|Of|And|For|In|To|On)(?= [A-Z])|(?<=\w )(?:of|the|and|for|in|to|on|a|at)(?= (?:the )?[A-Z])")

# The month, which in Frisian means `with`.
_MAY = re.compile(r"(?:\d|\b(?:in|begin|half|eind|sinds|vanaf|tot|van)) mei\b|\bmei \d{4}\b")


def detect(text: str) -> str | None:
    """The language of a document or of one sentence as a key of `LANGUAGES`, or None when unsure.

    Four words can be enough; two never are. English is only said of a sentence that is English from end to end.
    """
    start = _WITHIN_NAME.sub("", text[:_FIRST_CHARACTERS]).replace("’", "'").lower()
    found = _WORD.findall(_MAY.sub("", start) if "mei" in start else start)
    words = Counter(found[:_FIRST_WORDS])
    if words.total() < _FEWEST_WORDS:
        return None
    votes = dict.fromkeys(LANGUAGES, 0)
    for word in words.keys() & _LANGUAGES_OF:
        for language in _LANGUAGES_OF[word]:
            votes[language] += words[word] * _VOTE // len(_LANGUAGES_OF[word])
    (score, best), (second, _) = sorted(((count / _VOTE, language) for language, count in votes.items()), reverse=True)[:2]
    covered = sum(words[word] for word in words.keys() & LANGUAGES[best])
    least, margin = (_LEAST_SCORE_EN, _LEAST_MARGIN_EN) if best == "en" else (_LEAST_SCORE, _LEAST_MARGIN)
    if score < least or score < margin * second or covered < _LEAST_COVERAGE * words.total():
        return None
    if best == "en" and sum(words[word] for word in words.keys() & _DUTCH_ALONE) > _MOST_DUTCH_IN_EN * words.total():
        return None
    return best


def is_english(sentence: str) -> bool:
    """Whether `detect` says so of a sentence with a word that is English alone; of a Dutch one that is seen faster."""
    words = lower_words(sentence)
    if _ENGLISH_ALONE.isdisjoint(words):
        return False
    has_dutch = not _DUTCH_ALONE.isdisjoint(words)
    return not (has_dutch and _MOST_DUTCH_IN_EN * len(written_words(sentence)) < 1) and detect(sentence) == "en"


def _languages_of(lists: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, words in lists.items():
        for word in words:
            found.setdefault(word, []).append(language)
    return found


_LANGUAGES_OF = _languages_of(LANGUAGES)
_VOTE = 60  # what a word has, in whole numbers for one to six languages to share
_DUTCH_ALONE, _ENGLISH_ALONE = (frozenset(word for word in LANGUAGES[key] if _LANGUAGES_OF[word] == [key]) for key in ("nl", "en"))
