"""The batch file: conversations in, one a line. It is read whole before anything is answered."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from twitchbot.errors import QuestionError

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One conversation of a batch: its id and what the person says, turn by turn."""

    id: str
    turns: tuple[str, ...]


def read_batch(path: Path) -> tuple[Dialogue, ...]:
    """The conversations of `path` (stdin for `-`) in order; blank lines are passed over.

    Raises:
        QuestionError: the file cannot be read, or a line is not `{"id": str, "turns": [str, ...]}`, with its number.
    """
    lines = _text(path).split("\n")
    return tuple(_dialogue(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip())


def _text(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise QuestionError(
            f"The batch file cannot be read: {error.strerror}", where=str(path), remedy="Name a file that can be read."
        ) from None
    # Broken UTF-8 inside a message is a message like any other: its bytes become U+FFFD.
    return data.decode("utf-8-sig", "replace")


def _dialogue(line: str, where: str) -> Dialogue:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        _refuse(f"it is not JSON ({error})", where)
    if not isinstance(value, dict) or not {"id", "turns"} <= set(value):
        _refuse("it is not an object with `id` and `turns`", where)
    if not isinstance(value["id"], str):
        _refuse("`id` is not a string", where)
    if not isinstance(value["turns"], list) or not all(isinstance(turn, str) for turn in value["turns"]):
        _refuse("`turns` is not a list of strings", where)
    return Dialogue(value["id"], tuple(value["turns"]))


def _refuse(why: str, where: str) -> NoReturn:
    raise QuestionError(
        f"A line of the batch cannot be used: {why}",
        where=where,
        remedy='Write {"id": "1", "turns": ["first message", "second message"]} on that line; nothing was answered.',
    )
