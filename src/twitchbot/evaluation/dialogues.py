"""Scoring conversations turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from twitchbot.answers import Answer, Intent, Outcome
from twitchbot.chatbot import Chatbot
from twitchbot.evaluation.rows import Needs, Row, holds, read_rows
from twitchbot.evaluation.statistics import Share


class Turn(BaseModel):
    """What is said, which outcomes are right, and which facts the quotes must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: str
    outcomes: tuple[Outcome, ...]
    needs: Needs = ()
    intent: Intent | None = None


class DialogueRow(Row):
    """A conversation."""

    kind: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class ScoredTurn:
    """One turn and its reply."""

    turn: Turn
    answer: Answer

    @property
    def is_right(self) -> bool:
        """The outcome is one of the right ones, and the quotes hold what they must."""
        quoted = "\n".join(quote.text for quote in self.answer.quotes)
        needed = self.turn.needs if self.answer.outcome is Outcome.ANSWER else ()
        return self.answer.outcome in self.turn.outcomes and holds(quoted, needed)


@dataclass(frozen=True, slots=True)
class DialogueReport:
    """Shares of turns and of whole conversations that came out right, and of conversations by kind."""

    scored: tuple[tuple[DialogueRow, tuple[ScoredTurn, ...]], ...]
    turns: Share
    dialogues: Share
    kinds: tuple[tuple[str, Share], ...]

    def rows(self) -> tuple[tuple[str, str], ...]:
        """The report as (measure, value) rows."""
        return (
            ("turns right", str(self.turns)),
            ("whole dialogues right", str(self.dialogues)),
            *((f"kind {kind}", str(share)) for kind, share in self.kinds),
        )

    def measures(self) -> dict[str, float]:
        """Measures by name, for the gates."""
        return {"turns_right": self.turns.value, "dialogues_right": self.dialogues.value}


def evaluate_dialogues(path: Path, bot: Chatbot, split: str = "all") -> DialogueReport:
    """Hold every conversation of `path` on one side of the split and score each reply.

    Raises:
        EvaluationError: the file cannot be used.
    """
    scored = tuple((row, hold(row.turns, bot)) for row in read_rows(path, DialogueRow, split))
    whole = [(row.kind, all(turn.is_right for turn in turns)) for row, turns in scored]
    kinds = sorted({kind for kind, _ in whole})
    return DialogueReport(
        scored=scored,
        turns=Share.of([turn.is_right for _, turns in scored for turn in turns]),
        dialogues=Share.of([right for _, right in whole]),
        kinds=tuple((kind, Share.of([right for k, right in whole if k == kind])) for kind in kinds),
    )


def hold(turns: Sequence[Turn], bot: Chatbot) -> tuple[ScoredTurn, ...]:
    """Say each turn in one conversation, and pair it with the reply."""
    conversation = None
    scored = []
    for turn in turns:
        answer = bot.reply(turn.say, conversation)
        conversation = answer.conversation
        scored.append(ScoredTurn(turn, answer))
    return tuple(scored)
