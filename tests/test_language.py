"""Which language a text is in, on our own sentences; what matters most is that Dutch is never taken for English."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.language import LANGUAGES, detect

PARAGRAPHS = {
    "nl": "De gemeente heeft gisteren bekendgemaakt dat het nieuwe ziekenhuis pas aan het einde van het jaar klaar is. Volgens de wethouder zijn er "
    "geen problemen meer met de bouw, maar kost het geheel wel meer dan was begroot.",
    "af": "Die munisipaliteit het gister bekend gemaak dat die nuwe hospitaal eers aan die einde van die jaar klaar sal wees. Volgens die raadslid "
    "is daar nie meer probleme met die bouwerk nie, maar dit kos baie meer as wat hulle gedink het.",
    "fy": "De gemeente hat juster bekend makke dat it nije sikehûs pas oan de ein fan it jier klear is. Neffens de wethâlder binne der gjin "
    "problemen mear mei de bou, mar kostet it wol mear as dat se tocht hiene.",
    "en": "The council announced yesterday that the new hospital will only be ready by the end of the year. There are no more problems with the "
    "building, but it has cost more than was planned.",
    "de": "Die Gemeinde hat gestern mitgeteilt, dass das neue Krankenhaus erst am Ende des Jahres fertig wird. Mit dem Bau gibt es keine Probleme "
    "mehr, aber die Kosten sind höher als erwartet.",
    "fr": "La commune a annoncé hier que le nouvel hôpital ne sera prêt qu'à la fin de l'année. Il n'y a plus de problèmes avec les travaux, mais "
    "le prix est plus élevé que prévu.",
    "es": "El ayuntamiento anunció ayer que el nuevo hospital no estará listo hasta el final del año. Ya no hay problemas con las obras, pero el "
    "precio es más alto de lo que se esperaba.",
}


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_a_paragraph_of_each_language(language):
    assert detect(PARAGRAPHS[language]) == language


def test_every_language_is_tested():
    assert PARAGRAPHS.keys() == LANGUAGES.keys()


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("De klant mag de broncode bovendien aanpassen.", "nl"),
        ("Wat is er met het geld gebeurd?", "nl"),
        ("Op 12 mei 2024 stemt de raad erover. De stad betaalt het toestel.", "nl"),
        ("“Een gebalanceerde verdeling van belangen is belangrijk voor het overleven van Huawei”, aldus de CEO.", "nl"),
        ("We have been working on this for a long time.", "en"),
        ("“That is what the customers have asked us for.”", "en"),
        ("Der Kunde darf den Code auch ändern.", "de"),
        ("Les clients ont aussi le droit de changer le code pour eux.", "fr"),
    ],
)
def test_single_sentences(sentence, language):
    assert detect(sentence) == language


@pytest.mark.parametrize(
    "sentence",
    [
        "De CEO van The Walt Disney Company zei dat hij vertrekt.",
        "Netflix verwijdert The Lord of the Rings",
        "Netflix verwijdert vanaf maandag The Lord of the Rings en Pirates of the Caribbean.",
        "Bits of Freedom wint de Big Brother Awards",
        "Volgens The New York Times en The Washington Post heeft Trump getekend.",
        "Animal Liberation en de Royal Society for the Prevention of Cruelty to Animals protesteren.",
        "Luxueuze bed and breakfasts",
        "“This is the best that we can do for our customers”, zei Cook.",
        "“It was what it was, and we have to do better than this”, aldus de topman.",
        "Call of Duty en Star Wars: The Old Republic komen naar Game Pass for PC.",
        "Het bedrijf werkt met software as a service en pay as you go.",
        "House of the Dragon is to be or not to be, vindt men bij HBO.",
    ],
)
def test_english_names_and_quotes_do_not_make_a_dutch_sentence_english(sentence):
    assert detect(sentence) != "en"


@pytest.mark.parametrize(
    "text",
    ["", "  \n", "Spanningen", "Speelveld egaliseren", "12 34 56 78 90", "?!?! ... ---", "🙂 🙂 🙂 🙂 🙂", "KPN Ziggo Odido Delta Youfone"],
)
def test_abstains(text):
    assert detect(text) is None


def test_a_dutch_article_with_english_quotes_is_dutch():
    assert detect(f"{PARAGRAPHS['nl']} “We have to do better than this.” {PARAGRAPHS['nl']}") == "nl"


def test_an_english_article_with_a_dutch_name_is_english():
    assert (
        detect(f"{PARAGRAPHS['en']} {PARAGRAPHS['en']} Erik ten Hag van der Sar voor Ajax. {PARAGRAPHS['en']} {PARAGRAPHS['en']}") == "en"
    )


@given(st.text())
def test_any_text_gets_a_known_language_or_none(text):
    assert detect(text) in {None, *LANGUAGES}


@pytest.mark.parametrize("text", ["a" * 5_000_000, "the " * 1_250_000, "1" * 5_000_000, "The Of " * 700_000, "'n" * 2_500_000])
def test_time_is_bounded(text):
    started = time.process_time()
    detect(text)
    assert time.process_time() - started < 2
