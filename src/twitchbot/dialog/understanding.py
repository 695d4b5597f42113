"""What a message asks, given the conversation: one or more questions, each with the readings to try."""

from __future__ import annotations

from dataclasses import dataclass

from twitchbot.conversation import Conversation
from twitchbot.dialog.follow_up import is_elliptical, readings
from twitchbot.dialog.query import Preparer
from twitchbot.queries import Query


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a message.

    literal: as it stands. completed: what a follow-up may stand for, most likely first. cores: the question without
    the story around it. sides: the same asked of each nutrient that it names, when it names several.
    """

    literal: Query
    completed: tuple[Query, ...] = ()
    cores: tuple[Query, ...] = ()
    sides: tuple[Query, ...] = ()


def understand(text: str, before: Conversation, preparer: Preparer) -> tuple[Question, ...]:
    """The questions in `text`, in order; at least one."""
    whole = preparer.prepare(text)
    cores = preparer.cores(whole)
    if cores:
        return (Question(whole, cores=cores, sides=preparer.sides(cores[0])),)
    return tuple(_question(part, before, preparer) for part in preparer.parts(whole))


def _question(query: Query, before: Conversation, preparer: Preparer) -> Question:
    sides = preparer.sides(query)
    if sides or not is_elliptical(query, preparer.lexicon, has_context=bool(before.question)):
        return Question(query, sides=sides)
    full = tuple(preparer.query(text, reading=text) for text in readings(query, before, preparer.lexicon))
    return Question(query, completed=full)
