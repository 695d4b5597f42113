"""JSON replies and JSON errors: the one shape that every HTTP call answers with."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twitchbot.content.page import page_texts
from twitchbot.interfaces.failures import code_of, error_body

log = logging.getLogger(__name__)


class Utf8Response(JSONResponse):
    """JSON in UTF-8. A lone surrogate in a caller's text, which UTF-8 cannot hold, becomes a question mark."""

    def render(self, content: Any) -> bytes:
        """The bytes of the body."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8", "replace")


def error_response(status: int, code: str = "", **values: str) -> JSONResponse:
    """The error of `status` (or of `code`) in the words of page.toml, with `values` filled in."""
    code = code or code_of(status)
    words = getattr(page_texts().errors, code)
    body = error_body(code, words.message.format(**values), words.remedy.format(**values))
    return Utf8Response(body, status_code=status)


class Failsafe:
    """Answers an exception that nobody caught with a plain 500; its traceback goes to the log alone.

    `replied` is told the status of every reply.
    """

    def __init__(self, app: ASGIApp, replied: Callable[[int], None]) -> None:
        self.app = app
        self._replied = replied

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._replied(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            if started:
                raise
            log.exception("A request failed")
            await error_response(500)(scope, receive, watched)
        return None
