from __future__ import annotations

import pytest

from twitchbot.dialog.safety.wording import ends, fold, read


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("I CAN’T", "i cant"),
        ("cannot", "cant"),
        ("can not", "cant"),
        ("I'm", "i am"),
        ("im", "i am"),
        ("he's", "he is"),
        ("dad's", "dad"),
        ("I'll", "i will"),
        ("helppppp", "helpp"),
        ("vitamin B-12", "vitamin b12"),
        ("naïve", "naive"),
        ("ｃｈｅｓｔ", "chest"),
        ("s.u.i.c.i.d.e", "suicide"),
        ("c a n t breathe", "cant breathe"),
        ("su1c1dal", "suicidal"),
        ("s3lf h4rm", "self harm"),
        ("d1e", "die"),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_numbers_that_are_no_words_stay() -> None:
    assert fold("b12 and 400mg at 2am, d3") == "b12 and 400mg at 2am, d3"


def test_sentences_and_commas_are_counted() -> None:
    words = read("My arm is numb. No fever, no rash")
    assert [word.sentence for word in words] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert [word.text for word in words if word.comma] == ["no"]


def test_amounts_part_from_their_unit() -> None:
    assert [word.text for word in read("400mg of b12")] == ["400", "mg", "of", "b12"]


def test_both_ends_of_a_long_message_are_kept() -> None:
    kept = ends("a" * 10_000 + "z" * 10_000, 1000)
    assert (kept[0], kept[-1], len(kept)) == ("a", "z", 1001)
