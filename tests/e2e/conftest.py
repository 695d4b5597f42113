"""Chromium, and the real server on the real chatbot, for the tests that look at pages as a reader does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from visiting import Visit, running, wait_for_page

from twitchbot.chatbot import Chatbot
from twitchbot.config import load_settings
from twitchbot.interfaces.api import create_app

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--metrics-recording-only",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Module by module, because its event loop would be in the way of other tests."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        message = "Chromium is not installed: `apt-get install chromium`"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(bot: Chatbot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real server: the real chatbot, API, widget and chat page."""
    store = tmp_path_factory.mktemp("kept") / "feedback.sqlite"
    index, corpus = bot.settings.paths.index, bot.settings.paths.corpus
    settings = load_settings(paths={"index": index, "corpus": corpus}, operations={"store": str(store)})
    with running(create_app(bot, settings)) as started:
        wait_for_page(started)
        yield started


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address in a fresh context: `visit(url, width=390, height=844, color_scheme="dark", ...)`."""
    contexts = []

    def open_page(url: str, width: int = 1280, height: int = 800, **options: object) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        visited = Visit(context.new_page(), url)
        visited.page.goto(url)
        return visited

    yield open_page
    for context in contexts:
        context.close()
