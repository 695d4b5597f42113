"""Fitting the answerability: which evidence means that a passage answers, learned from labelled questions.

A conditional logit over the candidates of each question, silence among the choices, then Platt scaling of the best
candidate's score against whether it answered (Platt 1999), so that the probability can be read as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.answering import Answerer
from twitchbot.conversation import Conversation
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.understanding import understand
from twitchbot.evaluation.questions import QuestionRow
from twitchbot.evaluation.rows import holds, read_rows
from twitchbot.retrieval.answerability import NAMES, Fit, features

PENALTY = 1.0
"""Strength of the ridge penalty on scaled features."""
AGAINST = frozenset({"declined", "foreign", "uncovered", "missing", "narrow", "strict"})
SIGNS = [(None, 0.0) if name in AGAINST else (0.0, None) for name in NAMES]
SINGLE = frozenset({"two_part", "comparison"})
"""Kinds that no single passage answers: they teach nothing about one."""


@dataclass(frozen=True, slots=True)
class Group:
    """One question: a row of features for each candidate, and which of them answer."""

    rows: NDArray[np.float64]
    answers: NDArray[np.bool_]


def gather(rows: Iterable[QuestionRow], answerer: Answerer, preparer: Preparer) -> tuple[Group, ...]:
    """The candidates of each usable question, labelled by whether the passage's text holds every need."""
    groups = []
    for row in rows:
        if row.kind in SINGLE or not row.question.strip():
            continue
        question = understand(row.question, Conversation(), preparer)[0]
        candidates = answerer.candidates(question.cores[0] if question.cores else question.literal)
        answers = np.array([row.answerable and holds(c.passage.text, row.needs) for c in candidates])
        if candidates and (answers.any() or not row.answerable):
            groups.append(Group(np.array([features(c.evidence) for c in candidates]), answers))
    return tuple(groups)


def fit(groups: Sequence[Group], fingerprint: str) -> Fit:
    """The model over `groups`, for the encoder `fingerprint`."""
    x = np.vstack([g.rows for g in groups])
    scale = x.std(axis=0) + 1e-9
    weights = _choice_weights([g.rows / scale for g in groups], [g.answers for g in groups]) / scale
    slope, offset = _platt(groups, weights)
    return Fit(fingerprint, tuple(float(w) for w in slope * weights), offset)


def _choice_weights(rows: Sequence[NDArray[np.float64]], answers: Sequence[NDArray[np.bool_]]) -> NDArray[np.float64]:
    """Weights that maximise the chance of choosing an answering candidate, or none where none answers.

    A conditional logit (McFadden 1974) with silence as one more choice. Signs are bound to what each piece of evidence
    means, so that a small set cannot teach, say, that a missing entity speaks for a passage.
    """
    from scipy.optimize import minimize

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, silence = parameters[:-1], parameters[-1]
        value = PENALTY * float(weights @ weights) / 2
        slope = np.append(PENALTY * weights, 0.0)
        for x, good in zip(rows, answers, strict=True):
            scores = np.append(x @ weights, silence)
            right = np.append(good, not good.any())
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            share = chances * right / max(chances[right].sum(), 1e-12)
            value -= float(np.log(max(chances[right].sum(), 1e-12)))
            pull = chances - share
            slope += np.append(pull[:-1] @ x, pull[-1])
        return value, slope

    start = np.zeros(rows[0].shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*SIGNS, (None, None)])
    result: NDArray[np.float64] = found.x[:-1]
    return result


def _platt(groups: Sequence[Group], weights: NDArray[np.float64]) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    scores = [g.rows @ weights for g in groups]
    best = np.array([s.max() for s in scores])
    right = np.array([bool(g.answers[int(s.argmax())]) for g, s in zip(groups, scores, strict=True)])
    model = LogisticRegression(C=10.0).fit(best[:, None], right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def fit_on(sets: Sequence[tuple[Path, str]], answerer: Answerer, preparer: Preparer) -> Fit:
    """The fit for the answerer's encoder on sides of question files: pairs of a path and `dev`, `test` or `all`.

    Raises:
        EvaluationError: a file cannot be used.
    """
    rows = [row for path, side in sets for row in read_rows(path, QuestionRow, side)]
    return fit(gather(rows, answerer, preparer), answerer.index.encoder.fingerprint)
