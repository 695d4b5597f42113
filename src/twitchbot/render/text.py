"""An `Answer` for the terminal: as plain text, or styled, with the words that answer in bold."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from twitchbot.answers import Answer, Message, Notice, NoticeLevel, Part, Quote, Suggestions
from twitchbot.content.terminal import TerminalLabels

_INDENT = 2
_LEVELS = {
    NoticeLevel.EMERGENCY: "bold red",
    NoticeLevel.CRISIS: "bold magenta",
    NoticeLevel.URGENT: "yellow",
    NoticeLevel.INFO: "dim",
}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: Text
    indent: int = 0


def to_text(answer: Answer, labels: TerminalLabels) -> str:
    """The answer as plain text: paragraphs in the order of its parts, a blank line between two, quotes indented."""
    return "\n\n".join(_indented(paragraph) for paragraph in _paragraphs(answer, labels))


def to_rich(answer: Answer, labels: TerminalLabels) -> Group:
    """The same paragraphs, styled, for a rich console."""
    paragraphs = list(_paragraphs(answer, labels))
    last = len(paragraphs) - 1
    return Group(*(Padding(p.text, (0, 0, int(i < last), p.indent)) for i, p in enumerate(paragraphs)))


def _indented(paragraph: _Paragraph) -> str:
    margin = " " * paragraph.indent
    return "\n".join(margin + line if line else "" for line in paragraph.text.plain.split("\n"))


def _paragraphs(answer: Answer, labels: TerminalLabels) -> Iterator[_Paragraph]:
    if answer.reading:
        yield _Paragraph(Text(labels.reading.format(reading=printable(answer.reading)), style="italic"))
    for part in answer.parts:
        yield from _part(part, labels)


def _part(part: Part, labels: TerminalLabels) -> Iterator[_Paragraph]:
    match part:
        case Notice():
            yield _Paragraph(Text(printable(part.text), style=_LEVELS[part.level]))
        case Message():
            yield _Paragraph(Text(printable(part.text)))
        case Quote():
            yield _quote(part, labels)
        case Suggestions():
            yield _suggestions(part, labels)


def _quote(quote: Quote, labels: TerminalLabels) -> _Paragraph:
    body = Text()
    for segment in quote.segments:
        body.append(printable(segment.text), style="bold" if segment.mark else "")
    source = labels.source.format(source=", ".join(_source(quote, labels)))
    return _Paragraph(body.append("\n").append(printable(source), style="dim"), _INDENT)


def _source(quote: Quote, labels: TerminalLabels) -> Iterator[str]:
    yield " > ".join(_without_repeats((quote.title, *quote.heading_path)))
    if quote.publisher:
        yield quote.publisher
    if quote.reviewed:
        yield labels.reviewed.format(date=quote.reviewed)
    if quote.url:
        yield quote.url


def _without_repeats(names: Iterable[str]) -> Iterator[str]:
    # A document's first heading is often its title again.
    previous = ""
    for name in names:
        if name != previous:
            yield name
        previous = name


def _suggestions(part: Suggestions, labels: TerminalLabels) -> _Paragraph:
    text = Text(labels.suggestions)
    for number, question in enumerate(part.questions, start=1):
        text.append(f"\n{number}. {printable(question)}", style="cyan")
    return _Paragraph(text)


def printable(text: str) -> str:
    """`text` without the control characters that could drive a terminal; line breaks and tabs stay."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
