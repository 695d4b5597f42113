import gzip
import json
from pathlib import Path

import pytest

from twitchbot.errors import EvaluationError
from twitchbot.evaluation.beir import read_retrieval_set

CORPUS = [
    {"_id": "d1", "title": "Magnesium", "text": "Nuts hold magnesium."},
    {"_id": "d2", "text": "Milk holds calcium."},
]
QUERIES = [{"_id": "q1", "text": "magnesium foods"}, {"_id": "q2", "text": "nothing relevant"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq2\td2\t0\n"


def lay(folder: Path, corpus: object = CORPUS, queries: object = QUERIES, qrels: str = QRELS) -> Path:
    (folder / "qrels").mkdir()
    for name, rows in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        text = rows if isinstance(rows, str) else "\n".join(json.dumps(row) for row in rows)  # type: ignore[attr-defined]
        (folder / name).write_text(text + "\n", "utf-8")
    (folder / "qrels" / "dev.tsv").write_text(qrels, "utf-8")
    return folder


def test_a_set_is_read_and_questions_without_a_relevant_document_are_left_out(tmp_path: Path) -> None:
    given = read_retrieval_set(lay(tmp_path), "dev")
    assert given.questions == {"q1": "magnesium foods"}
    assert given.grades == {"q1": {"d1": 2}}
    assert given.documents["d1"].whole == "Magnesium Nuts hold magnesium."
    assert given.documents["d2"].whole == "Milk holds calcium."


def test_gzipped_files_are_read(tmp_path: Path) -> None:
    lay(tmp_path)
    plain = tmp_path / "corpus.jsonl"
    (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    assert len(read_retrieval_set(tmp_path, "dev").documents) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"qrels": "q1\td9\t1\n"}, r"document 'd9' is unknown.*dev\.tsv, line 1"),
        ({"qrels": "q1\td1\t1\nq9\td1\t1\n"}, r"question 'q9' is unknown.*line 2"),
        ({"qrels": "q1\td1\t1\nq1\td1\t1\n"}, r"judged twice.*line 2"),
        ({"qrels": "q1\td1\tyes\n"}, r"whole number.*line 1"),
        ({"qrels": "q1 d1 1\n"}, r"whole number.*line 1"),
        ({"qrels": "q1\td1\t0\n"}, "No question has a relevant document"),
        ({"corpus": [*CORPUS, CORPUS[0]]}, r"'d1' comes twice.*corpus\.jsonl, line 3"),
        ({"queries": [*QUERIES, QUERIES[0]]}, r"'q1' comes twice.*queries\.jsonl, line 3"),
        ({"corpus": '{"_id": "d1", "text": "a"}\n{broken'}, r"not JSON.*corpus\.jsonl, line 2"),
        ({"corpus": "[1]"}, r"not a JSON object.*line 1"),
        ({"corpus": [{"_id": "d1"}]}, r"`text` is missing.*line 1"),
        ({"queries": [{"_id": 1, "text": "a"}]}, r"`_id` is missing.*line 1"),
    ],
)
def test_a_broken_set_names_file_line_and_fault(tmp_path: Path, change: dict[str, object], said: str) -> None:
    with pytest.raises(EvaluationError, match=said) as caught:
        read_retrieval_set(lay(tmp_path, **change), "dev")  # type: ignore[arg-type]
    assert caught.value.remedy


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels/dev.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    (lay(tmp_path) / missing).unlink()
    with pytest.raises(EvaluationError, match=missing):
        read_retrieval_set(tmp_path, "dev")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    lay(tmp_path)
    (tmp_path / "corpus.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_retrieval_set(tmp_path, "dev")
