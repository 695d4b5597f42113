"""Scoring conversations, with a stand-in that answers from a script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest
from stand_in import StandInBot

from twitchbot.chatbot import Chatbot
from twitchbot.errors import EvaluationError
from twitchbot.evaluation.dialogues import evaluate_dialogues, hold


def write(folder: Path, *dialogues: list[dict[str, object]]) -> Path:
    path = folder / "dialogues.jsonl"
    rows = [{"id": f"d{n}", "kind": f"kind{n % 2}", "turns": turns} for n, turns in enumerate(dialogues)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def bot() -> Chatbot:
    return cast(Chatbot, StandInBot())


FINE = {"say": "magnesium?", "outcomes": ["answer"], "needs": [["tensed"]]}
SILENT = {"say": "the weather?", "outcomes": ["abstain", "clarify"], "needs": [["never looked at"]]}
NO_FACT = {"say": "magnesium?", "outcomes": ["answer"], "needs": [["cheese"]]}
NO_OUTCOME = {"say": "magnesium?", "outcomes": ["abstain"]}


def test_a_turn_is_right_by_outcome_and_facts_and_a_dialogue_by_all_its_turns(tmp_path: Path) -> None:
    report = evaluate_dialogues(write(tmp_path, [FINE, SILENT], [FINE, NO_FACT], [NO_OUTCOME], [FINE]), bot())
    assert (report.turns.hits, report.turns.total) == (4, 6)
    assert (report.dialogues.hits, report.dialogues.total) == (2, 4)
    assert {kind: (share.hits, share.total) for kind, share in report.kinds} == {"kind0": (1, 2), "kind1": (1, 2)}
    assert report.measures() == {"turns_right": pytest.approx(4 / 6), "dialogues_right": 0.5}


def test_each_turn_is_said_in_the_conversation_so_far(tmp_path: Path) -> None:
    (_, turns), (_, others) = evaluate_dialogues(write(tmp_path, [FINE, SILENT, FINE], [FINE]), bot()).scored
    assert [turn.answer.conversation["turns"] for turn in turns] == [1, 2, 3]
    assert [turn.answer.conversation["turns"] for turn in others] == [1]
    assert hold([], bot()) == ()


def test_an_unknown_outcome_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, [FINE], [{"say": "x", "outcomes": ["shrug"]}])
    with pytest.raises(EvaluationError, match=r"dialogues\.jsonl:2"):
        evaluate_dialogues(path, bot())
