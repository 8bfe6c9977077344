"""Editing around the translation model: what it reads for the Dutch, and what becomes of its English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.editing import Editor
from summarizer.engines.tokenizers import load_tokenizer
from summarizer.leftover import leftover_words
from summarizer.model_store import resolve
from summarizer.numbers import numbers_in

SMALL = Editor(lambda character: character.isascii() or character in "éëïöüó", is_small=True)  # as the embedded model
LARGE = Editor(lambda character: True)


@pytest.mark.parametrize(
    ("dutch", "prepared"),
    [
        ("De omzet steeg tot € 412 miljoen.", "De omzet steeg tot $412 miljoen."),
        ("Dat kost €1.099 of £ 900.", "Dat kost 1.099 euro of 900 pound."),
        ("De koers steeg tot € 12, of 13 dollar.", "De koers steeg tot 12 euro, of 13 dollar."),
        ("De euro (€) stijgt.", "De euro (€) stijgt."),
        ("Søren en André uit Århus zien een crèche.", "Soren en André uit Arhus zien een creche."),
        ("Het duurt vier à vijf weken.", "Het duurt vier tot vijf weken."),
        ("Een menu à la carte.", "Een menu a la carte."),
        ("Het vriest 5 °C.", "Het vriest 5 graden Celsius."),
        ("Een gat van 2½ meter.", "Een gat van 2,5 meter."),
        ("Om 12.40 uur lag alles stil.", "Om 12:40 lag alles stil."),
        ("Wij tellen 60.000 mensen.", "Wij tellen 60 duizend mensen."),
        ("Wij tellen 3.200 mensen.", "Wij tellen 3.200 mensen."),
        ("Versie 10.000.1 en A-60.000", "Versie 10.000.1 en A-60.000"),
        ("Elf mensen, twaalf honden en eenentwintig katten.", "Elf mensen, twaalf honden en 21 katten."),
        ("De op elf na grootste stad.", "De op elf na grootste stad."),
        ("Mogelijk gemaakt door Total Elf.", "Mogelijk gemaakt door Total Elf."),
        ("De elfjarige kreeg 23.000 stemmen.", "De 11-jarige kreeg 23 duizend stemmen."),
        ("Tegen half zes, niet voor half negen.", "Tegen 5:30, niet voor 8:30."),
        ("Volgens Karin van der Wiel.", "Volgens Karin Wiel."),
        ("De 5G-patenten, -licenties en -code", "De 5G-patenten, licenties en code"),
        ("in- en uitvoer; -5 graden", "in- en uitvoer; -5 graden"),
    ],
)
def test_what_the_model_reads(dutch, prepared):
    assert SMALL.prepared(dutch) == prepared
    assert SMALL.prepared(prepared) == prepared


@pytest.mark.parametrize("dutch", ["Het kost € 412, zo'n 60.000 yen, aldus Søren.", "Om 12.40 uur was het 5 °C.", "Inmiddels à la carte."])
def test_a_model_that_knows_all_characters_reads_what_was_written(dutch):
    assert LARGE.prepared(dutch) == dutch


@pytest.mark.parametrize(
    ("dutch", "english", "mended"),
    [
        ("Tot € 412 miljoen.", "To $412 million.", "To €412 million."),
        ("Voor € 12.", "For 12 dollars.", "For 12 euros."),
        ("Voor € 12 of $ 13.", "For 12 euros or $13.", "For 12 euros or $13."),
        ("Minister Søren woont in Århus.", "Minister Soren lives in Arhus.", "Minister Søren lives in Århus."),
        ("Het is 5 °C.", "It is 5 degrees Celsius.", "It is 5 °C."),
        ("Er zijn 3.200 mensen.", "There are 3.200 people.", "There are 3,200 people."),
        ("Het kost 1.299,95 euro.", "It costs 1.299.95 euros.", "It costs 1,299.95 euros."),
        ("Een groei van 3,6 procent.", "A growth of 3,6 percent.", "A growth of 3.6 percent."),
        ("Er zijn 60.000 mensen.", "There are 60 thousand people.", "There are 60,000 people."),
        ("Er zijn 500.000 mensen.", "There are 5000.000 people.", "There are 500,000 people."),
        ("Er zijn 500.000 mensen.", "There are 500 thousands of people.", "There are 500,000 people."),
        ("In 2022 al.", "In 202 already.", "In 2022 already."),
        ("In 2022 al.", "In 1999 already.", "In 1999 already."),
        (
            "Zie www.krant.nl/a?b=1 of mail jan@krant.nl.",
            "See www.paper.nl/a or mail jan@ paper .nl.",
            "See www.krant.nl/a?b=1 or mail jan@krant.nl.",
        ),
        ("Mail jan@krant.nl of piet@krant.nl.", "Mail jan@krant.nl.", "Mail jan@krant.nl."),
        ("Van 2021 tot 2022.", "From 201 to 202.", "From 201 to 202."),
        ("Wethouder Rik van Niel zegt het.", "Alderman Rik of Niel says it.", "Alderman Rik van Niel says it."),
        ("Volgens Joris van den Berg niet.", "Not according to Joris of the Berg.", "Not according to Joris van den Berg."),
        ("Kamerlid Hanneke van der Werf.", "MP Hanneke of der Werf.", "MP Hanneke van der Werf."),
        ("Tim Cook van Apple zegt het.", "Tim Cook of Apple says it.", "Tim Cook of Apple says it."),
        ("De kosten: 3,8 miljard.", "The costs:3.8 billion.", "The costs: 3.8 billion."),
        ("In Nederland is dat zo.", "In Netherlands, that is so.", "In the Netherlands, that is so."),
        ("De staking van De Schakel duurt.", "De strike of De Schakel lasts.", "The strike of De Schakel lasts."),
        ("De facto is dat zo.", "De facto, that is so.", "De facto, that is so."),
        ("Nederland wint.", "Netherlands wins.", "The Netherlands wins."),
        ("Dat zegt Techniek Nederland.", "Techniek Netherlands says that.", "Techniek Netherlands says that."),
        (
            "De wet (mei 2024) geldt eind juni.",
            "The law (mei 2024) applies at the end of juni.",
            "The law (May 2024) applies at the end of June.",
        ),
        ("Eind augustus, aldus Juli Zeh en Mei.", "End of augustus, says Juli Zeh and Mei.", "End of August, says Juli Zeh and Mei."),
        ("Volgens Maart.", "According to maart.", "According to maart."),
        ("Om 12.40 uur.", "At 12.40 hours.", "At 12:40."),
        ("Om 12.40 uur.", "At 12:40.", "At 12:40."),
        ("Volgens minister Van den Brink.", "According to minister Brink.", "According to minister Van den Brink."),
        ("Dat zegt Karin van der Wiel.", "Karin Wiel says so.", "Karin van der Wiel says so."),
        ("Vier mensen, meer niet.", "four  people , no more .", "Four people, no more."),
        ("kleine letters", "small  letters", "small letters"),
        ('"Wij gaan door.', "We go on.", '"We go on.'),
        ('Wij gaan door."', "We go on.", 'We go on."'),
        ('"Wij gaan door."', '"We go on.', '"We go on."'),
        ("Wij gaan door.", 'We go "on.', "We go on."),
        ("De prijs van de machines.", "The machines's price.", "The machines' price."),
        ("Dat is de baas zijn zaak.", "It is the boss's and James's business.", "It is the boss's and James's business."),
    ],
)
def test_what_becomes_of_its_english(dutch, english, mended):
    assert SMALL.mended(dutch, english) == mended
    assert SMALL.mended(dutch, mended) == mended


NUMBERS = st.one_of(
    st.integers(0, 9_999_999).map(lambda n: f"{n:,}".replace(",", ".")),
    st.integers(0, 99_999).map(str),
    st.decimals(0, 999, places=1).map(lambda n: str(n).replace(".", ",")),
    st.sampled_from(["elf", "dertien", "negentien", "vijfenveertig", "tachtig", "honderd"]),
)
TEMPLATES = (
    "Zo'n {} leden van Ñáñez & Søn vertrekken.", "Dat heeft Jan Šmíd {} dagen later gezegd.", "De omzet was € {} miljoen, aldus Piet.",
    "Jan en Ødegård tellen {} huizen, ruim {} meer.", "Uit Marokko komen krap {} mensen om 9.15 uur.", "Dat zegt minister Vos in {} brieven.",
)  # fmt: skip
NAMES = ("Jan", "Piet", "Vos", "Marokko")


@given(st.sampled_from(TEMPLATES), NUMBERS, NUMBERS)
def test_preparing_changes_no_number_and_drops_no_name(template, first, second):
    dutch = template.format(first, second)
    prepared = SMALL.prepared(dutch)
    assert sorted(n.value for n in numbers_in(prepared, "nl")) == sorted(n.value for n in numbers_in(dutch, "nl"))
    assert [name for name in NAMES if name in prepared] == [name for name in NAMES if name in dutch]
    assert SMALL.prepared(prepared) == prepared


@given(st.sampled_from(TEMPLATES), st.integers(0, 9_999_999), st.integers(0, 9_999_999))
def test_mending_leaves_right_numbers_and_names_alone(template, first, second):
    dutch = template.format(f"{first:,}".replace(",", "."), f"{second:,}".replace(",", "."))
    english = f"Jan and Piet of Marokko count {first:,} and {second:,} at Vos."
    once = SMALL.mended(dutch, english)
    assert [n.value for n in numbers_in(once, "en")] == [n.value for n in numbers_in(english, "en")]
    assert all(name in once for name in NAMES) and SMALL.mended(dutch, once) == once


def test_the_embedded_model_is_asked_which_characters_it_knows():
    editor = Editor.of(load_tokenizer(resolve("nl-en", "translator").path))
    assert editor.prepared("Voor € 12 à la crème, André") == "Voor $12 a la creme, André"


@pytest.mark.parametrize(
    ("dutch", "english", "left"),
    [
        ("Dat mag, mits het kan.", "It may, mits it can.", ["mits"]),
        ("De koeriers rijden.", "The koeriers drive.", ["koeriers"]),
        ("Het hotel heeft wifi voor start-ups.", "The hotel has wifi for start-ups.", []),
        ("De Koeriers spelen.", "The Koeriers play.", []),
        ("Zij werken aan een plan.", "They work on a plan.", []),
    ],
)
def test_words_left_in_dutch(dutch, english, left):
    assert leftover_words(dutch, english) == left


def test_a_word_that_the_glossary_says_is_not_left_over():
    assert leftover_words("De koeriers rijden.", "The koeriers drive.", "koeriers") == []
