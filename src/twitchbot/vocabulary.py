"""How common a word is in general English: which words are real, and which are specific.

Frequencies come from the wordfreq library (its large English list). They are loaded when the first word outside the
corpus is looked up, packed into two arrays of about a megabyte together, and the library's own tables are let go.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MIN_ZIPF = 2.0
"""Below a hundred occurrences in a billion words the list holds as many slips of the keyboard as words."""


@lru_cache(maxsize=1)
def _table() -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    import wordfreq

    # A list of lists: bucket i holds the words of frequency 10 ** (-i / 100).
    buckets = wordfreq.get_frequency_list("en", "large")[: round((9 - MIN_ZIPF) * 100)]
    keys = np.fromiter((crc32(word.encode()) for bucket in buckets for word in bucket), np.uint32)
    values = np.repeat(900 - np.arange(len(buckets)), [len(bucket) for bucket in buckets]).astype(np.uint16)
    wordfreq.get_frequency_list.cache_clear()
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order]


@lru_cache(maxsize=4)
def common_words(min_zipf: float) -> tuple[str, ...]:
    """The English words of at least this Zipf frequency, most common first."""
    import wordfreq

    buckets = wordfreq.get_frequency_list("en", "small")[: round((9 - min_zipf) * 100)]
    wordfreq.get_frequency_list.cache_clear()
    return tuple(word for bucket in buckets for word in bucket)


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
