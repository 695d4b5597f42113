import json
from pathlib import Path

import pytest
from test_beir import lay

from twitchbot.config import load_settings
from twitchbot.errors import EvaluationError
from twitchbot.evaluation import retrieval
from twitchbot.evaluation.embeddings import RememberedEmbeddings
from twitchbot.evaluation.retrieval import RANKERS, evaluate_retrieval

pytestmark = pytest.mark.model


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_set_is_scored_and_a_run_written(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    lay(tmp_path / "set")
    own = load_settings(paths={"index": tmp_path / "index"})
    report = evaluate_retrieval(tmp_path / "set", "dev", tmp_path / "runs" / "a.trec", own)
    assert (report.documents, report.questions) == (2, 1)
    assert tuple(report.scores) == RANKERS
    assert report.scores["fused"].ndcg_at_10 == pytest.approx(1.0)
    lines = [line.split() for line in (tmp_path / "runs" / "a.trec").read_text().splitlines()]
    assert [(line[0], line[1], line[2], line[3], line[5]) for line in lines] == [
        ("q1", "Q0", "d1", "1", "twitchbot"),
        ("q1", "Q0", "d2", "2", "twitchbot"),
    ]
    assert float(lines[0][4]) > float(lines[1][4])


def test_nothing_is_written_when_the_set_is_broken(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    lay(tmp_path / "set", qrels="q1\td9\t1\n")
    with pytest.raises(EvaluationError):
        evaluate_retrieval(tmp_path / "set", "dev", tmp_path / "a.trec", load_settings(paths={"index": tmp_path / "i"}))
    assert not (tmp_path / "a.trec").exists()


def test_a_second_run_embeds_nothing(tmp_path: Path) -> None:
    seen: list[str] = []

    class Watched:
        name, fingerprint, dimensions = "watched", "1", 2

        def encode(self, texts):  # type: ignore[no-untyped-def]
            import numpy as np

            seen.extend(texts)
            return np.ones((len(texts), 2), dtype=np.float32)

    for _ in range(2):
        RememberedEmbeddings(Watched(), tmp_path).encode(["one", "two"], "texts")
    assert seen == ["one", "two"]
    RememberedEmbeddings(Watched(), tmp_path).encode(["two", "one"], "texts")
    assert seen == ["one", "two", "two", "one"]


def test_a_damaged_kept_file_is_computed_again(tmp_path: Path) -> None:
    from twitchbot.retrieval.encoders.opening import open_for_building

    encoder, _ = open_for_building(load_settings(paths={"index": tmp_path / "index"}))
    first = RememberedEmbeddings(encoder, tmp_path / "kept").encode(["magnesium"], "texts")
    (path,) = (tmp_path / "kept").glob("*.npy")
    path.write_bytes(path.read_bytes()[:40])
    again = RememberedEmbeddings(encoder, tmp_path / "kept").encode(["magnesium"], "texts")
    assert again.tolist() == first.tolist()


def test_the_report_is_plain_data() -> None:
    from dataclasses import asdict

    scores = {ranker: retrieval.RetrievalScores(0.5, 0.5, 0.5) for ranker in RANKERS}
    assert (
        json.loads(json.dumps(asdict(retrieval.RetrievalReport(1, 1, scores))))["scores"]["bm25"]["ndcg_at_10"] == 0.5
    )
