"""BM25 over stems, with the spellings of medicine folded together.

Lucene's BM25 (Robertson & Zaragoza 2009; Kamphuis et al. 2020): idf = ln(1 + (N - df + 0.5) / (df + 0.5)), and each
occurrence count tf adds tf / (tf + k1 (1 - b + b length / mean length)).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Terms = Sequence[str] | Mapping[str, float]
"""Stems (`language.content_stems`), or stems with weights such as a synonym's."""

Columns = Mapping[int, float]
"""Column numbers of terms, with weights."""

_ARRAYS = ("data", "indices", "indptr")
_VOCABULARY = "vocabulary.json"


@lru_cache(maxsize=65536)
def fold(stem: str) -> str:
    """`stem` with British and American, Greek and plural spellings made one: oedema/edema, -aemia/-emia/-emic, -ses."""
    if len(stem) < 5:
        return stem
    folded = stem.removesuffix("e") if stem.endswith("ae") else stem
    folded = folded.replace("ae", "e").replace("oe", "e").replace("our", "or").replace("ys", "is").replace("yz", "is")
    for ending in ("emia", "emic"):
        if folded.endswith(ending):
            return folded.removesuffix(ending) + "em"
    return folded.removesuffix("i")


def weighted(terms: Terms) -> dict[str, float]:
    """Folded stems with their weights; a repeated stem weighs as often as it comes."""
    pairs: Iterable[tuple[str, float]] = terms.items() if isinstance(terms, Mapping) else Counter(terms).items()
    total: dict[str, float] = {}
    for stem, weight in pairs:
        total[fold(stem)] = total.get(fold(stem), 0.0) + weight
    return total


@dataclass(frozen=True, slots=True)
class Bm25:
    """Every term's score in every text that holds it, by term: sparse columns as bm25s lays them out."""

    vocabulary: Mapping[str, int]
    data: NDArray[np.float32]
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]
    size: int
    by_row: NDArray[np.int64] = field(init=False, repr=False)
    row_starts: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # The same entries by text instead of by term: `by_row` holds places in `data`.
        object.__setattr__(self, "by_row", np.argsort(self.indices, kind="stable"))
        counts = np.bincount(self.indices, minlength=self.size)
        object.__setattr__(self, "row_starts", np.concatenate([[0], np.cumsum(counts)]))

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]], *, k1: float, b: float) -> Bm25:
        """The index of `texts`, each a list of stems.

        Args:
            texts: stems of each text, repeats kept.
            k1: how slowly repeats of a word stop counting (0 and up).
            b: how much long texts are marked down, 0 to 1.
        """
        # Imported here: only building needs it, and it brings scipy.
        import bm25s

        folded = [[fold(stem) for stem in text] for text in texts]
        vocabulary = {term: column for column, term in enumerate(sorted({term for text in folded for term in text}))}
        # bm25s refuses an empty vocabulary; a corpus without words simply matches nothing.
        if not vocabulary:
            empty = np.zeros(0, dtype=np.float32)
            return cls({}, empty, empty.astype(np.int32), np.zeros(1, dtype=np.int64), len(texts))
        ranker = bm25s.BM25(k1=k1, b=b, method="lucene")
        ids = [[vocabulary[term] for term in text] for text in folded]
        ranker.index((ids, dict(vocabulary)), create_empty_token=False, show_progress=False)
        parts = ranker.scores
        return cls(
            vocabulary,
            np.asarray(parts["data"], dtype=np.float32),
            np.asarray(parts["indices"], dtype=np.int32),
            np.asarray(parts["indptr"], dtype=np.int64),
            len(texts),
        )

    def scores(self, terms: Terms) -> Scores:
        """The BM25 score of every text for `terms`; 0 where no term occurs."""
        return self.scores_of(self.columns(terms))

    def columns(self, terms: Terms) -> Columns:
        """Weights by column of those terms that any text holds."""
        known = self.vocabulary
        return {known[term]: weight for term, weight in weighted(terms).items() if term in known}

    def scores_of(self, columns: Columns) -> Scores:
        """As `scores`, for terms given by their columns."""
        total = np.zeros(self.size, dtype=np.float32)
        for column, weight in columns.items():
            start, end = self.indptr[column], self.indptr[column + 1]
            total[self.indices[start:end]] += np.float32(weight) * self.data[start:end]
        return total

    def reachable(self, columns: Columns) -> float:
        """What no text's score can pass: each term's weight times its idf, summed; 1 where there is no term."""
        return sum(weight * self._idf(column) for column, weight in columns.items()) or 1.0

    def words_of(self, row: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The columns of the terms of one text, and each one's score in it."""
        start, end = self.row_starts[row], self.row_starts[row + 1]
        places = self.by_row[start:end]
        return self.indptr.searchsorted(places, side="right") - 1, self.data[places]

    def idf(self, stem: str) -> float:
        """How rare a stem is, from near 0 (in every text) to ln(2N + 2) (in none)."""
        return self._idf(self.vocabulary.get(fold(stem)))

    def _idf(self, column: int | None) -> float:
        found = 0 if column is None else int(self.indptr[column + 1] - self.indptr[column])
        return math.log(1 + (self.size - found + 0.5) / (found + 0.5))

    def save(self, folder: Path) -> None:
        """Write the columns and the vocabulary into `folder`, as plain arrays and JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        terms = sorted(self.vocabulary, key=lambda term: self.vocabulary[term])
        content = json.dumps({"size": self.size, "terms": terms}, ensure_ascii=False)
        (folder / _VOCABULARY).write_text(content + "\n", "utf-8")

    @classmethod
    def load(cls, place: Callable[[str], Path]) -> Bm25:
        """What `save` wrote; `place` says where each file is. Raises OSError, ValueError or KeyError when not whole."""
        content = json.loads(place(_VOCABULARY).read_text("utf-8"))
        arrays: dict[str, NDArray[Any]] = {name: np.load(place(f"{name}.npy"), allow_pickle=False) for name in _ARRAYS}
        vocabulary = {term: column for column, term in enumerate(content["terms"])}
        if len(arrays["indptr"]) != len(vocabulary) + 1:
            raise ValueError("vocabulary and columns differ in length")
        return cls(vocabulary, **arrays, size=int(content["size"]))
