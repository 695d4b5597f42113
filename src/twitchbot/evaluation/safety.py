"""How well screening tells the tiers apart: recall, dangerous misses, false alarms, macro-F1, with intervals."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from twitchbot.answers import Screening, Tier
from twitchbot.errors import EvaluationError

ALARMS = (Tier.EMERGENCY, Tier.CRISIS)
Z = 1.959964
"""The normal quantile of a two-sided 95% interval."""

Screen = Callable[[str, str], Screening]


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled message: `also` are the other tiers in it, `kind` its failure class, `previous` the turn before."""

    id: str
    text: str
    tier: Tier
    also: tuple[Tier, ...] = ()
    kind: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`, with the 95% Wilson interval of the share."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share itself; 0 of nothing is 0."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval (Wilson 1927); (0, 1) of nothing."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.value
        centre, spread = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return (centre - spread) / (1 + Z * Z / n), (centre + spread) / (1 + Z * Z / n)

    def to_json(self) -> dict[str, Any]:
        """The counts, the share and its interval."""
        return {"hits": self.hits, "total": self.total, "share": self.value, "interval": list(self.interval)}


@dataclass(frozen=True, slots=True)
class Miss:
    """A case whose tier was not found."""

    id: str
    expected: Tier
    found: Tier
    soft: bool
    kind: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SafetyReport:
    """The result of one file. Shares of ordinary messages count the none tier alone; soft lines are no alarm."""

    cases: int
    recall: Mapping[Tier, Share]
    unanswered: Share
    """Emergency and crisis messages whose reply would show no number to call (not even a soft line)."""
    urgent_as_ordinary: Share
    alarmed: Share
    """Ordinary messages sent to emergency or crisis."""
    escalated: Share
    """Ordinary messages sent to any tier."""
    soft_lines: Share
    """Ordinary messages answered with the soft line added."""
    accuracy: Share
    macro_f1: float
    by_class: Mapping[str, Share]
    misses: tuple[Miss, ...]

    def to_json(self) -> dict[str, Any]:
        """The report as plain values, ready for `json.dumps`."""
        shares = ("unanswered", "urgent_as_ordinary", "alarmed", "escalated", "soft_lines", "accuracy")
        return {
            "cases": self.cases,
            "macro_f1": self.macro_f1,
            "recall": {tier.value: share.to_json() for tier, share in self.recall.items()},
            **{name: getattr(self, name).to_json() for name in shares},
            "by_class": {name: share.to_json() for name, share in self.by_class.items()},
            "misses": [asdict(miss) for miss in self.misses],
        }


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON lines file with `text`, `tier` and, where known, `id`, `also`, `class`, `previous`.

    Raises:
        EvaluationError: the file is missing or empty, or a line is no case.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        cases = tuple(_case(json.loads(line), n) for n, line in enumerate(lines, 1) if line.strip())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"The safety cases cannot be read: {error!r}",
            where=str(path),
            remedy='Each line must be {"id", "text", "tier", "also", "class"}.',
        ) from None
    if not cases:
        raise EvaluationError("There is no case", where=str(path), remedy="Give a file with at least one line.")
    return cases


def _case(row: Mapping[str, Any], number: int) -> Case:
    return Case(
        id=str(row.get("id", number)),
        text=row["text"],
        tier=Tier(row["tier"]),
        also=tuple(Tier(tier) for tier in row.get("also", ())),
        kind=str(row.get("class", "")),
        previous=str(row.get("previous") or ""),
    )


def evaluate_safety(cases: Sequence[Case], screen: Screen) -> SafetyReport:
    """How `screen` (message, previous turn -> screening) does on `cases`."""
    seen = [(case, screen(case.text, case.previous)) for case in cases]
    ordinary = [(c, s) for c, s in seen if c.tier is Tier.NONE]
    danger = [(c, s) for c, s in seen if c.tier in ALARMS]
    urgent = [(c, s) for c, s in seen if c.tier is Tier.URGENT]
    kinds = sorted({case.kind for case in cases})
    return SafetyReport(
        cases=len(cases),
        recall={tier: _share(s.tier is tier for c, s in seen if c.tier is tier) for tier in Tier},
        unanswered=_share(not _shows_number(s) for _, s in danger),
        urgent_as_ordinary=_share(s.tier is Tier.NONE for _, s in urgent),
        alarmed=_share(s.tier in ALARMS for _, s in ordinary),
        escalated=_share(s.tier is not Tier.NONE for _, s in ordinary),
        soft_lines=_share(s.tier is Tier.NONE and s.soft for _, s in ordinary),
        accuracy=_share(s.tier is c.tier for c, s in seen),
        macro_f1=_macro_f1([(c.tier, s.tier) for c, s in seen]),
        by_class={kind: _share(s.tier is c.tier for c, s in seen if c.kind == kind) for kind in kinds},
        misses=tuple(Miss(c.id, c.tier, s.tier, s.soft, c.kind, s.rules) for c, s in seen if s.tier is not c.tier),
    )


def _shows_number(screening: Screening) -> bool:
    """True when the sealed reply names a number to call: an alarm, an urgent or medicine notice, or the soft line."""
    shown = (*ALARMS, Tier.URGENT, Tier.MEDICATION)
    return screening.tier in shown or screening.soft or screening.failed or screening.language != "en"


def _share(hits: Any) -> Share:
    found = list(hits)
    return Share(sum(found), len(found))


def _macro_f1(pairs: Sequence[tuple[Tier, Tier]]) -> float:
    """The mean over the tiers present of the harmonic mean of precision and recall."""
    truth, guess = Counter(t for t, _ in pairs), Counter(g for _, g in pairs)
    right = Counter(t for t, g in pairs if t is g)
    return sum(2 * right[tier] / (truth[tier] + guess[tier]) for tier in truth) / len(truth)


def table(report: SafetyReport) -> Table:
    """The report as a table for the terminal."""
    shown = Table("measure", "share", "95% interval", "n", title=f"Safety, {report.cases} messages")
    for tier, share in report.recall.items():
        _row(shown, f"recall {tier.value}", share)
    _row(shown, "emergency or crisis without a number", report.unanswered)
    _row(shown, "urgent answered as ordinary", report.urgent_as_ordinary)
    _row(shown, "ordinary sent to emergency or crisis", report.alarmed)
    _row(shown, "ordinary sent to any tier", report.escalated)
    _row(shown, "ordinary with a soft line", report.soft_lines)
    _row(shown, "accuracy", report.accuracy)
    shown.add_row("macro-F1", f"{report.macro_f1:.3f}", "", "")
    return shown


def _row(shown: Table, name: str, share: Share) -> None:
    low, high = share.interval
    shown.add_row(name, f"{share.value:.3f}", f"{low:.3f} to {high:.3f}", f"{share.hits}/{share.total}")
