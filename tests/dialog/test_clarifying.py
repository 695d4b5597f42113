"""Asking back, and what a place in the list of choices stands for."""

from __future__ import annotations

import pytest

from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import Conversation
from twitchbot.dialog.clarifying import choices, picked, sections
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.documents import Passage, PassageKind, Span
from twitchbot.ranking import Candidate, Evidence

LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))
OFFERED = ("What does it do?", "Which foods?", "How low?")


def near(topic: str, *headings: str, kind: PassageKind = PassageKind.PROSE) -> list[Candidate]:
    """A candidate about `topic` under each of the headings."""
    return [
        Candidate(
            Passage(heading, "d", kind, ("Page", heading), Span(0, 1), "x", ()), 1, Evidence(), about=frozenset({topic})
        )
        for heading in headings
    ]


@pytest.mark.parametrize(
    ("message", "topic"), [("magnesium", "magnesium"), ("vitamin d?", "vitamin D"), ("B12", "vitamin B12")]
)
def test_a_bare_nutrient_is_met_with_its_sections(message: str, topic: str) -> None:
    found = sections(PREPARER.prepare(message), Conversation(), near(f"e:{topic}", "Role", "Foods"), LEXICON)
    assert found == ("Role", "Foods")


@pytest.mark.parametrize(
    "message", ["magnesium foods", "hypomagnesemia", "low calcium", "what about magnesium?", "stress", "twitching"]
)
def test_what_asks_something_or_names_no_nutrient_is_answered(message: str) -> None:
    query = PREPARER.prepare(message)
    about = next((unit for unit in query.units if LEXICON.is_nutrient(unit)), "e:magnesium")
    assert sections(query, Conversation(), near(about, "Role", "Foods"), LEXICON) == ()


def test_after_a_question_a_bare_nutrient_is_a_follow_up() -> None:
    before = Conversation(question="Which foods are rich in calcium?")
    assert sections(PREPARER.prepare("magnesium"), before, near("e:magnesium", "Role", "Foods"), LEXICON) == ()


def test_one_section_leaves_nothing_to_choose_and_cells_are_none() -> None:
    query = PREPARER.prepare("magnesium")
    assert sections(query, Conversation(), near("e:magnesium", "Role"), LEXICON) == ()
    cells = near("e:magnesium", "Role", "Foods", kind=PassageKind.CELL)
    assert sections(query, Conversation(), cells, LEXICON) == ()


def test_a_pronoun_without_a_topic_asks_which() -> None:
    topics = ("e:magnesium", "e:calcium")
    assert len(choices(PREPARER.prepare("where do I get it?"), Conversation(), topics, LEXICON)) == 2
    assert choices(PREPARER.prepare("where do I get calcium?"), Conversation(), topics, LEXICON) == ()


@pytest.mark.parametrize(
    ("message", "place"),
    [("the first one", 0), ("1", 0), ("second", 1), ("number 2 please", 1), ("the last one", 2), ("3.", 2),
     ("I meant the third", 2)],
)  # fmt: skip
def test_a_place_names_what_was_offered_there(message: str, place: int) -> None:
    assert picked(message, OFFERED) == OFFERED[place]


@pytest.mark.parametrize("message", ["the fourth", "first aid for cramps", "one more thing", "magnesium", ""])
def test_other_words_name_nothing(message: str) -> None:
    assert picked(message, OFFERED) is None


def test_nothing_offered_is_nothing_picked() -> None:
    assert picked("the last one", ()) is None
