"""The subject before its verb."""

from __future__ import annotations

import pytest

from summarizer.word_order import in_english_order


def said(word):
    return {
        "daalden": ("fell",),
        "onderschepte": ("intercepted",),
        "vervalste": ("forged",),
        "waarschuwt": ("warns",),
        "weert": ("bans",),
    }.get(word, ())


@pytest.mark.parametrize(
    ("dutch", "ordered"),
    [
        ("Onder druk van de Kamer trok de minister het plan in.", "Onder druk van de Kamer, de minister trok het plan in."),
        ("Volgens de jaarrekening schreef het bedrijf 90 miljoen af.", "Volgens de jaarrekening, het bedrijf schreef 90 miljoen af."),
        ("Via een vervalste code kwamen de criminelen binnen.", "Via een vervalste code, de criminelen kwamen binnen."),
        ("Na de nederlaag bood hij zijn fans excuses aan.", "Na de nederlaag, hij bood zijn fans excuses aan."),
        ("In zijn brief gaat de minister niet in op de vraag.", "In zijn brief, de minister gaat niet in op de vraag."),
        ("Aan speculaties wil de decaan zich niet wagen.", "Aan speculaties, de decaan wil zich niet wagen."),
        ("Naast een boete kreeg het bedrijf een verbod.", "Besides een boete, het bedrijf kreeg een verbod."),
        ("Naast de kerk ligt het dorp er verlaten bij.", "Naast de kerk, het dorp ligt er verlaten bij."),
        ("Door strenge vorst sloot de school maandag.", "Vanwege strenge vorst, de school sloot op maandag."),
        ("Volgens hem blijft de vraag naar chips onverminderd groot.", "Volgens hem, de vraag naar chips blijft onverminderd groot."),
        ("Wel waarschuwt het bedrijf voor de gevolgen.", "However, het bedrijf waarschuwt voor de gevolgen."),
        ("Als de wet komt, krijgt de politie meer geld.", "Als de wet komt, de politie krijgt meer geld."),
        ("Terwijl de vraag groeit, verliest Intel marktaandeel.", "Terwijl de vraag groeit, Intel verliest marktaandeel."),
        ("Bij gebrek aan bewijs ging de hacker vrijuit.", "Bij gebrek aan bewijs, de hacker ging vrijuit."),
        ("Daarna kreeg hij een boete.", "Daarna, hij kreeg een boete."),
        ("In een lading onderschepte de douane 1200 kilo.", "In een lading, de douane onderschepte 1200 kilo."),
        ("Bij de start zakte de site van Coolblue in elkaar.", "Bij de start, de site van Coolblue zakte in elkaar."),
        ("Op het Damrak sloot de AEX woensdag op 879 punten.", "Op het Damrak, de AEX sloot op woensdag op 879 punten."),
        ("Onder de motorkap zit de Snapdragon 8 Elite met een modem.", "Onder de motorkap, de Snapdragon 8 Elite zit met een modem."),
    ],
)
def test_a_subject_stands_before_its_verb(dutch, ordered):
    assert in_english_order(dutch, lambda word: ("dropped",) if word == "zakte" else said(word)) == ordered
    assert in_english_order(ordered, said) == ordered


@pytest.mark.parametrize(
    "dutch",
    [
        "Na een inval nam de politie telefoons in beslag.",  # where does the subject end?
        "Sinds maandag heeft de politie veertig mensen opgepakt.",  # the model turns auxiliaries
        "Aan de overname hangt een prijskaartje van 900 miljoen.",
        "Ook Tsjechië weert DeepSeek uit de overheid.",
        "Onder druk gooit de een na de ander de handdoek in de ring.",
        "De relschoppers gingen de straat op.",
        "Deze netwerken kunnen verschillende garanties bieden.",  # what opens the sentence is the subject
        "Volgens de bond kunnen klanten niet bellen.",  # the model does this well
        "Volgens zijn advocaten is hij ziek.",  # his
        "Volgens de minister zijn er problemen met de software.",  # there are
        "Na beide stappen slaagden ze erin.",
        "Volgens onderzoekers die hackers volgen gebruiken criminelen AI.",  # which of the verbs?
        "In een ronde worden achttien holes gespeeld.",
        "Sinds maandag gaan steeds meer van hen weg.",
        "Volgens de bond gingen leden van de raad weg.",  # longer than one word
        "",
    ],
)
def test_what_is_not_surely_turned_is_left(dutch):
    assert in_english_order(dutch, said) == dutch


@pytest.mark.parametrize(
    ("dutch", "ordered"),
    [
        ("Het lek werd vrijdag gedicht.", "Het lek werd op vrijdag gedicht."),
        ("De storm, die vannacht of zondag raast.", "De storm, die vannacht of zondag raast."),
        ("Hij zei die vrijdag niets.", "Hij zei die vrijdag niets."),
        ("Het duurt van maandag tot vrijdag.", "Het duurt van maandag tot vrijdag."),
        ("De vrijdag erna, afgelopen dinsdag en elke zondag.", "De vrijdag erna, afgelopen dinsdag en elke zondag."),
        ("Het is vrijdagmiddag-borreltijd.", "Het is vrijdagmiddag-borreltijd."),
        ("Vrijdag waarschuwt het bedrijf weer.", "Op vrijdag, het bedrijf waarschuwt weer."),
        ("Vrijdag waarschuwt iedereen.", "Op vrijdag waarschuwt iedereen."),
    ],
)
def test_a_day_has_its_preposition(dutch, ordered):
    assert in_english_order(dutch, said) == ordered
    assert in_english_order(ordered, said) == ordered
