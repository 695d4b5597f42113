"""Scoring the intent that is read from each message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from twitchbot.answers import Answer, Intent
from twitchbot.chatbot import Chatbot
from twitchbot.evaluation.rows import Row, read_rows
from twitchbot.evaluation.statistics import Share


class SmallTalkRow(Row):
    """A message and its intent."""

    text: str
    intent: Intent


@dataclass(frozen=True, slots=True)
class SmallTalkReport:
    """The share of messages whose intent was read rightly, in all and for each intent."""

    scored: tuple[tuple[SmallTalkRow, Answer], ...]
    right: Share
    intents: tuple[tuple[Intent, Share], ...]

    def rows(self) -> tuple[tuple[str, str], ...]:
        """The report as (measure, value) rows."""
        return (("intent right", str(self.right)), *((f"intent {i.value}", str(share)) for i, share in self.intents))

    def measures(self) -> dict[str, float]:
        """Measures by name, for the gates."""
        return {"intent_right": self.right.value}


def evaluate_small_talk(path: Path, bot: Chatbot, split: str = "all") -> SmallTalkReport:
    """Send every message of `path` on one side of the split, each in its own conversation, and compare the intents.

    Raises:
        EvaluationError: the file cannot be used.
    """
    scored = tuple((row, bot.reply(row.text)) for row in read_rows(path, SmallTalkRow, split))
    right = [(row.intent, answer.intent is row.intent) for row, answer in scored]
    return SmallTalkReport(
        scored,
        Share.of([ok for _, ok in right]),
        tuple((i, Share.of([ok for j, ok in right if j is i])) for i in Intent if any(j is i for j, _ in right)),
    )
