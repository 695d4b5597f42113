"""What a passage is about, read once with the lexicon and kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from twitchbot.content.asking import offered
from twitchbot.content.lexicon import Lexicon
from twitchbot.documents import Passage

_NUMBER = re.compile(
    r"\b\d+\b(?![-\w])|\b(?:two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|half|daily)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Units of a passage with its headings (`units`), of its headings and stored question alone, and what it offers."""

    units: frozenset[str]
    heading: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    entities: frozenset[str]
    offers: frozenset[str]
    has_number: bool


class Profiles:
    """Profiles of passages by id, made on first use."""

    def __init__(self, passages: Mapping[str, Passage], lexicon: Lexicon) -> None:
        self._passages = passages
        self._lexicon = lexicon
        self._known: dict[str, Profile] = {}

    def __getitem__(self, passage_id: str) -> Profile:
        if passage_id not in self._known:
            self._known[passage_id] = self._read(self._passages[passage_id])
        return self._known[passage_id]

    def _read(self, passage: Passage) -> Profile:
        above = "\n".join((*passage.heading_path[1:], passage.question))
        heading = self._widened(self._lexicon.analyse(above).ids)
        sentences = tuple(self._sentence(passage, i) for i in range(len(passage.sentences)))
        units = heading.union(*sentences)
        return Profile(
            units=units,
            heading=heading,
            sentences=sentences,
            entities=frozenset(unit for unit in units if unit.startswith("e:")),
            offers=offered(f"{above}\n{passage.text}", self._lexicon),
            has_number=_NUMBER.search(passage.text) is not None,
        )

    def _sentence(self, passage: Passage, index: int) -> frozenset[str]:
        span, start = passage.sentences[index], passage.span.start
        return self._widened(self._lexicon.analyse(passage.text[span.start - start : span.end - start]).ids)

    def _widened(self, ids: frozenset[str]) -> frozenset[str]:
        """The units and, for each entity, everything it is a kind of."""
        kinds = {f"e:{kind}" for unit in ids if unit.startswith("e:") for kind in self._lexicon.lineage(unit[2:])}
        return ids | kinds
