"""The chatbot as surfaces see it: each answer is counted, and its class kept, on the way out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from twitchbot.answers import Answer
from twitchbot.operations.feedback import FeedbackStore
from twitchbot.operations.metrics import Metrics

if TYPE_CHECKING:
    from twitchbot.chatbot import Chatbot


class ObservedChatbot:
    """`bot`, counted by `metrics` and, where `store` is given, recorded by class."""

    def __init__(self, bot: Chatbot, metrics: Metrics, store: FeedbackStore | None = None) -> None:
        self.bot = bot
        self.metrics = metrics
        self._store = store
        self._judged = ("", "", "")

    def reply(
        self,
        message: str,
        conversation: Mapping[str, Any] | None = None,
        *,
        region: str | None = None,
        page: str | None = None,
    ) -> Answer:
        """What `Chatbot.reply` answers.

        Raises:
            QuestionError: the message or the conversation is refused.
        """
        start = time.perf_counter()
        answer = self.bot.reply(message, conversation, region=region, page=page)
        self.metrics.answered(answer, time.perf_counter() - start)
        if self._store:
            self._store.answered(answer)
        return answer

    def judge(self, answer_id: str, verdict: str, reason: str = "") -> None:
        """Keep a reader's verdict, `up` or `down`, on an answer; the same one again at once is the same click."""
        if self._judged == (answer_id, verdict, reason):
            return
        self._judged = (answer_id, verdict, reason)
        self.metrics.judged(verdict)
        if self._store:
            self._store.judged(answer_id, verdict, reason)
