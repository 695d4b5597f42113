"""Asking back: when a question points at something that was never named, and when a message only names a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from twitchbot.config import Answering
from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import Conversation
from twitchbot.dialog.follow_up import beside, points_back, topics_of
from twitchbot.documents import Passage, PassageKind
from twitchbot.language import words
from twitchbot.queries import Query
from twitchbot.ranking import Candidate

MAX_CHOICES = 4
"""Buttons: more are a menu, not a question."""
MAX_SAMPLE = 500
"""Passages whose headings are read to learn what the corpus is mainly about."""
ASKED_OF_EACH = frozenset({"foods", "symptoms", "role", "why", "causes", "treatment"})
"""Kinds of question that have another answer for each topic."""


BARE = 2
"""Words: "vitamin d" names a topic and asks nothing; with a third word something is asked."""


GENERAL = frozenset(
    f"c:{name}" for name in ("nutrient", "deficiency", "symptom", "role", "cause", "food", "muscle", "twitch")
)
"""What may be asked of every nutrient: a question of nothing else tells none apart."""
_SECTIONS = frozenset({PassageKind.PROSE, PassageKind.LIST})


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
    if before.question or topics_of(query, lexicon) or not points_back(query):
        return ()
    # Two kinds at once ("which foods calm it down?") say enough to be answered as they stand.
    kind = query.aspects[0] if len(query.aspects) == 1 else ""
    return _asked_of_each(kind, topics, lexicon) if kind in ASKED_OF_EACH and len(topics) > 1 else ()


def differing(query: Query, near: Sequence[Candidate], settings: Answering, lexicon: Lexicon) -> tuple[str, ...]:
    """Full questions about each thing that the likeliest passages are about, where the question tells none apart.

    "What do the vitamins do?" is met by vitamin D and by B12 alike. Nothing when the question says more, when the
    best passage is about several, or when no passage about another comes near it.
    """
    if not query.units or not GENERAL.issuperset(query.units) or not near:
        return ()
    floor = settings.near_equal * near[0].answerability
    close = [candidate.about for candidate in near if candidate.answerability >= floor]
    topics = tuple(dict.fromkeys(topic for about in close if len(about) == 1 for topic in about))
    if len(close[0]) != 1 or len(topics) < 2:
        return ()
    kind = next((aspect for aspect in query.aspects if aspect in ASKED_OF_EACH), "causes")
    return _asked_of_each(kind, topics[:MAX_CHOICES], lexicon)


def _asked_of_each(kind: str, topics: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
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
