"""The chat page and the API in numbers: time from Enter to the painted answer, requests, bytes, hosts asked.

    python benchmarks/page.py

Starts the real server on a free port and drives Chromium; the JSON call is timed in the same run, because the machine
sets the scale of both.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Page, sync_playwright

QUESTIONS = ("does low vitamin D cause twitching?", "which foods have magnesium?", "what else can cause it?")
ROUNDS = 20
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# From the key press to the frame after the one in which the answer stands.
WATCH = """() => new Promise(done => {
  const count = () => document.querySelectorAll('#tb-log .tb-answer').length;
  const before = count();
  const box = document.querySelector('#tb-box textarea');
  box.addEventListener('keydown', event => {
    const start = event.timeStamp;
    const look = () => count() > before
      ? requestAnimationFrame(() => setTimeout(() => { window.took = performance.now() - start; }))
      : requestAnimationFrame(look);
    look();
  }, { once: true });
  done();
})"""


def main() -> None:
    """Print one line for each measure."""
    command = [sys.executable, "-m", "twitchbot", "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        site = next(line for line in server.stdout or () if "http://" in line).split()[-1]
        while "gradio-app" not in httpx.get(site, timeout=60).text:
            time.sleep(0.2)
        measure(site)
    finally:
        server.terminate()
        server.wait(20)


def measure(site: str) -> None:
    """Print the figures of the running server at `site`."""
    with httpx.Client(base_url=site, timeout=60) as client, sync_playwright() as playwright:
        executable = next(filter(None, map(shutil.which, NAMES)))
        page = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS).new_page()
        hosts, requests = set(), []
        page.on("request", lambda request: (hosts.add(urlsplit(request.url).netloc), requests.append(request.url)))
        start = time.perf_counter()
        page.goto(site)
        page.locator("#tb-box textarea").wait_for()
        print(f"page usable after: {time.perf_counter() - start:.2f} s, requests: {len(requests)}")
        requests.clear()
        calls, times = [], []
        for i in range(ROUNDS):  # in turn, because what else the machine does changes from second to second
            question = QUESTIONS[i % len(QUESTIONS)]
            calls.append(api_call(client, question))
            times.append(enter_to_painted(page, question))
        show("JSON call, ms", calls)
        show("Enter to painted, ms", times)
        print(f"ratio of the medians: {statistics.median(times) / statistics.median(calls):.1f}")
        print(f"requests per question: {len(requests) / ROUNDS:.2f}")
        print(f"other hosts asked: {len({host for host in hosts if host} - {urlsplit(site).netloc})}")


def api_call(client: httpx.Client, question: str) -> float:
    """Milliseconds of one `POST /v1/chat`."""
    start = time.perf_counter()
    client.post("/v1/chat", json={"message": question}).raise_for_status()
    return (time.perf_counter() - start) * 1000


def enter_to_painted(page: Page, question: str) -> float:
    """Milliseconds from Enter until the answer is painted."""
    box = page.locator("#tb-box textarea")
    box.fill(question)
    page.evaluate("window.took = 0")
    page.evaluate(WATCH)
    box.press("Enter")
    end = time.monotonic() + 30
    while not (took := page.evaluate("window.took")):
        assert time.monotonic() < end, "no answer"
        time.sleep(0.02)
    return float(took)


def show(name: str, values: list[float]) -> None:
    """Print the median and the 95th percentile."""
    ordered = sorted(values)
    print(f"{name}: p50 {statistics.median(ordered):.0f}, p95 {ordered[int(len(ordered) * 0.95) - 1]:.0f}")


if __name__ == "__main__":
    main()
