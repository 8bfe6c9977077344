"""Names as the article spells them, where a small translation model writes them by ear: `Serverij`, not `Servery`; `Kruithof`, not `Cruithof`."""

from __future__ import annotations

import re

from summarizer.name_tables import exonyms, fold, is_ordinary, sound_of, whole
from summarizer.vocabulary import marked_words

_SHORTEST = 4  # letters
# Dutch spelling of names from other scripts, which English has its own for: Navalni and Navalny, Tsjaikovski and Tchaikovsky.
_TRANSCRIBED = re.compile(r"sj|oe|i$|kh|ch")


def with_name_spelling(dutch: str, english: str) -> str:
    """The translation of a Dutch sentence, each name that only sounds like one of the source written as that one.

    Left as they are: names that English has a form of its own for, those that are spelled by sound in Dutch too, and English words that sound like
    the word in front.
    """
    ours, theirs = marked_words(english), marked_words(dutch)
    strange = ours - theirs
    lost = theirs - ours if strange else ()
    if not lost:
        return english
    by_sound = {sound_of(fold(name)): name for name in sorted(lost) if _is_own(name) and not exonyms("nl").rows([name])}
    for name in sorted(strange) if by_sound else ():
        spelled = by_sound.get(sound_of(fold(name)))
        # The word in front has a capital anyway: `Beter` is no name of which `Better` would be the sound.
        ordinary = spelled and is_ordinary(fold(name)) and dutch.startswith(spelled)
        if spelled and _is_own(name) and not ordinary and not exonyms("en").rows([name]):
            english = re.sub(whole(name), spelled, english)
    return english


def _is_own(name: str) -> bool:
    return len(name) >= _SHORTEST and name.isalpha() and name[0].isupper() and not name.isupper() and not _TRANSCRIBED.search(name)
