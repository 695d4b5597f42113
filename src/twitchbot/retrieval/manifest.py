"""What an index says of itself: what it was made from, and the digest of each of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from twitchbot.config import Settings
from twitchbot.errors import IndexCorrupt, IndexMissing
from twitchbot.language import STOPWORDS
from twitchbot.retrieval.encoders.opening import Served
from twitchbot.retrieval.files import locate

NAME = "manifest.json"
SCHEMA = 2
"""Raised by hand whenever the files of an index change their form or meaning."""

BUILD = "Run `twitchbot index`."

Baked = Mapping[str, float | int | str | bool]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of manifest.json.

    documents: path below the corpus folder -> SHA-256 of the file. baked: settings that the files depend on.
    passages: how many, and the SHA-256 of their file. files: name -> SHA-256.
    """

    schema: int
    documents: Mapping[str, str]
    baked: Baked
    encoder: Served
    dimensions: int
    passages: int
    sentences: int
    files: Mapping[str, str]

    @property
    def version(self) -> str:
        """12 hex digits over everything that decides what the index holds; the same on every machine."""
        made_from = (self.schema, dict(self.documents), dict(self.baked), asdict(self.encoder))
        return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:12]

    def to_json(self) -> dict[str, object]:
        """The contents of manifest.json, with the version for whoever reads the file."""
        return asdict(self) | {"version": self.version}


def baked_settings(settings: Settings) -> dict[str, float | int | str | bool]:
    """What decides, beside documents and model, what an index holds, by dotted name; the rest may change freely."""
    own = settings.retrieval
    chosen: dict[str, float | int | str | bool] = {
        "model.name": settings.model.name,
        "language.stopwords": hashlib.sha256(" ".join(sorted(STOPWORDS)).encode()).hexdigest()[:12],
        "retrieval.bm25_k1": own.bm25_k1,
        "retrieval.bm25_b": own.bm25_b,
        "retrieval.heading_weight": own.heading_weight,
    }
    chunking = settings.chunking.model_dump(mode="json")
    return chosen | {f"chunking.{key}": value for key, value in chunking.items()}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the index in `folder`.

    Raises:
        IndexMissing: there is none.
        IndexCorrupt: it does not parse, or another version of twitchbot wrote it.
    """
    path = locate(folder, NAME)
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise IndexMissing("There is no index", where=str(folder), remedy=BUILD) from None
    except (OSError, ValueError) as error:
        raise IndexCorrupt(f"The manifest cannot be read: {error}", where=str(path), remedy=BUILD) from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise IndexCorrupt("Another version of twitchbot wrote this index", where=str(path), remedy=BUILD)
    try:
        content.pop("version", None)
        return TypeAdapter(Manifest).validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise IndexCorrupt(f"The manifest is wrong: {first['msg']}", where=str(path), remedy=BUILD) from None
