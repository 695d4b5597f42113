"""Recognising what a question asks for: patterns of `aspects.toml` matched over stems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from twitchbot.content.lexicon import Lexicon
from twitchbot.language import stem, words

MAX_GAP = 4
"""Words that a `*` may stand for: "what foods that I like have magnesium" is about the longest seen."""


OPENING = "definition"
"""The aspect that a question's first words alone suggest: any other one says more."""

Pattern = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """Patterns with the aspect that each means: those that hold anywhere by their first stem, and those of a start."""

    anywhere: Mapping[str, tuple[tuple[str, Pattern], ...]]
    opening: tuple[tuple[str, Pattern], ...]

    @classmethod
    def of(cls, patterns: Iterable[tuple[str, str]]) -> _Table:
        """The table of (aspect, pattern as it is written) pairs."""
        anywhere: dict[str, list[tuple[str, Pattern]]] = defaultdict(list)
        opening: list[tuple[str, Pattern]] = []
        for name, text in patterns:
            pattern = tuple(part if part in {"*", "^", "$"} else stem(part) for part in text.lower().split())
            if pattern[:1] == ("^",):
                opening.append((name, pattern[1:]))
            elif pattern:
                anywhere[pattern[0]].append((name, pattern))
        return cls({first: tuple(found) for first, found in anywhere.items()}, tuple(opening))

    def found(self, stems: tuple[str, ...]) -> Iterator[tuple[str, int]]:
        """(aspect, place) of each pattern that the stems hold, first places first."""
        for name, pattern in self.opening:
            if _matches(pattern, stems, 0):
                yield name, 0
        for place, first in enumerate(stems):
            for name, pattern in self.anywhere.get(first, ()):
                if _matches(pattern, stems, place):
                    yield name, place


def asked(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Ids of the aspects that `text` asks for, in order of first mention."""
    return _asked(words(text), lexicon)


# One message is read several times: whole, in its parts, and as small talk.
@lru_cache(maxsize=256)
def _asked(found: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    places: dict[str, int] = {}
    for name, place in _asks(lexicon).found(tuple(map(stem, found))):
        places.setdefault(name, place)
    if len(places) > 1:
        # "What are the symptoms of ..." opens like a definition and is none.
        places.pop(OPENING, None)
    return tuple(sorted(places, key=lambda name: (places[name], name)))


def offered(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Ids of the aspects that a passage with this text offers."""
    return frozenset(name for name, _ in _offers(lexicon).found(tuple(map(stem, words(text)))))


@lru_cache(maxsize=4)
def _asks(lexicon: Lexicon) -> _Table:
    return _Table.of((name, pattern) for name, aspect in lexicon.aspects.items() for pattern in aspect.asks)


@lru_cache(maxsize=4)
def _offers(lexicon: Lexicon) -> _Table:
    return _Table.of((name, pattern) for name, aspect in lexicon.aspects.items() for pattern in aspect.offers)


def _matches(pattern: Pattern, stems: tuple[str, ...], at: int) -> bool:
    if not pattern:
        return True
    if pattern[0] == "$":
        return at == len(stems)
    if pattern[0] == "*":
        return any(_matches(pattern[1:], stems, at + gap) for gap in range(MAX_GAP + 1) if at + gap < len(stems))
    return at < len(stems) and stems[at] == pattern[0] and _matches(pattern[1:], stems, at + 1)
