"""What every encoder keeps: the compiled one, which serves, and the library, which serves what cannot be compiled."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from twitchbot.config import Settings, load_settings
from twitchbot.retrieval.encoders import Encoder
from twitchbot.retrieval.encoders.opening import open_for_building
from twitchbot.retrieval.encoders.weights import find_weights

pytestmark = pytest.mark.model

TEXTS = ("does magnesium help?", "Muscles twitch.", "", " ", "\ud800", "日本語 🙂 e\u0301", "word " * 3000)


def compiled(settings: Settings) -> Encoder:
    encoder, served = open_for_building(settings)
    assert served.is_compiled
    return encoder


def library(settings: Settings) -> Encoder:
    from twitchbot.retrieval.encoders.library import LibraryEncoder

    return LibraryEncoder(find_weights(settings.model.name), threads=1, batch=8)


@pytest.fixture(scope="module", params=[compiled, library], ids=lambda make: make.__name__)
def encoder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    folder: Path = tmp_path_factory.mktemp("index")
    make: Callable[[Settings], Encoder] = request.param
    return make(load_settings(paths={"index": folder}))


def test_vectors_are_unit_length_of_the_stated_shape(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_nothing_in_is_nothing_out(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_a_text_has_one_vector_whatever_stands_beside_it(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=2e-3)


def test_like_meanings_are_nearer_than_unlike_ones(encoder: Encoder) -> None:
    one, like, unlike = encoder.encode(["muscle cramps", "spasms of the muscles", "train timetable"])
    assert one @ like > one @ unlike + 0.2


def test_an_encoder_names_its_model_and_its_numbers(encoder: Encoder) -> None:
    assert encoder.name
    assert encoder.fingerprint
