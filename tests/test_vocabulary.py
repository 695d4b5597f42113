"""How common words are."""

from __future__ import annotations

import pytest

from twitchbot.vocabulary import MIN_ZIPF, common_words, specificity, zipf


def test_frequencies_are_those_of_english() -> None:
    assert zipf("the") > 7
    assert zipf("thing") > zipf("nutrition") > zipf("iodine") > MIN_ZIPF


@pytest.mark.parametrize("word", ["xqztflrb", "", "no such word"])
def test_an_unknown_word_has_none(word: str) -> None:
    assert zipf(word) == 0.0


def test_rarer_words_narrow_a_question_more() -> None:
    assert specificity("thing") < specificity("calcium") <= specificity("xqztflrb") == 1.0
    assert specificity("the") == 0.05


def test_common_words_come_most_common_first_and_reach_down_to_the_bound() -> None:
    found = common_words(5.5)
    assert found[0] == "the"
    assert "muscle" not in found
    assert set(found) < set(common_words(4.3))
    assert "muscle" in common_words(4.3)
    assert min(zipf(word) for word in found) >= 5.4
