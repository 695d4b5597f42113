"""Compiling a model: its weights, once, into a small folder that onnxruntime serves from."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from twitchbot.retrieval.encoders.recipe import Recipe, Shape
from twitchbot.retrieval.encoders.weights import Weights
from twitchbot.retrieval.files import sha256_of, sync, write_json

Change = Callable[[dict[str, NDArray[Any]]], dict[str, NDArray[Any]]]
"""From a model's tensors to the tensors to compile."""
MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "encoder.json"
RECIPE = Recipe()
# Raised by hand whenever build_graph computes other numbers from the same weights.
_GRAPH_VERSION = 1


@dataclass(frozen=True, slots=True)
class Card:
    """What a compiled folder says of itself. `files` maps each file to its SHA-256."""

    model: str
    weights_sha256: str
    fingerprint: str
    recipe: str
    dimensions: int
    max_tokens: int
    pad_token: int
    files: Mapping[str, str]


def can_compile(weights: Weights) -> bool:
    """True for a BERT with mean pooling, which covers all-MiniLM and its kin; others are served by the library."""
    config, pooling = weights.json("config.json"), weights.json("1_Pooling/config.json")
    kinds = {str(module.get("type", "")).rsplit(".", 1)[-1] for module in weights.json("modules.json") or ()}
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and config.get("hidden_size", 1) % RECIPE.block == 0
        and _is_mean(pooling)
        and kinds <= {"Transformer", "Pooling", "Normalize"}
        and (weights.folder / TOKENIZER).is_file()
        and not _prompts(weights)
    )


def _is_mean(pooling: dict[str, Any]) -> bool:
    modes = {key for key, value in pooling.items() if key.startswith("pooling_mode") and value is True}
    return modes == {"pooling_mode_mean_tokens"} or pooling.get("pooling_mode") == "mean"


def _prompts(weights: Weights) -> bool:
    return any((weights.json("config_sentence_transformers.json").get("prompts") or {}).values())


def max_tokens(weights: Weights) -> int:
    """How many tokens the model reads, special ones included; the rest of a text is cut off."""
    positions = int(weights.json("config.json")["max_position_embeddings"])
    return min(int(weights.json("sentence_bert_config.json").get("max_seq_length") or positions), positions)


def fingerprint_of(weights: Weights, recipe: Recipe = RECIPE) -> str:
    """Which numbers the compiled model computes: 16 hex digits over weights, tokenizer, length and recipe."""
    tokenizer = sha256_of(weights.folder / TOKENIZER)
    parts = (weights.sha256, tokenizer, str(max_tokens(weights)), str(recipe), str(_GRAPH_VERSION))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def read_card(folder: Path) -> Card:
    """The card of a compiled folder. Raises OSError, ValueError or TypeError when it cannot be read."""
    return Card(**json.loads((folder / CARD).read_text("utf-8")))


def damaged_files(folder: Path, card: Card) -> list[str]:
    """Names of the files that are missing or are not the ones that were compiled.

    The card itself is one where it belongs to another folder, or does not name both files.
    """
    if card.fingerprint != folder.name or set(card.files) != {MODEL, TOKENIZER}:
        return [CARD]
    there = {name: folder / name for name in card.files}
    return [name for name, path in there.items() if not path.is_file() or _digest(path) != card.files[name]]


def _digest(path: Path) -> str:
    """The digest of a file, reckoned anew whenever the file has been touched since the last time."""
    state = path.stat()
    return _digest_at(path, state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=16)
def _digest_at(path: Path, _changed: int, _touched: int, _size: int, _file: int) -> str:
    # One start asks for the same 25 MB several times: to make them ready, to choose who serves, and to open them.
    return sha256_of(path)


def is_whole(folder: Path) -> bool:
    """True when a compiled folder is there with every file as it was written."""
    try:
        return not damaged_files(folder, read_card(folder))
    except (OSError, ValueError, TypeError):
        return False


def forget_others(home: Path, kept: set[str]) -> None:
    """Remove the compiled encoders in `home` that are not named in `kept`: each is 25 MB that nobody opens again."""
    for folder in home.iterdir() if home.is_dir() else ():
        if folder.is_dir() and folder.name not in kept and (folder / CARD).is_file():
            shutil.rmtree(folder, ignore_errors=True)


def compile_encoder(
    weights: Weights, home: Path, recipe: Recipe = RECIPE, *, fingerprint: str = "", change: Change | None = None
) -> Path:
    """The folder `home`/<fingerprint> with the compiled model in it, written aside, synced, then renamed.

    A whole folder that is there already is left as it is; a damaged one is replaced. `change` alters the weights
    first; `fingerprint` then says which numbers come out.
    """
    target = home / (fingerprint or fingerprint_of(weights, recipe))
    if is_whole(target):
        return target
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".compiling-", dir=home) as name:
        aside = Path(name, target.name)
        aside.mkdir()
        _write(weights, aside, recipe, change)
        if target.exists():
            shutil.rmtree(target)
        aside.rename(target)
    sync(home)
    return target


def _write(weights: Weights, folder: Path, recipe: Recipe, change: Change | None) -> None:
    # Imported here: only a build reads weights and writes graphs.
    from safetensors.numpy import load_file

    from twitchbot.retrieval.encoders.graph import build_graph

    config = weights.json("config.json")
    tensors = load_file(weights.file)
    model = build_graph(change(tensors) if change else tensors, Shape.of(config), recipe)
    (folder / MODEL).write_bytes(model.SerializeToString())
    shutil.copyfile(weights.folder / TOKENIZER, folder / TOKENIZER)
    for name in (MODEL, TOKENIZER):
        sync(folder / name)
    card = Card(
        model=weights.name,
        weights_sha256=weights.sha256,
        fingerprint=folder.name,
        recipe=str(recipe),
        dimensions=int(config["hidden_size"]),
        max_tokens=max_tokens(weights),
        pad_token=int(config.get("pad_token_id") or 0),
        files={name: sha256_of(folder / name) for name in (MODEL, TOKENIZER)},
    )
    write_json(folder / CARD, asdict(card))
