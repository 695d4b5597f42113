"""Fitting the answerability: which evidence means that a passage answers, learned from labelled questions.

A conditional logit over the candidates of each question, silence among the choices, then Platt scaling of the best
candidate's score against whether it answered (Platt 1999), so that the probability can be read as one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.answering import Answerer
from twitchbot.conversation import Conversation
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.quoting import cut
from twitchbot.dialog.understanding import understand
from twitchbot.errors import EvaluationError
from twitchbot.evaluation.fitting_match import FOLDS, Lesson, learn, out_of_fold
from twitchbot.evaluation.questions import QuestionRow
from twitchbot.evaluation.rows import holds, read_rows
from twitchbot.queries import Query
from twitchbot.ranking import Candidate
from twitchbot.retrieval.answerability import NAMES, Fit, Weights, features
from twitchbot.retrieval.index import Index
from twitchbot.retrieval.matching import Matcher

PENALTY = 1.0
"""Strength of the ridge penalty on scaled features."""
Bounds = tuple[float | None, float | None]
AGAINST = frozenset({"declined", "foreign", "uncovered", "missing", "narrow", "strict"})
SIGNS: list[Bounds] = [(None, 0.0) if name in AGAINST else (0.0, None) for name in NAMES]
LEAST = 20
"""Questions of each side below which nothing can be learned: a fold of five would hold four."""
ELSEWHERE = np.array([name != "declined" for name in NAMES], dtype=np.float64)
"""What documents of another subject have too: nobody has listed the near questions that they do not answer."""
SINGLE = frozenset({"two_part", "comparison"})
"""Kinds that no single passage answers: they teach nothing about one."""


@dataclass(frozen=True, slots=True)
class Group:
    """One question: a row of features for each candidate, which of them answer, and the learned match of each."""

    rows: NDArray[np.float64]
    answers: NDArray[np.bool_]
    matches: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled question with its unit vector (d,), its candidates, and which passages of the index answer it (m,)."""

    row: QuestionRow
    vector: NDArray[np.float32]
    candidates: tuple[Candidate, ...]
    answers: NDArray[np.bool_]


def ask(rows: Iterable[QuestionRow], answerer: Answerer, preparer: Preparer) -> tuple[Asked, ...]:
    """The questions of `rows` that ask something, as the bot reads and searches them.

    Of a story that nothing answers, each reading: none of them may be answered.
    """
    found = []
    for row in rows:
        if not row.question.strip():
            continue
        question = understand(row.question, Conversation(), preparer)[0]
        readings = (*question.cores, *question.told) or (question.literal,)
        found += [_ask(row, query, answerer, preparer) for query in readings[: 1 if row.answerable else None]]
    return tuple(one for one in found if one.candidates and (one.answers.any() or not one.row.answerable))


def _ask(row: QuestionRow, query: Query, answerer: Answerer, preparer: Preparer) -> Asked:
    candidates = answerer.candidates(query)
    answers = _answering(row, _quoted(query, candidates, answerer, preparer))
    return Asked(row, answerer.embed(query.question), candidates, answers)


def _quoted(query: Query, candidates: Sequence[Candidate], answerer: Answerer, preparer: Preparer) -> list[str]:
    """What would be quoted of each passage of the index: of a long one a few sentences, of one not found nothing."""
    index, by_id = answerer.index, {c.passage.id: c for c in candidates}
    return [
        cut(by_id[name], query, index.documents[passage.document_id], preparer.lexicon, answerer.settings).text
        if name in by_id
        else ""
        for name, passage in index.passages.items()
    ]


def _answering(row: QuestionRow, texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts hold every need; where none does (two questions in one), which hold any."""
    whole = np.array([row.answerable and holds(text, row.needs) for text in texts])
    if whole.any() or not row.answerable:
        return whole
    return np.array([any(holds(text, (need,)) for need in row.needs) for text in texts])


def lesson(asked: Sequence[Asked], index: Index) -> tuple[Lesson, list[int]]:
    """What the match is learned from, and the fold of each question.

    The labelled questions come first, then the questions that stand beside the documents, which belong to no fold.
    """
    names = list(index.passages)
    beside = [index.question_vectors(name) for name in names]
    owners = np.repeat(np.eye(len(names), dtype=bool), [len(vectors) for vectors in beside], axis=0)
    declined = index.declined_vectors
    vectors = [each for each in (np.stack([a.vector for a in asked]), *beside, declined) if len(each)]
    answers = [np.stack([a.answers for a in asked]), owners, np.zeros((len(declined), len(names)), dtype=bool)]
    passages = np.stack([index.passage_vector(name) for name in names])
    folds = [hashlib.sha256(a.row.question.encode()).digest()[0] % FOLDS for a in asked]
    folds += [-1] * (len(owners) + len(declined))
    return Lesson(np.vstack(vectors).astype(np.float32), passages.astype(np.float32), np.vstack(answers)), folds


def groups(asked: Sequence[Asked], margins: NDArray[np.float64], index: Index) -> tuple[Group, ...]:
    """A group for each question that one passage can answer; `margins` (questions, passages) are the learned match."""
    place = {name: at for at, name in enumerate(index.passages)}
    found = []
    for one, margin in zip(asked, margins, strict=False):
        at = [place[c.passage.id] for c in one.candidates]
        if usable(one) and (one.answers[at].any() or not one.row.answerable):
            found.append(Group(np.array([features(c.evidence) for c in one.candidates]), one.answers[at], margin[at]))
    return tuple(found)


def usable(asked: Asked) -> bool:
    """True where one passage can answer, or none does: what takes two teaches nothing about one."""
    return asked.row.kind not in SINGLE


def fit(groups: Sequence[Group], fingerprint: str) -> Fit:
    """The regressions over `groups` for the encoder `fingerprint`; no matched one where a group has no match."""
    values, bias = _regression([g.rows * ELSEWHERE for g in groups], [g.answers for g in groups], SIGNS)
    is_matched = all(g.matches is not None for g in groups)
    return Fit(fingerprint, Weights(values, bias), _with_margins(groups) if is_matched else None)


def fit_crossed(groups: Sequence[Group]) -> Weights:
    """The regression over evidence and the margins of the reranker, for documents of another subject."""
    return _with_margins([replace(g, rows=g.rows * ELSEWHERE) for g in groups])


def _with_margins(groups: Sequence[Group]) -> Weights:
    rows = [np.column_stack([g.rows, g.matches]) for g in groups if g.matches is not None]
    both, offset = _regression(rows, [g.answers for g in groups], [*SIGNS, (0.0, None)])
    return Weights(both[:-1], offset, both[-1])


def _regression(
    rows: Sequence[NDArray[np.float64]], answers: Sequence[NDArray[np.bool_]], signs: Sequence[Bounds]
) -> tuple[tuple[float, ...], float]:
    """Calibrated weights and bias."""
    scale = np.vstack(rows).std(axis=0) + 1e-9
    weights = _choice_weights([each / scale for each in rows], answers, signs) / scale
    slope, offset = _platt(rows, answers, weights)
    return tuple(float(w) for w in slope * weights), offset


def _choice_weights(
    rows: Sequence[NDArray[np.float64]], answers: Sequence[NDArray[np.bool_]], signs: Sequence[Bounds]
) -> NDArray[np.float64]:
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
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*signs, (None, None)])
    result: NDArray[np.float64] = found.x[:-1]
    return result


def _platt(
    rows: Sequence[NDArray[np.float64]], answers: Sequence[NDArray[np.bool_]], weights: NDArray[np.float64]
) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    scores = [each @ weights for each in rows]
    best = np.array([s.max() for s in scores])
    right = np.array([bool(good[int(s.argmax())]) for good, s in zip(answers, scores, strict=True)])
    model = LogisticRegression(C=10.0).fit(best[:, None], right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def fit_on(sets: Sequence[tuple[Path, str]], answerer: Answerer, preparer: Preparer) -> tuple[Fit, Matcher]:
    """The fit and the match for the answerer's encoder and documents, on sides of question files (path, side).

    The regressions see each question's match as a matcher gave it that was learned without the question (stacking,
    Wolpert 1992): what it says of questions that it knows would be trusted too much.

    Raises:
        EvaluationError: a file cannot be used.
    """
    index, model = answerer.index, answerer.index.encoder.fingerprint
    asked = ask((row for path, side in sets for row in read_rows(path, QuestionRow, side)), answerer, preparer)
    can = sum(one.row.answerable for one in asked)
    if min(can, len(asked) - can) < LEAST:
        raise EvaluationError(
            f"Too few questions to learn from: {can} that the corpus answers and {len(asked) - can} that it does not",
            where=", ".join(f"{path}:{side}" for path, side in sets),
            remedy=f"Give at least {LEAST} of each; the `needs` of a question must occur in the corpus.",
        )
    learned, folds = lesson(asked, index)
    margins = out_of_fold(learned, folds, model)
    matcher = learn(learned, model, frozenset(index.documents))
    return replace(fit(groups(asked, margins, index), model), match=matcher.digest), matcher
