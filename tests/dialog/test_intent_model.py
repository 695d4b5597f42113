"""The learned small-talk model: its features, its file, its choice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from twitchbot.answers import Intent
from twitchbot.dialog.intent_model import BUCKETS, IntentModel, features
from twitchbot.errors import ContentError

DIMENSIONS = 4
UNIT = np.array([1, 0, 0, 0], np.float32)


def model() -> IntentModel:
    """Greets what points one way, thanks what points another."""
    weights = np.zeros((2, DIMENSIONS + BUCKETS), np.float32)
    weights[0, 0], weights[1, 1] = 3.0, 3.0
    return IntentModel((Intent.GREETING, Intent.THANKS), weights, np.zeros(2, np.float32), "words-1")


def test_features_are_the_embedding_and_the_word_runs() -> None:
    found = features("thank you so much", UNIT)
    assert found.shape == (DIMENSIONS + BUCKETS,)
    assert found[:DIMENSIONS].tolist() == UNIT.tolist()
    assert np.linalg.norm(found[DIMENSIONS:]) == pytest.approx(1.0)


def test_word_order_and_word_ends_count_and_case_does_not() -> None:
    assert np.array_equal(features("Thank YOU", UNIT), features("thank you", UNIT))
    assert not np.array_equal(features("you thank", UNIT), features("thank you", UNIT))
    assert np.isfinite(features("", UNIT)).all()


def test_the_nearest_intent_is_chosen_with_its_probability() -> None:
    intent, chance = model().classify("x", UNIT)
    assert intent is Intent.GREETING
    assert chance == pytest.approx(np.exp(3) / (np.exp(3) + 1), abs=1e-4)
    assert model().classify("x", np.roll(UNIT, 1))[0] is Intent.THANKS


def test_a_saved_model_is_loaded_for_its_encoder_alone(tmp_path: Path) -> None:
    path = tmp_path / "intents.npz"
    model().save(path)
    loaded = IntentModel.load("words-1", path)
    assert loaded is not None
    assert loaded.classify("x", UNIT) == model().classify("x", UNIT)
    assert IntentModel.load("another", path) is None


@pytest.mark.parametrize("content", [None, b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_missing_or_damaged_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "intents.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ContentError) as caught:
        IntentModel.load("words-1", path)
    assert str(path) in str(caught.value)
    assert "twitchbot fit intents" in caught.value.remedy
