"""Laws of every reply, whatever is typed: sealed, quoted word for word, and fit to travel as JSON."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twitchbot.answers import Answer, Notice, NoticeLevel, Outcome, Quote, Tier
from twitchbot.chatbot import Chatbot
from twitchbot.conversation import Conversation
from twitchbot.errors import QuestionError
from twitchbot.render.json import to_json

pytestmark = pytest.mark.model

ALARMS = {Tier.EMERGENCY, Tier.CRISIS}
WORDS = st.sampled_from(
    "magnesium calcium b12 vitamin d twitching eyelid cramp foods symptoms why what about and how much is it the can "
    "not chest pain numb arm pregnant pills tablet doctor hello thanks more yes no repeat source ? ! , 🙂 n u".split()
)
QUESTIONS = st.lists(WORDS, max_size=14).map(" ".join)
ANY_TEXT = st.text(st.characters(), max_size=400)
MESSAGES = st.one_of(QUESTIONS, ANY_TEXT, st.text(st.sampled_from(" \t\n\u200b\u00a0.?!{}%[]"), max_size=20))
slow = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def holds(bot: Chatbot, answer: Answer) -> None:
    """What is true of every answer."""
    last = answer.parts[-1]
    assert isinstance(last, Notice)
    assert last.text
    for quote in answer.quotes:
        document = bot.index.documents[quote.document_id]
        assert document.text[quote.start : quote.end] == quote.text != ""
        assert "".join(segment.text for segment in quote.segments) == quote.text
    assert (answer.outcome is Outcome.ANSWER) <= bool(answer.quotes)
    if answer.tier in ALARMS:
        assert not any(isinstance(part, Quote) for part in answer.parts)
        first = answer.parts[0]
        assert isinstance(first, Notice)
        assert first.level in {NoticeLevel.EMERGENCY, NoticeLevel.CRISIS}
    assert answer.confidence is None or 0.0 <= answer.confidence <= 1.0
    sent = json.loads(json.dumps(to_json(answer)))
    assert Conversation.from_json(sent["conversation"]).to_json() == dict(answer.conversation)


@slow
@given(MESSAGES)
def test_any_text_gets_a_sealed_answer(bot: Chatbot, message: str) -> None:
    holds(bot, bot.reply(message))


@slow
@given(st.lists(MESSAGES, min_size=2, max_size=4))
def test_so_does_any_conversation(bot: Chatbot, messages: list[str]) -> None:
    conversation: Any = None
    for message in messages:
        answer = bot.reply(message, conversation)
        holds(bot, answer)
        conversation = json.loads(json.dumps(to_json(answer)))["conversation"]


@slow
@given(QUESTIONS)
def test_the_same_message_gets_the_same_answer(bot: Chatbot, message: str) -> None:
    assert bot.reply(message) == bot.reply(message)


FORGED = st.fixed_dictionaries(
    {"v": st.just(1)},
    optional={
        "turns": st.integers(0, 100),
        "message": QUESTIONS,
        "question": st.one_of(QUESTIONS, ANY_TEXT),
        "entities": st.lists(st.one_of(st.sampled_from(["magnesium", "calcium"]), st.text(max_size=8)), max_size=3),
        "aspect": st.one_of(st.sampled_from(["foods", "causes", "symptoms"]), st.text(max_size=8)),
        "quoted": st.lists(st.text(max_size=12), max_size=3),
        "offered": st.lists(QUESTIONS, max_size=3),
        "outcome": st.sampled_from([outcome.value for outcome in Outcome]),
        "alarm": st.sampled_from([tier.value for tier in Tier]),
        "alarm_turns": st.integers(0, 1000),
        "greeted": st.booleans(),
    },
)


@slow
@given(st.one_of(QUESTIONS, st.sampled_from(["more", "repeat please", "where is that from?", "yes", "why?"])), FORGED)
def test_a_forged_conversation_breaks_nothing(bot: Chatbot, message: str, conversation: dict[str, Any]) -> None:
    try:
        answer = bot.reply(message, conversation)
    except QuestionError:
        return
    holds(bot, answer)
    assert answer.outcome is not Outcome.UNAVAILABLE


@pytest.mark.parametrize("filler", ["a", "word ", "🙂", "\u0301", "\ud800", "cannot ", "12 mg ", "((((", "? ", "\n"])
def test_a_very_long_message_is_answered_or_refused_in_time(bot: Chatbot, filler: str) -> None:
    message = (filler * 100_000)[:100_000]
    try:
        holds(bot, bot.reply(message))
    except QuestionError as error:
        assert error.remedy  # noqa: PT017
