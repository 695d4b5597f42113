"""A bot with scripted answers and pages to embed it in, served over real sockets for the widget's browser tests.

The answers are `Answer` values written by the same renderer that the server uses; the question picks one by a word
in it. Three names reach these servers, so that hosts and bot are different sites: bot., host. and other.localhost.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import HTMLResponse, JSONResponse, Response

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
from twitchbot.config import load_settings
from twitchbot.documents import Block, BlockKind, Document, Source, Span
from twitchbot.interfaces.widget_routes import widget_router
from twitchbot.render.json import to_json

VERSIONS = Versions(code="test", content="test", index="test", model="test")
DISCLAIMER = Notice(NoticeLevel.INFO, "This is general information, not medical advice.")
STARTS = ("What does magnesium do in muscles?", "Which foods hold calcium?", "When should a doctor look at it?")

TITLE = "Magnesium and muscles"
_LINES = (
    (BlockKind.HEADING, TITLE, 1),
    (BlockKind.PARAGRAPH, "Muscles tighten and let go in turn. Magnesium helps them to let go & rest <calmly> 💪.", 0),
    (BlockKind.HEADING, "Foods", 2),
    (BlockKind.LIST_ITEM, "Nuts and seeds hold a lot of it.", 1),
    (BlockKind.LIST_ITEM, "Leafy greens do so too.", 1),
    (BlockKind.TABLE, "Food | Holds\nAlmonds | magnesium\nMilk | calcium", 0),
)


def _document() -> Document:
    text, blocks = "", []
    for kind, line, level in _LINES:
        text += "\n\n" if text else ""
        span = Span(len(text), len(text) + len(line))
        blocks.append(Block(kind, span, level))
        if kind is BlockKind.TABLE:
            start = span.start
            for row in line.split("\n")[:]:
                if not row.startswith("Food"):
                    blocks.append(Block(BlockKind.TABLE_ROW, Span(start, start + len(row))))
                start += len(row) + 1
        text += line
    source = Source(TITLE, publisher="Example Press", reviewed="2026-01-31")
    return Document("muscles", "en", source, text, tuple(blocks), "0" * 64, "muscles.md")


DOCUMENT = _document()


def quote(words: str, marked: str, **changes: Any) -> Quote:
    """The quote of `words` from the test document with `marked` marked."""
    start = DOCUMENT.text.index(words)
    before, after = words.split(marked)
    segments = tuple(Segment(*one) for one in ((before, False), (marked, True), (after, False)) if one[0])
    found = Quote(words, DOCUMENT.id, TITLE, (TITLE, "Foods"), start, start + len(words), segments,
                  publisher="Example Press", reviewed="2026-01-31")  # fmt: skip
    return replace(found, **changes)


def answer(outcome: Outcome, *parts: Part, tier: Tier = Tier.NONE, **changes: Any) -> Answer:
    """A sealed reply of the test bot."""
    made = Answer("a1", outcome, Intent.QUESTION, tier, (), (), None, None, "test", (*parts, DISCLAIMER), VERSIONS)
    return replace(made, **changes)


_LETTING_GO = "Muscles tighten and let go in turn. Magnesium helps them to let go & rest <calmly> 💪."
ANSWERS: Mapping[str, Answer] = {
    "doctor": answer(
        Outcome.ANSWER,
        Notice(NoticeLevel.URGENT, "Please have a doctor look at this soon, within 24 hours or in the next 2-3 days."),
        quote("Leafy greens do so too.", "Leafy greens"),
    ),
    "which": answer(
        Outcome.CLARIFY,
        Message("clarify", "That could mean more than one thing. Which one did you mean?"),
        Suggestions(("Foods that hold magnesium", "Foods that hold calcium", "Foods for tired muscles")),
    ),
    "moon": answer(
        Outcome.ABSTAIN,
        Message("abstain", "The articles here do not answer that. I would rather say so than guess."),
        Suggestions(STARTS[:2]),
    ),
    "chest": answer(
        Outcome.SAFETY,
        Notice(
            NoticeLevel.EMERGENCY,
            "This may be an emergency. Call your local emergency number now: 911 (US), 999 (UK), 112 (Europe).\n"
            "If you cannot call, ask somebody near you. I am a chat program and cannot send help.",
        ),
        tier=Tier.EMERGENCY,
    ),
    "hopeless": answer(
        Outcome.SAFETY,
        Notice(NoticeLevel.CRISIS, "You need not be alone with this. Call or text 988 (US), or call 116 123 (UK)."),
        tier=Tier.CRISIS,
    ),
    "hello": answer(Outcome.SMALL_TALK, Message("hello", "Hello! What would you like to know?"), Suggestions(STARTS)),
    "broken": answer(Outcome.UNAVAILABLE, Message("unavailable", "The search does not work right now.")),
    "web": answer(
        Outcome.ANSWER,
        quote("Nuts and seeds hold a lot of it.", "Nuts and seeds", url="https://example.org/a#:~:text=Nuts%20and%20seeds"),
    ),
    "": answer(
        Outcome.ANSWER,
        quote(_LETTING_GO, "Magnesium helps them to let go"),
        Suggestions(("Which foods hold magnesium?", "What else do muscles need?")),
        reading="What does magnesium do in muscles?",
        confidence=0.9,
    ),
}  # fmt: skip


class _Index:
    documents: Mapping[str, Document] = {DOCUMENT.id: DOCUMENT}


class ScriptedBot:
    """Answers with the scripted answer whose word stands in the message."""

    index = _Index()
    start_questions = STARTS

    def reply(
        self,
        message: str,
        conversation: Mapping[str, Any] | None = None,
        *,
        region: str | None = None,
        page: str | None = None,
    ) -> Answer:
        found = next(made for word, made in ANSWERS.items() if word in message.casefold())
        turns = (conversation or {}).get("turns", 0) + 1
        return replace(found, conversation={"turns": turns, "region": region, "page": page})


@dataclass
class Log:
    """What reached the servers."""

    paths: list[str] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)


def bot_app(origins: list[str], log: Log) -> FastAPI:
    """The scripted bot behind the widget's routes and the two calls that it makes."""
    app = FastAPI()
    bot = ScriptedBot()
    settings = load_settings(server={"allowed_origins": origins})
    app.include_router(widget_router(bot, settings))  # type: ignore[arg-type]
    app.add_middleware(CORSMiddleware, allow_origins=origins, allow_methods=["POST"], allow_headers=["content-type"])

    @app.post("/v1/chat")
    async def chat(request: Request) -> JSONResponse:
        body = await request.json()
        log.messages.append(body)
        made = bot.reply(body["message"], body["conversation"], region=body.get("region"), page=body.get("page"))
        return JSONResponse(to_json(made))

    @app.post("/v1/feedback", status_code=204)
    async def feedback(request: Request) -> Response:
        log.feedback.append(await request.json())
        return Response(status_code=204)

    @app.middleware("http")
    async def write_down(request: Request, following: Any) -> Response:
        log.paths.append(f"{request.method} {request.url.path}")
        return await following(request)

    return app


@dataclass
class Pages:
    """Host pages by path: HTML and response headers. A test puts its page here and opens it."""

    by_path: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def put(self, path: str, html: str, headers: dict[str, str] | None = None) -> None:
        self.by_path[path] = (html, headers or {})


def host_app(pages: Pages) -> FastAPI:
    """Serves whatever stands in `pages`."""
    app = FastAPI()

    @app.get("/{path:path}")
    def page(path: str) -> Response:
        if path not in pages.by_path:
            return Response(status_code=404)
        html, headers = pages.by_path[path]
        return HTMLResponse(html, headers=headers)

    return app


@contextmanager
def served(app: FastAPI) -> Iterator[int]:
    """The port on which `app` is served, on the loopback address, until the block ends."""
    # The protocol is named, or asyncio leaves Nagle's algorithm on, and every reply waits for 40 ms.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        _wait_for(server)
        yield sock.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)


def _wait_for(server: uvicorn.Server) -> None:
    end = time.monotonic() + 20
    while not server.started:
        if time.monotonic() > end:
            raise RuntimeError("the test server did not start")
        time.sleep(0.01)
