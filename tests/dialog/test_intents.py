"""Small talk told from questions, with the real phrases and a model made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from twitchbot.answers import Intent
from twitchbot.content.intents import IntentPhrases
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.intent_model import BUCKETS, IntentModel
from twitchbot.dialog.intents import IntentReader

PHRASES, LEXICON = IntentPhrases.load(), Lexicon.load()


def embed(_text: str) -> NDArray[np.float32]:
    return np.array([1.0, 0.0], np.float32)


def model(thanks: float) -> IntentModel:
    """A model that hears thanks in everything, with a bias of `thanks` over `question`."""
    weights = np.zeros((2, 2 + BUCKETS), np.float32)
    return IntentModel((Intent.QUESTION, Intent.THANKS), weights, np.array([0.0, thanks], np.float32), "words")


PLAIN = IntentReader(PHRASES, LEXICON, None, embed)


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("hi", Intent.GREETING),
        ("Heyyyyy!!", Intent.GREETING),
        ("good morning :)", Intent.GREETING),
        ("thank you so much", Intent.THANKS),
        ("ok, thanks, bye", Intent.GOODBYE),
        ("tell me more please", Intent.MORE),
        ("say that again", Intent.REPEAT),
        ("Where is that from?", Intent.SOURCE),
        ("start over", Intent.RESTART),
        ("are you a robot?", Intent.IDENTITY),
        ("can I talk to a human?", Intent.HUMAN),
        ("👍", Intent.YES),
        ("yes please", Intent.YES),
        ("no thanks", Intent.NO),
    ],
)
def test_small_talk_is_heard(message: str, intent: Intent) -> None:
    said = PLAIN.read(message)
    assert (said.intent, said.rest) == (intent, "")


@pytest.mark.parametrize(
    "message", ["Does magnesium help?", "what helps", "hello magnesium", "source of calcium", "more magnesium foods"]
)
def test_a_question_is_a_question(message: str) -> None:
    assert PLAIN.read(message).intent is Intent.QUESTION


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("hi, does magnesium help?", "does magnesium help?"),
        ("hi does magnesium help", "does magnesium help"),
        ("Thanks! And what about calcium?", "and what about calcium?"),
        ("does magnesium help? thank you!!", "does magnesium help?"),
        ("Does magnesium help?", "Does magnesium help?"),
    ],
)
def test_small_talk_around_a_question_is_taken_off(message: str, rest: str) -> None:
    said = PLAIN.read(message)
    assert (said.intent, said.rest) == (Intent.QUESTION, rest)


@pytest.mark.parametrize("message", ["", "...", "?", "\n"])
def test_a_message_without_a_word_is_an_empty_question(message: str) -> None:
    said = PLAIN.read(message)
    assert (said.intent, said.rest) == (Intent.QUESTION, "")


def heard(message: str, chance: float = 5.0, *, has_context: bool = False) -> Intent:
    return IntentReader(PHRASES, LEXICON, model(chance), embed).read(message, has_context=has_context).intent


def test_the_model_hears_what_no_phrase_foresees() -> None:
    assert PLAIN.read("you made my whole evening brighter").intent is Intent.QUESTION
    assert heard("you made my whole evening brighter") is Intent.THANKS
    assert heard("you made my whole evening brighter", -5.0) is Intent.QUESTION


@pytest.mark.parametrize(
    "message", ["you say magnesium brightens evenings", "my eyelid is happy", " ".join(["sunny"] * 30)]
)
def test_the_model_is_not_asked_about_the_topic_or_a_story(message: str) -> None:
    assert heard(message) is Intent.QUESTION


def test_after_a_question_a_follow_up_needs_a_surer_model() -> None:
    follow_up = "how do i find out"
    assert heard(follow_up, 1.5) is Intent.THANKS
    assert heard(follow_up, 1.5, has_context=True) is Intent.QUESTION
    assert heard(follow_up, 5.0, has_context=True) is Intent.THANKS


def test_unknown_words_need_a_surer_model() -> None:
    assert heard("you made my evening", 0.5) is Intent.THANKS
    assert heard("xqzt flrb", 0.5) is Intent.QUESTION
    assert heard("xqzt flrb", 5.0) is Intent.THANKS


def test_small_talk_that_no_phrase_foresees_is_taken_off_a_question() -> None:
    sure = IntentReader(PHRASES, LEXICON, model(9.0), embed)
    said = sure.read("splendid job! which foods have calcium")
    assert (said.intent, said.rest) == (Intent.QUESTION, "which foods have calcium")
    unsure = IntentReader(PHRASES, LEXICON, model(1.0), embed)
    assert unsure.read("splendid job! which foods have calcium").rest.startswith("splendid job")
