"""Telling small talk from questions, and taking the small talk off a question that it comes with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twitchbot.answers import Intent
from twitchbot.content.asking import asked
from twitchbot.content.intents import IntentPhrases
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.intent_model import IntentModel
from twitchbot.language import normalise, words
from twitchbot.vocabulary import zipf

_LONG = re.compile(r"(\w)\1{2,}")
_CLAUSE = re.compile(r"[.!?;:,()…\n]+|\s-\s")
_ASKING = re.compile(r"(?:(?:and|so|but|ok|okay|then)\s+)*(?:what|which|why|how|when|where|who|does|do|is|are|can)\b")
_SOCIAL = {Intent.GREETING, Intent.THANKS}
"""What people put before a question without a comma ("hi does magnesium help")."""


Embed = Callable[[str], NDArray[np.float32]]
"""From a text to its unit vector."""
Spell = Callable[[str], str]
"""From a text to the same with its typing errors set right."""
MAX_WORDS = 20
"""Words: a longer message is a story, and its question matters more than its tone."""
MAX_CHATTER = 5
"""Words of a clause that is taken off a question as small talk: a longer one may be part of what is asked."""
MIN_CHANCE = 0.5
"""Probability from which the model's small talk is believed."""
SURE = 0.9
"""The same for a message that asks something when a question came before."""
STRANGE = 0.8
"""The same for a message of unknown words: one in a hundred rows of random letters comes out above it."""
ON_TOPIC = frozenset(
    f"c:{name}"
    for name in (
        "twitch cramp spasm muscle nerve deficiency symptom fatigue weakness tingling numbness pain supplement caffeine"
        " alcohol hydration exercise stress kidney medication absorb nutrient electrolyte dose sun bone blood"
    ).split()
)
"""Concepts that small talk does not hold."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message's intent, and its text without the small talk around it (the whole text for a question alone)."""

    intent: Intent
    rest: str


class IntentReader:
    """Reads intents with the phrases of one language, and with a learned model what they do not foresee."""

    def __init__(
        self, phrases: IntentPhrases, lexicon: Lexicon, model: IntentModel | None, embed: Embed, spell: Spell = str
    ) -> None:
        self._phrases = phrases
        self._lexicon = lexicon
        self._model = model
        self._embed = embed
        self._spell = spell

    def read(self, message: str, *, has_context: bool = False) -> Utterance:
        """The intent of `message`: small talk only when nothing else is in it, else `question` with what is left.

        After a question (`has_context`), a message that asks for something is more likely a follow-up.
        """
        if not words(message):
            sign = next((self._phrases.signs[c] for c in message if c in self._phrases.signs), Intent.QUESTION)
            return Utterance(sign, "")
        said = self._by_phrases(message)
        if said.intent is not Intent.QUESTION:
            return said
        rest = self._without_chatter(said.rest)
        learned = self._learned(message if rest == said.rest else rest, has_context)
        return Utterance(learned, "") if learned else Utterance(Intent.QUESTION, rest)

    def _without_chatter(self, text: str) -> str:
        """A question without a first clause of praise, thanks or the like that no phrase foresees ("super answer!")."""
        clauses = [clause.strip() for clause in _CLAUSE.split(normalise(text)) if words(clause)]
        if len(clauses) < 2 or len(words(clauses[0])) > MAX_CHATTER or self._learned(clauses[0], False, SURE) is None:
            return text
        return _between(normalise(text), clauses[1:])

    def _learned(self, message: str, has_context: bool, least: float = 0.0) -> Intent | None:
        """The small talk that the model hears in a message which names nothing that the bot knows of."""
        text = normalise(message)
        spelled = self._spell(text)
        if self._model is None or not words(text) or len(words(text)) > MAX_WORDS or self._is_on_topic(spelled):
            return None
        intent, chance = self._model.classify(text, self._embed(text))
        needed = max(least, self._needed(text, spelled, has_context))
        return intent if intent is not Intent.QUESTION and chance >= needed else None

    def _needed(self, text: str, spelled: str, has_context: bool) -> float:
        if has_context and (asked(spelled, self._lexicon) or _ASKING.match(spelled)):
            return SURE
        return MIN_CHANCE if self._has_words(text) else STRANGE

    def _has_words(self, text: str) -> bool:
        """True when half of it or more is words: of rows of letters the model would still name the nearest intent."""
        known = [self._known(word) in self._phrases.vocabulary or zipf(word) > 0 for word in words(text)]
        return 2 * sum(known) >= len(known)

    def _is_on_topic(self, text: str) -> bool:
        units = self._lexicon.analyse(text).units
        return any(unit.is_entity or unit.id in ON_TOPIC for unit in units)

    def _by_phrases(self, message: str) -> Utterance:
        text = normalise(message)
        whole = self._parse(self._words(text))
        if whole is not None:
            return Utterance(self._winner(whole), "")
        clauses = [clause.strip() for clause in _CLAUSE.split(text) if words(clause)]
        parsed = [self._parse(self._words(clause)) for clause in clauses]
        kept = [clause for clause, found in zip(clauses, parsed, strict=True) if found is None]
        if clauses and not kept:
            return Utterance(self._winner([intent for found in parsed if found for intent in found]), "")
        if len(kept) == len(clauses):
            return Utterance(Intent.QUESTION, self._without_greeting(message))
        return Utterance(Intent.QUESTION, self._without_greeting(_between(text, kept)))

    def _words(self, text: str) -> tuple[str, ...]:
        return tuple(self._known(word) for word in words(text))

    def _known(self, word: str) -> str:
        """The word with drawn-out letters shortened ("heyyy", "thankssss")."""
        if word in self._phrases.vocabulary:
            return word
        shorter = (_LONG.sub(r"\1\1", word), _LONG.sub(r"\1", word))
        return next((form for form in shorter if form in self._phrases.vocabulary), word)

    def _parse(self, found: tuple[str, ...]) -> list[Intent] | None:
        """The intents of the phrases that make up the words without a gap; None when they do not."""
        best: list[list[Intent] | None] = [[]] + [None] * len(found)
        for end in range(1, len(found) + 1):
            # Longer phrases first: "thank you" is thanks, not a filler after another.
            for start in range(max(0, end - self._phrases.longest), end):
                before = best[start]
                if before is not None and found[start:end] in self._phrases.phrases:
                    intent = self._phrases.phrases[found[start:end]]
                    if found[start:end] in self._phrases.fillers and end - start < len(found):
                        intent = None
                    best[end] = [*before, intent] if intent else before
                    break
        return best[-1] or None

    def _winner(self, intents: list[Intent]) -> Intent:
        return min(intents, key=self._phrases.order.index)

    def _without_greeting(self, text: str) -> str:
        found = list(words(text))
        for length in range(min(4, len(found) - 1), 0, -1):
            if self._phrases.phrases.get(tuple(found[:length])) in _SOCIAL:
                return _after_words(text, length)
        return text


def _between(text: str, kept: list[str]) -> str:
    """The part of `text` from the first kept clause to the end of the last, with its punctuation."""
    start = text.index(kept[0])
    end = text.rindex(kept[-1]) + len(kept[-1])
    return text[start:end] + ("?" if text[end:].lstrip().startswith("?") else "")


def _after_words(text: str, count: int) -> str:
    for match in list(re.finditer(r"[^\W_]+(?:'[^\W_]+)*", text))[count : count + 1]:
        return text[match.start() :]
    return text
