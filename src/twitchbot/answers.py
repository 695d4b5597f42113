"""Answers and what they are made of. Every surface draws an `Answer` and nothing else.

The JSON form is fixed in docs/api.md. Only `twitchbot.dialog.safety.seal` makes an `Answer`; only
`twitchbot.dialog.quoting` makes a `Quote`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA = 1


class Outcome(StrEnum):
    """What kind of reply it is."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"
    SMALL_TALK = "small_talk"
    SAFETY = "safety"
    UNAVAILABLE = "unavailable"


class Intent(StrEnum):
    """What the person wants of the conversation."""

    QUESTION = "question"
    GREETING = "greeting"
    GOODBYE = "goodbye"
    THANKS = "thanks"
    HELP = "help"
    IDENTITY = "identity"
    INSULT = "insult"
    PRAISE = "praise"
    YES = "yes"
    NO = "no"
    REPEAT = "repeat"
    MORE = "more"
    SOURCE = "source"
    RESTART = "restart"
    FEEDBACK = "feedback"
    HUMAN = "human"


class Tier(StrEnum):
    """Safety tiers, most serious first; the first one found is the primary."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    URGENT = "urgent"
    SPECIAL_POPULATION = "special_population"
    MEDICATION = "medication"
    DOSAGE = "dosage"
    DIAGNOSIS = "diagnosis"
    NONE = "none"


class NoticeLevel(StrEnum):
    """How loud a notice is."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    URGENT = "urgent"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One safety rule or detector that fired."""

    rule: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Screening:
    """What safety screening found in a message, before anything else looked at it.

    `soft` asks for the soft line ("If this is happening to you now, call ..."). `failed` is true when screening
    itself broke: the reply then fails closed. `language` is an ISO 639-1 code, "en" where nothing else is certain.
    `variant` names a special form of the tier's reply ("overdose", "foreign", ...), empty for the plain one.
    """

    tier: Tier = Tier.NONE
    also: tuple[Tier, ...] = ()
    rules: tuple[str, ...] = ()
    soft: bool = False
    failed: bool = False
    language: str = "en"
    variant: str = ""
    retracted: bool = False
    """The person explicitly took an earlier alarm back ("false alarm")."""
    hints: tuple[str, ...] = ()
    """What the second opinion weighs besides the words: uncertain matches and the frame of the message."""


@dataclass(frozen=True, slots=True)
class Message:
    """A template's text. `key` is its id in the content files."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A safety notice or the standing disclaimer."""

    level: NoticeLevel
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a quote; `mark` is true on the words that answer."""

    text: str
    mark: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, verbatim: `document.text[start:end] == text`, in code points."""

    text: str
    document_id: str
    title: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    segments: tuple[Segment, ...]
    url: str | None = None
    publisher: str = ""
    reviewed: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Questions that can be sent as they are; each one gets an answer."""

    questions: tuple[str, ...]


Part = Message | Notice | Quote | Suggestions


@dataclass(frozen=True, slots=True)
class Versions:
    """Enough to replay an answer byte for byte."""

    code: str
    content: str
    index: str
    model: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply before the safety layer has sealed it: no surface accepts one."""

    outcome: Outcome
    intent: Intent
    reason: str
    parts: tuple[Part, ...] = ()
    reading: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A sealed reply: safety notices first, the standing disclaimer last."""

    id: str
    outcome: Outcome
    intent: Intent
    tier: Tier
    also: tuple[Tier, ...]
    rules: tuple[str, ...]
    reading: str | None
    confidence: float | None
    reason: str
    parts: tuple[Part, ...]
    versions: Versions
    conversation: Mapping[str, Any] = field(default_factory=dict)
    schema: int = SCHEMA

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes among the parts, in order."""
        return tuple(part for part in self.parts if isinstance(part, Quote))
