"""What sites and readers fetch of the widget: the script, the pages around it. The conversation itself is the API's."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from twitchbot.answers import Answer
from twitchbot.config import Settings
from twitchbot.content.page import page_texts
from twitchbot.content.widget import chosen_language, page_words, widget_languages, widget_words
from twitchbot.documents import Span
from twitchbot.errors import QuestionError
from twitchbot.interfaces.widget import pages
from twitchbot.interfaces.widget.bundle import Bundle, Setup, bundle

if TYPE_CHECKING:
    from twitchbot.chatbot import Chatbot

Reply = Callable[..., Answer]

_SHORT = "public, max-age=3600, stale-while-revalidate=86400"
_FOREVER = "public, max-age=31536000, immutable"
_OPTIONS = (
    "theme", "accent", "region", "page", "title", "subtitle", "greeting", "questions", "footnote", "storage", "dir",
)  # fmt: skip


def widget_router(bot: Chatbot, settings: Settings, reply: Reply | None = None) -> APIRouter:
    """The routes; `reply` answers in the place of `bot.reply` (to count what is asked, say)."""
    router = APIRouter(include_in_schema=False)
    _add_script(router, _Bundles(bot, settings))
    _add_embed(router, settings)
    _add_documents(router, bot)
    _add_ask(router, bot, settings, reply or bot.reply)
    return router


class _Bundles:
    """The script in each language, built when it is first asked for."""

    def __init__(self, bot: Chatbot, settings: Settings) -> None:
        self._questions = tuple(bot.start_questions)
        self._most = settings.server.max_message_characters
        self.get = lru_cache(maxsize=None)(self._build)

    def _build(self, language: str) -> Bundle:
        reasons = tuple(page_texts(language).chat.reasons)
        return bundle(widget_words(language), Setup(language, self._questions, reasons, self._most))

    def of_version(self, version: str) -> Bundle | None:
        """The bundle that has this name, in whichever language."""
        return next((one for one in map(self.get, widget_languages()) if one.version == version), None)


def _add_script(router: APIRouter, bundles: _Bundles) -> None:
    @router.get("/widget.js")
    @router.get("/w/v1/widget.js")
    def script(request: Request, lang: str = "en") -> Response:
        """The current script; its behaviour towards the host page is that of version 1."""
        return _script(request, bundles.get(chosen_language(lang)), _SHORT)

    @router.get("/w/snippet.txt")
    def snippet(request: Request, lang: str = "en") -> Response:
        """The script tag with the version and its integrity value, to copy."""
        built = bundles.get(chosen_language(lang))
        address = request.url_for("pinned", version=built.version)
        tag = f'<script async src="{address}" integrity="{built.integrity}" crossorigin="anonymous"></script>\n'
        return PlainTextResponse(tag, headers={"Cache-Control": "no-cache"})

    @router.get("/w/{version}/widget.js", name="pinned")
    def pinned(request: Request, version: str) -> Response:
        """The script with exactly this content: it never changes, so that sites can pin its integrity."""
        built = bundles.of_version(version)
        if built is None:
            text = "There is no such version any more: copy the current tag from /w/snippet.txt\n"
            return PlainTextResponse(text, 404, headers={"Access-Control-Allow-Origin": "*"})
        return _script(request, built, _FOREVER)

    @router.get("/w/page.css")
    def page_css() -> Response:
        """The stylesheet of the pages."""
        return Response(_page_css(), media_type="text/css", headers={"Cache-Control": _SHORT})


@lru_cache(maxsize=1)
def _page_css() -> bytes:
    return (Path(pages.__file__).with_name("page.css")).read_bytes()


def _script(request: Request, built: Bundle, cache: str) -> Response:
    headers = {
        "Cache-Control": cache,
        "ETag": f'"{built.version}"',
        "Vary": "Accept-Encoding",
        # Integrity checks need CORS; the script is the same for everybody and carries nothing of anybody.
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    body = built.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = built.compressed, "gzip"
    return Response(body, media_type="text/javascript", headers=headers)


def _add_embed(router: APIRouter, settings: Settings) -> None:
    @router.get("/embed")
    def embed(request: Request, lang: str = "en") -> Response:
        """The widget as a page, for sites that allow iframes only; its attributes are query parameters."""
        options = {name: value for name in _OPTIONS if (value := request.query_params.get(name))}
        policy = pages.embed_policy(settings.server.allowed_origins)
        return _html(pages.embed_page(options, chosen_language(lang)), policy)


def _add_documents(router: APIRouter, bot: Chatbot) -> None:
    @router.get("/documents/{document_id:path}")
    def document(document_id: str, start: str = "", end: str = "", lang: str = "en") -> Response:
        """A document to read; `start` and `end` (code points) mark a quote in it."""
        found = bot.index.documents.get(document_id)
        language = chosen_language(lang)
        if found is None:
            depth = document_id.count("/") + 1
            return _html(pages.missing_page(language, depth), pages.DOCUMENT_POLICY, 404)
        return _html(pages.document_page(found, _span(start, end, len(found.text)), language), pages.DOCUMENT_POLICY)


def _span(start: str, end: str, length: int) -> Span | None:
    """The span that two query values name, or None where they name none inside the text."""
    if not (start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10):
        return None
    return Span(int(start), int(end)) if int(start) < int(end) <= length else None


def _add_ask(router: APIRouter, bot: Chatbot, settings: Settings, reply: Reply) -> None:
    def answered(question: str, conversation: object, language: str) -> Response:
        documents = bot.index.documents.values()
        most = settings.server.max_message_characters
        if len(question) > most:
            problem = page_words(language).long.format(count=len(question), most=most)
            return _html(pages.ask_page(documents, language, question, problem=problem), pages.ASK_POLICY, 422)
        try:
            answer = reply(question, conversation)
        except QuestionError:
            # A conversation that is no longer understood is dropped; the question is not.
            answer = reply(question, None)
        return _html(pages.ask_page(documents, language, question, answer), pages.ASK_POLICY)

    @router.get("/ask")
    def form(q: str = "", lang: str = "en") -> Response:
        """The question form, or the answer to `q` (how suggestions are linked)."""
        language = chosen_language(lang)
        if q:
            return answered(q, None, language)
        return _html(pages.ask_page(bot.index.documents.values(), language), pages.ASK_POLICY)

    @router.post("/ask")
    async def ask(request: Request, lang: str = "en") -> Response:
        """The answer to the form; what is asked this way stands in no address and no history."""
        fields = parse_qs((await request.body()).decode("utf-8", "replace"))
        question = fields.get("q", [""])[0]
        conversation = _conversation(fields.get("conversation", [""])[0])
        return await run_in_threadpool(answered, question, conversation, chosen_language(lang))


def _conversation(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _html(text: str, policy: str, status: int = 200) -> Response:
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}
    return HTMLResponse(text.encode("utf-8", "replace"), status, headers=headers)
