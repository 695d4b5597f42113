"""`twitchbot evaluate`: every kind of file is scored or refused with its line."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from twitchbot.chatbot import Chatbot
from twitchbot.errors import RetrievalError
from twitchbot.interfaces.cli import main
from twitchbot.retrieval.answerability import Fit
from twitchbot.retrieval.matching import Matcher

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
FILES = {
    "questions": {"id": "1", "question": "zinc?", "kind": "near_domain", "answerable": False},
    "dialogues": {"id": "1", "kind": "k", "turns": [{"say": "hello", "outcomes": ["small_talk"]}]},
    "small-talk": {"id": "1", "text": "hello", "intent": "greeting"},
    "safety": {"id": "1", "text": "what is magnesium?", "tier": "none", "also": [], "class": "plain"},
    "answers": {"qid": "1", "question": "why?", "title": "T", "sentences": ["Because.", "Blue."], "labels": [1, 0]},
}


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _index(bot: Chatbot) -> None:
    """The index that the program reads is up to date."""


@pytest.fixture
def evaluate(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    monkeypatch.chdir(ROOT)

    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as caught:
            main(["evaluate", *arguments])
        return Done(int(caught.value.code or 0), *capsys.readouterr())

    return run


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_each_kind_is_scored(kind: str, tmp_path: Path, evaluate: Callable[..., Done]) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps(FILES[kind]) + "\n")
    done = evaluate(kind, str(tmp_path / "set.jsonl"), "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)
    assert evaluate(kind, str(tmp_path / "set.jsonl")).out.strip()


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("text", [None, "", "{\n", '{"id": "1"}\n', "[]\n"])
def test_a_file_that_cannot_be_used_is_exit_code_2_and_named(
    kind: str, text: str | None, tmp_path: Path, evaluate: Callable[..., Done]
) -> None:
    path = tmp_path / "set.jsonl"
    if text is not None:
        path.write_text(text)
    done = evaluate(kind, str(path))
    assert (done.code, done.out) == (2, ""), done.err
    assert "set.jsonl" in done.err


def test_a_retrieval_set_is_scored_and_its_run_written(tmp_path: Path, evaluate: Callable[..., Done]) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "", "text": "Magnesium calms nerves."}\n{"_id": "d2", "title": "", "text": "Trains."}\n'
    )
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "what calms nerves?"}\n')
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    run = tmp_path / "out.trec"
    done = evaluate("retrieval", str(tmp_path), "--split", "test", "--run", str(run))
    assert done.code == 0, done.err
    assert [name in done.out for name in ("nDCG@10", "recall@10", "MRR@10")] == [True] * 3
    assert run.read_text().split()[:4] == ["q1", "Q0", "d1", "1"]


def test_a_retrieval_set_that_is_not_there_is_exit_code_2(tmp_path: Path, evaluate: Callable[..., Done]) -> None:
    done = evaluate("retrieval", str(tmp_path / "none"), "--split", "test")
    assert (done.code, done.out) == (2, "")
    assert "none" in done.err


def test_a_fit_can_be_made_for_the_model_in_force(
    bot: Chatbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    lines = (ROOT / "benchmarks/sets/questions.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "set.jsonl").write_text("\n".join(lines[::4]))
    with pytest.raises(SystemExit) as caught:
        main(["fit", "answers", f"{tmp_path / 'set.jsonl'}:all", "--out", str(tmp_path)])
    assert not caught.value.code
    assert Fit.load(bot.index.encoder.fingerprint, tmp_path / "answerability.json").matched is not None
    assert Matcher.load(bot.index.encoder.fingerprint, tmp_path / "matching.npz") is not None
    with pytest.raises(RetrievalError, match="another model"):
        Fit.load("another", tmp_path / "answerability.json")
