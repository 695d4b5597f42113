"""Asking back: which topic was meant, and what about it."""

from __future__ import annotations

import pytest

from twitchbot.config import load_settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import Conversation
from twitchbot.dialog.clarifying import choices, differing, sections
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.documents import Passage, PassageKind, Span
from twitchbot.ranking import Candidate, Evidence

LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))
SETTINGS = load_settings().answering


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


@pytest.mark.parametrize("message", ["what is the neurological exam, what is it for", "which foods calm it down"])
def test_a_pronoun_beside_a_second_kind_of_question_is_answered(message: str) -> None:
    assert choices(PREPARER.prepare(message), Conversation(), ("e:magnesium", "e:calcium"), LEXICON) == ()


def about(*every: tuple[str, float]) -> list[Candidate]:
    """Candidates about one thing each ("" for none), with how likely they answer."""
    passage = Passage("p", "d", PassageKind.PROSE, ("Page",), Span(0, 1), "x", ())
    return [
        Candidate(passage, 1, Evidence(), about=frozenset({name} - {""}), answerability=chance)
        for name, chance in every
    ]


def test_a_question_that_tells_close_passages_not_apart_is_asked_back() -> None:
    found = differing(
        PREPARER.prepare("what do the vitamins do"),
        about(("e:vitamin D", 0.8), ("e:vitamin B12", 0.75), ("e:calcium", 0.1)),
        SETTINGS,
        LEXICON,
    )
    assert len(found) == 2
    assert "vitamin D" in found[0]
    assert "vitamin B12" in found[1]


@pytest.mark.parametrize(
    ("message", "near"),
    [
        ("what does vitamin d do", (("e:vitamin D", 0.8), ("e:vitamin B12", 0.75))),
        ("what do the vitamins do", (("", 0.8), ("e:vitamin B12", 0.75), ("e:vitamin D", 0.75))),
        ("what do the vitamins do", (("e:vitamin D", 0.8), ("e:vitamin B12", 0.2))),
        ("which vitamin needs sunlight", (("e:vitamin D", 0.8), ("e:vitamin B12", 0.75))),
    ],
)
def test_a_question_that_says_enough_is_answered(message: str, near: tuple[tuple[str, float], ...]) -> None:
    assert differing(PREPARER.prepare(message), about(*near), SETTINGS, LEXICON) == ()
