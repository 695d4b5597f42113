"""Correcting typos against the words of the corpus and the lexicon, never a real word into another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from twitchbot.vocabulary import common_words, zipf

REAL_WORD = 2.9
"""Zipf frequency from which a word counts as spelled right: about one in a million words; "selenium" has 2.9."""
MIN_LENGTH = 4
"""Characters: shorter words have too many neighbours."""


COMMON_WORD = 4.3
"""Zipf frequency of the general words that a typo may also stand for: about five thousand of them."""


class Speller:
    """Knows the right words and finds the nearest one to a wrong one: a word of the domain first, then a common one."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(word for word in vocabulary if word.isascii())
        self._targets = _sorted(self._known)

    def correct(self, word: str) -> str | None:
        """The right word that `word` is a slip of, or None when it is right, too short or nothing is near enough."""
        if len(word) < MIN_LENGTH or not word.isalpha() or word in self._known:
            return None
        return _corrected(word, self._targets)


@lru_cache(maxsize=4096)
def _corrected(word: str, targets: tuple[str, ...]) -> str | None:
    frequency = zipf(word)
    if frequency >= REAL_WORD:
        return None
    allowed = 1 if len(word) <= 6 or frequency > 0 else 2 if len(word) <= 9 else 3
    return (
        _nearest(word, targets, allowed)
        or _sounds_like(word, targets)
        or _nearest(word, _common(), min(allowed, 1 if len(word) <= 7 else 2))
        or _sounds_like(word, _common())
    )


def _sounds_like(word: str, targets: tuple[str, ...]) -> str | None:
    """The nearest target that is pronounced alike (Metaphone, Philips 1990), at most half of its letters apart."""
    alike = [target for target in _by_sound(targets).get(metaphone(word), ()) if target[0] == word[0]]
    near = [(DamerauLevenshtein.distance(word, target), -zipf(target), target) for target in alike]
    best = min(near, default=None)
    return best[2] if best and best[0] <= len(word) / 2 else None


@lru_cache(maxsize=4)
def _by_sound(targets: tuple[str, ...]) -> dict[str, list[str]]:
    sounds: dict[str, list[str]] = {}
    for target in targets:
        sounds.setdefault(metaphone(target), []).append(target)
    return sounds


def _nearest(word: str, targets: tuple[str, ...], allowed: int) -> str | None:
    found = process.extract(word, targets, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=8)
    ranked = sorted(
        found, key=lambda hit: (hit[1], hit[0][0] != word[0], set(hit[0]) != set(word), -zipf(hit[0]), hit[0])
    )
    if not ranked or (ranked[0][0][0] != word[0] and ranked[0][1] > 1):
        return None
    return str(ranked[0][0])


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    return _sorted(common_words(COMMON_WORD))


def _sorted(vocabulary: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in vocabulary if len(word) >= MIN_LENGTH and word.isalpha() and word.isascii()))
