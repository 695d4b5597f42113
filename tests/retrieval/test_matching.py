"""The learned match: margins over silence, only for documents that it knows, in a file that says what it belongs to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from twitchbot.errors import RetrievalError
from twitchbot.retrieval.matching import ARRAYS, PACKAGED, Matcher, Matches, gelu

RNG = np.random.default_rng(3)


def unit(rows: int) -> np.ndarray:
    vectors = RNG.normal(size=(rows, 8)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


PASSAGES, QUESTION = unit(5), unit(1)[0]


def matcher(size: float = 0.0) -> Matcher:
    """A layer whose outward weights have the deviation `size`: 0 leaves every vector where it is."""
    inward = RNG.normal(size=(2, 4, 8)).astype(np.float32)
    outward = (size * RNG.normal(size=(2, 8, 4))).astype(np.float32)
    silence = np.zeros(8, np.float32)
    return Matcher("m", frozenset({"d"}), inward[0], outward[0], inward[1], outward[1], silence, 10.0, 4.0)


def test_a_layer_that_moves_nothing_gives_the_scaled_cosine_over_silence() -> None:
    still = matcher()
    margins = still.margins(QUESTION, still.keys(PASSAGES))
    np.testing.assert_allclose(margins, 10.0 * PASSAGES @ QUESTION - 4.0, rtol=1e-5)


def test_silence_is_a_function_of_the_question_alone() -> None:
    loud = replace(matcher(), silence=QUESTION)
    still = matcher()
    fall = still.margins(QUESTION, PASSAGES) - loud.margins(QUESTION, PASSAGES)
    np.testing.assert_allclose(fall, np.full(5, 4.0), rtol=1e-5)


def test_keys_are_unit_vectors() -> None:
    np.testing.assert_allclose(np.linalg.norm(matcher(1.0).keys(PASSAGES), axis=1), np.ones(5), rtol=1e-5)


def test_matches_name_the_passages() -> None:
    layer = matcher(0.5)
    keys = layer.keys(PASSAGES[:2])
    found = Matches(layer, {"a": 0, "b": 1}, keys).of(QUESTION)
    assert list(found) == ["a", "b"]
    assert list(found.values()) == pytest.approx(layer.margins(QUESTION, keys).tolist())


def test_the_activation_is_the_gelu() -> None:
    found = gelu(np.array([-10.0, 0.0, 1.0, 10.0], np.float32))
    np.testing.assert_allclose(found, [0.0, 0.0, 0.8412, 10.0], atol=1e-3)


def test_a_matcher_written_is_read_again(tmp_path: Path) -> None:
    layer, path = matcher(0.5), tmp_path / "match.npz"
    layer.save(path)
    read = Matcher.load("m", path)
    assert read is not None
    assert (read.model, read.documents, read.scale, read.bias) == ("m", frozenset({"d"}), 10.0, 4.0)
    for name in ARRAYS:
        np.testing.assert_allclose(getattr(read, name), getattr(layer, name), atol=1e-3)


def test_without_a_file_there_is_no_match(tmp_path: Path) -> None:
    assert Matcher.load("m", tmp_path / "none.npz") is None


def test_a_file_of_another_model_or_a_damaged_one_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "match.npz"
    matcher().save(path)
    with pytest.raises(RetrievalError, match="another model") as caught:
        Matcher.load("other", path)
    assert "twitchbot fit answers" in caught.value.remedy
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(RetrievalError, match="cannot be used"):
        Matcher.load("m", path)


def test_the_packaged_match_knows_the_shipped_document() -> None:
    with np.load(PACKAGED, allow_pickle=False) as stored:
        assert "vitamin-deficiency-and-muscle-twitching" in str(stored["card"])
        assert set(stored.files) == {"card", *ARRAYS}
