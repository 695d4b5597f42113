"""Low-rank updates of the bundled encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from twitchbot.dialog.safety.opinion import load_opinion
from twitchbot.errors import EncoderUnavailable
from twitchbot.retrieval.encoders.adapting import SAFETY, Adapter


def adapter(folder: Path, base: str = "abc") -> Adapter:
    path = folder / "adapter.npz"
    a, b = np.ones((1, 3), np.float16), np.array([[2.0], [0.0]], np.float16)
    np.savez_compressed(path, **{"base": np.array(base), "layer.weight|a": a, "layer.weight|b": b})
    return Adapter(path, "test", "train it")


def test_updates_are_added_and_other_tensors_stay(tmp_path: Path) -> None:
    tensors = {"layer.weight": np.zeros((2, 3), np.float32), "other": np.ones(2, np.float32)}
    changed = adapter(tmp_path).applied(tensors, "abc")
    assert changed["layer.weight"].tolist() == [[2.0, 2.0, 2.0], [0.0, 0.0, 0.0]]
    assert changed["other"] is tensors["other"]
    assert not tensors["layer.weight"].any()


def test_updates_for_other_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="other weights"):
        adapter(tmp_path).applied({}, "def")


def test_a_missing_or_damaged_adapter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="missing"):
        Adapter(tmp_path / "none.npz", "test", "train it").fingerprint()
    (tmp_path / "bad.npz").write_bytes(b"PK not really")
    with pytest.raises(EncoderUnavailable):
        Adapter(tmp_path / "bad.npz", "test", "train it").applied({}, "abc")


@pytest.mark.model
def test_the_shipped_classifier_belongs_to_the_shipped_adapter() -> None:
    opinion = load_opinion()
    assert opinion is not None
    assert opinion.fingerprint == SAFETY.fingerprint()
