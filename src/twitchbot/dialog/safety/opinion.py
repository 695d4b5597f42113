"""The learned second opinion: a calibrated linear head over the safety encoder's vector and what the rules found.

score = W_e · embedding + W_f · findings + b; p = softmax(score / T).
Trained by `python -m twitchbot.evaluation.train_safety`; see docs/safety.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchbot.answers import Screening, Tier
from twitchbot.arrays import read_arrays
from twitchbot.dialog.safety.core import ALARMS, most_serious_first
from twitchbot.errors import ContentError

Floats = NDArray[np.float32]
WEIGHTS = Path(__file__).with_name("opinion.npz")
SCHEMA = 1
LEADS = 0.9
"""Probability from which the classifier says which of the two alarms comes first: on the labelled sets it was right
each time from 0.8 on."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a wrong reply costs, in needless soft lines.

    `missed[tier]`: nothing is shown for it. `needless[tier]`: an ordinary question gets its notice. `soft`: an ordinary
    reply carries the soft line. `softened`: the share of a missed alarm that is left when the soft line is shown.
    `confused`: the share of a miss that is left when another tier's notice is shown.
    """

    missed: Mapping[Tier, float]
    needless: Mapping[Tier, float]
    softened: float
    confused: float
    soft: float


def evidence(screening: Screening) -> tuple[str, ...]:
    """The names of what screening found: sure rules, hints and frames."""
    sure = [f"rule:{rule}" for rule in screening.rules if rule not in screening.hints]
    return (*sure, *(f"hint:{hint}" for hint in screening.hints))


@dataclass(frozen=True)
class Opinion:
    """The classifier. `fingerprint` names the encoder whose embeddings it was trained on."""

    tiers: tuple[Tier, ...]
    fingerprint: str
    embedding: Floats
    """(tiers, dimensions)."""
    named: Floats
    """(tiers, names)."""
    names: tuple[str, ...]
    bias: Floats
    temperature: float
    costs: Costs

    @cached_property
    def _column(self) -> Mapping[str, int]:
        return {name: at for at, name in enumerate(self.names)}

    def probabilities(self, embedding: Floats, screening: Screening) -> dict[Tier, float]:
        """Calibrated probability of each tier; they add up to 1."""
        scores = self.embedding @ embedding + self.bias
        known = [self._column[name] for name in evidence(screening) if name in self._column]
        scores = (scores + self.named[:, known].sum(axis=1)) / self.temperature
        shares = np.exp(scores - scores.max())
        return dict(zip(self.tiers, (shares / shares.sum()).tolist(), strict=True))

    def lead(self, screening: Screening, shares: Mapping[Tier, float]) -> Screening:
        """`screening`, an alarm of the rules, led by the other alarm where `shares` leave no doubt that it is that one.

        Both alarms are as serious and both stay, so nothing is lowered: "I won't wake up, I have seen to that".
        """
        other = next(alarm for alarm in ALARMS if alarm is not screening.tier)
        if shares.get(other, 0.0) < LEADS or f"opinion_{screening.tier.value}" in screening.rules:
            return screening
        also = most_serious_first((screening.tier, *(tier for tier in screening.also if tier is not other)))
        rules = (*screening.rules, f"opinion_{other.value}")
        return replace(screening, tier=other, also=also, rules=rules, variant="")

    def raise_to(self, screening: Screening, shares: Mapping[Tier, float]) -> Screening:
        """`screening`, or a more serious one where `shares` make that the cheaper mistake."""
        choice, soft = cheapest(shares, self.costs)
        tiers = most_serious_first((screening.tier, *screening.also, choice))
        if choice in (screening.tier, *screening.also, Tier.NONE):
            return replace(screening, soft=screening.soft or soft)
        return replace(
            screening,
            tier=tiers[0],
            also=tiers[1:],
            rules=(*screening.rules, f"opinion_{choice.value}"),
            soft=screening.soft or soft,
            retracted=screening.retracted and tiers[0] not in ALARMS,
        )


def cheapest(shares: Mapping[Tier, float], costs: Costs) -> tuple[Tier, bool]:
    """The reply whose expected cost is lowest, and whether an ordinary reply carries the soft line."""
    flagged = most_serious_first(Tier)
    risk: dict[Tier, float] = {tier: shares.get(tier, 0.0) * costs.missed.get(tier, 0.0) for tier in flagged}
    alarm = sum(risk[tier] for tier in ALARMS)
    silent = sum(risk.values())
    softly = silent - alarm * (1 - costs.softened) + costs.soft * (1 - sum(shares.get(tier, 0.0) for tier in ALARMS))
    best, price = (Tier.NONE, softly < silent), min(silent, softly)
    for tier, own in risk.items():
        here = costs.needless[tier] * shares.get(Tier.NONE, 0.0) + costs.confused * (silent - own)
        if here < price:
            best, price = (tier, softly < silent and tier not in ALARMS), here
    return best


def load_opinion(path: Path = WEIGHTS) -> Opinion | None:
    """The classifier in `path`, or None where there is no such file.

    Raises:
        ContentError: the file is damaged or of another schema.
    """
    if not path.is_file():
        return None
    try:
        stored = read_arrays(path)
        card = json.loads(str(stored["card"]))
        if card["schema"] != SCHEMA:
            raise ValueError(f"schema {card['schema']}")
        return Opinion(
            tiers=tuple(Tier(name) for name in card["tiers"]),
            fingerprint=card["fingerprint"],
            embedding=stored["embedding"].astype(np.float32),
            named=stored["named"].astype(np.float32),
            names=tuple(card["names"]),
            bias=stored["bias"].astype(np.float32),
            temperature=float(card["temperature"]),
            costs=costs_of(card["costs"]),
        )
    except (OSError, ValueError, KeyError) as error:
        raise ContentError(
            f"The safety classifier cannot be read: {error}",
            where=str(path),
            remedy="Restore it, or train it again: python -m twitchbot.evaluation.train_safety",
        ) from None


def costs_of(table: Mapping[str, Any]) -> Costs:
    """The costs in a table of plain values."""
    return Costs(
        missed={Tier(name): float(value) for name, value in table["missed"].items()},
        needless={Tier(name): float(value) for name, value in table["needless"].items()},
        softened=float(table["softened"]),
        confused=float(table["confused"]),
        soft=float(table["soft"]),
    )


def save_opinion(path: Path, opinion: Opinion, costs: Mapping[str, Any]) -> None:
    """Write `opinion` to `path`: half precision, no pickle."""
    card = {
        "schema": SCHEMA,
        "tiers": [tier.value for tier in opinion.tiers],
        "fingerprint": opinion.fingerprint,
        "names": list(opinion.names),
        "temperature": opinion.temperature,
        "costs": costs,
    }
    np.savez_compressed(
        path,
        card=np.array(json.dumps(card)),
        embedding=opinion.embedding.astype(np.float16),
        named=opinion.named.astype(np.float16),
        bias=opinion.bias.astype(np.float32),
    )


def columns(screenings: Iterable[Screening]) -> tuple[str, ...]:
    """All names of evidence in `screenings`, sorted."""
    return tuple(sorted({name for screening in screenings for name in evidence(screening)}))
