"""The evaluation sets are well formed, free of duplicates, and ask only for what the corpus states."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from twitchbot.answers import Intent, Outcome

ROOT = Path(__file__).resolve().parents[2]
SETS = ROOT / "benchmarks" / "sets"

ANSWERABLE = {
    "faq": 50,
    "fact": 50,
    "table": 50,
    "list": 25,
    "cause": 30,
    "comparison": 25,
    "two_part": 25,
    "typo": 30,
    "keywords": 30,
    "rambling": 20,
    "yes_no": 30,
}
UNANSWERABLE = {"near_domain": 100, "other_health": 30, "off_topic": 30, "gibberish": 20, "empty": 12}
DIALOGUE_KINDS = {
    "other_entity",
    "other_aspect",
    "why",
    "serious",
    "correction",
    "more",
    "repeat",
    "source",
    "thanks_and",
    "switch",
    "pronoun",
    "ellipsis",
    "uncovered",
    "stand_alone",
    "small_talk_between",
    "yes_no_reply",
    "clarify",
    "restart",
    "typo_follow_up",
    "two_part",
    "comparison",
    "rambling",
    "long",
    "entity_after_general",
}


def rows(name: str) -> list[dict[str, Any]]:
    lines = (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def is_dev(row_id: str) -> bool:
    return hashlib.sha256(row_id.encode()).digest()[0] % 2 == 0


def turns() -> Iterator[tuple[str, dict[str, Any]]]:
    for dialogue in rows("dialogues"):
        for number, turn in enumerate(dialogue["turns"], 1):
            yield f"{dialogue['id']} turn {number}", turn


def assert_needs(where: str, needs: object) -> None:
    assert isinstance(needs, list), where
    for group in needs:
        assert isinstance(group, list), where
        assert group, f"{where}: an empty group can never hold"
        for alternative in group:
            assert isinstance(alternative, str), where
            assert len(alternative) > 1, f"{where}: {alternative!r}"
            assert alternative == alternative.lower().strip(), f"{where}: {alternative!r} is compared in lower case"


@pytest.fixture(scope="module")
def corpus() -> str:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "en").glob("*.md"))]
    assert texts
    return " ".join("\n".join(texts).lower().split())


@pytest.mark.parametrize("name", ["questions", "dialogues", "small_talk"])
def test_ids_are_unique_and_both_halves_are_large(name: str) -> None:
    ids = [row["id"] for row in rows(name)]
    assert len(ids) == len(set(ids)), [key for key, count in Counter(ids).items() if count > 1]
    share = sum(map(is_dev, ids)) / len(ids)
    assert 0.4 < share < 0.6


def test_question_rows_have_the_schema() -> None:
    for row in rows("questions"):
        assert set(row) == {"id", "question", "kind", "answerable", "needs"}, row
        assert isinstance(row["question"], str), row
        assert row["id"].startswith(row["kind"] + "-"), row
        assert row["answerable"] is (row["kind"] in ANSWERABLE), row
        assert bool(row["needs"]) is row["answerable"], row
        assert_needs(row["id"], row["needs"])


def test_question_kinds_are_all_there_in_number_and_in_both_halves() -> None:
    questions = rows("questions")
    counts = Counter(row["kind"] for row in questions)
    least = ANSWERABLE | UNANSWERABLE
    assert set(counts) == set(least)
    assert {kind: counts[kind] for kind in least if counts[kind] < least[kind]} == {}
    for kind in least:
        assert {is_dev(row["id"]) for row in questions if row["kind"] == kind} == {True, False}, kind
    answerable = sum(row["answerable"] for row in questions) / len(questions)
    assert len(questions) >= 600
    assert 0.6 < answerable < 0.72


def test_no_question_is_asked_twice() -> None:
    # Blank messages differ only in their white space, so that is kept for them.
    texts = Counter(" ".join(q.lower().split()) or q for q in (row["question"] for row in rows("questions")))
    assert [text for text, count in texts.items() if count > 1] == []


def test_empty_questions_hold_no_word() -> None:
    for row in rows("questions"):
        has_word = any(character.isalnum() for character in row["question"])
        assert has_word or row["kind"] in {"empty", "gibberish"}, row
        assert not (has_word and row["kind"] == "empty"), row


def test_dialogue_rows_have_the_schema() -> None:
    dialogues = rows("dialogues")
    assert len(dialogues) >= 120
    assert {row["kind"] for row in dialogues} == DIALOGUE_KINDS
    for row in dialogues:
        assert set(row) == {"id", "kind", "turns"}, row["id"]
        assert row["id"].startswith(row["kind"] + "-"), row["id"]
        assert 2 <= len(row["turns"]) <= 6, row["id"]


def test_dialogue_turns_have_the_schema() -> None:
    outcomes, intents = set(Outcome), set(Intent)
    for where, turn in turns():
        assert {"say", "outcomes", "needs"} <= set(turn) <= {"say", "outcomes", "needs", "intent"}, where
        assert turn["say"].strip(), where
        assert turn["outcomes"], where
        assert set(turn["outcomes"]) <= outcomes, where
        assert len(turn["outcomes"]) == len(set(turn["outcomes"])), where
        assert turn.get("intent", Intent.QUESTION) in intents, where
        assert_needs(where, turn["needs"])


def test_only_turns_that_may_be_answered_need_facts() -> None:
    for where, turn in turns():
        assert not turn["needs"] or Outcome.ANSWER in turn["outcomes"], where


def test_no_dialogue_is_held_twice() -> None:
    said = Counter(tuple(turn["say"].lower() for turn in row["turns"]) for row in rows("dialogues"))
    assert [turns for turns, count in said.items() if count > 1] == []


def test_every_need_occurs_in_the_corpus(corpus: str) -> None:
    asked = [(row["id"], row["needs"]) for row in rows("questions")]
    asked += [(where, turn["needs"]) for where, turn in turns()]
    missing = [
        (where, group)
        for where, needs in asked
        for group in needs
        if not any(alternative in corpus for alternative in group)
    ]
    assert missing == []


def test_small_talk_covers_every_intent() -> None:
    talk = rows("small_talk")
    assert len(talk) >= 400
    counts = Counter(row["intent"] for row in talk)
    assert set(counts) == set(Intent)
    assert min(counts.values()) >= 25
    for intent in Intent:
        assert {is_dev(row["id"]) for row in talk if row["intent"] == intent} == {True, False}, intent


def test_small_talk_rows_have_the_schema() -> None:
    for row in rows("small_talk"):
        assert set(row) == {"id", "text", "intent"}, row
        assert row["text"].strip(), row
        assert row["id"].startswith(row["intent"] + "-"), row


def test_no_small_talk_is_said_twice() -> None:
    texts = Counter(row["text"].lower().strip() for row in rows("small_talk"))
    assert [text for text, count in texts.items() if count > 1] == []
