"""Putting the elements of a file into one plain text, with a block for each piece of it."""

from __future__ import annotations

from collections.abc import Iterable

from twitchbot.documents import Block, BlockKind, Span
from twitchbot.ingest.outline import CELL_SEPARATOR, Answer, Element, Heading, Item, Paragraph, Question, Table


def lay_out(elements: Iterable[Element]) -> tuple[str, tuple[Block, ...]]:
    """The plain text of the elements and its blocks in reading order; a table's rows and cells follow the table.

    Each heading, paragraph, item and row stands on a line of its own. Blank lines part the elements, except the
    items of a list.
    """
    page = _Page()
    previous: Element | None = None
    for element in elements:
        page.space(1 if _is_list(previous) and _is_list(element) else 2)
        page.add(element)
        previous = element
    return page.text, tuple(page.blocks)


def _is_list(element: Element | None) -> bool:
    return isinstance(element, Item) or (isinstance(element, Answer) and element.level > 0)


class _Page:
    """A text that grows at its end and knows where each block stands."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []

    def space(self, lines: int) -> None:
        """Line breaks before the next element; none at the start of the text."""
        self.text += "\n" * lines if self.text else ""

    def write(self, text: str) -> Span:
        """Adds `text` on one line; where it now stands."""
        start = len(self.text)
        self.text += " ".join(text.split())
        return Span(start, len(self.text))

    def add(self, element: Element) -> None:
        """Adds one element and its blocks."""
        match element:
            case Heading(text, level):
                self.blocks.append(Block(BlockKind.HEADING, self.write(text), level))
            case Paragraph(text):
                self.blocks.append(Block(BlockKind.PARAGRAPH, self.write(text)))
            case Item(text, level):
                self.blocks.append(Block(BlockKind.LIST_ITEM, self.write(text), level))
            case Question(text):
                self.blocks.append(Block(BlockKind.QUESTION, self.write(text)))
            case Answer(text, level):
                self.blocks.append(Block(BlockKind.ANSWER, self.write(text), level))
            case Table():
                self._add_table(element)

    def _add_table(self, table: Table) -> None:
        start, rows = len(self.text), []
        if table.header:
            self.write(CELL_SEPARATOR.join(table.header))
        for row in table.rows:
            self.text += "\n" if len(self.text) > start else ""
            rows += self._row(row, table.header)
        self.blocks += [Block(BlockKind.TABLE, Span(start, len(self.text))), *rows]

    def _row(self, row: tuple[str, ...], header: tuple[str, ...]) -> list[Block]:
        """The row and its cells; a row that the header does not fit is not told apart into cells."""
        start, name = len(self.text), " ".join(row[0].split()) if len(row) > 1 else ""
        cells = []
        for number, cell in enumerate(row):
            self.text += CELL_SEPARATOR if number else ""
            span = self.write(cell)
            if number and len(span) and len(header) == len(row):
                cells.append(Block(BlockKind.TABLE_CELL, span, row=name, column=" ".join(header[number].split())))
        return [Block(BlockKind.TABLE_ROW, Span(start, len(self.text)), row=name), *cells]
