import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchbot.evaluation.measures import auroc, average_precision, ndcg, recall, reciprocal_rank

GRADES = {"a": 2, "b": 1, "c": 0}
SCORES = st.lists(st.integers(0, 5).map(float), min_size=1, max_size=12)


def test_ndcg_by_hand() -> None:
    best = 2 + 1 / math.log2(3)
    assert ndcg(["a", "b"], GRADES) == pytest.approx(1.0)
    assert ndcg(["b", "x", "a"], GRADES) == pytest.approx((1 + 2 / math.log2(4)) / best)
    assert ndcg(["x", "c"], GRADES) == 0.0
    assert ndcg(["x"] * 10 + ["a"], GRADES) == 0.0


def test_recall_and_reciprocal_rank_by_hand() -> None:
    assert recall(["x", "b"], GRADES) == 0.5
    assert recall(["c"], {"c": 0}) == 0.0
    assert reciprocal_rank(["x", "c", "b"], GRADES) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"], GRADES) == 0.0


def test_average_precision_by_hand() -> None:
    assert average_precision([1, 0, 1]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([0, 0]) == 0.0


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_the_right_order(positive: list[float], negative: list[float]) -> None:
    pairs = [(p > n) + (p == n) / 2 for p in positive for n in negative]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_auroc_needs_both_sides() -> None:
    assert math.isnan(auroc([], [1.0]))
