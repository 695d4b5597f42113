"""From a message to queries: short forms written out, typos corrected, parts and sides split."""

from __future__ import annotations

import re
from dataclasses import dataclass

from twitchbot.content.asking import asked
from twitchbot.content.lexicon import Lexicon
from twitchbot.content.shorthand import shorthand
from twitchbot.dialog.spelling import Speller
from twitchbot.language import STOPWORDS, normalise, stem, words
from twitchbot.queries import Query

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_AUXILIARIES = frozenset(
    "does do is are can could should will would did was were has have may might am isn't doesn't can't".split()
)
_OPENING = r"(?:what|which|why|how|when|where|who|does|do|is|are|can|could|should|will)\b"
_SENTENCE_SPLIT = re.compile(r"[?;]\s*(?:(?:and also|and|also|plus|then)\s+)?")
_SPLIT = re.compile(rf"[,.]?\s+(?:and also|and|also|plus|then)\s+(?=(?:also\s+)?{_OPENING})")
_MILLIGRAMS = re.compile(r"(?:\d|\b(?:many|much|in|of|per|the|a|how))\s*mg\b", re.IGNORECASE)
_MG = re.compile(r"\bmg\b", re.IGNORECASE)
_BETWEEN = (
    "and|or|vs|versus|than|with|from|deficiency|deficiencies|foods?|sources?|signs?|symptoms?|for|low|vitamin|the|of"
)
"""Words that may stand between the sides of a comparison."""
MAX_PARTS = 3
GENERAL = frozenset({"doctor", "tests", "prevention"})
"""What is asked of no one topic: "and when should I see a doctor?" stands alone."""
SIDED = frozenset({"foods", "symptoms", "role", "why", "causes"})
"""What can be asked of each side of a comparison; a test or a doctor is one for all."""


@dataclass(frozen=True, slots=True)
class Preparer:
    """Prepares queries with one lexicon and one speller."""

    lexicon: Lexicon
    speller: Speller

    def prepare(self, text: str) -> Query:
        """The query for `text` as a whole, spelling corrected. `reading` is set when a word was corrected."""
        spelled, corrections = self.spell(text)
        return self.query(spelled, corrections=corrections, reading=spelled if corrections else None)

    def query(self, text: str, *, corrections: tuple[tuple[str, str], ...] = (), reading: str | None = None) -> Query:
        """The query for `text` exactly as it stands."""
        normalized = normalise(text)
        analysis = self.lexicon.analyse(normalized)
        unique = {unit.id: unit for unit in reversed(analysis.units)}
        units = [unit for unit in analysis.units if unique[unit.id] is unit]
        return Query(
            question=text.strip(),
            normalized=normalized,
            tokens=tuple(stem(word) for word in analysis.words if word not in STOPWORDS),
            units=tuple(unit.id for unit in units),
            unit_words=tuple(unit.words for unit in units),
            entities=analysis.entities,
            aspects=asked(normalized, self.lexicon),
            reading=reading,
            corrections=corrections,
            is_yes_no=analysis.words[:1] != () and analysis.words[0] in _AUXILIARIES,
        )

    def spell(self, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """`text` with short forms written out and typos corrected, and the (typed, corrected) words.

        Short forms are no corrections: nobody needs to be told that "u" was read as "you".
        """
        full = shorthand()
        text = self._symbols(text)
        corrections: list[tuple[str, str]] = []

        def mend(match: re.Match[str]) -> str:
            word = match.group()
            lower = word.lower()
            if lower in full:
                return full[lower]
            right = self.speller.correct(lower)
            if right is None:
                return word
            corrections.append((lower, right))
            return right

        return _WORD.sub(mend, normalise_lines(text)), tuple(dict.fromkeys(corrections))

    def parts(self, query: Query) -> tuple[Query, ...]:
        """The questions that one message asks, each able to stand alone; one when it asks only one."""
        pieces = [
            piece.strip(" ,.;")
            for sentence in _SENTENCE_SPLIT.split(query.normalized)
            for piece in _SPLIT.split(sentence)
            if words(piece)
        ]
        parts = [part for piece in pieces if (part := self.query(piece)).units]
        if not 1 < len(parts) <= MAX_PARTS or len(parts) < len(pieces):
            return (query,)
        return tuple(self._with_topic(part, parts[0], query) for part in parts)

    def _with_topic(self, part: Query, first: Query, query: Query) -> Query:
        """A part made whole: "and which foods help?" gets the topic, "and is dehydration?" the question."""
        topics = [unit for unit in query.units if self.lexicon.topic_name(unit)]
        own = [unit for unit in part.units if unit in topics]
        if own and len(own) == len(part.units) and part is not first:
            return self._same_of(first, part)
        if own or not topics or _is_about_twitching(part) or GENERAL & set(part.aspects):
            return part
        return self.query(f"{part.question} {' '.join(filter(None, map(self.lexicon.topic_name, topics)))}")

    def _same_of(self, first: Query, part: Query) -> Query:
        """What `first` asks, of the topic of `part`."""
        old = next(
            (w for unit, w in zip(first.units, first.unit_words, strict=True) if self.lexicon.topic_name(unit)), ()
        )
        new = " ".join(part.unit_words[0])
        phrase = " ".join(old)
        return self.query(first.normalized.replace(phrase, new)) if phrase and phrase in first.normalized else part

    def sides(self, query: Query) -> tuple[Query, ...]:
        """The question asked of each of the things that it names, when it names several nutrients or compares.

        A question that only compares is about what the things do.
        """
        topics = [unit for unit in query.units if self.lexicon.is_nutrient(unit)]
        is_comparison = "comparison" in query.aspects
        if len(topics) < 2 and is_comparison:
            topics = [unit for unit in query.units if self.lexicon.topic_name(unit)]
        if not 1 < len(topics) <= MAX_PARTS or not (is_comparison or _are_coordinated(query, topics)):
            return ()
        kinds = [a for a in query.aspects if a in SIDED]
        return tuple(self.query(self._about(topic, kinds)) for topic in topics)

    def _about(self, topic: str, kinds: list[str]) -> str:
        """The first of `kinds` asked about one topic; with none, what a nutrient does or why a trigger works."""
        is_nutrient = self.lexicon.is_nutrient(topic)
        aspect = self.lexicon.aspects[kinds[0] if kinds else "role" if is_nutrient else "why"]
        template = aspect.follow_up if is_nutrient else aspect.follow_up_other
        return template.format(topic=self.lexicon.topic_name(topic))

    def _symbols(self, text: str) -> str:
        """`text` with "mg" written out as magnesium where it is no unit of mass and no other nutrient is named."""
        if not _MG.search(text) or _MILLIGRAMS.search(text):
            return text
        if any(self.lexicon.is_nutrient(f"e:{name}") for name in self.lexicon.analyse(text).entities):
            return text
        return _MG.sub("magnesium", text)


def normalise_lines(text: str) -> str:
    """`text` normalised line by line, its letters' case kept out: lower case, line breaks as full stops."""
    return ". ".join(line for raw in text.splitlines() if (line := normalise(raw).rstrip(" ."))) or normalise(text)


def _is_about_twitching(query: Query) -> bool:
    return any(unit in {"c:twitch", "c:spasm", "c:cramp", "c:muscle"} for unit in query.units)


def _are_coordinated(query: Query, topics: list[str]) -> bool:
    """True when the topics stand side by side: "calcium and magnesium", "b12, d or calcium"."""
    found = dict(zip(query.units, query.unit_words, strict=True))
    names = [re.escape(" ".join(found[topic])) for topic in topics]
    between = rf"(?:\W+(?:{_BETWEEN})\b)*\W+"
    return re.search(between.join(names), query.normalized) is not None
