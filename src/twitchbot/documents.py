"""Documents and the pieces of them that can be found and quoted.

One coordinate system: every `Span` counts Unicode code points of `Document.text`, and what is quoted is
`document.text[span.start:span.end]`, never a copy that somebody typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points in `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters that this span covers in `text`."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class BlockKind(StrEnum):
    """What a piece of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    TABLE_ROW = "table_row"
    TABLE_CELL = "table_cell"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Block:
    """One structural piece of a document.

    `level` is the depth: 1 to 6 for a heading, nesting depth (from 1) for a list item, else 0.
    `row` and `column` name a table cell's headers as they stand in the document; empty elsewhere.
    A table's cells come after their row, and rows after their table: their spans nest.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from: what a reader is shown beside a quote."""

    title: str
    publisher: str = ""
    url: str | None = None
    licence: str = ""
    reviewed: str | None = None
    """ISO date on which somebody last reviewed the text, or None."""
    sources: tuple[str, ...] = ()
    """What the document itself rests on."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that can be quoted. Blocks are in reading order and lie inside the text."""

    id: str
    language: str
    source: Source
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    """Hex digest of the file that it was read from."""
    path: str = ""
    """Path below the corpus folder, with forward slashes."""
    not_covered: tuple[str, ...] = ()
    """Near questions that the document is known not to answer; searched, never shown."""


class PassageKind(StrEnum):
    """How a passage may be quoted."""

    PROSE = "prose"
    LIST = "list"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    FAQ = "faq"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document that is searched and quoted.

    `text == document.text[span.start:span.end]`; `sentences` are spans inside it in order (list items and table
    rows count as sentences). For an FAQ the span covers the answer and `question` holds the stored question.
    For a cell or a row `heading_path` ends with the row's and the column's names. `also_asked` holds other wordings of
    questions that the passage answers; they are searched, never shown.
    """

    id: str
    document_id: str
    kind: PassageKind
    heading_path: tuple[str, ...]
    span: Span
    text: str
    sentences: tuple[Span, ...]
    question: str = ""
    also_asked: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The nearest heading above the passage, or an empty string."""
        return self.heading_path[-1] if self.heading_path else ""

    def overlaps(self, other: Passage) -> bool:
        """True when both have characters of one document in common (a table's row and its cells do)."""
        is_same = self.document_id == other.document_id
        return is_same and self.span.start < other.span.end and other.span.start < self.span.end

    @property
    def indexed_text(self) -> str:
        """What the encoder and BM25 read: headings, the stored question, then the passage."""
        return "\n".join(filter(None, (" > ".join(self.heading_path), self.question, self.text)))


@dataclass(frozen=True, slots=True)
class Corpus:
    """All documents of a folder, in path order, and the passages cut from them."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...] = field(default=())
    companions: Mapping[str, str] = field(default_factory=dict)
    """Files that belong to a document (path below the corpus folder) with their SHA-256."""
