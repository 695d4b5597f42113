"""Evaluation files: rows read and checked, a split that no order can change, facts looked for in quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from twitchbot.errors import EvaluationError
from twitchbot.evaluation.rows import Row, holds, read_rows


class Named(Row):
    name: str


def write(folder: Path, *lines: str) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def rows(count: int) -> list[str]:
    return [f'{{"id": "r-{n}", "name": "n{n}"}}' for n in range(count)]


def test_every_row_is_on_one_side_whatever_the_order(tmp_path: Path) -> None:
    lines = rows(200)
    dev, test, every = (read_rows(write(tmp_path, *lines), Named, side) for side in ("dev", "test", "all"))
    assert [row.name for row in every] == [f"n{n}" for n in range(200)]
    assert {row.id for row in dev}.isdisjoint(row.id for row in test)
    assert len(dev) + len(test) == 200
    assert 70 < len(dev) < 130
    assert set(read_rows(write(tmp_path, *reversed(lines)), Named, "dev")) == set(dev)


def test_the_split_is_that_of_the_hash_of_the_id() -> None:
    # sha256("a") begins with ca, sha256("b") with 3e, sha256("0") with 5f.
    assert [Row(id=name).side for name in ("a", "b", "0")] == ["dev", "dev", "test"]


def test_empty_lines_do_not_count(tmp_path: Path) -> None:
    assert len(read_rows(write(tmp_path, "", *rows(2), "  ", ""), Named)) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "no JSON"),
        ('{"id": "x"}', "`name`"),
        ('{"id": "x", "name": "y", "nam": 1}', "`nam`"),
        ('{"id": "r-0", "name": "again"}', "r-0"),
        ('["id"]', "wrong"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = write(tmp_path, *rows(2), line)
    with pytest.raises(EvaluationError) as caught:
        read_rows(path, Named)
    assert f"{path}:3" in str(caught.value)
    assert said in str(caught.value)


def test_a_file_that_is_missing_empty_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="holds no row"):
        read_rows(write(tmp_path, ""), Named)
    with pytest.raises(EvaluationError, match="missing"):
        read_rows(tmp_path / "missing.jsonl", Named)
    (tmp_path / "rows.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_rows(tmp_path / "rows.jsonl", Named)


def test_an_unknown_split_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="train"):
        read_rows(write(tmp_path, *rows(2)), Named, "train")


@pytest.mark.parametrize(
    ("quoted", "needs", "expected"),
    [
        ("Nuts and SEEDS", (("nuts",), ("seeds",)), True),
        ("Nuts and seeds", (("milk", "nuts"),), True),
        ("Nuts and seeds", (("nuts",), ("milk",)), False),
        ("", (), True),
        ("", (("x",),), False),
    ],
)
def test_every_needed_fact_has_one_of_its_wordings(
    quoted: str, needs: tuple[tuple[str, ...], ...], expected: bool
) -> None:
    assert holds(quoted, needs) == expected
