"""The whole answer path over the shipped corpus: from a message to a sealed answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from twitchbot.answers import Answer, Intent, Message, Notice, Outcome, Suggestions, Tier
from twitchbot.chatbot import Chatbot
from twitchbot.config import Settings
from twitchbot.conversation import Conversation
from twitchbot.errors import QuestionError
from twitchbot.language import words
from twitchbot.render.json import to_json

pytestmark = pytest.mark.model

FAQS = [
    ("Could too little vitamin D be why my muscles jump?", ["absor", "calcium"]),
    ("What shortage is most often to blame for twitchy muscles?", ["magnesium", "common"]),
    ("are low b vitamins linked to cramping", ["b12", "cramp"]),
    ("Can I find out by myself whether a deficiency is behind the twitching?", ["self-diagnose"]),
    ("do dehydrated muscles twitch", ["dehydration", "electrolyte"]),
    ("Which foods would help against twitching muscles?", ["leafy greens", "dairy"]),
    ("When is a twitch something to be worried about?", ["benign", "persistent"]),
]
CELLS = [
    ("What are the common symptoms of a B12 deficiency?", "Common symptoms", "Vitamin B12 deficiency"),
    ("What is the primary role of vitamin D?", "Primary role of the nutrient", "Vitamin D deficiency"),
    ("By which mechanism does low calcium make muscles twitch?", "Mechanism of twitching", "Calcium deficiency"),
    ("symptoms magnesium deficiency", "Common symptoms", "Magnesium deficiency"),
]
UNCOVERED = [
    "Which foods are rich in iodine?",
    "Does iodine help against twitching?",
    "is selenium good for muscles",
    "Can zinc deficiency cause cramps?",
]


def said(answer: Answer) -> str:
    return "\n".join(quote.text for quote in answer.quotes).casefold()


def keys(answer: Answer) -> list[str]:
    return [part.key for part in answer.parts if isinstance(part, Message)]


def offered(answer: Answer) -> tuple[str, ...]:
    return tuple(q for part in answer.parts if isinstance(part, Suggestions) for q in part.questions)


def talk(bot: Chatbot, *turns: str) -> list[Answer]:
    conversation: Any = None
    answers = []
    for turn in turns:
        answers.append(bot.reply(turn, conversation))
        conversation = answers[-1].conversation
    return answers


@pytest.mark.parametrize(("question", "facts"), FAQS)
def test_the_stored_questions_are_answered_in_other_words(bot: Chatbot, question: str, facts: list[str]) -> None:
    answer = bot.reply(question)
    assert answer.outcome is Outcome.ANSWER
    assert all(fact in said(answer) for fact in facts), said(answer)


@pytest.mark.parametrize(("question", "row", "column"), CELLS)
def test_a_look_up_quotes_the_cell_where_row_and_column_meet(
    bot: Chatbot, question: str, row: str, column: str
) -> None:
    cells = [quote for quote in bot.reply(question).quotes if quote.heading_path[-2:] == (row, column)]
    assert cells
    assert "|" not in cells[0].text


@pytest.mark.parametrize("question", UNCOVERED)
def test_what_no_page_covers_is_not_answered_and_nearby_headings_are_offered(bot: Chatbot, question: str) -> None:
    answer = bot.reply(question)
    assert answer.outcome is Outcome.ABSTAIN
    assert answer.quotes == ()
    assert keys(answer) == ["abstain.not_covered", "abstain.covered_here"]
    assert offered(answer)


def test_a_question_far_from_the_corpus_is_not_answered(bot: Chatbot) -> None:
    answer = bot.reply("What is the capital of France?")
    assert (answer.outcome, answer.quotes) == (Outcome.ABSTAIN, ())


@pytest.mark.parametrize("message", ["xqzt flrb", "zzzz kkkk jjj", "ghgh", "asdkjh askjdh aksjdh", "qwertyuiop"])
def test_letters_without_meaning_are_neither_answered_nor_taken_for_small_talk(bot: Chatbot, message: str) -> None:
    answer = bot.reply(message)
    assert answer.intent is Intent.QUESTION
    assert answer.quotes == ()


@pytest.mark.parametrize("message", ["", "   ", "\n\t", "...", "?!", "\u200b"])
def test_a_message_without_a_word_gets_a_friendly_prompt(bot: Chatbot, message: str) -> None:
    answer = bot.reply(message)
    assert answer.outcome is Outcome.CLARIFY
    assert keys(answer) == ["empty.prompt"]
    assert offered(answer)


@pytest.mark.parametrize(
    ("message", "intent"), [("👍", Intent.YES), ("🙏", Intent.THANKS), ("👋👋", Intent.GREETING), ("👎", Intent.NO)]
)
def test_a_sign_alone_is_understood(bot: Chatbot, message: str, intent: Intent) -> None:
    answer = bot.reply(message)
    assert (answer.outcome, answer.intent) == (Outcome.SMALL_TALK, intent)


@pytest.mark.parametrize(
    ("typed", "reading", "fact"),
    [
        ("magnesum foods", "magnesium foods", "nuts"),
        ("wich fods contain calcuim", "which foods contain calcium", "dairy"),
        ("can dehidration cause twiching?", "can dehydration cause twitching?", "electrolyte"),
    ],
)
def test_a_corrected_typo_is_shown(bot: Chatbot, typed: str, reading: str, fact: str) -> None:
    answer = bot.reply(typed)
    assert answer.reading == reading
    assert fact in said(answer)


def test_a_question_spelled_right_shows_no_reading(bot: Chatbot) -> None:
    assert bot.reply("Which foods are rich in magnesium?").reading is None


def test_a_follow_up_is_read_in_full_and_answered(bot: Chatbot) -> None:
    first, second, third, fourth = talk(
        bot, "Which foods are rich in magnesium?", "what about calcium?", "and the symptoms?", "why does it?"
    )
    assert first.reading is None
    assert second.reading == "which foods are rich in calcium?"
    assert "dairy" in said(second)
    assert third.reading == "What are the symptoms of low calcium?"
    assert "numbness" in said(third)
    assert "calcium" in (fourth.reading or "")
    assert fourth.outcome is Outcome.ANSWER


def test_a_follow_up_to_an_uncovered_thing_is_not_answered_and_the_talk_goes_on(bot: Chatbot) -> None:
    _, iodine, calcium = talk(bot, "Which foods are rich in magnesium?", "what about iodine?", "and calcium?")
    assert (iodine.outcome, iodine.quotes) == (Outcome.ABSTAIN, ())
    assert "dairy" in said(calcium)


@pytest.mark.parametrize(
    "question",
    [
        "When should I see a doctor about muscle twitching?",
        "Does caffeine cause muscle twitching?",
        "What are the symptoms of low vitamin B12?",
        "Can dehydration cause muscle twitching?",
        "How can muscle twitching be prevented?",
    ],
)
def test_a_question_that_stands_alone_is_not_bent_by_what_came_before(bot: Chatbot, question: str) -> None:
    alone = bot.reply(question)
    after = talk(bot, "Which foods are rich in magnesium?", question)[-1]
    assert alone.outcome is Outcome.ANSWER
    assert (after.reading, after.quotes) == (alone.reading, alone.quotes)


def test_more_quotes_what_was_not_quoted_until_nothing_is_left(bot: Chatbot) -> None:
    turns = talk(bot, "Which foods are rich in magnesium?", *["more"] * 8)
    seen: list[tuple[str, int, int]] = []
    for answer in turns:
        seen += [(q.document_id, q.start, q.end) for q in answer.quotes]
    assert len(seen) == len(set(seen))
    assert turns[1].outcome is Outcome.ANSWER
    assert turns[1].intent is Intent.MORE
    assert keys(turns[-1]) == ["answer.no_more"]
    assert turns[-1].quotes == ()


@pytest.mark.parametrize(
    "question",
    [
        "Which foods are rich in magnesium?",
        "Which foods have calcium and what does vitamin D do in the body?",
        "What are the symptoms of low magnesium, and when should I see a doctor?",
        "compare magnesium and calcium symptoms",
        "wich fods contain calcuim",
    ],
)
def test_repeat_quotes_the_same_again(bot: Chatbot, question: str) -> None:
    first, again, thrice = talk(bot, question, "repeat that", "say that again please")
    assert first.quotes
    assert again.intent is Intent.REPEAT
    assert again.quotes == first.quotes
    assert thrice.quotes == first.quotes


def test_a_follow_up_can_be_repeated(bot: Chatbot) -> None:
    _, second, again = talk(bot, "Which foods are rich in magnesium?", "what about calcium and b12?", "repeat")
    assert again.quotes == second.quotes != ()


def test_the_source_names_the_document_of_the_quotes(bot: Chatbot) -> None:
    first, source = talk(bot, "Which foods are rich in magnesium?", "where is that from?")
    assert source.intent is Intent.SOURCE
    (message,) = [part for part in source.parts if isinstance(part, Message)]
    document = bot.index.documents[first.quotes[0].document_id]
    assert document.source.title in message.text


def test_restart_forgets_what_was_said(bot: Chatbot) -> None:
    turns = talk(bot, "Which foods are rich in magnesium?", "restart", "more", "what about calcium?")
    assert turns[1].intent is Intent.RESTART
    assert keys(turns[2]) == ["small_talk.nothing_yet"]
    assert turns[3].reading is None
    assert turns[3].conversation["turns"] < 4 or not Conversation.from_json(turns[1].conversation).question


def test_the_source_of_the_page_is_told_before_anything_was_quoted(bot: Chatbot) -> None:
    answer = bot.reply("source?")
    assert answer.outcome is Outcome.SMALL_TALK
    assert keys(answer) == ["source.about"]


@pytest.mark.parametrize("message", ["more", "repeat"])
def test_going_back_needs_something_to_go_back_to(bot: Chatbot, message: str) -> None:
    answer = bot.reply(message)
    assert answer.outcome is Outcome.SMALL_TALK
    assert keys(answer) == ["small_talk.nothing_yet"]


@pytest.mark.parametrize(
    ("message", "facts"),
    [
        ("Which foods have calcium and what does vitamin D do in the body?", ["dairy", "absorption"]),
        ("What are the symptoms of low magnesium, and when should I see a doctor?", ["fatigue", "see a doctor"]),
        ("Can caffeine cause twitching? And how can I prevent it?", ["stimulant", "hydrat"]),
    ],
)
def test_a_question_of_two_parts_gets_both(bot: Chatbot, message: str, facts: list[str]) -> None:
    answer = bot.reply(message)
    assert keys(answer).count("answer.part") in {0, 2}
    assert all(fact in said(answer) for fact in facts), said(answer)


def test_a_part_that_is_not_covered_says_so_beside_the_one_that_is(bot: Chatbot) -> None:
    answer = bot.reply("Which foods have calcium, and how much does iodine cost?")
    assert answer.outcome is Outcome.ANSWER
    assert "dairy" in said(answer)
    assert keys(answer) == ["answer.part", "answer.part_uncovered", "abstain.not_covered"]


@pytest.mark.parametrize(
    ("message", "facts"),
    [
        ("compare the symptoms of low magnesium and low calcium", ["high blood pressure", "dry skin"]),
        ("calcium vs vitamin d", ["contraction", "absorption"]),
        ("how do magnesium and b12 differ in where they come from? foods", ["seeds", "meat"]),
    ],
)
def test_a_comparison_quotes_both_sides(bot: Chatbot, message: str, facts: list[str]) -> None:
    answer = bot.reply(message)
    assert all(fact in said(answer) for fact in facts), said(answer)


def asked_anywhere(bot: Chatbot) -> Iterator[tuple[str, Answer]]:
    for question in [*(q for q, _ in FAQS), *(q for q, _, _ in CELLS), *UNCOVERED, "hello", "", "What is the weather?"]:
        yield question, bot.reply(question)


def test_every_suggestion_gets_an_answer_when_it_is_sent(bot: Chatbot) -> None:
    failed, count = [], 0
    for question, answer in asked_anywhere(bot):
        for suggestion in offered(answer):
            count += 1
            sent = bot.reply(suggestion, answer.conversation)
            if sent.outcome is not Outcome.ANSWER or sent.reading is not None:
                failed.append((question, suggestion, sent.outcome, sent.reading))
    assert count > 20
    assert failed == []


def test_every_start_question_gets_an_answer(bot: Chatbot) -> None:
    assert 1 <= len(bot.start_questions) <= 4
    assert [q for q in bot.start_questions if bot.reply(q).outcome is not Outcome.ANSWER] == []


def test_no_suggestion_repeats_what_was_just_quoted(bot: Chatbot) -> None:
    for _, answer in asked_anywhere(bot):
        headings = {quote.heading_path[-1] for quote in answer.quotes}
        assert not headings & set(offered(answer))


def test_no_quote_is_longer_than_allowed(bot: Chatbot) -> None:
    limit = bot.settings.answering.max_words
    assert limit <= 120
    lengths = [len(words(quote.text)) for _, answer in asked_anywhere(bot) for quote in answer.quotes]
    assert lengths
    assert max(lengths) <= limit


def test_the_same_message_gets_the_same_json(bot: Chatbot, shipped: Settings) -> None:
    other = Chatbot.load(shipped.paths.index, shipped)
    first = bot.reply("Which foods are rich in magnesium?")
    for message in ("what about calcium?", "compare magnesium and calcium", "hello", "magnesum foods", "iodine?"):
        once = to_json(bot.reply(message, first.conversation))
        assert to_json(bot.reply(message, first.conversation)) == once
        assert to_json(other.reply(message, first.conversation)) == once


def test_the_region_chooses_the_number_to_call(bot: Chatbot) -> None:
    def notices(region: str) -> str:
        answer = bot.reply("I have crushing chest pain and can't breathe", region=region)
        assert answer.tier is Tier.EMERGENCY
        return "\n".join(part.text for part in answer.parts if isinstance(part, Notice))

    assert "911" in notices("US")
    assert "999" in notices("GB")
    assert "911" not in notices("GB")


def test_naming_the_page_being_read_keeps_the_answer(bot: Chatbot) -> None:
    (document,) = list(bot.index.documents)[:1]
    with_page = bot.reply("Which foods are rich in magnesium?", page=document)
    assert with_page.quotes == bot.reply("Which foods are rich in magnesium?").quotes
    assert bot.reply("Which foods are rich in magnesium?", page="no/such/page.md").outcome is Outcome.ANSWER


def test_a_message_over_the_limit_is_refused_with_a_remedy(bot: Chatbot) -> None:
    limit = bot.settings.server.max_message_characters
    assert bot.reply("calcium " * (limit // 8)).parts
    with pytest.raises(QuestionError) as caught:
        bot.reply("a" * (limit + 1))
    assert str(limit) in str(caught.value)
    assert caught.value.remedy


class BrokenIndex:
    """An index whose search fails, as on a machine that runs out of memory; the rest is the real one's."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def search(self, *_arguments: object) -> Any:
        raise MemoryError("no memory for the search")


@pytest.fixture
def broken(bot: Chatbot, shipped: Settings, caplog: pytest.LogCaptureFixture) -> Chatbot:
    caplog.set_level(logging.CRITICAL)
    return Chatbot(BrokenIndex(bot.index), shipped)  # type: ignore[arg-type]


def test_a_failed_search_still_gets_a_sealed_reply(broken: Chatbot) -> None:
    answer = broken.reply("Which foods are rich in magnesium?")
    assert (answer.outcome, answer.quotes, answer.confidence) == (Outcome.UNAVAILABLE, (), None)
    assert keys(answer) == ["unavailable.search"]
    assert isinstance(answer.parts[-1], Notice)
    assert Conversation.from_json(answer.conversation).turns == 1


def test_a_failed_search_hides_no_emergency_and_no_small_talk(broken: Chatbot) -> None:
    alarm = broken.reply("I have crushing chest pain and can't breathe")
    assert (alarm.outcome, alarm.tier) == (Outcome.SAFETY, Tier.EMERGENCY)
    assert broken.reply("hello").outcome is Outcome.SMALL_TALK


def test_a_failed_search_loses_no_conversation(bot: Chatbot, broken: Chatbot) -> None:
    first = bot.reply("Which foods are rich in magnesium?")
    failed = broken.reply("what about calcium?", first.conversation)
    assert failed.outcome is Outcome.UNAVAILABLE
    again = bot.reply("what about calcium?", failed.conversation)
    assert "dairy" in said(again)


@pytest.mark.parametrize("message", ["thanks! which foods have magnesium?", "hi, which foods have magnesium"])
def test_small_talk_around_a_question_is_taken_off(bot: Chatbot, message: str) -> None:
    answer = bot.reply(message)
    assert (answer.outcome, answer.intent) == (Outcome.ANSWER, Intent.QUESTION)
    assert "nuts" in said(answer)


def test_the_conversation_counts_turns_and_keeps_what_was_asked(bot: Chatbot) -> None:
    answers = talk(bot, "Which foods are rich in magnesium?", "thanks", "what about calcium?")
    assert [answer.conversation["turns"] for answer in answers] == [1, 2, 3]
    assert answers[1].conversation["entities"] == ["e:magnesium"]
    assert answers[2].conversation["entities"] == ["e:calcium"]
