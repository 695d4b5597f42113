"""A small learned model for small talk that no phrase foresees: softmax regression over embedding and word runs.

Trained by `twitchbot fit intents` from `intent_examples.toml`, the phrases of `intents.toml` and the corpus's reader
questions. The weights carry the fingerprint of the encoder that they were made with.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from twitchbot.answers import Intent
from twitchbot.arrays import read_arrays
from twitchbot.errors import ContentError
from twitchbot.language import words

PACKAGED = Path(__file__).with_name("intents.npz")
BUCKETS = 2048
"""Buckets that runs of words are hashed into: some ten thousand runs in the examples, most of them unique."""
LONGEST_RUN = 3
"""Words in a run."""


def features(text: str, embedding: NDArray[np.float32]) -> NDArray[np.float32]:
    """The unit embedding of `text`, then hashed counts of its word runs scaled to length 1: shape (d + BUCKETS,)."""
    found = ["^", *words(text), "$"]
    runs = np.zeros(BUCKETS, np.float32)
    for length in range(1, LONGEST_RUN + 1):
        for start in range(len(found) - length + 1):
            runs[crc32(" ".join(found[start : start + length]).encode()) % BUCKETS] += 1
    return np.concatenate([embedding, runs / np.linalg.norm(runs)])


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Weights of shape (intents, d + BUCKETS) and biases of shape (intents,), for one encoder."""

    intents: tuple[Intent, ...]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]
    model: str

    def classify(self, text: str, embedding: NDArray[np.float32]) -> tuple[Intent, float]:
        """The most probable intent of `text` and its probability, 0 to 1."""
        scores = self.weights @ features(text, embedding) + self.biases
        chances = np.exp(scores - scores.max())
        best = int(chances.argmax())
        return self.intents[best], float(chances[best] / chances.sum())

    def save(self, path: Path = PACKAGED) -> None:
        """Write the model where `load` finds it."""
        names = np.array([intent.value for intent in self.intents])
        np.savez_compressed(
            path, intents=names, weights=self.weights.astype(np.float16), biases=self.biases, model=np.array(self.model)
        )

    @classmethod
    def load(cls, fingerprint: str, path: Path = PACKAGED) -> IntentModel | None:
        """The model in `path`, or None when it was made with another encoder than `fingerprint`.

        Raises:
            ContentError: the file is missing or damaged.
        """
        try:
            data = read_arrays(path)
            intents = tuple(Intent(name) for name in data["intents"].tolist())
            model = cls(intents, data["weights"].astype(np.float32), data["biases"], str(data["model"]))
        except (OSError, ValueError, KeyError) as error:
            raise ContentError(
                f"The small-talk model cannot be read: {error}", where=str(path), remedy="Run `twitchbot fit intents`."
            ) from None
        return model if model.model == fingerprint else None
