"""Searching: nearest by cosine, best by BM25, and both in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twitchbot.config import RetrievalSettings
from twitchbot.ranking import Ranking, Retrieval
from twitchbot.retrieval.bm25 import Bm25, Columns, Scores, Terms
from twitchbot.retrieval.encoders import Vectors
from twitchbot.retrieval.feedback import Believed, lent_words, pulled
from twitchbot.retrieval.fusion import fuse
from twitchbot.retrieval.vectors import VectorStore

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Searcher:
    """Both rankers over the same rows. `ids[i]` names row i."""

    ids: Sequence[str]
    vectors: VectorStore
    bm25: Bm25
    settings: RetrievalSettings

    def search(self, terms: Terms, embedding: Vectors, limit: int) -> Retrieval:
        """The `limit` best of each ranker and of the fusion; rows without any matching word are not in `lexical`."""
        query, columns = embedding.reshape(-1), self.bm25.columns(terms)
        words = self.bm25.scores_of(columns)
        matching = _best(words, self.settings.pool)
        near = self.vectors.search(query, self.settings.pool)
        attained = words / self.bm25.reachable(columns)
        first = self._fused(query, near, attained)
        # Among few passages the best ones are of different subjects, and learning from them misleads.
        has_kin = len(self.ids) >= self.settings.feedback_from
        fused = self._again(query, attained, first, max(1.0, sum(columns.values()))) if has_kin else first
        return Retrieval(
            dense=self._ranking(*near, limit),
            lexical=self._ranking(matching, words[matching], limit),
            fused=self._ranking(*fused, limit),
        )

    def _fused(self, query: Vectors, near: tuple[Rows, Vectors], attained: Scores) -> tuple[Rows, Scores]:
        rows, cosines = near
        best = np.sort(_best(attained, self.settings.pool))
        is_new = np.ones(len(attained), dtype=bool)
        is_new[rows] = False
        extra = best[is_new[best]]
        pool = np.concatenate([rows, extra])
        dense = np.concatenate([cosines, self.vectors.rows(extra) @ query])
        return pool, fuse(dense, attained[pool], self.settings.dense_weight)

    def _again(
        self, query: Vectors, attained: Scores, first: tuple[Rows, Scores], length: float
    ) -> tuple[Rows, Scores]:
        own = self.settings
        believed = Believed.of(*first, own.feedback_passages, own.feedback_temperature)
        moved = pulled(query, believed, self.vectors.rows(believed.rows), own.feedback_pull / length)
        lent: Columns = lent_words(self.bm25, believed, own.feedback_words)
        share = own.feedback_words_pull / length
        borrowed = self.bm25.scores_of(lent) / self.bm25.reachable(lent)
        mixed: Scores = ((attained + share * borrowed) / (1 + share)).astype(np.float32)
        return self._fused(moved, self.vectors.search(moved, own.pool), mixed)

    def _ranking(self, rows: Rows, scores: Scores, limit: int) -> Ranking:
        # Cut before sorting by id: a large pool is cheap in numpy and slow as objects. Equal scores all stay.
        if len(rows) > limit:
            keep = scores >= np.partition(scores, -limit)[-limit]
            rows, scores = rows[keep], scores[keep]
        return Ranking.of(((self.ids[row], score) for row, score in zip(rows, scores.tolist(), strict=True)), limit)


def _best(scores: Scores, limit: int) -> Rows:
    matching = np.flatnonzero(scores)
    if len(matching) <= limit:
        return matching
    return matching[np.argpartition(-scores[matching], limit)[:limit]]
