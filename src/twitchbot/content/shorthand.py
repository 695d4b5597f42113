"""The short forms of `shorthand.toml`."""

from __future__ import annotations

from functools import lru_cache

from twitchbot.content.loader import Entry, load_toml


class ShorthandFile(Entry):
    """`shorthand.toml`: short form to what it stands for."""

    shorthand: dict[str, str]


@lru_cache(maxsize=4)
def shorthand(language: str = "en") -> dict[str, str]:
    """Short form to full form, lower case.

    Raises:
        ContentError: the file is missing or wrong.
    """
    return load_toml("shorthand", ShorthandFile, language).shorthand
