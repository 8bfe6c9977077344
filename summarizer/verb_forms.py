"""What a form of a Dutch verb is in English, where that shows only in its sentence.

Present or participle? Of many verbs the two are one form: `het bereikt een akkoord`, `het heeft een akkoord bereikt`. The lexicon has the English of
one of them, or of both. Which it is here shows in the clause: a participle has `hebben`, `zijn` or `worden` with it. And an infinitive may be a noun:
`het hacken van de site` is hacking it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from summarizer.number_words import words

# No ge- before a verb that begins so, and no -d behind these letters (the participle of `bereiken` would else be `gebereikd`).
_TWO_TENSES = re.compile(r"(?:be|ge|her|mis|onder|ont|over|ver|vol|weer)\w+(?:[fkpsx]|ch)t")
_AUXILIARIES = words("heb hebt heeft hebben had hadden ben bent is zijn was waren word wordt worden werd werden geworden geweest")
_SIGN = re.compile(r"""["”“();!?…]|[.,:](?!\d)""")
_CLAUSE_OPENS = words(
    "dat die wat wie waar waarbij waardoor waarmee waarop waarin als omdat of terwijl toen zodat nadat voordat hoewel indien maar want om zodra "
    "wanneer hoe tenzij mits sinds doordat totdat alsof"
)
_NEEDS_NONE = words("zoals een geen")  # a participle without an auxiliary stands behind these: zoals verwacht, een mislukt plan
_PREPOSITIONS = words("met van aan in op voor door bij om naar uit over tegen na te tot")
_SEVERAL = re.compile(r"\d+|ze|zij|er|we|wij|wat|\w+[ns]")  # behind these, `zijn` is `are`, but for the prepositions
_PARTICLES = words("out up off in on down back over away")
_NOUN_CLOSES = re.compile(r" (?:(?:en|of) \w+en )?van ")
_ALIKE = 3  # first letters that two forms of an English verb share


def has_two_tenses(dutch: str) -> bool:
    """Whether a word in lower case may be a present and a participle."""
    return bool(_TWO_TENSES.fullmatch(dutch))


def in_its_tense(
    dutch: str, tokens: Sequence[re.Match[str]], number: int, forms: tuple[str, ...], known: Callable[[str], tuple[str, ...]]
) -> tuple[str, ...]:
    """The English forms of such a word, with what it is here first; it is the one of that number of a sentence's tokens.

    `known` has the English of other words: the past (`bereikte`) tells a participle that isn't among the forms.
    """
    if number == 0 or tokens[number - 1][0].lower() == "ik":  # `ik verwacht`, `verwacht niet` are `expect`
        return forms
    is_participle = _is_participle(dutch, tokens, number)
    if not forms[0].endswith("s" if is_participle else "ed"):
        return forms
    word, ending = tokens[number][0].lower(), "ed" if is_participle else "s"
    others = (*forms, *known(word + "e"), *known(word + "te")) if is_participle else forms
    said = next((form for form in others if form.endswith(ending) and form[:_ALIKE] == forms[0][:_ALIKE]), None)
    return (said, *forms) if said else forms


def _is_participle(dutch: str, tokens: Sequence[re.Match[str]], number: int) -> bool:
    """Whether an auxiliary stands in the clause of a word, or it needs none: `veroorzaakt door`, `zoals verwacht`."""
    sign = _SIGN.search(dutch, tokens[number].end())
    following = [token[0] for token in tokens[number + 1 : number + 3] if not sign or token.end() <= sign.start()]
    if following[:1] == ["door"] or tokens[number - 1][0].lower() in _NEEDS_NONE or not _AUXILIARIES.isdisjoint(following):
        return True  # also bereikt wordt, bereikt kan worden
    for i in range(number - 1, -1, -1):
        word = tokens[i][0].lower()
        if _SIGN.search(dutch, tokens[i].end(), tokens[i + 1].start()) or word in _CLAUSE_OPENS or (word == "en" and following):
            return False
        if word in _AUXILIARIES and not (word == "zijn" and i and _is_his(tokens[i - 1][0].lower())):
            return True
    return False


def _is_his(before: str) -> bool:
    """Whether a `zijn` behind a word in lower case is `his` rather than `are`."""
    return before in _PREPOSITIONS or not _SEVERAL.fullmatch(before)


def as_noun(
    dutch: str, tokens: Sequence[re.Match[str]], number: int, forms: tuple[str, ...], known: Callable[[str], tuple[str, ...]]
) -> tuple[str, ...]:
    """The English forms of an infinitive that may stand as a noun between `het` and `van`, the gerund first where it does.

    It is a verb where its English has a gerund (`publish`, `publishing`) or a particle (`set up`), or its present is known as that of its English:
    `hackt`, `hacks`.
    """
    word, english = tokens[number][0], forms[0]
    verb, _, particle = english.partition(" ")
    if not _stands_as_noun(dutch, tokens, number) or not verb.isalpha() or (particle and particle not in _PARTICLES):
        return forms
    gerund = _gerund(verb) + english[len(verb) :]
    if particle or gerund in forms or any(form == _third_person(verb) for present in _presents(word) for form in known(present)):
        return (gerund, *forms)
    return forms


def _stands_as_noun(dutch: str, tokens: Sequence[re.Match[str]], number: int) -> bool:
    """Whether a word stands between `het` and `van`, with another infinitive or none: het hacken van, het publiceren en ontdekken van."""
    before = [token[0].lower() for token in tokens[max(0, number - 3) : number]]
    opens = before[-1:] == ["het"] or (len(before) == 3 and before[0] == "het" and before[1].endswith("en") and before[2] in ("en", "of"))
    return opens and bool(_NOUN_CLOSES.match(dutch, tokens[number].end()))


def _presents(infinitive: str) -> list[str]:
    """What the third person of an infinitive may be written like: hackt, breekt, geeft, stopt."""
    stem = infinitive.removesuffix("en")
    stem = stem[:-1] if stem[-2:-1] == stem[-1:] else stem  # stoppen
    long = re.sub(r"([aeou])([^aeiou])$", r"\1\1\2", stem)  # breken
    return [form.removesuffix("t") + "t" for one in (stem, long) for form in (one, re.sub("v$", "f", re.sub("z$", "s", one)))]


def _third_person(english: str) -> str:
    if english.endswith(("s", "x", "ch", "sh", "o")):
        return english + "es"
    return re.sub(r"([^aeiou])y$", r"\1ie", english) + "s"


def _gerund(english: str) -> str:
    """`hacking`, `making`, `stopping`."""
    if english.endswith("e") and not english.endswith(("ee", "ye")):
        return english[:-1] + "ing"
    one_syllable = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", english)
    return english + (english[-1] if one_syllable else "") + "ing"
