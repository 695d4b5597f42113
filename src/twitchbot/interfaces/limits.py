"""Limits on what one client may send: the size of a body, and how many requests a minute. Plain ASGI, no state kept."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twitchbot.interfaces.responses import error_response

MAX_CLIENTS = 20_000
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class TokenBuckets:
    """A token bucket for each client: `burst` tokens, refilled at `per_minute` a minute.

    At most `MAX_CLIENTS` clients are remembered; the one unseen for longest is forgotten first.
    """

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._burst = float(burst)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Take one token. Seconds until there is one again: 0.0 when the request may pass."""
        now = self._clock()
        tokens, seen = self._buckets.pop(client, (self._burst, now))
        tokens = min(self._burst, tokens + (now - seen) * self._rate)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MAX_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) / self._rate


class RateLimit:
    """Refuses POST requests of a client that sends too many (429 with Retry-After).

    The machine itself is not limited; a proxy on it hands on the client's address in X-Forwarded-For.
    """

    def __init__(self, app: ASGIApp, buckets: TokenBuckets) -> None:
        self.app = app
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with 429."""
        seconds = self._wait(scope)
        if not seconds:
            return await self.app(scope, receive, send)
        wait = str(math.ceil(seconds))
        response = error_response(429, seconds=wait)
        response.headers["Retry-After"] = wait
        return await response(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        client = (scope.get("client") or ("",))[0]
        if scope["type"] != "http" or scope["method"] != "POST" or client in LOOPBACK:
            return 0.0
        return self._buckets.wait(client)


class BodyLimit:
    """Refuses a request whose body is larger than `limit` bytes (413), before anything parses it."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body up to the limit and pass it on whole."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            return await self.app(scope, receive, send)
        if _declared(scope) > self._limit:
            return await error_response(413, limit=str(self._limit))(scope, receive, send)
        body = await self._read(receive)
        if body is None:
            return await error_response(413, limit=str(self._limit))(scope, receive, send)
        return await self.app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                break
            body += message.get("body", b"")
            if len(body) > self._limit:
                return None
            more = message.get("more_body", False)
        return bytes(body)


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed
