"""Typing noise: words stay countable, short words stay whole, and chance alone decides."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from twitchbot.evaluation.noise import SHORT, noisy, slipped

TEXT = "My mouth is drooping, what do I do?"


@given(st.integers(0, 10_000))
def test_slips_touch_only_long_words_and_no_more_than_asked(seed: int) -> None:
    found = slipped(TEXT, random.Random(seed), 2).split(" ")
    changed = [(a, b) for a, b in zip(TEXT.split(" "), found, strict=True) if a != b]
    assert len(changed) <= 2
    assert all(len(before) >= SHORT and abs(len(before) - len(after)) <= 2 for before, after in changed)


def test_a_text_without_a_long_word_stays() -> None:
    assert slipped("I am 4!", random.Random(1), 2) == "I am 4!"


def test_the_same_chance_gives_the_same_noise() -> None:
    assert [noisy(TEXT, random.Random(7)) for _ in range(2)] == [noisy(TEXT, random.Random(7))] * 2
    assert len({noisy(TEXT, random.Random(seed)) for seed in range(50)}) > 30
