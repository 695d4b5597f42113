"""Reading plain text, as somebody pastes it from a web page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from twitchbot.ingest.boilerplate import is_boilerplate
from twitchbot.ingest.flat_table import read_table
from twitchbot.ingest.outline import Element, Heading, Item, Outline, Paragraph

_BULLET = re.compile(r"^([ \t]*)(?:[•·▪‣◦●○■□➤►✓*+–-]|\d{1,3}[.)])[ \t]+(?=\S)")
_CELLS = re.compile(r"\S(?:\t+|\s+\|\s+)\S")
_SMALL = frozenset(
    "a an and as at but by for from in into is it its nor of on or per than the their to vs via with your".split()
)
LONGEST_HEADING = 14
"""Words: real section titles of health pages are shorter."""


class PlainReader:
    """Reads text without marks: headings, lists and tables are told by their shape."""

    endings: tuple[str, ...] = (".txt", ".text")

    def read(self, body: str) -> Outline:
        """The elements of the text; its first heading, where it starts with one, is the title."""
        groups = list(_groups(body))
        elements = list(_elements(groups))
        title = elements[0] if elements and isinstance(elements[0], Heading) else None
        if title:
            elements[0] = Heading(title.text, 1)
        return Outline(tuple(elements), title=title.text if title else "")


def _groups(body: str) -> Iterator[list[str]]:
    """Runs of lines that belong together, boilerplate lines left out: blank lines part them.

    In a text without blank lines each line stands for itself, but for lists, cells and broken-off sentences.
    """
    lines = [line.rstrip() for line in body.strip("\n").split("\n")]
    is_dense = all(lines)
    group: list[str] = []
    for line in [*lines, ""]:
        is_text = bool(line) and not is_boilerplate(line.strip())
        if group and (not is_text or (is_dense and not _continues(group[-1], line))):
            yield group
            group = []
        if is_text:
            group.append(line)


def _continues(before: str, line: str) -> bool:
    """True where two neighbouring lines are of one list, one table or one sentence."""
    if _BULLET.match(before) or _BULLET.match(line):
        return bool(_BULLET.match(before) and _BULLET.match(line)) or line[:1].isspace()
    if _CELLS.search(before) or _CELLS.search(line):
        return bool(_CELLS.search(before) and _CELLS.search(line))
    words = before.split()
    return before[-1] not in ".!?:" and (line.lstrip()[:1].islower() or (len(words) > 8 and words[-1][0].islower()))


def _elements(groups: list[list[str]]) -> Iterator[Element]:
    level = 1
    for group, following in zip_longest(groups, groups[1:]):
        if _BULLET.match(group[0]):
            yield from _items(group)
        elif len(group) == 1 and following and is_heading(group[0].strip(), following[0].strip()):
            yield Heading(group[0].strip(), level)
            level = 2
        elif table := read_table([line.strip() for line in group]):
            yield table
        else:
            yield from _prose(group)
        level = 2


def _items(group: Iterable[str]) -> Iterator[Item]:
    """Items, each with the unmarked lines that continue it; deeper indents are deeper levels."""
    indents: list[int] = []
    text, level = "", 1
    for line in group:
        match = _BULLET.match(line)
        if not match:
            text += f" {line.strip()}"
            continue
        if text:
            yield Item(text, level)
        indent = len(match.group(1).expandtabs(4))
        indents = [known for known in indents if known < indent] + [indent]
        text, level = line[match.end() :], len(indents)
    if text:
        yield Item(text, level)


def _prose(group: list[str]) -> Iterator[Element]:
    """A paragraph of wrapped lines, and the list that follows it without a blank line."""
    first_item = next((number for number, line in enumerate(group) if _BULLET.match(line)), len(group))
    yield Paragraph("\n".join(line.strip() for line in group[:first_item]))
    yield from _items(group[first_item:])


def is_heading(line: str, following: str) -> bool:
    """True for a short line in title case, without an ending stop, that is followed by text.

    A question is a heading however it is written: pasted pages of questions hold them so.
    """
    words = line.split()
    if not following or len(words) > LONGEST_HEADING or line.endswith((".", ",", ";", ":", "!")) or _BULLET.match(line):
        return False
    if line.endswith("?"):
        return not re.search(r"[.!?]\s", line)
    return _is_title_case(words)


def _is_title_case(words: list[str]) -> bool:
    named = [word for word in words if word.lower().strip("()'\"") not in _SMALL]
    capital = [word for word in named if word[:1].isupper() or not word[:1].isalpha()]
    if not words or not words[0][:1].isalnum() or words[0][:1].islower():
        return False
    return len(capital) == len(named) or len(words) <= 6
