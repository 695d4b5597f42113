"""What a message asks, given the conversation: one or more questions, each with the readings to try."""

from __future__ import annotations

from dataclasses import dataclass

from twitchbot.conversation import Conversation
from twitchbot.dialog.follow_up import is_elliptical, readings
from twitchbot.dialog.query import Preparer
from twitchbot.queries import Query


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a message: as it stands, and the fuller readings that it may stand for, most likely first."""

    literal: Query
    completed: tuple[Query, ...] = ()
    is_elliptical: bool = False


def understand(text: str, before: Conversation, preparer: Preparer) -> tuple[Question, ...]:
    """The questions in `text`, in order; at least one."""
    whole = preparer.prepare(text)
    parts = preparer.parts(preparer.core(whole))
    return tuple(_question(part, before, preparer) for part in parts)


def _question(query: Query, before: Conversation, preparer: Preparer) -> Question:
    if not is_elliptical(query, preparer.lexicon):
        return Question(query)
    full = tuple(preparer.query(text, reading=text) for text in readings(query, before, preparer.lexicon))
    return Question(query, full, is_elliptical=True)
