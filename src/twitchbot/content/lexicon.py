"""What words mean: the entities, concepts and aspects that questions and passages share.

`Lexicon.analyse` reads a text once into the units that evidence compares: named things (entities), words that mean the
same (concepts), and what is asked for (aspects).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import RootModel

from twitchbot.content.loader import Entry, load_toml
from twitchbot.language import STOPWORDS, normalise, stem, words


class EntityEntry(Entry):
    """An entity with parents: what is said of a parent holds for it."""

    names: tuple[str, ...]
    is_a: tuple[str, ...] = ()


class EntityFile(RootModel[dict[str, dict[str, tuple[str, ...] | EntityEntry]]]):
    """`lexicon.toml`: type, then id, then names."""


class ConceptFile(Entry):
    """`concepts.toml`: concept id, then the words and phrases for it."""

    topics: dict[str, str]
    """Concepts that a conversation can be about, with the name shown to readers."""
    concepts: dict[str, tuple[str, ...]]


class Aspect(Entry):
    """What can be asked of a topic; see the head of `aspects.toml`."""

    asks: tuple[str, ...]
    offers: tuple[str, ...]
    follow_up: str
    follow_up_other: str
    follow_up_alone: str
    strict: bool = False
    numeric: bool = False
    """Only a number answers it."""


class AspectFile(RootModel[dict[str, Aspect]]):
    """`aspects.toml`: aspect id, then the aspect."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of meaning: an entity (`e:id`), a concept (`c:id`) or the stem of another content word (`w:stem`)."""

    id: str
    words: tuple[str, ...]
    start: int
    """Index of its first word in the text's words."""

    @property
    def is_entity(self) -> bool:
        """True for a named thing."""
        return self.id.startswith("e:")


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text as units of meaning, in order of appearance."""

    words: tuple[str, ...]
    units: tuple[Unit, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all units."""
        return frozenset(unit.id for unit in self.units)

    @property
    def entities(self) -> tuple[str, ...]:
        """Ids of the entities, each once, in order of appearance."""
        return tuple(dict.fromkeys(unit.id[2:] for unit in self.units if unit.is_entity))


class _Phrases:
    """Finds the longest known phrases in a list of stems."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for phrase, name in entries:
            stems = tuple(stem(word) for word in words(phrase))
            if stems:
                self._by_first[stems[0]].append((stems, name))
        for entry in self._by_first.values():
            entry.sort(key=lambda item: -len(item[0]))

    def find(self, stems: tuple[str, ...]) -> list[tuple[str, int, int]]:
        """(name, first word, end) of each longest match, none overlapping, in order."""
        found, position = [], 0
        while position < len(stems):
            for phrase, name in self._by_first.get(stems[position], ()):
                if stems[position : position + len(phrase)] == phrase:
                    found.append((name, position, position + len(phrase)))
                    position += len(phrase) - 1
                    break
            position += 1
        return found


class Lexicon:
    """The entities, concepts and aspects of one language."""

    def __init__(self, entities: EntityFile, concepts: ConceptFile, aspects: AspectFile) -> None:
        self.aspects: Mapping[str, Aspect] = aspects.root
        self.types: dict[str, str] = {}
        self._parents: dict[str, tuple[str, ...]] = {}
        self._lineages: dict[str, frozenset[str]] = {}
        self._kinds: dict[str, frozenset[str]] = {}
        self._topics = concepts.topics
        self.concept_ids = frozenset(f"c:{name}" for name in concepts.concepts)
        names: list[tuple[str, str]] = []
        for kind, entries in entities.root.items():
            for name, entry in entries.items():
                self.types[name] = kind
                known = entry if isinstance(entry, EntityEntry) else EntityEntry(names=entry)
                self._parents[name] = known.is_a
                names += [(text, name) for text in known.names]
        self._entities = _Phrases(names)
        # One question is read some twenty times: in each of its readings, and its answer's words one by one.
        self._analysed = lru_cache(maxsize=1024)(self._analyse)
        self._concepts = _Phrases((text, name) for name, texts in concepts.concepts.items() for text in texts)
        self._vocabulary = frozenset(
            word
            for text, _ in names + [(t, "") for ts in concepts.concepts.values() for t in ts]
            for word in words(text)
        )

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, language: str = "en") -> Lexicon:
        """The lexicon of `language`.

        Raises:
            ContentError: one of its files is missing or wrong.
        """
        return cls(
            load_toml("lexicon", EntityFile, language),
            load_toml("concepts", ConceptFile, language),
            load_toml("aspects", AspectFile, language),
        )

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every name: words that are spelled right."""
        return self._vocabulary

    def topic_name(self, unit: str) -> str | None:
        """The name of a unit that a conversation can be about, or None: every entity and the concepts of `[topics]`."""
        return unit[2:] if unit.startswith("e:") else self._topics.get(unit[2:]) if unit.startswith("c:") else None

    def is_nutrient(self, unit: str) -> bool:
        """True for an entity unit of type nutrient."""
        return unit.startswith("e:") and self.types.get(unit[2:]) == "nutrient"

    def lineage(self, entity: str) -> frozenset[str]:
        """The entity and everything it is a kind of."""
        if entity not in self._lineages:
            above = [self.lineage(parent) for parent in self._parents.get(entity, ())]
            self._lineages[entity] = frozenset({entity}).union(*above)
        return self._lineages[entity]

    def kinds(self, unit: str) -> frozenset[str]:
        """The units of what an entity unit is a kind of, itself left out; nothing for any other unit."""
        if unit[2:] not in self.types or not unit.startswith("e:"):
            return frozenset()
        if unit not in self._kinds:
            self._kinds[unit] = frozenset(f"e:{name}" for name in self.lineage(unit[2:])) - {unit}
        return self._kinds[unit]

    def analyse(self, text: str) -> Analysis:
        """`text` as units of meaning. Stop words count only inside a phrase."""
        return self._analysed(words(normalise(text)))

    def _analyse(self, found: tuple[str, ...]) -> Analysis:
        stems = tuple(stem(word) for word in found)
        units: list[Unit] = []
        taken: set[int] = set()
        for prefix, phrases in (("e:", self._entities), ("c:", self._concepts)):
            for name, start, end in phrases.find(stems):
                units.append(Unit(prefix + name, found[start:end], start))
                taken.update(range(start, end))
        units += [
            Unit("w:" + stems[i], (word,), i)
            for i, word in enumerate(found)
            if i not in taken and word not in STOPWORDS and (len(word) > 1 or word.isdigit())
        ]
        return Analysis(found, tuple(sorted(units, key=lambda unit: (unit.start, unit.id))))
