"""Security and cache headers, and the short list of addresses of the chat page that are open at all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twitchbot.interfaces.responses import error_response

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# With every event queue=False the page needs one route of Gradio's API; upload, file, config and the rest stay shut.
_PAGE_PATHS = re.compile(
    r"/(?:|assets/.+|static/(?:fonts|img|js)/.+|page/[a-z]+\.(?:css|js|svg)|theme\.css|favicon\.ico|gradio_api/run/predict)"
)
_FOREVER = re.compile(r"/(?:assets|static/fonts|page)/")


def api_policy() -> str:
    """The Content-Security-Policy of replies that are data: they load nothing and nobody frames them."""
    return "default-src 'none'; frame-ancestors 'none'"


def page_policy(frame_ancestors: tuple[str, ...]) -> str:
    """The Content-Security-Policy of the chat page, which these sites may frame besides our own.

    Gradio writes inline scripts and styles into its page; no event uses `js=`, so `unsafe-eval` is not needed.
    """
    ancestors = " ".join(("'self'", *frame_ancestors))
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        f"frame-ancestors {ancestors}"
    )


class Headers:
    """Sets each header on every reply that has not set it itself."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with headers added to its reply."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def everywhere(app: ASGIApp) -> Headers:
    """`app` with the headers that every reply carries; data replies also get `api_policy`."""
    return Headers(app, _EVERYWHERE | {"Content-Security-Policy": api_policy()})


class PageDoor:
    """Lets through only the addresses that the chat page uses (404 for the rest) and says what may be cached."""

    def __init__(self, app: ASGIApp, frame_ancestors: tuple[str, ...]) -> None:
        policy = {"Content-Security-Policy": page_policy(frame_ancestors)}
        self._changing = Headers(app, policy | {"Cache-Control": "no-cache"})
        self._lasting = Headers(app, policy | {"Cache-Control": "public, max-age=31536000, immutable"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with 404."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not _PAGE_PATHS.fullmatch(path):
            return await error_response(404)(scope, receive, send)
        app = self._lasting if _FOREVER.match(path) else self._changing
        return await app(scope, receive, send)
