"""Shares, their intervals, and measures of confidence, against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from twitchbot.evaluation.statistics import Share, auroc, expected_calibration_error, risk_coverage


def test_a_share_and_its_wilson_interval() -> None:
    share = Share.of([True] * 9 + [False])
    assert share.value == 0.9
    assert share.interval == pytest.approx((0.5958, 0.9821), abs=1e-3)
    assert "9/10" in str(share)


def test_nothing_says_nothing() -> None:
    assert (Share.of([]).value, Share.of([]).interval) == (0.0, (0.0, 1.0))


@pytest.mark.parametrize("hits", [0, 5])
def test_an_interval_stays_between_none_and_all(hits: int) -> None:
    low, high = Share(hits, 5).interval
    assert 0.0 <= low <= hits / 5 <= high <= 1.0
    assert low < high


@pytest.mark.parametrize(
    ("scores", "labels", "area"),
    [
        ([0.1, 0.2, 0.8, 0.9], [False, False, True, True], 1.0),
        ([0.9, 0.8, 0.2, 0.1], [False, False, True, True], 0.0),
        ([0.5, 0.5, 0.5], [True, False, True], 0.5),
        ([0.3, 0.1, 0.2], [True, True, False], 0.5),
    ],
)
def test_auroc_by_hand(scores: list[float], labels: list[bool], area: float) -> None:
    assert auroc(scores, labels) == pytest.approx(area)


def test_auroc_needs_both_sides() -> None:
    assert math.isnan(auroc([0.1, 0.2], [True, True]))


def test_risk_grows_as_less_sure_answers_are_given() -> None:
    coverage, risk = risk_coverage([0.2, 0.9, 0.6, 0.4], [False, True, True, False])
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 0, 1 / 3, 1 / 2])


def test_calibration_error_by_hand() -> None:
    assert expected_calibration_error([1.0, 1.0, 0.0], [True, True, False]) == 0.0
    assert expected_calibration_error([0.95, 0.95, 0.05, 0.05], [True, False, False, False]) == pytest.approx(0.25)
