"""Tables that lost their cells when they were copied: one line for the header, one for each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from twitchbot.ingest.outline import Table

_SMALL = frozenset("a an and as at by for from in of on or per the to vs with".split())
_STOP = re.compile(r"[.!?;:]$")


def read_table(lines: Sequence[str]) -> Table | None:
    """The table that stands in `lines`, or None where they are prose.

    Cells parted by tabs or bars are taken as they are. Otherwise the header must repeat a word ("Iron Deficiency
    Zinc Deficiency"): each repeat ends a column's name. A row is cut where a capital follows a small letter; if any
    row does not give one cell for each column, all rows stay whole.
    """
    if len(lines) < 2:
        return None
    marked = [_marked_cells(line) for line in lines]
    if all(len(cells) > 1 and len(cells) == len(marked[0]) for cells in marked):
        return Table(marked[0], tuple(cells for cells in marked[1:] if any(re.search(r"\w", cell) for cell in cells)))
    columns = _columns(lines[0]) if len(lines) > 2 else ()
    if not columns or any(_STOP.search(line) for line in lines):
        return None
    rows = [_row(line, len(columns) - 1) for line in lines[1:]]
    if all(rows):
        return Table(columns, tuple(rows))
    return Table((lines[0],), tuple((line,) for line in lines[1:]))


def _marked_cells(line: str) -> tuple[str, ...]:
    bare = line.strip().strip("|") if line.count("|") > 1 else line
    return tuple(cell.strip() for cell in re.split(r"\t+|\s*\|\s*", bare.strip()))


def _columns(header: str) -> tuple[str, ...]:
    """The label column's name and the name of each column, or nothing where no word repeats."""
    words = header.split()
    word, repeats = Counter(words).most_common(1)[0]
    if repeats < 2 or words[-1] != word or len(words) > 6 * repeats:
        return ()
    names: list[list[str]] = [[]]
    for part in words:
        names[-1].append(part)
        if part == word:
            names.append([])
    first = names[0]
    label, first = (first[0], first[1:]) if len(first) > 2 else ("", first)
    return (label, " ".join(first), *(" ".join(name) for name in names[1:-1]))


def _row(line: str, columns: int) -> tuple[str, ...]:
    """The row's label and one cell for each column, or nothing where that is not certain."""
    words = line.split()
    cells: list[list[str]] = [[words[0]]]
    for before, word in pairwise(words):
        if word[0].isupper() and before[-1].islower() and before[0].islower() and before not in _SMALL:
            cells.append([])
        cells[-1].append(word)
    label = _label(cells[0])
    if len(cells) != columns or not label or len(label) == len(cells[0]):
        return ()
    return (" ".join(label), " ".join(cells[0][len(label) :]), *(" ".join(cell) for cell in cells[1:]))


def _label(words: Sequence[str]) -> list[str]:
    """The leading words in title case, less the last one, which starts the first cell."""
    title: list[str] = []
    for word in words:
        if not (word[0].isupper() or word in _SMALL):
            break
        title.append(word)
        if not word[-1].isalpha():
            break
    return title[:-1]
