"""From decisions to a draft: templates and quotes in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twitchbot.answers import Draft, Intent, Message, Outcome, Part, Quote, Suggestions
from twitchbot.config import Answering
from twitchbot.content.lexicon import Lexicon
from twitchbot.content.messages import Messages
from twitchbot.dialog.decide import Decision
from twitchbot.dialog.quoting import cut
from twitchbot.documents import Document, Passage, PassageKind
from twitchbot.ranking import Candidate

MAX_SUGGESTIONS = 3
MAX_SOURCES = 3
"""Documents whose origin is told before anything was quoted: more are a list, not an answer."""


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes drafts with one language's templates."""

    messages: Messages
    lexicon: Lexicon
    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    settings: Answering
    start_questions: tuple[str, ...]

    def compose(self, decisions: Sequence[Decision], lead: str = "answer.lead") -> Draft:
        """The draft for the questions of one message; `lead` is the template before the quotes of a single answer."""
        if not any(d.outcome is Outcome.ANSWER for d in decisions):
            return self._abstain(decisions)
        parts: list[Part] = [] if len(decisions) > 1 else [self.messages.message(lead)]
        shown: set[Quote] = set()
        for number, decision in enumerate(decisions, start=1):
            if len(decisions) > 1:
                parts.append(self._part_heading(number, len(decisions), decision))
            quotes = self._quotes(decision)
            parts += [quote for quote in quotes if quote not in shown] or [self._empty_part(quotes)]
            shown.update(quotes)
        answered = [d for d in decisions if d.outcome is Outcome.ANSWER]
        parts += suggested(_headings([c for d in answered for c in d.near], _shown(answered)))
        confidence = min(d.confidence for d in answered)
        reading = _reading(decisions)
        return Draft(Outcome.ANSWER, Intent.QUESTION, answered[0].reason, tuple(parts), reading, confidence)

    def _abstain(self, decisions: Sequence[Decision]) -> Draft:
        """The draft that says what is not covered, with the nearest headings and no quote."""
        best = max(decisions, key=lambda d: d.confidence)
        near = _headings(best.near, set())
        parts: list[Part] = [self.messages.message("abstain.not_covered")]
        if near:
            parts += [self.messages.message("abstain.covered_here"), *suggested(near)]
        reading = _reading(decisions)
        return Draft(Outcome.ABSTAIN, Intent.QUESTION, best.reason, tuple(parts), reading, best.confidence)

    def _part_heading(self, number: int, total: int, decision: Decision) -> Message:
        """Which part follows, under the heading of the passage that answers it."""
        if not decision.chosen:
            return self.messages.message("answer.part_uncovered", number=number, total=total)
        return self.messages.message(
            "answer.part", number=number, total=total, heading=_name(decision.chosen[0].passage)
        )

    def _empty_part(self, quotes: Sequence[Quote]) -> Message:
        """What stands for a part without a quote of its own: it was quoted above, or nothing covers it."""
        return self.messages.message("answer.above" if quotes else "abstain.not_covered")

    def empty(self) -> Draft:
        """The friendly prompt for a message without a word."""
        return self._fixed("empty.prompt", Intent.QUESTION, "empty", Outcome.CLARIFY)

    def no_more(self) -> Draft:
        """The end of what there is on a question."""
        return self._fixed("answer.no_more", Intent.MORE, "no more", Outcome.SMALL_TALK)

    def unavailable(self) -> Draft:
        """The draft for a failed search."""
        parts = (self.messages.message("unavailable.search"),)
        return Draft(Outcome.UNAVAILABLE, Intent.QUESTION, "retrieval failed", parts)

    def clarify(self, options: Sequence[str], reading: str | None, key: str = "clarify.which") -> Draft:
        """The draft that asks which of the questions `options` was meant."""
        parts = (self.messages.message(key), Suggestions(tuple(options)))
        return Draft(Outcome.CLARIFY, Intent.QUESTION, "several meanings", parts, reading)

    def small_talk(self, intent: Intent) -> Draft:
        """The fixed reply to small talk, with questions to start from where they help."""
        if intent is Intent.SOURCE:
            return self.source(())
        if intent in {Intent.MORE, Intent.REPEAT}:
            return self._fixed("small_talk.nothing_yet", intent, "nothing quoted yet", Outcome.SMALL_TALK)
        parts: list[Part] = [self.messages.message(f"small_talk.{intent.value}")]
        if intent not in {Intent.GOODBYE, Intent.FEEDBACK, Intent.HUMAN}:
            parts += suggested(self.start_questions)
        return Draft(Outcome.SMALL_TALK, intent, "small talk", tuple(parts))

    def source(self, quoted: Sequence[str]) -> Draft:
        """Where the passages `quoted` (ids) come from; with none, what the documents of a small corpus are."""
        documents = dict.fromkeys(self.passages[name].document_id for name in quoted if name in self.passages)
        if documents:
            parts = tuple(self._origin(name, "source.from") for name in documents)
        elif len(self.documents) <= MAX_SOURCES:
            parts = tuple(self._origin(name, "source.about") for name in self.documents)
        else:
            return self._fixed("small_talk.nothing_yet", Intent.SOURCE, "nothing quoted yet", Outcome.SMALL_TALK)
        return Draft(Outcome.SMALL_TALK, Intent.SOURCE, "source", parts)

    def _origin(self, document_id: str, key: str) -> Message:
        source = self.documents[document_id].source
        publisher = source.publisher or self.messages.message("source.unnamed").text
        reviewed = source.reviewed or self.messages.message("source.never").text
        return self.messages.message(key, title=source.title, publisher=publisher, reviewed=reviewed)

    def _fixed(self, key: str, intent: Intent, reason: str, outcome: Outcome) -> Draft:
        return Draft(outcome, intent, reason, (self.messages.message(key), *suggested(self.start_questions)))

    def _quotes(self, decision: Decision) -> list[Quote]:
        return [
            cut(c, decision.query, self.documents[c.passage.document_id], self.lexicon, self.settings)
            for c in decision.chosen
        ]


def suggested(questions: Sequence[str]) -> list[Part]:
    """A `Suggestions` part of up to three questions; nothing when there is none."""
    return [Suggestions(tuple(questions[:MAX_SUGGESTIONS]))] if questions else []


def _reading(decisions: Sequence[Decision]) -> str | None:
    """How the message was understood, where any part of it was understood as other than typed."""
    if not any(d.query.reading for d in decisions):
        return None
    return " / ".join(d.query.reading or d.query.question for d in decisions)


def _shown(decisions: Sequence[Decision]) -> set[str]:
    return {_title(c.passage) for d in decisions for c in d.chosen}


def _headings(candidates: Sequence[Candidate], shown: set[str]) -> list[str]:
    """Stored questions and headings of the candidates, nearest first, each once, none that was just quoted."""
    titles = dict.fromkeys(_title(c.passage) for c in candidates)
    return [title for title in titles if title and title not in shown][:MAX_SUGGESTIONS]


def _name(passage: Passage) -> str:
    """What a passage is under: its stored question or its heading, for a cell row and column."""
    if passage.kind == PassageKind.CELL:
        return " – ".join(passage.heading_path[-2:])
    return passage.question or passage.heading_path[-1]


def _title(passage: Passage) -> str:
    """What to call a passage in a list: its stored question or its heading; empty for cells and top-level text."""
    if passage.question:
        return passage.question
    return passage.heading_path[-1] if len(passage.heading_path) > 1 and passage.kind not in {"cell", "row"} else ""
