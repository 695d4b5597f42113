"""Pictures of the widget on the demo site, for the documentation.

python demo/screenshots.py docs/images
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SITE = "http://site.localhost:7861/"
READY = "http://127.0.0.1:7860/readyz"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUESTIONS = {
    "answer": "does magnesium help?",
    "clarify": "???",
    "abstain": "how far away is the moon?",
    "emergency": "my chest hurts and my left arm is numb",
}


def wait_for_bot() -> None:
    """Return when the bot answers."""
    for _ in range(600):
        try:
            urllib.request.urlopen(READY).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the bot did not start")


def ask(page: Page, question: str) -> None:
    """A fresh conversation with one question and its reply."""
    widget = page.locator("twitchbot-widget")
    widget.evaluate("one => one.clear()")
    widget.locator("textarea").fill(question)
    widget.locator("textarea").press("Enter")
    widget.locator(".you ~ .bot").wait_for(timeout=60000)
    page.wait_for_timeout(300)


def photograph(browser: Browser, folder: Path, device: str, path: str, size: tuple[int, int], names: list[str]) -> None:
    """One picture for each of `names`: closed, open, or the state that a question leads to."""
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(SITE + path)
    page.locator("twitchbot-widget .launcher").wait_for(timeout=60000)
    for name in names:
        if name == "open":
            page.locator("twitchbot-widget .launcher").click()
            page.wait_for_timeout(400)
        elif name != "closed":
            ask(page, QUESTIONS[name])
        page.screenshot(path=folder / f"widget-{device}-{name}.png", animations="disabled")


def main() -> None:
    """Start the demo, take the pictures, stop the demo."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    demo = subprocess.Popen([sys.executable, str(Path(__file__).with_name("serve.py"))])
    try:
        wait_for_bot()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            everything = ["closed", "open", *QUESTIONS]
            photograph(browser, folder, "desktop", "", (1100, 760), everything)
            photograph(browser, folder, "dark", "dark.html", (1100, 760), ["closed", "open", "answer", "emergency"])
            photograph(browser, folder, "phone", "", (390, 800), everything)
            browser.close()
    finally:
        demo.terminate()


if __name__ == "__main__":
    main()
