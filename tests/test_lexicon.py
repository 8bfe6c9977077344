"""Words a model doesn't know: seeing that it made one up, and giving it the English."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import audit_lexicon
import build_corpus
import build_lexicon
import weak_verbs
from build_corpus import Config, Pair, Switcher
from summarizer.editing import Editor
from summarizer.errors import ModelDamaged
from summarizer.lexicon import LEFT, Lexicon
from summarizer.model_store import resolve
from summarizer.spelling import is_english, made_up_words

WORDS = Lexicon(
    {
        "kabel": "cable", "glasvezel": "fibre|optical fibre", "fabriek": "factory|plant", "oorlog": "war", "handel": "trade",
        "lijk": "corpse", "moge": "may", "beveiliging": "security", "bedrijf": "company|business", "zonne": "solar",
        "paneel": "panel", "broncode": "source code", "in plaats van": "instead of", "stelt … uit": "postpones", "uit te stellen": "te postpone",
        "spreekt … aan": "addresses", "spreekt": "speaks", "kondigt … aan": "announces", "week … uit": "made way", "heden": "present",
        "waarde": "value",
        "zorg-": "care", "-bureau": "agency", "gas-": "gas", "zorg": "ensure", "jaar": "year",
        "duizenden": "thousands", "bedrijven": "companies", "duizenden mensen": "thousands of people",
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("dutch", "english", "made_up"),
    [
        ("De fabrikant is in een oorlog verwikkeld.", "The fabrier is in a war.", ["fabrier"]),
        ("Er zijn twee ziekenhuizen.", "There are two sickhots and the sickhot's doors.", ["sickhots", "sickhot's"]),
        ("De dienst heet Kluisje.", "The service is called Kluisje, hasn't it?", []),
        ("De hardloopapp kost geld.", "The hardloopapp costs money.", []),  # copied: `leftover` sees that
        ("Zie www.voorbeeld.nl en de map /usr/bin.", "See www.voorbeeld.nl and the folder /usr/bin.", []),
        ("Dat zei de minister van Financiën.", "The Minister of Financis said that.", []),  # a capital: it may be a name
        ("De kleuren zijn echt.", "The colours are real, the colors aren't.", []),
        ("Bitcoin en ransomware.", "Bitcoin, ransomware, start-ups and e-bikes.", []),
        ("", "", []),
    ],
)
def test_made_up_words(dutch, english, made_up):
    assert made_up_words(dutch, english) == made_up


@given(st.text(), st.text())
def test_made_up_words_stand_in_the_translation(dutch, english):
    assert all(word in english for word in made_up_words(dutch, english))


@pytest.mark.parametrize(
    "word",
    ["the", "a", "i", "manufacturers", "espionage", "judge's"[:5], "email", "website", "smartphone", "uncovered", "plummets", "ratifies"],
)
def test_english_words_are_known(word):
    assert is_english(word)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("kabel", ("cable",)),
        ("glasvezelkabel", ("fibre cable",)),
        ("handelsoorlog", ("trade war",)),
        ("beveiligingsbedrijf", ("security company",)),
        ("zonnepaneel", ("solar panel",)),
        ("mogelijk", ()),  # -lijk is no corpse
        ("waardeheden", ()),  # nor is -heden a present
        ("kabels", ("cables",)),
        ("glasvezelkabels", ("fibre cables",)),
        ("xkabel", ()),
        ("lijks", ()),
        ("handelens", ()),
        ("zorgbedrijf", ("care company",)),  # not `ensure company`
        ("handelsbureau", ("trade agency",)),
        ("gasfabriek", ("gas factory",)),  # a short first part, because it is in the lexicon as one
        ("bureau", ()),
    ],
)
def test_forms_of_words_and_compounds(word, forms):
    assert WORDS.forms(word) == forms


@pytest.mark.parametrize(
    ("dutch", "switched"),
    [
        ("De fabriek maakt kabel.", "De factory maakt cable."),
        ("Broncode is geld.", "Source code is geld."),
        ("Gaskabel maakt glasvezelkabel.", "Gaskabel maakt fibre cable."),  # the first may be a name
        ("Glasvezelkabel maakt gaskabel.", "Fibre cable maakt gas cable."),  # but for a long one
        ("Lijk is een dorp.", "Lijk is een dorp."),
        ("De heer Handel heeft een bedrijf.", "De heer Handel heeft een company."),  # a name
        ("Kijk op kabel.nl of @kabel, bij kabel-tv en op kabel/a.", "Kijk op kabel.nl of @kabel, bij kabel-tv en op kabel/a."),
        ("In plaats van kabel komt glasvezel.", "Instead van cable komt fibre."),  # in a Dutch sentence `of` is `or`
        ("De heer In plaats vanger.", "De heer In plaats vanger."),
        ("De raad stelt de oorlog uit.", "De raad postpones de war."),
        ("De raad stelt de oorlog, de handel en alles uit.", "De raad stelt de war, de trade en alles uit."),  # not beyond a comma
        ("Hij stelt hem uit om te zien of het kan.", "Hij postpones hem om te zien of het kan."),
        ("Hij spreekt van oorlog en kondigt beroep aan.", "Hij speaks van war en announces beroep."),  # the nearer verb has it
        ("De raad stelt de oorlog vorige week uit.", "De raad postpones de war vorige week."),  # but a noun has nothing
        ("Hij stelt dat hij uit de fabriek komt.", "Hij stelt dat hij uit de factory komt."),  # a preposition
        ("Hij stelt vragen; het licht gaat uit.", "Hij stelt vragen; het licht gaat uit."),  # another clause
        ("Het is beter de oorlog uit te stellen.", "Het is beter de war te postpone."),
        ("Twee kabel's, 'kabel' en zo'n kabel'tje.", "Twee cables, 'cable' en zo'n kabel'tje."),
        (
            "Het is weg. Oorlog is het. Dr. Oorlog en J. Handel zeggen dat.",
            "Het is weg. Oorlog is het. Dr. Oorlog en J. Handel zeggen dat.",
        ),
        ("Het is groen. Oorlog is het, zegt mevr. Oorlog.", "Het is groen. War is het, zegt mevr. Oorlog."),
        ("Na 12 jaar, twee jaar en 1 jaar in het jaar 2024.", "Na 12 years, twee years en 1 year in het year 2024."),
        (
            "Duizenden bedrijven, duizenden in het bedrijf en duizenden zijn weg.",
            "Thousands van companies, thousands in het company en thousands zijn weg.",
        ),
        ("", ""),
        ("De Nokia-kabel en het 5G-bedrijf.", "De Nokia cable en het 5G company."),
        ("Oud-bedrijf en ex-bedrijf.", "Former company en former company."),
        ("Een e-kabel, een 16-kabel en een U-kabel van Jan-Kabel.", "Een e-kabel, een 16-kabel en een U-kabel van Jan-Kabel."),
    ],
)
def test_words_are_switched_names_are_not(dutch, switched):
    assert WORDS.switched(dutch) == switched


def test_frans_is_a_people_or_a_first_name():
    lexicon = Lexicon({"Frans": "French", "bedrijf": "company", "Frans Guyana": "French Guiana"})
    assert lexicon.switched("Frans Hals en Frans van de Ven.") == "Frans Hals en Frans van de Ven."
    assert lexicon.switched("Een Frans bedrijf in Frans Guyana.") == "Een French company in French Guiana."
    assert lexicon.opening_name("Frans Hals schildert.") == "Frans Hals" and lexicon.opening_name("Frans kabelbedrijf failliet") is None


def test_words_of_several_senses_stay_dutch_in_a_sentence_and_are_english_in_a_compound():
    lexicon = Lexicon(
        {"rekening": "|account|bill", "rekening houden": "|allow", "het is zaak": "|it is vital", "zaak": "case", "spaar-": "savings"}
    )
    assert lexicon.switched("De rekening, de spaarrekening en de zaak.") == "De rekening, de savings account en de case."
    assert lexicon.switched("Rekening houden en de rekeningen.") == "Rekening houden en de rekeningen."
    assert lexicon.switched("Het is zaak dat, en het is zaak.") == "Het is zaak dat, en het is zaak."
    assert lexicon.forms("rekening") == ("account", "bill")


@given(st.lists(st.sampled_from(["De", "kabel", "Kabel", "oorlog,", "7", "€ 5", "is", "glasvezelkabel", "NOS"])))
def test_numbers_and_names_stay_when_words_are_switched(words):
    dutch = " ".join(words)
    switched = WORDS.switched(dutch)
    assert [part for part in switched.split() if part[0].isdigit() or part in ("€", "NOS")] == [
        part for part in dutch.split() if part[0].isdigit() or part in ("€", "NOS")
    ]
    assert WORDS.switched(dutch, lambda word, forms: None) == dutch


@pytest.mark.parametrize("content", [b"kabel", b"kabel\tcable\tmore\n", b"\xff\tcable\n", b"\n"])
def test_a_damaged_lexicon_says_so(tmp_path, content):
    path = tmp_path / "lexicon.tsv"
    path.write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"lexicon\.tsv"):
        Lexicon.load(path)


def test_a_model_without_a_lexicon_has_none(tmp_path):
    assert Lexicon.of(tmp_path) is None


def test_the_embedded_model_comes_with_one():
    lexicon = Lexicon.of(resolve("nl-en", "translator").path)
    assert lexicon
    assert lexicon.forms("fabrikant")[0] == "manufacturer" and lexicon.forms("telecominfrastructuur") == ("telecom infrastructure",)
    assert "may corpse" not in lexicon.forms("mogelijk") and not lexicon.forms("geen")


def test_pairs_are_written_with_their_weights(tmp_path):
    (tmp_path / "news.tsv").write_text("De kat.\tThe cat.\tx\nDe kat.\tThe cat.\tx\nHet huis.\tThe house.\tx\n", encoding="utf-8")
    config = tmp_path / "c.toml"
    config.write_text("[files]\nnews = 2.0\n", encoding="utf-8")
    out = tmp_path / "pairs.txt"
    assert build_lexicon.write_pairs(tmp_path, config, out) == 2
    assert out.read_text(encoding="utf-8") == "de kat . ||| the cat .\nhet huis . ||| the house .\n"
    assert build_lexicon.weights_of(out).read_text(encoding="utf-8") == "2.0\n2.0\n"


def test_the_lexicon_counts_what_is_aligned_both_ways():
    pairs = ["de broncode is open ||| the source code is open", "broncode helpt ||| source code helps", "broncode lekt ||| sources leak"]
    forward = ["0-0 1-2 2-3 3-4", "0-1 1-2", "0-0 1-1"]  # every Dutch word once
    reverse = ["0-0 1-1 1-2 2-3 3-4", "0-0 0-1 1-2", "0-0 1-1"]  # every English word once
    assert build_lexicon.extract(pairs, ["1", "1", "1"], forward, reverse) == {"broncode": ["source code"]}  # the rest was seen once
    twice = build_lexicon.extract(pairs * 2, ["1", "1", "0.1"] * 2, forward * 2, reverse * 2)
    assert twice["broncode"] == ["source code"] and twice["helpt"] == ["helps"] and "de" not in twice
    heavier = build_lexicon.extract(pairs * 2, ["1", "1", "9"] * 2, forward * 2, reverse * 2)
    assert heavier["broncode"] == ["sources", "source code"]


@pytest.mark.parametrize(
    ("word", "forms", "is_half"),
    [
        ("handelsoorlog", ["trade"], True),
        ("handelsoorlog", ["wars"], True),
        ("handelsoorlog", ["trade", "war"], False),  # both are said
        ("handelsoorlog", ["conflict"], False),
        ("glasvezelkabel", ["fibre cable"], False),
        ("mogelijk", ["may"], False),
        ("kabel", ["cable"], False),
    ],
)
def test_halves_of_compounds_are_seen(word, forms, is_half):
    assert build_lexicon.is_half_a_compound(word, forms, WORDS) == is_half


def test_the_lexicon_is_finished_with_what_was_written_by_hand():
    learned = {
        "handel": ["trade"], "oorlog": ["war"], "handelsoorlog": ["trade"], "speelt": ["playing", "plays"], "klacht": ["symptom"], "net": ["just"],
        "uitgesteld": ["deferred"], "angst": ["fear", "fears"],
    }  # fmt: skip
    written = {"klacht": ["complaint"], "net": [], "in plaats van": ["instead of"]}
    verbs = ["uit stellen stelt stelde stelden gesteld\tpostpone|postpones|postponed|postponed"]
    found = build_lexicon.finished(learned, written, verbs)
    together = {"uitstellen": ["postpone"], "uitstelt": ["postpones"], "uitstelde": ["postponed"], "uitstelden": ["postponed"]}
    apart = {"stellen … uit": ["postpone"], "stelt … uit": ["postpones"], "stelde … uit": ["postponed"], "stelden … uit": ["postponed"]}
    others = {"uit te stellen": ["te postpone"], "uitgesteld": ["deferred"], "speelt": ["plays", "playing"], "klacht": ["complaint"]}
    kept = {"handel": ["trade"], "oorlog": ["war"], "angst": ["fear", "fears"], "in plaats van": ["instead of"]}
    assert found == together | apart | others | kept
    assert build_lexicon.finished(found, written, verbs) == found
    assert not apart.keys() & build_lexicon.finished(found, written, []).keys()  # what was taken out of the table is gone


def test_what_is_left_in_dutch_is_marked_when_the_lexicon_is_finished(tmp_path, monkeypatch):
    for name, lines in (
        ("news.tsv", "kabel\tcable|wire\n"),
        ("verbs.tsv", ""),
        ("left.txt", "kabel\nniets\n"),
        ("learned.tsv", "oorlog\twar\n"),
    ):
        (tmp_path / name).write_text(lines, encoding="utf-8")
    for name, file in (("WRITTEN", "news.tsv"), ("VERBS", "verbs.tsv"), ("IN_DUTCH", "left.txt")):
        monkeypatch.setattr(build_lexicon, name, tmp_path / file)
    out = tmp_path / "lexicon.tsv"
    for source in (tmp_path / "learned.tsv", out):
        monkeypatch.setattr("sys.argv", ["build_lexicon.py", "finish", str(source), "--out", str(out)])
        build_lexicon.main()
        assert out.read_text(encoding="utf-8") == "kabel\t|cable|wire\noorlog\twar\n"


EXPRESSIONS = (
    "in_beslag nemen neemt nam namen genomen\tseize|seizes|seized|seized",
    "een_bekentenis+af leggen legt legde legden gelegd\tconfess|confesses|confessed|confessed",
    "maatregelen_ nemen neemt nam namen genomen\ttake measures|takes measures|took measures|taken measures",
    "aandelen_+uit geven geeft gaf gaven gegeven\tissue shares|issues shares|issued shares|issued shares",
    "op_de_hoogte zijn is was waren geweest\tbe aware|is aware|was aware|been aware",
    "in trekken trekt trok trokken getrokken\twithdraw|withdraws|withdrew|withdrawn",
    "in_twijfel trekken trekt trok trokken getrokken\tquestion|questions|questioned|questioned",
)


@pytest.mark.parametrize(
    ("dutch", "mixed"),
    [
        ("Zij nam een auto, geld en 1.000 horloges in beslag.", "Zij seized een auto, geld en 1.000 horloges."),  # past commas
        ("Zij nam iets mee. Dat is in beslag.", "Zij nam iets mee. Dat is in beslag."),  # not past the end of a sentence
        ("De auto die zij in beslag nam, is weg.", "De auto die zij seized, is weg."),
        ("De auto is in beslag genomen.", "De auto is seized."),
        ("De auto die in beslag kan worden genomen.", "De auto die kan worden seized."),
        ("Zij wil hem in beslag nemen.", "Zij wil hem seize."),
        ("Zij weigert hem in beslag te nemen.", "Zij weigert hem te seize."),
        ("In beslag genomen waar.", "Seized waar."),
        ("Hij legt tegenover haar een bekentenis af.", "Hij confesses tegenover haar."),
        ("Hij heeft een bekentenis afgelegd.", "Hij heeft confessed."),
        ("Hij weigert een bekentenis af te leggen.", "Hij weigert te confess."),
        ("Zij nemen nu maatregelen.", "Zij take measures nu."),
        ("Zij nemen nu geen maatregelen.", "Zij nemen nu geen maatregelen."),  # what is denied stays denied
        ("Zij willen geen maatregelen nemen.", "Zij willen geen maatregelen nemen."),
        ("Zij willen snel maatregelen nemen.", "Zij willen snel take measures."),
        ("Zij willen snel aandelen uitgeven.", "Zij willen snel issue shares."),
        ("Zij weigeren aandelen uit te geven.", "Zij weigeren te issue shares."),
        ("Zij zijn op de hoogte.", "Zij are aware."),
        ("Zij willen op de hoogte zijn.", "Zij willen be aware."),
        ("Hij trekt dat in twijfel.", "Hij questions dat."),  # the longer of two
        ("Hij trekt dat in.", "Hij withdraws dat."),
        ("Hij trekt dat in beslag.", "Hij trekt dat in beslag."),
        ("Het in beslag nemen van auto's.", "Het seizure van auto's."),  # a phrase that is longer
    ],
)
def test_verbs_that_say_something_with_other_words(dutch, mixed):
    entries = dict(entry for line in EXPRESSIONS for entry in build_lexicon.verb_entries(line)) | {"in beslag nemen van": ["seizure van"]}
    assert Lexicon({word: "|".join(forms) for word, forms in entries.items()}).switched(dutch) == mixed


def test_the_tables_written_by_hand_can_be_read_and_are_in_the_embedded_lexicon():
    written = build_lexicon.read_lexicon(build_lexicon.WRITTEN)
    verbs = dict(
        entry for line in build_lexicon.VERBS.read_text(encoding="utf-8").splitlines() for entry in build_lexicon.verb_entries(line)
    )
    embedded = build_lexicon.read_lexicon(resolve("nl-en", "translator").path / "lexicon.tsv")
    assert all(embedded.get(word, []) == forms for word, forms in written.items()) and verbs.keys() - written.keys() <= embedded.keys()
    assert list(written) == sorted(written)
    lines = (resolve("nl-en", "translator").path / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
    left = {line.partition("\t")[0] for line in lines if line.partition("\t")[2].startswith(LEFT)}
    assert left == set(build_lexicon.IN_DUTCH.read_text(encoding="utf-8").splitlines()) & embedded.keys()


def test_words_are_switched_to_what_the_other_side_says():
    config = Config(100, 100, 0, 0, 0, 0, {}, switch=1.0)
    pair = Pair("De fabriek van het bedrijf heeft een kabel.", "The plant of the business has a cable.", "x")
    seen = {Switcher(WORDS, random.Random(seed))(pair, config).dutch for seed in range(60)}
    assert "De plant van het business heeft een cable." in seen and "De fabriek van het bedrijf heeft een kabel." in seen
    assert any("factory" in dutch for dutch in seen)  # the commonest form, now and then
    assert all(Switcher(WORDS, random.Random(seed))(Pair("De fabriek.", "It.", "x"), config).dutch == "De fabriek." for seed in range(20))
    assert Switcher(WORDS, random.Random(0))(pair, Config(100, 100, 0, 0, 0, 0, {})) == pair


def test_words_that_the_other_side_does_not_say_are_switched_as_often_as_the_configuration_says():
    pair, config = (
        Pair("De fabriek heeft een kabel.", "It has a wire.", "x"),
        Config(100, 100, 0, 0, 0, 0, {}, switch=1.0, switch_words=[1.0]),
    )
    assert Switcher(WORDS, random.Random(1))(pair, config).dutch == pair.dutch
    assert Switcher(WORDS, random.Random(1))(pair, replace(config, unsaid=1.0)).dutch == "De factory heeft een cable."
    seen = Counter(Switcher(WORDS, random.Random(seed))(pair, replace(config, unsaid=0.5)).dutch.count("factory") for seed in range(400))
    assert 150 < seen[1] < 250


@pytest.mark.parametrize(
    ("options", "given"),
    [
        ({}, "Het bedrijf sluit om 9.30 uur."),
        ({"edit": 1.0}, "Het bedrijf sluit at 9:30."),
        ({"edit": 1.0, "switch": 1.0, "switch_words": [1.0]}, "Het company sluit at 9:30."),
    ],
)
def test_pairs_are_edited_as_sentences_are_before_a_translation(options, given):
    editor = Editor(str.isascii, is_small=True)
    pair = Pair("Het bedrijf sluit om 9.30 uur.", "The company closes at 9:30.", "x")
    assert Switcher(WORDS, random.Random(1), editor)(pair, Config(100, 100, 0, 0, 0, 0, {}, **options)).dutch == given


def test_pairs_have_the_sign_that_stands_in_for_the_euro():
    switch = Switcher(WORDS, random.Random(1), Editor(str.isascii))
    assert switch(Pair("Het kost € 5.", "It costs €5.", "x"), Config(100, 100, 0, 0, 0, 0, {})) == Pair(
        "Het kost $ 5.", "It costs $5.", "x"
    )
    mixed = Pair("Het kost € 5 of $ 6.", "It costs €5 or $6.", "x")
    assert switch(mixed, Config(100, 100, 0, 0, 0, 0, {})) == mixed


def test_entries_that_references_say_otherwise_are_found():
    pairs = [Pair(f"De oorlog om de fabriek {number}.", f"The fight for plant {number}.", "x") for number in range(4)]
    pairs += [Pair(f"Het bedrijf {number}.", f"The company {number}.", "x") for number in range(60)]
    found = audit_lexicon.audit(pairs, WORDS, Editor(str.isascii, is_small=True), 3)
    assert [(finding.dutch, finding.said, finding.sentences) for finding in found] == [("oorlog", 0, 4), ("fabriek", 0, 4)]
    assert ("fight", 4) in found[0].instead and ("the", 4) not in found[0].instead


def test_words_whose_english_hangs_on_the_sentence_are_left_in_dutch():
    pairs = [
        Pair(f"De oorlog om de fabriek {number}.", f"The {'war' if number % 3 else 'fight'} for the plant {number}.", "x")
        for number in range(30)
    ]
    entries = {"oorlog": ["war"], "fabriek": ["factory", "plant"], "om de fabriek": ["for the factory"]}
    editor = Editor(str.isascii, is_small=True)
    assert audit_lexicon.left_in_dutch(pairs, entries, editor) == ["om de fabriek"]
    del entries["om de fabriek"]
    assert audit_lexicon.left_in_dutch(pairs, entries, editor) == ["fabriek"]
    assert audit_lexicon.left_in_dutch(pairs[:9], entries, editor) == []


@pytest.mark.parametrize("path", sorted(Path(build_corpus.__file__).parent.glob("corpus*.toml")), ids=lambda path: path.stem)
def test_all_configurations_are_read(path):
    config = Config(**build_corpus.read_config(path))
    assert config.files and config.shares.keys() <= config.files.keys()
    assert (config.switch > 0) == (path.stem in ("corpus-switch", "corpus-mixed", "corpus-pairs"))


def test_a_configuration_says_what_differs_from_its_base(tmp_path):
    (tmp_path / "a.toml").write_text("join = 0.1\ncopy = 0.2\n[files]\none = 1.0\ntwo = 2.0\n", encoding="utf-8")
    (tmp_path / "b.toml").write_text('base = "a.toml"\ncopy = 0.3\n[files]\ntwo = 3.0\n[shares]\ntwo = 0.5\n', encoding="utf-8")
    both = {"join": 0.1, "copy": 0.3, "files": {"one": 1.0, "two": 3.0}, "shares": {"two": 0.5}}
    assert build_corpus.read_config(tmp_path / "b.toml") == both


@pytest.mark.parametrize(
    ("form", "present", "past", "participle"),
    [
        ("registreerden", "registreert", "registreerde", "geregistreerd"),
        ("geëindigd", "eindigt", "eindigde", "geëindigd"),
        ("bespaard", "bespaart", "bespaarde", "bespaard"),
        ("gereisd", "reist", "reisde", "gereisd"),
        ("praatte", "praat", "praatte", "gepraat"),
        ("landde", "landt", "landde", "geland"),
        ("ontploften", "ontploft", "ontplofte", "ontploft"),
        ("aanmoedigde", "aanmoedigt", "aanmoedigde", ""),
    ],
)
def test_forms_of_regular_verbs_are_told(form, present, past, participle):
    verb = weak_verbs.WeakVerb.of(form)
    assert verb and (verb.present, verb.past, verb.participle) == (present, past, participle)


@pytest.mark.parametrize("form", ["verboden", "gerepareerde", "aangemaakte", "kocht", "huizen", "auto", "gered"])
def test_what_is_no_past_of_a_regular_verb(form):
    assert weak_verbs.WeakVerb.of(form) is None


@pytest.mark.parametrize(
    ("past", "base", "third"),
    [
        ("registered", "register", "registers"), ("used", "use", "uses"), ("stopped", "stop", "stops"), ("carried", "carry", "carries"),
        ("rolled out", "roll out", "rolls out"), ("fixed", "fix", "fixes"), ("sold", "sell", "sells"),
    ],
)  # fmt: skip
def test_english_pasts(past, base, third):
    assert weak_verbs.english_base(past) == base and weak_verbs.third(base) == third


def test_only_what_is_missing_of_a_verb_that_two_forms_speak_for_is_told():
    known = {
        "geregistreerd": ["registered"],
        "registreren": ["register"],
        "gehaast": ["hurried"],
        "registreerde": ["recorded", "registered"],
    }
    assert weak_verbs.missing_forms(known) == {"registreert": "registers", "registreerden": "registered"}


@pytest.mark.parametrize(
    ("dutch", "name"),
    [
        ("Meijer krijgt een boete.", "Meijer"),
        ("Rijkhof belooft beterschap.", "Rijkhof"),
        ("Kabels krijgt men hier.", None),  # a word that it has
        ("Glasvezelkabel krijgt glans.", None),  # or a compound of such
        ("Hoewel belooft dat.", None),
        ("Daarbij is hij rijk.", None),
        ("Wekelijks is er nieuws.", None),
        ("Neem contact op.", None),
        ("Meijer en Bos krijgen een boete.", None),  # no verb behind it
        ("KPN krijgt een boete.", None),  # a name that can't be lost from sight
        ("Ren krijgt een boete.", "Ren"),
        ("Huis & Haspel zegt dat niet.", "Huis & Haspel"),
        ("Onderzoek & innovatie kosten geld.", None),  # no firm
        ("Ook wil hij dat.", None),
        ("Xi is er.", None),  # too short to tell
        ("", None),
        ("Meijer", None),
    ],
)
def test_names_that_open_a_sentence(dutch, name):
    assert Lexicon({"kabel": "cable", "kabels": "cables", "glasvezel": "fibre", "belooft": "promises"}).opening_name(dutch) == name


def test_a_part_that_an_infinitive_behind_it_has_is_not_the_verbs():
    lexicon = Lexicon({"zegt … op": "cancels", "op te slaan": "te store", "zegt": "says"})
    assert lexicon.switched("Hij zegt niets op te slaan.") == "Hij says niets te store."
    assert lexicon.switched("Hij zegt de huur op.") == "Hij cancels de huur."


def test_words_with_a_hyphen_or_an_apostrophe_are_entries():
    lexicon = Lexicon(
        {
            "AOW-leeftijd": "pension age",
            "zzp'er": "freelancer",
            "cao-bod": "pay offer",
            "lang": "long",
            "running": "loop",
            "loop": "running-in",
        }
    )
    assert lexicon.switched("De AOW-leeftijd van een zzp’er.") == "De pension age van een freelancer."
    assert lexicon.switched("Cao-bod is laag.") == "Pay offer is laag."
    assert lexicon.switched("De loop is lang.") == "De running-in is long."  # English with a hyphen isn't taken apart


def test_a_colon_in_a_time_ends_no_clause():
    lexicon = Lexicon({"brak … uit": "broke out"})
    assert lexicon.switched("Rond 03:15 brak hij om 03:20 uit.") == "Rond 03:15 broke out hij om 03:20."
