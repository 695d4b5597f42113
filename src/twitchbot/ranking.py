"""Scores and the order that they make.

Higher is better; ranks start at 1; ties break by id. Scores compare only within one `Ranking`: scores of different
rankers never meet. Fusion orders candidates; it is never a confidence. Decisions read `Evidence`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twitchbot.documents import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that a ranker found, with that ranker's own score."""

    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hits of one ranker, best first."""

    hits: tuple[Hit, ...]

    @classmethod
    def of(cls, scores: Iterable[tuple[str, float]], limit: int | None = None) -> Ranking:
        """The ranking of (passage id, score) pairs, best first, cut to `limit` hits."""
        ordered = sorted((Hit(name, float(score)) for name, score in scores), key=lambda h: (-h.score, h.passage_id))
        return cls(tuple(ordered[:limit]))

    def ranks(self) -> dict[str, int]:
        """Passage id to rank, from 1."""
        return {hit.passage_id: rank for rank, hit in enumerate(self.hits, start=1)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a passage may answer a question; every value is comparable across questions.

    cosine: of question and passage embeddings, -1 to 1. sentence_cosine: the best sentence's.
    coverage: share of the question's content words found in the passage, weighted by idf, 0 to 1.
    heading: the same over the heading path alone. question: similarity to the stored FAQ question, 0 to 1 (0 if none).
    entities: share of the entities named in the question that passage or headings hold; 1 if none named.
    missing: how many named entities the corpus does not hold at all.
    kind: how well what is asked for (amount, time, list, cause, ...) is what the passage offers, 0 to 1.
    bm25: the BM25 score divided by the best score this question could reach on a passage holding all its words, 0 to 1.
    """

    cosine: float = 0.0
    sentence_cosine: float = 0.0
    coverage: float = 0.0
    heading: float = 0.0
    question: float = 0.0
    entities: float = 1.0
    missing: int = 0
    kind: float = 1.0
    bm25: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, its place in the fused order, and the raw evidence for it.

    `answerability` is the calibrated probability, 0 to 1, that the passage answers the question.
    """

    passage: Passage
    rank: int
    evidence: Evidence
    answerability: float = 0.0
