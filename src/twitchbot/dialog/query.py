"""From a message to queries: short forms written out, typos corrected, the question found in its story, parts split."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from twitchbot.content.asking import asked
from twitchbot.content.lexicon import Lexicon
from twitchbot.content.shorthand import shorthand
from twitchbot.dialog.spelling import Speller
from twitchbot.language import STOPWORDS, normalise, sentences, stem, words
from twitchbot.queries import Query

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ASKING = frozenset(
    "what which why how when where who does do is are can could should will would did was has have may might am".split()
)
_QUESTION_WORDS = frozenset("what which why how when where who".split())
_AUXILIARIES = frozenset(
    "does do is are can could should will would did was were has have may might am isn't doesn't can't".split()
)
_OPENING = r"(?:what|which|why|how|when|where|who|does|do|is|are|can|could|should|will)\b"
_SENTENCE_SPLIT = re.compile(r"[?;]\s*(?:(?:and also|and|also|plus|then)\s+)?")
_SPLIT = re.compile(rf"[,.]?\s+(?:and also|and|also|plus|then)\s+(?=(?:also\s+)?{_OPENING})")
_MILLIGRAMS = re.compile(r"(?:\d|\b(?:many|much|in|of|per|the|a|how))\s*mg\b", re.IGNORECASE)
_MG = re.compile(r"\bmg\b", re.IGNORECASE)
_POINTING = re.compile(r"\b(?:it|that|this|they|them|these|those|one|ones|both|either)\b")
_CLAUSE = re.compile(r"[,;:]\s+(?:and|but|so|because|or)?\s*")
_BETWEEN = (
    "and|or|vs|versus|than|with|from|deficiency|deficiencies|foods?|sources?|signs?|symptoms?|for|low|vitamin|the|of"
)
"""Words that may stand between the sides of a comparison."""
MIN_CLAUSE = 4
"""Words: less than that is no clause."""
MAX_WINDOWS = 4
"""Clauses of a story that are tried: each costs a search, and what matters comes last."""
MAX_PARTS = 3
GENERAL = frozenset({"doctor", "tests", "prevention"})
"""What is asked of no one topic: "and when should I see a doctor?" stands alone."""
SIDED = frozenset({"foods", "symptoms", "role", "why", "causes"})
"""What can be asked of each side of a comparison; a test or a doctor is one for all."""
LONG_MESSAGE = 18
"""Words: a message above it is searched for the question inside its story."""


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

    def cores(self, query: Query) -> tuple[Query, ...]:
        """Readings of the question inside a story, most likely first: nothing when the message is short.

        The asking sentence alone; when it points back ("which vitamin was that?"), with the sentence before it.
        """
        text = query.question
        if len(words(text)) <= LONG_MESSAGE:
            return ()
        parts = [span.of(text) for span in sentences(text)]
        asking = [i for i, part in enumerate(parts) if _asks(part)]
        if len(parts) < 2 or not asking:
            found = self._asked_last(text)
        else:
            question, before = parts[asking[-1]], " ".join(parts[max(0, asking[-1] - 2) : asking[-1]])
            names = self._topic_names(before)
            if before and (_POINTING.search(normalise(question)) or not self._topic_names(question)):
                found = [f"{question} {' '.join(names)}"] if names else []
                found += [f"{before} {question}", question]
            else:
                found = [question]
        found += self._windows(parts)
        return tuple(
            replace(self.query(each), corrections=query.corrections, reading=each)
            for each in dict.fromkeys(found)
            if self.lexicon.analyse(each).units
        )

    def _asked_last(self, text: str) -> list[str]:
        """The last clause that asks; first of all with what was named before it, when it names nothing itself."""
        question = _last_question(text)
        if question is None:
            return []
        names = [] if self._topic_names(question) else self._topic_names(text[: text.rindex(question)])
        return [f"{question} {' '.join(names)}", question] if names else [question]

    def _windows(self, parts: list[str]) -> list[str]:
        """The last clauses of a story that name something: where no question is asked in so many words."""
        clauses = [clause for part in parts for clause in _CLAUSE.split(part) if len(words(clause)) >= MIN_CLAUSE]
        named = [clause for clause in clauses if len(self.lexicon.analyse(clause).ids & self._domain()) >= 2]
        return named[-MAX_WINDOWS:]

    def _domain(self) -> frozenset[str]:
        return frozenset(f"e:{name}" for name in self.lexicon.types) | self.lexicon.concept_ids

    def _topic_names(self, text: str) -> list[str]:
        units = dict.fromkeys(unit.id for unit in self.lexicon.analyse(text).units)
        return [name for unit in units if (name := self.lexicon.topic_name(unit))]

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


def _asks(sentence: str) -> bool:
    found = words(sentence)
    return sentence.rstrip().endswith("?") or (found[:1] != () and found[0] in _ASKING)


def _last_question(text: str) -> str | None:
    """The last clause that asks, from its first asking word on: dictation has no question marks."""
    for clause in reversed(_CLAUSE.split(text)):
        found = [m for m in _WORD.finditer(clause) if m.group().lower() in _ASKING]
        opening = next((m for m in found if m.group().lower() in _QUESTION_WORDS), found[0] if found else None)
        if opening and len(words(clause[opening.start() :])) >= MIN_CLAUSE:
            return clause[opening.start() :]
    return None


def _is_about_twitching(query: Query) -> bool:
    return any(unit in {"c:twitch", "c:spasm", "c:cramp", "c:muscle"} for unit in query.units)


def _are_coordinated(query: Query, topics: list[str]) -> bool:
    """True when the topics stand side by side: "calcium and magnesium", "b12, d or calcium"."""
    found = dict(zip(query.units, query.unit_words, strict=True))
    names = [re.escape(" ".join(found[topic])) for topic in topics]
    between = rf"(?:\W+(?:{_BETWEEN})\b)*\W+"
    return re.search(between.join(names), query.normalized) is not None
