"""The question inside a story."""

from __future__ import annotations

from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.dialog.stories import MAX_WINDOWS, asked, told

LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))
STORY = (
    "I have worked nights for three years and sleep badly, and since last week my left eyelid keeps jumping. "
    "I drink a lot of coffee. {question} Thank you so much for reading all of this!"
)


def test_the_question_is_found_in_its_story() -> None:
    query = PREPARER.prepare(STORY.format(question="Which foods are rich in magnesium?"))
    assert asked(query, PREPARER)[0].question.lower() == "which foods are rich in magnesium?"


def test_a_question_that_points_back_takes_the_topic_along() -> None:
    cores = asked(PREPARER.prepare(STORY.format(question="Can that cause it?")), PREPARER)
    assert "caffeine" in cores[0].entities or "coffee" in cores[0].entities


def test_a_story_without_punctuation_is_cut_before_its_question() -> None:
    text = (
        "so my dad is eighty and lives alone and he told me on the phone yesterday that his legs are restless "
        "and tired what are the symptoms of low magnesium"
    )
    assert asked(PREPARER.prepare(text), PREPARER)[0].question.startswith("what are the symptoms")


def test_the_reading_of_a_story_is_shown() -> None:
    for core in asked(PREPARER.prepare(STORY.format(question="Which foods are rich in magnesium?")), PREPARER):
        assert core.reading == core.question


def test_a_short_message_has_no_story() -> None:
    assert asked(PREPARER.prepare("My eyelid jumps. Which foods help?"), PREPARER) == ()


def test_a_clause_that_asks_of_what_was_named_before_it_takes_that_along() -> None:
    story = (
        "long day, three kids, no sleep, and now they hand out leaflets about vitamin d at the school gate, so tell me,"
        " what is the stuff even for"
    )
    cores = asked(PREPARER.prepare(story), PREPARER)
    assert "vitamin D" in cores[0].question


def test_what_a_story_tells_is_cut_into_its_last_clauses_that_name_something() -> None:
    story = STORY.format(question="My aunt says low magnesium makes the muscles jump, and that bananas mend it.")
    clauses = [query.question for query in told(PREPARER.prepare(story), PREPARER)]
    assert any("magnesium makes the muscles jump" in clause for clause in clauses)
    assert len(clauses) <= MAX_WINDOWS
    assert not any("thank you" in clause for clause in clauses)
    assert told(PREPARER.prepare("My aunt says low magnesium makes muscles jump."), PREPARER) == ()
