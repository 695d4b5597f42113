"""The words that the terminal puts around an answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from twitchbot.content.loader import Entry, load_toml


def _holding(name: str) -> AfterValidator:
    def check(text: str) -> str:
        if text.count("{") != 1 or f"{{{name}}}" not in text:
            raise ValueError(f"it must hold {{{name}}} once and no other braces")
        return text

    return AfterValidator(check)


class ChatLabels(Entry):
    """What `twitchbot chat` says of itself."""

    welcome: str
    prompt: str
    goodbye: str
    quit: tuple[str, ...]


class TerminalLabels(Entry):
    """`terminal.toml`."""

    reading: Annotated[str, _holding("reading")]
    source: Annotated[str, _holding("source")]
    reviewed: Annotated[str, _holding("date")]
    suggestions: str
    chat: ChatLabels


def load_labels(language: str = "en") -> TerminalLabels:
    """The labels of `language`.

    Raises:
        ContentError: the file is missing, does not parse, or has a wrong, unknown or missing key.
    """
    return load_toml("terminal", TerminalLabels, language)
