"""Reading evaluation files: JSON lines, each checked; a broken one names its line and nothing is scored."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from twitchbot.errors import EvaluationError


class Row(BaseModel):
    """A line of an evaluation file: has an id, refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str

    @property
    def side(self) -> str:
        """`dev` when the first byte of the id's SHA-256 is even, else `test`: a split that no order can change."""
        return "dev" if hashlib.sha256(self.id.encode()).digest()[0] % 2 == 0 else "test"


R = TypeVar("R", bound=Row)


def read_rows(path: Path, model: type[R], split: str = "all") -> tuple[R, ...]:
    """The rows of `path` on one side of the split (`dev`, `test` or `all`), in order.

    Raises:
        EvaluationError: the file is missing or empty, a line is broken, or two rows share an id.
    """
    if split not in {"dev", "test", "all"}:
        raise EvaluationError(f"There is no split `{split}`", where=str(path), remedy="Take dev, test or all.")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"The file cannot be read: {error}", where=str(path), remedy="Check its path.") from None
    rows: dict[str, R] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _row(line, model, f"{path}:{number}")
            if row.id in rows:
                raise EvaluationError(f"The id {row.id} stands twice", where=f"{path}:{number}", remedy="Rename one.")
            rows[row.id] = row
    if not rows:
        raise EvaluationError("The file holds no row", where=str(path), remedy="Write one JSON object a line.")
    return tuple(row for row in rows.values() if split in {"all", row.side})


def _row(line: str, model: type[R], where: str) -> R:
    try:
        return model.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise EvaluationError(f"`{key}` is wrong: {first['msg']}", where=where, remedy="Correct the line.") from None
    except json.JSONDecodeError as error:
        raise EvaluationError(f"The line is no JSON: {error}", where=where, remedy="Correct it.") from None


Needs = tuple[tuple[str, ...], ...]


def holds(quoted: str, needs: Needs) -> bool:
    """True when the quoted text holds, for every group, at least one alternative; letter case does not matter."""
    text = quoted.casefold()
    return all(any(option.casefold() in text for option in group) for group in needs)
