"""Numbers: what they are worth in each language, and when one supports another."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.numbers import Number, missing_numbers, numbers_agree, numbers_in, unsupported_numbers


def values(text, language):
    return [float(number.value) for number in numbers_in(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # digits
        ("Het kost 1.299,95 euro", [1299.95]),
        ("een boete van € 3,5 miljard", [3.5e9]),
        ("€1.299", [1299]),
        ("1.500.000 klanten", [1_500_000]),
        ("10.000 banen", [10_000]),
        ("10,000 banen", [10_000]),
        ("0,5 procent", [0.5]),
        ("0.123 seconden", [0.123]),
        ("een oplage van 20 000 stuks", [20, 0]),
        ("12,5 mln. euro en 3 mld.", [12.5e6, 3e9]),
        ("2 biljoen dollar", [2e12]),
        ("50 duizend euro", [50_000]),
        ("-5 graden", [-5]),
        ("min 5 graden", [-5]),
        ("minus vijf graden", [-5]),
        ("van 10 tot 15 miljoen euro", [10e6, 15e6]),
        ("tussen 10 en 15 miljoen euro", [10e6, 15e6]),
        ("tussen de 10 en 15 miljoen euro", [10e6, 15e6]),
        ("in 2019 en 15 miljoen euro", [2019, 15e6]),
        ("10-15 minuten", [10, 15]),
        ("64GB opslag en 120Hz", [64, 120]),
        ("10x sneller", [10]),
        ("1920x1080 pixels", [1920, 1080]),
        ("een 4x4-aandrijving", [4, 4]),
        ("op 12-5-2024", [12, 5, 2024]),
        ("op 2024-05-12", [2024, 5, 12]),
        ("date 2019-09", [2019, 9]),
        ("om 09.30 uur", [9.3]),
        ("om 21:30 uur", [21.3]),
        ("een verhouding van 16:9", [16, 9]),
        ("de 3e, de 21ste en de 2de", [3, 21, 2]),
        ("de jaren '80", [80]),
        ("een 25-jarige man", [25]),
        ("een top-10", [10]),
        ("medio-2023", [2023]),
        ("2½ jaar", [2.5]),
        # words
        ("twaalf bedrijven", [12]),
        ("eenentwintig landen", [21]),
        ("honderdtwintig", [120]),
        ("tweehonderdvijftigduizend", [250_000]),
        ("negentienhonderdvierentachtig", [1984]),
        ("tweeduizend negentien", [2019]),
        ("drieëntwintig en tweeëndertig", [23, 32]),
        ("anderhalf jaar", [1.5]),
        ("anderhalf miljoen euro", [1.5e6]),
        ("een half miljoen", [0.5e6]),
        ("een miljoen", [1e6]),
        ("drieënhalf uur", [3.5]),
        ("twee en een half jaar", [2.5]),
        ("de helft van de gebruikers", [0.5]),
        ("een kwart", [0.25]),
        ("driekwart", [3, 0.25]),
        ("tweederde meerderheid", [2, 3]),
        ("twee derde", [2, 3]),
        ("een dozijn", [12]),
        ("twee keer", [2]),
        ("tweemaal", [2]),
        ("een driedaagse conferentie", [3]),
        ("de tienjarige overeenkomst", [10]),
        ("vijftigers", [50]),
        ("de derde generatie", [3]),
        ("het vierde kwartaal", [4]),
        ("het eenentwintigste jaar", [21]),
        ("het honderdste land", [100]),
        ("de achtste editie", [8]),
        ("één keer", [1]),
        ("om half tien", [9.3]),
        ("de op één na grootste", [1]),
        ("met z'n vijven", [5]),
        # none
        ("een keer, een telefoon en eens", []),
        ("tientallen, honderden, duizenden en miljoenen", []),
        ("tienduizenden klanten", []),
        ("achter de voordeur, neem in acht", []),
        ("de minister acht de kritiek onterecht", []),
        ("het bedrijf vierde zijn jubileum", []),
        ("5G-netwerk, de A320neo, GPT-4, COVID-19, mp3 en 4K", []),
        ("tieners vieren feest", []),
    ],
)
def test_dutch(text, expected):
    assert values(text, "nl") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It costs 1,299.95 euros", [1299.95]),
        ("a fine of $3.5 billion", [3.5e9]),
        ("$3.5bn and €20m", [3.5e9, 20e6]),
        ("$50k", [50_000]),
        ("a 10-million-euro deal", [10e6]),
        ("1,500,000 customers", [1_500_000]),
        ("2 trillion dollars", [2e12]),
        ("-5 degrees", [-5]),
        ("minus 5 degrees", [-5]),
        ("minus five degrees", [-5]),
        ("10 to 15 million", [10e6, 15e6]),
        ("between €10 and €15 million", [10e6, 15e6]),
        ("10-15 minutes", [10, 15]),
        ("at 9:30 a.m.", [9.3]),
        ("at 9:30 pm", [21.3]),
        ("at 9pm", [21]),
        ("half past nine", [9.3]),
        ("May 12, 2024", [12, 2024]),
        ("the 3rd, the 21st, the 12th", [3, 21, 12]),
        ("the 1980s and the '90s", [1980, 90]),
        ("the eighties", [80]),
        ("twenty-one countries", [21]),
        ("one hundred and twenty", [120]),
        ("a hundred and twenty", [120]),
        ("two hundred and fifty thousand", [250_000]),
        ("three million two hundred thousand", [3_200_000]),
        ("half a million", [0.5e6]),
        ("a million", [1e6]),
        ("one and a half years", [1.5]),
        ("two and a half million", [2.5e6]),
        ("2 and a half years", [2.5]),
        ("half of users", [0.5]),
        ("twice", [2]),
        ("two dozen", [24]),
        ("a dozen", [12]),
        ("two-thirds", [2, 3]),
        ("three quarters", [3, 0.25]),
        ("the twenty-first century", [21]),
        ("the third generation", [3]),
        ("a two-year contract", [2]),
        ("a 90-day delay", [90]),
        ("a tenfold increase", [10]),
        ("five or six", [5, 6]),
        ("thousands, millions, dozens", []),
        ("5G, A320, GPT-4, COVID-19, 4K and MH17", []),
    ],
)
def test_english(text, expected):
    assert values(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("12 procent", "nl", "percent"),
        ("12%", "nl", "percent"),
        ("12 per cent", "en", "percent"),
        ("twelve percent", "en", "percent"),
        ("€ 12", "nl", "money"),
        ("12 dollar", "nl", "money"),
        ("derde", "nl", "ordinal"),
        ("3rd", "en", "ordinal"),
        ("9 uur", "nl", "time"),
        ("1990s", "en", "decade"),
        ("helft", "nl", "fraction"),
        ("10.15.7", "nl", "code"),
        ("192.168.1.1", "en", "code"),
    ],
)
def test_kinds(text, language, kind):
    assert [number.kind for number in numbers_in(text, language)] == [kind]


def test_a_number_says_where_it_stands():
    text = "kost € 3,5 miljard nu"
    assert numbers_in(text, "nl") == [Number("3,5 miljard", Decimal(3_500_000_000), "money", 7, 18, "euro")]


SAME = [
    ("De boete is € 3,5 miljard.", "The fine is 3.5 billion euros."),
    ("De boete is 3,5 mld. euro.", "The fine is €3,500,000,000."),
    ("Het kost 1.299,95 euro.", "It costs €1,299.95."),
    ("De omzet is 2 biljoen dollar.", "Revenue is two trillion dollars."),
    ("Ruim 130 verzoeken", "More than 130 requests"),
    ("Twee keer met 90 dagen uitgesteld", "Postponed twice by 90 days"),
    ("Twaalf bedrijven", "12 companies"),
    ("12 bedrijven", "Twelve companies"),
    ("Een dozijn bedrijven", "A dozen companies"),
    ("Anderhalf jaar", "1.5 years"),
    ("Anderhalf miljoen euro", "1.5 million euros"),
    ("De helft van de klanten", "50 percent of customers"),
    ("50 procent van de klanten", "Half of the customers"),
    ("Een kwart van de klanten", "25% of customers"),
    ("Een kwart van de klanten", "A quarter of customers"),
    ("Om 21.30 uur", "At 9:30 p.m."),
    ("Om 09.30 uur", "At 9:30 am"),
    ("Om half tien", "At 9:30"),
    ("Om 15.00 uur", "At 3 p.m."),
    ("Om 3 uur 's middags", "At 3 pm"),
    ("Op 12-5-2024", "On May 12, 2024"),
    ("Op 12 mei 2024", "On 12 May 2024"),
    ("In de jaren tachtig", "In the 1980s"),
    ("In de jaren 80", "In the eighties"),
    ("De 19e eeuw", "The nineteenth century"),
    ("Voor de derde keer", "For the 3rd time"),
    ("Een tweejarig contract", "A two-year contract"),
    ("Een 25-jarige vrouw", "A 25-year-old woman"),
    ("Tussen 10 en 15 miljoen", "Between 10 million and 15 million"),
    ("10 tot 15 procent", "10-15%"),
    ("Het seizoen 2018-19", "The 2018-2019 season"),
    ("macOS 10.15.7", "macOS 10.15.7"),
    ("Het adres is 192.168.100.200", "The address is 192.168.100.200"),
    ("De op twee na grootste", "The third largest"),
    ("De op één na grootste provider", "The second largest provider"),
    ("Op twee na alle leden", "All but two members"),
    ("Een daling van -5 procent", "A drop of 5 percent"),
    ("Tweederde van de leden", "Two thirds of the members"),
    ("Eerst één telefoon", "First one phone"),
    ("Het virus covid-19", "The COVID-19 virus"),
    ("64GB opslag", "64 GB of storage"),
    ("De Xbox One", "The Xbox One"),
    ("Tweede Wereldoorlog", "World War II"),
    ("Een zeroday in Windows", "A zero-day in Windows"),
    ("Een drietal lekken", "Three leaks"),
    ("De prijs verdubbelde", "The price rose by a factor of two"),
    ("Nul klachten", "No complaints"),
    ("1 klacht", "A complaint"),
    ("10,000 banen", "10,000 jobs"),
    ("Een half miljoen", "Half a million"),
    # units
    ("Een boete van 50 miljoen dollar", "A $50 million fine"),
    ("Een boete van 50 miljoen Amerikaanse dollar", "A fine of 50 million US dollars"),
    ("Een bod van £ 3 mld.", "An offer of 3 billion pounds"),
    ("EUR 300", "300 euros"),
    ("De inflatie is 3,2 procent.", "Inflation is 3.2 per cent."),
    ("Een stijging van 2 procentpunt", "A rise of 2 percentage points"),
    ("Een stijging van 2 procentpunt", "A rise of 2 points"),
    ("Een afstand van 5 kilometer", "A distance of 5 km"),
    ("130 km/u", "130 kilometres per hour"),
    ("Een gebied van 40 vierkante kilometer", "An area of 40 km²"),
    ("10 tot 15 kilo", "10-15 kg"),
    ("Tussen 10 en 15 miljoen euro", "Between €10 and 15 million"),
    ("Een chip van 3 nanometer", "A 3 nm chip"),
    ("Een vergunning voor 10 jaar", "A 10-year licence"),
    ("Het duurt drie weken.", "It takes 3 weeks."),
    ("Bij 20 graden", "At 20°"),
    ("20 megabyte", "20MB"),
    ("De prijs van 12 euro", "The price of 12"),
    # ages, scores, ordinals, centuries
    ("De 45e president", "The 45th president"),
    ("Een 70-plusser", "A 70-plus person"),
    ("Ajax won met 3-1.", "Ajax won 3–1."),
    ("In de 21e eeuw", "In the twenty-first century"),
    ("Op 1 april 2024", "On April 1, 2024"),
    ("Windows 11", "Windows 11"),
    ("Een vijfjarig plan", "A five-year plan"),
]


@pytest.mark.parametrize(("dutch", "english"), SAME)
def test_the_same_numbers_agree(dutch, english):
    assert unsupported_numbers(english, dutch) == []
    assert missing_numbers(dutch, english) == []


@pytest.mark.parametrize(
    ("dutch", "english", "unsupported", "missing"),
    [
        ("De boete is 3,5 miljard.", "The fine is 3.5 million.", ["3.5 million"], ["3,5 miljard"]),
        ("2 biljoen dollar", "2 billion dollars", ["2 billion"], ["2 biljoen"]),
        ("1.500 banen", "1.500 jobs", ["1.500"], ["1.500"]),
        ("1,5 procent", "15 percent", ["15"], ["1,5"]),
        ("Ruim 130 verzoeken", "More than 150 requests", ["150"], ["130"]),
        ("Ruim 130 verzoeken", "Many requests", [], ["130"]),
        ("Veel verzoeken", "Some 130 requests", ["130"], []),
        ("Het 5G-netwerk", "The 5 networks", ["5"], []),
        ("Twaalf landen", "Twenty countries", ["Twenty"], ["Twaalf"]),
        ("De derde keer", "The fourth time", ["fourth"], ["derde"]),
        ("Om 21.30 uur", "At 9:40 p.m.", ["9:40"], ["21.30"]),
        ("macOS 10.15.7", "macOS 10.15.8", ["10.15.8"], ["10.15.7"]),
        ("In 2019", "In 2018", ["2018"], ["2019"]),
        ("5 graden", "-5 degrees", ["-5"], []),
        ("Op 12-5-2024", "On May 13, 2024", ["13"], ["12"]),
        ("12 telefoons en 12 tablets", "13 phones and 13 tablets", ["13"], ["12"]),
        ("Anderhalf jaar", "A year", [], ["Anderhalf"]),
        # the value is there, but of something else
        ("Een boete van € 5 mln", "A fine of $5 million", ["5 million"], ["5 mln"]),
        ("Een boete van 5 miljoen euro", "A fine of 5 million pounds", ["5 million"], ["5 miljoen"]),
        ("5 kilometer", "5 kilograms", ["5"], ["5"]),
        ("5 km", "5 miles", ["5"], ["5"]),
        ("5 km", "5%", ["5"], ["5"]),
        ("5 procent", "5 percentage points", ["5"], ["5"]),
        ("5 procentpunt", "5 percent", ["5"], ["5"]),
        ("40 vierkante kilometer", "40 kilometres", ["40"], ["40"]),
        ("Het duurt drie weken.", "It takes three months.", ["three"], ["drie"]),
        ("20 gigabyte", "20 MB", ["20"], ["20"]),
        ("10 tot 15 kilo", "10-15 km", ["10", "15"], ["10", "15"]),
        ("3 mld. dollar", "€3bn", ["3bn"], ["3 mld"]),
    ],
)
def test_other_numbers_are_told(dutch, english, unsupported, missing):
    assert unsupported_numbers(english, dutch) == unsupported
    assert missing_numbers(dutch, english) == missing
    assert not numbers_agree(dutch, english)


def test_an_english_source_is_read_as_english():
    assert unsupported_numbers("1.5 percent of 1,500", "1,500 people, 1.5 percent", "en") == []
    assert unsupported_numbers("1.500 people", "1,500 people", "en") == ["1.500"]
    assert missing_numbers("1.500 mensen", "1.500 mensen", hypothesis_language="nl") == []


@given(st.integers(0, 10**12))
def test_grouping_is_the_only_difference_between_the_languages(n):
    english = f"{n:,}"
    assert numbers_agree(f"Het zijn er {english.replace(',', '.')} nu", f"There are {english} now")
    assert unsupported_numbers(f"There are {n + 1:,} now", f"Het zijn er {english.replace(',', '.')} nu") == [f"{n + 1:,}"]


@given(st.decimals("0.01", 999_999, places=2))
def test_decimals_agree(value):
    english = f"{value:,.2f}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    assert [number.value for number in numbers_in(dutch, "nl")] == [number.value for number in numbers_in(english, "en")] == [value]


@given(st.text(max_size=200), st.sampled_from(["nl", "en"]))
def test_any_text_can_be_read_and_agrees_with_itself(text, language):
    for number in numbers_in(text, language):
        assert text[number.start : number.end] == number.text
    assert missing_numbers(text, text, language, language) == []


@pytest.mark.parametrize(
    "unit", ["1", "1.", "1,", "1-", "1:", "honderd", "honderd ", "million ", "twenty-one and ", "half a ", "12-5-", "a1", "$5m ", "-"]
)
def test_hostile_text_takes_linear_time(unit):
    text = (unit * 20_000)[:20_000]
    started = time.process_time()
    unsupported_numbers(text, text)
    assert time.process_time() - started < 5  # below half a second; far more when it is quadratic
