"""Small corpora of other subjects with their questions: what the bot does on documents that it was not made for.

A folder holds `corpus/<language>/<name>.md` and `questions.jsonl`. The first byte of the SHA-256 of its name says
what it is for, so that no order and no taste can move it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from twitchbot.config import Settings, load_settings
from twitchbot.errors import EvaluationError
from twitchbot.indexing import build_index

TRAIN, CALIBRATION, TEST = "train", "calibration", "test"
SIDES = (TRAIN, CALIBRATION, TEST)
"""Half of the folders teach, a quarter calibrates what was taught, a quarter only measures."""
_SIDE_OF = (TRAIN, TEST, TRAIN, CALIBRATION)
QUESTIONS = "questions.jsonl"


def side_of(name: str) -> str:
    """Which of `SIDES` the folder `name` belongs to."""
    return _SIDE_OF[hashlib.sha256(name.encode()).digest()[0] % 4]


def folders(root: Path, side: str) -> tuple[Path, ...]:
    """The folders of `root` on one side, sorted by name.

    Raises:
        EvaluationError: there is none.
    """
    found = tuple(
        path
        for path in sorted(root.iterdir() if root.is_dir() else ())
        if (path / QUESTIONS).is_file() and side_of(path.name) == side
    )
    if not found:
        raise EvaluationError(
            f"No folder of the side `{side}` holds {QUESTIONS}", where=str(root), remedy="Check the path."
        )
    return found


def sites_of(root: Path | None, side: int) -> tuple[Path, ...]:
    """The sites that benchmarks/medquad_sites.py wrote, of even (0) or odd (1) numbers: they share no topic."""
    return tuple(path for path in sorted(root.iterdir()) if int(path.name) % 2 == side) if root else ()


def indexed(folder: Path, place: Path, **changes: Mapping[str, Any]) -> Settings:
    """Settings under which the corpus of `folder` is read and its index, built now, stands in `place`.

    `changes` are further settings, by section.

    Raises:
        CorpusError: the corpus cannot be read.
    """
    settings = load_settings(paths={"corpus": folder / "corpus", "index": place}, **changes)
    build_index(settings)
    return settings
