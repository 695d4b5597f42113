"""Fitting the answerability anew: for another model, or after the evidence or the corpus has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from twitchbot.answering import Answerer
from twitchbot.config import Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.errors import RetrievalError
from twitchbot.evaluation.fitting import fit_on
from twitchbot.retrieval.answerability import NAMES, Fit, Weights
from twitchbot.retrieval.index import Index
from twitchbot.retrieval.matching import Matcher


def refit(sets: Sequence[tuple[Path, str]], settings: Settings) -> tuple[Fit, Matcher]:
    """The fit and the match for the index and the encoder in force, on sides of question files.

    Each of `sets` is a path and a side: `dev`, `test` or `all`.

    Raises:
        EvaluationError: a file cannot be used.
        RetrievalError: there is no index, or it cannot be used.
    """
    index = Index.load(settings.paths.index, settings)
    lexicon = Lexicon.load()
    # The fit in force may belong to another encoder; candidates are gathered without one.
    blank = Fit(index.encoder.fingerprint, Weights((0.0,) * len(NAMES), 0.0))
    answerer = Answerer.over(index, lexicon, settings, blank)
    fit, matcher = fit_on(sets, answerer, Preparer(lexicon, Speller(lexicon.vocabulary | index.words)))
    return _with_reranker(fit), matcher


def _with_reranker(fit: Fit) -> Fit:
    """`fit` with the packaged regression for the reranker, which no question of one corpus teaches."""
    try:
        known = Fit.load(fit.model)
    except RetrievalError:
        return fit
    return replace(fit, crossed=known.crossed, reranker=known.reranker)
