"""The HTML around the chat page: our title, stylesheet, script and fallback link put into the page that Gradio writes.

In the source of the page, not through Gradio's `head`, so that it is styled from the first paint.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twitchbot.content.page import page_texts
from twitchbot.render.html import escape

FILES = Path(__file__).with_name("page")

# Gradio's own advertisement: preview images on other hosts, its name, a manifest that is not served.
_FOREIGN = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*|<link rel="manifest"[^>]*>\s*')


class Shell:
    """`app`, with the HTML of `/` completed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["path"] != "/":
            return await self.app(scope, receive, send)
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        return await self.app({**scope, "headers": plain}, receive, _Rewrite(send))


class _Rewrite:
    """A `send` that holds the reply back until it is whole, and completes it when it is HTML."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        headers = MutableHeaders(raw=self._start["headers"])
        body = bytes(self._body)
        if headers.get("content-type", "").startswith("text/html"):
            body = complete(body.decode("utf-8")).encode("utf-8")
            headers["content-length"] = str(len(body))
        await self._send({**self._start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def complete(page: str) -> str:
    """Gradio's page with our head, and a link to the page without JavaScript."""
    page = _FOREIGN.sub("", page)
    return page.replace("</head>", f"{_head()}</head>", 1).replace("<gradio-app", f"{_no_script()}<gradio-app", 1)


def waiting_page() -> HTMLResponse:
    """The note shown until the chat page is loaded; it asks again by itself."""
    words = page_texts().loading
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(words.title)}</title>'
        f'<link rel="stylesheet" href="{asset("page.css")}"></head><body class="tb-waiting"><main>'
        f"<h1>{escape(words.title)}</h1><p>{escape(words.text)}</p>"
        f'<p><a href="ask">{escape(words.ask)}</a></p></main></body></html>',
        headers={"Cache-Control": "no-store"},
    )


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """The address of one of our files, which changes when its content does."""
    return f"page/{name}?v={hashlib.sha256((FILES / name).read_bytes()).hexdigest()[:12]}"


def _head() -> str:
    words = page_texts().header
    chat = page_texts().chat
    return (
        f'<title>{escape(words.name)}</title><meta name="description" content="{escape(words.promise)}">'
        f'<meta name="color-scheme" content="light dark">'
        f'<link rel="icon" type="image/svg+xml" href="{asset("favicon.svg")}">'
        f'<link rel="stylesheet" href="{asset("page.css")}">'
        f'<script defer src="{asset("page.js")}" data-copied="{escape(chat.copied)}" data-theme="{escape(chat.theme)}" '
        f'data-failed="{escape(chat.unanswered)}" data-unreachable="{escape(chat.unreachable)}"></script>'
    )


def _no_script() -> str:
    return f'<noscript><p class="tb-noscript"><a href="ask">{escape(page_texts().loading.no_script)}</a></p></noscript>'
