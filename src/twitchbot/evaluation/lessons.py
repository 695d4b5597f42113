"""Questions with the passages that a search finds for them: what rerankers and fits learn from, on any documents."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.answering import Answerer
from twitchbot.config import Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.documents import Passage
from twitchbot.evaluation.elsewhere import QUESTIONS, indexed
from twitchbot.evaluation.fitting import ask, usable
from twitchbot.evaluation.questions import QuestionRow
from twitchbot.evaluation.rows import read_rows
from twitchbot.retrieval.answerability import Fit, features
from twitchbot.retrieval.index import Index


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, its candidates with the likeliest first, which of them answer, and the evidence, a row for each."""

    question: str
    passages: tuple[Passage, ...]
    answers: NDArray[np.bool_]
    rows: NDArray[np.float64]


def lessons_of(folder: Path) -> Iterator[Lesson]:
    """The questions of one small corpus; see `evaluation.elsewhere`.

    Raises:
        EvaluationError: a question file cannot be used.
        CorpusError: the corpus cannot be read.
    """
    with tempfile.TemporaryDirectory() as place:
        # Nothing is said to anybody: the safety encoder need not be compiled.
        settings = indexed(folder, Path(place), safety={"second_opinion": False}, answering={"reranked": 0})
        yield from lessons_over(settings, [f"{folder / QUESTIONS}:all"])


def lessons_over(settings: Settings, files: Sequence[str]) -> list[Lesson]:
    """The questions of `files` (each FILE:SIDE) over the index of `settings`, as a bot without a match searches.

    Raises:
        EvaluationError: a question file cannot be used.
    """
    index, lexicon = Index.load(settings.paths.index, settings), Lexicon.load()
    plain = Fit(index.encoder.fingerprint, Fit.load(index.encoder.fingerprint).plain)
    answerer = Answerer.over(index, lexicon, settings, plain)
    preparer = Preparer(lexicon, Speller(lexicon.vocabulary | index.words))
    place = {name: at for at, name in enumerate(index.passages)}
    found = []
    for name in files:
        path, _, side = name.rpartition(":")
        for one in filter(usable, ask(read_rows(Path(path), QuestionRow, side), answerer, preparer)):
            answers = one.answers[[place[c.passage.id] for c in one.candidates]]
            rows = np.array([features(c.evidence) for c in one.candidates])
            # Where the search has missed what answers, the candidates would teach silence.
            if answers.any() or not one.row.answerable:
                found.append(Lesson(one.row.question, tuple(c.passage for c in one.candidates), answers, rows))
    return found
