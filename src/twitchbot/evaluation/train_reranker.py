"""Train the reranker: `python -m twitchbot.evaluation.train_reranker benchmarks/sets/elsewhere --own FILE:SIDE ...`.

The bundled encoder is tuned by low-rank updates to tell, from question and passage read as one text, whether the
passage answers. The loss is the softmax over some candidates of a question and silence, whose score is zero; several
may be right. What the search puts first and is wrong makes the hard negatives. Questions of small corpora on other
subjects teach what an answer looks like anywhere; a sample of the shipped corpus's own and, with `--sites`, of other
sites join each epoch. The regression that reads the margin is fitted on corpora that taught nothing.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from twitchbot.config import Settings, load_settings
from twitchbot.evaluation.elsewhere import CALIBRATION, TRAIN, folders, sites_of
from twitchbot.evaluation.fitting import Group, fit_crossed
from twitchbot.evaluation.lessons import Lesson, lessons_of, lessons_over
from twitchbot.evaluation.low_rank import SCALE, Descent, LowRankEncoder
from twitchbot.retrieval import answerability, reranking
from twitchbot.retrieval.answerability import Fit
from twitchbot.retrieval.encoders.adapting import RERANKER
from twitchbot.retrieval.reranking import Head, Reranker, pair

EPOCHS, BATCH, RATE, HEAD_RATE = 5, 8, 8e-4, 2e-3
LONGEST = 112
"""Tokens of a pair that are read in training."""
PASSAGES, RIGHT = 5, 2
"""Passages of one question in an epoch, and how many of them may be right."""
OWN, SITES = 700, 300
"""Questions of the shipped corpus and of the sites in one epoch: more would drown the other subjects."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the sets, tune, calibrate; write adapter, head and fit; print what was done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("elsewhere", type=Path, help="folder of small corpora with questions")
    parser.add_argument("--own", nargs="*", default=[], help="question files of the shipped corpus, each FILE:SIDE")
    parser.add_argument("--sites", type=Path, help="folder that benchmarks/medquad_sites.py wrote")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args(arguments)
    settings = load_settings()
    lessons = [lesson for folder in folders(given.elsewhere, TRAIN) for lesson in lessons_of(folder)]
    own = lessons_over(settings, given.own)
    sites = [lesson for folder in sites_of(given.sites, 0) for lesson in lessons_of(folder)]
    network = _Network()
    network.fit(lessons, own, sites, given.epochs)
    np.savez_compressed(RERANKER.path, **network.encoder.updates())  # type: ignore[arg-type]
    network.to_head().save(reranking.PACKAGED)
    unseen = [lesson for folder in folders(given.elsewhere, CALIBRATION) for lesson in lessons_of(folder)]
    fit = calibrated(unseen, settings)
    answerability.PACKAGED.write_text(fit.to_json(), encoding="utf-8")
    print(json.dumps({"taught": len(lessons), "own": len(own), "sites": len(sites), "calibrated on": len(unseen)}))


def calibrated(lessons: Sequence[Lesson], settings: Settings) -> Fit:
    """The packaged fit with the regression for what the packaged reranker reads, learned from `lessons`."""
    reranker = Reranker.open(settings)
    if reranker is None:
        raise SystemExit("The reranker that was just trained cannot be opened; see the log.")
    groups = []
    for lesson in lessons:
        read = slice(settings.answering.reranked)
        margins = reranker.margins(lesson.question, lesson.passages[read])
        groups.append(Group(lesson.rows[read], lesson.answers[read], margins.astype(np.float64)))
    known = Fit.load(json.loads(answerability.PACKAGED.read_text(encoding="utf-8"))["model"])
    return replace(known, crossed=fit_crossed(groups), reranker=reranker.head.fingerprint)


class _Network:
    """The encoder that reads pairs, and the head over its vector."""

    def __init__(self) -> None:
        self.encoder = LowRankEncoder()
        self.torch = torch = self.encoder.torch
        self.head = torch.nn.Linear(self.encoder.dimensions, 1)

    def fit(self, lessons: Sequence[Lesson], own: Sequence[Lesson], sites: Sequence[Lesson], epochs: int) -> None:
        """Tune on all `lessons` and a sample of the others in each epoch, with a one-cycle learning rate."""
        chance = random.Random(13)
        joined = min(OWN, len(own)) + min(SITES, len(sites))
        steps = epochs * ((len(lessons) + joined + BATCH - 1) // BATCH)
        descent = Descent(self.encoder, [*self.head.parameters()], (RATE, HEAD_RATE), steps)
        self.encoder.train(True)
        for epoch in range(epochs):
            some = [*chance.sample(own, min(OWN, len(own))), *chance.sample(sites, min(SITES, len(sites)))]
            for batch in _batches([_choice(lesson, chance) for lesson in (*lessons, *some)], chance):
                loss = self._loss(batch)
                descent.step(loss)
            print(f"epoch {epoch + 1}/{epochs}: loss {loss.item():.3f}", flush=True)
        self.encoder.train(False)

    def _loss(self, batch: Sequence[tuple[list[str], int]]) -> Any:
        texts = [text for texts, _ in batch for text in texts]
        scores = self.head(self.encoder.vectors(texts, LONGEST)).squeeze(1)
        losses, start = [], 0
        for own, right in batch:
            chances = self.torch.cat([scores[start : start + len(own)], scores.new_zeros(1)]).log_softmax(0)
            losses.append(-chances[:right].logsumexp(0) if right else -chances[-1])
            start += len(own)
        return self.torch.stack(losses).mean()

    def to_head(self) -> Head:
        """The head as the reranker that serves it."""
        weights = self.head.weight.detach().numpy()[0] * np.float32(SCALE)
        return Head(RERANKER.fingerprint(), weights, float(self.head.bias.item()))


def _choice(lesson: Lesson, chance: random.Random) -> tuple[list[str], int]:
    """Pairs of one question for an epoch, the right ones first, and how many are right."""
    right = [at for at, answers in enumerate(lesson.answers) if answers][:RIGHT]
    wrong = [at for at, answers in enumerate(lesson.answers) if not answers]
    hard = wrong[: PASSAGES - len(right) - 1]
    easy = wrong[len(hard) :]
    chosen = [*right, *hard, *([chance.choice(easy)] if easy else [])]
    return [pair(lesson.question, lesson.passages[at]) for at in chosen], len(right)


def _batches(choices: list[tuple[list[str], int]], chance: random.Random) -> list[list[tuple[list[str], int]]]:
    """The choices in random order, batches of like length."""
    ordered = sorted(choices, key=lambda choice: (sum(map(len, choice[0])) // 300, chance.random()))
    batches = [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]
    chance.shuffle(batches)
    return batches


if __name__ == "__main__":
    main()
