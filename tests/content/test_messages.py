"""Templates: filled in with exactly what they name."""

from __future__ import annotations

import string

import pytest

from twitchbot.answers import Intent
from twitchbot.content.messages import Messages
from twitchbot.errors import ContentError

REAL = Messages.load()
SMALL = Messages({"plain": "Hello.", "part": "Part {number} of {total}: {{x}}"})


def test_a_template_is_filled_in() -> None:
    assert SMALL.message("plain").text == "Hello."
    assert SMALL.message("part", number=1, total=2).text == "Part 1 of 2: {x}"
    assert SMALL.message("part", number=1, total=2).key == "part"


@pytest.mark.parametrize("values", [{}, {"number": 1}, {"number": 1, "total": 2, "more": 3}])
def test_missing_and_surplus_values_are_refused(values: dict[str, int]) -> None:
    with pytest.raises(ContentError, match="number"):
        SMALL.message("part", **values)


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(ContentError, match=r"no\.such\.key"):
        SMALL.message("no.such.key")


@pytest.mark.parametrize("key", REAL.templates)
def test_every_shipped_template_can_be_filled_in(key: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(REAL.templates[key]) if name}
    text = REAL.message(key, **dict.fromkeys(names, "VALUE")).text
    assert text.strip() == text != ""
    assert text.count("VALUE") >= len(names)
    assert "{" not in text


def test_every_small_talk_has_its_template() -> None:
    going_back = {Intent.QUESTION, Intent.MORE, Intent.REPEAT, Intent.SOURCE}
    assert {f"small_talk.{intent.value}" for intent in set(Intent) - going_back} <= set(REAL.templates)
