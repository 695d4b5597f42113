"""The widget's weight, requests and speed in Chromium against the real bot, as a Markdown table.

    python benchmarks/widget.py [--questions 20] [--loads 20]

Server, browser and clock are on one machine over loopback. The host page is of another site than the bot.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from twitchbot.chatbot import Chatbot
from twitchbot.config import load_settings
from twitchbot.indexing import ensure_index
from twitchbot.interfaces.api import create_app
from twitchbot.interfaces.server import address, listen

ROOT = Path(__file__).parents[1]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUESTIONS = (
    "does magnesium help?",
    "which foods have calcium?",
    "how does vitamin D work on muscles?",
    "is b12 needed for nerves?",
    "what are electrolytes for?",
    "when should I see a doctor about twitching?",
    "can stress make muscles twitch?",
    "which foods hold potassium?",
    "how far away is the moon?",
    "what causes eyelid twitching?",
)

# Enter (as the page receives it) to the frame after the reply was painted, in milliseconds.
PAINTED = """() => new Promise(resolve => {
    const shadow = document.querySelector('twitchbot-widget').shadowRoot;
    const bubbles = shadow.querySelectorAll('.you').length;
    let start;
    addEventListener('keydown', event => { start = event.timeStamp }, { capture: true, once: true });
    new MutationObserver((_, observer) => {
        const bubble = shadow.querySelectorAll('.you')[bubbles];
        if (!bubble?.nextElementSibling?.classList.contains('bot')) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    }).observe(shadow.querySelector('.log'), { childList: true });
})"""

CALLED = """async ([url, message]) => {
    const start = performance.now();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ message: message, conversation: null });
    const response = await fetch(url, { method: 'POST', credentials: 'omit', headers: headers, body: body });
    await response.json();
    return performance.now() - start;
}"""


@contextmanager
def served(app: ASGIApp, name: str) -> Iterator[str]:
    """`app` on a free port; its address under the host name `name`."""
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield address(listener).replace("127.0.0.1", name)
        server.should_exit = True
        thread.join(timeout=10)


def host_page(bot: str, tag: str) -> str:
    text = "<p>Words of the page around the widget.</p>" * 60
    return f"<!doctype html><title>Host</title><h1>Article</h1>{text}{tag.format(bot=bot)}"


TAG = '<script async src="{bot}/widget.js"></script>'


def main_thread(browser: Browser, url: str, loads: int) -> float:
    """Median milliseconds of script, style and layout work (CPU time) of one load, each in a fresh context."""
    spent = []
    for _ in range(loads):
        context = browser.new_context()
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = task_seconds(session)
        page.goto(url)
        page.wait_for_timeout(600)
        spent.append((task_seconds(session) - before) * 1000)
        context.close()
    return statistics.median(spent)


def task_seconds(session: CDPSession) -> float:
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return metrics["ScriptDuration"] + metrics["LayoutDuration"] + metrics["RecalcStyleDuration"]


def requests_of(page: Page) -> list[str]:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    return seen


def speed(page: Page, bot: str, count: int) -> tuple[list[float], list[float]]:
    """Enter to painted and the JSON call alone, in turn, for `count` questions."""
    painted, called = [], []
    for i in range(count + 2):
        question = QUESTIONS[i % len(QUESTIONS)]
        call = page.evaluate(CALLED, [f"{bot}/v1/chat", question])
        page.locator("twitchbot-widget textarea").fill(question)
        page.evaluate(f"void (window.painted = ({PAINTED})())")
        page.keyboard.press("Enter")
        paint = page.evaluate("window.painted")
        if i >= 2:  # the first two warm the server and the browser up
            called.append(call)
            painted.append(paint)
    return painted, called


def measure(browser: Browser, host: str, bot: str, questions: int, loads: int) -> dict[str, str]:
    page = browser.new_context(viewport={"width": 1100, "height": 720}).new_page()
    seen = requests_of(page)
    page.goto(f"{host}/with")
    page.locator("twitchbot-widget .launcher").wait_for()
    page.wait_for_timeout(500)
    before_opening = [url for url in seen if url.startswith(bot)]
    page.locator("twitchbot-widget .launcher").click()
    page.locator("twitchbot-widget textarea").wait_for()
    painted, called = speed(page, bot, questions)
    seen.clear()
    page.locator("twitchbot-widget textarea").fill("does magnesium help?")
    page.evaluate(f"void (window.painted = ({PAINTED})())")
    page.keyboard.press("Enter")
    page.evaluate("window.painted")
    per_question = len(seen)
    bare, added = main_thread(browser, f"{host}/without", loads), main_thread(browser, f"{host}/with", loads)
    p50, call = statistics.median(painted), statistics.median(called)
    added_by_widget = statistics.median(paint - alone for paint, alone in zip(painted, called, strict=True))
    return {
        "requests added before opening": str(len(before_opening)),
        "requests per question": str(per_question),
        "Enter to painted, p50": f"{p50:.0f} ms (p95 {quantile(painted):.0f} ms)",
        "the JSON call alone, p50, same run": f"{call:.0f} ms (p95 {quantile(called):.0f} ms)",
        "ratio of the two": f"{p50 / call:.2f}",
        "what the widget adds, p50 of the differences": f"{added_by_widget:.0f} ms",
        "main-thread work added before opening": f"{added - bare:.1f} ms ({added:.1f} with, {bare:.1f} without)",
    }


def quantile(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--loads", type=int, default=20)
    options = parser.parse_args()
    bots: list[str] = []
    host_app = Starlette(
        routes=[
            Route("/with", lambda _: HTMLResponse(host_page(bots[0], TAG))),
            Route("/without", lambda _: HTMLResponse(host_page(bots[0], ""))),
        ]
    )
    with TemporaryDirectory() as index, served(host_app, "host.localhost") as host:
        settings = load_settings(
            paths={"index": index, "corpus": str(ROOT / "corpus")},
            server={"allowed_origins": [host], "requests_per_minute": 100000, "request_burst": 100000},
        )
        ensure_index(settings)
        app = create_app(Chatbot.load(settings.paths.index, settings), settings, page=False)
        with served(app, "bot.localhost") as bot, sync_playwright() as playwright:
            bots.append(bot)
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            script = browser.new_page().goto(f"{bot}/widget.js")
            assert script is not None
            size = len(gzip.compress(script.body(), 9))
            rows = {"size, gzip, everything included": f"{size} bytes"}
            rows |= measure(browser, host, bot, options.questions, options.loads)
            browser.close()
    print("| what | measured |\n| --- | --- |")
    for name, value in rows.items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
