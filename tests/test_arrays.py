"""Archives of arrays: whole ones are read, all others are one kind of error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from twitchbot.arrays import read_arrays


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "some.npz"
    np.savez_compressed(path, numbers=np.arange(500), words=np.array("two words"))
    return path


def test_a_whole_archive_is_read(archive: Path) -> None:
    found = read_arrays(archive)
    assert sorted(found) == ["numbers", "words"]
    assert found["numbers"].sum() == 124750
    assert str(found["words"]) == "two words"


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        read_arrays(tmp_path / "none.npz")


@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 0.95])
def test_a_truncated_archive_is_a_value_error(archive: Path, share: float) -> None:
    archive.write_bytes(archive.read_bytes()[: int(share * archive.stat().st_size)])
    with pytest.raises(ValueError, match=r"."):
        read_arrays(archive)


def test_zeroed_bytes_and_pickles_are_a_value_error(archive: Path, tmp_path: Path) -> None:
    whole = bytearray(archive.read_bytes())
    for start in range(0, len(whole), 40):
        damaged = bytearray(whole)
        damaged[start : start + 30] = bytes(len(damaged[start : start + 30]))
        archive.write_bytes(damaged)
        try:
            read_arrays(archive)
        except ValueError:
            continue
    np.savez(tmp_path / "pickled.npz", some=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        read_arrays(tmp_path / "pickled.npz")
