"""Text pasted from a web page: a small page that is always here, and the real one where it is present."""

from __future__ import annotations

from pathlib import Path

import pytest

from twitchbot.config import load_settings
from twitchbot.documents import Block, BlockKind, Document, Passage, PassageKind
from twitchbot.ingest import read_document, split
from twitchbot.ingest.outline import Heading, Item, Paragraph, Table
from twitchbot.ingest.plain import PlainReader, is_heading

PAGE = Path(__file__).with_name("pages") / "pasted.txt"
REAL = Path(__file__).parents[3] / "shared" / "source" / "article.txt"


@pytest.fixture(scope="module")
def pasted() -> Document:
    return read_document(PAGE, PAGE.parent)


@pytest.fixture(scope="module")
def real() -> Document:
    if not REAL.exists():
        pytest.skip("the pasted page is not here")
    return read_document(REAL, REAL.parent)


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind is kind]


def passages(document: Document, kind: PassageKind) -> list[Passage]:
    return [passage for passage in split(document, load_settings().chunking) if passage.kind is kind]


def test_headings_are_told_by_their_shape(pasted: Document) -> None:
    assert pasted.source.title == "Why Do the Leaves of Houseplants Turn Yellow?"
    assert texts(pasted, BlockKind.HEADING) == [
        pasted.source.title,
        "Quick Summary",
        "Key Points",
        "How Nitrogen Feeds a Leaf",
        "Comparison of Three Shortages and Their Signs",
        "When to Ask a Gardener",
        "Frequently Asked Questions",
        "Gardening Disclaimer",
    ]


def test_boilerplate_is_never_a_block(pasted: Document) -> None:
    for line in ("Skip to content", "min read", "In This Article", "References"):
        assert line not in pasted.text
    assert not any(text.strip(" .").isdigit() for text in pasted.text.split("\n"))


def test_wrapped_items_are_one_item(pasted: Document) -> None:
    assert texts(pasted, BlockKind.LIST_ITEM)[1] == (
        "Iron Shortage: Young leaves turn pale between their veins, while the veins stay green."
    )


def test_a_flat_table_is_cut_into_cells_by_its_repeated_header_word(pasted: Document) -> None:
    cells = {passage.heading_path[-2:]: passage.text for passage in passages(pasted, PassageKind.CELL)}
    assert cells == {
        ("First Sign", "Water Shortage"): "Limp stems, dry soil",
        ("First Sign", "Nitrogen Shortage"): "Pale old leaves",
        ("First Sign", "Iron Shortage"): "Pale young leaves, green veins",
        ("Way to Mend", "Water Shortage"): "Even watering, deeper pots",
        ("Way to Mend", "Nitrogen Shortage"): "Compost, coffee grounds",
        ("Way to Mend", "Iron Shortage"): "Iron feed, sour soil",
    }


def test_rows_stay_whole_where_cells_are_not_certain() -> None:
    lines = "Feature Water Shortage Iron Shortage\nFirst Sign limp stems pale leaves\nWay Out Even watering Iron feed"
    assert PlainReader().read(f"Signs of Shortage\n\n{lines}\n").elements[1] == Table(
        ("Feature Water Shortage Iron Shortage",),
        (("First Sign limp stems pale leaves",), ("Way Out Even watering Iron feed",)),
    )


@pytest.mark.parametrize("separator", ["\t", " | "])
def test_marked_cells_are_taken_as_they_are(separator: str) -> None:
    rows = [("Plant", "Water"), ("Fern", "Much"), ("Cactus", "little")]
    table = PlainReader().read("\n".join(separator.join(row) for row in rows)).elements
    assert table == (Table(rows[0], tuple(rows[1:])),)


def test_answers_that_lost_their_questions_are_passages_of_their_own(pasted: Document) -> None:
    answers = [p.text for p in passages(pasted, PassageKind.PROSE) if p.section == "Frequently Asked Questions"]
    assert answers == [
        "Yes, a dry pot can turn leaves yellow within a week. Old leaves go first.",
        "Nitrogen is the food that most houseplants miss first.",
    ]


def test_text_without_blank_lines_has_a_paragraph_a_line() -> None:
    assert PlainReader().read("Ferns at Home\nFerns like shade.\nThey drink.\n- moss\n- ivy").elements == (
        Heading("Ferns at Home", 1),
        Paragraph("Ferns like shade."),
        Paragraph("They drink."),
        Item("moss"),
        Item("ivy"),
    )


def test_deeper_bullets_are_deeper_items() -> None:
    items = PlainReader().read("- a\n  - b\n    - c\n- d").elements
    assert items == (Item("a", 1), Item("b", 2), Item("c", 3), Item("d", 1))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Quick Summary", True),
        ("The B-Vitamin Connection", True),
        ("How to care for ferns", True),
        ("Why do ferns droop in winter?", True),
        ("Ferns droop.", False),
        ("Things to do:", False),
        ("and so it went", False),
        ("Ferns that stand in the sun for most of the day need far more water", False),
    ],
)
def test_headings(line: str, expected: bool) -> None:
    assert is_heading(line, "Some text follows here.") is expected


def test_a_last_line_is_no_heading() -> None:
    assert not is_heading("The End", "")


def test_the_real_page_has_its_headings(real: Document) -> None:
    assert len(texts(real, BlockKind.HEADING)) == 17
    assert texts(real, BlockKind.HEADING)[0] == real.source.title


def test_the_real_page_has_its_lists_and_answers(real: Document) -> None:
    assert len(texts(real, BlockKind.LIST_ITEM)) == 19
    assert len(texts(real, BlockKind.ANSWER)) == 7


def test_the_real_page_has_its_table(real: Document) -> None:
    cells = {passage.heading_path[-2:]: passage.text for passage in passages(real, PassageKind.CELL)}
    assert len(cells) == 16
    assert cells["Common Symptoms", "B12 Deficiency"] == "Weakness, pins and needles, memory issues"
    assert cells["Primary Source", "Magnesium Deficiency"] == "Nuts, seeds, leafy greens, whole grains"
    assert len(passages(real, PassageKind.ROW)) == 4


def test_the_real_page_loses_only_boilerplate(real: Document) -> None:
    lines = (" ".join(line.replace("•", " ").split()) for line in REAL.read_text("utf-8").split("\n"))
    flat = real.text.replace(" | ", " ")
    # A line that sends the reader elsewhere is known by its opening.
    dropped = [line.partition(" reading on ")[0] for line in lines if line and line not in flat]
    assert dropped == [
        "Skip to content",
        "6 min read",
        "In This Article",
        "Here is some additional",
        "References",
        *(f"{number}. {number}" for number in range(1, 6)),
    ]


def test_no_boilerplate_of_the_real_page_is_a_sentence(real: Document) -> None:
    sentences: list[Block] = [block for block in real.blocks if block.kind is not BlockKind.HEADING]
    quoted = "\n".join(block.span.of(real.text) for block in sentences)
    for line in ("Skip to content", "6 min read", "In This Article", "References", "additional reading"):
        assert line not in quoted
