"""Text fragments: the words that a browser looks for, and finds in the right place."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from twitchbot.dialog.fragments import text_fragment
from twitchbot.documents import Span

PAGE = (
    "Foods\n\nNuts and seeds hold it. So do greens.\n\nSources, A-Z\n\nNuts and seeds hold it. Oils do not.\n\n"
    "Food | Holds\nAlmonds | a lot\nOats | a little\n\n" + "A long start of a line that says the same words. " * 12
)


def of(words: str, nth: int = 0) -> str:
    start = -1
    for _ in range(nth + 1):
        start = PAGE.index(words, start + 1)
    return text_fragment(PAGE, Span(start, start + len(words)))


def test_a_short_quote_is_named_whole() -> None:
    assert unquote(of("So do greens.")) == ":~:text=So do greens."


def test_words_that_stand_there_twice_get_the_words_before_them() -> None:
    assert unquote(of("Nuts and seeds hold it.")) == ":~:text=Nuts and seeds hold it."
    assert unquote(of("Nuts and seeds hold it.", 1)) == ":~:text=Sources, A-Z-,Nuts and seeds hold it."


def test_signs_of_the_syntax_are_escaped() -> None:
    assert of("Sources, A-Z") == ":~:text=Sources%2C%20A%2DZ"


def test_a_quote_over_several_blocks_is_named_by_its_ends() -> None:
    assert unquote(of("So do greens.\n\nSources, A-Z\n\nNuts and seeds hold it.")).startswith(":~:text=So do greens.,")
    assert unquote(of("Almonds | a lot\nOats | a little")) == ":~:text=Almonds,a little"


def test_a_long_quote_is_named_by_its_ends() -> None:
    start = PAGE.index("A long start")
    fragment = text_fragment(PAGE, Span(start, len(PAGE.rstrip())))
    assert fragment.count(",") == 1
    assert len(fragment) < 1500


@pytest.mark.parametrize("start", range(0, len(PAGE) - 8, 7))
def test_there_is_a_fragment_for_every_place(start: int) -> None:
    span = Span(start, start + 8)
    if span.of(PAGE).strip():
        assert text_fragment(PAGE, span).startswith(":~:text=")
