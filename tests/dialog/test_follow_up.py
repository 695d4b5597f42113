"""What a short message stands for after an earlier turn, and which messages lean on one."""

from __future__ import annotations

import pytest

from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import Conversation
from twitchbot.dialog.follow_up import is_elliptical, readings, topics_of
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller

LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))
FOODS = Conversation(question="Which foods are rich in magnesium?", entities=("e:magnesium",), aspect="foods")
STRESS = Conversation(question="Can stress cause twitching?", entities=("c:stress",), aspect="causes")


def leans(text: str, *, has_context: bool = True) -> bool:
    return is_elliptical(PREPARER.query(text), LEXICON, has_context=has_context)


def read(text: str, before: Conversation) -> list[str]:
    return [reading.lower() for reading in readings(PREPARER.query(text), before, LEXICON)]


@pytest.mark.parametrize(
    "text",
    ["what about calcium?", "and foods?", "why?", "calcium", "how does it help?", "no, I meant potassium", "symptoms?",
     "and for vitamin d", "ok and b12", "is it harmful?", "same for calcium"],
)  # fmt: skip
def test_a_message_that_lacks_half_of_itself_leans_on_the_turn_before(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "Which foods are rich in calcium?",
        "What are the symptoms of low vitamin B12?",
        "Does caffeine cause muscle twitching?",
        "When should I see a doctor about muscle twitching?",
        "How can dehydration be prevented?",
    ],
)
def test_a_whole_question_stands_alone(text: str) -> None:
    assert not leans(text)
    assert not leans(text, has_context=False)


def test_without_an_earlier_turn_only_a_bare_kind_leans() -> None:
    assert leans("which foods?", has_context=False)
    assert not leans("what about calcium?", has_context=False)
    assert not leans("calcium", has_context=False)


@pytest.mark.parametrize(
    ("text", "before", "reading"),
    [
        ("what about calcium?", FOODS, "which foods are rich in calcium?"),
        ("and the symptoms?", FOODS, "what are the symptoms of low magnesium?"),
        ("why?", FOODS, "how does low magnesium cause muscle twitching?"),
        ("and dehydration?", STRESS, "can dehydration cause twitching?"),
        ("how can i prevent it", STRESS, "how can i prevent stress"),
        ("calcium and potassium?", FOODS, "which foods are rich in calcium and potassium?"),
    ],
)
def test_the_likeliest_reading_comes_first(text: str, before: Conversation, reading: str) -> None:
    assert read(text, before)[0] == reading


def test_a_kind_alone_is_read_of_the_corpus_where_nothing_came_before() -> None:
    assert read("which foods?", Conversation()) == ["which foods can help with muscle twitching?"]


def test_no_reading_repeats_the_message_or_another_reading() -> None:
    for text in ("what about calcium?", "why?", "is it harmful?", "which foods are rich in magnesium?"):
        found = read(text, FOODS)
        assert len(found) == len(set(found))
        assert text.rstrip("?") not in [reading.rstrip("?") for reading in found]


def test_a_name_with_signs_of_a_pattern_is_replaced_as_it_stands() -> None:
    before = Conversation(question="Is (calcium) safe?", entities=("e:calcium",), aspect="doctor")
    assert read("and magnesium?", before)[0] == "is (magnesium) safe?"


@pytest.mark.parametrize(
    "before",
    [
        Conversation(question="x", entities=("e:no such thing",), aspect="no such aspect"),
        Conversation(question="x", entities=("w:thing", "nonsense"), aspect=""),
    ],
)
@pytest.mark.parametrize("text", ["what about calcium?", "why?", "it", "and foods?"])
def test_a_conversation_of_another_content_version_breaks_nothing(before: Conversation, text: str) -> None:
    assert all(isinstance(reading, str) for reading in read(text, before))


def test_a_named_thing_is_a_rather_topic_than_a_concept() -> None:
    assert topics_of(PREPARER.query("stress and caffeine"), LEXICON) == ("e:caffeine",)
    assert topics_of(PREPARER.query("stress"), LEXICON) == ("c:stress",)
    assert topics_of(PREPARER.query("the weather"), LEXICON) == ()


BOTH = Conversation(question="q?", entities=("e:magnesium", "e:calcium"))
WHICH = Conversation(question="which mineral gives cramps", entities=("e:magnesium",))
FISH = Conversation(question="is fish good for vitamin d", entities=("e:vitamin D",))


@pytest.mark.parametrize(
    ("text", "before", "reading"),
    [
        ("foods for both?", BOTH, "foods for magnesium and calcium?"),
        ("and which one gives tingling", WHICH, "and which mineral gives tingling"),
        ("and b12?", FISH, "is fish good for vitamin b12"),
        ("when does it need a doctor", STRESS, "when should you see a doctor about muscle twitching?"),
    ],
)
def test_what_a_message_points_at_is_written_out(text: str, before: Conversation, reading: str) -> None:
    assert read(text, before)[0] == reading


def test_all_of_it_is_no_one_thing() -> None:
    assert not any("stress" in reading for reading in read("how do i prevent all this", STRESS))


@pytest.mark.parametrize("text", ["typo, calcium", "apologies, calcium", "I should have said calcium", "oops calcium"])
def test_a_correction_leans_on_what_it_corrects(text: str) -> None:
    assert leans(text)
    assert read(text, FOODS)[0] == "which foods are rich in calcium?"


def test_an_announced_new_subject_leans_on_nothing() -> None:
    assert not leans("something else, can pills cause it")
