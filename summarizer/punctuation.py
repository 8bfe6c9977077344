"""The one punctuation normalisation, used alike on training data and on what users translate.

The embedded model has only ever seen text that went through this table; a curly quote that did not would be an unknown piece to it.
"""

from __future__ import annotations

_TABLE = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‘": "'", "’": "'", "‚": "'", "`": "'",
        "–": "-", "—": "-", "‑": "-", "•": "-",
        "…": "...",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
        "\u00ad": "", "\u200b": "", "\ufeff": "",
    }
)  # fmt: skip


def normalise(text: str) -> str:
    """Straight quotes, plain hyphens, plain single spaces; idempotent, and it never touches letters or digits."""
    return " ".join(text.translate(_TABLE).split())
