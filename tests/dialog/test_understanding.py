"""A message as questions, each with the readings to try."""

from __future__ import annotations

import pytest

from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import Conversation
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.dialog.understanding import in_full, understand

LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))
FOODS = Conversation(
    question="Which foods are rich in magnesium?",
    entities=("e:magnesium",),
    aspect="foods",
    offered=("Stress and sleep", "What it does"),
)
STORY = (
    "I have worked nights for three years and sleep badly, and since last week my left eyelid keeps jumping. "
    "Which foods are rich in magnesium?"
)


def test_a_plain_question_has_one_reading() -> None:
    (question,) = understand("Which foods are rich in calcium?", FOODS, PREPARER)
    assert (question.completed, question.cores, question.sides) == ((), (), ())
    assert question.literal.reading is None


def test_a_follow_up_has_full_readings_that_are_shown() -> None:
    (question,) = understand("what about calcium?", FOODS, PREPARER)
    assert question.completed[0].question.lower() == "which foods are rich in calcium?"
    assert all(query.reading == query.question for query in question.completed)


def test_a_follow_up_that_names_two_things_asks_the_earlier_question_of_each() -> None:
    (question,) = understand("what about calcium and b12?", FOODS, PREPARER)
    assert [side.entities for side in question.sides] == [("calcium",), ("vitamin B12",)]
    assert all(side.aspects == ("foods",) and side.reading for side in question.sides)


@pytest.mark.parametrize("offer", FOODS.offered)
def test_what_was_offered_means_what_it_says(offer: str) -> None:
    assert understand(f" {offer} ", FOODS, PREPARER) == understand(f" {offer} ", Conversation(), PREPARER)


def test_a_comparison_has_sides_whatever_came_before() -> None:
    for before in (Conversation(), FOODS):
        (question,) = understand("compare the symptoms of low calcium and low b12", before, PREPARER)
        assert [side.aspects for side in question.sides] == [("symptoms",), ("symptoms",)]
        assert question.completed == ()


def test_a_story_has_cores_and_is_not_split() -> None:
    (question,) = understand(STORY, FOODS, PREPARER)
    assert question.cores
    assert question.completed == ()


def test_every_message_is_at_least_one_question() -> None:
    for text in ("", " ", "?", "the", "🙂"):
        assert len(understand(text, Conversation(), PREPARER)) == 1


def full(text: str, before: Conversation = FOODS) -> str:
    return in_full(text, understand(text, before, PREPARER))


def test_in_full_a_message_needs_no_earlier_turn() -> None:
    assert full("Which foods have calcium and what does b12 do?") == "Which foods have calcium and what does b12 do?"
    assert full("and calcium?").lower() == "which foods are rich in calcium?"
    again = understand(full("what about calcium and b12?"), Conversation(), PREPARER)
    assert [side.entities for question in again for side in question.sides] == [("calcium",), ("vitamin B12",)]
