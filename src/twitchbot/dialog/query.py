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
_AUXILIARIES = frozenset(
    "does do is are can could should will would did was were has have may might am isn't doesn't can't".split()
)
_SPLIT = re.compile(
    r"(?:[?;]\s+|[,.?]?\s+(?:and also|and|also|plus|then)\s+)(?=(?:also\s+)?(?:what|which|why|how|when|where|who|does|do|is|are|can|could|should|will)\b)"
)
MAX_PARTS = 3
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
        pieces = [piece.strip(" ,.;") for piece in _SPLIT.split(query.normalized) if words(piece)]
        if not 1 < len(pieces) <= MAX_PARTS:
            return (query,)
        parts = [self.query(piece) for piece in pieces]
        if any(not part.units for part in parts):
            return (query,)
        return tuple(self._with_topic(part, parts, query) for part in parts)

    def _with_topic(self, part: Query, parts: list[Query], query: Query) -> Query:
        """A part that names nothing ("and which foods help?") is about what the whole message names."""
        if part.entities or not query.entities or _is_about_twitching(part):
            return part
        return self.query(f"{part.question} {' '.join(query.entities)}")

    def core(self, query: Query) -> Query:
        """The question inside a story: its asking sentences with the entities of the rest; `query` when it is short."""
        text = query.question
        if len(words(text)) <= LONG_MESSAGE:
            return query
        spans = sentences(text)
        asking = [span.of(text) for span in spans if _asks(span.of(text))]
        if len(spans) < 2 or not asking:
            question = _last_question(text)
        else:
            question = " ".join(asking[-2:])
        if question is None or not self.lexicon.analyse(question).units:
            return query
        return replace(self.query(question), corrections=query.corrections, reading=question)


def normalise_lines(text: str) -> str:
    """`text` normalised line by line, its letters' case kept out: lower case, line breaks as full stops."""
    return ". ".join(line for raw in text.splitlines() if (line := normalise(raw).rstrip(" ."))) or normalise(text)


def _asks(sentence: str) -> bool:
    found = words(sentence)
    return sentence.rstrip().endswith("?") or (found[:1] != () and found[0] in _ASKING)


def _last_question(text: str) -> str | None:
    """From the last asking word on that begins a clause of some length: dictation has no full stops."""
    matches = [m for m in _WORD.finditer(text) if m.group().lower() in _ASKING]
    for match in reversed(matches):
        rest = text[match.start() :]
        if len(words(rest)) >= 4:
            return rest
    return None


def _is_about_twitching(query: Query) -> bool:
    return any(unit in {"c:twitch", "c:spasm", "c:cramp", "c:muscle"} for unit in query.units)
