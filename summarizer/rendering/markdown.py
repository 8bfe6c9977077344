"""A result as Markdown, readable as it stands and when rendered."""

from __future__ import annotations

import re

from summarizer.article import Result
from summarizer.output import printable
from summarizer.rendering.text import findings


def to_markdown(result: Result, *, label: str = "") -> str:
    """The abstract with a footnote for each sentence: the Dutch sentences that it rests on.

    `label` goes before the footnotes' numbers, which must differ where several results share a document.
    """
    article = result.article
    dutch = {sentence.number: sentence.nl for sentence in result.sentences}
    sentences = list(enumerate(result.abstract.sentences, 1))
    lines = [f"## {escape(result.abstract.title or article.path or 'Abstract')}", ""]
    lines += [" ".join(f"{escape(sentence.text)}[^{label}{i}]" for i, sentence in sentences), ""]
    if found := findings(result.checks):
        lines += [f"> **{escape(found)}**", ""]
    facts = [article.title, article.date, article.path, f"{article.words} words"]
    lines += ["*" + escape(" · ".join(fact for fact in facts if fact)) + "*", ""]
    for i, sentence in sentences:
        evidence = " ".join(f"[{number}] {escape(dutch[number])}" for number in sentence.evidence)
        lines.append(f"[^{label}{i}]: {evidence or 'no sentence of the article'}")
    return "\n".join(lines)


def escape(text: str) -> str:
    """One line that Markdown shows as it is: also where it begins like a list, holds HTML or, as GitHub reads it, a formula."""
    text = re.sub(r"([\\`*_{}\[\]<>#|~&$])", r"\\\1", printable(text).strip())
    return re.sub(r"^([-+=]|\d+(?=[.)]))", lambda match: f"\\{match[0]}" if not match[0][0].isdigit() else f"{match[0]}\\", text)
