"""Shares with their uncertainty, and how well a confidence tells right from wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` out of `total`."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 when there is nothing to share."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% Wilson score interval (Wilson 1927), 0 to 1."""
        n, p, z = self.total, self.value, 1.96
        if not n:
            return 0.0, 1.0
        centre, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (centre - spread) / (1 + z * z / n)), min(1.0, (centre + spread) / (1 + z * z / n))

    @classmethod
    def of(cls, flags: Sequence[bool]) -> Share:
        """The share of true values."""
        return cls(sum(flags), len(flags))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({self.hits}/{self.total}, 95% {low:.2f}-{high:.2f})"


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under the ROC curve: the chance that a random positive scores above a random negative; ties count half."""
    order = np.argsort(np.asarray(scores), kind="stable")
    ranks = _mean_ranks(np.asarray(scores)[order])
    positive = np.asarray(labels, bool)[order]
    n, m = int(positive.sum()), int((~positive).sum())
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * m)) if n and m else float("nan")


def _mean_ranks(ordered: NDArray[np.float64]) -> NDArray[np.float64]:
    _, inverse, counts = np.unique(ordered, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    mean: NDArray[np.float64] = ((ends - counts + 1 + ends) / 2.0)[inverse]
    return mean


def risk_coverage(
    confidences: Sequence[float], right: Sequence[bool]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coverage and risk (both 0 to 1) as the confidence needed to answer falls (El-Yaniv and Wiener 2010)."""
    order = np.argsort(-np.asarray(confidences), kind="stable")
    wrong = ~np.asarray(right, bool)[order]
    answered = np.arange(1, len(order) + 1)
    return answered / len(order), np.cumsum(wrong) / answered


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Mean distance between confidence and share right over equal-width bins, weighted by size (Naeini et al. 2015)."""
    values, truth = np.asarray(confidences), np.asarray(right, float)
    which = np.minimum((values * bins).astype(int), bins - 1)
    parts = [(which == b) for b in range(bins)]
    return float(sum(p.sum() * abs(values[p].mean() - truth[p].mean()) for p in parts if p.any()) / len(values))
