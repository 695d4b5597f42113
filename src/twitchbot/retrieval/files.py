"""Files on disk that survive a crash: digests, syncing, and replacing a folder's files as one.

A replacement is written to `.building`, synced, and renamed to `.ready`: that rename is the moment at which the new
files count. They are then moved to their places one by one; until that is done, and after a crash in the middle of
it, `locate` finds each file where it is. So a reader sees the old files whole or the new ones whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_BUILDING, _READY = ".building", ".ready"


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Force a file, or the entries of a folder, onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write `value` as indented UTF-8 JSON with sorted keys, synced."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    sync(path)


def locate(folder: Path, name: str) -> Path:
    """Where the file `name` of `folder` is now."""
    ready = folder / _READY / name
    return ready if ready.exists() else folder / name


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A fresh folder to write into; when the block ends well its files take the place of those in `folder`.

    When the block fails, nothing of `folder` has changed. Hold a lock: two writers must not meet.
    """
    settle(folder)
    building = folder / _BUILDING
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        yield building
        for path in [*building.rglob("*"), building]:
            sync(path)
        building.rename(folder / _READY)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    sync(folder)
    settle(folder)


def settle(folder: Path) -> None:
    """Finish a replacement that was cut off after it began to count; does nothing when there is none."""
    ready = folder / _READY
    if not ready.is_dir():
        return
    for path in sorted(path for path in ready.rglob("*") if path.is_file()):
        target = folder / path.relative_to(ready)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        sync(target.parent)
    shutil.rmtree(ready)
    sync(folder)
