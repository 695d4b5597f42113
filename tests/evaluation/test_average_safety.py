"""Averaging trained classifiers: products of factors and heads are averaged, names are joined."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from twitchbot.answers import Tier
from twitchbot.dialog.safety.opinion import Costs, Opinion
from twitchbot.errors import EvaluationError
from twitchbot.evaluation.average_safety import averaged, averaged_updates, nearest

COSTS = Costs({}, {}, 0.5, 0.5, 1.0)


def updates(seed: int, base: str = "abc") -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    values = np.random.default_rng(seed)
    a, b = values.normal(size=(2, 4)).astype(np.float16), values.normal(size=(3, 2)).astype(np.float16)
    return {"base": np.array(base), "w|a": a, "w|b": b}


def opinion(name: str, weight: float) -> Opinion:
    tiers = (Tier.EMERGENCY, Tier.NONE)
    named = np.array([[weight], [0.0]], np.float32)
    return Opinion(
        tiers, "f", np.full((2, 3), weight, np.float32), named, (name,), np.zeros(2, np.float32), weight, COSTS
    )


def test_the_product_of_the_factors_is_the_weighed_average_of_the_products() -> None:
    one, other = updates(1), updates(2)
    both = averaged_updates([one, other], [0.25, 0.75])
    first, second = (x["w|b"].astype(np.float32) @ x["w|a"].astype(np.float32) for x in (one, other))
    expected = 0.25 * first + 0.75 * second
    np.testing.assert_allclose(both["w|b"].astype(np.float32) @ both["w|a"].astype(np.float32), expected, atol=5e-3)


def test_the_nearest_product_leaves_out_the_smallest_parts() -> None:
    values = np.random.default_rng(3)
    left, right = (values.normal(size=shape).astype(np.float32) for shape in ((9, 5), (5, 7)))
    b, a = nearest(left, right, 3)
    assert (b.shape, a.shape) == ((9, 3), (3, 7))
    sizes = np.linalg.svd(left @ right, compute_uv=False)
    assert np.linalg.norm(left @ right - b @ a) == pytest.approx(np.linalg.norm(sizes[3:]), rel=1e-4)
    assert nearest(left, right, 5) == (left, right)


def test_updates_of_other_weights_are_refused() -> None:
    with pytest.raises(EvaluationError, match="other weights"):
        averaged_updates([updates(1), updates(2, "def")], [0.5, 0.5])


def test_heads_are_averaged_over_the_names_of_both() -> None:
    both = averaged([opinion("rule:a", 2.0), replace(opinion("rule:b", 4.0), temperature=2.0)], [0.5, 0.5])
    assert both.names == ("rule:a", "rule:b")
    assert both.named.tolist() == [[1.0, 2.0], [0.0, 0.0]]
    assert both.embedding.tolist() == [[3.0] * 3] * 2
    assert both.temperature == 2.0
