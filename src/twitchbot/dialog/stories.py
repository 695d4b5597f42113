"""The question inside a story: in so many words, or told in a clause that asks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.language import normalise, sentences, words
from twitchbot.queries import Query

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUESTION_WORDS = frozenset("what which why how when where who".split())
_ASKING = _QUESTION_WORDS | frozenset(
    "does do is are can could should will would did was has have may might am".split()
)
_POINTING = re.compile(r"\b(?:it|that|this|they|them|these|those|one|ones|both|either)\b")
_CLAUSE = re.compile(r"[,;:]\s+(?:and|but|so|because|or)?\s*")
LONG_MESSAGE = 18
"""Words: a message above it is searched for the question inside its story."""
MIN_CLAUSE = 4
"""Words: less than that is no clause."""
MAX_WINDOWS = 4
"""Clauses of a story that are tried: each costs a search, and what matters comes last."""


def asked(query: Query, preparer: Preparer) -> tuple[Query, ...]:
    """Readings of the question inside a story, most likely first: nothing when the message is short.

    The asking sentence alone; when it points back ("which vitamin was that?"), with what was named before it.
    """
    text, lexicon = query.question, preparer.lexicon
    if len(words(text)) <= LONG_MESSAGE:
        return ()
    parts = _sentences(text)
    asking = [i for i, part in enumerate(parts) if _asks(part)]
    if len(parts) < 2 or not asking:
        return _readings(query, _asked_last(text, lexicon), preparer)
    question, before = parts[asking[-1]], " ".join(parts[max(0, asking[-1] - 2) : asking[-1]])
    found = [question]
    if before and (_POINTING.search(normalise(question)) or not _names(question, lexicon)):
        names = _names(before, lexicon)
        found = [f"{question} {' '.join(names)}"] if names else []
        found += [f"{before} {question}", question]
    return _readings(query, found, preparer)


def told(query: Query, preparer: Preparer) -> tuple[Query, ...]:
    """The last clauses of a story that name something, in order: what is wanted may be told rather than asked."""
    text, lexicon = query.question, preparer.lexicon
    if len(words(text)) <= LONG_MESSAGE:
        return ()
    known = frozenset(f"e:{name}" for name in lexicon.types) | lexicon.concept_ids
    clauses = [clause for part in _sentences(text) for clause in _CLAUSE.split(part)]
    named = [c for c in clauses if len(words(c)) >= MIN_CLAUSE and len(lexicon.analyse(c).ids & known) >= 2]
    return _readings(query, named[-MAX_WINDOWS:], preparer)


def _readings(query: Query, texts: Iterable[str], preparer: Preparer) -> tuple[Query, ...]:
    found = (preparer.query(text, corrections=query.corrections, reading=text) for text in dict.fromkeys(texts))
    return tuple(each for each in found if each.units)


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


def _asked_last(text: str, lexicon: Lexicon) -> list[str]:
    """The last clause that asks; first of all with what was named before it, when it names nothing itself."""
    question = _last_question(text)
    if question is None:
        return []
    names = [] if _names(question, lexicon) else _names(text[: text.rindex(question)], lexicon)
    return [f"{question} {' '.join(names)}", question] if names else [question]


def _names(text: str, lexicon: Lexicon) -> list[str]:
    """Names of what a story may be about: the nutrients where it names any, else whatever else it names."""
    units = dict.fromkeys(unit.id for unit in lexicon.analyse(text).units)
    nutrients = [unit for unit in units if lexicon.is_nutrient(unit)]
    return [name for unit in nutrients or units if (name := lexicon.topic_name(unit))]


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
