"""Fixtures of the widget's browser tests: the two servers, and the widget on a host page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from widget_server import Log, Pages, bot_app, host_app, served

Headers = dict[str, str]
TEXT = "<h1>An article</h1>" + "<p>Words of the page around the widget, enough of them to scroll.</p>" * 40


@dataclass
class Web:
    """Two servers and the addresses under which a browser reaches them."""

    bot: str
    host: str
    other: str
    pages: Pages
    log: Log

    def get(self, path: str) -> httpx.Response:
        """What the bot's server answers to a GET, as this process sees it."""
        port = self.bot.rstrip("/").rpartition(":")[2]
        return httpx.get(f"http://127.0.0.1:{port}/{path}", headers={"host": f"bot.localhost:{port}"})

    def put(self, attributes: str = "", *, head: str = "", body: str = TEXT, headers: Headers | None = None) -> str:
        """A host page with the widget's script tag; returns its address."""
        html = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head><body>{body}'
            f'<script async src="{self.bot}widget.js" {attributes}></script></body></html>'
        )
        self.pages.put("page", html, headers)
        return self.host + "page"


@pytest.fixture(scope="session")
def servers() -> Iterator[Web]:
    pages, log = Pages(), Log()
    with served(host_app(pages)) as host:
        origins = [f"http://host.localhost:{host}"]
        with served(bot_app(origins, log)) as bot:
            yield Web(
                f"http://bot.localhost:{bot}/", f"http://host.localhost:{host}/", f"http://other.localhost:{host}/",
                pages, log,
            )  # fmt: skip


@pytest.fixture
def web(servers: Web) -> Web:
    """The servers, with nothing written down yet."""
    servers.log.paths.clear()
    servers.log.messages.clear()
    servers.log.feedback.clear()
    return servers


class Widget:
    """The widget on an open page, as a person uses it."""

    def __init__(self, page: Page, nth: int = 0) -> None:
        self.page = page
        self.element = page.locator("twitchbot-widget").nth(nth)

    def find(self, selector: str) -> Locator:
        return self.element.locator(selector)

    def open(self) -> Widget:
        self.find(".launcher").click()
        self.find("textarea").wait_for()
        return self

    def type(self, text: str) -> Locator:
        """Types and sends; the reply (or the failure) that follows."""
        before = self.find(".you").count()
        self.find("textarea").fill(text)
        self.find("textarea").press("Enter")
        reply = self.find(".you").nth(before).locator("xpath=following-sibling::*[contains(@class, 'bot')]").first
        reply.wait_for()
        return reply

    def call(self, method: str, *arguments: Any) -> Any:
        return self.element.evaluate("(element, [method, args]) => element[method](...args)", [method, list(arguments)])


class Tab:
    """One page, with what it wrote on the console, asked of the network, and threw."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.console: list[str] = []
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(f"{request.method} {request.url}"))

    def open(self, address: str) -> Widget:
        self.page.goto(address)
        self.page.wait_for_selector("twitchbot-widget >> *", state="attached")
        return Widget(self.page)


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Tab]:
    """A fresh browser context with one page; a script error in it fails the test."""
    context = chromium.new_context(viewport={"width": 1100, "height": 720})
    one = Tab(context)
    yield one
    context.close()
    assert one.errors == []


@pytest.fixture
def artefacts() -> Path:
    """Where screenshots go: not committed, kept by CI."""
    folder = Path(os.environ.get("TWITCHBOT_SCREENSHOTS", Path(__file__).parents[2] / "artefacts" / "widget"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
