"""Encoders tuned for another task: the bundled weights with small updates, compiled beside the search encoder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchbot.arrays import read_arrays
from twitchbot.errors import EncoderUnavailable
from twitchbot.retrieval.encoders.compiling import fingerprint_of
from twitchbot.retrieval.encoders.weights import find_weights
from twitchbot.retrieval.files import sha256_of

BASE = "bundled"


@dataclass(frozen=True, slots=True)
class Adapter:
    """Low-rank updates in a file. `purpose` is what they are for, as people read it; `training` makes them anew."""

    path: Path
    purpose: str
    training: str

    def fingerprint(self) -> str:
        """Which numbers the tuned encoder computes: 16 hex digits over the base's fingerprint and the updates.

        Raises:
            EncoderUnavailable: the base or the updates are not there.
        """
        if not self.path.is_file():
            raise self._unusable("it is missing")
        base = fingerprint_of(find_weights(BASE))
        return hashlib.sha256(f"{base}\n{sha256_of(self.path)}".encode()).hexdigest()[:16]

    def applied(self, tensors: dict[str, NDArray[Any]], sha256: str) -> dict[str, NDArray[Any]]:
        """The tensors of a model file with the updates added; `sha256` is the file's.

        Raises:
            EncoderUnavailable: the updates were made for other weights, or cannot be read.
        """
        try:
            stored = read_arrays(self.path)
            if str(stored.pop("base")) != sha256:
                raise ValueError("made for other weights")
            factors = {name: factor.astype(np.float32) for name, factor in stored.items()}
        except (OSError, ValueError, KeyError) as error:
            raise self._unusable(str(error)) from None
        updated = dict(tensors)
        for name in {key.removesuffix("|a") for key in factors if key.endswith("|a")}:
            updated[name] = tensors[name] + factors[f"{name}|b"] @ factors[f"{name}|a"]
        return updated

    def refuse(self) -> EncoderUnavailable:
        """The error for updates that are not those which a head was trained with."""
        return self._unusable("it is not the one that was trained together with the rest")

    def _unusable(self, why: str) -> EncoderUnavailable:
        return EncoderUnavailable(
            f"The adapter of the {self.purpose} cannot be used: {why}",
            where=str(self.path),
            remedy=f"Restore the package, or train again: {self.training}",
        )


SAFETY = Adapter(
    Path(__file__).with_name("safety_adapter.npz"),
    "safety classifier",
    "python -m twitchbot.evaluation.train_safety",
)
RERANKER = Adapter(
    Path(__file__).with_name("reranker_adapter.npz"), "reranker", "python -m twitchbot.evaluation.train_reranker"
)
