import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from twitchbot.answers import Answer, Intent, Outcome, Quote, Segment, Tier, Versions
from twitchbot.operations.feedback import FeedbackStore, read_groups

ANSWER = Answer(
    id="a1",
    outcome=Outcome.ANSWER,
    intent=Intent.QUESTION,
    tier=Tier.NONE,
    also=(),
    rules=(),
    reading="words of the reader",
    confidence=0.5,
    reason="quoted",
    parts=(Quote("words", "doc", "Title", ("A", "B"), 0, 5, (Segment("words", True),)),),
    versions=Versions("0", "0", "0", "0"),
    conversation={"message": "words of the reader"},
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new" / "feedback.sqlite"


def kept(path, *steps, **options):
    store = FeedbackStore(path, 90, **options)
    for name, *arguments in steps:
        getattr(store, name)(*arguments)
    store.close()
    return read_groups(path)


def test_answers_are_grouped_by_class_with_what_readers_thought(path):
    abstained = replace(ANSWER, outcome=Outcome.ABSTAIN, reason="no_match", parts=())
    groups = kept(
        path,
        ("answered", ANSWER),
        ("answered", replace(ANSWER, id="a2")),
        ("answered", replace(abstained, id="a3")),
        ("judged", "a2", "down", "unclear"),
    )
    found = {(g.outcome, g.reason, g.document, g.section, g.verdict, g.complaint): g.count for g in groups}
    assert found == {
        ("answer", "quoted", "doc", "A > B", "", ""): 1,
        ("answer", "quoted", "doc", "A > B", "down", "unclear"): 1,
        ("abstain", "no_match", "", "", "", ""): 1,
    }


def test_a_later_verdict_replaces_the_first(path):
    groups = kept(path, ("answered", ANSWER), ("judged", "a1", "down", ""), ("judged", "a1", "up", ""))
    assert [(g.verdict, g.count) for g in groups] == [("up", 1)]


def test_only_offered_reasons_and_machine_words_are_kept(path):
    steps = [("answered", replace(ANSWER, id=str(i))) for i in range(3)]
    reasons = ("Looks wrong", "I feel so bad about my leg", "unclear")
    steps += [("judged", str(i), "down", reason) for i, reason in enumerate(reasons)]
    groups = kept(path, *steps, reasons=["Looks wrong"])
    assert sorted(g.complaint for g in groups) == ["Looks wrong", "other", "unclear"]


def test_nothing_that_anybody_typed_is_in_the_file(path):
    kept(path, ("answered", ANSWER))
    assert b"words of the reader" not in path.read_bytes()


def test_old_records_are_deleted_at_the_next_start(path):
    kept(path, ("answered", ANSWER))
    old = (datetime.now(UTC) - timedelta(days=91)).date().isoformat()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE answers SET day = ?", (old,))
    assert kept(path) == ()


def test_a_file_that_cannot_be_written_costs_no_answer(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    lost = []
    store = FeedbackStore(tmp_path / "file" / "feedback.sqlite", 90, lost=lambda: lost.append(1))
    store.answered(ANSWER)
    store.close()
    assert "Answers go on" in caplog.text
    assert lost == [1]


def test_a_damaged_file_costs_no_answer(tmp_path, caplog):
    path = tmp_path / "feedback.sqlite"
    path.write_bytes(b"this is no database at all, whatever its name says" * 100)
    store = FeedbackStore(path, 90)
    store.answered(ANSWER)
    store.close()
    assert "Answers go on" in caplog.text
    assert path.read_bytes().startswith(b"this is no database")


def test_no_file_means_no_groups(path):
    assert read_groups(path) == ()
