"""Addresses that open a web page with the quoted words highlighted.

A text fragment (https://wicg.github.io/scroll-to-text-fragment/) names text, not places: `prefix-,start,end,-suffix`.
The first text of the page that fits is highlighted. Each term has to stand inside one block of the page, and a line of
`Document.text` can hold several: paragraphs of one list item, a term and its description, what a line break parts. So
a quote is named by a few words at each of its ends, which seldom cross such an edge, rather than whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote as percent_encoded

from twitchbot.documents import Span

_WHOLE_WORDS = 6
"""One clause is named whole up to this many words."""
_START_WORDS = 5
_END_WORDS = 2
"""Words at each end of a longer quote to begin with; more are taken until the place is the right one."""
_BRIEF_WORDS = 3
"""Fewer words than these stand elsewhere on a page easily: they are named with their neighbours."""

_NEAR = 400
"""Characters beside a quote in which its neighbours are looked for."""

_LINE_END = re.compile(r"\n| \|(?: |$|(?=\n))")
# These scripts part no words. A browser looks them up in a dictionary; it surely finds an end where a clause ends.
_UNSPACED = r"\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(r"(?:[^\s。、！？；：]+|[。、！？；：])[。、！？；：]*[」』）]*\s*")
_UNPARTED = re.compile(rf"[{_UNSPACED}]")
_CLAUSE_END = re.compile(r"[.,:!?;…。、！？؟।]\W*$")
_LETTERS = re.compile(rf"[^\W{_UNSPACED}]{{2}}")
_IGNORED = re.compile("[\u0300-\u036f\u00ad\u200b]")
_GAP = re.compile(r"\s+(?:\|\s*)*")
_QUOTES = str.maketrans("‘’‚‛“”„‟«»", '\'\'\'\'""""""')


def text_fragment(text: str, span: Span) -> str:
    """The fragment, without `#`, that highlights `span` of a page which reads `text`: `:~:text=...`."""
    return ":~:" + "&".join(_directives(text, span))


def _directives(text: str, span: Span) -> Iterator[str]:
    """One directive, or one for each line of a quote that no range of words names."""
    page = _folded_page(text)
    lines = list(_lines(text, span)) or [span]
    start = len(_folded(text[: lines[0].start]))
    end = start + len(_folded(text[lines[0].start : lines[-1].end]))
    first, last = (_WORD.findall(line.of(text)) for line in (lines[0], lines[-1]))
    before = _side(text, Span(max(0, span.start - _NEAR), span.start), is_end=True)
    after = _side(text, Span(span.end, min(len(text), span.end + _NEAR)))
    is_one = len(lines) == 1
    opening = None if is_one and _is_whole(first) else _opening(page, start, first[: len(first) - is_one], before)
    if opening:
        behind = start + len(_folded(opening[1]))
        closing = _closing(page, behind, end, last[len(opening[1].split()) * is_one :], after)
        if closing:
            yield _directive(*opening, *closing)
            return
    if is_one:
        prefix, suffix = _context(text, lines[0], page, start, before, after)
        yield _directive(prefix, lines[0].of(text), "", suffix)
    else:
        for line in lines:
            yield from _directives(text, line)


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The parts of `span` that stand in a line, or a cell of a table, each; without white space around them."""
    start = span.start
    for edge in [*(m.span() for m in _LINE_END.finditer(text, span.start, span.end)), (span.end, span.end)]:
        line = text[start : edge[0]]
        if line.strip():
            yield Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        start = edge[1]


def _is_whole(words: list[str]) -> bool:
    return len(words) <= _WHOLE_WORDS and not any(map(_CLAUSE_END.search, words[:-1]))


def _context(text: str, span: Span, page: str, start: int, before: str, after: str) -> tuple[str, str]:
    """The words before and after with which a browser finds a quote that is named whole."""
    term = span.of(text)
    follows = text[: span.start].rstrip(" ")[-1:] not in {"", "\n", "|"}
    goes_on = text[span.end :].lstrip(" ")[:1] not in {"", "\n", "|"}
    # What stands beside a line may be a heading with a date below it, or a summary that hides its answer.
    ways = [(before, "")] * follows + [("", after)] * goes_on
    ways += [("", after), (before, "")] if before.endswith("?") else [(before, ""), ("", after)]
    if len(_WORD.findall(term)) >= _BRIEF_WORDS:
        ways.insert(0 if len(list(_places(page, term))) == 1 else len(ways), ("", ""))
    ways.append((before, after))
    return next((way for way in ways if _place(page, way[0], term, way[1]) == start), (before, after))


def _opening(page: str, start: int, words: list[str], before: str) -> tuple[str, str] | None:
    """Words before, where they are needed, and words at the start of a quote that a browser finds there first."""
    least = _clause(words, _START_WORDS)
    terms = ["".join(words[:count]).strip().rstrip(",:") for count in range(least, len(words) + 1)]
    plain, led = [("", term) for term in terms], [(before, term) for term in terms]
    # What follows a described term is seldom in one block with it.
    is_described = words[least - 1].rstrip().endswith(":")
    ways = [plain[0], led[0], *plain, *led] if is_described else [*plain, *led]
    return next((way for way in ways if _place(page, *way, "") == start), None)


def _closing(page: str, behind: int, end: int, words: list[str], after: str) -> tuple[str, str] | None:
    """Words at the end of a quote that a browser finds there first from `behind` on, and those after it if needed."""
    least = min(len(words), 1 if _UNPARTED.search(words[-1]) else _END_WORDS)
    terms = ["".join(words[-count:]).strip() for count in range(least, len(words) + 1)]
    ways = [(term, suffix) for suffix in ("", after) for term in terms]
    return next((way for way in ways if _place(page, "", *way, behind) == end - len(_folded(way[0]))), None)


def _side(text: str, span: Span, *, is_end: bool = False) -> str:
    """The words next to a quote: the first, or the last, of the text in `span`."""
    lines = list(_lines(text, span))
    if not lines:
        return ""
    words = _WORD.findall(lines[-1 if is_end else 0].of(text))
    if is_end:
        edges = [count for count in range(1, len(words)) if _CLAUSE_END.search(words[-count - 1])]
        return "".join(words[-min([_START_WORDS, *edges]) :]).strip()
    return "".join(words[: _clause(words, _START_WORDS)]).strip()


def _clause(words: list[str], most: int) -> int:
    """How many words the first clause has, but not more than `most`."""
    for count, word in enumerate(words[:most], 1):
        # One word is enough where it is a sentence or a term that is described, but not before a comma.
        if _CLAUSE_END.search(word) and (count > 1 or word.rstrip()[-1] != ","):
            return count
    return min(most, len(words))


@lru_cache(maxsize=8)
def _folded_page(text: str) -> str:
    # Quotes of one answer come from few pages; their words and what stands before them are folded each time.
    return _folded(text)


def _folded(text: str) -> str:
    """`text` as a browser compares it: without case, accents and kinds of quotation marks, each gap one space."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_QUOTES))
    return _GAP.sub(" ", _IGNORED.sub("", folded))


def _places(page: str, term: str, start: int = 0) -> Iterator[int]:
    """Where the folded `page` holds `term` as whole words."""
    wanted = _folded(term)
    place = page.find(wanted, start) if wanted else -1
    while place >= 0:
        edges = (place, place + len(wanted))
        if not any(edge and _LETTERS.match(page, edge - 1, edge + 1) for edge in edges):
            yield place
        place = page.find(wanted, place + 1)


def _place(page: str, prefix: str, term: str, suffix: str, start: int = 0) -> int:
    """Where a browser finds `term` first, from `start` on, between `prefix` and `suffix`; -1 if nowhere."""
    place = next(_places(page, " ".join(filter(None, (prefix, term, suffix))), start), None)
    return -1 if place is None else place + (len(_folded(prefix)) + 1 if prefix else 0)


def _directive(prefix: str, start: str, end: str, suffix: str) -> str:
    before, after = (_encoded(prefix) + "-" if prefix else ""), ("-" + _encoded(suffix) if suffix else "")
    return "text=" + ",".join(filter(None, (before, _encoded(start), _encoded(end), after)))


def _encoded(term: str) -> str:
    return percent_encoded(" ".join(term.split()), safe="").replace("-", "%2D")
