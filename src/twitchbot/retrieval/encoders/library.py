"""Serving a model through sentence-transformers: for models that cannot be compiled, and to compare with."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence

import numpy as np

from twitchbot.errors import EncoderUnavailable
from twitchbot.retrieval.encoders import Vectors
from twitchbot.retrieval.encoders.weights import Weights


class LibraryEncoder:
    """Any sentence-transformers model, as its authors serve it, with vectors of unit length."""

    def __init__(self, weights: Weights, *, threads: int, batch: int) -> None:
        """Load the model with `threads` processor threads; `batch` texts are computed together.

        Raises:
            EncoderUnavailable: sentence-transformers or torch is missing, or the model does not load.
        """
        try:
            # Imported here: heavy, and only wanted when no compiled encoder can serve.
            import torch
            from sentence_transformers import SentenceTransformer

            torch.set_num_threads(threads)
            self._model = SentenceTransformer(str(weights.folder), device="cpu")
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            raise EncoderUnavailable(
                f"sentence-transformers cannot load the model: {error}",
                where=str(weights.folder),
                remedy="Install sentence-transformers with torch, or set model.name to another model.",
            ) from None
        self.name = weights.name
        self.fingerprint = hashlib.sha256(f"{weights.sha256}\nsentence-transformers".encode()).hexdigest()[:16]
        self._batch = batch
        self.dimensions = int(self.encode(["dimensions"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, in order; see `Encoder`."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        safe = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        vectors = self._model.encode(
            safe, batch_size=self._batch, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)


def say_so(name: str) -> None:
    """One line on stderr: this model is served by the slow way."""
    print(
        f"twitchbot: the model {name!r} cannot be compiled; sentence-transformers serves it (slower to start, larger).",
        file=sys.stderr,
    )
