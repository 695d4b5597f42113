"""Servers on free ports, and visits to them that remember what went wrong and what went out."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import uvicorn
from playwright.sync_api import Page
from starlette.types import ASGIApp

from twitchbot.interfaces.server import address, listen


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """`app` behind uvicorn on a free port of this machine; gives its address."""
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield address(listener)
        server.should_exit = True
        thread.join(timeout=10)


def wait_for_page(site: str, seconds: float = 90) -> None:
    """Return when the chat page has taken the place of the waiting note."""
    end = time.monotonic() + seconds
    while "gradio-app" not in httpx.get(site, timeout=30).text:
        assert time.monotonic() < end, "the chat page did not come up"
        time.sleep(0.2)


class Visit:
    """A page in a context of its own, and what went wrong or went out while it was open."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = urlsplit(home).netloc
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: self.requests.append(request.url))

    @property
    def external(self) -> list[str]:
        """Requests to any host but the one that serves the page."""
        inside = {self.home, ""}
        return [url for url in self.requests if urlsplit(url).netloc not in inside]

    def shot(self, name: str) -> None:
        """Keep a screenshot in `artefacts/`, which is not committed."""
        folder = Path(__file__).parents[2] / "artefacts"
        folder.mkdir(exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png")
