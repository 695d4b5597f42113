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
    signs: dict[Intent, str]
    phrases: dict[Intent, tuple[str, ...]]


class ExampleFile(Entry):
    """`intent_examples.toml`: messages by intent."""

    examples: dict[Intent, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class IntentPhrases:
    """Phrases as word tuples: each with its intent, or None for a filler; which intent wins over which; signs."""

    phrases: dict[tuple[str, ...], Intent | None]
    fillers: frozenset[tuple[str, ...]]
    order: tuple[Intent, ...]
    longest: int
    vocabulary: frozenset[str]
    signs: dict[str, Intent]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, language: str = "en") -> IntentPhrases:
        """The phrases of `language`. A filler that is also a phrase of an intent counts as the phrase
        when it is the whole message.

        Raises:
            ContentError: the file is missing or wrong.
        """
        file = load_toml("intents", IntentFile, language)
        phrases: dict[tuple[str, ...], Intent | None] = {words(text): None for text in file.fillers}
        for intent in reversed(file.order):
            phrases |= {words(text): intent for text in file.phrases.get(intent, ()) if words(text)}
        return cls(
            phrases,
            frozenset(words(text) for text in file.fillers),
            file.order,
            max(len(phrase) for phrase in phrases),
            frozenset(word for phrase in phrases for word in phrase),
            {sign: intent for intent, signs in file.signs.items() for sign in signs},
        )
