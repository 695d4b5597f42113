"""What a message asks, given the conversation: one or more questions, each with the readings to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from twitchbot.conversation import Conversation
from twitchbot.dialog.follow_up import is_elliptical, readings, without_denied
from twitchbot.dialog.ordinals import written_out
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.stories import asked, told
from twitchbot.queries import Query


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a message.

    literal: as it stands. completed: what a follow-up may stand for, most likely first. cores: the question without
    the story around it. told: clauses of the story that may stand for a question. sides: the same asked of each
    nutrient that it names, when it names several.
    """

    literal: Query
    completed: tuple[Query, ...] = ()
    cores: tuple[Query, ...] = ()
    told: tuple[Query, ...] = ()
    sides: tuple[Query, ...] = ()


def understand(text: str, before: Conversation, preparer: Preparer) -> tuple[Question, ...]:
    """The questions in `text`, in order; at least one. What the last reply offered means what it says."""
    if text.strip() in before.offered:
        before = Conversation()
    named = pointed_at(text, before, preparer)
    text = named or text
    whole = preparer.prepare(without_denied(text) if before.question else text)
    if named:
        whole = replace(whole, reading=whole.question)
    cores, clauses = asked(whole, preparer), told(whole, preparer)
    if cores or clauses:
        return (Question(whole, cores=cores, told=clauses, sides=preparer.sides((*cores, *clauses)[0])),)
    return tuple(_question(part, before, preparer) for part in preparer.parts(whole))


def pointed_at(text: str, before: Conversation, preparer: Preparer) -> str | None:
    """`text` with the name of the thing that it points at in the last answer ("and the second one?"), or None."""
    return written_out(text, [preparer.lexicon.topic_name(unit) or "" for unit in before.listed])


def in_full(text: str, questions: Sequence[Question]) -> str:
    """A message that needs no earlier turn to be understood: `text`, or its follow-ups written out."""
    if not any(question.completed for question in questions):
        return text
    return "; ".join((*question.completed, question.literal)[0].question for question in questions)


def _question(query: Query, before: Conversation, preparer: Preparer) -> Question:
    if not is_elliptical(query, preparer.lexicon, has_context=bool(before.question)):
        return Question(query, sides=preparer.sides(query))
    full = tuple(preparer.query(text, reading=text) for text in readings(query, before, preparer.lexicon))
    sides = preparer.sides(full[0] if full else query)
    return Question(query, full, sides=tuple(replace(side, reading=side.question) for side in sides) if full else sides)
