"""Embeddings of evaluation texts, kept between runs in the user's cache folder."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from twitchbot.retrieval.encoders import Encoder, Vectors

_SLICE = 256
"""Texts between two lines of progress."""


class RememberedEmbeddings:
    """An encoder that looks texts up on the disk before it computes them."""

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        """Keep vectors below `folder` (default: the user's cache folder), apart for each model fingerprint."""
        self._encoder = encoder
        self._folder = folder or user_cache_path("twitchbot", "twitchbot") / "embeddings"

    def encode(self, texts: Sequence[str], what: str) -> Vectors:
        """As `Encoder.encode`; one file for each distinct list of texts. Progress goes to stderr as `what`."""
        digest = hashlib.sha256("\0".join((self._encoder.fingerprint, *texts)).encode("utf-8", "replace")).hexdigest()
        path = self._folder / f"{digest[:32]}.npy"
        kept = _read(path)
        if kept is not None and kept.shape == (len(texts), self._encoder.dimensions):
            return kept
        vectors = self._compute(texts, what)
        self._keep(path, vectors)
        return vectors

    def _compute(self, texts: Sequence[str], what: str) -> Vectors:
        parts = [np.zeros((0, self._encoder.dimensions), dtype=np.float32)]
        for start in range(0, len(texts), _SLICE):
            parts.append(self._encoder.encode(texts[start : start + _SLICE]))
            if len(texts) > _SLICE:
                done = min(start + _SLICE, len(texts))
                print(f"\rembedding {what}: {done} of {len(texts)}", end="", file=sys.stderr, flush=True)
        if len(texts) > _SLICE:
            print(file=sys.stderr)
        return np.concatenate(parts)

    def _keep(self, path: Path, vectors: Vectors) -> None:
        # A run without a writable cache folder is slower, not wrong.
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            aside = path.with_suffix(".partial")
            with aside.open("wb") as stream:
                np.save(stream, vectors, allow_pickle=False)
            aside.replace(path)
        except OSError as error:
            print(f"twitchbot: embeddings are not kept ({error})", file=sys.stderr)


def _read(path: Path) -> Vectors | None:
    try:
        vectors: Vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        return None
    return vectors
