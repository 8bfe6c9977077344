"""Terms of a glossary in a translation.

A small model copies an English word that it finds in a Dutch sentence. So where a term came out otherwise, the sentence is translated once more
with the English term in the place of the Dutch one (Dinu et al. 2019, here without training for it), and what comes back slightly garbled is
put right. It is taken where it says more of the terms, the guards find no more fault with it than with the plain translation, and the model
itself doesn't like it much less: unless a lost or invented claim is put right by it, a term isn't worth the rest of the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from summarizer.glossary import Glossary, put_back, says
from summarizer.guards import HARD, Attempt, judge_claims

# How much lower the mean log-probability of a word piece may be with the terms. Of 55 sentences of news and FLORES that came out otherwise with them,
# the two that are worse lie at -0.03 and -0.13, all others at -0.013 or above, most of them above 0.
LESS_LIKED = 0.02

Translate = Callable[[Collection[str]], Mapping[str, Attempt]]


def with_terms(attempts: Mapping[str, Attempt], glossary: Glossary, translate: Translate) -> dict[str, Attempt]:
    """The attempts, judged beside their Dutch, with more of the glossary's terms in them; `translate` is asked once, for all that lack some."""
    mended = {source: _mended(source, attempt, glossary, is_judged=True) for source, attempt in attempts.items() if glossary.find(source)}
    again = {source: glossary.switched(source) for source, attempt in mended.items() if glossary.unsaid(source, attempt.text)}
    best = {**attempts, **mended}
    if again:
        found = translate(list(dict.fromkeys(again.values())))
        for source, switched in again.items():
            least = best[source].score - LESS_LIKED
            best[source] = min(
                best[source], _mended(source, found[switched], glossary), key=lambda attempt: _rank(source, attempt, glossary, least)
            )
    return best


def _mended(source: str, attempt: Attempt, glossary: Glossary, *, is_judged: bool = False) -> Attempt:
    """The attempt with garbled terms put right, judged beside its Dutch and what the glossary says of it.

    That only takes faults away: one that `is_judged` beside the Dutch alone and has none stays as it is where nothing was garbled.
    """
    terms = [found.term for found in glossary.find(source)]
    text = put_back(attempt.text, terms)
    if source[:1].isupper():
        text = text[:1].upper() + text[1:]
    if is_judged and text == attempt.text and not attempt.wrong:
        return attempt
    said = "\n".join(term.dutch for term in terms if says(text, term))
    claims, wrong = judge_claims(source, text, glossary.support(source), said, attempt.given)
    kept = tuple(fault for fault in attempt.faults if fault in HARD or fault == "restored")
    return replace(attempt, text=text, faults=(*kept, *claims), wrong=wrong)


def _rank(source: str, attempt: Attempt, glossary: Glossary, least: float) -> tuple[int, int, bool, int]:
    """Sorts the better first; of equals the first stays."""
    return len(HARD.intersection(attempt.faults)), attempt.wrong, attempt.score < least, len(glossary.unsaid(source, attempt.text))
