"""Reading evaluation files: JSON lines, plain or gzipped. A broken line names itself and nothing is scored."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twitchbot.errors import EvaluationError


def read_lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a text file that are not blank, each with its place (`file, line n`).

    Raises:
        EvaluationError: the file is missing, is not UTF-8 or not gzip.
    """
    if not path.is_file():
        raise EvaluationError("The file is missing", where=str(path), remedy="Check the path.")
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield line.rstrip("\r\n"), f"{path}, line {number}"
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise EvaluationError(
            f"The file cannot be read: {error}", where=str(path), remedy="Save it as UTF-8 (or gzip, named .gz)."
        ) from None


def read_rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The JSON objects of a file, one a line, each with its place.

    Raises:
        EvaluationError: the file cannot be read, or a line is not a JSON object.
    """
    for line, place in read_lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise EvaluationError(
                f"The line is not JSON: {error}", where=place, remedy="Correct or remove it."
            ) from None
        if not isinstance(row, dict):
            raise EvaluationError("The line is not a JSON object", where=place, remedy="Correct or remove it.")
        yield row, place


def text_of(row: dict[str, Any], key: str, place: str) -> str:
    """The text under `key`.

    Raises:
        EvaluationError: it is missing or no text.
    """
    value = row.get(key)
    if not isinstance(value, str):
        raise EvaluationError(f"`{key}` is missing or no text", where=place, remedy="Correct or remove the line.")
    return value
