"""The learned match: how well a passage answers a question, beyond how near their embeddings are.

Both embeddings pass through a small residual layer (Houlsby 2019) that labelled questions have taught where answers
lie apart from look-alikes; beside the passages stands silence, a linear function of the question. The match is the
margin of the passage over silence, in logits. It is known for the documents that it was learned on, and for no others.
`twitchbot fit answers` learns it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchbot.arrays import read_arrays
from twitchbot.errors import RetrievalError

Floats = NDArray[np.float32]
PACKAGED = Path(__file__).with_name("matching.npz")
STEEP = 4.0
"""Factor before the activation: unit vectors have entries near 0.05, where a GELU is still a straight line."""
SILENCE = 4.0
"""Factor of the weights of silence: it sets how fast they are learned beside the rest."""
ARRAYS = ("question_in", "question_out", "passage_in", "passage_out", "silence")
SIDES = (("question_in", 1), ("question_out", 0), ("passage_in", 1), ("passage_out", 0))
"""Which side of each array is as long as an embedding."""
SCALARS = ("scale", "bias")


@dataclass(frozen=True, slots=True)
class Matcher:
    """The layer for d dimensions and r hidden units.

    model: fingerprint of the encoder that it was learned with. documents: ids that it knows; an edited document keeps
    its id and its match, since most of its passages stay what they were.
    question_in, passage_in: (r, d). question_out, passage_out: (d, r). silence: (d,).
    """

    model: str
    documents: frozenset[str]
    question_in: Floats
    question_out: Floats
    passage_in: Floats
    passage_out: Floats
    silence: Floats
    scale: float
    bias: float

    def keys(self, passages: Floats) -> Floats:
        """The passages' side, computed once: (n, d) unit vectors in, (n, d) unit vectors out."""
        moved = passages + (passages @ self.passage_in.T) @ self.passage_out.T
        return _unit(np.asarray(moved, dtype=np.float32))

    def margins(self, question: Floats, keys: Floats) -> Floats:
        """How far each passage stands above silence for the unit vector `question` (d,), in logits, (n,)."""
        hidden = gelu(np.float32(STEEP) * (self.question_in @ question))
        asked = _unit(np.asarray(question + self.question_out @ hidden, dtype=np.float32))
        silence = self.bias + SILENCE * float(self.silence @ question)
        margins: Floats = self.scale * (keys @ asked) - silence
        return margins

    @property
    def digest(self) -> str:
        """16 hex digits over everything in it, by which a fit names the match that it was made with."""
        parts = [getattr(self, name).astype(np.float16).tobytes() for name in ARRAYS]
        scalars = json.dumps([self.model, sorted(self.documents), *(getattr(self, name) for name in SCALARS)])
        return hashlib.sha256(b"".join([*parts, scalars.encode()])).hexdigest()[:16]

    def save(self, path: Path) -> None:
        """Write it to `path`: half precision, no pickle."""
        card = {"model": self.model, "documents": sorted(self.documents)}
        card |= {name: getattr(self, name) for name in SCALARS}
        arrays = {name: getattr(self, name).astype(np.float16) for name in ARRAYS}
        np.savez_compressed(path, card=np.array(json.dumps(card)), **arrays)

    @classmethod
    def load(cls, fingerprint: str, path: Path = PACKAGED) -> Matcher | None:
        """The matcher in `path`, or None where there is none.

        Raises:
            RetrievalError: it cannot be read, or it was learned with another encoder than `fingerprint`.
        """
        if not path.is_file():
            return None
        try:
            stored = read_arrays(path)
            card = json.loads(str(stored["card"]))
            if card["model"] != fingerprint:
                raise ValueError(f"it belongs to another model ({card['model']}, not {fingerprint})")
            values: dict[str, Any] = {name: stored[name].astype(np.float32) for name in ARRAYS}
            if len({values["silence"].size, *(values[name].shape[at] for name, at in SIDES)}) != 1:
                raise ValueError("its parts do not fit each other")
            values |= {name: float(card[name]) for name in SCALARS}
            return cls(model=fingerprint, documents=frozenset(card["documents"]), **values)
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise RetrievalError(
                f"The learned match cannot be used: {error}",
                where=str(path),
                remedy="Run `twitchbot fit answers` with the model that is set, or delete the file to do without.",
            ) from None


@dataclass(frozen=True, slots=True)
class Matches:
    """A matcher over the passages that it knows: row i of `keys` (n, d) belongs to the passage with `rows[id] == i`."""

    matcher: Matcher
    rows: Mapping[str, int]
    keys: Floats

    def of(self, question: Floats) -> Mapping[str, float]:
        """The margin over silence of each known passage, by its id."""
        return dict(zip(self.rows, self.matcher.margins(question, self.keys).tolist(), strict=True))


def gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit in its tanh form (Hendrycks 2016), elementwise."""
    bent = np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x**3))
    return np.asarray(np.float32(0.5) * x * (np.float32(1.0) + bent), dtype=np.float32)


def _unit(vectors: Floats) -> Floats:
    found: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32(1e-9))
    return found
