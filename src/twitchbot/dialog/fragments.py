"""Addresses that open a web page with the quoted words highlighted.

A text fragment (https://wicg.github.io/scroll-to-text-fragment/) names text, not places: the first text of the page
that fits is highlighted. One term has to stand inside one block of the page, and a line of `Document.text`, or a cell
of a table in it, is such a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote as percent_encoded

from twitchbot.documents import Span

_WHOLE_WORDS = 40
"""A quote inside one block is named whole up to this many words; a longer one by its two ends."""
_END_WORDS = 5
"""Words at each end of a quote to begin with; more are taken until the place is the right one."""
_BLOCK_END = re.compile(r"\n| \| ")


def text_fragment(text: str, span: Span) -> str:
    """The fragment, without `#`, that highlights `span` of a page which reads `text`: `:~:text=...`."""
    blocks = list(_blocks(text, span))
    first, last = blocks[0], blocks[-1]
    if len(blocks) == 1 and len(first.of(text).split()) <= _WHOLE_WORDS:
        terms = [first.of(text)]
    else:
        start = next(s for s in _starts(text, first) if _found(text, s, 0) == span.start or s == first.of(text))
        after = span.start + len(start)
        ends = (e for e in _ends(text, last) if _found(text, e, after) == span.end - len(e) or e == last.of(text))
        terms = [start, next(ends)]
    encoded = ",".join(map(_encoded, terms))
    before = _prefix(text, span.start) if _found(text, terms[0], 0) != span.start else ""
    return f":~:text={_encoded(before)}-,{encoded}" if before else f":~:text={encoded}"


def _blocks(text: str, span: Span) -> Iterator[Span]:
    """The parts of `span` that stand in one block each."""
    start = span.start
    for end in [*(m for m in _BLOCK_END.finditer(text, span.start, span.end)), None]:
        stop = end.start() if end else span.end
        if text[start:stop].strip():
            yield Span(start, stop)
        start = end.end() if end else stop


def _starts(text: str, block: Span) -> Iterator[str]:
    """The first words of a block, then more of them, then the whole block."""
    cuts = [match.start() for match in re.finditer(r"\s+", block.of(text))]
    yield from (block.of(text)[:cut] for cut in cuts[_END_WORDS - 1 :])
    yield block.of(text)


def _ends(text: str, block: Span) -> Iterator[str]:
    """The last words of a block, then more of them, then the whole block."""
    cuts = [match.end() for match in re.finditer(r"\s+", block.of(text))]
    yield from (block.of(text)[cut:] for cut in reversed(cuts[: len(cuts) - _END_WORDS + 1]))
    yield block.of(text)


def _found(text: str, term: str, start: int) -> int:
    """Where a browser finds `term` first from `start` on: whole words, in any case of letters; -1 if nowhere."""
    words = r"\s+".join(map(re.escape, term.split()))
    match = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE).search(text, start)
    return match.start() if match else -1


def _prefix(text: str, start: int) -> str:
    """The last words before `start`, of the block before it where the quote begins one."""
    before = list(_blocks(text, Span(0, start)))
    return " ".join(before[-1].of(text).split()[-_END_WORDS:]) if before else ""


def _encoded(term: str) -> str:
    return percent_encoded(" ".join(term.split()), safe="").replace("-", "%2D")
