"""The engine: one message in, one sealed answer out. The bottom lines of docs/architecture.md, top to bottom."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from twitchbot import __version__
from twitchbot.answering import Answerer
from twitchbot.answers import Answer, Draft, Intent, Outcome, Screening, Versions
from twitchbot.config import Settings, load_settings
from twitchbot.content.intents import IntentPhrases
from twitchbot.content.lexicon import Lexicon
from twitchbot.content.loader import content_version
from twitchbot.content.messages import Messages
from twitchbot.conversation import Conversation
from twitchbot.dialog.clarifying import choices, differing, main_topics, sections
from twitchbot.dialog.compose import Composer
from twitchbot.dialog.conversing import remember
from twitchbot.dialog.decide import Decision
from twitchbot.dialog.intent_model import IntentModel
from twitchbot.dialog.intents import IntentReader
from twitchbot.dialog.ordinals import picked
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.safety import Safety
from twitchbot.dialog.safety.core import ALARMS
from twitchbot.dialog.spelling import Speller
from twitchbot.dialog.understanding import Question, in_full, pointed_at, understand
from twitchbot.errors import QuestionError
from twitchbot.language import words
from twitchbot.queries import Query
from twitchbot.retrieval.index import Index
from twitchbot.screening import Screener

_log = logging.getLogger(__name__)
OPINION = "opinion_"
"""How the ids of the second opinion's findings begin."""
MAX_REMEMBERED = 2000
"""Characters of a message that the conversation carries: screening joins it with the next."""


class Chatbot:
    """Answers messages from one index. Holds no state between messages; safe to share between threads."""

    def __init__(self, index: Index, settings: Settings) -> None:
        lexicon = Lexicon.load()
        self.index = index
        self.settings = settings
        self.start_questions = _start_questions(index)
        self.versions = Versions(__version__, content_version(), index.version, index.model)
        self._safety = Safety.load(settings)
        self._screener = Screener.over(self._safety, settings)
        self._preparer = Preparer(lexicon, Speller(lexicon.vocabulary | index.words))
        self._topics = main_topics(index.passages.values(), lexicon)
        self._answerer = Answerer.over(index, lexicon, settings)
        model = IntentModel.load(index.encoder.fingerprint)
        self._intents = IntentReader(
            IntentPhrases.load(), lexicon, model, self._answerer.embed, lambda text: self._preparer.spell(text)[0]
        )
        self._composer = Composer(
            Messages.load(), lexicon, index.documents, index.passages, settings.answering, self.start_questions
        )

    @classmethod
    def load(cls, folder: str | Path = "index", settings: Settings | None = None) -> Chatbot:
        """The chatbot over the index in `folder`.

        Raises:
            RetrievalError: the index is missing, stale or damaged, or its encoder cannot be opened.
            ContentError: a content file is wrong or a core safety rule is missing.
        """
        settings = settings or load_settings()
        return cls(Index.load(Path(folder), settings), settings)

    def reply(
        self,
        message: str,
        conversation: Mapping[str, Any] | None = None,
        *,
        region: str | None = None,
        page: str | None = None,
    ) -> Answer:
        """The sealed answer to `message`.

        Args:
            message: what the person typed.
            conversation: `Answer.conversation` of the turn before, or None.
            region: whose emergency numbers to show; the setting's when None.
            page: id or address of the document being read: its passages come first among near equals.

        Raises:
            QuestionError: the message is longer than allowed, or the conversation is not one of ours.
        """
        self._check_length(message)
        before = Conversation.from_json(conversation)
        screening = self._screener.screen(message, before.message)
        try:
            draft, after = self._respond(message, before, screening, page)
        except Exception:
            # Whatever broke behind the screening, the person still gets a screened and sealed reply.
            _log.exception("Answering failed")
            draft, after = self._composer.unavailable(), before
        after = replace(after, turns=before.turns + 1, message=message[-MAX_REMEMBERED:], outcome=draft.outcome.value)
        return self._safety.seal(
            draft, screening, before, after, region=region or self.settings.server.region, versions=self.versions
        )

    def _check_length(self, message: str) -> None:
        limit = self.settings.server.max_message_characters
        if len(message) > limit:
            raise QuestionError(
                f"The message has {len(message)} characters, {limit} are allowed",
                where="message",
                remedy="Ask in fewer words.",
            )

    def _respond(
        self, message: str, before: Conversation, screening: Screening, page: str | None
    ) -> tuple[Draft, Conversation]:
        """The draft for a message and the conversation after it."""
        if screening.tier in ALARMS or screening.failed or screening.language != "en":
            return Draft(Outcome.SAFETY, Intent.QUESTION, "safety"), before
        if before.outcome == Outcome.CLARIFY:
            message = picked(message, before.offered) or message
        if pointed_at(message, before, self._preparer):
            return self._question(message, before, screening, page)
        said = self._intents.read(message, has_context=bool(before.question))
        if said.intent is Intent.QUESTION and not words(said.rest):
            return self._composer.empty(), before
        if said.intent is Intent.QUESTION:
            return self._question(said.rest, before, screening, page)
        if before.question and said.intent in {Intent.MORE, Intent.REPEAT, Intent.SOURCE}:
            return self._go_on(said.intent, before, page)
        if said.intent is Intent.YES and before.outcome == Outcome.CLARIFY and before.offered:
            return self._take_up(before, screening, page)
        after = Conversation(greeted=before.greeted) if said.intent is Intent.RESTART else before
        return self._composer.small_talk(said.intent), after

    def _question(
        self, text: str, before: Conversation, screening: Screening, page: str | None
    ) -> tuple[Draft, Conversation]:
        questions = understand(text, before, self._preparer)
        decisions = self._decided(questions, page)
        options = self._choices(questions[0].literal, before, decisions[0])
        if options and len(questions) == 1:
            draft = self._composer.clarify(options, decisions[0].query.reading)
            unanswered = [replace(decision, chosen=()) for decision in decisions]
            return draft, remember(before, text, unanswered, draft, self._preparer.lexicon)
        if not any(d.outcome is Outcome.ANSWER for d in decisions):
            related = self._safety.related(screening)
            # The second opinion alone may be mistaken about a message that is on nothing the corpus knows.
            if related and any(not rule.startswith(OPINION) for rule in screening.rules):
                decisions = [self._answerer.ask(self._preparer.query(related), page)]
        draft = self._composer.compose(decisions)
        return draft, remember(before, in_full(text, questions), decisions, draft, self._preparer.lexicon)

    def _choices(self, query: Query, before: Conversation, decision: Decision) -> tuple[str, ...]:
        """What to ask back: which topic was meant, or what about it; nothing when that is clear."""
        lexicon = self._preparer.lexicon
        found = choices(query, before, self._topics, lexicon) or sections(query, before, decision.near, lexicon)
        if found or decision.query is not query or decision.outcome is not Outcome.ANSWER:
            return found
        return differing(query, decision.near, self.settings.answering, lexicon)

    def _decided(self, questions: Sequence[Question], page: str | None) -> list[Decision]:
        return [decision for question in questions for decision in self._answerer.answer(question, page)]

    def _go_on(self, intent: Intent, before: Conversation, page: str | None) -> tuple[Draft, Conversation]:
        """More on, again, or the source of what was last quoted."""
        if intent is Intent.SOURCE:
            return self._composer.source(before.quoted), before
        query = self._preparer.query(before.question)
        if intent is Intent.REPEAT:
            draft = self._composer.compose(self._again(query, before, page), lead="answer.repeat")
            return replace(draft, intent=intent), before
        decision = self._answerer.more(query, set(before.quoted), page)
        if decision.outcome is not Outcome.ANSWER:
            return self._composer.no_more(), before
        draft = replace(self._composer.compose([decision], lead="answer.more"), intent=intent)
        quoted = before.quoted + tuple(c.passage.id for c in decision.chosen)
        return draft, replace(before, quoted=quoted[-40:])

    def _again(self, query: Query, before: Conversation, page: str | None) -> list[Decision]:
        """The decisions of the last question: in its parts or sides where these gave what was quoted, else as one."""
        decisions = self._decided(understand(before.question, Conversation(), self._preparer), page)
        quoted = tuple(c.passage.id for decision in decisions for c in decision.chosen)
        is_same = quoted == before.quoted[: len(quoted)]
        return decisions if quoted and is_same else [self._answerer.ask(query, page)]

    def _take_up(self, before: Conversation, screening: Screening, page: str | None) -> tuple[Draft, Conversation]:
        """A yes to what was offered: the one thing, or the choice again."""
        if len(before.offered) == 1:
            return self._question(before.offered[0], before, screening, page)
        return self._composer.clarify(before.offered, None), before


def _start_questions(index: Index) -> tuple[str, ...]:
    """Questions to begin with: stored FAQ questions, then headings; at most four."""
    passages = index.passages.values()
    questions = [p.question for p in passages if p.question]
    headings = [p.heading_path[-1] for p in passages if len(p.heading_path) > 2 and p.kind == "prose"]
    return tuple(dict.fromkeys(questions + headings))[:4]
