"""The small-talk phrases of `intents.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from twitchbot.answers import Intent
from twitchbot.content.loader import Entry, load_toml
from twitchbot.language import words


class IntentFile(Entry):
    """`intents.toml`; see its head."""

    order: tuple[Intent, ...]
    fillers: tuple[str, ...]
    phrases: dict[Intent, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class IntentPhrases:
    """Phrases as word tuples: each with its intent, or None for a filler; and which intent wins over which."""

    phrases: dict[tuple[str, ...], Intent | None]
    order: tuple[Intent, ...]
    longest: int
    vocabulary: frozenset[str]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, language: str = "en") -> IntentPhrases:
        """The phrases of `language`. A filler that is also a phrase of an intent counts as the phrase.

        Raises:
            ContentError: the file is missing or wrong.
        """
        file = load_toml("intents", IntentFile, language)
        phrases: dict[tuple[str, ...], Intent | None] = {words(text): None for text in file.fillers}
        for intent in reversed(file.order):
            phrases |= {words(text): intent for text in file.phrases.get(intent, ()) if words(text)}
        return cls(
            phrases,
            file.order,
            max(len(phrase) for phrase in phrases),
            frozenset(word for phrase in phrases for word in phrase),
        )
