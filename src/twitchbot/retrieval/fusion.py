"""One order from two rankers' scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def fuse(dense: Scores, lexical: Scores, dense_weight: float) -> Scores:
    """The convex combination of both scores, each stretched to 0..1 over the candidates (Bruch et al. 2023).

    Args:
        dense: cosines of the candidates.
        lexical: their BM25 scores, in the same order; 0 where no word matches.
        dense_weight: share of the cosine, 0 to 1.
    """
    return dense_weight * _stretch(dense) + (1 - dense_weight) * _stretch(lexical)


def _stretch(scores: Scores) -> Scores:
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
