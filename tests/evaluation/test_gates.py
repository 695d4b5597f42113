"""The gates: CI's check of the shipped file on the real bot, and the checker itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from twitchbot.chatbot import Chatbot
from twitchbot.errors import EvaluationError
from twitchbot.evaluation import gates
from twitchbot.evaluation.gates import Checked, check_gates, read_gates

ROOT = Path(__file__).parents[2]
GATES = ROOT / "benchmarks" / "gates.toml"


@pytest.mark.model
def test_the_shipped_gates_hold(bot: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    checked = check_gates(GATES, bot)
    assert len(checked) >= 10
    assert [str(one) for one in checked if not one.holds] == []


def test_the_shipped_gates_bound_every_kind_of_evaluation() -> None:
    found = read_gates(GATES)
    assert {name.partition("-")[0] for name in found} == set(gates.MEASURES)
    for gate in found.values():
        assert (ROOT / gate.file).is_file()
        assert gate.least or gate.most


@pytest.mark.parametrize(
    ("value", "bound", "is_least", "holds"),
    [(0.9, 0.8, True, True), (0.8, 0.8, True, True), (0.79, 0.8, True, False),
     (0.1, 0.2, False, True), (0.2, 0.2, False, True), (0.21, 0.2, False, False), (float("nan"), 0.2, True, False)],
)  # fmt: skip
def test_a_measure_holds_on_its_side_of_the_bound(value: float, bound: float, is_least: bool, holds: bool) -> None:
    checked = Checked("questions.auroc", value, bound, is_least)
    assert checked.holds == holds
    assert str(checked).startswith("ok" if holds else "FELL")
    assert "questions.auroc" in str(checked)


def write(folder: Path, text: str) -> Path:
    path = folder / "gates.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[questions", "gates.toml"),
        ('[questions]\nfile = "x"\nleats = {}', "leats"),
        ("[questions]\nleast = {}", "file"),
        ('[questions]\nfile = "x"\nleast = { auroc = "high" }', "auroc"),
        ('[weather]\nfile = "x"', "weather"),
    ],
)
def test_a_wrong_gate_file_names_itself_and_the_key(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(EvaluationError) as caught:
        read_gates(path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)


def test_a_missing_gate_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"no-gates\.toml"):
        read_gates(tmp_path / "no-gates.toml")


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    rows = "".join(
        f'{{"id": "x{n}", "text": "{text}", "intent": "{intent}"}}\n'
        for n, (text, intent) in enumerate([("hi", "greeting"), ("what is tetany?", "thanks")] * 8)
    )
    path = tmp_path / "small_talk.jsonl"
    path.write_text(rows, encoding="utf-8")
    return path


@pytest.mark.model
def test_a_measure_below_its_bound_is_reported_as_fallen(bot: Chatbot, sets: Path, tmp_path: Path) -> None:
    path = write(
        tmp_path, f'[small_talk]\nfile = "{sets}"\nleast = {{ intent_right = 0.95 }}\nmost = {{ intent_right = 0.9 }}'
    )
    least, most = check_gates(path, bot)
    assert 0.0 < least.value < 0.95
    assert (least.holds, most.holds) == (False, True)
    assert str(least).startswith("FELL small_talk.intent_right")


@pytest.mark.model
def test_a_bound_of_no_measure_is_refused(bot: Chatbot, sets: Path, tmp_path: Path) -> None:
    path = write(tmp_path, f'[small_talk]\nfile = "{sets}"\nleast = {{ charm = 0.5 }}')
    with pytest.raises(EvaluationError, match="charm"):
        check_gates(path, bot)
