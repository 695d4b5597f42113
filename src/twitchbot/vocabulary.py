"""How common a word is in general English: which words are real, and which are specific.

Frequencies come from the files of the wordfreq package (its large English list). They are loaded when the first word
outside the corpus is looked up, and packed into two arrays of about half a megabyte together.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

import numpy as np
from msgpack import Unpacker
from numpy.typing import NDArray

from twitchbot.errors import ConfigError

_FORM = {"format": "cB", "version": 1}
"""How a list says of itself that it is buckets of words, a hundredth of a power of ten apart."""
MIN_ZIPF = 2.0
"""Below a hundred occurrences in a billion words the list holds as many slips of the keyboard as words."""


@lru_cache(maxsize=1)
def _table() -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    buckets = _buckets("large", MIN_ZIPF)
    keys = np.fromiter((crc32(word.encode()) for bucket in buckets for word in bucket), np.uint32)
    values = np.repeat(900 - np.arange(len(buckets)), [len(bucket) for bucket in buckets]).astype(np.uint16)
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order]


@lru_cache(maxsize=4)
def common_words(min_zipf: float) -> tuple[str, ...]:
    """The English words of at least this Zipf frequency, most common first."""
    return tuple(word for bucket in _buckets("small", min_zipf) for word in bucket)


def _buckets(size: str, min_zipf: float) -> list[list[str]]:
    """The words of the list `size` by frequency: bucket i holds those of frequency 10 ** (-i / 100).

    Raises:
        ConfigError: the package with the lists is not there.
        OSError: the list is not there.
        ValueError: it is not of the form that is known here.
    """
    # find_spec runs none of the package's code, which takes longer to import than its list to read.
    spec = find_spec("wordfreq")
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError(
            "The package wordfreq is not installed",
            where="wordfreq",
            remedy="Install twitchbot again: pip install -e .",
        )
    with gzip.open(Path(spec.submodule_search_locations[0], "data", f"{size}_en.msgpack.gz")) as stream:
        parts = Unpacker(stream)
        held = parts.read_array_header()
        if parts.unpack() != _FORM:
            raise ValueError(f"the word list `{size}` is of another form than {_FORM}")
        # The rest of the list, two thirds of it, is never unpacked.
        return [parts.unpack() for _ in range(min(held - 1, round((9 - min_zipf) * 100)))]


@lru_cache(maxsize=16384)
def zipf(word: str) -> float:
    """The Zipf frequency of a lower-case word: log10 of its occurrences in a billion words; 0.0 when unknown.

    7 is "the", 5 "thing", 3.5 "hangover", 1.5 "hypocalcemia".
    """
    keys, values = _table()
    key = crc32(word.encode())
    at = int(np.searchsorted(keys, key))
    return float(values[at]) / 100 if at < len(keys) and int(keys[at]) == key else 0.0


def specificity(word: str) -> float:
    """How much a word narrows a question, 0.05 ("thing") to 1 ("iodine"): falls linearly with its Zipf frequency."""
    return float(min(1.0, max(0.05, (6.0 - zipf(word)) / 2.6)))
