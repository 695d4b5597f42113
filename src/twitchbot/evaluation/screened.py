"""Screening as the chatbot does it, without the rest of it: the rules, then the learned second opinion."""

from __future__ import annotations

from collections.abc import Callable

from twitchbot.answers import Screening
from twitchbot.config import Settings
from twitchbot.dialog.safety import Safety
from twitchbot.screening import Screener


def rules_alone(settings: Settings) -> Callable[[str, str], Screening]:
    """What the rules find in a message and the user's turn before it.

    Raises:
        ContentError: the safety content is wrong.
    """
    return Safety.load(settings).screen


def as_served(settings: Settings) -> Callable[[str, str], Screening]:
    """The same with the second opinion.

    Raises:
        ContentError: the safety content is wrong.
    """
    return Screener.over(Safety.load(settings), settings).screen
