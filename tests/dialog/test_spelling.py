"""Typos: slips are mended, real words never."""

from __future__ import annotations

import pytest

from twitchbot.dialog.spelling import Speller

SPELLER = Speller(
    ["magnesium", "calcium", "twitching", "dehydration", "symptoms", "vitamin", "nerve", "exercise", "köf"]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("magnesum", "magnesium"),
        ("magneisum", "magnesium"),
        ("calcuim", "calcium"),
        ("twiching", "twitching"),
        ("dehidration", "dehydration"),
        ("symtoms", "symptoms"),
        ("exersize", "exercise"),
        ("becuase", "because"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize(
    "word", ["magnesium", "horse", "iron", "selenium", "potassium", "nerves", "lamp", "iodine", "zinc"]
)
def test_a_real_word_is_left_alone(word: str) -> None:
    assert SPELLER.correct(word) is None


@pytest.mark.parametrize("word", ["", "ca", "mag", "b12", "d3", "x9y8z7", "naïve1"])
def test_what_is_short_or_no_word_is_left_alone(word: str) -> None:
    assert SPELLER.correct(word) is None


@pytest.mark.parametrize("word", ["xqztflrb", "zzzzzzzzzz", "qqqqwwww"])
def test_what_is_near_nothing_is_left_alone(word: str) -> None:
    assert SPELLER.correct(word) is None


def test_a_word_of_the_domain_comes_before_a_common_one() -> None:
    assert Speller(["calcium"]).correct("calcum") == "calcium"


def test_what_is_known_is_right_however_rare() -> None:
    assert Speller(["fasciculaton"]).correct("fasciculaton") is None
    assert Speller(["fasciculation"]).correct("fasciculaton") == "fasciculation"


def test_an_empty_vocabulary_still_knows_english() -> None:
    assert Speller([]).correct("definately") == "definitely"
