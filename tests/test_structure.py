"""What kind of text it is, its sections, and what is done with odd ones."""

import pytest

from summarizer import Length, read_path, read_text
from summarizer.arrangement import arrange, attributed, summarize_arranged
from summarizer.article import Sentence
from summarizer.extractive import ExtractiveSummarizer
from summarizer.segmentation import split_article
from summarizer.structure import fair_selection, kind, questions, sections, stamps, stories
from summarizer.summarization import LENGTHS, Document, DraftSentence
from tests.conftest import DATA


def document(article):
    """Untranslated, as an English article would be."""
    sentences = [
        Sentence(s.number, s.paragraph, s.text, s.text, ("heading",) if s.is_heading else ()) for s in split_article(article)
    ]  # fmt: skip
    return Document(sentences, article.title, frozenset(i for i, p in enumerate(article.paragraphs, 1) if p.ruled))


def odd(name):
    return document(read_path(DATA / "odd" / f"{name}.nl.txt"))


def draft(subject, length=LENGTHS["medium"]):
    arranged = arrange(subject)
    return arranged, summarize_arranged(ExtractiveSummarizer(), [arranged], length)[0]


LIST = "Uitslagen\n\nAjax - Twente 1-2\n\nPSV - Utrecht 3-0\n\nFeyenoord - Heerenveen 2-2\n\nAZ - Sparta 1-0\n\nDe wedstrijden trokken veel publiek."


@pytest.mark.parametrize(
    ("name", "expected"), [("interview", "interview"), ("live_blog", "live blog"), ("newsletter", "stories"), ("short", "article")]
)
def test_kinds(name, expected):
    assert kind(odd(name)) == expected


def test_ordinary_articles_and_lists(huawei):
    assert kind(document(read_path(huawei))) == "article"
    assert kind(document(read_text(LIST))) == "list"


def test_three_times_in_running_text_are_no_live_blog():
    assert not stamps(
        document(read_text("Om 9.30 uur begon het. Om 10.15 uur was het druk. Om 11.45 uur was het voorbij en ging ieder naar huis."))
    )


def test_a_question_or_two_are_no_interview():
    assert not questions(
        document(read_text("Waarom gebeurt dit?\n\nDe minister weet het niet.\n\nWat nu?\n\nDe Kamer wacht op een brief van hem."))
    )


def test_an_interview_s_questions_are_left_out_and_answers_have_a_name():
    arranged, found = draft(odd("interview"))
    assert found and not any("?" in part.text for part in found)
    text = " ".join(part.text for part in found)
    assert text.count("Marieke de Boer:") == 1 and text.count('"') == 2 and text.endswith('"')
    assert "Marieke de Boer" in arranged.warnings[0]


def test_a_name_is_given_once_for_neighbouring_answers():
    speakers = {2: "De Wit", 3: "De Wit", 4: "Jansen"}
    drafts = [DraftSentence(text, (i,)) for i, text in enumerate(["They met.", "It works.", 'I call it "new".', "It fails."], 1)]
    assert [part.text for part in attributed(drafts, speakers)] == [
        "They met.",
        'De Wit: "It works.',
        "I call it 'new'.\"",
        'Jansen: "It fails."',
    ]


def test_speakers_by_their_labels():
    text = "\n\n".join(
        [
            "Een gesprek over fietsen in de stad.",
            "Vraag: Hoe gaat het?",
            "Jansen: Het gaat goed met ons bedrijf.",
            "Vraag: Waarom?",
            "Jansen: Wij verkopen meer fietsen.",
        ]
    )
    assert questions(document(read_text(text))) == {2: "?", 3: "Jansen", 4: "?", 5: "Jansen"}


def test_a_live_blog_is_told_in_the_order_of_events():
    arranged, found = draft(odd("live_blog"), Length(sentences=4))
    assert "newest entry first" in arranged.warnings[0]
    times = [arranged.times[part.taken_from[0]] for part in found]
    assert times == sorted(times) and len(times) == 4
    assert not any(part.text[0].isdigit() for part in found)


def test_each_story_gets_a_sentence_where_there_is_room():
    subject = odd("newsletter")
    parts = stories(subject)
    assert len(parts) == 4
    arranged, found = draft(subject, LENGTHS["long"])
    numbers = [part.taken_from[0] for part in found]
    assert all(any(subject.sentences[i].number in numbers for i in part) for part in parts)
    assert len(found) == 5 and "4 stories" in arranged.warnings[0]
    assert len(draft(subject, LENGTHS["short"])[1]) == 2


def test_fragments_are_picked_only_when_there_is_nothing_else():
    (part,) = draft(document(read_text(LIST)), Length(sentences=1))[1]
    assert part.text == "De wedstrijden trokken veel publiek."
    assert draft(document(read_text("Kaas\n\nBrood\n\nMelk")))[1]


SUBJECTS = ["water dijken rivieren overstroming", "scholen leraren leerlingen examens", "treinen sporen stations reizigers"]


def long_text(each=30):
    words = [subject.split() for subject in SUBJECTS]
    return [f"Zin over {w[i % 4]} en {w[(i + 1) % 4]} met {w[(i + 2) % 4]} nummer {i}." for w in words for i in range(each)]


def test_sections_are_all_of_a_document_and_are_cut_where_the_subject_changes():
    subject = Document([Sentence(i, 1, text, text) for i, text in enumerate(long_text(), 1)])
    found = sections(subject)
    assert [i for part in found for i in part] == list(range(90))
    assert all(any(abs(part.start - change) <= 2 for part in found) for change in (30, 60))


def test_sections_begin_at_headings(huawei):
    subject = document(read_path(huawei))
    starts = [part.start for part in sections(subject)]
    assert starts[0] == 0 and [subject.sentences[i].nl for i in starts[1:]] == ["Speelveld egaliseren", "Spanningen"]
    assert sections(Document([])) == []


def test_every_section_is_read():
    subject = Document([Sentence(i, 1, text, text) for i, text in enumerate(long_text(), 1)])
    chosen = fair_selection(subject, lambda sentence: len(sentence.en.split()), 120)
    assert sum(len(sentence.en.split()) for sentence in chosen) <= 120
    assert {(sentence.number - 1) // 30 for sentence in chosen} == {0, 1, 2}
    assert [s.number for s in chosen] == sorted(s.number for s in chosen)


def test_a_book_is_no_problem():
    texts = [f"Zin {i} van het boek gaat over onderwerp{'abcdefg'[i // 50 % 7]} en persoon{i % 89} in stad{i % 83}." for i in range(10_000)]
    subject = Document([Sentence(i, i // 5, text, text) for i, text in enumerate(texts, 1)])
    assert kind(subject) == "article"
    assert fair_selection(
        subject, lambda sentence: len(sentence.en.split()), 1000
    )  # quadratic work would run into the time limit of the tests


def test_a_long_article_s_abstract_comes_from_all_of_it():
    texts = [path.read_text("utf-8") for path in sorted((DATA / "news").glob("*.en.txt"))]
    sections = [f"{text}\n\nPart {i}, {j}" for i in range(4) for j, text in enumerate(texts)]
    subject = document(read_text("\n\n".join(sections)))
    assert sum(len(sentence.en.split()) for sentence in subject.sentences) > 15_000
    found = ExtractiveSummarizer().summarize([subject], LENGTHS["long"])[0]
    assert max(number for part in found for number in part.taken_from) > len(subject.sentences) / 4 / 10  # the rest says all of it again
    assert len({part.text for part in found}) == len(found)
