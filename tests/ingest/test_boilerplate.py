import pytest

from twitchbot.ingest.boilerplate import drop_boilerplate, is_boilerplate
from twitchbot.ingest.outline import Heading, Item, Paragraph

TEXT = Paragraph("Ferns like shade.")


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "6 min read",
        "12 minutes read",
        "In this article:",
        "Share this page",
        "Medically reviewed by A. Nurse, RN",
        "Last updated on March 3, 2024",
        "Published: 3 March 2024",
        "We use cookies to make this site better.",
        "© 2024 Example Plants",
        "[3]",
        "4. 4",
        "* * *",
    ],
)
def test_lines_of_the_page_around_the_article(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Sources of iron are beans.",
        "Skip the gym when muscles hurt.",
        "Share your worries with a doctor, who can help.",
        "Contents of the stomach rise.",
        "12 minutes of exercise help.",
        "Print media differ.",
        "Vitamin B12",
    ],
)
def test_lines_of_the_article(line: str) -> None:
    assert not is_boilerplate(line)


def test_references_end_at_the_next_heading_of_their_level() -> None:
    found = drop_boilerplate(
        [TEXT, Heading("References", 2), Item("Green 2020"), Heading("Books", 3), TEXT, Heading("After", 2), TEXT]
    )
    assert list(found) == [TEXT, Heading("After", 2), TEXT]


def test_sources_of_a_nutrient_are_no_references() -> None:
    section = [Heading("Sources", 2), Item("beans")]
    assert list(drop_boilerplate(section)) == section


def test_a_table_of_contents_is_dropped_and_other_lists_are_not() -> None:
    toc = [Paragraph("In this article"), Item("Light"), Item("Water")]
    rest = [Heading("Light", 2), TEXT, Item("Light"), Heading("Water", 2), TEXT]
    assert list(drop_boilerplate([*toc, *rest])) == rest
