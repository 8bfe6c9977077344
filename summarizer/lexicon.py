"""A translation model's lexicon: what Dutch words are in English.

A small model has seen most words of its corpus too seldom to learn them, whereas counting aligned words (scripts/build_lexicon.py) misses few. So
the model reads them in English, which it has learned to take as they come (Dinu et al. 2019), and is left with the grammar. A compound that isn't
in the lexicon is taken apart where both its parts are: `telecominfrastructuur` is `telecom infrastructure`.

Beside words the lexicon has four other kinds of entries: phrases (`in plaats van`); verbs whose parts stand apart (`stelt … uit`: `De raad stelt de
stemming uit`), some of them by several words (`neemt … in beslag`); those words and such a verb behind them, with auxiliaries between or none (`in
beslag + genomen`: `dat het in beslag is genomen`); and what a word is as the first or the last part of a compound, where that is another (`zorg-`,
`-bureau`).

Words and phrases with several senses, frequent enough that the model has learned to tell them by what stands around them (`rekening`: account, bill),
have a | before their forms: in a sentence they are left in Dutch, and only compounds use what they are in English.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise, takewhile
from pathlib import Path
from typing import TypeVar

from summarizer.errors import ModelDamaged
from summarizer.glossary import english_plural
from summarizer.number_words import REMEMBERED, words

NAME = "lexicon.tsv"  # in the model's folder
# Not the half of zo'n, e-mail or nu.nl; a word in quotation marks is one, and so is one with the 's of the plural: foto's.
_WORD = re.compile(r"(?<![\w@/.-])(?<!\w[’'])[^\W\d_]+(?:[’']s\b)?(?![\w@/-]|[’']\w|\.\w)")
_LETTERS = re.compile(r"[^\W\d_]+")
# What stands before a word that opens a sentence, the first one aside: no name does behind `mr. ` or `J. `.
_OPENS = re.compile(r"(?:(?!prof|mevr)[a-zà-ÿ]{4}|\d\d|%)[.!?][\"'”’)]*\s[\"'“‘(]*$")
# Behind more than one, `jaar` is `years`.
_SEVERAL = re.compile(
    r"\b(?:(?!1 )\d{1,3}(?:,\d+)?|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|vijftien|twintig|dertig|veertig|vijftig|honderd|duizend"
    r"|aantal|paar|tientallen|honderden|duizenden|miljoen|miljoenen|miljard) $"
)
# Behind these English has an `of`, where a noun follows: duizenden klanten.
_MANY = words("tientallen honderden duizenden tienduizenden honderdduizenden miljoenen miljarden")
_NO_NOUN = words(
    "van per of te is zijn was waren wordt worden werd werden heeft hebben had hadden kan kon kunnen zou zouden wil wilde moet moest zal mag krijgt "
    "kreeg komt kwam meer minder niet"
)
_BEFORE = 20  # characters that these two look back
# A word behind a hyphen: the `topman` of ASML-topman, oud-topman. Not that of 16-jarige, e-mail or U-boten.
_HYPHENED = re.compile(r"(?<![\w@/.’'-])((?=\w\w)\w*[A-Z]\w*|oud|ex)-([^\W\dA-Z_]{3,}|Kamerlid|Kamerleden)(?![\w@/’'-]|\.\w)")
# A whole word with a hyphen or an apostrophe in it, which is an entry or none: AOW-leeftijd, zzp'er.
_WITH_SIGN = re.compile(r"(?<![\w@/.’'-])[^\W\d_]+(?:[’'-][^\W\d_]+)+(?![\w@/-]|[’']\w|\.\w)")
_JOINED = re.compile(r"(?<![\w@/.’'-])([a-zà-ÿ]{3,})-([a-zà-ÿ]{4,})(?![\w@/’'-]|\.\w)")  # slaapapneu-apparaten
# Frans Hals, Frans de Wit: the one word for a people that is as often a first name.
_FRANS = re.compile(r"Frans (?:van |de |den |der |ter |ten )*[A-Z][\w'’-]*")
_FIRM = re.compile(r"[A-Z][\w’'-]+ & [A-Z][\w’'-]*\w")  # Huis & Haspel: a name, whatever its words are
_FORMER = {"oud": "former", "ex": "former", "Oud": "Former", "Ex": "Former"}
_CLOSING = ".,:;!?…)]\"'”’»"  # what may stand right behind a word
_PLURAL = ("'s", "’s")  # elektrische auto's
LEAST_PART = 4  # letters of a compound's part
_LEAST_NAME = 3  # letters of a name that opens a sentence: Ren
_NO_NAME = 12  # letters of a compound that opens a sentence, from which it is none: Betaalbrug is one
LINKS = ("s", "en", "e", "")  # between the parts: beveiligingsbedrijf, ziekenhuis, zonnepaneel
LEFT = "|"  # before the forms of what is left in Dutch
APART = " … "  # between a verb and its other part
BEHIND = " + "  # between other words and their verb
_FARTHEST, _FARTHER = 14, 30  # words between the two: as far as the one word of the other part, and the several, are looked for
# What ends a clause: a sign, or a word that can follow the second part of a verb there and no noun.
_SIGN = re.compile(r"""["”“();!?…]|['’](?!\w)|[.,:](?!\d)""")
_STOP = re.compile(r"""["”“();!?…]|['’](?!\w)|[.:](?!\d)""")  # several words are told from others of another clause, or of a list
_AUXILIARIES = words(
    "is zijn was waren werd werden wordt worden heeft hebben had hadden kan kunnen kon konden wil willen wilde wilden moet moeten moest moesten zal "
    "zullen zou zouden mag mogen gaat gaan te"
)
_OF = re.compile(r"(?<!-)\bof\b(?!-)")  # which in a Dutch sentence is `or`
_TE = re.compile(r" te ([a-z]+)")
_FOLLOWING = words(
    "aan als bij binnen dan dankzij dat die door doordat en hoe hoewel in maar met mits na naar nadat nu of om omdat ondanks onder op over per rond "
    "sinds te tegen tenzij terwijl tijdens toen tot totdat tussen uit van vanaf vanwege via volgens voor voordat waar waaraan "
    "waarbij waardoor waarin waarmee waarna waaronder waarop waarover waaruit waarvan waarvoor wanneer wegens zich zodat zodra zoals zolang zonder"
)
# What stands behind these is no verb: vorige week, though `week … af` is one.
_BEFORE_NOUN = words(
    "de het een geen deze dit die elke ieder iedere vorige volgende afgelopen komende hele halve eerste tweede derde haar zijn hun"
)
# Endings that make words rather than being one: mogelijk, vrijheid, betrouwbaar.
SUFFIXES = words(
    "lijk lijke heid baar bare loos loze zaam zame matig matige achtig achtige schap chap ling ding ting ping ring sing elijk ering ende ens gaan "
    "eren eert eerde eerden erend erende aten uren elen ngen sten ster isten enden ieke vormig vormige aard aardig aardige rust klare heden schappen "
    "waarts kundig kundige dingen ringen kende rende tende lende"
)

# A word that opens a sentence and that the lexicon hasn't is a name where a verb follows that is one person's, but for these, and for what adverbs
# and abstract nouns begin and end like: of 742 such words of 76,000 sentences, 16 were none.
_OPENERS = words(
    "alle alleen alles althans alvast andere anders andersom bijna deze dezelfde eerst elke enige evenals geef genoeg graag haar helemaal hetzelfde "
    "hoewel iedere iedereen ieder iemand iets indien inmiddels intussen jouw jullie later liefst maar maart meer meest mijn minder misschien morgen "
    "neem niemand niets nooit omdat omgekeerd onze overal samen soms straks terwijl toch toen vaak veel verder voer want waar waarom weinig welke "
    "zelf zelfs zeer zoek zoiets zowel bekijk het hij dat zij wie wat wel men die hoe hem ook dit hun ons dan mij een elk nog nou nee pas net dus "
    "als toe via per wij jij zes elf"
)
_NO_OPENING_NAME = re.compile(
    r"(?:aan|achter|binnen|boven|buiten|daar|des|door|dus|hier|niet|onder|over|tegen|tussen|uit|voor|waar)[a-z]*|"
    r"[a-z]*(?:lijk|weg|end|ens|ing|heid|isch|maal|wijs|wijze|halve|zijds|waarts|loos|schap|teit)s?"
)
_ONE_PERSONS = words(
    "is was heeft had kan kon wil wilde moet moest mag mocht zal zou wordt werd gaat ging komt kwam krijgt kreeg doet deed laat liet ziet zag zegt "
    "zei vindt vond geeft gaf neemt nam weet wist staat stond ligt lag houdt hield blijft bleef"
)

_Found = TypeVar("_Found")


class Lexicon:
    """Dutch words in lower case to their English forms, the one to use first, with | between them, and before them where they are left in Dutch."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._left = frozenset(word for word, forms in entries.items() if forms[:1] == LEFT)
        self._words = words = {**entries, **{word: entries[word].removeprefix(LEFT) for word in self._left}}
        # By their first words, their second ones, and their third ones ("" where there is none), the longest first.
        self._phrases: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        self._apart: dict[str, set[str]] = defaultdict(set)  # the other parts of a verb
        self._apart_far: dict[str, dict[str, list[str]]] = defaultdict(dict)  # … of several words, by their first
        # The verbs behind other words, by the first and the second of these, all of these, and the verbs' own first words.
        self._behind: dict[str, dict[str, dict[str, dict[str, list[str]]]]] = defaultdict(dict)
        for entry in sorted((entry for entry in words if " " in entry), key=len, reverse=True):
            verb, is_apart, particle = entry.partition(APART)
            before, is_behind, verb_behind = entry.partition(BEHIND)
            if is_behind:
                first, second, *_ = *before.split(" "), ""
                self._behind[first].setdefault(second, {}).setdefault(before, {}).setdefault(verb_behind.partition(" ")[0], []).append(
                    verb_behind
                )
            elif is_apart and " " in particle:
                self._apart_far[verb].setdefault(particle.partition(" ")[0], []).append(particle)
            elif is_apart:
                self._apart[verb].add(particle)
            else:
                first, second, third, *_ = *entry.split(" "), ""
                self._phrases[first][second][third.rstrip(_CLOSING)].append(entry)
        self.forms = lru_cache(maxsize=REMEMBERED)(self._forms)

    @classmethod
    def of(cls, folder: Path) -> Lexicon | None:
        """Of a model, if there is one in its folder. Raises ModelDamaged."""
        return cls.load(path) if (path := folder / NAME).is_file() else None

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Of a file with a line a word: Dutch, a tab, English forms. Raises ModelDamaged."""
        try:
            return cls(dict(line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()))
        except (OSError, ValueError) as error:
            raise ModelDamaged(f"{path} can't be read ({error})") from error

    def _forms(self, word: str) -> tuple[str, ...]:
        """The English of a Dutch word in lower case, of a compound too; none where it isn't known."""
        if known := self.known(word):
            return known
        for start in range(LEAST_PART - 1, len(word) - LEAST_PART + 2):  # the longest last part first
            last = word[start:]
            if last in SUFFIXES or not (head := self._as_last(last)):
                continue
            if modifier := self._as_first(word[:start]):
                return (f"{modifier} {head}",)
        return ()

    def _as_first(self, part: str) -> str | None:
        """The English of a compound's first part, with or without its link."""
        if special := self._words.get(part + "-"):
            return special
        for link in LINKS:
            first = part.removesuffix(link)
            if part.endswith(link) and (special := self._words.get(first + "-")):
                return special
            if part.endswith(link) and len(first) >= LEAST_PART and (forms := self._words.get(first)):
                return forms.partition("|")[0]
        return None

    def _as_last(self, part: str) -> str | None:
        if special := self._words.get("-" + part):
            return special
        return next(iter(self.known(part)), None) if len(part) >= LEAST_PART else None

    def known(self, word: str) -> tuple[str, ...]:
        """The English of a word in the lexicon, or one with the -s or 's of the plural behind it."""
        if forms := self._words.get(word):
            return tuple(forms.split("|"))
        is_plural = word.endswith("s") and not word.endswith("ens") and len(word) > LEAST_PART + 1  # tijdens, zoals
        singular = self._words.get(word[:-1].rstrip("'’")) if is_plural else None
        return tuple(english_plural(form) for form in singular.split("|")) if singular else ()

    def switched(self, dutch: str, choose: Callable[[str, tuple[str, ...]], str | None] = lambda _, forms: forms[0]) -> str:
        """The Dutch sentence with its words in English, as far as `choose`, given word and forms, has an answer. Names are left alone."""
        tokens = list(_WORD.finditer(dutch))
        present = {token[0] for token in tokens}
        pairs = _pairs(dutch)
        parts: list[str] = []
        done = 0  # as far as the sentence is in `parts`
        gone: dict[int, int] = {}  # where second parts of verbs begin and end
        for number, token in enumerate(tokens):
            start, end = token.span()
            if start < done:  # within a phrase
                continue
            word = token[0]
            back = max(0, start - _BEFORE)
            is_first = number == 0 or (word[0].isupper() and bool(_OPENS.search(dutch, back, start)))
            phrase = self._phrase(dutch, start, word, pairs) if word in self._phrases else None
            if not phrase and word == "Frans" and _FRANS.match(dutch, start):
                continue
            lower = word.lower() if is_first and not phrase and word not in self._words else word
            form = None
            if start in gone:
                parts.append(dutch[done:start].removesuffix(" "))
                done = gone[start]
                continue
            if not phrase and lower != word and lower in self._phrases:
                phrase = self._phrase(dutch, start, lower, pairs)
            behind = self._verb_behind(dutch, tokens, number) if lower in self._behind else None
            if behind and behind[2] >= start + len(phrase or ""):
                entry, auxiliaries, far = behind
                form = choose(entry, tuple(self._words[entry].split("|")))
                form, end = (auxiliaries + form, far) if form else (None, end)
            elif phrase in self._left:
                parts.append(dutch[done : start + len(phrase)])
                done = start + len(phrase)
                continue
            elif phrase:
                form = choose(phrase, tuple(self._words[phrase].split("|")))
                end = start + len(phrase) if form else end
            elif (
                (lower in self._apart or lower in self._apart_far)
                and (other := self._other_part(dutch, tokens, number, present))
                and other[0] not in gone
            ):
                form = choose(lower, tuple(self._words[lower + APART + dutch[slice(*other)]].split("|")))
                gone |= {other[0]: other[1]} if form else {}
            if not form and lower not in self._left and (forms := self._forms_in_place(word, is_first=is_first)):
                form = choose(lower, ("years", *forms) if word == "jaar" and _SEVERAL.search(dutch, back, start) else forms)
            if form:
                form = _as_read(form)
                form += " van" if lower in _MANY and end == token.end() and self._noun_follows(dutch, tokens, number) else ""
                parts += (dutch[done:start], form[0].upper() + form[1:] if word[0].isupper() else form)
                done = end
        text = "".join(parts) + dutch[done:]
        if "-" not in text and "'" not in text and "’" not in text:
            return text
        text = _WITH_SIGN.sub(lambda match: self._whole(match, choose), text)
        said = {word for part in parts if "-" in part for word in part.split()} - set(dutch.split())  # English: long-running is no lung
        text = _HYPHENED.sub(lambda match: self._without_hyphen(match, choose), text)
        return _JOINED.sub(lambda match: match[0] if match[0] in said else self._in_two(match, choose), text)

    def opening_name(self, dutch: str) -> str | None:
        """The name that opens a sentence, where it can't be an ordinary word: `Meijer krijgt een boete.`"""
        if opening := _FRANS.match(dutch) or _FIRM.match(dutch):
            return opening[0]
        first = _WORD.match(dutch)
        verb = _WORD.match(dutch, first.end() + 1) if first else None
        if not first or not verb or dutch[first.end()] != " ":
            return None
        name, lower = first[0], first[0].lower()
        if len(name) < _LEAST_NAME or name == lower or not name[1:].islower() or name in self._words:
            return None
        if lower in _OPENERS or _NO_OPENING_NAME.fullmatch(lower) or lower in self._phrases or lower in self._apart or self.forms(lower):
            return None
        said = next(iter(self.forms(verb[0])), "").partition(" ")[0]
        is_one_persons = verb[0].endswith(("t", "de", "te")) and said.endswith(("s", "ed")) and not said.endswith("ss")
        return name if verb[0] in _ONE_PERSONS or is_one_persons else None

    def _whole(self, match: re.Match[str], choose: Callable[[str, tuple[str, ...]], str | None]) -> str:
        """A word with a hyphen or an apostrophe that is an entry, in English."""
        word = match[0].replace("’", "'")
        known = next((entry for entry in (word, word[0].lower() + word[1:]) if entry in self._words), None)
        form = choose(known, tuple(self._words[known].split("|"))) if known else None
        if not form:
            return match[0]
        return _as_read(form[0].upper() + form[1:] if word[0].isupper() and known != word else form)

    def _without_hyphen(self, match: re.Match[str], choose: Callable[[str, tuple[str, ...]], str | None]) -> str:
        first, last = match.groups()
        forms = self.forms(last)
        form = choose(last, forms) if forms else None
        modifier = _FORMER.get(first, first)
        return f"{modifier} {form}" if form else match[0]

    def _in_two(self, match: re.Match[str], choose: Callable[[str, tuple[str, ...]], str | None]) -> str:
        """Two words with a hyphen between them as two words, where both are known."""
        known = [(part, self.forms(part)) for part in match.groups()]
        said = [choose(part, forms) if forms else None for part, forms in known]
        return " ".join(filter(None, said)) if all(said) else match[0]

    def _forms_in_place(self, word: str, *, is_first: bool) -> tuple[str, ...]:
        if word.islower() or word in self._words:  # with a capital: Zweden
            return self.forms(word)
        if not is_first or not word[1:].islower() or len(word) <= LEAST_PART:  # Ren may be a name
            return ()
        return self.forms(word.lower()) if len(word) >= _NO_NAME else self.known(word.lower())

    def _phrase(self, dutch: str, start: int, first: str, pairs: Mapping[int, tuple[str, str]]) -> str | None:
        """The longest phrase that begins here; `pairs` are those of `_pairs`."""
        following = pairs.get(start + len(first) + 1)
        if not following:
            return None
        second, third = following
        phrases = _under(self._phrases[first], second)
        for phrase in chain(_under(phrases, third) or (), phrases.get("", ())) if phrases else ():
            end = start + len(phrase)
            if dutch.startswith(phrase[1:], start + 1) and not dutch[end : end + 1].isalpha() and not dutch.startswith(_PLURAL, end):
                return phrase
        return None

    def _noun_follows(self, dutch: str, tokens: Sequence[re.Match[str]], number: int) -> bool:
        """As far as can be told: a word in lower case that is none of those that no noun phrase begins with."""
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        if not following or dutch[tokens[number].end() : following.start()] != " ":
            return False
        return following[0].islower() and following[0] not in _FOLLOWING and following[0] not in _NO_NOUN

    def _verb_behind(self, dutch: str, tokens: Sequence[re.Match[str]], number: int) -> tuple[str, str, int] | None:
        """The entry of the words that begin here and of the verb behind them, the auxiliaries between, and where it ends."""
        start, heads = tokens[number].start(), self._behind[tokens[number][0].lower()]
        following = tokens[number + 1][0] if number + 1 < len(tokens) else ""
        alone = heads.get("", {})
        if alone and dutch.endswith("geen ", 0, start):  # maatregelen nemen, but not geen maatregelen nemen
            alone = {}
        longer = heads.get(following, {}) if following else {}  # "" is where those are that stand alone
        for before, verbs in chain(longer.items(), alone.items()) if longer or alone else ():
            end = start + len(before)
            if not dutch.startswith(before[1:] + " ", start + 1):
                continue
            auxiliaries = list(takewhile(_AUXILIARIES.__contains__, dutch[end + 1 : end + _BEFORE].split(" ")[:2]))
            for count in range(len(auxiliaries), -1, -1):
                between = "".join(f"{word} " for word in auxiliaries[:count])
                verb_at = end + 1 + len(between)
                first = _LETTERS.match(dutch, verb_at)
                for verb in verbs.get(first[0], ()) if first else ():
                    verb_end = verb_at + len(verb)
                    if dutch.startswith(verb, verb_at) and not dutch[verb_end : verb_end + 1].isalpha():
                        return before + BEHIND + verb, between, verb_end
        return None

    def _other_part(self, dutch: str, tokens: Sequence[re.Match[str]], number: int, present: set[str]) -> tuple[int, int] | None:
        """Where the other part of a verb, which ends its clause, begins and ends: the `uit` of `De raad stelt de stemming uit`.

        `present` are all words of the sentence: mostly none of them is such a part.
        """
        verb = tokens[number][0].lower()
        near, far = self._apart.get(verb, set[str]()) & present, self._apart_far.get(verb, {})
        if not near and present.isdisjoint(far):
            return None
        for i in range(number + 1, min(len(tokens), number + (_FARTHER if far else _FARTHEST))):
            between = dutch[tokens[i - 1].end() : tokens[i].start()]
            if between != " " and _STOP.search(between):
                return None
            if near and ((between != " " and _SIGN.search(between)) or i >= number + _FARTHEST):
                near = set()
            if not near and not far:
                return None
            start, word = tokens[i].start(), tokens[i][0]
            if near and word in self._apart and tokens[i - 1][0] not in _BEFORE_NOUN:
                near = near - self._apart[word]  # they are of the verb that is nearer
            for part in (*far.get(word, ()), *((word,) if word in near else ())):
                end = start + len(part)
                if (
                    dutch.startswith(part, start)
                    and not dutch[end : end + 1].isalpha()
                    and tokens[i - 1][0] != "geen"
                    and _ends_clause(dutch, end)
                    and not self._is_of_another(dutch, part, end)
                ):
                    return start, end
        return None

    def _is_of_another(self, dutch: str, part: str, end: int) -> bool:
        """Whether a part is of the infinitive behind it: the `op` of `zegt geen gegevens op te slaan`."""
        verb = _TE.match(dutch, end)
        return verb is not None and f"{part} te {verb[1]}" in self._words


def _pairs(text: str) -> dict[int, tuple[str, str]]:
    """Each word of a text, with what stands around it but spaces, and the next one ("" behind the last), by where it begins."""
    pairs = {}
    start = 0
    for word, following in pairwise([*text.split(" "), ""]):
        pairs[start] = word, following
        start += len(word) + 1
    return pairs


def _under(table: Mapping[str, _Found], word: str) -> _Found | None:
    """What is in a table under a word as it stands in a text, with what may stand behind it."""
    found = table.get(word)
    if found or word.isalpha():
        return found
    return table.get(word.rstrip(_CLOSING)) or table.get(word.partition("-")[0])


def _as_read(english: str) -> str:
    """English as it can stand in a Dutch sentence."""
    return _OF.sub("van", english) if "of" in english else english


def _ends_clause(dutch: str, end: int) -> bool:
    """Whether a sign stands there, or a word that no noun phrase begins with."""
    rest = _WORD.search(dutch, end)
    gap = dutch[end : rest.start() if rest else len(dutch)]
    if _SIGN.match(gap.lstrip()):
        return True
    return (gap == " " and rest[0] in _FOLLOWING) if rest else not any(map(str.isalnum, gap))  # vpn-gebruikers is no token, but a word
