"""One order from two rankers' scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def fuse(cosines: Scores, attained: Scores, dense_weight: float) -> Scores:
    """The convex combination of two scores that mean the same for every question (after Bruch et al. 2023).

    Stretching each question's scores to 0..1, which is usual, would give a word match of a rare kind the same say as
    the only, common, word that happens to match. So neither is stretched.

    Args:
        cosines: of question and passages, -1 to 1.
        attained: share of the BM25 score that the question's words could reach, 0 to 1, in the same order.
        dense_weight: share of the cosine, 0 to 1.
    """
    return np.asarray(dense_weight * cosines + (1 - dense_weight) * attained, dtype=np.float32)
