"""Passage vectors in FAISS: the only module that knows it.

Exact search (IndexFlatIP): a scan of 100,000 passages takes some 10 ms and misses nothing. Past a million passages an
IndexHNSWFlat would take its place here; nothing else would change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from twitchbot.retrieval.encoders import Vectors


class VectorStore(Protocol):
    """Rows of unit vectors that can be searched by inner product, which is their cosine."""

    def __len__(self) -> int: ...

    def search(self, query: Vectors, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """Rows and cosines of the `limit` nearest to one vector (dimensions,), nearest first."""
        ...

    def row(self, number: int) -> Vectors:
        """One stored vector (dimensions,)."""
        ...

    def rows(self, numbers: NDArray[np.int64]) -> Vectors:
        """Stored vectors (len(numbers), dimensions)."""
        ...


class FlatStore:
    """Exact search over all rows."""

    def __init__(self, index: faiss.IndexFlat) -> None:
        self._index = index
        # The store's own memory, which lives as long as the store: what leaves this class is a copy of it.
        self._rows: Vectors = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)

    @classmethod
    def build(cls, vectors: Vectors) -> FlatStore:
        """A store of the rows of `vectors` (n, dimensions)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, query: Vectors, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """Rows and cosines, nearest first; see `VectorStore`."""
        scores, rows = self._index.search(np.ascontiguousarray(query[None, :], dtype=np.float32), min(limit, len(self)))
        return rows[0], scores[0]

    def row(self, number: int) -> Vectors:
        """One stored vector."""
        found: Vectors = self._rows[number].copy()
        return found

    def rows(self, numbers: NDArray[np.int64]) -> Vectors:
        """Stored vectors, in the order of `numbers`."""
        found: Vectors = self._rows[numbers.astype(np.int64)]
        return found

    def save(self, path: Path) -> None:
        """Write the store to one file."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> FlatStore:
        """What `save` wrote. Raises ValueError when it is not whole."""
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise ValueError(f"not a FAISS index: {error}") from None
        if not isinstance(index, faiss.IndexFlat):
            raise ValueError("not a flat FAISS index")
        return cls(index)


def packed(vectors: Vectors) -> NDArray[np.int8]:
    """Unit vectors as bytes, of the same shape: each row scaled so that its largest entry is 127.

    A quarter of the size; a cosine between a packed and a plain vector moves by less than 0.001.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    result: NDArray[np.int8] = np.rint(vectors * (127.0 / largest)).astype(np.int8)
    return result


def unpacked(rows: NDArray[np.int8]) -> Vectors:
    """The unit vectors of packed rows, of the same shape."""
    plain = rows.astype(np.float32)
    lengths = np.linalg.norm(plain, axis=1, keepdims=True)
    result: Vectors = plain / np.maximum(lengths, 1e-9)
    return result
