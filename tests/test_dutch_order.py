"""English in Dutch order. Sentences are tagged by hand here, as HanTa tags them, but for one."""

from __future__ import annotations

import random

import pytest

from dutch_order import Orderer, written
from dutch_verbs import NotUnderstood
from tagged_english import Token, read_tagged

FORMS = {
    ("say", "VVN"): "said",
    ("sell", "VVN"): "sold",
    ("sell", "VVD"): "sold",
    ("announce", "VVN"): "announced",
    ("work", "VVZ"): "works",
}
LEMMAS = {"sold": "sell", "announced": "announce", "working": "work", "said": "say", "has": "have", "was": "be", "is": "be"}


def tokens(text: str) -> list[Token]:
    words = [word.rsplit("/", 1) for word in text.split()]
    return [Token(word, LEMMAS.get(word, word.lower()), tag) for word, tag in words]


def orders(text: str, tries: int = 200) -> set[str]:
    """All that may become of a tagged sentence."""
    return {written(Orderer(FORMS, random.Random(seed)).ordered(tokens(text))) for seed in range(tries)}


@pytest.mark.parametrize(
    ("tagged", "dutch"),
    [
        ("Philips/NP0 has/VHZ sold/VVN the/AT0 factory/NN1 ./PUN", "Philips heeft de factory sold."),
        ("Philips/NP0 sold/VVD the/AT0 factory/NN1 on/PRP Thursday/NP0 ./PUN", "Donderdag heeft Philips de factory sold."),
        ("Philips/NP0 sold/VVD the/AT0 factory/NN1 on/PRP Thursday/NP0 ./PUN", "Philips sold donderdag de factory."),
        ("the/AT0 factory/NN1 was/VBD sold/VVN ./PUN", "De factory werd sold."),
        ("he/PNP is/VBZ working/VVG in/PRP Delft/NP0 ./PUN", "Hij works in Delft."),
        ("he/PNP did/VDD not/XX0 sell/VVI it/PNP ./PUN", "Hij sold het niet."),
        ("Philips/NP0 said/VVD that/CJT it/PNP has/VHZ sold/VVN the/AT0 factory/NN1 ./PUN", "Philips said dat het de factory heeft sold."),
        ("Philips/NP0 said/VVD it/PNP has/VHZ sold/VVN the/AT0 factory/NN1 ./PUN", "Philips said dat het de factory sold heeft."),
        ("the/AT0 man/NN1 who/PNQ sold/VVD it/PNP said/VVD nothing/PNI ./PUN", "De man die het sold said nothing."),
        ("in/PRP Delft/NP0 ,/MARK Philips/NP0 has/VHZ sold/VVN the/AT0 factory/NN1 ./PUN", "In Delft heeft Philips de factory sold."),
        ("Philips/NP0 wants/VVZ to/TO0 sell/VVI the/AT0 factory/NN1 ./PUN", "Philips wants om de factory te sell."),
        ("it/PNP sold/VVD the/AT0 factory/NN1 ,/MARK Philips/NP0 said/VVD ./PUN", "Het sold de factory, says Philips."),
        ("Philips/NP0 has/VHZ sold/VVN 1,200/CRD lamps/NN2 ./PUN", "Philips heeft 1.200 lamps sold."),
    ],
)
def test_dutch_order(tagged: str, dutch: str) -> None:
    assert dutch in orders(tagged)


@pytest.mark.parametrize(
    "tagged",
    [
        "Philips/NP0 in/PRP Delft/NP0 ./PUN",  # no verb
        "In/PRP Delft/NP0 Philips/NP0 sold/VVD it/PNP ./PUN",  # where does the subject begin?
        "Philips/NP0 has/VHZ sold/VVN lamps/NN2 ,/MARK radios/NN2 and/CJC televisions/NN2 ./PUN",  # where does the list end?
    ],
)
def test_what_the_rules_do_not_see_through_is_left_out(tagged: str) -> None:
    with pytest.raises(NotUnderstood):
        Orderer(FORMS, random.Random(0)).ordered(tokens(tagged))


def test_no_content_word_is_lost() -> None:
    text = "Philips/NP0 said/VVD that/CJT the/AT0 cheap/AJ0 lamps/NN2 are/VBB sold/VVN in/PRP Delft/NP0 by/PRP a/AT0 robot/NN1 ./PUN"
    for dutch in orders(text):
        assert {"Philips", "said", "cheap", "lamps", "sold", "Delft", "robot"} <= {word.strip(".,") for word in dutch.split()}


def test_tagging() -> None:
    ((english, found),) = read_tagged(["Philips didn't sell the factory, the company said on Thursday."])
    assert english.startswith("Philips didn't") and [token.word for token in found][1:4] == ["did", "not", "sell"]
