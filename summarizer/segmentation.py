"""Paragraphs -> sentences -> pieces that fit the model, and the way back. Nothing but white space is ever lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from summarizer.article import Article, SourceSentence

# --- Paragraphs -> sentences ---------------------------------------------------------------------------------------------------------------

_CHUNK = 10_000  # characters given to the splitter at once: a longer line is no prose, and this bounds its memory and its looking ahead

# Abbreviations that end no sentence, whatever follows. Those that may (enz., B.V., jan.) are left to the splitter.
_ABBREVIATIONS = (
    "afd art bijv blz bv ca chr dhr dr dra drs ds excl fam gebr gem hfst hr incl ing ir jhr jkvr joh kath lic mevr mgr mr mw nr nrs ong pag ph plm "
    "pres prof resp secr sgt st staatssecr th vgl vnl wnd zgn zog"
)
_ABBREVIATION = "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in _ABBREVIATIONS.split())
_LONGEST_ABBREVIATION = max(map(len, _ABBREVIATIONS.split()))
_MAY_END = r"(?:a\.u\.b|e\.a|e\.d|e\.v|n\.v\.t|o\.i\.d)\."  # among abbreviations with inner dots
_HIDDEN = re.compile(
    rf"""
      (?<!\w)(?=[A-Za-z]{{1,{_LONGEST_ABBREVIATION}}}\.)(?:   # words with a full stop behind them, which few have
        (?<!\.)(?:{_ABBREVIATION})\.(?=\s)                  # mevr. De Boer
      | (?<!\.)(?!{_MAY_END})(?:[a-z]\.){{2,6}}(?=\s)       # i.p.v. De Jong
      | (?:mag|dom|gal|zit|nat|mos|es)(?=\.\s)              # Dutch words that the splitter takes for abbreviations
      | (?:vol|tab|tel|gen|col|max|min)(?=\.\s+[^\W\d])     # the same, but before a number they are: max. 5, tel. 06
      )
    | (?<=\w)\.(?=[a-z]{{2}}|\d|[a-z]\.)                   # www.nu.nl, 1.500, e.d.
    | \A\s*\d{{1,3}}\.(?=\s)                                # 10. Samsung, as in a list
    | (?<=[.!?]\s)(?<!ml[nd]\.\s)(?<!mrd\.\s)[a-z](?=[A-Z]) # a name that opens a sentence in lower case: iPhone, eBay
    | [(\[{{](?![^()\[\]{{}}]{{0,200}}[)\]}}])              # a bracket that nothing closes: searching for its end costs time
    """,
    re.VERBOSE,
)

# The splitter is slow, and there is no doubt about most full stops. Those behind a word that it takes for no abbreviation and before a capital end a
# sentence, outside of brackets; at the end of a text, and before a small letter, none begins.
_ABBREVIATED = (
    "adm afmo alt ap apdo approx art atte atto ave bmo brig bsp bspw bzgl bzw ca cap capt cf cmdt cnel col de dgl dom dt emp en es etc evtl "
    "exca excl excmo exsmo ff fig figs fr gal gen ggf gob gral hno hnos incl inkl jue ldo lic lit lun mag mar max med mié mie min mos mr mrs "
    "ms mt nat nr ntra ntro pag phil prof rer resp sab sci sr sra srta st synth tab tel univ vda vie vol vs vta zit zzgl"
)
_SURE_END = re.compile(rf"(?<=\s)(?!(?:{_ABBREVIATED.replace(' ', '|')})\b)[a-zß-öø-ÿ]{{2,}}[.!?]\s+(?=[\"“]?[A-Z])")
_OPENING = r"(\[{\u2329\u2983\u2985\u2988\u3018\u301a\ufd3e\ufe59\ufe5b\ufe5d\uff08\uff3b\uff5b\uff5f"
_BRACKET = re.compile(f"[{_OPENING}]")
_BRACKETED = re.compile(rf"[(\[][^{_OPENING})\]]*[)\]]")
_TERMINAL = re.compile(r"[.!?;\u203c\u203d\u2047-\u2049\u3002\ufe52\ufe57\uff01\uff0e\uff1f\uff61](?!\s+[a-zß-öø-ÿ])")
_LAST = re.compile(r"[.!?;]+[\"'’”]?\s*\Z")


def split_article(article: Article) -> tuple[SourceSentence, ...]:
    """The sentences of all paragraphs in order, numbered from 1; a heading is one sentence. The title is not among them."""
    found: list[SourceSentence] = []
    for number, paragraph in enumerate(article.paragraphs, 1):
        texts = [paragraph.text.strip()] if paragraph.is_heading else split_sentences(paragraph.text)
        found += [SourceSentence(len(found) + i, number, text, paragraph.is_heading) for i, text in enumerate(filter(None, texts), 1)]
    return tuple(found)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, stripped. A newline always ends one; without white space, their concatenation is the text's own."""
    return [sentence for line in text.splitlines() for chunk in _chunks(line.strip()) for sentence in _split_chunk(chunk)]


def _split_chunk(text: str) -> Iterator[str]:
    """Cut where the splitter sees a sentence start, by position only: so it can neither change a character nor drop one."""
    shown = _HIDDEN.sub(_hide, text).replace("…", ".")  # to the splitter: of the same length, so that positions hold
    starts: list[int] = []
    for start, end in pairwise([0, *_sure_starts(shown), len(text)]):
        starts += [start, *(start + within for within in _starts_within(shown[start:end]))]
    for start, end in pairwise([*starts, len(text)]):
        if sentence := text[start:end].strip():
            yield sentence


def _sure_starts(shown: str) -> list[int]:
    """Where the splitter couldn't but see a sentence start; what is in brackets is left to it."""
    if "(" in shown or "[" in shown:
        shown = _BRACKETED.sub(lambda match: "x" * len(match[0]), shown)
    return [] if _BRACKET.search(shown) else [match.end() for match in _SURE_END.finditer(shown)]


def _starts_within(shown: str) -> list[int]:
    """Where the splitter sees a sentence start, but for the first."""
    terminal = _TERMINAL.search(shown)
    if not terminal or (_LAST.match(shown, terminal.start()) and not _BRACKET.search(shown)):
        return []
    from syntok import segmenter

    return [sentence[0].offset for paragraph in segmenter.analyze(shown) for sentence in paragraph][1:]


def _hide(match: re.Match[str]) -> str:
    """The same length in letters that mean nothing to the splitter; a capital where a lone letter opens a sentence."""
    return "X" if match[0].isalpha() and len(match[0]) == 1 else re.sub(r"\S", "x", match[0])


def _chunks(line: str) -> Iterator[str]:
    """The line itself, or parts of at most `_CHUNK` characters: cut after a full stop, else at a space, else anywhere."""
    start = 0
    while len(line) - start > _CHUNK:
        window = line[start : start + _CHUNK]
        cut = window.rfind(". ") + 1 or window.rfind(" ") + 1 or _CHUNK
        yield window[:cut]
        start += cut
    yield line[start:]


LONGEST_WORD = 300  # characters; longer are data (base64, data: addresses), which would keep the model busy for hours
_DATA = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def has_data(text: str) -> bool:
    """Whether a word in it is too long for one of a language."""
    return bool(_DATA.search(text))


def words_beside_data(text: str) -> int:
    """How many words there are beside such."""
    return len(_DATA.sub(" ", text).split())


# --- Sentences -> pieces -------------------------------------------------------------------------------------------------------------------

# Where a sentence may be cut, the best kinds of place first, with what each is worth in piece lengths off the ideal place.
_CUTS = [
    (re.compile(r"(?<=[;:.!?…])\s+"), 0.0),
    (
        re.compile(
            r"(?<=[,)–—-])\s+(?=(?:en|maar|of|want|dus|omdat|terwijl|zodat|waardoor|hoewel|nadat|voordat|toen|als|die|dat|waar\w*)\s)"
        ),
        0.05,
    ),
    (re.compile(r"(?<=[,)–—])\s+|(?<=\s-)\s+"), 0.1),
    (re.compile(r"(?<!\s)\s++(?=(?:en|maar|of|want|omdat|terwijl|zodat|waardoor|hoewel|nadat|voordat|dat|die|waar\w*)\s)"), 0.2),
    (re.compile(r"\s+"), 0.4),
]


def split_pieces(sentence: str, count: Callable[[str], int], budget: int) -> list[str]:
    """Pieces of at most `budget` by `count`, as even as the clauses allow; cut inside a word only where one word is over the budget alone.

    Each level of halving counts every piece once, so a text of n tokens costs about n log n. A single character is never cut.
    """
    pieces: list[str] = []
    stack = [sentence.strip()]
    while stack:
        text = stack.pop()
        size = count(text) if text else 0
        if size <= budget or len(text) == 1:
            pieces += [text] if text else []
            continue
        cut = _best_cut(text, -(-size // budget))
        stack += [text[cut:].lstrip(), text[:cut].rstrip()]
    return pieces


def _best_cut(text: str, wanted: int) -> int:
    """Where to cut a text that is to become `wanted` (two or more) pieces: near a whole number of pieces, at the best mark around."""
    piece = len(text) / wanted
    ideal = piece * (wanted // 2)
    low, high = int(ideal - piece / 2), int(ideal + piece / 2) + 1
    places = [
        (abs(match.end() - ideal) / piece + cost, match.end())
        for pattern, cost in _CUTS
        for match in pattern.finditer(text, max(1, low), high)
    ]  # fmt: skip
    if places:
        return min(places)[1]
    # No white space around: go to the nearest, else cut the word itself.
    spaces = [place for place in (text.rfind(" ", 1, max(1, low)), text.find(" ", high)) if place > 0]
    return min(spaces, key=lambda place: abs(place - ideal)) if spaces else max(1, round(ideal))


# --- And back ------------------------------------------------------------------------------------------------------------------------------

_FULL_STOP = re.compile(r"(?<=\w)\.$")
_SMALL_WORD = re.compile(
    r"(?:The|A|An|And|But|Or|So|Because|While|Which|Who|That|This|These|It|He|She|They|We|In|On|At|For|From|With|To|As|If|When)\b"
)


def join_pieces(pieces: list[str]) -> str:
    """One sentence of translated pieces. Mends only what is surely wrong: a full stop before a small letter, a capital after a comma."""
    joined = ""
    for piece in filter(None, map(str.strip, pieces)):
        if joined and piece[0].islower():
            joined = _FULL_STOP.sub("", joined)
        elif joined and joined[-1] in ",;" and _SMALL_WORD.match(piece):
            piece = piece[0].lower() + piece[1:]
        joined += f" {piece}" if joined else piece
    return joined
