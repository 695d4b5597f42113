"""Misspelled words set right, against the words of the safety lexicons only: everything else stays as typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from twitchbot.dialog.safety.wording import Word
from twitchbot.language import stem, stems

# Letters at which a distance of one, and of two, is still the same word.
ONE_EDIT = 5
TWO_EDITS = 8
SHORTEST_PART = 2
LONGEST_RUN = 24


class Speller:
    """Corrects words that are neither known English nor known to the lexicons.

    Args:
        lexicon: words of the safety lexicons.
        vocabulary: ordinary English words, which are never taken for a misspelling.
        slips: misspelling -> word, for short words and for what edit distance does not reach.
        budget: how many unknown words of one message are looked up at most.
    """

    def __init__(
        self, lexicon: Iterable[str], vocabulary: Collection[str], slips: Mapping[str, str], budget: int
    ) -> None:
        self._known = frozenset(lexicon) | frozenset(vocabulary)
        self._lexicon = frozenset(word for word in lexicon if len(word) > 1)
        self._stems = stems(self._known)
        self._targets = sorted(word for word in self._lexicon if len(word) >= ONE_EDIT)
        self._slips = dict(slips)
        self._budget = budget
        # What is misspelled once is misspelled again: in the next turn, or by the next person.
        self._guessed = lru_cache(maxsize=4096)(self._guess)

    def correct(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """`words` with misspellings replaced; a run-on ("chestpain") becomes two words."""
        left = self._budget
        found: list[Word] = []
        for word in words:
            if word.text in self._slips:
                found += _replaced(word, self._slips[word.text].split())
            elif self._is_fine(word) or not left:
                found.append(word)
            else:
                left -= 1
                found += _replaced(word, self._guessed(word.text))
        return tuple(found)

    def _is_fine(self, word: Word) -> bool:
        return len(word.text) < ONE_EDIT or word.text in self._known or word.stem in self._stems or word.text.isdigit()

    def _guess(self, text: str) -> list[str]:
        single = _undoubled(text)
        if single in self._known:
            return [single]
        return self._nearest(text) or self._split(text) or self._nearest(single) or [text]

    def _nearest(self, text: str) -> list[str]:
        edits = 2 if len(text) >= TWO_EDITS else 1
        if len(text) < ONE_EDIT:
            return []
        close = extract(text, self._targets, scorer=OSA.distance, score_cutoff=edits, limit=3)
        # A first letter is seldom wrong when two others are.
        best = [(d, word) for word, d, _ in close if d <= 1 or word[0] == text[0]]
        return [min(best)[1]] if best else []

    def _split(self, text: str) -> list[str]:
        if len(text) > LONGEST_RUN:
            return []
        cuts = range(SHORTEST_PART, len(text) - SHORTEST_PART + 1)
        pairs = [(text[:cut], text[cut:]) for cut in cuts]
        whole = [pair for pair in pairs if all(self._is_word(part) for part in pair)]
        fit = [pair for pair in whole if any(part in self._lexicon for part in pair)]
        return list(max(fit, key=lambda pair: min(map(len, pair)))) if fit else []

    def _is_word(self, part: str) -> bool:
        return part in self._known


def _undoubled(text: str) -> str:
    return "".join(letter for n, letter in enumerate(text) if n == 0 or letter != text[n - 1])


def _replaced(word: Word, texts: list[str]) -> list[Word]:
    return [Word(text, stem(text), word.sentence, word.comma and n == 0) for n, text in enumerate(texts)]
