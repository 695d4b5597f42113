import io
from dataclasses import replace

import pytest
from rich.console import Console

from twitchbot.answers import (
    Answer,
    Intent,
    Message,
    Notice,
    NoticeLevel,
    Outcome,
    Part,
    Quote,
    Segment,
    Suggestions,
    Tier,
    Versions,
)
from twitchbot.content.terminal import load_labels
from twitchbot.render.text import printable, to_rich, to_text

LABELS = load_labels()
QUOTE = Quote(
    text="Magnesium calms nerves.\nIt matters.",
    document_id="a",
    title="Vitamins",
    heading_path=("Vitamins", "Magnesium"),
    start=0,
    end=35,
    segments=(Segment("Magnesium ", False), Segment("calms nerves", True), Segment(".\nIt matters.", False)),
    url="https://example.org/a",
    publisher="Example Press",
    reviewed="2025-01-02",
)


def sealed(*parts: Part, reading: str | None = None) -> Answer:
    return Answer(
        id="1",
        outcome=Outcome.ANSWER,
        intent=Intent.QUESTION,
        tier=Tier.NONE,
        also=(),
        rules=(),
        reading=reading,
        confidence=None,
        reason="test",
        parts=parts,
        versions=Versions("c", "t", "i", "m"),
    )


def drawn(answer: Answer, width: int = 200) -> str:
    screen = Console(width=width, record=True, markup=False, emoji=False, highlight=False, force_terminal=True)
    with screen.capture() as capture:
        screen.print(to_rich(answer, LABELS))
    return capture.get()


def test_parts_keep_their_order_and_a_blank_line_between() -> None:
    answer = sealed(Message("k", "First."), Notice(NoticeLevel.INFO, "Last."))
    assert to_text(answer, LABELS) == "First.\n\nLast."


def test_a_quote_is_indented_and_its_words_are_untouched() -> None:
    lines = to_text(sealed(QUOTE), LABELS).split("\n")
    assert lines[:2] == ["  Magnesium calms nerves.", "  It matters."]


def test_the_source_line_names_title_section_publisher_date_and_link_once() -> None:
    source = to_text(sealed(QUOTE), LABELS).split("\n")[-1]
    assert source.count("Vitamins") == 1
    for piece in ("Vitamins > Magnesium", "Example Press", "2025-01-02", "https://example.org/a"):
        assert piece in source


def test_what_a_source_lacks_is_left_out() -> None:
    bare = replace(QUOTE, url=None, publisher="", reviewed=None)
    assert to_text(sealed(bare), LABELS).endswith(LABELS.source.format(source="Vitamins > Magnesium"))


def test_the_answering_words_alone_are_bold() -> None:
    assert "\x1b[1mcalms nerves\x1b[0m" in drawn(sealed(QUOTE))


@pytest.mark.parametrize("level", list(NoticeLevel))
def test_every_level_of_notice_is_drawn(level: NoticeLevel) -> None:
    assert "Call now." in drawn(sealed(Notice(level, "Call now.")))


def test_suggestions_are_numbered_from_one() -> None:
    text = to_text(sealed(Suggestions(("Why?", "How?"))), LABELS)
    assert text == f"{LABELS.suggestions}\n1. Why?\n2. How?"


def test_the_reading_comes_first() -> None:
    text = to_text(sealed(Message("k", "Yes."), reading="foods rich in calcium"), LABELS)
    assert text.split("\n")[0] == LABELS.reading.format(reading="foods rich in calcium")


def test_words_in_brackets_are_shown_as_they_are() -> None:
    assert "[bold]x[/bold] {y} :smile:" in drawn(sealed(Message("k", "[bold]x[/bold] {y} :smile:")))


def test_a_reading_cannot_drive_the_terminal() -> None:
    assert "\x1b" not in to_text(sealed(reading="\x1b[2Jgone\x07"), LABELS)
    assert printable("a\x9b2J\nb\tc") == "a2J\nb\tc"


def test_plain_and_styled_hold_the_same_words() -> None:
    answer = sealed(Message("k", "Yes."), QUOTE, Suggestions(("Why?",)), Notice(NoticeLevel.INFO, "Not advice."))
    screen = Console(width=200, record=True, file=io.StringIO())
    screen.print(to_rich(answer, LABELS))
    assert screen.export_text().split() == to_text(answer, LABELS).split()
