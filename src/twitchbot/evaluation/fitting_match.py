"""Learning the match: which passages answer a question, from labelled questions, with silence as one more choice.

Trained on the softmax over all passages and silence; several passages may be right. Noise and dropout keep a few
hundred questions from being learned by heart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchbot.retrieval.matching import SILENCE, STEEP, Matcher

HIDDEN, EPOCHS, BATCH = 128, 60, 64
RATE, DECAY = 2e-3, 0.3
DROPOUT, NOISE = 0.1, 0.03
"""Share of inputs dropped, and the deviation of the noise: chosen on one author's set with another's held out."""
SCALE, BIAS = 20.0, 8.0
"""Where scale and silence start: a cosine of 0.4 is as good as silence."""
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Lesson:
    """Questions (n, d), passages (m, d) as unit vectors, and which passages answer which question (n, m)."""

    questions: NDArray[np.float32]
    passages: NDArray[np.float32]
    answers: NDArray[np.bool_]


def learn(lesson: Lesson, model: str, documents: frozenset[str], seed: int = 13) -> Matcher:
    """The matcher for the encoder `model` over `documents`; the same every time."""
    torch = _torch()
    torch.manual_seed(seed)
    layer = _layer(torch, lesson.questions.shape[1])
    optimizer = torch.optim.AdamW(layer.values(), lr=RATE, weight_decay=DECAY)
    batches = (len(lesson.questions) + BATCH - 1) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * batches, pct_start=0.1)
    questions, passages = torch.from_numpy(lesson.questions), torch.from_numpy(lesson.passages)
    silent = ~lesson.answers.any(axis=1, keepdims=True)
    wrong = torch.from_numpy(~np.hstack([lesson.answers, silent]))
    for _ in range(EPOCHS):
        order = torch.randperm(len(questions))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            chances = _scores(torch, layer, questions[rows], passages).log_softmax(dim=1)
            loss = -chances.masked_fill(wrong[rows], -1e9).logsumexp(dim=1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    learned: dict[str, Any] = {name: value.detach().numpy() for name, value in layer.items()}
    scalars: dict[str, Any] = {name: float(learned.pop(name)) for name in ("scale", "bias")}
    return Matcher(model, documents, **learned, **scalars)


def out_of_fold(lesson: Lesson, folds: Sequence[int], model: str) -> NDArray[np.float64]:
    """The margin of each passage for each question (n, m) by a matcher that has not seen the question.

    Questions of fold -1 teach every matcher and get NaN.
    """
    margins = np.full(lesson.answers.shape, np.nan)
    fold = np.asarray(folds)
    for held in sorted(set(folds) - {-1}):
        kept = fold != held
        part = Lesson(lesson.questions[kept], lesson.passages, lesson.answers[kept])
        matcher = learn(part, model, frozenset())
        keys = matcher.keys(lesson.passages)
        for row in np.flatnonzero(~kept):
            margins[row] = matcher.margins(lesson.questions[row], keys)
    return margins


def _torch() -> Any:
    # Imported here: only fitting needs torch. One thread: on matrices this small, several only wait for each other.
    import torch

    torch.set_num_threads(1)
    return torch


def _layer(torch: Any, dimensions: int) -> dict[str, Any]:
    def inward() -> Any:
        return torch.nn.Parameter(torch.randn(HIDDEN, dimensions) / dimensions**0.5)

    def outward() -> Any:
        return torch.nn.Parameter(torch.zeros(dimensions, HIDDEN))

    return {
        "question_in": inward(),
        "question_out": outward(),
        "passage_in": inward(),
        "passage_out": outward(),
        "silence": torch.nn.Parameter(torch.zeros(dimensions)),
        "scale": torch.nn.Parameter(torch.tensor(SCALE)),
        "bias": torch.nn.Parameter(torch.tensor(BIAS)),
    }


def _scores(torch: Any, layer: dict[str, Any], questions: Any, passages: Any) -> Any:
    """Scores of the passages and, in the last column, of silence: what `Matcher.margins` computes, with noise."""
    functional = torch.nn.functional
    noisy = functional.dropout(questions + NOISE * torch.randn_like(questions), DROPOUT)
    hidden = functional.gelu(STEEP * (noisy @ layer["question_in"].T), approximate="tanh")
    asked = functional.normalize(noisy + functional.dropout(hidden, DROPOUT) @ layer["question_out"].T, dim=-1)
    keys = functional.normalize(passages + (passages @ layer["passage_in"].T) @ layer["passage_out"].T, dim=-1)
    silence = layer["bias"] + SILENCE * (noisy @ layer["silence"])
    return torch.cat([layer["scale"] * (asked @ keys.T), silence[:, None]], dim=1)
