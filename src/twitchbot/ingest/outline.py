"""What a reader finds in a file: its elements in reading order, before they become one text with spans.

Texts of elements may still hold line breaks and runs of white space; `layout` puts each on one line.
"""

from __future__ import annotations

from dataclasses import dataclass

CELL_SEPARATOR = " | "
"""What stands between the cells of a row in a document's text."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A list item; `level` is its nesting depth, from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `header` may be empty; a row of one cell is a row that could not be told apart into cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the document asks and then answers."""

    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One paragraph (level 0) or list item (its depth) of the answer to the question before it."""

    text: str
    level: int = 0


Element = Heading | Paragraph | Item | Table | Question | Answer


@dataclass(frozen=True, slots=True)
class Outline:
    """The elements of one file and what the file itself says about where it comes from (empty where it does not)."""

    elements: tuple[Element, ...]
    title: str = ""
    language: str = ""
    publisher: str = ""
    url: str | None = None
