"""Asking back when a question points at something that was never named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import Conversation
from twitchbot.dialog.follow_up import points_back, topics_of
from twitchbot.documents import Passage
from twitchbot.queries import Query

MAX_CHOICES = 4
"""Buttons: more are a menu, not a question."""
MAX_SAMPLE = 500
"""Passages whose headings are read to learn what the corpus is mainly about."""
ASKED_OF_EACH = frozenset({"foods", "symptoms", "role", "why", "causes", "treatment"})
"""Kinds of question that have another answer for each topic."""


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
