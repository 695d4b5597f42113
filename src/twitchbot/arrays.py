"""Arrays kept in files: NumPy's archive format without pickle, read whole and checked."""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Every array of the archive `path` by its name.

    Raises:
        OSError: the file is not there or cannot be read.
        ValueError: it is damaged, or needs pickle.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (
        EOFError,
        KeyError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
        zlib.error,
        tokenize.TokenError,
    ) as error:
        raise ValueError(f"not a whole archive of arrays ({error or type(error).__name__})") from None
