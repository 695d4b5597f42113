"""Which encoder serves a model, and where its compiled form is kept."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from twitchbot.config import Settings
from twitchbot.errors import EncoderUnavailable
from twitchbot.retrieval.encoders import Encoder
from twitchbot.retrieval.encoders.compiling import can_compile, compile_encoder, fingerprint_of, is_whole
from twitchbot.retrieval.encoders.weights import Weights, find_weights

FOLDER = "encoder"
"""Below the index folder."""


@dataclass(frozen=True, slots=True)
class Served:
    """How a model is served: what an index says of its encoder. `is_compiled` is False for the library."""

    name: str
    fingerprint: str
    is_compiled: bool


def open_for_building(settings: Settings) -> tuple[Encoder, Served]:
    """The encoder of `settings.model`, compiled into the index folder where that can be done.

    Raises:
        EncoderUnavailable: the model is not there, not the known one, or does not load.
    """
    weights = find_weights(settings.model.name)
    if can_compile(weights):
        folder = _compiled(weights, settings.paths.index / FOLDER)
        return _serve(folder, settings), Served(weights.name, folder.name, True)
    encoder = _library(weights, settings)
    return encoder, Served(weights.name, encoder.fingerprint, False)


def open_served(served: Served, settings: Settings) -> Encoder:
    """The encoder that an index was built with; compiled now if only the compiled files are missing or damaged.

    Raises:
        EncoderUnavailable: the model is not there, or is not the one that the index was built with.
    """
    home = settings.paths.index / FOLDER
    if served.is_compiled and is_whole(home / served.fingerprint):
        return _serve(home / served.fingerprint, settings)
    weights = find_weights(served.name)
    if served.is_compiled and fingerprint_of(weights) == served.fingerprint:
        print("twitchbot: compiling the encoder, once", file=sys.stderr)
        return _serve(_compiled(weights, home), settings)
    if not served.is_compiled:
        encoder = _library(weights, settings)
        if encoder.fingerprint == served.fingerprint:
            return encoder
    raise EncoderUnavailable(
        f"The model {served.name!r} on this machine is not the one that the index was built with",
        where=str(weights.folder),
        remedy="Run `twitchbot index`.",
    )


def _compiled(weights: Weights, home: Path) -> Path:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / ".lock"):
            return compile_encoder(weights, home)
    except OSError as error:
        raise EncoderUnavailable(
            f"The compiled encoder cannot be written: {error.strerror or error}",
            where=str(home),
            remedy="Let this account write there, or run `twitchbot index` as one that may.",
        ) from None


def _serve(folder: Path, settings: Settings) -> Encoder:
    # Imported when chosen: onnxruntime is heavy, and another encoder may serve.
    from twitchbot.retrieval.encoders.compiled import CompiledEncoder

    own = settings.encoder
    return CompiledEncoder(folder, threads=own.threads, batch=own.batch, remembered=own.remembered)


def _library(weights: Weights, settings: Settings) -> Encoder:
    from twitchbot.retrieval.encoders.library import LibraryEncoder, say_so

    say_so(weights.name)
    return LibraryEncoder(weights, threads=settings.encoder.threads, batch=settings.encoder.batch)
