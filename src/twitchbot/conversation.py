"""The conversation: a small value that the caller holds and sends back. The server keeps nothing.

It comes back from outside, so reading one checks every field and bounds every length.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from twitchbot.answers import Tier
from twitchbot.errors import QuestionError

VERSION = 1
MAX_ITEMS = 40
MAX_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one turn must know of the turns before it.

    turns: user turns so far. message: the last user message as typed. question: the last question, as understood.
    entities and aspect: what that question was about (ids of the lexicon) and what it asked of it.
    quoted: passage ids already quoted for that question. listed: what the quotes named, in order (ids of the lexicon).
    offered: choices or suggestions last offered.
    outcome: the last reply's outcome. repeat: keys needed to give the last reply again.
    alarm, alarm_turns: the most serious flag raised so far and for how many more turns to remind of it.
    greeted: True once the full disclaimer has been shown.
    """

    turns: int = 0
    message: str = ""
    question: str = ""
    entities: tuple[str, ...] = ()
    aspect: str = ""
    quoted: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    outcome: str = ""
    alarm: str = Tier.NONE.value
    alarm_turns: int = 0
    greeted: bool = False

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` reads back to an equal value."""
        values = ((name, getattr(self, name)) for name in _FIELDS)
        return {"v": VERSION} | {k: list(v) if isinstance(v, tuple) else v for k, v in values}

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> Conversation:
        """The conversation in `value`; a new one for None or an empty object.

        Raises:
            QuestionError: it is no conversation of this version, or a field has another type or is too long.
        """
        if not value:
            return cls()
        if not isinstance(value, Mapping) or value.get("v") != VERSION:
            raise _refuse("it is not a conversation of this version")
        new = cls()
        known = {name: getattr(new, name) for name in _FIELDS}
        unknown = set(value) - set(known) - {"v"}
        if unknown:
            raise _refuse("it has fields that no reply ever gave")
        return cls(**{name: _checked(name, value.get(name, default), default) for name, default in known.items()})


_FIELDS = tuple(field.name for field in fields(Conversation))


def _checked(name: str, value: Any, default: Any) -> Any:
    if isinstance(default, tuple):
        if not isinstance(value, list | tuple) or len(value) > MAX_ITEMS:
            raise _refuse(f"`{name}` is not a short list")
        return tuple(_checked(name, item, "") for item in value)
    if type(value) is not type(default):
        raise _refuse(f"`{name}` has another type")
    if isinstance(value, str) and len(value) > MAX_CHARACTERS:
        raise _refuse(f"`{name}` is longer than {MAX_CHARACTERS} characters")
    if isinstance(value, int) and not 0 <= value <= 1_000_000:
        raise _refuse(f"`{name}` is out of range")
    if name == "alarm" and value not in set(Tier):
        raise _refuse("`alarm` is no safety tier")
    return value


def _refuse(why: str) -> QuestionError:
    return QuestionError(
        f"The conversation cannot be used: {why}",
        where="conversation",
        remedy="Send back `conversation` exactly as the last reply gave it, or null to start anew.",
    )
