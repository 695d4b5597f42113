"""The pattern language of the rules: sets of phrases that stand near each other.

    <arm> & wont lift|droops /6     the two in either order, at most six other words between
    <cant> > breathe|swallow /3     in this order
    <twitch> & !<eyelid>            the second must not stand within three words

An item is a choice of phrases and `<lexicons>`, parted by `|`. A word matches by its stem; `=word` exactly as spelled;
`_` is any one word. All phrases of all rules share one trie, so a message is read once however many rules there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from twitchbot.dialog.safety.wording import Word, fold
from twitchbot.errors import ContentError
from twitchbot.language import stem

_WINDOW = re.compile(r"\s*/(\d+)\s*$")
_JOIN = re.compile(r"\s+([&>])\s+")
_LEXICON = re.compile(r"<(\w+)>")
_PIECE = re.compile(r"[bdk]\d+|[^\W\d_]+|\d+")
ANY = "_"
NEAR = 3
MOST_HITS = 16


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A phrase found: words `start` to `end` (exclusive)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a pattern: any of the phrase sets `names`; `ordered` after the item before; `absent` forbids it."""

    names: tuple[str, ...]
    ordered: bool
    absent: bool


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A parsed pattern; `window` is the most words between its items, all told. Only itself is equal to it."""

    text: str
    items: tuple[Item, ...]
    absent: tuple[Item, ...]
    window: int


Hits = Mapping[str, Sequence[Hit]]


def parse(text: str, window: int) -> Pattern:
    """The pattern that `text` describes; `window` holds where it gives none.

    Raises:
        ContentError: an item is empty, or nothing but absent items is left.
    """
    found = _WINDOW.search(text)
    pieces = _JOIN.split(text[: found.start()] if found else text)
    joins = ["&", *pieces[1::2]]
    items = [_item(piece, join == ">", text) for piece, join in zip(pieces[::2], joins, strict=True)]
    present = tuple(item for item in items if not item.absent)
    if not present:
        raise ContentError(f"The pattern `{text}` matches nothing", remedy="Give it an item without `!`.")
    return Pattern(text, present, tuple(i for i in items if i.absent), int(found.group(1)) if found else window)


def _item(piece: str, ordered: bool, text: str) -> Item:
    absent = piece.startswith("!")
    names = tuple(name.strip() for name in piece.lstrip("!").split("|"))
    if not all(names):
        raise ContentError(f"The pattern `{text}` has an empty item", remedy="Remove the stray `|` or `&`.")
    return Item(tuple(name[1:-1] if _LEXICON.fullmatch(name) else f'"{name}' for name in names), ordered, absent)


@dataclass(slots=True)
class _Node:
    names: list[str] = field(default_factory=list)
    next: dict[str, _Node] = field(default_factory=dict)


class Phrasebook:
    """All phrases of all lexicons and patterns in one trie."""

    def __init__(self, lexicons: Mapping[str, Sequence[str]], patterns: Iterable[Pattern]) -> None:
        self._root = _Node()
        self.words: set[str] = set()
        self._opened: dict[str, list[Pattern]] = {}
        flat = {name: _flat(name, lexicons, ()) for name in lexicons}
        for name, phrases in flat.items():
            for phrase in phrases:
                self._add(phrase, name)
        for pattern in patterns:
            for name in pattern.items[0].names:
                self._opened.setdefault(name, []).append(pattern)
            for name in (name for item in (*pattern.items, *pattern.absent) for name in item.names):
                if name.startswith('"'):
                    self._add(name[1:], name)
                elif name not in flat:
                    raise ContentError(
                        f"The pattern `{pattern.text}` names no lexicon: <{name}>", remedy="Define it or correct it."
                    )

    def _add(self, phrase: str, name: str) -> None:
        node = self._root
        for part in phrase.split():
            for key, word in _steps(part):
                if (following := node.next.get(key)) is None:
                    following = node.next[key] = _Node()
                node = following
                self.words.add(word)
        if name not in node.names:
            node.names.append(name)

    def find(self, words: Sequence[Word]) -> dict[str, list[Hit]]:
        """Where each phrase set occurs in `words`: name to hits, in order."""
        found: dict[str, list[Hit]] = {}
        for start in range(len(words)):
            self._walk(self._root, words, start, start, found)
        return found

    def possible(self, hits: Hits) -> set[Pattern]:
        """The patterns whose first item is among `hits`: no other can match, and of hundreds these are a few."""
        return {pattern for name in hits for pattern in self._opened.get(name, ())}

    def _walk(self, node: _Node, words: Sequence[Word], start: int, at: int, found: dict[str, list[Hit]]) -> None:
        for name in node.names:
            found.setdefault(name, []).append(Hit(start, at))
        if at == len(words):
            return
        word = words[at]
        for key in ("~" + word.stem, "=" + word.text, ANY):
            if (following := node.next.get(key)) is not None:
                self._walk(following, words, start, at + 1, found)


def _flat(name: str, lexicons: Mapping[str, Sequence[str]], seen: tuple[str, ...]) -> list[str]:
    if name in seen or name not in lexicons:
        raise ContentError(f"The lexicon <{name}> is missing or contains itself", remedy="Correct the name.")
    found: list[str] = []
    for phrase in lexicons[name]:
        inner = _LEXICON.fullmatch(phrase)
        found += _flat(inner.group(1), lexicons, (*seen, name)) if inner else [phrase]
    return found


def _key(piece: str) -> str:
    if piece == ANY:
        return ANY
    return "=" + fold(piece[1:]) if piece.startswith("=") else "~" + stem(piece)


@lru_cache(maxsize=8192)
def _steps(part: str) -> tuple[tuple[str, str], ...]:
    """The trie's keys for a part of a phrase, each with its word: remembered, for the rules repeat a few thousand."""
    pieces = [part] if part == ANY or part.startswith("=") else _PIECE.findall(fold(part))
    return tuple((_key(piece), piece.lstrip("=")) for piece in pieces)


def match(pattern: Pattern, hits: Hits, limit: int = 64) -> list[tuple[Hit, ...]]:
    """The ways in which `pattern` occurs, at most `limit`; each is one hit per item, in the pattern's order."""
    # Most patterns miss an item altogether; that is seen without collecting the hits of the others.
    if any(hits.keys().isdisjoint(item.names) for item in pattern.items):
        return []
    pools = [_pool(item, hits) for item in pattern.items]
    banned = [hit for item in pattern.absent for name in item.names for hit in hits.get(name, ())]
    partial: list[tuple[Hit, ...]] = [(hit,) for hit in pools[0]]
    for item, pool in zip(pattern.items[1:], pools[1:], strict=True):
        partial = [
            (*taken, hit) for taken in partial for hit in pool if _fits(taken, hit, item.ordered, pattern.window)
        ][:limit]
    return [taken for taken in partial if not _is_near(taken, banned)]


def _pool(item: Item, hits: Hits) -> list[Hit]:
    if len(item.names) == 1:
        return list(hits.get(item.names[0], ()))[:MOST_HITS]
    return sorted({hit for name in item.names for hit in hits.get(name, ())})[:MOST_HITS]


def _fits(taken: tuple[Hit, ...], hit: Hit, ordered: bool, window: int) -> bool:
    if ordered and hit.start < taken[-1].end:
        return False
    if any(hit.start < other.end and other.start < hit.end for other in taken):
        return False
    every = (*taken, hit)
    length = max(h.end for h in every) - min(h.start for h in every)
    return length - sum(h.end - h.start for h in every) <= window


def _is_near(taken: tuple[Hit, ...], banned: Sequence[Hit]) -> bool:
    start, end = min(hit.start for hit in taken) - NEAR, max(hit.end for hit in taken) + NEAR
    return any(hit.start < end and hit.end > start for hit in banned)
