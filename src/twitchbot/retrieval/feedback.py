"""Learning from what the first search found: pseudo-relevance feedback, in vectors and in words.

The best passages of the first search, weighted by how near they come to the best one, pull the question towards them
(Rocchio 1971) and lend it words (RM3, Lavrenko & Croft 2001). A short question says little and takes much; a long one
says enough: the pull is divided by the question's length in content words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twitchbot.retrieval.bm25 import Bm25, Columns
from twitchbot.retrieval.encoders import Vectors


@dataclass(frozen=True, slots=True)
class Believed:
    """Rows taken for relevant, and how much each is believed; the beliefs sum to 1."""

    rows: NDArray[np.int64]
    beliefs: NDArray[np.float32]

    @classmethod
    def of(cls, rows: NDArray[np.int64], scores: NDArray[np.float32], count: int, temperature: float) -> Believed:
        """The `count` best rows. A row whose score is lower by `temperature` is believed e times less."""
        best = np.lexsort((rows, -scores))[:count]
        beliefs = np.exp((scores[best] - scores[best].max(initial=-np.inf)) / temperature)
        return cls(rows[best], (beliefs / max(float(beliefs.sum()), 1e-9)).astype(np.float32))


def pulled(query: Vectors, believed: Believed, vectors: Vectors, pull: float) -> Vectors:
    """The unit vector of `query` plus `pull` times the believed mean of `vectors` (one for each believed row)."""
    moved = query + pull * (believed.beliefs @ vectors)
    return np.asarray(moved / max(float(np.linalg.norm(moved)), 1e-9), dtype=np.float32)


def lent_words(bm25: Bm25, believed: Believed, count: int) -> Columns:
    """The `count` words that weigh most in the believed rows, with their weight there."""
    parts = [bm25.words_of(row) for row in believed.rows.tolist()]
    columns = np.concatenate([part[0] for part in parts])
    values = [belief * part[1] for belief, part in zip(believed.beliefs, parts, strict=True)]
    distinct, places = np.unique(columns, return_inverse=True)
    weights = np.bincount(places, np.concatenate(values))
    best = np.lexsort((distinct, -weights))[:count]
    return dict(zip(distinct[best].tolist(), weights[best].tolist(), strict=True))
