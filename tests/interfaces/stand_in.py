"""A small chatbot that answers with real `Answer` values: for tests of a surface, not of what is answered."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from twitchbot.answers import (
    Answer,
    Intent,
    Message,
    Notice,
    NoticeLevel,
    Outcome,
    Part,
    Quote,
    Segment,
    Suggestions,
    Tier,
    Versions,
)
from twitchbot.conversation import Conversation
from twitchbot.documents import Block, BlockKind, Document, Source, Span
from twitchbot.errors import RetrievalError

TEXT = (
    "Minerals and muscles\n\nMagnesium\n\nMagnesium helps a tensed muscle to let go again. "
    "Too little of it can show as small twitches.\n\nFoods such as nuts and spinach carry it."
)
DOCUMENT = Document(
    id="en/minerals.md",
    language="en",
    source=Source("Minerals and muscles", "Example Health", "https://example.org/minerals", reviewed="2026-01-31"),
    text=TEXT,
    blocks=(Block(BlockKind.HEADING, Span(0, 20), 1), Block(BlockKind.PARAGRAPH, Span(33, len(TEXT)))),
    sha256="0" * 64,
)
DISCLAIMER = Notice(NoticeLevel.INFO, "These are quotes for information, not medical advice.")


@dataclass
class StandInEncoder:
    broken: bool = False

    def encode(self, texts):
        if self.broken:
            raise RetrievalError("The index was built with another model", remedy="Run `twitchbot index`")
        return np.ones((len(texts), 2), dtype=np.float32)


@dataclass
class StandInIndex:
    documents: dict[str, Document] = field(default_factory=lambda: {DOCUMENT.id: DOCUMENT})
    encoder: StandInEncoder = field(default_factory=StandInEncoder)
    version: str = "index-1"
    model: str = "model-1"

    def search(self, _tokens, embedding, _limit):
        assert len(embedding) == 2
        return (), ()


@dataclass
class StandInBot:
    """Answers every message with a quote; a few words call for the other outcomes, "explode" breaks it."""

    index: StandInIndex = field(default_factory=StandInIndex)
    start_questions: tuple[str, ...] = ("Does low magnesium cause twitching?", "Which foods have magnesium?")
    asked: list[tuple] = field(default_factory=list)
    extra: tuple[Part, ...] = ()

    def reply(self, message, conversation=None, *, region=None, page=None) -> Answer:
        before = Conversation.from_json(conversation)
        self.asked.append((message, region, page))
        if "explode" in message:
            raise RuntimeError("secret traceback text")
        outcome, tier, parts = _parts(message)
        return Answer(
            id=f"a{before.turns + 1}",
            outcome=outcome,
            intent=Intent.QUESTION,
            tier=tier,
            also=(),
            rules=(),
            reading="does magnesium help with twitching?" if "it" in message.split() else None,
            confidence=0.8 if outcome is Outcome.ANSWER else None,
            reason="quoted",
            parts=(*parts, *self.extra, DISCLAIMER),
            versions=Versions("0", "1", "2", "3"),
            conversation=Conversation(turns=before.turns + 1, message=message).to_json(),
        )


def quote_of(start: int, end: int, mark: Span, **changes) -> Quote:
    pieces = [(start, mark.start, False), (mark.start, mark.end, True), (mark.end, end, False)]
    values = {
        "text": TEXT[start:end],
        "document_id": DOCUMENT.id,
        "title": DOCUMENT.source.title,
        "heading_path": ("Minerals and muscles", "Magnesium"),
        "start": start,
        "end": end,
        "segments": tuple(Segment(TEXT[a:b], marked) for a, b, marked in pieces if a < b),
        "url": DOCUMENT.source.url,
        "publisher": DOCUMENT.source.publisher,
        "reviewed": DOCUMENT.source.reviewed,
    }
    return Quote(**{**values, **changes})


def _parts(message: str) -> tuple[Outcome, Tier, tuple[Part, ...]]:
    if "emergency" in message:
        text = "This may be an emergency.\nCall 911 now.\nPoison line: 1-800-222-1222, open 24/7."
        return Outcome.SAFETY, Tier.EMERGENCY, (Notice(NoticeLevel.EMERGENCY, text),)
    if "urgent" in message:
        return Outcome.ANSWER, Tier.URGENT, (Notice(NoticeLevel.URGENT, "See a doctor soon."), _answer_quote())
    if "weather" in message:
        return Outcome.ABSTAIN, Tier.NONE, (Message("abstain", "The articles here do not answer that."), _next())
    if "which" in message:
        return Outcome.CLARIFY, Tier.NONE, (Message("clarify", "Which one do you mean?"), _next())
    return Outcome.ANSWER, Tier.NONE, (Message("lead", "The article says:"), _answer_quote(), _next())


def _answer_quote() -> Quote:
    start = TEXT.index("Magnesium helps")
    end = TEXT.index("\n\nFoods")
    first = TEXT.index("Too little")
    return quote_of(start, end, Span(first, end))


def _next() -> Suggestions:
    return Suggestions(("Which foods have magnesium?", "What else causes twitching?"))
