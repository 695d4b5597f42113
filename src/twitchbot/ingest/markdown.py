"""Reading Markdown: CommonMark with tables and the HTML that it may hold."""

from __future__ import annotations

from twitchbot.ingest.html import fragment_elements
from twitchbot.ingest.outline import Outline


class MarkdownReader:
    """Reads Markdown by way of its HTML, so that both formats follow one set of rules."""

    endings: tuple[str, ...] = (".md", ".markdown")

    def read(self, body: str) -> Outline:
        """The elements of a Markdown text that has no front matter (any more)."""
        # Imported here: a start whose index is up to date reads no document.
        from markdown_it import MarkdownIt

        parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        return Outline(fragment_elements(str(parser.render(body))))
