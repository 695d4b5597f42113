"""Train the safety classifier: `python -m twitchbot.evaluation.train_safety SET.jsonl ... [--ordinary FILE.jsonl ...]`.

Multinomial logistic regression over three blocks (embedding, hashed n-grams, rule evidence). Each message is learned
twice, once with its sure rules hidden, so that the words carry the verdict where no rule speaks. The temperature is
fitted on out-of-fold scores; the costs that set the operating point come from settings.toml.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.answers import Screening, Tier
from twitchbot.config import Settings, load_settings
from twitchbot.dialog.safety import Safety
from twitchbot.dialog.safety.opinion import WEIGHTS, Floats, Opinion, columns, costs_of, design, save_opinion
from twitchbot.evaluation.safety import Case, read_cases
from twitchbot.retrieval.encoders.opening import open_for_building

SCALES = (3.0, 8.0, 1.0)
"""Weight of the three blocks against the common penalty; chosen on the development set (docs/safety.md)."""
STRENGTH = 1.0
FOLDS = 4
ORDINARY_WEIGHT = 0.3
"""How much a line of a public set of ordinary questions counts: its label is presumed, not read."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the fit needs, one row per message."""

    blocks: tuple[Floats, Floats, Floats]
    tiers: NDArray[np.str_]
    weights: Floats
    names: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the sets, fit, calibrate, write the weights, print what was done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sets", nargs="+", type=Path, help="labelled messages, JSON lines")
    parser.add_argument("--ordinary", nargs="*", type=Path, default=[], help="files of ordinary questions, JSON lines")
    parser.add_argument("--most", type=int, default=1000, help="lines of each such file, evenly spaced")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args(arguments)
    settings = load_settings()
    encoder, _ = open_for_building(settings)
    cases = [case for path in given.sets for case in read_cases(path)]
    ordinary = [case for path in given.ordinary for case in _ordinary(path, given.most)]
    screenings = _screen(settings, [*cases, *ordinary])
    texts = [case.text for case in (*cases, *ordinary)]
    names = columns(screenings)
    material = Material(
        design(encoder.encode(texts), screenings, texts, names),
        np.array([case.tier.value for case in (*cases, *ordinary)]),
        np.array([1.0] * len(cases) + [ORDINARY_WEIGHT] * len(ordinary), np.float32),
        names,
    )
    temperature = _temperature(material)
    costs = settings.safety.costs.model_dump()
    opinion = _opinion(_fit(material), names, encoder.fingerprint, temperature, costs)
    save_opinion(given.out, opinion, costs)
    print(json.dumps({"messages": len(cases), "ordinary": len(ordinary), "temperature": round(temperature, 3)}))


def _ordinary(path: Path, most: int) -> list[Case]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    kept = [row for row in rows if row.get("label") != "unsafe"]
    step = max(1, len(kept) // most)
    return [Case(str(n), row.get("text") or row["question"], Tier.NONE) for n, row in enumerate(kept[::step])]


def _screen(settings: Settings, cases: Sequence[Case]) -> list[Screening]:
    safety = Safety.load(settings)
    return [safety.screen(case.text, case.previous) for case in cases]


def _twice(material: Material, scales: Sequence[float] = SCALES) -> tuple[object, NDArray[np.str_], Floats]:
    """Design matrix, labels and weights with each row there twice: as it is, and with its sure rules hidden."""
    from scipy.sparse import csr_matrix, hstack, vstack

    shown = np.array([not name.startswith("rule:") for name in material.names], np.float32)
    embedding, grams, named = (csr_matrix(block * scale) for block, scale in zip(material.blocks, scales, strict=True))
    hidden = csr_matrix(material.blocks[2] * shown * scales[2])
    rows = vstack([hstack([embedding, grams, named]), hstack([embedding, grams, hidden])]).tocsr()
    return rows, np.tile(material.tiers, 2), np.tile(material.weights, 2)


def _fit(material: Material) -> object:
    from sklearn.linear_model import LogisticRegression

    rows, tiers, weights = _twice(material)
    return LogisticRegression(C=STRENGTH, max_iter=100).fit(rows, tiers, sample_weight=weights)


def _temperature(material: Material) -> float:
    """The temperature that makes out-of-fold probabilities most likely (Guo 2017), by a search over a grid."""
    scores, truth = [], []
    fold = np.arange(len(material.tiers)) % FOLDS
    for held in range(FOLDS):
        model = _fit(_only(material, fold != held))
        out = _only(material, fold == held)
        rows, tiers, _ = _twice(out)
        scores.append(model.decision_function(rows)[: len(out.tiers)])  # type: ignore[attr-defined]
        truth.append(np.searchsorted(model.classes_, tiers[: len(out.tiers)]))  # type: ignore[attr-defined]
    every, right = np.concatenate(scores), np.concatenate(truth)
    grid = np.linspace(0.5, 2.5, 41)
    return float(grid[int(np.argmin([_loss(every / value, right) for value in grid]))])


def _loss(scores: NDArray[np.float64], right: NDArray[np.int64]) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(right)), right]))


def _only(material: Material, kept: NDArray[np.bool_]) -> Material:
    embedding, grams, named = material.blocks
    blocks = (embedding[kept], grams[kept], named[kept])
    return Material(blocks, material.tiers[kept], material.weights[kept], material.names)


def _opinion(
    model: object, names: tuple[str, ...], fingerprint: str, temperature: float, costs: dict[str, object]
) -> Opinion:
    weights = np.asarray(model.coef_, np.float32)  # type: ignore[attr-defined]
    dimensions = weights.shape[1] - len(names)
    grams = dimensions - 384
    embedding, rest = weights[:, :384] * SCALES[0], weights[:, 384:]
    return Opinion(
        tiers=tuple(Tier(name) for name in model.classes_),  # type: ignore[attr-defined]
        fingerprint=fingerprint,
        embedding=embedding,
        grams=rest[:, :grams] * np.float32(SCALES[1]),
        named=rest[:, grams:] * np.float32(SCALES[2]),
        names=names,
        bias=np.asarray(model.intercept_, np.float32),  # type: ignore[attr-defined]
        temperature=temperature,
        costs=costs_of(costs),
    )


if __name__ == "__main__":
    main()
