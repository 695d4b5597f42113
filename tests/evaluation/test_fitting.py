"""Fitting: learns from made-up questions which evidence answers, and never against its meaning."""

from __future__ import annotations

import numpy as np
import pytest

from twitchbot.evaluation.fitting import AGAINST, Group, fit
from twitchbot.ranking import Evidence
from twitchbot.retrieval.answerability import NAMES, features


def group(rng: np.random.Generator, answerable: bool, noise: float = 0.05) -> Group:
    """Five candidates, of which the first has high cosine and coverage where the question can be answered."""
    rows = []
    for place in range(5):
        good = 0.8 if answerable and place == 0 else 0.3
        rows.append(features(Evidence(cosine=good + rng.normal(0, noise), coverage=good + rng.normal(0, noise))))
    return Group(np.array(rows), np.array([answerable] + [False] * 4))


@pytest.fixture(scope="module")
def groups() -> list[Group]:
    rng = np.random.default_rng(7)
    return [group(rng, answerable=n % 2 == 0) for n in range(60)]


def test_what_answers_becomes_probable_and_what_does_not_improbable(groups: list[Group]) -> None:
    found = fit(groups, "words-1")
    assert found.model == "words-1"
    assert found.probability(Evidence(cosine=0.8, coverage=0.8)) > 0.8
    assert found.probability(Evidence(cosine=0.3, coverage=0.3)) < 0.2


@pytest.mark.parametrize("name", sorted(AGAINST))
def test_what_speaks_against_a_passage_is_never_learned_as_speaking_for_it(name: str) -> None:
    rng = np.random.default_rng(8)

    def misleading(answerable: bool) -> Group:
        right = group(rng, answerable, noise=0.2)
        rows = right.rows.copy()
        rows[:, NAMES.index(name)] = right.answers
        return Group(rows, right.answers)

    found = fit([misleading(n % 2 == 0) for n in range(40)], "m")
    assert found.plain.values[NAMES.index(name)] <= 0


def test_other_documents_are_judged_without_the_list_of_near_questions() -> None:
    rng = np.random.default_rng(9)

    def listed(answerable: bool) -> Group:
        told = group(rng, answerable, noise=0.2)
        rows = told.rows.copy()
        rows[:, NAMES.index("declined")] = 0.3 if answerable else 0.9
        return Group(rows, told.answers, np.zeros(len(rows)))

    found = fit([listed(n % 2 == 0) for n in range(40)], "m")
    assert found.plain.values[NAMES.index("declined")] == 0
    assert found.matched is not None
    assert found.matched.values[NAMES.index("declined")] < 0


def test_groups_with_a_match_get_weights_for_it(groups: list[Group]) -> None:
    matched = [Group(g.rows, g.answers, np.where(g.answers, 3.0, -3.0)) for g in groups]
    found = fit(matched, "m")
    assert found.matched is not None
    assert found.matched.margin > 0
    assert fit(groups, "m").matched is None


def test_the_fit_is_the_same_every_time(groups: list[Group]) -> None:
    assert fit(groups, "m") == fit(groups, "m")
