"""The cache: what was kept comes back, and whatever happens to its file costs time, never a result."""

import os
import sqlite3
import stat
import threading

import pytest

from summarizer.engines import Decoding, Hypothesis
from summarizer.pipeline import load_translator
from summarizer.translation_cache import TranslationCache

ANSWER = [Hypothesis(("▁the", "▁law"), -0.25), Hypothesis(("▁a", "▁law"), -0.5)]
SENTENCES = ["De wet is nieuw.", "Het huis staat in Rotterdam.", "De minister heeft gisteren een plan voorgesteld.", "Niemand wist ervan."]


def cache_in(folder, **options):
    return TranslationCache(folder, ("model", "engine", "1"), **options)


def keys(cache, count):
    return [cache.key([f"▁{i}", "</s>"], Decoding()) for i in range(count)]


def file_in(folder):
    return folder / "translations.sqlite3"


def test_what_was_kept_comes_back_in_another_process_too(tmp_path):
    cache = cache_in(tmp_path)
    one, other = keys(cache, 2)
    assert cache.get([one, other]) == {}
    cache.put({one: ANSWER})
    cache.close()
    assert cache_in(tmp_path).get([one, other]) == {one: ANSWER}
    assert stat.S_IMODE(file_in(tmp_path).stat().st_mode) == 0o600


def test_a_key_tells_all_that_decides_an_answer(tmp_path):
    cache = cache_in(tmp_path)
    searches = [Decoding(), Decoding(beam=2), Decoding(max_tokens=9), Decoding(beam=2, hypotheses=2), Decoding(no_repeat_ngram=3)]
    searches += [Decoding(repetition_penalty=1.2), Decoding(length_penalty=0.5), Decoding(min_tokens=2)]
    found = {cache.key(source, search) for search in searches for source in (["a", "b"], ["ab"], ["b", "a"])}
    assert len(found) == 3 * len(searches)
    assert TranslationCache(tmp_path, ("model", "engine", "2")).key(["a"], Decoding()) != cache.key(["a"], Decoding())


@pytest.mark.parametrize("damage", [b"no database at all" * 100, None], ids=["garbage", "garbage inside"])
def test_a_damaged_file_is_set_aside_and_begun_anew(tmp_path, damage):
    cache = cache_in(tmp_path)
    many = keys(cache, 2000)
    cache.put(dict.fromkeys(many, ANSWER))
    cache.close()
    data = file_in(tmp_path).read_bytes()
    file_in(tmp_path).write_bytes(damage or data[:4096] + os.urandom(len(data) - 4096))
    again = cache_in(tmp_path)
    assert again.get(many) == {}
    again.put({many[0]: ANSWER})
    assert again.get(many) == {many[0]: ANSWER}
    assert file_in(tmp_path).with_suffix(".damaged").exists()


def test_an_answer_that_was_changed_is_no_answer(tmp_path):
    cache = cache_in(tmp_path)
    one, other = keys(cache, 2)
    cache.put({one: ANSWER, other: ANSWER})
    with sqlite3.connect(file_in(tmp_path)) as database:
        database.execute("UPDATE answers SET answer = replace(answer, 'law', 'low') WHERE key = ?", [one])
    database.close()
    assert cache.get([one, other]) == {other: ANSWER}


def test_a_full_cache_forgets_what_was_not_used_for_longest(tmp_path):
    cache = cache_in(tmp_path, max_bytes=200_000)
    many = keys(cache, 4000)
    cache.put(dict.fromkeys(many[:500], ANSWER))
    with sqlite3.connect(file_in(tmp_path)) as database:
        database.execute("UPDATE answers SET used = used - 1000000000000000")
    database.close()
    assert len(cache.get(many[:50])) == 50  # used again
    for start in range(500, 4000, 50):
        cache.put(dict.fromkeys(many[start : start + 50], ANSWER))
    assert not cache.get(many[50:500])
    assert len(cache.get(many[-100:])) == 100
    assert file_in(tmp_path).stat().st_size < 300_000


def test_a_folder_that_cannot_be_written_means_no_cache(tmp_path):
    cache = cache_in(tmp_path / "missing")
    (one,) = keys(cache, 1)
    cache.put({one: ANSWER})
    assert cache.get([one]) == {}


def test_a_full_disk_is_told_once_and_stops_the_keeping(tmp_path, caplog):
    cache = cache_in(tmp_path)
    one, other = keys(cache, 2)
    cache.put({one: ANSWER})
    pages = cache._run("PRAGMA page_count")[0][0]
    cache._run(f"PRAGMA max_page_count = {pages}")  # SQLite then answers as on a full disk
    for start in range(3):
        cache.put({cache.key([f"{start} {i}"], Decoding()): ANSWER for i in range(500)})
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert cache.get([one, other]) == {one: ANSWER}


def test_threads_share_one_cache(tmp_path):
    cache = cache_in(tmp_path)
    many = keys(cache, 200)

    def work(part):
        for key in part:
            cache.put({key: ANSWER})
            assert cache.get([key]) == {key: ANSWER}

    threads = [threading.Thread(target=work, args=(many[i::4],)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cache_in(tmp_path).get(many)) == 200


@pytest.mark.parametrize("threads", [1, 3])
def test_translations_are_the_same_cold_warm_half_and_without(tmp_path, monkeypatch, threads):
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path))
    without = load_translator("nl-en", threads=1).translate(SENTENCES)
    load_translator("nl-en", threads=threads, cache=True).translate(SENTENCES[:2])
    half, warm = (load_translator("nl-en", threads=threads, cache=True).translate(SENTENCES) for _ in range(2))
    alone = [load_translator("nl-en", threads=threads).translate([sentence])[0] for sentence in SENTENCES]
    assert without == half == warm == alone


def test_a_warm_cache_leaves_the_engine_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path))
    first = load_translator("nl-en", threads=1, cache=True).translate(SENTENCES)
    again = load_translator("nl-en", threads=1, cache=True)

    def refuse(sources, decoding):
        raise AssertionError("the engine was asked")

    monkeypatch.setattr(again._engine, "generate", refuse)
    assert again.translate(SENTENCES) == first
