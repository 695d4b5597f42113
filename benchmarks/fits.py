"""What may teach the fit for other subjects: `python benchmarks/fits.py [--sites FOLDER]`.

Regressions without a learned margin, fitted on different questions, each measured on corpora of other subjects that
none has seen. FOLDER is what benchmarks/medquad_sites.py wrote: its even sites teach, its odd sites measure. AUROC
tells how well the best score parts answerable questions from others; beside it stands the share of the others that
would be answered where a tenth of the answerable ones is refused. The last row reads the packaged reranker's margin.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.config import load_settings
from twitchbot.evaluation.elsewhere import TEST, TRAIN, folders, sites_of
from twitchbot.evaluation.fitting import ELSEWHERE, Group, fit
from twitchbot.evaluation.lessons import Lesson, lessons_of, lessons_over
from twitchbot.evaluation.statistics import auroc
from twitchbot.interfaces.cli.fitting import SETS
from twitchbot.retrieval.answerability import Fit
from twitchbot.retrieval.index import Index
from twitchbot.retrieval.reranking import Reranker

FOLDER = Path("benchmarks/sets/elsewhere")
REFUSED = 0.1
Scores = Callable[[Lesson], NDArray[np.float64]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sites", type=Path, help="folder of sites made of MedQuAD")
    sites: Path | None = parser.parse_args().sites
    logging.disable(logging.WARNING)
    own = lessons_over(load_settings(), SETS)
    other = [lesson for folder in folders(FOLDER, TRAIN) for lesson in lessons_of(folder)]
    taught = {"own questions": own, "own and other subjects": own + other}
    unseen = {"other subjects, test": [lesson for folder in folders(FOLDER, TEST) for lesson in lessons_of(folder)]}
    if sites:
        even, odd = ([one for folder in sites_of(sites, side) for one in lessons_of(folder)] for side in (0, 1))
        taught |= {"MedQuAD": even, "own and MedQuAD": own + even}
        unseen["MedQuAD, odd sites"] = odd
    print(f"| fitted on | {' | '.join(unseen)} |\n| {'--- | ' * (len(unseen) + 1)}".rstrip())
    for name, lessons in taught.items():
        row(name, plain(lessons), unseen)
    row("packaged, with the reranker", reranked(), unseen)


def plain(lessons: Sequence[Lesson]) -> Scores:
    """The scores of the regression fitted on `lessons`, with the most probable first."""
    groups = [Group(one.rows, one.answers) for one in lessons]
    weights = fit(groups, "").plain
    return lambda one: weights.scores(one.rows * ELSEWHERE, np.zeros(len(one.rows)))


def reranked() -> Scores:
    """The scores of the packaged fit and reranker for what it reads; the rest is out of the running."""
    settings = load_settings()
    reranker = Reranker.open(settings)
    crossed = Fit.load(Index.load(settings.paths.index, settings).encoder.fingerprint).crossed
    if reranker is None or crossed is None:
        raise SystemExit("There is no reranker; train it: python -m twitchbot.evaluation.train_reranker")

    def scores(one: Lesson) -> NDArray[np.float64]:
        read = slice(settings.answering.reranked)
        margins = reranker.margins(one.question, one.passages[read])
        found = np.full(len(one.rows), -np.inf)
        found[read] = crossed.scores(one.rows[read], margins)
        return found

    return scores


def row(name: str, scores: Scores, unseen: Mapping[str, Sequence[Lesson]]) -> None:
    print(f"| {name} | {' | '.join(measured(lessons, scores) for lessons in unseen.values())} |", flush=True)


def measured(lessons: Sequence[Lesson], scores: Scores) -> str:
    found = [scores(one) for one in lessons]
    best = np.array([each.max() for each in found])
    can = np.array([one.answers.any() for one in lessons])
    first = np.mean([one.answers[int(s.argmax())] for one, s in zip(lessons, found, strict=True) if one.answers.any()])
    wrong = float((best[~can] > np.quantile(best[can], REFUSED)).mean())
    return f"first right {first:.3f}, AUROC {auroc(best.tolist(), can.tolist()):.3f}, wrongly answered {wrong:.3f}"


if __name__ == "__main__":
    main()
