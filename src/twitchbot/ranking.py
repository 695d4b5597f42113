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
        ordered = sorted((-float(score), name) for name, score in scores)
        return cls(tuple(Hit(name, -negative) for negative, name in ordered[:limit]))

    def ranks(self) -> dict[str, int]:
        """Passage id to rank, from 1."""
        return {hit.passage_id: rank for rank, hit in enumerate(self.hits, start=1)}


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What one search found: the cosine ranking, the BM25 ranking, and the order that both together make."""

    dense: Ranking
    lexical: Ranking
    fused: Ranking


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a passage may answer a question; every value is comparable across questions.

    cosine: of question and passage embeddings, -1 to 1. sentence_cosine: the best sentence's.
    faq: the best cosine with a question that the passage is known to answer, 0 where there is none.
    declined: the best cosine with a near question that the corpus is known not to answer, 0 where there is none.
    bm25: the BM25 score as a share of the best score among the question's candidates, 0 to 1.
    coverage: share of the question's units of meaning that passage or headings hold, by weight, 0 to 1.
    tight: the same over the headings and the one best sentence: what is told in one place.
    heading: the same over the headings and the stored question alone.
    entities: share of the entities named in the question that passage or headings hold; 1 if none is named.
    uncovered: the weight of the most specific unit that the passage does not hold, 0 to 1.
    missing: the same for units that no candidate holds at all.
    aspect: share of what is asked for (foods, symptoms, a test ...) that the passage offers; 1 if nothing special is.
    foreign: 1 where the question names a thing that no candidate holds, else 0.
    strict: 1 where something only a special answer fits is asked (an amount, a price, a duration) and none is offered.
    focus: share of the nutrients in the passage's headings that the question names; 1 if either names none.
    narrow: 1 where the headings name a nutrient and the question names none, else 0.
    contrary: 1 where the question asks for the reverse of what the passage tells (too much, what to avoid), else 0.
    match: the learned margin of the passage over silence, in logits; None where it was learned on other documents.
    cross: the same margin by the reranker, which reads question and passage together; None where it did not.
    """

    cosine: float = 0.0
    sentence_cosine: float = 0.0
    faq: float = 0.0
    declined: float = 0.0
    bm25: float = 0.0
    coverage: float = 0.0
    tight: float = 0.0
    heading: float = 0.0
    entities: float = 1.0
    uncovered: float = 0.0
    missing: float = 0.0
    aspect: float = 1.0
    foreign: float = 0.0
    strict: float = 0.0
    focus: float = 1.0
    narrow: float = 0.0
    contrary: float = 0.0
    match: float | None = None
    cross: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, its place in the fused order, and the raw evidence for it.

    `answerability` is the calibrated probability, 0 to 1, that the passage answers the question.
    `covered` holds the units of the question that the passage holds, `about` the nutrients that its headings name.
    `sentence_scores` rate each sentence of the passage for this question; they compare within one question.
    """

    passage: Passage
    rank: int
    evidence: Evidence
    answerability: float = 0.0
    covered: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    sentence_scores: tuple[float, ...] = ()
