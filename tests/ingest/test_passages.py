"""How documents are cut: what each passage holds, and laws that hold for any document."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from formats import documents
from hypothesis import given, settings
from hypothesis import strategies as st

from twitchbot.config import Chunking
from twitchbot.documents import BlockKind, Document, Passage, PassageKind, Source
from twitchbot.ingest.faq import mark_faq
from twitchbot.ingest.layout import lay_out
from twitchbot.ingest.outline import Answer, Element, Heading, Item, Paragraph, Question, Table
from twitchbot.ingest.passages import split
from twitchbot.language import sentences

CHUNKING = Chunking(prose_words=20, list_words=30)
limits = st.builds(Chunking, prose_words=st.integers(1, 60), list_words=st.integers(1, 60))


def document(elements: Sequence[Element], title: str = "The Title Of It") -> Document:
    text, blocks = lay_out(mark_faq(elements))
    return Document("en/d", "en", Source(title), text, blocks, "")


def cut(*elements: Element) -> tuple[Passage, ...]:
    return split(document(elements), CHUNKING)


def words(count: int) -> str:
    return " ".join(["Word", *["word"] * (count - 1)]) + "."


def test_paragraphs_under_one_heading_are_joined_up_to_the_limit() -> None:
    found = cut(Heading("A", 2), Paragraph(words(8)), Paragraph(words(8)), Paragraph(words(8)), Heading("B", 2))
    assert [len(passage.text.split()) for passage in found] == [16, 8]
    assert {passage.heading_path for passage in found} == {("A",)}


def test_a_long_paragraph_is_cut_evenly_between_sentences() -> None:
    found = cut(Paragraph(" ".join(words(7) for _ in range(4))))
    assert [len(passage.sentences) for passage in found] == [2, 2]


def test_a_sentence_longer_than_the_limit_stays_whole() -> None:
    assert [passage.text for passage in cut(Paragraph(words(50)))] == [words(50)]


def test_a_list_takes_its_lead_in() -> None:
    prose, listed = cut(Paragraph("Ferns are old. They need:"), Item("Shade. Much of it."), Item("Water"))
    assert (prose.kind, prose.text) == (PassageKind.PROSE, "Ferns are old.")
    assert (listed.kind, listed.text) == (PassageKind.LIST, "They need:\n\nShade. Much of it.\nWater")
    assert len(listed.sentences) == 3


def test_a_long_list_is_cut_between_items() -> None:
    found = cut(*(Item(words(12)) for _ in range(5)))
    assert [len(passage.sentences) for passage in found] == [2, 2, 1]


def test_heading_paths_follow_the_levels_and_leave_the_title_out() -> None:
    found = cut(
        Heading("The Title Of It", 1),
        Paragraph("Lead."),
        Heading("A", 2),
        Heading("B", 3),
        Paragraph("One."),
        Heading("C", 2),
        Paragraph("Two."),
    )
    assert [passage.heading_path for passage in found] == [(), ("A", "B"), ("C",)]


def test_a_table_gives_itself_its_rows_and_its_cells() -> None:
    table, row, cell, *_ = cut(Heading("A", 2), Table(("Plant", "Light", "Water"), (("Fern", "Shade", "Much"),)))
    assert (table.kind, table.text) == (PassageKind.TABLE, "Plant | Light | Water\nFern | Shade | Much")
    assert [sentence.of(document_text()) for sentence in table.sentences] == ["Fern | Shade | Much"]
    assert (row.kind, row.heading_path, row.text) == (PassageKind.ROW, ("A", "Fern"), "Fern | Shade | Much")
    assert (cell.kind, cell.heading_path, cell.text) == (PassageKind.CELL, ("A", "Fern", "Light"), "Shade")


def document_text() -> str:
    return document([Heading("A", 2), Table(("Plant", "Light", "Water"), (("Fern", "Shade", "Much"),))]).text


def test_an_answer_carries_its_question_and_no_other_passage_does() -> None:
    found = cut(Heading("FAQ", 2), Question("Why?"), Answer("Because. So."), Answer("Item", 1), Paragraph("After."))
    assert [(passage.kind, passage.question, len(passage.sentences)) for passage in found] == [
        (PassageKind.FAQ, "Why?", 3),
        (PassageKind.PROSE, "", 1),
    ]


def test_ids_are_stable_and_differ_where_texts_repeat() -> None:
    first = cut(
        Heading("A", 2), Paragraph("Same."), Heading("A", 2), Paragraph("Same."), Heading("B", 2), Paragraph("X.")
    )
    moved = cut(Heading("0", 2), Paragraph("New."), Heading("A", 2), Paragraph("Same."))
    assert len({passage.id for passage in first}) == 3
    assert first[0].id == moved[1].id
    assert first[0].id.startswith("en/d#prose-")


@given(elements=documents, chunking=limits)
@settings(max_examples=60, deadline=None)
def test_passages_are_slices_and_their_sentences_lie_inside_in_order(
    elements: list[Element], chunking: Chunking
) -> None:
    whole = document(elements)
    found = split(whole, chunking)
    assert len({passage.id for passage in found}) == len(found)
    for passage in found:
        assert passage.text == passage.span.of(whole.text)
        assert passage.sentences
        assert all(passage.span.covers(sentence) for sentence in passage.sentences)
        assert all(a.end <= b.start for a, b in zip(passage.sentences, passage.sentences[1:], strict=False))


@given(elements=documents, chunking=limits)
@settings(max_examples=60, deadline=None)
def test_every_block_is_covered_and_no_heading_is(elements: list[Element], chunking: Chunking) -> None:
    whole = document(elements)
    covered = {place for passage in split(whole, chunking) for place in range(passage.span.start, passage.span.end)}
    for block in whole.blocks:
        places = {place for place in range(block.span.start, block.span.end) if not whole.text[place].isspace()}
        if block.kind in {BlockKind.HEADING, BlockKind.QUESTION}:
            assert not places & covered
        else:
            assert places <= covered


@given(elements=documents, chunking=limits)
@settings(max_examples=60, deadline=None)
def test_prose_keeps_to_the_limit_and_to_whole_sentences(elements: list[Element], chunking: Chunking) -> None:
    whole = document(elements)
    every = {span for b in whole.blocks if b.kind is BlockKind.PARAGRAPH for span in sentences(whole.text, b.span)}
    for passage in split(whole, chunking):
        if passage.kind is PassageKind.PROSE:
            assert set(passage.sentences) <= every
            assert len(passage.text.split()) <= chunking.prose_words or len(passage.sentences) == 1


@pytest.mark.parametrize("words_in_prose", [5, 500])
def test_only_the_cut_depends_on_the_limit(words_in_prose: int) -> None:
    whole = document([Paragraph(" ".join(words(6) for _ in range(9)))])
    found = split(whole, Chunking(prose_words=words_in_prose, list_words=1))
    assert [sentence for passage in found for sentence in passage.sentences] == list(sentences(whole.text))
