"""Which encoder serves a model, and where its compiled form is kept."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from twitchbot.config import Settings
from twitchbot.errors import EncoderUnavailable
from twitchbot.retrieval.encoders import Encoder
from twitchbot.retrieval.encoders.adapting import BASE, Adapter
from twitchbot.retrieval.encoders.compiling import (
    Change,
    can_compile,
    compile_encoder,
    fingerprint_of,
    forget_others,
    is_whole,
)
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
    if served.is_compiled:
        return _serve(_folder_of(served, settings), settings)
    weights = find_weights(served.name)
    encoder = _library(weights, settings)
    if encoder.fingerprint != served.fingerprint:
        raise _another_model(weights)
    return encoder


def ready_served(served: Served, settings: Settings) -> None:
    """Make sure that `open_served` will find what it needs, without holding it: compiles what is missing or damaged.

    Raises:
        EncoderUnavailable: as for `open_served`.
    """
    if served.is_compiled:
        _folder_of(served, settings)
    else:
        open_served(served, settings)


def _folder_of(served: Served, settings: Settings) -> Path:
    """The compiled folder of an encoder, compiled now if it is missing or damaged."""
    home = settings.paths.index / FOLDER
    if is_whole(home / served.fingerprint):
        return home / served.fingerprint
    weights = find_weights(served.name)
    if fingerprint_of(weights) != served.fingerprint:
        raise _another_model(weights)
    print("twitchbot: compiling the encoder, once", file=sys.stderr)
    return _compiled(weights, home)


def _another_model(weights: Weights) -> EncoderUnavailable:
    return EncoderUnavailable(
        f"The model {weights.name!r} on this machine is not the one that the index was built with",
        where=str(weights.folder),
        remedy="Run `twitchbot index`.",
    )


def open_adapted(adapter: Adapter, fingerprint: str, settings: Settings) -> Encoder:
    """The tuned encoder that a head was trained with, compiled now if it is missing or damaged.

    Raises:
        EncoderUnavailable: the weights or the updates are not there, or are not those of `fingerprint`.
    """
    return _serve(ready_adapted(adapter, fingerprint, settings), settings)


def ready_adapted(adapter: Adapter, fingerprint: str, settings: Settings) -> Path:
    """The compiled folder of a tuned encoder, compiled now if it is missing or damaged. Raises as `open_adapted`."""
    home = settings.paths.index / FOLDER
    if is_whole(home / fingerprint):
        return home / fingerprint
    weights = find_weights(BASE)
    if adapter.fingerprint() != fingerprint:
        raise adapter.refuse()
    print(f"twitchbot: compiling the encoder of the {adapter.purpose}, once", file=sys.stderr)
    return _compiled(weights, home, fingerprint, lambda tensors: adapter.applied(tensors, weights.sha256))


def tidy(served: Served, adapted: Iterable[str], settings: Settings) -> None:
    """Remove compiled encoders that neither an index (`served`) nor a head names (`adapted`, fingerprints)."""
    home = settings.paths.index / FOLDER
    with suppress(OSError), FileLock(home / ".lock"):
        forget_others(home, {served.fingerprint, *adapted})


def _compiled(weights: Weights, home: Path, fingerprint: str = "", change: Change | None = None) -> Path:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / ".lock"):
            return compile_encoder(weights, home, fingerprint=fingerprint, change=change)
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
