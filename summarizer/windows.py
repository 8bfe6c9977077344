"""How many articles go through the engine together: in a window of the pipeline, or a group of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summarizer.article import Article

# A few dozen batches of sentences of each length, some ten megabytes. With 32 or 64 it is as fast; with 64 a long run takes more memory.
ARTICLES, WORDS = 40, 15_000
# The first window, and twice as much each time. While the first is made ready the engine has nothing to do, and nobody has a result: with windows of
# one size forty to a hundred and fifty articles took 2 to 4 % longer, and the first of a hundred came when all of them were done.
_FIRST_ARTICLES, _FIRST_WORDS = 8, 2_500


def limits(number: int) -> tuple[int, int]:
    """The most articles, and the most words, of a window by its number in the run, from 0."""
    grown = 1 << min(number, 10)
    return min(ARTICLES, _FIRST_ARTICLES * grown), min(WORDS, _FIRST_WORDS * grown)


def windows(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in order, within the limits but for a single longer one; taken only as they are needed."""
    window: list[Article] = []
    number = words = 0
    for article in articles:
        window.append(article)
        words += article.words
        most_articles, most_words = limits(number)
        if len(window) == most_articles or words >= most_words:
            yield window
            window, words, number = [], 0, number + 1
    if window:
        yield window
