from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchbot import language
from twitchbot.documents import Span

ANY_TEXT = st.text(st.characters(), max_size=200)


@given(ANY_TEXT)
def test_clean_keeps_length_bounded_and_is_encodable(text: str) -> None:
    cleaned = language.clean(text)
    assert len(cleaned) <= len(text)
    cleaned.encode("utf-8")


@given(ANY_TEXT)
def test_normalise_is_stable(text: str) -> None:
    once = language.normalise(text)
    assert language.normalise(once) == once


@pytest.mark.parametrize("typed", ["Vitamin  B-12", "vitamin b 12", "VITAMIN B\u200b12", "vitamin\nb–12"])
def test_one_vitamin_has_one_spelling(typed: str) -> None:
    assert language.normalise(typed) == "vitamin b12"


@given(ANY_TEXT)
def test_tokens_point_at_their_words(text: str) -> None:
    for token in language.tokenise(text):
        assert language.tokenise(token.span.of(text))[0].text == token.text


@given(ANY_TEXT)
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    spans = language.sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Eat greens, e.g. kale, and nuts. Rest.", ["Eat greens, e.g. kale, and nuts.", "Rest."]),
        ("Ask Dr. Grey. She knows.", ["Ask Dr. Grey.", "She knows."]),
        ("Nuts, seeds etc. Then rest.", ["Nuts, seeds etc.", "Then rest."]),
        ("It rose by 2.5 points. Good.", ["It rose by 2.5 points.", "Good."]),
        ("Take vitamin D. Then wait.", ["Take vitamin D.", "Then wait."]),
        ("first line\nsecond line", ["first line", "second line"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in language.sentences(text)] == expected


def test_sentences_of_a_part_have_spans_of_the_whole() -> None:
    text = "Before. Inside one. Inside two. After."
    assert [s.of(text) for s in language.sentences(text, Span(8, 31))] == ["Inside one.", "Inside two."]


@pytest.mark.parametrize(("one", "other"), [("cramps", "cramp"), ("twitching", "twitch"), ("body's", "body")])
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert language.stem(one) == language.stem(other)


def test_content_stems_leave_out_what_carries_no_meaning() -> None:
    assert language.content_stems("Does the magnesium really help me?") == ("magnesium", "help")


@given(st.lists(st.text(max_size=8), max_size=5))
def test_many_words_have_the_stems_that_each_has(words: list[str]) -> None:
    assert language.stems(words) == {language.stem(word) for word in words}
