import json
import subprocess
import sys
from dataclasses import replace

import pytest
import zstandard

import gate
from summarizer.errors import UnsupportedInput
from summarizer.evaluation.pairs import Pair, document_of, read_pairs
from summarizer.evaluation.rouge import rouge
from summarizer.evaluation.statistics import estimate
from summarizer.evaluation.summaries import BASELINE, chance, evaluate, lead, system_of
from summarizer.evaluation.translation import loops, number_survival, score
from summarizer.extractive import ExtractiveSummarizer
from summarizer.summarization import LENGTHS
from tests.conftest import DATA

NEWS = DATA / "news"
STEMS = sorted(path.name.removesuffix(".en.txt") for path in NEWS.glob("*.en.txt"))


def pairs():
    return [
        Pair("news", "own", (NEWS / f"{stem}.en.txt").read_text("utf-8"), ((NEWS / f"{stem}.abstract.txt").read_text("utf-8"),))
        for stem in STEMS
    ]


def test_rouge_is_that_of_the_package_over_sentences():
    assert rouge(["The cat sat.", "It slept."], [["The cat sat.", "It slept."]]) == (100, 100, 100)
    assert rouge(["Cats slept."], [["A dog barked."]]) == (0, 0, 0)
    one, two, lsum = rouge(["The cats sat down."], [["The cat sat."], ["Nothing of the kind."]])
    assert one == pytest.approx((100 * 6 / 7 + 100 * 2 / 8) / 2) and two < one and lsum <= one  # stemmed; mean over references


def test_an_estimate_holds_its_mean_and_narrows_with_more_articles():
    few, many = estimate([0, 10] * 5), estimate([0, 10] * 500)
    assert few.low < few.mean == 5 < few.high and many.high - many.low < few.high - few.low
    assert estimate([3, 3, 3]) == estimate([3]) and estimate([]).mean == 0


def test_pairs_are_read_and_split_by_the_hash_of_the_article(tmp_path):
    rows = [{"article": f"Article {i % 40}.", "summary": f"Summary {i}.", "source": "s"} for i in range(60)]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "one.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "two.jsonl.zst").write_bytes(zstandard.compress(text.encode()))
    found = list(read_pairs(tmp_path))
    assert [pair.name for pair in found] == ["one"] * 40 + ["two"] * 40
    assert found[0].summaries == ("Summary 0.", "Summary 40.") and found[:40] == [replace(pair, name="one") for pair in found[40:]]
    assert 0 < sum(pair.is_dev for pair in found[:40]) < 20
    assert [pair.name for pair in read_pairs(tmp_path, without=["one"])] == ["two"] * 40


@pytest.mark.parametrize("line", ["", "[]", '{"article": "x"}', "nonsense"])
def test_a_bad_line_is_named(tmp_path, line):
    (tmp_path / "bad.jsonl").write_text('{"article": "x", "summary": "y"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(UnsupportedInput, match="line 2"):
        list(read_pairs(tmp_path / "bad.jsonl"))


def test_every_system_is_measured_beside_the_lead():
    systems = {BASELINE: lead(3), "random-3": chance(3), "ours": system_of(ExtractiveSummarizer(), LENGTHS["medium"])}
    rows = {row.system: row for row in evaluate(systems, pairs())}
    assert rows[BASELINE].gain["rouge1"].mean == 0 and rows[BASELINE].sentences == 3 and rows[BASELINE].articles == len(STEMS)
    assert rows["random-3"].gain["rouge1"].mean < 0
    assert rows["ours"].unsupported == 0 and rows["ours"].words <= 55
    assert rows["ours"].rouge["rouge1"].mean > rows["random-3"].rouge["rouge1"].mean
    gain = rows["ours"].rouge["rougeLsum"].mean - rows[BASELINE].rouge["rougeLsum"].mean
    assert rows["ours"].gain["rougeLsum"].mean == pytest.approx(gain)


def test_made_up_claims_are_counted():
    systems = {BASELINE: lead(3), "liar": lambda documents: [["It cost 123,456 euros, says Zorblax."] for _ in documents]}
    rows = {row.system: row for row in evaluate(systems, pairs())}
    assert rows["liar"].unsupported == len(STEMS) and rows["liar"].names == 0


def test_a_text_that_is_no_article_is_an_empty_document():
    assert document_of(" \n").body == []


def test_translation_scores():
    assert score(["The cat sat on the mat."], ["The cat sat on the mat."]).bleu == pytest.approx(100)
    assert number_survival(["In 2019 kocht hij 3.500 stuks."], ["In 2019 he bought 3,50 pieces."]).share == pytest.approx(1 / 2)
    assert loops(["the cat the cat the cat the cat", "The cat sat."]) == 1


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "summarizer", "evaluate", *map(str, arguments)], capture_output=True, text=True, timeout=200
    )


def test_the_commands_print_tables_and_json(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_text("".join(json.dumps({"article": p.article, "summary": p.summaries[0]}) + "\n" for p in pairs()), encoding="utf-8")
    done = run("summaries", file, "--all", "--limit", "4")
    assert done.returncode == 0 and "lead-3" in done.stdout and "extractive" in done.stdout and "news, 4 articles" in done.stdout
    rows = json.loads(run("summaries", file, "--all", "--limit", "2", "--length", "short", "--json").stdout)["rows"]
    assert {row["system"] for row in rows} == {"lead-3", "lead-2", "random-3", "extractive"} and rows[-1]["words"] <= 40
    done = run("translation", NEWS / f"{STEMS[0]}.nl.txt", NEWS / f"{STEMS[0]}.en.txt", "--limit", "6", "--json")
    assert json.loads(done.stdout)["lines"] == 6
    done = run("translation", NEWS / f"{STEMS[0]}.nl.txt", NEWS / f"{STEMS[0]}.abstract.txt")
    assert done.returncode == 2 and "lines" in done.stderr


def test_dutch_articles_go_through_the_whole_chain(tmp_path):
    file = tmp_path / "dutch.jsonl"
    rows = [
        {"article": (NEWS / f"{s}.nl.txt").read_text("utf-8"), "summary": (NEWS / f"{s}.abstract.txt").read_text("utf-8")}
        for s in STEMS[:2]
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = run("summaries", file, "--all", "--translate", "--json")
    found = {row["system"]: row for row in json.loads(done.stdout)["rows"]}
    assert found["extractive"]["articles"] == 2 and found["extractive"]["rouge"]["rouge1"]["mean"] > 10
    made_up = {BASELINE: lead(3), "liar": lambda documents: [["It cost 123,456 euros."] for _ in documents]}
    dutch, english = pairs()[0], document_of(pairs()[0].article)
    translated = replace(english, sentences=[replace(s, nl="Zin zonder iets.") for s in english.sentences])
    assert [row.unsupported for row in evaluate(made_up, [replace(dutch, article=rows[0]["article"])], [translated])] == [0, 1]


def test_the_gate_refuses_what_is_worse_and_what_was_moved():
    measured = gate.Measured("a", {"bleu": 10.0}, 0)
    assert gate.problems(measured, {"sha256": "a", "figures": {"bleu": 10.5}}) == []  # within what rounding does
    assert "below its floor" in gate.problems(measured, {"sha256": "a", "figures": {"bleu": 12.0}})[0]
    assert "have changed" in gate.problems(measured, {"sha256": "b", "figures": {}})[0]
    assert "state a number" in gate.problems(gate.Measured("a", {}, 2), {"sha256": "a", "figures": {}})[0]
