"""Dutch words that a translation model left as they were: `the mits they are`, `eleven koeriers`.

Such a word stands in both texts in lower case, is in no list of English words and is spelt as English words hardly ever are. Words that the two
languages share (hotel, wifi, bitcoin) are none, nor are rare ones without a Dutch look (fort, mars): a few are missed so that few are wronged.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.name_tables import FUNCTION_WORDS, is_ordinary
from summarizer.number_words import REMEMBERED
from summarizer.vocabulary import small_words

_LEAST_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DUTCH_LOOK = re.compile(
    r"""
      aa | uu | ij | oe | ui | eu(?!r) | oo[a-z] | ee[a-z] | ou[wd] | ieu | uw | cht | sch | z[aeiou]   # groepen, duizend, krijgt
    | ^(?: z | k[lnrw] | sl | aan | uit | op[bdglmnstvz] | ge[bdfghklmprstvwz] | ver[bdfghklmpsvwz])    # zulke, knap, aanbod, gelogen
    | (?: [aeiourln]k | ks | ie | ig | gt | ft | ts | lijk | heid | tje | isch | eel | eert | 's)$     # kerk, jaarlijks, grappig, oma's
    | (?: ken | [aeiou][bdfgklmnprst]en | [bcdfghklmnprstvw]{2}en)$                                    # weken, buren, gassen
    """,
    re.VERBOSE,
)
_DUTCH = frozenset({"elke", "mits", "sommige"})  # frequent, and without that look


def leftover_words(source: str, english: str, also: str = "") -> list[str]:
    """The words of the Dutch source that are still in its translation; those of `also`, which a glossary says, are wanted there."""
    if not any(map(_looks_dutch, small_words(source) & small_words(english))):  # words, or parts of them
        return []
    shared = set(_WORD.findall(source)).intersection(_WORD.findall(english))
    return sorted(word for word in shared if word.islower() and _is_dutch(word) and word not in also)


@lru_cache(maxsize=REMEMBERED)
def _looks_dutch(word: str) -> bool:
    return word in _DUTCH or word == "s" or bool(_DUTCH_LOOK.search(word))


def _is_dutch(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS and _looks_dutch(word) and not (is_ordinary(word) or word in FUNCTION_WORDS)
