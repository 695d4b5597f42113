"""Reading web pages: the article's own words, without navigation, banners and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from twitchbot.ingest.furniture import drop_furniture, drop_unshown
from twitchbot.ingest.outline import CELL_SEPARATOR, Answer, Element, Heading, Item, Outline, Paragraph, Question, Table

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark meter output q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr img".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class HtmlReader:
    """Reads HTML pages and fragments."""

    endings: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def read(self, body: str) -> Outline:
        """The article of the page: of its only `<main>` or `<article>` if it has one, else of its whole body."""
        page = _parsed(body)
        return Outline(
            elements=tuple(_elements(_root(page))),
            title=_title(page),
            language=_attribute(page, "html", "lang").split("-")[0].lower(),
            publisher=_attribute(page, 'meta[property="og:site_name"]', "content"),
            url=_attribute(page, 'link[rel="canonical"]', "href") or None,
        )


def fragment_elements(html: str) -> tuple[Element, ...]:
    """The elements of a piece of HTML that is all content."""
    return tuple(_elements(_parsed(html).body))


def _parsed(html: str) -> LexborHTMLParser:
    page = LexborHTMLParser(html)
    if page.body is not None:
        drop_unshown(page.body)
    return page


def _elements(root: LexborNode | None) -> Iterator[Element]:
    if root is not None:
        drop_furniture(root)
        yield from _Walk().elements(root)


def _root(page: LexborHTMLParser) -> LexborNode | None:
    for selector in ("main", '[role="main"]', "article"):
        found = page.css(selector)
        if len(found) == 1:
            return found[0]
    return page.body


def _title(page: LexborHTMLParser) -> str:
    heading = page.css("h1")
    if len(heading) == 1:
        return _flat(heading[0].text())
    title = page.css_first("title")
    return _attribute(page, 'meta[property="og:title"]', "content") or (_flat(title.text()) if title else "")


def _attribute(page: LexborHTMLParser, selector: str, name: str) -> str:
    node = page.css_first(selector)
    return _flat(node.attributes.get(name) or "") if node else ""


def _flat(text: str) -> str:
    return " ".join(text.split())


class _Walk:
    """One pass over a tree: collects inline text and lets it go as an element at each block's edge."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._depth = 0
        self._item = 0
        self._is_answer = False
        self._level = 1
        self._terms: list[str] | None = None

    def elements(self, root: LexborNode) -> Iterator[Element]:
        """The elements below `root`, in reading order."""
        yield from self._children(root)
        yield from self._flush()

    def _children(self, node: LexborNode) -> Iterator[Element]:
        for child in node.iter(include_text=True):
            if child.is_text_node:
                self._text.append(re.sub(r"\s+", " ", child.text_content or ""))
            elif child.is_element_node:
                yield from self._element(child)

    def _element(self, node: LexborNode) -> Iterator[Element]:
        tag = node.tag or ""
        if tag == "br":
            self._text.append("\n")
        elif tag in _INLINE:
            yield from self._children(node)
        else:
            yield from self._flush()
            yield from self._block(node, tag)
            yield from self._flush()

    def _block(self, node: LexborNode, tag: str) -> Iterator[Element]:
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
            yield from self._titled(node)
        elif tag == "table":
            yield from self._table(node)
        elif tag in {"ul", "ol"}:
            self._depth += 1
            yield from self._children(node)
            self._depth -= 1
        elif tag == "li":
            yield from self._list_item(node)
        elif tag == "dl":
            yield from self._definitions(node)
        elif tag == "dt" and self._terms is not None:
            yield from self._term(node)
        elif tag == "dd" and self._terms is not None:
            yield from self._description(node)
        elif tag == "details":
            yield from self._details(node)
        else:
            yield from self._children(node)

    def _titled(self, node: LexborNode) -> Iterator[Element]:
        text = _flat(_visible_text(node))
        if text:
            yield Heading(text, self._level)

    def _list_item(self, node: LexborNode) -> Iterator[Element]:
        outer, self._item = self._item, max(1, self._depth)
        inner = list(self._children(node)) + list(self._flush())
        self._item = outer
        yield from _one_item(inner, max(1, self._depth))

    def _definitions(self, node: LexborNode) -> Iterator[Element]:
        """A list of terms: a term that asks is a question, any other is said together with its description."""
        outer = self._terms, self._is_answer
        self._terms, self._is_answer = [], False
        yield from self._children(node)
        yield from self._flush()
        yield from self._left_terms()
        self._terms, self._is_answer = outer

    def _term(self, node: LexborNode) -> Iterator[Element]:
        text = _flat(_visible_text(node))
        self._is_answer = text.endswith("?")
        if self._is_answer:
            yield from self._left_terms()
            yield Question(text)
        elif text and self._terms is not None:
            self._terms.append(text)

    def _description(self, node: LexborNode) -> Iterator[Element]:
        if self._terms:
            term = ", ".join(self._terms).rstrip(":")
            self._terms.clear()
            yield Item(f"{term}: {_flat(_visible_text(node))}")
        else:
            yield from self._children(node)

    def _left_terms(self) -> Iterator[Element]:
        yield from (Paragraph(term) for term in self._terms or [])
        if self._terms:
            self._terms.clear()

    def _details(self, node: LexborNode) -> Iterator[Element]:
        summary = node.css_first("summary")
        text = _flat(_visible_text(summary)) if summary else ""
        is_question = text.endswith("?")
        if text:
            yield Question(text) if is_question else Heading(text, min(6, self._level + 1))
        if summary is not None:
            summary.decompose()
        outer, self._is_answer = self._is_answer, is_question
        yield from self._children(node)
        yield from self._flush()
        self._is_answer = outer

    def _table(self, node: LexborNode) -> Iterator[Element]:
        caption = node.css_first("caption")
        if caption and (text := _flat(_visible_text(caption))):
            yield Paragraph(text)
        rows = [row for row in node.css("tr") if _nearest(row, "table") == node]
        grid = [tuple(_flat(_visible_text(cell)) for cell in _cells(row)) for row in rows]
        is_headed = bool(rows) and _is_header(rows[0])
        header = grid[0] if is_headed else ()
        body = tuple(row for row in grid[1 if is_headed else 0 :] if any(row))
        if _has_spans(node):
            header, body = (
                (CELL_SEPARATOR.join(header),) if header else (),
                tuple((CELL_SEPARATOR.join(r),) for r in body),
            )
        if header or body:
            yield Table(header, body)

    def _flush(self) -> Iterator[Element]:
        text = "\n".join(" ".join(line.split()) for line in "".join(self._text).split("\n")).strip()
        self._text.clear()
        if not text:
            return
        if self._is_answer:
            yield Answer(text, self._item)
        elif self._item:
            yield Item(text, self._item)
        else:
            yield Paragraph(text)


def _one_item(inner: list[Element], level: int) -> Iterator[Element]:
    """An item's own paragraphs joined into one; what is nested in it (deeper items, tables) follows."""
    own: list[str] = []
    for element in inner:
        if isinstance(element, Item | Answer) and element.level == level:
            own.append(element.text)
            continue
        if own:
            yield _joined(own, level, inner)
            own = []
        yield element
    if own:
        yield _joined(own, level, inner)


def _joined(own: list[str], level: int, inner: list[Element]) -> Element:
    text = " ".join(own)
    return Answer(text, level) if any(isinstance(element, Answer) for element in inner) else Item(text, level)


def _visible_text(node: LexborNode) -> str:
    parts: list[str] = []
    for child in node.iter(include_text=True):
        if child.is_text_node:
            parts.append(child.text_content or "")
        elif child.is_element_node:
            parts.append(" " if child.tag == "br" else _visible_text(child))
            if child.tag not in _INLINE:
                parts.append(" ")
    return "".join(parts)


def _nearest(node: LexborNode, tag: str) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != tag:
        parent = parent.parent
    return parent


def _has_spans(table: LexborNode) -> bool:
    """True when a cell spans others: then which header names a cell is not certain, and rows stay whole."""
    spans = (cell.attributes.get(name) for cell in table.css("td, th") for name in ("colspan", "rowspan"))
    return any(span not in {None, "", "0", "1"} for span in spans)


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in {"td", "th"}]


def _is_header(row: LexborNode) -> bool:
    cells = _cells(row)
    return row.parent is not None and (
        row.parent.tag == "thead" or (len(cells) > 0 and all(cell.tag == "th" for cell in cells))
    )
