"""Fitting the answerability anew: for another model, or after the evidence or the corpus has changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from twitchbot.answering import Answerer
from twitchbot.config import Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.evaluation.fitting import fit_on
from twitchbot.retrieval.answerability import NAMES, Fit, Weights
from twitchbot.retrieval.index import Index
from twitchbot.retrieval.matching import Matcher


def refit(sets: Sequence[tuple[Path, str]], settings: Settings) -> tuple[Fit, Matcher]:
    """The fit and the match for the index and the encoder in force, on sides of question files: (path, `dev`, `test` or `all`).

    Raises:
        EvaluationError: a file cannot be used.
        RetrievalError: there is no index, or it cannot be used.
    """
    index = Index.load(settings.paths.index, settings)
    lexicon = Lexicon.load()
    # The fit in force may belong to another encoder; candidates are gathered without one.
    blank = Fit(index.encoder.fingerprint, Weights((0.0,) * len(NAMES), 0.0))
    answerer = Answerer.over(index, lexicon, settings, blank)
    return fit_on(sets, answerer, Preparer(lexicon, Speller(lexicon.vocabulary | index.words)))
