"""Documents and passages as JSON lines, and back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from twitchbot.documents import Document, Passage


def write_documents(path: Path, documents: Iterable[Document]) -> None:
    """One document a line."""
    path.write_bytes(b"".join(_documents().dump_json(document) + b"\n" for document in documents))


def write_passages(path: Path, passages: Iterable[Passage]) -> None:
    """One passage a line."""
    path.write_bytes(b"".join(_passages().dump_json(passage) + b"\n" for passage in passages))


def read_documents(path: Path) -> dict[str, Document]:
    """The documents by id. Raises OSError or ValueError when the file is not whole."""
    documents = (_documents().validate_json(line) for line in path.read_bytes().splitlines())
    return {document.id: document for document in documents}


def read_passages(path: Path) -> dict[str, Passage]:
    """The passages by id, in the order of their vectors. Raises OSError or ValueError when the file is not whole."""
    passages = (_passages().validate_json(line) for line in path.read_bytes().splitlines())
    return {passage.id: passage for passage in passages}


# Made on first use: pydantic takes some milliseconds to work them out.
@cache
def _documents() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


@cache
def _passages() -> TypeAdapter[Passage]:
    return TypeAdapter(Passage)
