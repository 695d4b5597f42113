"""Reading content files: TOML in `content/<language>/`, checked by a typed model, with errors an editor understands."""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from twitchbot.errors import ContentError

FOLDER = Path(__file__).parent


class Entry(BaseModel):
    """A table of a content file: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


E = TypeVar("E", bound=BaseModel)


def load_toml(name: str, model: type[E], language: str = "en", folder: Path = FOLDER) -> E:
    """The content file `<language>/<name>.toml`, checked against `model`.

    Raises:
        ContentError: the file is missing, is no TOML or UTF-8, or has a wrong, unknown or missing key; names the key.
    """
    path = folder / language / f"{name}.toml"
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ContentError("A content file is missing", where=str(path), remedy="Restore the file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"A content file does not parse: {error}", where=str(path), remedy="Correct it.") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ContentError(
            f"`{key}` is wrong: {first['msg']}", where=str(path), remedy="Correct or remove this key."
        ) from None


@lru_cache(maxsize=8)
def content_version(language: str = "en", folder: Path = FOLDER) -> str:
    """Twelve hex digits that change when any content file of `language` changes."""
    digest = hashlib.sha256()
    for path in sorted((folder / language).rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
