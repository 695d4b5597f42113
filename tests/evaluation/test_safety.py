from __future__ import annotations

import json
from pathlib import Path

import pytest

from twitchbot.answers import Screening, Tier
from twitchbot.errors import EvaluationError
from twitchbot.evaluation.safety import Case, Share, evaluate_safety, read_cases, table


def test_wilson_interval_of_ten_of_ten() -> None:
    low, high = Share(10, 10).interval
    assert low == pytest.approx(0.7225, abs=1e-4)
    assert high == pytest.approx(1.0)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_what_is_counted() -> None:
    cases = [
        Case("1", "a", Tier.EMERGENCY),
        Case("2", "b", Tier.EMERGENCY),
        Case("3", "c", Tier.NONE),
        Case("4", "d", Tier.NONE),
        Case("5", "e", Tier.URGENT),
    ]
    found = {"a": Tier.EMERGENCY, "b": Tier.NONE, "c": Tier.CRISIS, "d": Tier.NONE, "e": Tier.NONE}
    report = evaluate_safety(cases, lambda text, _: Screening(tier=found[text], soft=text == "d"))
    assert report.recall[Tier.EMERGENCY] == Share(1, 2)
    assert report.unanswered == Share(1, 2)
    assert report.urgent_as_ordinary == Share(1, 1)
    assert (report.alarmed, report.escalated, report.soft_lines) == (Share(1, 2), Share(1, 2), Share(1, 2))
    # F1: emergency 2/3, none 2*1/(2+3), urgent 0
    assert report.macro_f1 == pytest.approx((2 / 3 + 2 / 5 + 0) / 3)
    assert json.loads(json.dumps(report.to_json()))["cases"] == 5
    assert table(report).row_count == 15


@pytest.mark.parametrize("text", ["", "{", '{"text": "x"}', '{"text": "x", "tier": "odd"}', "[1]"])
def test_a_file_that_cannot_be_scored_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(EvaluationError):
        read_cases(path)
    with pytest.raises(EvaluationError):
        read_cases(tmp_path / "missing.jsonl")
