"""Finding the questions that a document asks and answers itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeGuard

from twitchbot.ingest.outline import Answer, Element, Heading, Item, Paragraph, Question

_FAQ = re.compile(r"\b(?:frequently asked|faqs?|common questions|questions (?:and|&) answers|q ?& ?a)\b", re.IGNORECASE)
_ASKED = re.compile(r"^(?:q|question)\s*\d*\s*[:.)]\s*(?=\S)", re.IGNORECASE)
_ANSWERED = re.compile(r"^(?:a|answer)\s*\d*\s*[:.)]\s*(?=\S)", re.IGNORECASE)
LONGEST_QUESTION = 40
"""Words: a longer paragraph that ends with a question mark is prose."""


def mark_faq(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements, with `Question` and `Answer` where a section of questions or "Q:" lines show them.

    In a section of questions that lost its questions (each paragraph an answer) the paragraphs become `Answer`s too:
    they belong together no more than the questions did. What the file's own marks made a question and its answer
    stays, and paragraphs after it stay paragraphs.
    """
    faq_level, is_asked, is_marked = 0, False, False
    for element in _lines(elements):
        if isinstance(element, Question | Answer):
            is_marked = True
            yield element
        elif isinstance(element, Heading) and not (faq_level and _asks(element, faq_level)):
            if not faq_level or element.level <= faq_level:
                faq_level = element.level if _FAQ.search(element.text) else 0
            is_asked = is_marked = False
            yield element
        elif _asks(element, faq_level):
            is_asked, is_marked = True, False
            yield Question(_ASKED.sub("", element.text))
        else:
            yield _answer(element) if (faq_level or is_asked) and not is_marked else element


def _asks(element: Element, faq_level: int) -> TypeGuard[Heading | Paragraph]:
    """True for a question of a section of questions (`faq_level` is its heading's level, 0 outside) or a "Q:" line."""
    if isinstance(element, Heading):
        return faq_level > 0 and element.level >= faq_level and _is_question(element.text)
    return (
        isinstance(element, Paragraph) and _is_question(element.text) and bool(faq_level or _ASKED.match(element.text))
    )


def _is_question(line: str) -> bool:
    text = _ASKED.sub("", line)
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
