"""Screening as the chatbot does it, without the rest of it: the rules, then the learned second opinion."""

from __future__ import annotations

from collections.abc import Callable

from twitchbot.answers import Screening, Tier
from twitchbot.config import Settings
from twitchbot.dialog.safety import Safety
from twitchbot.language import words
from twitchbot.retrieval.index import Index

_SETTLED = frozenset({Tier.EMERGENCY, Tier.CRISIS})


def rules_alone(settings: Settings) -> Callable[[str, str], Screening]:
    """What the rules find in a message and the user's turn before it.

    Raises:
        ContentError: the safety content is wrong.
    """
    return Safety.load(settings).screen


def as_served(settings: Settings) -> Callable[[str, str], Screening]:
    """The same with the second opinion, which needs the index for its encoder.

    Raises:
        ContentError: the safety content is wrong.
        RetrievalError: there is no index, or it cannot be used.
    """
    safety = Safety.load(settings)
    encoder = Index.load(settings.paths.index, settings).encoder

    def screen(message: str, previous: str) -> Screening:
        found = safety.screen(message, previous)
        if found.tier in _SETTLED or found.failed or not words(message):
            return found
        return safety.second_opinion(found, encoder.encode([message])[0], message)

    return screen
