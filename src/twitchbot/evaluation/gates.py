"""The gates: the least that quality may be, checked in CI so that it never falls silently."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from twitchbot.chatbot import Chatbot
from twitchbot.errors import EvaluationError
from twitchbot.evaluation.dialogues import evaluate_dialogues
from twitchbot.evaluation.questions import evaluate_questions
from twitchbot.evaluation.safety import evaluate_safety, read_cases
from twitchbot.evaluation.screened import as_served
from twitchbot.evaluation.small_talk import evaluate_small_talk

Measure = Callable[[Path, Chatbot, str], Mapping[str, float]]
MEASURES: dict[str, Measure] = {
    "questions": lambda path, bot, split: evaluate_questions(path, bot, split).measures(),
    "dialogues": lambda path, bot, split: evaluate_dialogues(path, bot, split).measures(),
    "small_talk": lambda path, bot, split: evaluate_small_talk(path, bot, split).measures(),
    "safety": lambda path, bot, _: _safety(path, bot),
}


def _safety(path: Path, bot: Chatbot) -> dict[str, float]:
    """Recall by tier, and the shares of wrong replies that have a gate of their own, over the whole file."""
    report = evaluate_safety(read_cases(path), as_served(bot.settings))
    recall = {f"recall_{tier.value}": share.value for tier, share in report.recall.items()}
    shares = ("alarmed", "escalated", "unanswered", "urgent_as_ordinary")
    return recall | {name: getattr(report, name).value for name in shares} | {"macro_f1": report.macro_f1}


class Gate(BaseModel):
    """A set and the bounds of its measures, on the test side where the set has one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Path
    least: dict[str, float] = {}
    most: dict[str, float] = {}


class GateFile(RootModel[dict[str, Gate]]):
    """`benchmarks/gates.toml`: kind of evaluation to gate; `KIND-NAME` where a kind has several sets."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One measure against its bound."""

    name: str
    value: float
    bound: float
    is_least: bool

    @property
    def holds(self) -> bool:
        """True when the measure is on the right side of its bound."""
        return self.value >= self.bound if self.is_least else self.value <= self.bound

    def __str__(self) -> str:
        sign = "at least" if self.is_least else "at most"
        return f"{'ok  ' if self.holds else 'FELL'} {self.name}: {self.value:.3f}, {sign} {self.bound:g}"


def _kind(name: str) -> str:
    return name.partition("-")[0]


def read_gates(path: Path) -> dict[str, Gate]:
    """The gates in `path`.

    Raises:
        EvaluationError: the file cannot be read, or names an unknown kind, key or type.
    """
    try:
        gates = GateFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).root
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise EvaluationError(f"The gates cannot be read: {error}", where=str(path), remedy="Correct it.") from None
    for name in gates:
        if _kind(name) not in MEASURES:
            raise EvaluationError(
                f"There is no evaluation `{name}`", where=str(path), remedy=f"Take {sorted(MEASURES)}."
            )
    return gates


def check_gates(path: Path, bot: Chatbot) -> tuple[Checked, ...]:
    """Every bounded measure of the gates in `path`, in its order.

    Raises:
        EvaluationError: the gates or a set cannot be used, or a bound names no measure.
    """
    checked: list[Checked] = []
    for kind, gate in read_gates(path).items():
        measures = MEASURES[_kind(kind)](gate.file, bot, "test")
        for is_least, bounds in ((True, gate.least), (False, gate.most)):
            for name, bound in bounds.items():
                if name not in measures:
                    raise EvaluationError(f"`{kind}` has no measure `{name}`", where=str(path), remedy="Correct it.")
                checked.append(Checked(f"{kind}.{name}", measures[name], bound, is_least))
    return tuple(checked)
