"""One document spelled in each format that a reader reads, and strategies that make such documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from hypothesis import strategies as st

from twitchbot.ingest.outline import Answer, Element, Heading, Item, Paragraph, Question, Table

_WORD = st.text(alphabet="abcdefghilmnorstuéüñßłжя", min_size=3, max_size=9)


def _sentence(words: Sequence[str]) -> str:
    return " ".join(words).capitalize() + "."


_SENTENCE = st.lists(_WORD, min_size=4, max_size=9).map(_sentence)
_PARAGRAPH = st.lists(_SENTENCE, min_size=1, max_size=6).map(lambda parts: Paragraph(" ".join(parts)))
_HEADING = st.lists(_WORD, min_size=2, max_size=5).map(lambda words: Heading(" ".join(words).title(), 2))
_ITEMS = st.lists(_SENTENCE, min_size=1, max_size=4).map(lambda texts: [Item(text) for text in texts])
_CELL = st.lists(_WORD, min_size=1, max_size=3).map(" ".join)
_TABLE = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(_CELL, min_size=width, max_size=width).map(tuple), min_size=2, max_size=5).map(
        lambda rows: Table(rows[0], tuple(rows[1:]))
    )
)
_SECTION = st.tuples(_HEADING, _PARAGRAPH, st.one_of(_PARAGRAPH.map(lambda p: [p]), _ITEMS, _TABLE.map(lambda t: [t])))

documents = st.lists(_SECTION, min_size=1, max_size=4).map(
    lambda sections: [
        Heading("The Title Of It", 1),
        *(element for heading, paragraph, rest in sections for element in (heading, paragraph, *rest)),
    ]
)
"""Elements of a document: a title, then sections of a heading, a paragraph and a paragraph, list or table."""


def as_markdown(elements: Sequence[Element]) -> str:
    return "\n\n".join(_markdown(element) for element in elements).replace("\n\n- ", "\n- ").replace(".\n- ", ".\n\n- ")


def _markdown(element: Element) -> str:
    match element:
        case Heading(text, level):
            return "#" * level + " " + text
        case Question(text):
            return "### " + text
        case Item(text):
            return "- " + text
        case Table(header, rows):
            lines = (header, ("---",) * len(header), *rows)
            return "\n".join("| " + " | ".join(line) + " |" for line in lines)
        case Paragraph(text) | Answer(text):
            return text


def as_html(elements: Sequence[Element]) -> str:
    return "<html><body>" + "\n".join(_html(element) for element in elements) + "</body></html>"


def _html(element: Element) -> str:
    match element:
        case Heading(text, level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Question(text):
            return f"<h3>{escape(text)}</h3>"
        case Item(text):
            return f"<ul><li>{escape(text)}</li></ul>"
        case Table(header, rows):
            head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
            body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            return f"<table><tr>{head}</tr>{body}</table>"
        case Paragraph(text) | Answer(text):
            return f"<p>{escape(text)}</p>"


def as_plain(elements: Sequence[Element]) -> str:
    return "\n\n".join(_plain(element) for element in elements)


def _plain(element: Element) -> str:
    match element:
        case Item(text):
            return "  • " + text
        case Table(header, rows):
            return "\n".join("\t".join(line) for line in (header, *rows))
        case _:
            return element.text


SPELLINGS: dict[str, Callable[[Sequence[Element]], str]] = {
    ".md": as_markdown,
    ".html": as_html,
    ".txt": as_plain,
}
