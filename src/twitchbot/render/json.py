"""An `Answer` as the JSON object that docs/api.md describes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from twitchbot.answers import Answer, Message, Notice, Part, Quote, Suggestions

_TYPES = {Message: "message", Notice: "notice", Quote: "quote", Suggestions: "suggestions"}


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain dicts, lists, strings and numbers; `parts` keep their order and carry a `type`."""
    fields = {name: getattr(answer, name) for name in answer.__slots__ if name not in {"parts", "versions"}}
    return {
        "schema": fields.pop("schema"),
        **{name: _plain(value) for name, value in fields.items()},
        "parts": [_part(part) for part in answer.parts],
        "versions": asdict(answer.versions),
    }


def _part(part: Part) -> dict[str, Any]:
    return {"type": _TYPES[type(part)]} | {name: _plain(value) for name, value in asdict(part).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, str) else value
