"""The decision: read from the evidence, with passages made by hand."""

from __future__ import annotations

import pytest

from twitchbot.answers import Outcome
from twitchbot.config import load_settings
from twitchbot.dialog.decide import decide
from twitchbot.documents import Passage, PassageKind, Span
from twitchbot.queries import Query
from twitchbot.ranking import Candidate, Evidence

SETTINGS = load_settings().answering.model_copy(
    update={
        "min_answerability": 0.4,
        "min_second": 0.2,
        "min_extra": 0.3,
        "near_equal": 0.5,
        "max_quotes": 3,
        "target_words": 40,
    }
)
QUERY = Query("q?", "q?", ("q",), ("e:calcium", "e:magnesium"), (("calcium",), ("magnesium",)), ("calcium",), ())


def candidate(name: str, chance: float, text: str, start: int = 0, **changes: object) -> Candidate:
    span = Span(start, start + len(text))
    passage = Passage(name, "doc", PassageKind.PROSE, ("Title",), span, text, (span,))
    values = {"evidence": Evidence(), "covered": frozenset(QUERY.units)} | changes
    return Candidate(passage, 1, answerability=chance, **values)  # type: ignore[arg-type]


def names(*candidates: Candidate, query: Query = QUERY) -> list[str]:
    return [c.passage.id for c in decide(query, candidates, SETTINGS).chosen]


NUTS = candidate("nuts", 0.9, "nuts seeds greens grains")


def test_a_sure_passage_is_quoted_with_its_probability() -> None:
    decision = decide(QUERY, [NUTS], SETTINGS)
    assert (decision.outcome, decision.confidence, decision.chosen) == (Outcome.ANSWER, 0.9, (NUTS,))


def test_the_bound_itself_is_sure_enough() -> None:
    assert decide(QUERY, [candidate("a", 0.4, "a b")], SETTINGS).outcome is Outcome.ANSWER
    assert decide(QUERY, [candidate("a", 0.399, "a b")], SETTINGS).outcome is Outcome.ABSTAIN


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (Evidence(strict=1.0, missing=1.0), "no passage of that kind"),
        (Evidence(missing=1.0), "not in the corpus"),
        (Evidence(missing=0.5), "weak evidence"),
    ],
)
def test_silence_has_a_reason_and_keeps_what_is_near(evidence: Evidence, reason: str) -> None:
    weak = candidate("weak", 0.1, "words", evidence=evidence)
    decision = decide(QUERY, [weak], SETTINGS)
    assert (decision.outcome, decision.reason, decision.chosen) == (Outcome.ABSTAIN, reason, ())
    assert decision.near == (weak,)
    assert decision.confidence == 0.1


def test_nothing_found_and_nothing_asked_are_silence() -> None:
    assert decide(QUERY, [], SETTINGS).reason == "nothing found"
    nothing = Query("the", "the", (), (), (), (), ())
    decision = decide(nothing, [NUTS], SETTINGS)
    assert (decision.outcome, decision.reason, decision.confidence) == (Outcome.ABSTAIN, "nothing asked", 0.0)


def test_a_near_equal_that_adds_something_is_quoted_too() -> None:
    other = candidate("milk", 0.6, "milk yogurt cheese cream", 100)
    assert names(NUTS, other) == ["nuts", "milk"]


@pytest.mark.parametrize(
    "other",
    [
        candidate("unsure", 0.4, "milk yogurt cheese cream", 100),
        candidate("same", 0.8, "greens grains nuts seeds", 100),
        candidate("inside", 0.8, "milk yogurt cheese cream", 10),
        candidate("long", 0.8, " ".join(f"word{i}" for i in range(60)), 100),
    ],
    ids=lambda c: c.passage.id,
)
def test_a_passage_that_is_unsure_or_adds_nothing_is_left_out(other: Candidate) -> None:
    assert names(NUTS, other) == ["nuts"]


def test_a_passage_of_another_document_does_not_overlap() -> None:
    other = candidate("other", 0.8, "milk yogurt cheese cream", 10)
    elsewhere = Passage("other", "doc 2", PassageKind.PROSE, (), other.passage.span, other.passage.text, ())
    assert names(NUTS, Candidate(elsewhere, 2, Evidence(), 0.8)) == ["nuts", "other"]


def test_a_named_thing_that_the_best_leaves_out_gets_a_passage_of_its_own() -> None:
    half = candidate("half", 0.9, "nuts seeds", covered=frozenset({"e:magnesium"}))
    rest = candidate("rest", 0.25, "nuts dairy", 100, covered=frozenset({"e:calcium"}))
    assert names(half, rest) == ["half", "rest"]
    too_weak = candidate("rest", 0.15, "nuts dairy", 100, covered=frozenset({"e:calcium"}))
    assert names(half, too_weak) == ["half"]


def test_no_more_quotes_than_fit_one_reply() -> None:
    many = [candidate(f"p{i}", 0.9, f"one{i} two{i} three{i}", 100 * i) for i in range(6)]
    assert names(*many) == ["p0", "p1", "p2"]
