"""The HTTP API: `create_app` gives the whole application, with or without the chat page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

import twitchbot
from twitchbot.config import Settings
from twitchbot.content.page import page_texts
from twitchbot.errors import QuestionError, RetrievalError, TwitchbotError
from twitchbot.interfaces.api_schema import AnswerBody, ChatRequest, DocumentBody, ErrorBody, FeedbackRequest
from twitchbot.interfaces.failures import error_body, failure_of
from twitchbot.interfaces.importing import hidden
from twitchbot.interfaces.limits import BodyLimit, RateLimit, TokenBuckets
from twitchbot.interfaces.responses import Failsafe, Utf8Response, error_response
from twitchbot.interfaces.security import everywhere
from twitchbot.interfaces.widget_routes import widget_router
from twitchbot.operations.feedback import FeedbackStore
from twitchbot.operations.metrics import MEDIA_TYPE, Metrics
from twitchbot.operations.observed import ObservedChatbot
from twitchbot.render import document as document_json
from twitchbot.render.json import to_json

if TYPE_CHECKING:
    from twitchbot.chatbot import Chatbot

Responses = dict[int | str, dict[str, Any]]

_REFUSED: Responses = {422: {"model": ErrorBody, "description": "The input is refused, and why."}}
_NO_DOCUMENT: Responses = {404: {"model": ErrorBody, "description": "There is no such document."}}


def create_app(bot: Chatbot, settings: Settings, *, page: bool = True) -> FastAPI:
    """The application: API, widget and, with `page`, the chat page, which is loaded beside the running API.

    `bot` is loaded already. The server keeps no conversation.
    """
    metrics = Metrics()
    store = _store(settings, metrics)
    observed = ObservedChatbot(bot, metrics, store)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if page:
                await stack.enter_async_context(app.state.page.lifespan())
            yield
        if store:
            store.close()

    app = FastAPI(
        title="twitchbot",
        version=twitchbot.__version__,
        description="Answers that quote a publisher's own pages, word for word.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # FastAPI can report requests to a collector that the environment names; here it never does.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        default_response_class=Utf8Response,
    )
    # FastAPI looks for models of pydantic's first version in every route; it has its answer where there is none.
    with hidden("pydantic.v1"):
        app.include_router(_routes(observed, settings))
        app.include_router(_probes(observed))
        app.include_router(widget_router(bot, settings, observed.reply))
    if page:
        _add_page(app, observed, settings)
    _add_error_handlers(app)
    _add_middleware(app, settings, metrics)
    return app


def _store(settings: Settings, metrics: Metrics) -> FeedbackStore | None:
    if not settings.operations.store:
        return None
    reasons = page_texts().chat.reasons
    return FeedbackStore(Path(settings.operations.store), settings.operations.keep_days, reasons, metrics.lost)


def _routes(observed: ObservedChatbot, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/v1")

    @router.post("/chat", responses={200: {"model": AnswerBody}, **_REFUSED})
    def chat(request: ChatRequest) -> Response:
        """Answer one message."""
        check_length(request.message, settings.server.max_message_characters)
        answer = observed.reply(request.message, request.conversation, region=request.region, page=request.page)
        return Utf8Response(to_json(answer), headers={"Cache-Control": "no-store"})

    @router.post("/feedback", status_code=204, responses=_REFUSED)
    def feedback(request: FeedbackRequest) -> None:
        """Keep a reader's verdict on an answer."""
        observed.judge(request.answer_id, request.verdict, request.reason or "")

    @router.get("/documents/{document_id:path}", responses={200: {"model": DocumentBody}, **_NO_DOCUMENT})
    def document(document_id: str) -> Response:
        """A document that is quoted: text, blocks and source."""
        found = observed.bot.index.documents.get(document_id)
        return Utf8Response(document_json.to_json(found)) if found else error_response(404)

    return router


def check_length(message: str, limit: int) -> None:
    """Refuse a message longer than `limit` characters.

    Raises:
        QuestionError: it is longer.
    """
    if len(message) > limit:
        words = page_texts().chat
        raise QuestionError(
            words.too_long, where=f"{len(message)} of at most {limit} characters", remedy=words.too_long_remedy
        )


def _probes(observed: ObservedChatbot) -> APIRouter:
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        """The process is alive."""
        return {"status": "alive"}

    @router.get("/readyz", responses={503: {"model": ErrorBody}})
    def readyz() -> Response:
        """Index and encoder are loaded and agree."""
        try:
            check_ready(observed.bot)
        except RetrievalError as error:
            return error_response(503, detail=str(error))
        return Utf8Response({"status": "ready", "index": observed.bot.index.version, "model": observed.bot.index.model})

    @router.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        """Counters for Prometheus."""
        return Response(observed.metrics.exposition(), media_type=MEDIA_TYPE)

    return router


def check_ready(bot: Chatbot) -> None:
    """Search for one word: index and encoder must both work and fit each other.

    Raises:
        RetrievalError: they do not.
    """
    vector = bot.index.encoder.encode(["ready"])[0]
    bot.index.search(("ready",), vector, 1)


def _add_page(app: FastAPI, observed: ObservedChatbot, settings: Settings) -> None:
    from twitchbot.interfaces.gradio_ui_mount import LatePage

    app.state.page = LatePage(observed, settings)
    app.mount("/", app.state.page)


def _add_middleware(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    server = settings.server
    app.add_middleware(BodyLimit, limit=server.max_body_bytes)
    app.add_middleware(RateLimit, buckets=TokenBuckets(server.requests_per_minute, server.request_burst))
    if server.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(server.allowed_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["content-type"],
            max_age=86400,
        )
    app.add_middleware(Failsafe, replied=metrics.replied)
    app.add_middleware(everywhere)


def _add_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(RequestValidationError)
    def unreadable(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:] if isinstance(part, str))
        return error_response(422, detail=f"{place}: {first['msg']}" if place else str(first["msg"]))

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> Response:
        # FastAPI calls a body that it cannot decode 400; here every unreadable input is a 422.
        status = 422 if error.status_code == 400 else error.status_code
        return error_response(status, detail=str(error.detail))

    @app.exception_handler(TwitchbotError)
    def failed(_: Request, error: TwitchbotError) -> Response:
        failure = failure_of(error)
        what = f"{error.what} ({error.where})" if error.where else error.what
        return Utf8Response(error_body(failure.code, what, error.remedy), status_code=failure.status)
