"""Fitting the answerability anew: for another model, or after the evidence has changed."""

from __future__ import annotations

from pathlib import Path

from twitchbot.answering import Answerer
from twitchbot.config import Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.evaluation.fitting import fit_on
from twitchbot.language import words
from twitchbot.retrieval.answerability import NAMES, Fit
from twitchbot.retrieval.evidence import EvidenceReader
from twitchbot.retrieval.index import Index


def refit(file: Path, settings: Settings) -> Fit:
    """The fit for the index and the encoder in force, made on the dev side of the question file.

    Raises:
        EvaluationError: the file cannot be used.
        RetrievalError: there is no index, or it cannot be used.
    """
    index = Index.load(settings.paths.index, settings)
    lexicon = Lexicon.load()
    spelled = frozenset(word for passage in index.passages.values() for word in words(passage.indexed_text))
    # The fit in force may belong to another encoder; candidates are gathered without one.
    blank = Fit(index.encoder.fingerprint, (0.0,) * len(NAMES), 0.0)
    answerer = Answerer(index, EvidenceReader(index, lexicon), blank, settings.answering)
    return fit_on(file, answerer, Preparer(lexicon, Speller(lexicon.vocabulary | spelled)), index.encoder.fingerprint)
