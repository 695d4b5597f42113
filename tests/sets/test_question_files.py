"""The further question sets are well formed, free of repeats, and ask only for what the corpus states."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOT_SETS = ROOT / "benchmarks" / "sets"
SETS = (*sorted(path.name for path in ROOT_SETS.glob("questions_dev*.jsonl")), "unseen/questions.jsonl")
UNANSWERABLE = {"near_domain", "other_health", "off_topic", "gibberish", "empty"}


@pytest.fixture(scope="module", params=SETS)
def rows(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    path = ROOT_SETS / request.param
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_ids_and_questions_are_unique(rows: list[dict[str, Any]]) -> None:
    ids = Counter(row["id"] for row in rows)
    texts = Counter(" ".join(row["question"].lower().split()) or row["question"] for row in rows)
    assert [key for key, count in (ids + texts).items() if count > 1] == []


def test_rows_have_the_schema(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert set(row) == {"id", "question", "kind", "answerable", "needs"}, row
        assert row["answerable"] is (row["kind"] not in UNANSWERABLE), row
        assert bool(row["needs"]) is row["answerable"], row
        assert all(row["needs"]), row


def test_every_need_occurs_in_the_corpus(rows: list[dict[str, Any]]) -> None:
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "en").glob("*.md")))
    corpus = " ".join("\n".join(texts).lower().split())
    asked = {(row["id"], need) for row in rows for group in row["needs"] for need in group}
    assert asked
    assert {(where, need) for where, need in asked if need not in corpus} == set()


def test_two_thirds_can_be_answered(rows: list[dict[str, Any]]) -> None:
    assert 0.6 < sum(row["answerable"] for row in rows) / len(rows) < 0.75


@pytest.mark.parametrize("folder", sorted((ROOT_SETS / "elsewhere").iterdir()), ids=lambda path: path.name)
def test_questions_about_other_subjects_have_the_schema_and_ask_for_what_is_there(folder: Path) -> None:
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    article = " ".join(" ".join(p.read_text("utf-8").lower() for p in folder.glob("corpus/en/*.md")).split())
    assert len({row["id"] for row in rows}) == len({row["question"] for row in rows}) == len(rows)
    for row in rows:
        assert row["answerable"] is (row["kind"] not in UNANSWERABLE) is bool(row["needs"]), row
        assert all(any(need in article for need in group) for group in row["needs"]), row
