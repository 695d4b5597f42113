"""What the learned match adds, on questions that its matcher has not seen: `python benchmarks/match.py`.

The development questions in five folds: each is judged by a matcher learned on the other four. Then every file apart:
judged by a matcher that has seen none of that file's questions, since one file has one author.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.answering import Answerer
from twitchbot.config import load_settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.evaluation.fitting import Group, ask, fit, groups, lesson
from twitchbot.evaluation.fitting_match import out_of_fold
from twitchbot.evaluation.questions import QuestionRow
from twitchbot.evaluation.rows import read_rows
from twitchbot.evaluation.statistics import auroc
from twitchbot.retrieval.answerability import NAMES, Fit, Weights
from twitchbot.retrieval.index import Index

SETS = {"questions": "dev"} | {f"questions_dev{number}": "all" for number in ("", 3, 4, 5, 6, 7)}
REFUSED = 0.03
"""Share of answerable questions refused at which the wrong answers are counted."""


def main() -> None:
    settings = load_settings()
    index, lexicon = Index.load(settings.paths.index, settings), Lexicon.load()
    blank = Fit(index.encoder.fingerprint, Weights((0.0,) * len(NAMES), 0.0))
    answerer = Answerer.over(index, lexicon, settings, blank)
    preparer = Preparer(lexicon, Speller(lexicon.vocabulary | index.words))
    folder = Path("benchmarks/sets")
    asked = [ask(read_rows(folder / f"{n}.jsonl", QuestionRow, side), answerer, preparer) for n, side in SETS.items()]
    every = [one for part in asked for one in part]
    learned, folds = lesson(every, index)
    by_file = [number for number, part in enumerate(asked) for _ in part]
    apart = by_file + [-1] * (len(folds) - len(by_file))
    for name, split in (("five folds", folds), ("by author", apart)):
        found = groups(every, out_of_fold(learned, split, index.encoder.fingerprint), index)
        blind = tuple(replace(group, matches=np.zeros(len(group.rows))) for group in found)
        for kind, judged in (("without", blind), ("with", found)):
            weights = fit(judged, index.encoder.fingerprint).matched
            if weights:
                print(f"{name}, {kind} the match: {report(judged, weights)}")


def report(found: tuple[Group, ...], weights: Weights) -> str:
    """How often the first passage answers, and how well the best score tells answerable questions from others."""
    scores = [weights.scores(g.rows, np.zeros(len(g.rows)) if g.matches is None else g.matches) for g in found]
    best: NDArray[np.float64] = np.array([s.max() for s in scores])
    can = np.array([g.answers.any() for g in found])
    first = np.mean([g.answers[int(s.argmax())] for g, s in zip(found, scores, strict=True) if g.answers.any()])
    wrong = float((best[~can] > np.quantile(best[can], REFUSED)).mean())
    area = auroc(best.tolist(), can.tolist())
    return f"first passage right {first:.3f}, AUROC {area:.3f}, wrongly answered at {REFUSED:.0%} refused {wrong:.3f}"


if __name__ == "__main__":
    main()
