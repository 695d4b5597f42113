"""Learning the match: what a few labelled vectors teach, and what a matcher says that has not seen a question."""

from __future__ import annotations

import numpy as np
import pytest

from twitchbot.evaluation.fitting_match import Lesson, learn, out_of_fold


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    """Three passages; questions near the first two answer them, questions near the third are answered by nothing."""
    rng = np.random.default_rng(5)
    passages = np.eye(3, 8, dtype=np.float32)
    topics = np.arange(90) % 3
    questions = passages[topics] + 0.2 * rng.normal(size=(90, 8)).astype(np.float32)
    questions /= np.linalg.norm(questions, axis=1, keepdims=True)
    answers = np.eye(3, dtype=bool)[topics]
    answers[:, 2] = False
    return Lesson(questions.astype(np.float32), passages, answers)


def test_passages_that_answer_stand_above_silence_and_others_below(lesson: Lesson) -> None:
    matcher = learn(lesson, "m", frozenset({"d"}))
    keys = matcher.keys(lesson.passages)
    margins = np.array([matcher.margins(question, keys) for question in lesson.questions])
    assert (margins[lesson.answers] > 0).mean() > 0.95
    assert (margins[~lesson.answers.any(axis=1)] < 0).mean() > 0.95
    assert (matcher.model, matcher.documents) == ("m", frozenset({"d"}))


def test_it_is_the_same_every_time(lesson: Lesson) -> None:
    one, other = (learn(lesson, "m", frozenset()) for _ in range(2))
    np.testing.assert_array_equal(one.question_out, other.question_out)


def test_out_of_fold_margins_come_from_matchers_that_have_not_seen_the_question(lesson: Lesson) -> None:
    folds = [n % 5 for n in range(len(lesson.questions) - 6)] + [-1] * 6
    margins = out_of_fold(lesson, folds, "m")
    assert np.isnan(margins[-6:]).all()
    assert not np.isnan(margins[:-6]).any()
    others = np.array(folds) != 0
    blind = learn(Lesson(lesson.questions[others], lesson.passages, lesson.answers[others]), "m", frozenset())
    keys = blind.keys(lesson.passages)
    for row in np.flatnonzero(~others):
        np.testing.assert_allclose(margins[row], blind.margins(lesson.questions[row], keys), rtol=1e-5)
