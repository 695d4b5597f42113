"""Correcting typos against the words of the corpus and the lexicon, never a real word into another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache

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
        self._targets = _Targets(self._known)
        self._corrected = lru_cache(maxsize=4096)(self._correct)

    def knows(self, word: str) -> bool:
        """True for what is never corrected: a right word, a short one, and what is no word."""
        return len(word) < MIN_LENGTH or not word.isalpha() or word in self._known or zipf(word) >= REAL_WORD

    def correct(self, word: str) -> str | None:
        """The right word that `word` is a slip of, or None when it is known or nothing is near enough."""
        return None if self.knows(word) else self._corrected(word)

    def _correct(self, word: str) -> str | None:
        frequency = zipf(word)
        allowed = 1 if len(word) <= 6 or frequency > 0 else 2 if len(word) <= 9 else 3
        return (
            _nearest(word, self._targets.words, allowed)
            or self._targets.sounding_like(word)
            or _nearest(word, _common().words, min(allowed, 1 if len(word) <= 7 else 2))
            or _common().sounding_like(word)
        )


class _Targets:
    """Words that a slip may stand for, sorted, and found by their sound."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.words = tuple(
            sorted(word for word in vocabulary if len(word) >= MIN_LENGTH and word.isalpha() and word.isascii())
        )

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        sounds: dict[str, list[str]] = {}
        for word in self.words:
            sounds.setdefault(metaphone(word), []).append(word)
        return sounds

    def sounding_like(self, word: str) -> str | None:
        """The nearest that is pronounced alike (Metaphone, Philips 1990), at most half of its letters apart."""
        alike = [target for target in self._by_sound.get(metaphone(word), ()) if target[0] == word[0]]
        near = [(DamerauLevenshtein.distance(word, target), -zipf(target), target) for target in alike]
        best = min(near, default=None)
        return best[2] if best and best[0] <= len(word) / 2 else None


@lru_cache(maxsize=1)
def _common() -> _Targets:
    return _Targets(common_words(COMMON_WORD))


def _nearest(word: str, targets: tuple[str, ...], allowed: int) -> str | None:
    found = process.extract(word, targets, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=8)
    # The same letters in another order are the likelier slip, unless the other word is ten times as common.
    ranked = sorted(
        found, key=lambda hit: (hit[1], hit[0][0] != word[0], -zipf(hit[0]) - (set(hit[0]) == set(word)), hit[0])
    )
    if not ranked or (ranked[0][0][0] != word[0] and ranked[0][1] > 1):
        return None
    return str(ranked[0][0])
