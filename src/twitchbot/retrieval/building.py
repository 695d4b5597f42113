"""Writing the index folder from a corpus and an encoder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from twitchbot.config import RetrievalSettings, Settings
from twitchbot.documents import Corpus, Passage
from twitchbot.errors import IndexCorrupt, IndexMissing
from twitchbot.language import content_stems
from twitchbot.retrieval.bm25 import Bm25
from twitchbot.retrieval.encoders import Encoder, Vectors
from twitchbot.retrieval.encoders.opening import Served
from twitchbot.retrieval.files import replacing, sha256_of, write_json
from twitchbot.retrieval.index import (
    DECLINED,
    DOCUMENTS,
    FILES,
    LINES,
    PASSAGES,
    VECTORS,
    lines_of,
    load_contents,
)
from twitchbot.retrieval.manifest import NAME, SCHEMA, Manifest, baked_settings
from twitchbot.retrieval.records import write_documents, write_passages
from twitchbot.retrieval.vectors import FlatStore, packed, unpacked

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much is done, and how much there is."""

_SLICE = 64
"""Texts between two calls of the progress function."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def write_index(corpus: Corpus, encoder: Encoder, served: Served, settings: Settings, progress: Progress) -> Manifest:
    """Write the index of `corpus` into the index folder and say what it holds.

    Texts that the index in place already holds, from the same encoder, keep their vectors.
    """
    folder = settings.paths.index
    documents = {document.id: document for document in corpus.documents}
    lines = [line for passage in corpus.passages for line in lines_of(passage, documents[passage.document_id])]
    known = _known(folder, served)
    vectors = _embed([passage.indexed_text for passage in corpus.passages], known[0], encoder, "passages", progress)
    line_vectors = _embed(lines, known[1], encoder, "sentences", progress)
    declined = [question for document in corpus.documents for question in document.not_covered]
    declined_vectors = _embed(declined, known[1], encoder, "questions", progress)
    bm25 = _bm25(corpus.passages, settings.retrieval)
    with replacing(folder) as fresh:
        write_documents(fresh / DOCUMENTS, corpus.documents)
        write_passages(fresh / PASSAGES, corpus.passages)
        FlatStore.build(vectors).save(fresh / VECTORS)
        np.save(fresh / LINES, packed(line_vectors), allow_pickle=False)
        np.save(fresh / DECLINED, packed(declined_vectors), allow_pickle=False)
        bm25.save(fresh / "bm25")
        manifest = Manifest(
            schema=SCHEMA,
            documents={document.path: document.sha256 for document in corpus.documents} | dict(corpus.companions),
            baked=baked_settings(settings),
            encoder=served,
            dimensions=encoder.dimensions,
            passages=len(corpus.passages),
            sentences=len(lines),
            files={name: sha256_of(fresh / name) for name in FILES},
        )
        write_json(fresh / NAME, manifest.to_json())
    return manifest


def bm25_stems(passage: Passage, settings: RetrievalSettings) -> Sequence[str]:
    """The stems that BM25 reads: headings and the stored question as often as the settings say, and the text."""
    above = content_stems(" ".join((*passage.heading_path, passage.question)))
    return above * settings.heading_weight + content_stems(passage.text)


def _bm25(passages: Sequence[Passage], settings: RetrievalSettings) -> Bm25:
    return Bm25.build([bm25_stems(passage, settings) for passage in passages], k1=settings.bm25_k1, b=settings.bm25_b)


def _known(folder: Path, served: Served) -> tuple[Mapping[str, Vectors], Mapping[str, Vectors]]:
    """Vectors by text of the index in place: of passages, and of sentences and questions."""
    try:
        old = load_contents(folder)
    except (IndexMissing, IndexCorrupt):
        return {}, {}
    if old.manifest.encoder != served:
        return {}, {}
    passages = {passage.indexed_text: old.vectors.row(row) for row, passage in enumerate(old.passages.values())}
    lines = [lines_of(passage, old.documents[passage.document_id]) for passage in old.passages.values()]
    declined = [question for document in old.documents.values() for question in document.not_covered]
    known = dict(zip(chain.from_iterable(lines), unpacked(old.lines), strict=True))
    return passages, known | dict(zip(declined, unpacked(old.declined), strict=True))


def _embed(
    texts: Sequence[str], known: Mapping[str, Vectors], encoder: Encoder, stage: str, progress: Progress
) -> Vectors:
    new = [text for text in dict.fromkeys(texts) if text not in known]
    found = dict(known)
    progress(stage, 0, len(new))
    for start in range(0, len(new), _SLICE):
        part = new[start : start + _SLICE]
        found.update(zip(part, encoder.encode(part), strict=True))
        progress(stage, start + len(part), len(new))
    return np.array([found[text] for text in texts], dtype=np.float32).reshape(len(texts), encoder.dimensions)
