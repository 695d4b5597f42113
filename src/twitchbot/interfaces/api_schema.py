"""The JSON of the HTTP API as pydantic models: what comes in is checked by them, what goes out is described."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from twitchbot.answers import Intent, NoticeLevel, Outcome, Tier
from twitchbot.documents import BlockKind


class ChatRequest(BaseModel):
    """One message of a conversation."""

    model_config = ConfigDict(strict=True)

    message: str = Field(description="What the person typed; may be empty.", examples=["does magnesium help?"])
    conversation: dict[str, Any] | None = Field(
        None, description="`conversation` of the last reply, unchanged; null to start anew."
    )
    region: str | None = Field(None, max_length=40, description="Whose emergency numbers to show, such as `us`.")
    page: str | None = Field(None, max_length=2000, description="Id or address of the article being read.")


class FeedbackRequest(BaseModel):
    """A reader's verdict on one answer."""

    model_config = ConfigDict(strict=True)

    answer_id: str = Field(min_length=1, max_length=100)
    verdict: Literal["up", "down"]
    reason: str | None = Field(None, max_length=100, description="One of the offered reasons; others count as `other`.")
    comment: str | None = Field(None, max_length=4000, description="Accepted and thrown away: no free text is kept.")


class NoticePart(BaseModel):
    """A safety notice or the standing disclaimer."""

    type: Literal["notice"]
    level: NoticeLevel
    text: str


class MessagePart(BaseModel):
    """A fixed text; `key` is its id in the content files."""

    type: Literal["message"]
    key: str
    text: str


class SegmentBody(BaseModel):
    """A piece of a quote; `mark` is true on the words that answer."""

    text: str
    mark: bool


class QuotePart(BaseModel):
    """Words of a document: `document.text[start:end] == text`, in code points."""

    type: Literal["quote"]
    text: str
    document_id: str
    title: str
    heading_path: list[str]
    start: int
    end: int
    segments: list[SegmentBody]
    url: str | None
    publisher: str
    reviewed: str | None


class SuggestionsPart(BaseModel):
    """Questions that can be sent as they are."""

    type: Literal["suggestions"]
    questions: list[str]


PartBody = Annotated[NoticePart | MessagePart | QuotePart | SuggestionsPart, Field(discriminator="type")]


class VersionsBody(BaseModel):
    """Enough to replay an answer byte for byte."""

    code: str
    content: str
    index: str
    model: str


class AnswerBody(BaseModel):
    """One reply: safety notices first, the standing disclaimer last."""

    model_config = ConfigDict(extra="forbid", title="Answer")

    schema_: Literal[1] = Field(alias="schema")
    id: str
    outcome: Outcome
    intent: Intent
    tier: Tier
    also: list[Tier]
    rules: list[str]
    reading: str | None
    confidence: float | None = Field(ge=0, le=1)
    reason: str
    parts: list[PartBody]
    versions: VersionsBody
    conversation: dict[str, Any]


class BlockBody(BaseModel):
    """One structural piece of a document, in code points of its text."""

    kind: BlockKind
    start: int
    end: int
    level: int
    row: str
    column: str


class DocumentBody(BaseModel):
    """A document that can be quoted."""

    model_config = ConfigDict(extra="forbid", title="Document")

    id: str
    language: str
    title: str
    publisher: str
    url: str | None
    licence: str
    reviewed: str | None
    sources: list[str]
    text: str
    blocks: list[BlockBody]


class ErrorDetail(BaseModel):
    """What went wrong and how to mend it."""

    code: str
    message: str
    remedy: str


class ErrorBody(BaseModel):
    """Every reply with a status of 400 or more."""

    error: ErrorDetail
