"""`twitchbot evaluate answers`: choosing the sentence that answers, and telling when none does."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from twitchbot.config import Settings
from twitchbot.errors import EvaluationError
from twitchbot.evaluation.embeddings import RememberedEmbeddings
from twitchbot.evaluation.lines import read_rows, text_of
from twitchbot.evaluation.measures import auroc, average_precision
from twitchbot.language import content_stems
from twitchbot.retrieval.bm25 import fold
from twitchbot.retrieval.encoders import Encoder
from twitchbot.retrieval.encoders.opening import open_for_building
from twitchbot.retrieval.sentences import Asked, Rarity, Relevance, Told, in_context, score_sentences


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question, the title and sentences of one text, and which sentences answer it (1) or not (0)."""

    id: str
    question: str
    title: str
    sentences: tuple[str, ...]
    labels: tuple[int, ...]

    @property
    def is_answerable(self) -> bool:
        """True when some sentence answers."""
        return any(self.labels)


@dataclass(frozen=True, slots=True)
class AnswersReport:
    """Means over the answerable questions, and the AUROC of telling these from the others (nan without both kinds)."""

    questions: int
    answerable: int
    mean_average_precision: float
    mrr: float
    precision_at_1: float
    triggering_auroc: float


def evaluate_answers(file: Path, settings: Settings) -> AnswersReport:
    """Score the sentence chooser on a file of {"qid", "question", "title", "sentences", "labels"} lines.

    Raises:
        EvaluationError: the file is missing, empty, broken or inconsistent; nothing was scored.
        EncoderUnavailable: the model cannot be found, verified or loaded.
    """
    given = read_labelled(file)
    encoder, _ = open_for_building(settings)
    return report(given, relevances(given, encoder, settings))


def read_labelled(file: Path) -> list[LabelledQuestion]:
    """The questions of a file.

    Raises:
        EvaluationError: the file is missing, empty, broken or inconsistent.
    """
    given: dict[str, LabelledQuestion] = {}
    for row, place in read_rows(file):
        question = _labelled(row, place)
        if question.id in given:
            raise EvaluationError(f"The id {question.id!r} comes twice", where=place, remedy="Remove one of the lines.")
        given[question.id] = question
    if not any(question.is_answerable for question in given.values()):
        raise EvaluationError("No question has an answer", where=str(file), remedy="Give a file with labels of 1.")
    return list(given.values())


def relevances(
    given: Sequence[LabelledQuestion], encoder: Encoder, settings: Settings, cache: Path | None = None
) -> list[Relevance]:
    """What the sentence chooser says of each question. Embeddings are kept in `cache` (default: the user's)."""
    embeddings = RememberedEmbeddings(encoder, cache)
    questions = embeddings.encode([row.question for row in given], "questions")
    texts = [in_context(row.title, sentence) for row in given for sentence in row.sentences]
    vectors = embeddings.encode(texts, "sentences")
    starts = np.cumsum([0, *(len(row.sentences) for row in given)])
    rarity = _rarity(given)
    return [
        score_sentences(
            Asked(row.question, question),
            Told(row.sentences, row.title, vectors[start : start + len(row.sentences)]),
            rarity,
            settings.sentences,
        )
        for row, question, start in zip(given, questions, starts, strict=False)
    ]


def report(given: Sequence[LabelledQuestion], found: Sequence[Relevance]) -> AnswersReport:
    """The measures over what was found for each question."""
    ordered = [
        [row.labels[i] for i in np.argsort(-relevance.scores, kind="stable")]
        for row, relevance in zip(given, found, strict=True)
        if row.is_answerable
    ]
    passages = [(row.is_answerable, relevance.passage) for row, relevance in zip(given, found, strict=True)]
    return AnswersReport(
        questions=len(given),
        answerable=len(ordered),
        mean_average_precision=_mean([average_precision(labels) for labels in ordered]),
        mrr=_mean([1 / (labels.index(1) + 1) for labels in ordered]),
        precision_at_1=_mean([float(labels[0]) for labels in ordered]),
        triggering_auroc=auroc([s for yes, s in passages if yes], [s for yes, s in passages if not yes]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _labelled(row: dict[str, Any], place: str) -> LabelledQuestion:
    sentences, labels = row.get("sentences"), row.get("labels")
    if not isinstance(sentences, list) or not all(isinstance(text, str) for text in sentences) or not sentences:
        raise EvaluationError("`sentences` is not a list of texts", where=place, remedy="Correct the line.")
    if not isinstance(labels, list) or len(labels) != len(sentences) or not all(label in (0, 1) for label in labels):
        raise EvaluationError("`labels` is not one 0 or 1 for each sentence", where=place, remedy="Correct the line.")
    title = text_of({"title": ""} | row, "title", place)
    return LabelledQuestion(
        text_of(row, "qid", place), text_of(row, "question", place), title, tuple(sentences), tuple(map(int, labels))
    )


def _rarity(given: Sequence[LabelledQuestion]) -> Rarity:
    """Rarity among all sentences of the file: idf over that of a word in none."""
    texts = [{fold(stem) for stem in content_stems(sentence)} for row in given for sentence in row.sentences]
    counts = Counter(stem for text in texts for stem in text)
    most = math.log(2 * len(texts) + 2)
    return lambda stem: math.log(1 + (len(texts) - counts[fold(stem)] + 0.5) / (counts[fold(stem)] + 0.5)) / most
