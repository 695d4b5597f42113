"""`twitchbot evaluate retrieval`: the shipped search on any set in BEIR's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from twitchbot.config import Settings
from twitchbot.evaluation.beir import RetrievalSet, read_retrieval_set
from twitchbot.evaluation.embeddings import RememberedEmbeddings
from twitchbot.evaluation.measures import ndcg, recall, reciprocal_rank
from twitchbot.language import content_stems
from twitchbot.ranking import Ranking
from twitchbot.retrieval.bm25 import Bm25
from twitchbot.retrieval.encoders import Encoder
from twitchbot.retrieval.encoders.opening import open_for_building
from twitchbot.retrieval.search import Searcher
from twitchbot.retrieval.vectors import FlatStore

RANKERS = ("bm25", "dense", "fused")
DEPTH = 1000
"""Hits of each question in the run file, as is customary."""

Runs = Mapping[str, Mapping[str, Ranking]]
"""Ranker -> question id -> ranking."""


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """Means over the questions, each 0 to 1."""

    ndcg_at_10: float
    recall_at_10: float
    mrr_at_10: float


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """How many documents and questions were scored, and the scores of each ranker of `RANKERS`."""

    documents: int
    questions: int
    scores: Mapping[str, RetrievalScores]


def evaluate_retrieval(folder: Path, split: str, run_path: Path | None, settings: Settings) -> RetrievalReport:
    """Search the documents of `folder` for each question of `split`; the fused order goes to `run_path` in TREC form.

    Raises:
        EvaluationError: the set is missing, broken or inconsistent; nothing was scored and no run written.
        EncoderUnavailable: the model cannot be found, verified or loaded.
    """
    given = read_retrieval_set(folder, split)
    encoder, _ = open_for_building(settings)
    runs = search_all(given, encoder, settings)
    if run_path:
        write_run(run_path, runs["fused"])
    scores = {ranker: _score(runs[ranker], given) for ranker in RANKERS}
    return RetrievalReport(len(given.documents), len(given.questions), scores)


def search_all(given: RetrievalSet, encoder: Encoder, settings: Settings, cache: Path | None = None) -> Runs:
    """The rankings of each ranker for each question. Embeddings are kept in `cache` (default: the user's)."""
    embeddings = RememberedEmbeddings(encoder, cache)
    vectors = embeddings.encode([text.whole for text in given.documents.values()], "documents")
    own = settings.retrieval
    stems = [
        content_stems(text.title) * own.heading_weight + content_stems(text.text) for text in given.documents.values()
    ]
    bm25 = Bm25.build(stems, k1=own.bm25_k1, b=own.bm25_b)
    searcher = Searcher(tuple(given.documents), FlatStore.build(vectors), bm25, own)
    runs: dict[str, dict[str, Ranking]] = {ranker: {} for ranker in RANKERS}
    queries = embeddings.encode(list(given.questions.values()), "questions")
    for (name, question), query in zip(given.questions.items(), queries, strict=True):
        found = searcher.search(content_stems(question), query, DEPTH)
        for ranker, ranking in zip(RANKERS, (found.lexical, found.dense, found.fused), strict=True):
            runs[ranker][name] = ranking
    return runs


def write_run(path: Path, run: Mapping[str, Ranking]) -> None:
    """Write a run in TREC form: question id, Q0, document id, rank, score, tag."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        f"{question} Q0 {hit.passage_id} {rank} {hit.score:.6f} twitchbot\n"
        for question, ranking in run.items()
        for rank, hit in enumerate(ranking.hits, start=1)
    )
    path.write_text("".join(lines), "utf-8")


def _score(run: Mapping[str, Ranking], given: RetrievalSet) -> RetrievalScores:
    ranked = {name: [hit.passage_id for hit in ranking.hits] for name, ranking in run.items()}
    means = [
        sum(measure(ranked[name], grades) for name, grades in given.grades.items()) / len(given.grades)
        for measure in (ndcg, recall, reciprocal_rank)
    ]
    return RetrievalScores(*means)
