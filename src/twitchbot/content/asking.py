"""Recognising what a question asks for: patterns of `aspects.toml` matched over stems."""

from __future__ import annotations

from functools import lru_cache

from twitchbot.content.lexicon import Lexicon
from twitchbot.language import stem, words

MAX_GAP = 4
"""Words that a `*` may stand for: "what foods that I like have magnesium" is about the longest seen."""


OPENING = "definition"
"""The aspect that a question's first words alone suggest: any other one says more."""


@lru_cache(maxsize=2048)
def _compiled(pattern: str) -> tuple[str, ...]:
    return tuple(part if part in {"*", "^", "$"} else stem(part) for part in pattern.lower().split())


def asked(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Ids of the aspects that `text` asks for, in order of first mention."""
    stems = tuple(stem(word) for word in words(text))
    places: dict[str, int] = {}
    for name, aspect in lexicon.aspects.items():
        found = [place for pattern in aspect.asks if (place := _find(_compiled(pattern), stems)) is not None]
        if found:
            places[name] = min(found)
    if len(places) > 1:
        # "What are the symptoms of ..." opens like a definition and is none.
        places.pop(OPENING, None)
    return tuple(sorted(places, key=lambda name: (places[name], name)))


def offered(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Ids of the aspects that a passage with this text offers."""
    stems = tuple(stem(word) for word in words(text))
    return frozenset(
        name
        for name, aspect in lexicon.aspects.items()
        if any(_find(_compiled(pattern), stems) is not None for pattern in aspect.offers)
    )


def _find(pattern: tuple[str, ...], stems: tuple[str, ...]) -> int | None:
    if pattern[:1] == ("^",):
        return 0 if _matches(pattern[1:], stems, 0) else None
    return next((i for i in range(len(stems)) if stems[i] == pattern[0] and _matches(pattern, stems, i)), None)


def _matches(pattern: tuple[str, ...], stems: tuple[str, ...], at: int) -> bool:
    if not pattern:
        return True
    if pattern[0] == "$":
        return at == len(stems)
    if pattern[0] == "*":
        return any(_matches(pattern[1:], stems, at + gap) for gap in range(MAX_GAP + 1) if at + gap < len(stems))
    return at < len(stems) and stems[at] == pattern[0] and _matches(pattern[1:], stems, at + 1)
