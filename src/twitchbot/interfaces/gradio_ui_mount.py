"""The chat page beside the running API: loaded in the background, a short note in its place until it is there.

Importing Gradio takes seconds; the API answers meanwhile. This module imports it only when told to.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from twitchbot.config import Settings
from twitchbot.interfaces.gradio_ui_shell import FILES, Shell, waiting_page
from twitchbot.interfaces.importing import hidden, polite, without_stubs
from twitchbot.interfaces.responses import error_response
from twitchbot.interfaces.security import PageDoor
from twitchbot.operations.observed import ObservedChatbot

log = logging.getLogger(__name__)

HEAD_START = 0.25
"""Seconds in which the API has Python to itself: whoever waits for the start asks at once."""
_FILES = {f"/page/{path.name}": path for path in FILES.iterdir() if path.suffix in {".css", ".js", ".svg"}}


class LatePage:
    """An ASGI application: a waiting note, then the chat page once `lifespan` has loaded it; its own files always."""

    def __init__(self, observed: ObservedChatbot, settings: Settings) -> None:
        self._observed = observed
        self._settings = settings
        self._page: ASGIApp = _wait
        self._app = PageDoor(GZipMiddleware(self._route, minimum_size=1000), settings.server.frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app(scope, receive, send)

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Load the page in the background; leave when the server stops."""
        stop = asyncio.Event()
        task = asyncio.create_task(self._load(stop))
        try:
            yield
        finally:
            stop.set()
            await task

    async def _load(self, stop: asyncio.Event) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), HEAD_START)
            return
        try:
            app = await asyncio.to_thread(load_page, self._observed, self._settings)
            async with app.router.lifespan_context(app):
                self._page = Shell(app)
                await stop.wait()
        except Exception:
            log.exception("The chat page could not be loaded; the API and the widget go on without it")

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = _FILES.get(scope["path"])
        await (FileResponse(file) if file else self._page)(scope, receive, send)


def load_page(observed: ObservedChatbot, settings: Settings) -> FastAPI:
    """The chat page as an application of its own. Imports Gradio, with its telemetry off: some seconds."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    # Tools for agents, which it does not serve here, and models of a form that nothing here has.
    with hidden("mcp", "pydantic.v1"), without_stubs(), polite():
        return _page(observed, settings)


def _page(observed: ObservedChatbot, settings: Settings) -> FastAPI:
    import gradio as gr

    from twitchbot.interfaces.gradio_ui import build_page
    from twitchbot.interfaces.gradio_ui_theme import theme

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    # Its presence switches off Gradio's own CORS, which would welcome every site.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    gr.mount_gradio_app(
        app,
        build_page(observed, settings),
        path="/",
        run_history=False,
        footer_links=[],
        enable_monitoring=False,
        max_file_size="1b",
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        show_error=False,
        theme=theme(),
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
    )
    return app


async def _wait(scope: Scope, receive: Receive, send: Send) -> None:
    response = waiting_page() if scope["path"] == "/" else error_response(404)
    await response(scope, receive, send)
