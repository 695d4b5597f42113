"""What a place stands for: in the list of choices, and among the things just quoted."""

from __future__ import annotations

import pytest

from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.ordinals import listing, picked, written_out

LEXICON = Lexicon.load()
OFFERED = ("What does it do?", "Which foods?", "How low?")
LISTED = ("stress", "caffeine", "dehydration")


@pytest.mark.parametrize(
    ("message", "place"),
    [("the first one", 0), ("1", 0), ("second", 1), ("number 2 please", 1), ("the last one", 2), ("3.", 2),
     ("I meant the third", 2), ("the latter", 2)],
)  # fmt: skip
def test_a_place_names_what_was_offered_there(message: str, place: int) -> None:
    assert picked(message, OFFERED) == OFFERED[place]


@pytest.mark.parametrize("message", ["the fourth", "first aid for cramps", "one more thing", "magnesium", ""])
def test_other_words_name_nothing(message: str) -> None:
    assert picked(message, OFFERED) is None


def test_nothing_offered_is_nothing_picked() -> None:
    assert picked("the last one", ()) is None


@pytest.mark.parametrize(
    ("message", "full"),
    [
        ("Tell me about the second one", "tell me about caffeine"),
        ("and the first?", "and stress?"),
        ("how does the third cause it", "how does dehydration cause it"),
        ("is the last of those serious?", "is dehydration serious?"),
        ("what about the latter", "what about dehydration"),
    ],
)
def test_a_place_is_written_out_as_what_stood_there(message: str, full: str) -> None:
    assert written_out(message, LISTED) == full


@pytest.mark.parametrize(
    "message",
    ["the fourth one", "the first sign", "at first it was fine", "for the last two weeks", "first, what is it?",
     "second opinion", "the last time I twitched"],
)  # fmt: skip
def test_an_ordinal_of_something_else_is_left(message: str) -> None:
    assert written_out(message, LISTED) is None


def test_nothing_listed_is_nothing_written_out() -> None:
    assert written_out("and the second one?", ()) is None


def test_the_first_series_is_listed_in_order_without_what_was_asked() -> None:
    texts = [
        "Magnesium plays a crucial role in how muscles relax.",
        "Foods rich in magnesium are nuts, seeds, dark leafy greens and whole grains.",
    ]
    found = listing(texts, frozenset({"e:magnesium"}), LEXICON)
    assert found == ("e:nuts", "e:seeds", "e:leafy greens", "e:whole grains")


def test_one_thing_is_no_series() -> None:
    assert listing(["Caffeine is a stimulant."], frozenset(), LEXICON) == ()
