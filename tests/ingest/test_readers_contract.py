"""What every reader must do, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from formats import SPELLINGS, documents
from hypothesis import given, settings
from hypothesis import strategies as st

from twitchbot.documents import Block, BlockKind
from twitchbot.ingest.boilerplate import drop_boilerplate
from twitchbot.ingest.faq import mark_faq
from twitchbot.ingest.layout import lay_out
from twitchbot.ingest.outline import Answer, Element, Heading, Item, Paragraph, Question, Table
from twitchbot.ingest.readers import READERS

SAMPLE = [
    Heading("Ferns at Home", 1),
    Paragraph("Ferns like shade. They drink much."),
    Heading("What Ferns Need", 2),
    Paragraph("A fern needs three things:"),
    Item("Shade, for the leaves."),
    Item("Water, e.g. from rain."),
    Heading("Ferns and Palms", 2),
    Table(("Plant", "Light", "Water"), (("Fern", "Shade", "Much"), ("Palm", "Sun", "Some"))),
    Heading("Frequently Asked Questions", 2),
    Question("Do ferns flower?"),
    Answer("Ferns never flower. They have spores."),
    Question("Can ferns live outside?"),
    Answer("Some ferns can."),
]


@pytest.fixture(params=sorted(SPELLINGS))
def ending(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def laid_out(ending: str, body: str) -> tuple[str, tuple[Block, ...]]:
    return lay_out(_elements(ending, body))


def _elements(ending: str, body: str) -> Sequence[Element]:
    return list(mark_faq(drop_boilerplate(READERS[ending].read(body).elements)))


def test_every_reader_has_a_spelling() -> None:
    assert {type(READERS[ending]) for ending in SPELLINGS} == {type(reader) for reader in READERS.values()}


def test_the_same_document_has_the_same_text_and_blocks(ending: str) -> None:
    assert laid_out(ending, SPELLINGS[ending](SAMPLE)) == _of(SAMPLE)


def _of(elements: Sequence[Element]) -> tuple[str, list[Block]]:
    text, blocks = lay_out(elements)
    return text, blocks


def test_questions_and_answers_are_found(ending: str) -> None:
    found = _elements(ending, SPELLINGS[ending](SAMPLE))
    assert [element for element in found if isinstance(element, Question | Answer)] == SAMPLE[-4:]


def test_cells_know_their_row_and_column(ending: str) -> None:
    text, blocks = laid_out(ending, SPELLINGS[ending](SAMPLE))
    cells = {(b.row, b.column): b.span.of(text) for b in blocks if b.kind is BlockKind.TABLE_CELL}
    assert cells == {
        ("Fern", "Light"): "Shade",
        ("Fern", "Water"): "Much",
        ("Palm", "Light"): "Sun",
        ("Palm", "Water"): "Some",
    }


def test_an_empty_file_has_no_elements(ending: str) -> None:
    assert list(READERS[ending].read("").elements) == []
    assert list(READERS[ending].read(" \n\t\n ").elements) == []


@given(elements=documents)
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("ending", sorted(SPELLINGS))
def test_no_word_is_lost_or_added(ending: str, elements: list[Element]) -> None:
    text, _ = laid_out(ending, SPELLINGS[ending](elements))
    assert text == lay_out(elements)[0]


@given(body=st.text(max_size=400))
@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("ending", sorted(SPELLINGS))
def test_any_text_gives_blocks_in_reading_order(ending: str, body: str) -> None:
    text, blocks = laid_out(ending, body)
    starts = [block.span.start for block in blocks]
    assert starts == sorted(starts)
    assert all(block.span.end <= len(text) for block in blocks)
    assert all(block.span.of(text).strip() for block in blocks if block.kind is not BlockKind.TABLE_ROW)


@given(
    body=st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<li>",
                "<ul>",
                "</ul>",
                "<table>",
                "<tr>",
                "<td>",
                "<dl>",
                "<dt>",
                "<dd>",
                "<details>",
                "<summary>",
                "<h2>",
                "</h2>",
                "<br>",
                "why?",
                "fern ",
            ]
        )
    )
)
@settings(max_examples=150, deadline=None)
def test_broken_html_loses_no_word(body: list[str]) -> None:
    text, _ = laid_out(".html", "".join(body))
    assert text.count("fern") == body.count("fern ")
    assert text.count("why?") == body.count("why?")
