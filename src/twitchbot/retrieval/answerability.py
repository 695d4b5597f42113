"""From evidence to one calibrated probability that a passage answers a question.

A logistic regression over `Evidence`; the fit stands in a JSON file with the fingerprint of the encoder it was made
with, and is refused for any other. `twitchbot fit` (see docs/evaluation.md) writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.errors import RetrievalError
from twitchbot.ranking import Candidate, Evidence

PACKAGED = Path(__file__).with_name("answerability.json")
FEATURES = tuple(f.name for f in fields(Evidence))
NAMES = (*FEATURES, "tight_cosine", "entities_aspect", "best_cosine")


def features(evidence: Evidence) -> NDArray[np.float64]:
    """The evidence as a vector in the order of `FEATURES`, with the products that single values cannot express."""
    e = evidence
    raw = [getattr(e, name) for name in FEATURES]
    return np.array([*raw, e.tight * e.cosine, e.entities * e.aspect, max(e.cosine, e.sentence_cosine, e.faq)])


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights of the regression: `model` is the fingerprint of the encoder, `weights` follow `features`."""

    model: str
    weights: tuple[float, ...]
    bias: float

    def probability(self, evidence: Evidence) -> float:
        """The calibrated probability, 0 to 1, that the passage behind `evidence` answers."""
        z = float(features(evidence) @ np.asarray(self.weights)) + self.bias
        return float(1.0 / (1.0 + np.exp(-np.clip(z, -30, 30))))

    def rate(self, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """The candidates with their answerability, most probable first; ties keep the fused order."""
        every = tuple(candidates)
        if not every:
            return ()
        z = np.array([features(c.evidence) for c in every]) @ np.asarray(self.weights) + self.bias
        chances = 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))
        rated = [replace(c, answerability=float(p)) for c, p in zip(every, chances, strict=True)]
        return tuple(sorted(rated, key=lambda c: (-c.answerability, c.rank)))

    def to_json(self) -> str:
        """The fit as a JSON text that `load` reads."""
        return json.dumps({"model": self.model, "bias": self.bias, "weights": list(self.weights)}, indent=1) + "\n"

    @classmethod
    def load(cls, fingerprint: str, path: Path = PACKAGED) -> Fit:
        """The fit in `path`.

        Raises:
            RetrievalError: it cannot be read, or it was made with another encoder than `fingerprint`.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            fit = cls(str(data["model"]), tuple(float(w) for w in data["weights"]), float(data["bias"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RetrievalError(
                f"The fit cannot be read: {error}", where=str(path), remedy="Run `twitchbot fit`."
            ) from None
        if fit.model != fingerprint or len(fit.weights) != len(features(Evidence())):
            raise RetrievalError(
                f"The fit belongs to another model ({fit.model}, not {fingerprint})",
                where=str(path),
                remedy="Run `twitchbot fit` with the model that is set, or set the model it was made with.",
            )
        return fit
