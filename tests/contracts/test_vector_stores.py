"""What every vector store keeps."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twitchbot.retrieval.vectors import FlatStore

STORES = (FlatStore,)
parametrized = pytest.mark.parametrize("kind", STORES)


def unit_rows(seed: int, count: int, dimensions: int = 8) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@parametrized
@settings(deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 60), limit=st.integers(1, 70))
def test_search_finds_what_brute_force_finds(kind: type[FlatStore], seed: int, count: int, limit: int) -> None:
    rows, query = unit_rows(seed, count), unit_rows(seed + 1, 1)[0]
    numbers, scores = kind.build(rows).search(query, limit)
    assert len(numbers) == min(limit, count)
    np.testing.assert_allclose(scores, np.sort(rows @ query)[::-1][:limit], atol=1e-5)
    np.testing.assert_allclose(rows[numbers] @ query, scores, atol=1e-5)


@parametrized
def test_a_row_comes_back_as_it_went_in(kind: type[FlatStore]) -> None:
    rows = unit_rows(1, 5)
    store = kind.build(rows)
    assert len(store) == 5
    np.testing.assert_array_equal(np.stack([store.row(number) for number in range(5)]), rows)


@parametrized
def test_a_store_survives_the_disk(kind: type[FlatStore], tmp_path: Path) -> None:
    rows = unit_rows(2, 5)
    kind.build(rows).save(tmp_path / "v")
    loaded = kind.load(tmp_path / "v")
    np.testing.assert_array_equal(loaded.row(3), rows[3])


@parametrized
@pytest.mark.parametrize("keep", [0, 1, 20, 100])
def test_a_truncated_file_is_refused(kind: type[FlatStore], tmp_path: Path, keep: int) -> None:
    kind.build(unit_rows(3, 20)).save(tmp_path / "v")
    (tmp_path / "v").write_bytes((tmp_path / "v").read_bytes()[:keep])
    with pytest.raises(ValueError, match="FAISS"):
        kind.load(tmp_path / "v")


def test_rows_outlive_their_store() -> None:
    vectors = np.eye(3, 8, dtype=np.float32)
    store = FlatStore.build(vectors)
    row, rows = store.row(1), store.rows(np.array([2, 0]))
    del store
    assert np.array_equal(row, vectors[1])
    assert np.array_equal(rows, vectors[[2, 0]])
    assert row.flags.owndata


def test_a_store_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = faiss.IndexHNSWFlat(8, 4)
    faiss.write_index(other, str(tmp_path / "other.faiss"))
    with pytest.raises(ValueError, match="not a flat FAISS index"):
        FlatStore.load(tmp_path / "other.faiss")
