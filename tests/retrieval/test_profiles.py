"""What passages are about, and how rare that is among them."""

from __future__ import annotations

import pytest

from twitchbot.content.lexicon import Lexicon
from twitchbot.documents import Passage, PassageKind, Span
from twitchbot.language import sentences
from twitchbot.retrieval.profiles import Profiles

LEXICON = Lexicon.load()


def passage(name: str, text: str, *headings: str, at: int = 0, question: str = "") -> Passage:
    spans = tuple(Span(s.start + at, s.end + at) for s in sentences(text))
    return Passage(name, "d", PassageKind.PROSE, headings, Span(at, at + len(text)), text, spans, question)


PASSAGES = {
    p.id: p
    for p in (
        passage("kale", "Kale has it. Coffee does not.", "Iodine page", "Foods with calcium", at=500),
        passage("test", "A doctor can order a blood test.", "Page", question="How is zinc measured?"),
        passage("five", "Take five cups.", "Page", "Coffee"),
    )
}
PROFILES = Profiles(PASSAGES, LEXICON)


def test_headings_below_the_title_and_sentences_are_read() -> None:
    kale = PROFILES["kale"]
    assert "e:calcium" in kale.heading
    assert "e:calcium" in kale.units
    assert "e:iodine" not in kale.units
    assert ["e:coffee" in sentence for sentence in kale.sentences] == [False, True]


def test_a_thing_brings_its_kinds() -> None:
    assert {"e:kale", "e:leafy greens"} <= PROFILES["kale"].entities
    assert "e:caffeine" in PROFILES["five"].heading


def test_the_stored_question_counts_as_heading() -> None:
    assert "e:zinc" in PROFILES["test"].heading


def test_what_is_told_and_numbers_are_noticed() -> None:
    assert {"tests", "doctor"} <= PROFILES["test"].offers
    assert [PROFILES[name].has_number for name in ("kale", "test", "five")] == [False, False, True]


def test_rarity_falls_from_one_to_nothing() -> None:
    everywhere = Profiles({name: passage(name, "calcium") for name in "abc"}, LEXICON)
    assert PROFILES.rarity("e:never") == pytest.approx(1.0)
    assert everywhere.rarity("e:calcium") == pytest.approx(0.0)
    assert 0.0 < PROFILES.rarity("e:caffeine") < PROFILES.rarity("e:zinc") < 1.0
