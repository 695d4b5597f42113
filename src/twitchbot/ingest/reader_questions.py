"""Questions in readers' own words beside a document: `<document>.questions.toml`.

They help a reader's wording find its section, and tell near questions that the page does not answer. They are
searched and never quoted.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from twitchbot.documents import Document, Passage, PassageKind
from twitchbot.errors import CorpusError

ENDING = ".questions.toml"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Section(_Table):
    heading: str
    questions: tuple[str, ...]


class _Cell(_Table):
    row: str
    column: str
    questions: tuple[str, ...]


class _NotCovered(_Table):
    questions: tuple[str, ...] = ()


class _File(_Table):
    section: tuple[_Section, ...] = ()
    cell: tuple[_Cell, ...] = ()
    not_covered: _NotCovered = _NotCovered()


@dataclass(frozen=True, slots=True)
class ReaderQuestions:
    """Questions by the place that answers them (a heading, or a row and a column), and those that nothing answers."""

    name: str
    sha256: str
    places: dict[tuple[str, ...], tuple[str, ...]]
    not_covered: tuple[str, ...]


def read_questions(document: Document, folder: Path) -> ReaderQuestions | None:
    """The questions beside `document`, or None where there is no such file.

    Raises:
        CorpusError: the file cannot be read, does not parse, or has an unknown or missing key.
    """
    path = (folder / document.path).with_suffix(ENDING)
    if not path.is_file():
        return None
    name = path.relative_to(folder).as_posix()
    try:
        raw = path.read_bytes()
        file = _File.model_validate(tomllib.loads(raw.decode("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"The questions cannot be read: {error}", where=name, remedy="Correct the file.") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise CorpusError(f"`{key}` is wrong: {first['msg']}", where=name, remedy="Correct this key.") from None
    places: defaultdict[tuple[str, ...], tuple[str, ...]] = defaultdict(tuple)
    for section in file.section:
        places[(section.heading,)] += section.questions
    for cell in file.cell:
        places[(cell.row, cell.column)] += cell.questions
    return ReaderQuestions(name, hashlib.sha256(raw).hexdigest(), dict(places), file.not_covered.questions)


def attach(questions: ReaderQuestions, document: Document, passages: Sequence[Passage]) -> Iterable[Passage]:
    """The passages with the questions asked of their section; the questions of a section go to each of its passages.

    Raises:
        CorpusError: a heading, row or column does not stand in the document.
    """
    used: set[tuple[str, ...]] = set()
    attached = []
    for passage in passages:
        place = _place(passage)
        used.add(place)
        attached.append(replace(passage, also_asked=questions.places.get(place, ())))
    for place in questions.places:
        if place not in used:
            raise CorpusError(
                f"No passage of {document.path} stands under `{' / '.join(place)}`",
                where=questions.name,
                remedy="Write the heading, or the row and the column, exactly as in the document.",
            )
    return attached


def _place(passage: Passage) -> tuple[str, ...]:
    if passage.question:
        return (passage.question,)
    if passage.kind is PassageKind.CELL:
        return passage.heading_path[-2:]
    if passage.kind in {PassageKind.ROW, PassageKind.TABLE}:
        return ()
    return passage.heading_path[-1:]
