"""From evidence to one calibrated probability that a passage answers a question.

Logistic regressions over `Evidence`: one for documents that the learned match knows, one for passages that the reranker
has read, one for all others. The fit stands in a JSON file with the fingerprint of the encoder it was made with, and is
refused for any other. `twitchbot fit answers` (see docs/evaluation.md) writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchbot.errors import RetrievalError
from twitchbot.ranking import Candidate, Evidence

PACKAGED = Path(__file__).with_name("answerability.json")
SCHEMA = 3
DECIDED = frozenset({"contrary", "match", "cross"})
"""Evidence that no feature holds: a veto (dialog/decide.py), and learned margins, which have a weight of their own."""
FEATURES = tuple(f.name for f in fields(Evidence) if f.name not in DECIDED)
NAMES = (*FEATURES, "tight_cosine", "entities_aspect", "best_cosine")
LIMIT = 30.0
"""Logits beyond which a probability is as good as 0 or 1: keeps the exponential in range."""


def features(evidence: Evidence) -> NDArray[np.float64]:
    """The evidence in the order of `NAMES`: its values and the products that single values cannot express."""
    e = evidence
    raw = [getattr(e, name) for name in FEATURES]
    return np.array([*raw, e.tight * e.cosine, e.entities * e.aspect, max(e.cosine, e.sentence_cosine, e.faq)])


@dataclass(frozen=True, slots=True)
class Weights:
    """One regression: `values` follow `NAMES`, and `margin` weighs a learned margin."""

    values: tuple[float, ...]
    bias: float
    margin: float = 0.0

    def scores(self, rows: NDArray[np.float64], margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """The logits of evidence `rows` (n, len(NAMES)) with their learned `margins` (n,), of shape (n,)."""
        found: NDArray[np.float64] = rows @ np.asarray(self.values) + self.margin * margins + self.bias
        return found


@dataclass(frozen=True, slots=True)
class Fit:
    """The regressions made with the encoder `model`.

    `matched` where the learned match is known, `crossed` where the reranker has read, `plain` elsewhere. `match` is the
    digest of the matcher that `matched` was made with, `reranker` the fingerprint of the one that `crossed` was.
    """

    model: str
    plain: Weights
    matched: Weights | None = None
    match: str = ""
    crossed: Weights | None = None
    reranker: str = ""

    def probability(self, evidence: Evidence) -> float:
        """The calibrated probability, 0 to 1, that the passage behind `evidence` answers."""
        return float(self._probabilities([evidence])[0])

    def rate(self, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """The candidates with their answerability, most probable first; ties keep the fused order."""
        every = tuple(candidates)
        if not every:
            return ()
        chances = self._probabilities([c.evidence for c in every])
        rated = [replace(c, answerability=float(p)) for c, p in zip(every, chances, strict=True)]
        return tuple(sorted(rated, key=lambda c: (-c.answerability, c.rank)))

    def _probabilities(self, every: Sequence[Evidence]) -> NDArray[np.float64]:
        rows = np.array([features(evidence) for evidence in every])
        z = self.plain.scores(rows, np.zeros(len(rows)))
        for weights, margins in (
            (self.crossed, [evidence.cross for evidence in every]),
            (self.matched, [evidence.match for evidence in every]),
        ):
            if weights:
                is_known = np.array([margin is not None for margin in margins])
                z = np.where(is_known, weights.scores(rows, np.array([margin or 0.0 for margin in margins])), z)
        chances: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(z, -LIMIT, LIMIT)))
        return chances

    def to_json(self) -> str:
        """The fit as a JSON text that `load` reads."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=1) + "\n"

    @classmethod
    def load(cls, fingerprint: str, path: Path = PACKAGED) -> Fit:
        """The fit in `path`.

        Raises:
            RetrievalError: it cannot be read, or it was made with another encoder than `fingerprint`.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["schema"] != SCHEMA:
                raise ValueError(f"schema {data['schema']}")
            matched, crossed = (_weights(data[name]) if data[name] else None for name in ("matched", "crossed"))
            fit = cls(
                str(data["model"]), _weights(data["plain"]), matched, str(data["match"]), crossed, str(data["reranker"])
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RetrievalError(
                f"The fit cannot be read: {error}", where=str(path), remedy="Run `twitchbot fit answers`."
            ) from None
        if fit.model != fingerprint:
            raise RetrievalError(
                f"The fit belongs to another model ({fit.model}, not {fingerprint})",
                where=str(path),
                remedy="Run `twitchbot fit answers` with the model that is set, or set the model it was made with.",
            )
        return fit


def _weights(data: dict[str, Any]) -> Weights:
    values = tuple(float(value) for value in data["values"])
    if len(values) != len(NAMES):
        raise ValueError(f"{len(values)} weights, {len(NAMES)} are needed")
    return Weights(values, float(data["bias"]), float(data["margin"]))
