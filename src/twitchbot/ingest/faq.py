"""Finding the questions that a document asks and answers itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from twitchbot.ingest.outline import Answer, Element, Heading, Item, Paragraph, Question

_FAQ = re.compile(r"\b(?:frequently asked|faqs?|common questions|questions (?:and|&) answers|q ?& ?a)\b", re.IGNORECASE)
_ASKED = re.compile(r"^(?:q|question)\s*\d*\s*[:.)]\s*(?=\S)", re.IGNORECASE)
_ANSWERED = re.compile(r"^(?:a|answer)\s*\d*\s*[:.)]\s*(?=\S)", re.IGNORECASE)
LONGEST_QUESTION = 40
"""Words: a longer paragraph that ends with a question mark is prose."""


def mark_faq(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements, with `Question` and `Answer` where a section of questions or "Q:" lines show them.

    In a section of questions that lost its questions (each paragraph an answer) the paragraphs become `Answer`s too:
    they belong together no more than the questions did.
    """
    faq_level, is_asked = 0, False
    for element in _lines(elements):
        if isinstance(element, Heading):
            if faq_level and _is_question(element.text) and element.level >= faq_level:
                yield Question(element.text)
                is_asked = True
                continue
            if not faq_level or element.level <= faq_level:
                faq_level = element.level if _FAQ.search(element.text) else 0
            is_asked = False
            yield element
        elif isinstance(element, Paragraph) and _asks(element.text, in_faq=bool(faq_level)):
            yield Question(_ASKED.sub("", element.text))
            is_asked = True
        else:
            yield _answer(element) if faq_level or is_asked else element


def _asks(text: str, *, in_faq: bool) -> bool:
    if not _is_question(text):
        return False
    return in_faq or bool(_ASKED.match(text))


def _is_question(text: str) -> bool:
    return text.endswith("?") and len(text.split()) <= LONGEST_QUESTION and not re.search(r"[.!?]\s", text[:-1])


def _answer(element: Element) -> Element:
    match element:
        case Paragraph(text):
            return Answer(_ANSWERED.sub("", text))
        case Item(text, level):
            return Answer(text, level)
    return element


def _lines(elements: Iterable[Element]) -> Iterator[Element]:
    """Paragraphs whose first line is a question or a "Q:" line, cut at their line breaks."""
    for element in elements:
        if isinstance(element, Paragraph) and "\n" in element.text:
            lines = [line for line in element.text.split("\n") if line.strip()]
            if _is_question(lines[0]):
                yield from (Paragraph(line) for line in lines)
                continue
        yield element
