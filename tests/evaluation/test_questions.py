"""Scoring single answers, with answers made by hand."""

from __future__ import annotations

import dataclasses

import pytest
from stand_in import StandInBot, quote_of

from twitchbot.answers import Answer, Outcome, Quote
from twitchbot.documents import Span
from twitchbot.evaluation.questions import QuestionRow, Scored, report

BASE = StandInBot().reply("hello")


def answer(outcome: Outcome, quotes: int, confidence: float | None = 0.8) -> Answer:
    parts: tuple[Quote, ...] = (quote_of(33, 93, Span(33, 42)),) * quotes
    return dataclasses.replace(BASE, outcome=outcome, parts=parts, confidence=confidence)


def row(name: str, *needs: str, answerable: bool = True, kind: str = "faq") -> QuestionRow:
    return QuestionRow(id=name, question="?", kind=kind, answerable=answerable, needs=tuple((n,) for n in needs))


RIGHT = Scored(row("a", "magnesium"), answer(Outcome.ANSWER, 1, 0.9))
WRONG = Scored(row("b", "cheese"), answer(Outcome.ANSWER, 1, 0.7))
REFUSED = Scored(row("c", "magnesium", kind="list"), answer(Outcome.ABSTAIN, 0, 0.3))
SILENT = Scored(row("d", answerable=False, kind="off_topic"), answer(Outcome.ABSTAIN, 0, 0.1))
LOUD = Scored(row("e", answerable=False, kind="off_topic"), answer(Outcome.ANSWER, 1, 0.6))


@pytest.mark.parametrize(
    ("scored", "is_right"), [(RIGHT, True), (WRONG, False), (REFUSED, False), (SILENT, True), (LOUD, False)]
)
def test_right_is_the_facts_or_silence(scored: Scored, is_right: bool) -> None:
    assert scored.is_right == is_right


def test_asking_back_about_the_unanswerable_is_right() -> None:
    assert Scored(row("f", answerable=False), answer(Outcome.CLARIFY, 0)).is_right


def test_the_report_counts_each_failure_as_what_it_is() -> None:
    found = report([RIGHT, WRONG, REFUSED, SILENT, LOUD])
    assert (found.answered_right.hits, found.answered_right.total) == (1, 3)
    assert (found.refused.hits, found.refused.total) == (1, 3)
    assert (found.abstained.hits, found.quoted_anyway.hits, found.abstained.total) == (1, 1, 2)
    assert {kind: (share.hits, share.total) for kind, share in found.kinds} == {
        "faq": (1, 2),
        "list": (0, 1),
        "off_topic": (1, 2),
    }
    # Of the six pairs of an answerable and an unanswerable question, one is in the wrong order (0.3 below 0.6).
    assert found.auroc == pytest.approx(5 / 6)
    assert found.mean_words > 0
    assert found.measures()["answered_right"] == pytest.approx(1 / 3)
    assert found.measures()["kind_list"] == 0.0


def test_a_reply_without_confidence_is_left_out_of_the_measures_of_confidence() -> None:
    silent = Scored(row("g", answerable=False), answer(Outcome.SAFETY, 0, None))
    assert report([RIGHT, WRONG, SILENT, silent]).auroc == report([RIGHT, WRONG, SILENT]).auroc == 1.0
