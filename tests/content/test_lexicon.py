"""Units of meaning: with a small lexicon made by hand, and the rules that the real one keeps."""

from __future__ import annotations

import string
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchbot.content.lexicon import AspectFile, ConceptFile, EntityFile, Lexicon
from twitchbot.content.loader import load_toml
from twitchbot.language import stem, words

REAL = Lexicon.load()
CONCEPTS = load_toml("concepts", ConceptFile)
SMALL = Lexicon(
    EntityFile.model_validate(
        {
            "nutrient": {"iron": ["iron", "ferritin"], "vitamin C": ["vitamin c"]},
            "food": {
                "greens": ["greens"],
                "kale": {"names": ["kale", "curly kale"], "is_a": ["greens"]},
                "baby kale": {"names": ["baby kale"], "is_a": ["kale"]},
            },
        }
    ),
    ConceptFile(topics={"sleep": "good sleep"}, concepts={"sleep": ("sleep", "lie awake"), "tired": ("worn out",)}),
    AspectFile({}),
)


def ids(text: str, lexicon: Lexicon = SMALL) -> list[str]:
    return [unit.id for unit in lexicon.analyse(text).units]


def test_a_text_becomes_entities_concepts_and_other_words_in_order() -> None:
    assert ids("Ferritin low, I lie awake on Mondays") == ["e:iron", "w:low", "c:sleep", "w:monday"]


def test_the_longest_phrase_wins_and_word_endings_do_not_matter() -> None:
    assert ids("baby kale") == ["e:baby kale"]
    assert ids("Curly Kales") == ["e:kale"]


def test_stop_words_count_only_inside_a_phrase() -> None:
    assert ids("the and of it") == []
    assert ids("worn out") == ["c:tired"]


def test_units_keep_their_words_and_place() -> None:
    (unit,) = SMALL.analyse("is curly kale it").units
    assert (unit.words, unit.start, unit.is_entity) == (("curly", "kale"), 1, True)


def test_a_thing_is_of_its_kind_and_of_its_kinds_kind() -> None:
    assert SMALL.lineage("baby kale") == {"baby kale", "kale", "greens"}
    assert SMALL.lineage("never heard of") == {"never heard of"}


def test_kinds_are_the_units_above_an_entity() -> None:
    assert SMALL.kinds("e:baby kale") == {"e:kale", "e:greens"}
    assert SMALL.kinds("e:never heard of") == SMALL.kinds("w:kale") == frozenset()


def test_a_conversation_can_be_about_entities_and_listed_concepts() -> None:
    assert SMALL.topic_name("e:vitamin C") == "vitamin C"
    assert SMALL.topic_name("c:sleep") == "good sleep"
    assert SMALL.topic_name("c:tired") is SMALL.topic_name("w:monday") is None


def test_only_nutrients_are_nutrients() -> None:
    assert [SMALL.is_nutrient(unit) for unit in ("e:iron", "e:kale", "iron")] == [True, False, False]


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    found = REAL.analyse(text)
    assert all(found.words[unit.start : unit.start + len(unit.words)] == unit.words for unit in found.units)
    assert [unit.start for unit in found.units] == sorted(unit.start for unit in found.units)


@pytest.mark.parametrize("name", CONCEPTS.concepts)
def test_no_concept_has_a_phrase_twice(name: str) -> None:
    phrases = [words(text) for text in CONCEPTS.concepts[name]]
    assert all(phrases)
    assert sorted(phrase for phrase in phrases if phrases.count(phrase) > 1) == []


def test_every_topic_is_a_concept() -> None:
    assert set(CONCEPTS.topics) <= set(CONCEPTS.concepts)


def test_no_name_means_two_entities() -> None:
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for entries in load_toml("lexicon", EntityFile).root.values():
        for name, entry in entries.items():
            for text in entry if isinstance(entry, tuple) else entry.names:
                owners[tuple(stem(word) for word in words(text))].add(name)
    assert {phrase: names for phrase, names in owners.items() if len(names) > 1} == {}


def test_every_kind_that_is_named_exists() -> None:
    assert [name for name in REAL.types if not REAL.lineage(name) <= set(REAL.types)] == []


@pytest.mark.parametrize("name", [name for name, kind in REAL.types.items() if kind == "nutrient"])
def test_a_nutrients_shown_name_is_read_as_that_nutrient(name: str) -> None:
    assert f"e:{name}" in ids(name, REAL)


@pytest.mark.parametrize("name", REAL.aspects)
def test_every_follow_up_template_names_at_most_its_topic(name: str) -> None:
    aspect = REAL.aspects[name]
    for template, allowed in (
        (aspect.follow_up, {"topic"}),
        (aspect.follow_up_other, {"topic"}),
        (aspect.follow_up_alone, set[str]()),
    ):
        assert {field for _, field, _, _ in string.Formatter().parse(template) if field is not None} <= allowed
        assert template.format(topic="calcium").endswith("?")
