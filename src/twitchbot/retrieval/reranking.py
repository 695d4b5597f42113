"""The reranker: a cross-encoder that reads question and passage together, for documents that the match does not know.

The bundled encoder, tuned by low-rank updates, reads both as one text; a linear head turns its vector into the margin
of the passage over silence, in logits. It costs tens of milliseconds for a question, where the learned match costs a
tenth of one, but needs to know neither the documents nor their subject. It is made by
`python -m twitchbot.evaluation.train_reranker`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.arrays import read_arrays
from twitchbot.config import Settings
from twitchbot.documents import Passage
from twitchbot.errors import EncoderUnavailable, RetrievalError
from twitchbot.retrieval.encoders import Encoder
from twitchbot.retrieval.encoders.adapting import RERANKER
from twitchbot.retrieval.encoders.opening import open_adapted
from twitchbot.retrieval.matching import Matcher

_log = logging.getLogger(__name__)
Floats = NDArray[np.float32]
PACKAGED = Path(__file__).with_name("reranking.npz")
LONGEST = 75
"""Words of a passage that are read: what it is about shows in them, and time grows with each."""
BETWEEN = " [SEP] "
"""The encoder's own mark between two texts."""


@dataclass(frozen=True, slots=True)
class Head:
    """The linear head: `weights` (d,) and `bias` over unit vectors of the encoder `fingerprint`."""

    fingerprint: str
    weights: Floats
    bias: float

    def save(self, path: Path) -> None:
        """Write it to `path`, no pickle."""
        card = json.dumps({"fingerprint": self.fingerprint, "bias": self.bias})
        np.savez_compressed(path, card=np.array(card), weights=self.weights)

    @classmethod
    def load(cls, path: Path = PACKAGED) -> Head | None:
        """The head in `path`, or None where there is none.

        Raises:
            RetrievalError: it cannot be read.
        """
        if not path.is_file():
            return None
        try:
            stored = read_arrays(path)
            card = json.loads(str(stored["card"]))
            return cls(str(card["fingerprint"]), stored["weights"].astype(np.float32), float(card["bias"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RetrievalError(
                f"The reranker cannot be read: {error}",
                where=str(path),
                remedy=f"Restore it, or train again: {RERANKER.training}",
            ) from None


@dataclass(frozen=True, slots=True)
class Reranker:
    """Reads pairs of a question and a passage."""

    encoder: Encoder
    head: Head

    @classmethod
    def open(cls, settings: Settings) -> Reranker | None:
        """The packaged reranker; None where its encoder cannot be made, which is said once in the log.

        Raises:
            RetrievalError: its file is damaged.
        """
        head = Head.load()
        if head is None:
            return None
        try:
            return cls(open_adapted(RERANKER, head.fingerprint, settings), head)
        except (EncoderUnavailable, OSError) as error:
            _log.warning("The reranker is off: %s", error)
            return None

    def margins(self, question: str, passages: Sequence[Passage]) -> Floats:
        """How far each passage stands above silence as an answer to `question`, in logits, (n,)."""
        vectors = self.encoder.encode([pair(question, passage) for passage in passages])
        margins: Floats = vectors @ self.head.weights + np.float32(self.head.bias)
        return margins


def pair(question: str, passage: Passage) -> str:
    """Question and passage as one text, the passage after its stored question or its two nearest headings."""
    heading = passage.question or " > ".join(passage.heading_path[-2:])
    return f"{question}{BETWEEN}{heading}: {' '.join(passage.text.split()[:LONGEST])}"


def is_needed(documents: Iterable[str], matcher: Matcher | None, settings: Settings) -> bool:
    """True when some of `documents` (ids) are unknown to the learned match and reranking is on."""
    known = matcher.documents if matcher else frozenset()
    return settings.answering.reranked > 0 and any(name not in known for name in documents)
