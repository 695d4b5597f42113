"""Training the small-talk model from the examples in the content files."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twitchbot.answers import Intent
from twitchbot.content.intents import ExampleFile, IntentFile
from twitchbot.content.loader import load_toml
from twitchbot.dialog.intent_model import IntentModel, features
from twitchbot.language import normalise
from twitchbot.retrieval.index import Index

STRENGTH = 10.0
"""Inverse strength of the ridge penalty, chosen on the dev side of benchmarks/sets/small_talk.jsonl."""
QUESTIONS_EACH = 3
"""Reader questions taken of each passage: enough that what the corpus is asked is never small talk."""


def fit_intents(index: Index, language: str = "en") -> IntentModel:
    """The model trained with the index's encoder on every example, each intent weighing the same."""
    from sklearn.linear_model import LogisticRegression

    examples = dict(_examples(index, language))
    texts = list(examples)
    vectors = index.encoder.encode(texts)
    x = np.array([features(text, vector) for text, vector in zip(texts, vectors, strict=True)])
    model = LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced")
    model.fit(x, [examples[text].value for text in texts])
    intents = tuple(Intent(name) for name in model.classes_)
    return IntentModel(
        intents, model.coef_.astype(np.float32), model.intercept_.astype(np.float32), index.encoder.fingerprint
    )


def _examples(index: Index, language: str) -> Iterator[tuple[str, Intent]]:
    """Normalised messages with their intents; later ones win, so that a written example beats a bare phrase."""
    for passage in index.passages.values():
        yield from ((normalise(text), Intent.QUESTION) for text in passage.also_asked[:QUESTIONS_EACH])
    for document in index.documents.values():
        yield from ((normalise(text), Intent.QUESTION) for text in document.not_covered[::QUESTIONS_EACH])
    for source in (load_toml("intents", IntentFile, language).phrases, _written(language)):
        yield from ((normalise(text), intent) for intent, texts in source.items() for text in texts)


def _written(language: str) -> dict[Intent, tuple[str, ...]]:
    return load_toml("intent_examples", ExampleFile, language).examples
