"""A small truthful encoder: each word has a direction, a text is the sum of its words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from twitchbot.language import words


class WordEncoder:
    name = "words"
    fingerprint = "words-1"
    dimensions = 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen.extend(texts)
        return np.array([self._one(text) for text in texts], dtype=np.float32).reshape(len(texts), self.dimensions)

    def _one(self, text: str) -> NDArray[np.float64]:
        total = np.full(self.dimensions, 1e-3)
        for word in words(text):
            total += np.random.default_rng(zlib.crc32(word.encode("utf-8", "replace"))).normal(size=self.dimensions)
        return total / np.linalg.norm(total)
