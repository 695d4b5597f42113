"""Measures of rankings and of scores, each for one question or one list; the reports average them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002), gains as in trec_eval, 0 to 1."""
    gains = [grades.get(name, 0) for name in ranked[:depth]]
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:depth]
    return _discounted(gains) / _discounted(best) if best else 0.0


def recall(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Share of the relevant ones among the first `depth`, 0 to 1."""
    relevant = {name for name, grade in grades.items() if grade > 0}
    return len(relevant & set(ranked[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """1 / rank of the first relevant one, 0 when none is among the first `depth`."""
    for rank, name in enumerate(ranked[:depth], start=1):
        if grades.get(name, 0) > 0:
            return 1 / rank
    return 0.0


def average_precision(labels: Sequence[int]) -> float:
    """Mean of the precision at each relevant place of a full ranking; `labels` best first, 1 for relevant, 0 to 1."""
    places = [place for place, label in enumerate(labels, start=1) if label]
    return sum(found / place for found, place in enumerate(places, start=1)) / len(places) if places else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Chance that a positive scores above a negative, ties counting half (Hanley & McNeil 1982); nan without both."""
    if not positive or not negative:
        return math.nan
    low = np.sort(np.asarray(negative))
    above = np.searchsorted(low, positive, side="left") + np.searchsorted(low, positive, side="right")
    return float(above.sum() / 2 / (len(positive) * len(negative)))


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
