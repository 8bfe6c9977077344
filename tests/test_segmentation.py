"""Sentences and pieces: the right boundaries, nothing lost, bounded time."""

from __future__ import annotations

import math
import re
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from syntok import segmenter
from syntok._segmentation_states import State

from summarizer.article import Article, Paragraph, SourceSentence
from summarizer.segmentation import (
    _HIDDEN,
    _hide,
    _starts_within,
    _sure_starts,
    join_pieces,
    split_article,
    split_pieces,
    split_sentences,
)


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dat kan niet.", "Waarom niet?", "Daarom!"],
        ["“Dat kan niet”, aldus de CEO.", "Hij gaat weg."],
        ["“Dat kan niet.”", "Daarna ging hij weg."],
        ["“Kan dat?” vroeg hij.", '"Ja!" zei zij.', "‘Nee.’", "Hij ging."],
        ['Hij zei: "Dat is zo."', "Zij lachte."],
        ["Hij komt 's avonds.", "'s Avonds is het koud.", "’t Is donker."],
        ["Prof. dr. J.P. de Vries van de A.S.M.L. komt op 12 jan. en kost ca. 3,5 mln. euro.", "Dat is veel."],
        ["Dhr. Jansen en mevr. De Boer zijn er, net als drs. P. en mr. Pels.", "Daarna niet."],
        ["Het is van o.a. De Jong, i.p.v. Google, d.w.z. Apple, bijv. Samsung of bv. Nokia.", "Dat is alles."],
        ["Zie blz. 4, art. 5 en afd. Inkoop.", "Meer niet."],
        ["Het kost € 1.299,- incl. btw.", "Dat is veel.", "Nu is het 1.500.", "Dat is meer."],
        ["Kijk op www.nu.nl.", "Mail naar info@voorbeeld.nl.", "Of ga naar Booking.com.", "Klaar."],
        ["Dat mag.", "Maar dom is dom.", "Vindt hij."],
        ["Het zit in de doos die erbij zit.", "Accu, toetsenbord en scherm zijn los te koop."],
        ["De zaal zat vol.", "Toen werd het gras nat.", "Dat duurt max. 5 dagen.", "Bel tel. 020-1234567 of een ander gen.", "Meer niet."],
        ["Alles wordt duurder.", "iPhones ook.", "eBay zegt niets.", "Kijk eens naar iOS, bijv. iPadOS, of 3 mln. iPhones."],
        ["“Dit gaat niet alleen over maaltijden.", "Het gaat over software”, zegt zij.", "Een woordvoerder wil niets zeggen."],
        ["Dat kan… maar niet zo…", "Of toch?"],
        ["10. Samsung groeit.", "Apple ook."],
        ["N.V. Philips groeit.", "KPN krimpt."],
        ["De wet (art. 5) geldt nog.", "(Dat is zo.)", "Meer niet."],
        ["Wat?!", "Echt waar…", "Ja."],
        ["Klanten krijgen toegang tot 5G-patenten, -licenties, -code en -productiekennis.", "Goed zo."],
        ["Dat staat in “De Avonden.”", "Hij las het."],
    ],
)
def test_dutch_sentences(sentences):
    assert split_sentences(" ".join(sentences)) == sentences


def test_a_newline_is_a_boundary():
    assert split_sentences("Kop zonder punt\nEen zin\n\nNog een.\r\n") == ["Kop zonder punt", "Een zin", "Nog een."]


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\t"])
def test_blank_text_has_no_sentences(blank):
    assert split_sentences(blank) == []


PROSE = st.text(st.sampled_from("abcDE 12.,!?…:;\"'“”‘’()[]{}-–\n\t€éÉ/@_&") | st.characters(), max_size=300)


@given(PROSE)
@example("a\u200bb. C\u200b")
@example("don't can't. 'n't")
@example("((( [a] . ")
def test_splitting_loses_nothing(text):
    assert bare("".join(split_sentences(text))) == bare(text)


@given(PROSE)
def test_sentences_are_stripped_and_not_empty(text):
    assert all(sentence and sentence == sentence.strip() and "\n" not in sentence for sentence in split_sentences(text))


@pytest.mark.parametrize("unit", ["a", ".", "é'", "(", "a-", "aB", "(a. ", "Dat kan niet. "])
def test_long_lines_take_linear_time_and_lose_nothing(unit):
    text = unit * (60_000 // len(unit))
    started = time.process_time()
    sentences = split_sentences(text)
    assert time.process_time() - started < 5
    assert bare("".join(sentences)) == bare(text)


def test_five_megabytes_without_spaces_or_full_stops():
    started = time.process_time()
    sentences = split_sentences("ab" * 2_500_000)
    assert time.process_time() - started < 10
    assert sum(map(len, sentences)) == 5_000_000


def test_a_line_over_the_chunk_size_is_cut_between_sentences():
    sentence = "De fabrikant heeft een nieuw toestel van dit soort."
    assert split_sentences(" ".join([sentence] * 1000)) == [sentence] * 1000


def test_article():
    article = Article(
        (Paragraph("Een. Twee."), Paragraph("Kop. Nog een kop", is_heading=True), Paragraph(" "), Paragraph("Drie.")), title="De titel"
    )
    assert split_article(article) == (
        SourceSentence(1, 1, "Een."),
        SourceSentence(2, 1, "Twee."),
        SourceSentence(3, 2, "Kop. Nog een kop", is_heading=True),
        SourceSentence(4, 4, "Drie."),
    )


# --- Pieces --------------------------------------------------------------------------------------------------------------------------------

SENTENCE = (
    "Huawei heeft ook de vrijheid om alle kennis te gebruiken om zijn eigen technologie te ontwikkelen, terwijl de klant de broncode mag "
    "aanpassen; daardoor hebben Huawei en de overheid geen controle over de infrastructuur, die gebouwd is met de apparatuur van het bedrijf."
)
COUNTS = {
    "words": lambda text: len(text.split()),
    "characters": len,
    "tokens": lambda text: sum(math.ceil(len(word) / 4) for word in text.split()) + 1,  # with the end mark, as real tokenizers count
}


def words(text: str) -> int:
    return len(text.split())


@given(st.text(st.sampled_from("ab ,;:-\n\u00a0"), max_size=400) | PROSE, st.sampled_from(sorted(COUNTS)), st.integers(2, 40))
@example("a" * 300, "tokens", 2)
@example("a " + "b" * 300 + " c", "characters", 7)
def test_pieces_fit_the_budget_and_lose_nothing(sentence, counting, budget):
    count = COUNTS[counting]
    pieces = split_pieces(sentence, count, budget)
    assert all(count(piece) <= budget for piece in pieces)
    assert bare("".join(pieces)) == bare(sentence)
    assert all(piece and piece == piece.strip() for piece in pieces)


@given(st.lists(st.text(st.sampled_from("abc,;"), min_size=1, max_size=8), min_size=1, max_size=60), st.integers(1, 20))
def test_words_stay_whole_when_each_fits(parts, budget):
    assert " ".join(split_pieces(" ".join(parts), words, budget)).split() == parts


def test_what_fits_stays_whole():
    assert split_pieces(f" {SENTENCE}\n", words, 100) == [SENTENCE]
    assert split_pieces(" ", words, 5) == []


def test_cuts_at_the_strongest_mark_near_the_middle():
    first, second = split_pieces(SENTENCE, words, 30)
    assert first.endswith("aanpassen;")
    assert second.startswith("daardoor")


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("Het bedrijf uit China wil groeien maar de klanten in Europa willen niet", "maar de klanten in Europa willen niet"),
        ("Het bedrijf uit China groeit hard, vooral in de grote steden van Europa", "vooral in de grote steden van Europa"),
        ("Het bedrijf uit het verre China groeit - vooral in de steden van Europa", "vooral in de steden van Europa"),
    ],
)
def test_cuts_at_clauses(sentence, cut):
    assert split_pieces(sentence, words, 9)[1] == cut


def test_pieces_are_about_even():
    pieces = split_pieces(" ".join(["woord"] * 220), words, 100)
    assert [words(piece) for piece in pieces] == pytest.approx([73, 73, 73], abs=2)


@pytest.mark.parametrize("text", ["dat kan, " * 60_000, "a" * 500_000, ("a" * 5000 + " ") * 100])
def test_counting_stays_near_linear(text):
    counted = 0

    def count(piece: str) -> int:
        nonlocal counted
        counted += len(piece)
        return len(piece) // 4 + 1

    split_pieces(text, count, 100)
    assert counted < 2 * len(text) * math.log2(len(text) / 400)


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        ([], ""),
        (["One sentence."], "One sentence."),
        (["Huawei may do so,", "But the customer may not."], "Huawei may do so, but the customer may not."),
        (["Huawei may do so.", "and the customer too."], "Huawei may do so and the customer too."),
        (["Huawei may do so.", "The customer may not."], "Huawei may do so. The customer may not."),
        (["He said;", "Apple left,", "I stayed..."], "He said; Apple left, I stayed..."),
        (["Wait...", "no."], "Wait... no."),
        ([" spaces ", "", " gone "], "spaces gone"),
    ],
)
def test_join(pieces, joined):
    assert join_pieces(pieces) == joined


@given(st.lists(st.text(max_size=20), max_size=6))
def test_joining_keeps_every_word(pieces):
    assert re.findall(r"\w+", join_pieces(pieces).lower()) == re.findall(r"\w+", " ".join(pieces).lower())


# --- What is cut without the splitter ------------------------------------------------------------------------------------------------------------

WORDS = [
    "De",
    "kat",
    "zit",
    "bij",
    "hem",
    "in",
    "Den",
    "Haag",
    "op",
    "3",
    "mei",
    "vanaf",
    "ca",
    "nr",
    "tel",
    "max",
    "5",
    "NAVO",
    "iPhone",
    "'s",
    "avonds",
    "e.d",
    "IV",
    "A",
    "zo'n",
    "dec",
    "dr",
]
ENDS = [". ", "? ", "! ", "... ", "; ", ".” ", ", ", " ", ' "', '" ', " (", ") ", ": "]


def by_the_splitter(text):
    """Where sentences start when it is asked about the whole text, as `_split_chunk` does of what it has doubts about."""
    shown = _HIDDEN.sub(_hide, text).replace("…", ".")
    return [sentence[0].offset for paragraph in segmenter.analyze(shown) for sentence in paragraph][1:]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(ENDS)), min_size=1, max_size=24))
@settings(deadline=None, max_examples=500)
def test_what_is_cut_without_the_splitter_it_would_cut(parts):
    text = "".join(word + end for word, end in parts).strip()
    shown = _HIDDEN.sub(_hide, text).replace("…", ".")
    sure, starts = _sure_starts(shown), by_the_splitter(text)
    if not set("()") & set(text):  # a bracket that opens a text hides its end from the splitter
        assert set(sure) <= set(starts)
        assert [start + found for start, end in pairwise([0, *sure, len(text)]) for found in [0, *_starts_within(shown[start:end])]][
            1:
        ] == starts


def test_most_full_stops_are_sure():
    text = 'De kat zit op de mat. Minister Jansen is blij met hem! Waarom? Omdat het kan; meer zei ze niet. "Dat is mooi." Het kost ca. Een euro.'
    assert [text[start:].split()[0] for start in _sure_starts(text)] == ["Minister", "Waarom?", '"Dat']


@pytest.mark.parametrize("word", sorted(word for word in State.abbreviations if word.islower()))
def test_the_abbreviations_of_the_splitter_are_not_sure(word):
    assert _sure_starts(f"Zie de {word}. Daar staat het.") == []
