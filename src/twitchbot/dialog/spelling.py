"""Correcting typos against the words of the corpus and the lexicon, never a real word into another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from twitchbot.vocabulary import zipf

REAL_WORD = 2.9
"""Zipf frequency from which a word counts as spelled right: about one in a million words; "selenium" has 2.9."""
MIN_LENGTH = 4
"""Characters: shorter words have too many neighbours."""


class Speller:
    """Knows the right words and finds the nearest one to a wrong one."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(word for word in vocabulary if word.isascii())
        self._targets = sorted(word for word in self._known if len(word) >= MIN_LENGTH and word.isalpha())

    def correct(self, word: str) -> str | None:
        """The known word that `word` is a slip of, or None when it is right, too short or nothing is near enough."""
        if len(word) < MIN_LENGTH or not word.isalpha() or word in self._known:
            return None
        return self._nearest(word)

    @lru_cache(maxsize=4096)  # noqa: B019 - one speller lives as long as the process
    def _nearest(self, word: str) -> str | None:
        frequency = zipf(word)
        if frequency >= REAL_WORD:
            return None
        allowed = 1 if len(word) <= 6 or frequency > 0 else 2 if len(word) <= 9 else 3
        found = process.extract(word, self._targets, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=8)
        ranked = sorted(found, key=lambda hit: (hit[1], hit[0][0] != word[0], -zipf(hit[0]), hit[0]))
        if not ranked or (ranked[0][0][0] != word[0] and ranked[0][1] > 1):
            return None
        return str(ranked[0][0])
