"""What a passage is about, read once with the lexicon and kept."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from twitchbot.content.asking import offered
from twitchbot.content.lexicon import Lexicon
from twitchbot.documents import Passage

_NUMBER = re.compile(
    r"\b\d+\b(?![-\w])|\b(?:two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|half|daily)\b", re.I
)


MAX_SAMPLE = 500
"""Passages that are read to count how rare a unit is: enough for shares within a few hundredths, half a second."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Units of a passage with its headings (`units`), of its headings and stored question alone (`heading`).

    about: the nutrients among the latter. offers: the aspects that the passage tells of.
    """

    units: frozenset[str]
    heading: frozenset[str]
    about: frozenset[str]
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
        self._counted: tuple[Counter[str], int] | None = None

    def __getitem__(self, passage_id: str) -> Profile:
        if passage_id not in self._known:
            self._known[passage_id] = self._read(self._passages[passage_id])
        return self._known[passage_id]

    def rarity(self, unit: str) -> float:
        """How rare a unit is among the passages, 0 (in every one) to 1 (in none): idf over its largest value."""
        frequencies, total = self._frequencies()
        return math.log((total + 1) / (frequencies.get(unit, 0) + 1)) / math.log(total + 1)

    def _frequencies(self) -> tuple[Counter[str], int]:
        """In how many of a sample of passages each unit occurs, and how many passages that are."""
        if self._counted is None:
            names = list(self._passages)
            sample = names[:: max(1, len(names) // MAX_SAMPLE)]
            self._counted = Counter(unit for name in sample for unit in self[name].units), len(sample)
        return self._counted

    def _read(self, passage: Passage) -> Profile:
        above = "\n".join((*passage.heading_path[1:], passage.question))
        heading = self._widened(self._lexicon.analyse(above).ids)
        sentences = tuple(self._sentence(passage, i) for i in range(len(passage.sentences)))
        units = heading.union(*sentences)
        return Profile(
            units=units,
            heading=heading,
            about=frozenset(filter(self._lexicon.is_nutrient, heading)),
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
