"""The safety encoder: the bundled weights with small low-rank updates, compiled beside the search encoder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchbot.arrays import read_arrays
from twitchbot.errors import EncoderUnavailable
from twitchbot.retrieval.encoders.compiling import fingerprint_of
from twitchbot.retrieval.encoders.weights import find_weights
from twitchbot.retrieval.files import sha256_of

ADAPTER = Path(__file__).with_name("safety_adapter.npz")
BASE = "bundled"


def fingerprint_of_adapted(adapter: Path = ADAPTER) -> str:
    """Which numbers the adapted encoder computes: 16 hex digits over the base's fingerprint and the updates.

    Raises:
        EncoderUnavailable: the base or the adapter is not there.
    """
    if not adapter.is_file():
        raise EncoderUnavailable("The safety adapter is missing", where=str(adapter), remedy="Restore the package.")
    base = fingerprint_of(find_weights(BASE))
    return hashlib.sha256(f"{base}\n{sha256_of(adapter)}".encode()).hexdigest()[:16]


def adapted(tensors: dict[str, NDArray[Any]], sha256: str, adapter: Path = ADAPTER) -> dict[str, NDArray[Any]]:
    """The tensors of a model file with the updates added; `sha256` is the file's.

    Raises:
        EncoderUnavailable: the updates were made for other weights, or cannot be read.
    """
    try:
        stored = read_arrays(adapter)
        if str(stored.pop("base")) != sha256:
            raise ValueError("made for other weights")
        factors = {name: factor.astype(np.float32) for name, factor in stored.items()}
    except (OSError, ValueError, KeyError) as error:
        raise EncoderUnavailable(
            f"The safety adapter cannot be used: {error}", where=str(adapter), remedy="Restore the package."
        ) from None
    updated = dict(tensors)
    for name in {key.removesuffix("|a") for key in factors if key.endswith("|a")}:
        updated[name] = tensors[name] + factors[f"{name}|b"] @ factors[f"{name}|a"]
    return updated
