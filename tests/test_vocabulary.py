import pytest

from summarizer.vocabulary import lower_words, marked_words, small_words, written_words

TEXT = "De e-mail's van ASML, 5G en iPhone: de Van Dijk-groep."


def test_the_words_of_a_text():
    assert written_words(TEXT) == ("De", "e", "mail", "s", "van", "ASML", "5G", "en", "iPhone", "de", "Van", "Dijk", "groep")
    assert small_words(TEXT) == {"e", "mail", "s", "van", "en", "de", "groep"}
    assert marked_words(TEXT) == {"De", "ASML", "5G", "iPhone", "Van", "Dijk"}
    assert lower_words(TEXT) == {word.lower() for word in written_words(TEXT)}


@pytest.mark.parametrize("find", [written_words, lower_words, small_words, marked_words])
def test_a_long_text_is_read_like_a_short_one(find):
    long = " ".join([TEXT] * 200)
    assert set(find(long)) == set(find(TEXT))
