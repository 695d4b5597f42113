"""The index folder, open for searching."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.config import Settings
from twitchbot.documents import Document, Passage
from twitchbot.errors import IndexCorrupt, IndexStale
from twitchbot.language import words
from twitchbot.ranking import Retrieval
from twitchbot.retrieval.bm25 import Bm25, Terms
from twitchbot.retrieval.encoders import Encoder, Vectors
from twitchbot.retrieval.encoders.opening import open_served
from twitchbot.retrieval.files import locate, sha256_of
from twitchbot.retrieval.manifest import BUILD, Manifest, baked_settings, read_manifest
from twitchbot.retrieval.records import read_documents, read_passages
from twitchbot.retrieval.search import Searcher
from twitchbot.retrieval.vectors import FlatStore, unpacked

DOCUMENTS, PASSAGES, VECTORS, LINES = "documents.jsonl", "passages.jsonl", "vectors.faiss", "sentences.npy"
DECLINED = "declined.npy"
BM25_FILES = tuple(f"bm25/{name}" for name in ("data.npy", "indices.npy", "indptr.npy", "vocabulary.json"))
FILES = (DOCUMENTS, PASSAGES, VECTORS, LINES, DECLINED, *BM25_FILES)

_ATTEMPTS = 3
UNPACKED_ROWS = 10_000
"""Sentence vectors up to which all are held unpacked: 15 MB at 384 dimensions, for a third of the evidence's time."""
COMPANION = ".questions.toml"
"""How the files of readers' questions beside the documents end."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the files of an index hold.

    Row i of `vectors` belongs to passage i. `lines` has, passage by passage, a row for each sentence and then one
    for each question that it is known to answer; `offsets` says where each passage's rows begin. `declined` has a row
    for each near question that no document answers.
    """

    manifest: Manifest
    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    vectors: FlatStore
    lines: NDArray[np.int8]
    declined: NDArray[np.int8]
    bm25: Bm25
    offsets: Mapping[str, int] = field(default_factory=dict)


class _Lines:
    """Packed rows that are unpacked once when they are few, and piece by piece when they are many."""

    def __init__(self, rows: NDArray[np.int8]) -> None:
        self._packed = rows
        self._plain = unpacked(rows) if len(rows) <= UNPACKED_ROWS else None

    def __getitem__(self, rows: slice) -> Vectors:
        return unpacked(self._packed[rows]) if self._plain is None else self._plain[rows]


class Index:
    """Passages that can be searched. Read-only, safe to share between threads."""

    def __init__(self, contents: Contents, encoder: Encoder, settings: Settings) -> None:
        self.documents: Mapping[str, Document] = contents.documents
        self.passages: Mapping[str, Passage] = contents.passages
        self.encoder = encoder
        self.version: str = contents.manifest.version
        self.model: str = f"{encoder.name}@{encoder.fingerprint}"
        self._contents = contents
        self._rows = {name: row for row, name in enumerate(contents.passages)}
        self._lines = _Lines(contents.lines)
        self._searcher = Searcher(tuple(contents.passages), contents.vectors, contents.bm25, settings.retrieval)

    @classmethod
    def load(cls, folder: Path, settings: Settings) -> Index:
        """The index in `folder`, checked against its checksums, the settings and the documents it was built from.

        A missing compiled encoder is compiled on the spot when the weights are there.

        Raises:
            IndexMissing: there is no index.
            IndexStale: documents, settings or the model have changed since; says which.
            IndexCorrupt: a file is missing, damaged or truncated.
            EncoderUnavailable: the model cannot be found, verified or loaded.
        """
        manifest = read_manifest(folder)
        check_fresh(manifest, settings)
        contents = load_contents(folder)
        own = settings.model_copy(update={"paths": settings.paths.model_copy(update={"index": folder})})
        return cls(contents, open_served(manifest.encoder, own), settings)

    @property
    def words(self) -> frozenset[str]:
        """Every word of every passage with its headings: words that are spelled right."""
        return frozenset(word for passage in self.passages.values() for word in words(passage.indexed_text))

    def search(self, tokens: Terms, embedding: Vectors, limit: int) -> Retrieval:
        """The `limit` best passages by cosine, by BM25 and by both.

        Args:
            tokens: stems of the question's content words, or stems with weights.
            embedding: the question's unit vector, of shape (dimensions,) or (1, dimensions).
            limit: how many hits each ranking keeps.
        """
        return self._searcher.search(tokens, embedding, limit)

    def passage_vector(self, passage_id: str) -> Vectors:
        """The unit vector of a passage with its headings, of shape (dimensions,)."""
        return self._contents.vectors.row(self._rows[passage_id])

    def sentence_vectors(self, passage_id: str) -> Vectors:
        """Unit vectors of a passage's sentences, of shape (sentences, dimensions)."""
        start = self._contents.offsets[passage_id]
        count = len(self.passages[passage_id].sentences)
        return self._lines[start : start + count]

    def question_vectors(self, passage_id: str) -> Vectors:
        """Unit vectors of the questions that a passage is known to answer, of shape (questions, dimensions)."""
        passage = self.passages[passage_id]
        start = self._contents.offsets[passage_id]
        return self._lines[start + len(passage.sentences) : start + line_count(passage)]

    @property
    def declined_vectors(self) -> Vectors:
        """Unit vectors of near questions that no document answers, of shape (questions, dimensions)."""
        return unpacked(self._contents.declined)

    def bm25_scores(self, tokens: Terms) -> dict[str, float]:
        """BM25 scores of the passages in which any of the stems occurs."""
        scores = self._contents.bm25.scores(tokens)
        names = tuple(self.passages)
        return {names[row]: float(scores[row]) for row in np.flatnonzero(scores)}

    def idf(self, stem: str) -> float:
        """How rare a stem is among the passages: near 0 in every one, ln(2N + 2) in none."""
        return self._contents.bm25.idf(stem)


def check_fresh(manifest: Manifest, settings: Settings, endings: Iterable[str] = ()) -> None:
    """Compare a manifest with the settings, and with the documents where the corpus folder is present.

    Args:
        manifest: what the index was made from.
        settings: the settings in force.
        endings: of files that count as new documents, besides those of the documents that the index knows.

    Raises:
        IndexStale: naming what changed.
    """
    baked = baked_settings(settings)
    keys = sorted(baked.keys() | manifest.baked.keys())
    changes = [f"setting {key}" for key in keys if baked.get(key) != manifest.baked.get(key)]
    if settings.paths.corpus.is_dir():
        known = {Path(name).suffix for name in manifest.documents} - {Path(COMPANION).suffix}
        changes += _changed_documents(manifest, settings.paths.corpus, (COMPANION, *known, *endings))
    if changes:
        raise IndexStale(
            f"The index is older than what it was built from: {', '.join(changes)}",
            where=str(settings.paths.index),
            remedy=BUILD,
        )


def _changed_documents(manifest: Manifest, corpus: Path, endings: tuple[str, ...]) -> list[str]:
    files = {path.relative_to(corpus): path for path in corpus.rglob("*") if path.name.lower().endswith(endings)}
    there = {name.as_posix(): path for name, path in files.items() if not _is_passed_over(name)}
    both = sorted(there.keys() & manifest.documents.keys())
    changed = [name for name in both if sha256_of(there[name]) != manifest.documents[name]]
    added = [f"{name} (new)" for name in sorted(there.keys() - manifest.documents.keys())]
    removed = [f"{name} (gone)" for name in sorted(manifest.documents.keys() - there.keys())]
    return [f"document {name}" for name in [*changed, *added, *removed]]


def _is_passed_over(name: Path) -> bool:
    return name.stem.lower() == "readme" or any(part.startswith((".", "~")) for part in name.parts)


def load_contents(folder: Path) -> Contents:
    """The verified files of the index in `folder`.

    Raises:
        IndexMissing: there is no index.
        IndexCorrupt: a file is missing, damaged or truncated.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        manifest = read_manifest(folder)
        try:
            _verify(folder, manifest)
            return _read(folder, manifest)
        except IndexCorrupt:
            # Another process may have put a new index in place between the manifest and the files.
            if attempt == _ATTEMPTS or read_manifest(folder) == manifest:
                raise
    raise AssertionError("unreachable")


def _verify(folder: Path, manifest: Manifest) -> None:
    if set(manifest.files) != set(FILES):
        raise IndexCorrupt("The manifest does not list the index's files", where=str(folder), remedy=BUILD)
    for name, digest in manifest.files.items():
        path = locate(folder, name)
        if not path.is_file():
            raise IndexCorrupt("A file of the index is missing", where=str(path), remedy=BUILD)
        if sha256_of(path) != digest:
            raise IndexCorrupt("A file of the index is damaged or truncated", where=str(path), remedy=BUILD)


def _read(folder: Path, manifest: Manifest) -> Contents:
    try:
        documents = read_documents(locate(folder, DOCUMENTS))
        passages = read_passages(locate(folder, PASSAGES))
        vectors = FlatStore.load(locate(folder, VECTORS))
        lines = np.load(locate(folder, LINES), allow_pickle=False)
        declined = np.load(locate(folder, DECLINED), allow_pickle=False)
        bm25 = Bm25.load(lambda name: locate(folder, f"bm25/{name}"))
    except (OSError, ValueError, KeyError, json.JSONDecodeError) as error:
        raise IndexCorrupt(f"The index cannot be read: {error}", where=str(folder), remedy=BUILD) from None
    counts = [line_count(passage) for passage in passages.values()]
    if len(vectors) != len(passages) or len(lines) != sum(counts) or bm25.size != len(passages):
        raise IndexCorrupt("The files of the index do not fit each other", where=str(folder), remedy=BUILD)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(int)
    offsets = dict(zip(passages, starts.tolist(), strict=False))
    return Contents(manifest, documents, passages, vectors, lines, declined, bm25, offsets)


def line_count(passage: Passage) -> int:
    """How many rows of the sentence vectors belong to a passage."""
    return len(passage.sentences) + bool(passage.question) + len(passage.also_asked)


def lines_of(passage: Passage, document: Document) -> list[str]:
    """The texts behind those rows: the sentences, then the questions."""
    return [*(span.of(document.text) for span in passage.sentences), *_questions(passage)]


def _questions(passage: Passage) -> tuple[str, ...]:
    """The questions that a passage is known to answer: the stored one, then other wordings."""
    return (*filter(None, (passage.question,)), *passage.also_asked)
