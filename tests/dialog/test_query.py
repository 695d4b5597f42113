"""From a message to queries: spelling, units, parts, sides, the question inside a story."""

from __future__ import annotations

import pytest

from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller

LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))


def questions(text: str) -> list[str]:
    return [part.question for part in PREPARER.parts(PREPARER.prepare(text))]


def sides(text: str) -> list[tuple[str, ...]]:
    return [side.entities for side in PREPARER.sides(PREPARER.prepare(text))]


def test_a_query_names_what_it_is_about_and_what_it_asks() -> None:
    query = PREPARER.prepare("Which foods are rich in Vitamin B-12?")
    assert query.entities == ("vitamin B12",)
    assert query.aspects == ("foods",)
    assert query.reading is None
    assert len(query.units) == len(query.unit_words) == len(set(query.units))


def test_stop_words_are_no_tokens() -> None:
    assert PREPARER.query("what is the").tokens == ()
    assert PREPARER.query("what is the calcium").tokens == ("calcium",)


def test_a_unit_named_twice_counts_once_where_it_stands_first() -> None:
    query = PREPARER.query("calcium or magnesium or Calcium")
    assert query.units == ("e:calcium", "e:magnesium")
    assert query.unit_words[0] == ("calcium",)


def test_corrections_are_listed_and_shown() -> None:
    query = PREPARER.prepare("magnesum and calcuim foods")
    assert query.corrections == (("magnesum", "magnesium"), ("calcuim", "calcium"))
    assert query.reading == query.question == "magnesium and calcium foods"


def test_a_short_form_is_written_out_without_being_shown() -> None:
    query = PREPARER.prepare("wat r u foods 4 magnesium")
    assert query.question.startswith("what are you foods")
    assert query.reading is None


@pytest.mark.parametrize("text", ["", "  ", "?!", "🙂"])
def test_nothing_said_is_nothing_asked(text: str) -> None:
    query = PREPARER.prepare(text)
    assert (query.units, query.tokens, query.aspects) == ((), (), ())
    assert PREPARER.parts(query) == (query,)
    assert PREPARER.sides(query) == ()


@pytest.mark.parametrize(
    ("text", "is_magnesium"),
    [("mg foods", True), ("low mg and cramps", True), ("how many mg of calcium", False), ("500 mg", False)],
)
def test_mg_is_magnesium_unless_it_measures(text: str, is_magnesium: bool) -> None:
    assert ("e:magnesium" in PREPARER.prepare(text).units) == is_magnesium


@pytest.mark.parametrize(
    ("text", "is_yes_no"), [("does calcium help", True), ("isn't it stress", True), ("why stress", False), ("", False)]
)
def test_a_question_for_yes_or_no_begins_with_its_verb(text: str, is_yes_no: bool) -> None:
    assert PREPARER.prepare(text).is_yes_no == is_yes_no


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Which foods have calcium and what does vitamin D do?", 2),
        ("Is stress a cause? Does caffeine make it worse?", 2),
        ("What is tetany; and how is it treated?", 2),
        ("Which foods have calcium and magnesium?", 1),
        ("Do nuts and seeds have magnesium?", 1),
        ("Can stress cause it? Can caffeine? Can alcohol? Can exercise? Can sleep?", 1),
    ],
)
def test_a_message_is_split_where_another_question_begins(text: str, parts: int) -> None:
    assert len(questions(text)) == parts


def test_a_part_without_a_topic_gets_that_of_the_message() -> None:
    first, second = questions("What does magnesium do and which foods should I eat?")
    assert "magnesium" in first
    assert "magnesium" in second


def test_a_part_that_only_names_a_thing_gets_the_question() -> None:
    assert questions("Is stress a cause? And is dehydration?") == ["is stress a cause", "is dehydration a cause"]


def test_what_is_asked_of_no_one_topic_stays_general() -> None:
    _, doctor = questions("What are the symptoms of low magnesium, and when should I see a doctor?")
    assert "magnesium" not in doctor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("compare calcium and magnesium", [("calcium",), ("magnesium",)]),
        ("symptoms of low b12 vs low vitamin d", [("vitamin B12",), ("vitamin D",)]),
        ("calcium, magnesium and potassium foods", [("calcium",), ("magnesium",), ("potassium",)]),
        ("how does alcohol compare with caffeine", [("alcohol",), ("caffeine",)]),
        ("does vitamin d help the body take up enough calcium", []),
        ("which foods are rich in magnesium", []),
        ("compare magnesium", []),
        ("calcium, magnesium, potassium, zinc and iron", []),
    ],
)
def test_a_comparison_has_a_side_for_each_thing(text: str, expected: list[tuple[str, ...]]) -> None:
    assert sides(text) == expected


def test_the_sides_ask_what_the_question_asks() -> None:
    asked = [side.aspects for side in PREPARER.sides(PREPARER.prepare("foods with calcium versus magnesium"))]
    assert len(asked) == 2
    assert all("foods" in aspects for aspects in asked)
