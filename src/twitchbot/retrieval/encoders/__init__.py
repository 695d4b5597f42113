"""Turning texts into unit vectors; one protocol, two ways to serve it.

The compiled encoder (onnxruntime, a few milliseconds a question) serves every model that can be compiled; the
sentence-transformers library serves the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Whatever embeds texts.

    `name` is the model's setting; `fingerprint` changes whenever the numbers that it computes may change.
    """

    @property
    def name(self) -> str:
        """The model's name as the settings give it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Which numbers this encoder computes: weights, tokenizer and recipe."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimensions), in order. Equal texts get equal vectors."""
        ...
