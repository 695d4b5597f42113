"""The formats that documents may have, and who reads each."""

from __future__ import annotations

from typing import Protocol

from twitchbot.ingest.html import HtmlReader
from twitchbot.ingest.markdown import MarkdownReader
from twitchbot.ingest.outline import Outline
from twitchbot.ingest.plain import PlainReader


class Reader(Protocol):
    """Turns the text of a file (without front matter) into its elements. Any text is a document.

    Raises only RecursionError, for text that is nested hundreds of levels deep.
    """

    @property
    def endings(self) -> tuple[str, ...]:
        """The file name endings that this reader takes, with their dot, in lower case."""
        ...

    def read(self, body: str) -> Outline:
        """The elements of `body` in reading order."""
        ...


_ALL: tuple[Reader, ...] = (MarkdownReader(), HtmlReader(), PlainReader())
READERS: dict[str, Reader] = {ending: reader for reader in _ALL for ending in reader.endings}
"""File name ending to reader: a new format is one more reader in this table."""
