"""Raw evidence for each candidate: why a passage may, or may not, answer a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from twitchbot.content.lexicon import Lexicon
from twitchbot.documents import Passage
from twitchbot.queries import Query
from twitchbot.ranking import Candidate, Evidence, Retrieval
from twitchbot.retrieval.matching import Matcher, Matches
from twitchbot.retrieval.profiles import Profile, Profiles
from twitchbot.vocabulary import specificity

Vector = NDArray[np.float32]
EXCESS = "c:excessive"
"""Too much of a thing is another matter than too little of it, and no embedding tells them apart."""
BEYOND = ("too", "exce", "overdos", "overload", "overconsum")
"""How words for more than is good begin."""
AVOIDANCE = "avoidance"
"""The aspect of what to leave: a list of what helps is the reverse of its answer."""
MIN_RARITY = 0.1
"""Share of its weight that a unit keeps when every passage holds it."""


class Vectors(Protocol):
    """Where embeddings of passages, their sentences and their stored questions are kept."""

    @property
    def passages(self) -> Mapping[str, Passage]:
        """Passages by id."""

    def passage_vector(self, passage_id: str) -> Vector:
        """Embedding of the passage with its headings, of shape (d,)."""

    def sentence_vectors(self, passage_id: str) -> Vector:
        """Embeddings of its sentences, of shape (n, d)."""

    def question_vectors(self, passage_id: str) -> Vector:
        """Embeddings of the questions that it is known to answer, of shape (m, d)."""

    @property
    def declined_vectors(self) -> Vector:
        """Embeddings of near questions that no document answers, of shape (k, d)."""


@dataclass(frozen=True, slots=True)
class Side:
    """The question's side of the evidence, the same for each of its candidates.

    embedding: of shape (d,). weights: how much each unit narrows the question. absent: those that no candidate holds.
    declined: the best cosine with a near question that no document answers. matches: the learned match by passage.
    """

    query: Query
    embedding: Vector
    weights: Mapping[str, float]
    absent: Mapping[str, float]
    declined: float
    matches: Mapping[str, float]


class EvidenceReader:
    """Reads the evidence for the candidates of a question."""

    def __init__(self, vectors: Vectors, lexicon: Lexicon, matcher: Matcher | None = None) -> None:
        self._matches = _known(vectors, matcher) if matcher else None
        self._vectors = vectors
        self._lexicon = lexicon
        self._profiles = Profiles(vectors.passages, lexicon)
        self._declined = vectors.declined_vectors

    def candidates(self, query: Query, embedding: Vector, retrieval: Retrieval) -> tuple[Candidate, ...]:
        """Every passage of the fused ranking, in its order, with its evidence; `embedding` is the question's, (d,)."""
        ids = [hit.passage_id for hit in retrieval.fused.hits]
        weights = self.weights(query)
        held: dict[str, frozenset[str]] = {name: self._held(query, self._profiles[name].units) for name in ids}
        anywhere = frozenset().union(*held.values())
        absent = {unit: w for unit, w in weights.items() if unit not in anywhere}
        lexical = {hit.passage_id: hit.score for hit in retrieval.lexical.hits}
        best = max(lexical.values(), default=0.0) or 1.0
        declined = float((self._declined @ embedding).max(initial=0.0))
        matches = self._matches.of(embedding) if self._matches else {}
        side = Side(query, embedding, weights, absent, declined, matches)
        return tuple(
            self._candidate(side, name, rank, held[name], lexical.get(name, 0.0) / best)
            for rank, name in enumerate(ids, start=1)
        )

    def weights(self, query: Query) -> dict[str, float]:
        """How much each unit of the question narrows it, 0 to 1.

        By its rarity in English (named things count fully) and among the passages: what every passage holds, such as
        the corpus's own subject, tells none of them from another.
        """
        return {
            unit: (1.0 if unit.startswith("e:") else max(specificity(word) for word in words))
            * (MIN_RARITY + (1 - MIN_RARITY) * self._profiles.rarity(unit))
            for unit, words in zip(query.units, query.unit_words, strict=True)
        }

    def _held(self, query: Query, units: frozenset[str]) -> frozenset[str]:
        """The units of the question that are among `units`, by name or as one of a kind that is."""
        held = units.intersection(query.units)
        rest = [unit for unit in query.units if unit[:2] == "e:" and unit not in held]
        return held.union(unit for unit in rest if units & self._lexicon.kinds(unit)) if rest else held

    def _candidate(self, side: Side, name: str, rank: int, held: frozenset[str], bm25: float) -> Candidate:
        query, embedding, weights = side.query, side.embedding, side.weights
        profile = self._profiles[name]
        cosines = self._vectors.sentence_vectors(name) @ embedding
        questions = self._vectors.question_vectors(name) @ embedding
        named = [unit for unit in query.units if unit.startswith("e:")]
        nutrients = [unit for unit in named if self._lexicon.is_nutrient(unit)]
        about = profile.about
        above = self._held(query, profile.heading)
        inside = [self._held(query, units) for units in profile.sentences]
        evidence = Evidence(
            cosine=float(self._vectors.passage_vector(name) @ embedding),
            sentence_cosine=float(cosines.max(initial=-1.0)),
            faq=float(questions.max(initial=0.0)),
            bm25=bm25,
            coverage=_share(weights, held),
            tight=max((_share(weights, above | units) for units in inside), default=0.0),
            heading=_share(weights, above),
            entities=sum(unit in held for unit in named) / len(named) if named else 1.0,
            uncovered=max((w for unit, w in weights.items() if unit not in held), default=0.0),
            missing=max(side.absent.values(), default=0.0),
            foreign=float(any(unit.startswith("e:") for unit in side.absent)),
            declined=side.declined,
            aspect=self._aspect(query, profile),
            strict=self._strict(query, profile),
            contrary=float(_is_contrary(query, profile, bool(nutrients))),
            focus=len(about & set(named)) / len(about) if about and nutrients else 1.0,
            narrow=float(bool(about) and not nutrients),
            match=side.matches.get(name),
        )
        scores = tuple(float(c) + _share(weights, units) for c, units in zip(cosines, inside, strict=True))
        return Candidate(
            self._vectors.passages[name], rank, evidence, covered=held, about=about, sentence_scores=scores
        )

    def _aspect(self, query: Query, profile: Profile) -> float:
        if not query.aspects:
            return 1.0
        return sum(aspect in profile.offers for aspect in query.aspects) / len(query.aspects)

    def _strict(self, query: Query, profile: Profile) -> float:
        """1.0 where only a special answer fits and the passage has none (an amount, a price, too much), else 0.0."""
        if EXCESS in query.units and EXCESS not in profile.units:
            return 1.0
        for name in query.aspects:
            aspect = self._lexicon.aspects[name]
            if aspect.strict and (name not in profile.offers or (aspect.numeric and not profile.has_number)):
                return 1.0
        return 0.0


def _share(weights: Mapping[str, float], held: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(map(weights.__getitem__, held)) / total if total else 0.0


def _is_contrary(query: Query, profile: Profile, names_nutrient: bool) -> bool:
    """True for too much of a nutrient where the passage knows too little, and for what to avoid where it tells of help.

    "Foods with lots of magnesium" asks for no excess: only words for more than is good count.
    """
    spoken = dict(zip(query.units, query.unit_words, strict=True)).get(EXCESS, ())
    is_excess = names_nutrient and EXCESS not in profile.units and any(word.startswith(BEYOND) for word in spoken)
    return is_excess or (AVOIDANCE in query.aspects and AVOIDANCE not in profile.offers)


def _known(vectors: Vectors, matcher: Matcher) -> Matches | None:
    """The matcher over the passages of the documents that it was learned on; None when there is none of them."""
    names = [name for name, passage in vectors.passages.items() if passage.document_id in matcher.documents]
    if not names:
        return None
    keys = matcher.keys(np.stack([vectors.passage_vector(name) for name in names]))
    return Matches(matcher, {name: row for row, name in enumerate(names)}, keys)
