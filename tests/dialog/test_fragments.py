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


def test_words_that_stand_there_twice_get_the_words_beside_them() -> None:
    assert unquote(of("Nuts and seeds hold it.")) == ":~:text=Nuts and seeds hold it.,-So do greens."
    assert unquote(of("Nuts and seeds hold it.", 1)) == ":~:text=Nuts and seeds hold it.,-Oils do not."


def test_few_words_get_the_words_beside_them() -> None:
    assert unquote(of("a lot")) == ":~:text=Almonds-,a lot"


def test_signs_of_the_syntax_are_escaped() -> None:
    assert of("greens.\n\nSources, A-Z") == ":~:text=greens.,Sources%2C%20A%2DZ"
    assert text_fragment("Ask A&B, or C-D.", Span(0, 8)) == ":~:text=Ask%20A%26B%2C,-or%20C%2DD."


def test_a_quote_over_several_blocks_is_named_by_its_ends() -> None:
    assert unquote(of("So do greens.\n\nSources, A-Z\n\nNuts and seeds hold it.")).startswith(":~:text=So do greens.,")
    assert unquote(of("Almonds | a lot\nOats | a little")) == ":~:text=Almonds,a little"


def test_a_long_quote_is_named_by_its_ends() -> None:
    start = PAGE.index("A long start")
    fragment = text_fragment(PAGE, Span(start, len(PAGE.rstrip())))
    assert len(fragment) < 1500


def test_a_term_and_its_description_are_not_named_together() -> None:
    # On the page each is a block of its own, and no colon stands between them.
    text = "Words\n\nSowing: Putting seeds into soil."
    assert unquote(text_fragment(text, Span(7, len(text)))) == ":~:text=Sowing,into soil."


def test_lines_that_no_range_names_are_named_one_by_one() -> None:
    text = "Iron\n\nWhere\n\nmeat\nbeans\n\nZinc\n\nWhere\n\nmeat\nfish\nbeans"
    span = Span(text.rindex("meat"), len(text))
    assert unquote(text_fragment(text, span)) == ":~:text=meat,-fish&text=meat-,fish&text=fish-,beans"


def test_words_are_compared_as_a_browser_does() -> None:
    text = "Say “Nino” first.\n\nA line between.\n\nSay “Niño” first."
    assert (
        unquote(text_fragment(text, Span(text.rindex("Say"), len(text))))
        == ":~:text=A line between.-,Say “Niño” first."
    )


@pytest.mark.parametrize("start", range(0, len(PAGE) - 8, 7))
def test_there_is_a_fragment_for_every_place(start: int) -> None:
    span = Span(start, start + 8)
    if span.of(PAGE).strip():
        assert text_fragment(PAGE, span).startswith(":~:text=")
