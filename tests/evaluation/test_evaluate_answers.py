import json
import math
from pathlib import Path

import pytest

from twitchbot.config import load_settings
from twitchbot.errors import EvaluationError
from twitchbot.evaluation.answers import evaluate_answers, read_labelled

ROWS = [
    {
        "qid": "1",
        "question": "when was the old bridge opened?",
        "title": "Old bridge",
        "sentences": ["The old bridge crosses a river.", "The bridge was opened in June 1848.", "Cars may not cross."],
        "labels": [0, 1, 0],
    },
    {
        "qid": "2",
        "question": "who painted the ceiling of the opera?",
        "title": "Old bridge",
        "sentences": ["The old bridge crosses a river.", "Cars may not cross."],
        "labels": [0, 0],
    },
]


def put(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.mark.model
def test_answers_are_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    own = load_settings(paths={"index": tmp_path / "index"})
    report = evaluate_answers(put(tmp_path / "a.jsonl", ROWS), own)
    assert (report.questions, report.answerable) == (2, 1)
    assert report.mean_average_precision == report.mrr == report.precision_at_1 == 1.0
    assert report.triggering_auroc == 1.0
    only = evaluate_answers(put(tmp_path / "b.jsonl", ROWS[:1]), own)
    assert math.isnan(only.triggering_auroc)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"labels": [0, 1]}, "one 0 or 1 for each sentence"),
        ({"labels": [0, 1, 2]}, "one 0 or 1 for each sentence"),
        ({"labels": "010"}, "one 0 or 1 for each sentence"),
        ({"sentences": []}, "not a list of texts"),
        ({"sentences": ["a", 1, "b"]}, "not a list of texts"),
        ({"question": None}, "`question` is missing"),
        ({"qid": "2"}, "comes twice"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, change: dict[str, object], said: str) -> None:
    rows = [ROWS[1], ROWS[0] | change]
    with pytest.raises(EvaluationError, match=rf"{said}.*line 2"):
        read_labelled(put(tmp_path / "a.jsonl", rows))


def test_a_file_without_answers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="No question has an answer"):
        read_labelled(put(tmp_path / "a.jsonl", ROWS[1:]))
    with pytest.raises(EvaluationError, match="missing"):
        read_labelled(tmp_path / "none.jsonl")
