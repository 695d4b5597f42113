"""The templates of `messages.toml`: looked up by key, filled in with exactly the values that they name."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from twitchbot.answers import Message
from twitchbot.content.loader import Entry, load_toml
from twitchbot.errors import ContentError


class MessageFile(Entry):
    """`messages.toml`: key to template."""

    messages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Messages:
    """All templates of one language."""

    templates: Mapping[str, str]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, language: str = "en") -> Messages:
        """The templates of `language`.

        Raises:
            ContentError: the file is missing or wrong.
        """
        return cls(load_toml("messages", MessageFile, language).messages)

    def message(self, key: str, **values: str | int) -> Message:
        """The template `key`, filled in.

        Raises:
            ContentError: there is no such template, or its variables are not exactly `values`.
        """
        template = self.templates.get(key)
        if template is None:
            raise ContentError(f"There is no message `{key}`", where="messages.toml", remedy="Add it.")
        wanted = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        if wanted != set(values):
            raise ContentError(
                f"The message `{key}` needs {sorted(wanted)}, not {sorted(values)}",
                where="messages.toml",
                remedy="Use exactly these variables.",
            )
        return Message(key, template.format(**values))
