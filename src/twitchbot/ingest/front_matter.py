"""What a publisher says about a document, written above its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from twitchbot.errors import CorpusError

REMEDY = "Write `key: value` lines between two lines of `---`; docs/corpus.md shows every key."
_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_DATED = re.compile(r"[A-Za-z_]+[ \t]*:[ \t]*\d{4}-\d{1,2}-\d{1,2}")
_OPENED = re.compile(r"\A---[ \t]*\n[A-Za-z_]+[ \t]*:")


def _is_web_address(url: str | None) -> str | None:
    if url is not None and not re.match(r"https?://[^\s/]+", url):
        raise ValueError("not a web address that starts with http:// or https://")
    return url


class FrontMatter(BaseModel):
    """The keys of a document's front matter; all may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    publisher: str = ""
    url: Annotated[str | None, AfterValidator(_is_web_address)] = None
    licence: str = ""
    reviewed: date | None = None
    sources: tuple[str, ...] = ()
    language: str = Field(default="", pattern="^([a-z]{2})?$")


@dataclass(frozen=True, slots=True)
class Parted:
    """A file's front matter and the text below it."""

    front_matter: FrontMatter
    body: str


def part(text: str, where: str) -> Parted:
    """The front matter of `text` (all keys empty if there is none) and its body.

    Raises:
        CorpusError: it is not closed, is not YAML, or a key is unknown or of the wrong kind.
    """
    fenced = _FENCED.match(text)
    if not fenced:
        if _OPENED.match(text):
            raise CorpusError("The front matter is never closed", where=f"{where}, line 1", remedy=REMEDY)
        return Parted(FrontMatter(), text)
    values = _values(text, where)
    if not values and fenced.group(1).strip():
        raise CorpusError("The front matter holds no `key: value` line", where=f"{where}, line 2", remedy=REMEDY)
    return Parted(_checked(values, text, where), text[fenced.end() :])


def _values(text: str, where: str) -> dict[str, object]:
    """The keys that have a value."""
    # Imported here: a start whose index is up to date reads no document.
    import frontmatter
    import yaml

    try:
        values, _ = frontmatter.parse(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise CorpusError(f"The front matter does not parse: {problem}", where=where + line, remedy=REMEDY) from None
    except ValueError as error:
        place = f"{where}, line {_line_of(_DATED, text)}"
        raise CorpusError(f"The front matter holds no real date: {error}", where=place, remedy=REMEDY) from None
    return {str(key): value for key, value in values.items() if value is not None}


def _checked(values: dict[str, object], text: str, where: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        problem = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
        place = f"{where}, line {_line_of(re.compile(re.escape(key)), text)}"
        raise CorpusError(f"The front matter's `{key}` is wrong: {problem}", where=place, remedy=REMEDY) from None


def _line_of(start: re.Pattern[str], text: str) -> int:
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, start=1) if start.match(line)), 1)
