"""What questions ask for and passages offer, with the real patterns."""

from __future__ import annotations

import pytest

from twitchbot.content.asking import MAX_GAP, asked, offered
from twitchbot.content.lexicon import Aspect, AspectFile, ConceptFile, EntityFile, Lexicon

LEXICON = Lexicon.load()


def small(*asks: str) -> Lexicon:
    aspect = Aspect(asks=asks, offers=(), follow_up="a", follow_up_other="b", follow_up_alone="c")
    return Lexicon(EntityFile({}), ConceptFile(topics={}, concepts={}), AspectFile({"it": aspect}))


@pytest.mark.parametrize(
    ("pattern", "text", "is_asked"),
    [
        ("rich in", "foods RICH in iron", True),
        ("rich in", "rich food in there", False),
        ("food", "any foods?", True),
        ("^ why", "why so", True),
        ("^ why", "tell me why", False),
        ("what for $", "it is what for", True),
        ("what for $", "what for today", False),
        ("what * do", "what do", True),
        ("what * do", "what " + "very " * MAX_GAP + "do", True),
        ("what * do", "what " + "very " * (MAX_GAP + 1) + "do", False),
        ("why", "", False),
    ],
)
def test_a_pattern_matches_words_in_their_order(pattern: str, text: str, is_asked: bool) -> None:
    assert asked(text, small(pattern)) == (("it",) if is_asked else ())


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("Which foods are rich in magnesium?", "foods"),
        ("What are the symptoms of low calcium?", "symptoms"),
        ("what does vitamin d do for the body", "role"),
        ("Why does stress make muscles twitch?", "why"),
        ("which test shows low b12", "tests"),
        ("how can I prevent cramps", "prevention"),
        ("What is tetany?", "definition"),
        ("calcium versus magnesium", "comparison"),
        ("how much magnesium a day", "amount"),
        ("how long does it last", "duration"),
    ],
)
def test_questions_ask_for_what_a_reader_would_say(question: str, aspect: str) -> None:
    assert aspect in asked(question, LEXICON)


def test_an_opening_is_no_definition_when_more_is_asked() -> None:
    assert asked("What are the symptoms of low calcium?", LEXICON) == ("symptoms",)


def test_what_is_asked_first_stands_first() -> None:
    assert asked("foods and symptoms", LEXICON) == ("foods", "symptoms")
    assert asked("symptoms and foods", LEXICON) == ("symptoms", "foods")


def test_passages_offer_what_they_tell() -> None:
    assert "foods" in offered("Nuts are foods that hold it.", LEXICON)
    assert "doctor" not in offered("Nuts are foods that hold it.", LEXICON)
    assert offered("", LEXICON) == frozenset()


TEMPLATES = [
    (name, template.format(topic=topic))
    for name, aspect in LEXICON.aspects.items()
    for template, topic in (
        (aspect.follow_up, "calcium"),
        (aspect.follow_up_other, "caffeine"),
        (aspect.follow_up_alone, ""),
    )
]


@pytest.mark.parametrize(("name", "question"), TEMPLATES)
def test_a_follow_up_is_recognised_as_asking_for_its_aspect(name: str, question: str) -> None:
    assert name in asked(question, LEXICON)
