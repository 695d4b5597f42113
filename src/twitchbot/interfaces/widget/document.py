"""A document as a readable HTML page, with the quoted words marked where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from twitchbot.content.widget import PageWords
from twitchbot.documents import Block, BlockKind, Document, Span
from twitchbot.ingest.outline import CELL_SEPARATOR

_TABLES = {BlockKind.TABLE, BlockKind.TABLE_ROW, BlockKind.TABLE_CELL}


class Marker:
    """Writes text of one document as HTML, with the quoted span marked; its first mark carries the id `quote`."""

    def __init__(self, document: Document, quoted: Span | None, top: int) -> None:
        self.top = top
        self._text = document.text
        self._quoted = quoted or Span(0, 0)
        self._found = False

    def pieces(self, span: Span, separator: str) -> Iterator[Span]:
        """The stretches of `span` between one `separator` and the next, in order."""
        start = span.start
        for piece in span.of(self._text).split(separator):
            yield Span(start, start + len(piece))
            start += len(piece) + len(separator)

    def html(self, span: Span) -> str:
        """The escaped text of `span`, the quoted part of it inside `<mark>`."""
        start = max(span.start, self._quoted.start)
        end = min(span.end, self._quoted.end)
        if start >= end or not self._text[start:end].strip():
            return escape(span.of(self._text))
        before, marked, after = self._text[span.start : start], self._text[start:end], self._text[end : span.end]
        name = "" if self._found else ' id="quote"'
        self._found = True
        return f"{escape(before)}<mark{name}>{escape(marked)}</mark>{escape(after)}"


def body(document: Document, quoted: Span | None, *, top: int = 2) -> str:
    """The document's text as HTML: headings (the first level as `h<top>`), paragraphs, lists, tables."""
    marker = Marker(document, quoted, top)
    pieces: list[str] = []
    for kind, blocks in groupby(_complete(document), key=_family):
        pieces.append(_FAMILIES[kind](list(blocks), marker))
    return "\n".join(pieces)


def _complete(document: Document) -> Iterator[Block]:
    """The blocks, outermost first, with a paragraph for each stretch of text that no block covers."""
    end = 0
    for block in sorted(document.blocks, key=lambda one: (one.span.start, -one.span.end)):
        yield from _gap(document, Span(end, max(end, block.span.start)))
        yield block
        end = max(end, block.span.end)
    yield from _gap(document, Span(end, len(document.text)))


def _gap(document: Document, span: Span) -> Iterator[Block]:
    if span.of(document.text).strip():
        yield Block(BlockKind.PARAGRAPH, span)


def _family(block: Block) -> str:
    if block.kind in _TABLES:
        return "table"
    # An answer with a level is an item of a list that stands under a question.
    return "list" if block.kind is BlockKind.LIST_ITEM or (block.kind is BlockKind.ANSWER and block.level) else "text"


def _text(blocks: Sequence[Block], marker: Marker) -> str:
    tags = (_tag(block, marker.top) for block in blocks)
    return "\n".join(f"<{tag}>{marker.html(block.span)}</{tag}>" for tag, block in zip(tags, blocks, strict=True))


def _tag(block: Block, top: int) -> str:
    if block.kind is BlockKind.HEADING:
        return f"h{min(max(block.level, 1) + top - 1, 6)}"
    return "h3" if block.kind is BlockKind.QUESTION else "p"


def _list(blocks: Sequence[Block], marker: Marker) -> str:
    """Nested lists by level."""
    out: list[str] = []
    depth = 0
    for block in blocks:
        level = max(block.level, 1)
        if level > depth:
            out.append("<ul><li>" * (level - depth))
        else:
            out.append("</li></ul>" * (depth - level) + "</li><li>")
        out.append(marker.html(block.span))
        depth = level
    return "".join(out) + "</li></ul>" * depth


def _table(blocks: Sequence[Block], marker: Marker) -> str:
    """A table as it is laid out in a document's text: a line for each row, the cells parted by `CELL_SEPARATOR`."""
    starts = {block.span.start for block in blocks if block.kind is BlockKind.TABLE_ROW}
    rows = []
    for table in (block for block in blocks if block.kind is BlockKind.TABLE):
        for line in marker.pieces(table.span, "\n"):
            tag = "td" if line.start in starts else "th"
            cells = marker.pieces(line, CELL_SEPARATOR)
            rows.append("<tr>" + "".join(f"<{tag}>{marker.html(cell)}</{tag}>" for cell in cells) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


_FAMILIES = {"text": _text, "list": _list, "table": _table}


def facts(document: Document, words: PageWords) -> str:
    """Publisher and date of review, in words, escaped."""
    source = document.source
    known = [
        words.by.format(publisher=source.publisher) if source.publisher else "",
        words.reviewed.format(date=source.reviewed) if source.reviewed else "",
    ]
    return escape(", ".join(filter(None, known)))
