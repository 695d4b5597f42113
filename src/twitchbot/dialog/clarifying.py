"""Asking back: when a question points at something that was never named, and when a message only names a topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import Conversation
from twitchbot.dialog.follow_up import beside, points_back, topics_of
from twitchbot.documents import Passage, PassageKind
from twitchbot.language import normalise, words
from twitchbot.queries import Query
from twitchbot.ranking import Candidate

MAX_CHOICES = 4
"""Buttons: more are a menu, not a question."""
MAX_SAMPLE = 500
"""Passages whose headings are read to learn what the corpus is mainly about."""
ASKED_OF_EACH = frozenset({"foods", "symptoms", "role", "why", "causes", "treatment"})
"""Kinds of question that have another answer for each topic."""


_PLACES = (("first", "1st", "1", "one"), ("second", "2nd", "2", "two"), ("third", "3rd", "3", "three"),
           ("fourth", "4th", "4", "four"), ("last",))  # fmt: skip
LAST = 4
_NAMES = "|".join(name for names in _PLACES for name in names)
_PLACE = re.compile(
    rf"^(?:(?:the|number|option|no|choice|please|i meant?|i want)[.,]?\s+)*({_NAMES})"
    r"(?:\s+(?:one|option|question|please))*[.!?]*$"
)
BARE = 2
"""Words: "vitamin d" names a topic and asks nothing; with a third word something is asked."""


_SECTIONS = frozenset({PassageKind.PROSE, PassageKind.LIST})


def picked(message: str, offered: Sequence[str]) -> str | None:
    """The offered question that `message` names by its place ("the second one", "3", "last"), or None."""
    match = _PLACE.match(normalise(message))
    place = next((at for at, names in enumerate(_PLACES) if match and match[1] in names), None)
    if place is None or not offered:
        return None
    return offered[-1] if place == LAST else offered[place] if place < len(offered) else None


def main_topics(passages: Iterable[Passage], lexicon: Lexicon) -> tuple[str, ...]:
    """The nutrients that most headings of the corpus name, most frequent first; at most `MAX_CHOICES`."""
    counts = Counter(
        unit
        for passage in islice(passages, MAX_SAMPLE)
        for unit in lexicon.analyse(" ".join(passage.heading_path)).ids
        if lexicon.is_nutrient(unit)
    )
    return tuple(sorted(counts, key=lambda unit: (-counts[unit], unit))[:MAX_CHOICES])


def choices(query: Query, before: Conversation, topics: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Full questions that a question without its topic may mean ("where do I get it?"), or nothing when it is clear."""
    if before.entities or topics_of(query, lexicon) or not points_back(query):
        return ()
    kind = next((aspect for aspect in query.aspects if aspect in ASKED_OF_EACH), None)
    if kind is None or len(topics) < 2:
        return ()
    return tuple(lexicon.aspects[kind].follow_up.format(topic=lexicon.topic_name(topic)) for topic in topics)


def sections(query: Query, before: Conversation, near: Iterable[Candidate], lexicon: Lexicon) -> tuple[str, ...]:
    """The sections about the one nutrient that an opening message names without asking, nearest first.

    Nothing when something is asked, when a question came before that it may belong to, or when there is one section.
    """
    topics = topics_of(query, lexicon)
    is_bare = not beside(query, topics) and not query.aspects and len(words(query.normalized)) <= BARE
    if before.question or not is_bare or len(topics) != 1 or not lexicon.is_nutrient(topics[0]):
        return ()
    names = dict(zip(query.units, query.unit_words, strict=True))
    if any(set(own) == set(names[topics[0]]) for unit, own in names.items() if unit != topics[0]):
        # "Hypomagnesemia" says more than magnesium: what it means is asked.
        return ()
    own = [c.passage for c in near if c.about == {topics[0]} and c.passage.kind in _SECTIONS]
    found = tuple(dict.fromkeys(passage.heading_path[-1] for passage in own if not passage.question))
    return found[:MAX_CHOICES] if len(found) > 1 else ()
