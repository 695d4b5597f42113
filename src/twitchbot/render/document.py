"""A `Document` as the JSON object that docs/api.md describes."""

from __future__ import annotations

from typing import Any

from twitchbot.documents import Block, Document


def to_json(document: Document) -> dict[str, Any]:
    """The document as plain dicts, lists, strings and numbers; offsets count code points of `text`."""
    source = document.source
    return {
        "id": document.id,
        "language": document.language,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "licence": source.licence,
        "reviewed": source.reviewed,
        "sources": list(source.sources),
        "text": document.text,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "start": block.span.start,
        "end": block.span.end,
        "level": block.level,
        "row": block.row,
        "column": block.column,
    }
