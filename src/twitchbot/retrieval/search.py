"""Searching: nearest by cosine, best by BM25, and both in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twitchbot.config import RetrievalSettings
from twitchbot.ranking import Ranking, Retrieval
from twitchbot.retrieval.bm25 import Bm25, Scores, Terms
from twitchbot.retrieval.encoders import Vectors
from twitchbot.retrieval.fusion import fuse
from twitchbot.retrieval.vectors import VectorStore


@dataclass(frozen=True, slots=True)
class Searcher:
    """Both rankers over the same rows. `ids[i]` names row i."""

    ids: Sequence[str]
    vectors: VectorStore
    bm25: Bm25
    settings: RetrievalSettings

    def search(self, terms: Terms, embedding: Vectors, limit: int) -> Retrieval:
        """The `limit` best of each ranker and of the fusion; rows without any matching word are not in `lexical`."""
        query = embedding.reshape(-1)
        words = self.bm25.scores(terms)
        rows, cosines = self.vectors.search(query, self.settings.pool)
        best_words = _best(words, self.settings.pool)
        extra = np.setdiff1d(best_words, rows)
        pool = np.concatenate([rows, extra])
        dense = np.concatenate([cosines, [float(self.vectors.row(int(row)) @ query) for row in extra]])
        fused = fuse(dense.astype(np.float32), words[pool], self.settings.dense_weight)
        return Retrieval(
            dense=self._ranking(rows, cosines, limit),
            lexical=self._ranking(best_words, words[best_words], limit),
            fused=self._ranking(pool, fused, limit),
        )

    def _ranking(self, rows: NDArray[np.int64], scores: Scores, limit: int) -> Ranking:
        return Ranking.of(((self.ids[row], score) for row, score in zip(rows, scores.tolist(), strict=True)), limit)


def _best(scores: Scores, limit: int) -> NDArray[np.int64]:
    matching = np.flatnonzero(scores)
    if len(matching) <= limit:
        return matching
    return matching[np.argpartition(-scores[matching], limit)[:limit]]
