"""What the conversation carries on from a question to the next message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twitchbot.answers import Draft, Outcome, Quote, Suggestions
from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import MAX_ITEMS, Conversation
from twitchbot.dialog.decide import Decision
from twitchbot.dialog.follow_up import topics_of
from twitchbot.dialog.ordinals import listing

MAX_QUESTION = 1000
"""Characters of the last question that are carried on."""


def remember(
    before: Conversation, asked: str, decisions: Sequence[Decision], draft: Draft, lexicon: Lexicon
) -> Conversation:
    """The conversation after a question: what it was about, what it asked, what was quoted and offered for it.

    A single question is kept as it was understood; a message of several (`asked`) as it was typed.
    """
    last = decisions[-1].query
    topics = tuple(dict.fromkeys(unit for d in decisions for unit in topics_of(d.query, lexicon)))
    topics = topics or _answered(decisions)
    offered = [question for part in draft.parts if isinstance(part, Suggestions) for question in part.questions]
    if draft.outcome is Outcome.ABSTAIN and not topics and before.question:
        # "I don't understand" is no new subject: what was spoken of before stays.
        return replace(before, offered=tuple(offered[:MAX_ITEMS]))
    return replace(
        before,
        question=(last.question if len(decisions) == 1 else asked)[:MAX_QUESTION],
        entities=topics[:MAX_ITEMS],
        aspect=last.aspects[0] if last.aspects else "",
        quoted=tuple(c.passage.id for d in decisions for c in d.chosen)[:MAX_ITEMS],
        listed=_listed(before, topics, draft, lexicon),
        offered=tuple(offered[:MAX_ITEMS]),
    )


def _listed(before: Conversation, topics: Sequence[str], draft: Draft, lexicon: Lexicon) -> tuple[str, ...]:
    """What the next message can name by its place; a question about one thing of a list leaves the list as it is."""
    if set(topics) & set(before.listed):
        return before.listed
    return listing((part.text for part in draft.parts if isinstance(part, Quote)), frozenset(topics), lexicon)


def _answered(decisions: Sequence[Decision]) -> tuple[str, ...]:
    """What the best quote is about, when that is one thing: "which mineral triggers contraction?" leads to calcium."""
    best = [d.chosen[0].about for d in decisions if d.chosen]
    return tuple(best[0]) if len(best) == 1 and len(best[0]) == 1 else ()
