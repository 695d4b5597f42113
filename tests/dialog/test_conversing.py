"""What is carried on to the next message."""

from __future__ import annotations

from twitchbot.answers import Draft, Intent, Outcome, Suggestions
from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import Conversation
from twitchbot.dialog.conversing import MAX_QUESTION, remember
from twitchbot.dialog.decide import Decision
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.documents import Passage, PassageKind, Span
from twitchbot.ranking import Candidate, Evidence

LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))
BEFORE = Conversation(
    turns=3, message="m", question="old?", entities=("e:iron",), alarm="urgent", alarm_turns=2, greeted=True
)


def decision(question: str, about: frozenset[str] = frozenset()) -> Decision:
    passage = Passage(f"p:{question}", "d", PassageKind.PROSE, (), Span(0, 1), "x", ())
    chosen = (Candidate(passage, 1, Evidence(), about=about),)
    return Decision(PREPARER.query(question), Outcome.ANSWER, "evidence", chosen, chosen, 0.9)


def after(asked: str, *decisions: Decision, offered: tuple[str, ...] = ()) -> Conversation:
    draft = Draft(Outcome.ANSWER, Intent.QUESTION, "evidence", (Suggestions(offered),) if offered else ())
    return remember(BEFORE, asked, decisions, draft, LEXICON)


def test_topic_aspect_quotes_and_offers_are_kept() -> None:
    found = after("typed", decision("Which foods are rich in magnesium?"), offered=("More?", "Else?"))
    assert found.question == "Which foods are rich in magnesium?"
    assert (found.entities, found.aspect) == (("e:magnesium",), "foods")
    assert found.quoted == ("p:Which foods are rich in magnesium?",)
    assert found.offered == ("More?", "Else?")


def test_the_rest_of_the_conversation_stays() -> None:
    found = after("typed", decision("calcium foods"))
    assert (found.turns, found.alarm, found.alarm_turns, found.greeted) == (3, "urgent", 2, True)


def test_several_questions_are_kept_as_they_were_asked() -> None:
    found = after("calcium foods and magnesium symptoms?", decision("calcium foods"), decision("magnesium symptoms"))
    assert found.question == "calcium foods and magnesium symptoms?"
    assert found.entities == ("e:calcium", "e:magnesium")
    assert found.aspect == "symptoms"
    assert len(found.quoted) == 2


def test_a_question_that_names_nothing_leads_to_what_answered_it() -> None:
    assert after("t", decision("which one makes them tighten?", frozenset({"e:calcium"}))).entities == ("e:calcium",)
    two = frozenset({"e:calcium", "e:magnesium"})
    assert after("t", decision("which one makes them tighten?", two)).entities == ()


def test_what_is_kept_fits_a_conversation_that_can_be_sent_back() -> None:
    found = after("t", *(decision(f"calcium {'x' * 3000} {i}") for i in range(60)), offered=tuple("abcdefgh" * 10))
    assert Conversation.from_json(found.to_json()) == found
    assert len(after("t", decision("calcium " * 1000)).question) == MAX_QUESTION


def test_what_was_listed_stays_while_it_is_asked_about() -> None:
    before = Conversation(question="Which causes?", listed=("c:stress", "e:caffeine"))
    draft = Draft(Outcome.ANSWER, Intent.QUESTION, "evidence", ())
    asked = remember(before, "typed", [decision("Can caffeine cause muscle twitching?")], draft, LEXICON)
    assert asked.listed == ("c:stress", "e:caffeine")
    assert remember(before, "typed", [decision("calcium foods")], draft, LEXICON).listed == ()
