"""Links from quotes: in a web source they highlight the quoted words and nothing else.

Tried on the shipped corpus, as a page, and on the web pages in `sources/`. Every sentence is tried too when
`TWITCHBOT_EVERY_SENTENCE` is set.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from highlights import STYLE, seen
from playwright.sync_api import Browser, Page
from widget_fixtures import Web

from twitchbot.chatbot import Chatbot
from twitchbot.config import Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.fragments import text_fragment
from twitchbot.dialog.quoting import cut
from twitchbot.documents import Document, Passage
from twitchbot.ingest.corpus import read_corpus
from twitchbot.interfaces.widget import document as document_html
from twitchbot.queries import Query
from twitchbot.ranking import Candidate, Evidence

pytest_plugins = ["widget_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.model]

SHARE = 0.99
SOURCES = Path(__file__).with_name("sources")
OUT_OF_REACH = "out-of-reach"
EVERY_SENTENCE = bool(os.environ.get("TWITCHBOT_EVERY_SENTENCE"))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab drawn small, so that its pictures are quick."""
    context = chromium.new_context(viewport={"width": 900, "height": 600}, device_scale_factor=0.5)
    yield context.new_page()
    context.close()


class Trial:
    """Links into one web page after another: how many were tried, and which highlight other words."""

    def __init__(self, web: Web, page: Page) -> None:
        self._web, self._page = web, page
        self.tried = 0
        self.wrong: list[str] = []

    def open(self, document: Document, html: str) -> Document:
        """Puts `html` on the web; the document as if it had been read from there."""
        styled = re.sub(r"</head>|(?<=<body>)", lambda end: STYLE + end.group(), html, count=1, flags=re.IGNORECASE)
        self._web.pages.put("source", styled)
        self._page.goto(self._web.host + "source")
        height = self._page.evaluate("document.documentElement.scrollHeight")
        self._page.set_viewport_size({"width": 900, "height": height + 100})
        return replace(document, source=replace(document.source, url=self._web.host + "source"))

    def follow(self, url: str, document: Document, start: int, end: int) -> None:
        """Opens the link from a quote and looks which words it highlights."""
        self.tried += 1
        found = seen(self._page, url.replace("#", f"?{self.tried}#"), document.text, start, end)
        if not found.is_exact:
            self.wrong.append(f"{document.id}: {document.text[start:end]!r} {url} {found}")

    def __str__(self) -> str:
        return f"{self.tried - len(self.wrong)} of {self.tried} links highlight exactly the quoted words"


@pytest.fixture
def trial(web: Web, page: Page) -> Trial:
    return Trial(web, page)


def follow_all(trial: Trial, document: Document, html: str, passages: list[Passage], settings: Settings) -> None:
    """Follows the links of the quotes of whole passages."""
    lexicon = Lexicon.load()
    there = trial.open(document, html)
    for passage in passages:
        everything = Candidate(passage, 1, Evidence(), sentence_scores=(1.0,) * len(passage.sentences))
        quote = cut(everything, Query("", "", (), (), (), (), ()), there, lexicon, settings.answering)
        trial.follow(str(quote.url), document, quote.start, quote.end)
        for sentence in passage.sentences if EVERY_SENTENCE and len(passage.sentences) > 1 else ():
            url = f"{there.source.url}#{text_fragment(document.text, sentence)}"
            trial.follow(url, document, sentence.start, sentence.end)


def test_links_into_the_shipped_articles(bot: Chatbot, shipped: Settings, trial: Trial) -> None:
    for document in bot.index.documents.values():
        passages = [one for one in bot.index.passages.values() if one.document_id == document.id]
        html = f"<!doctype html><title>x</title><body>{document_html.body(document, None)}"
        follow_all(trial, document, html, passages, shipped)
    print(f"\nshipped corpus: {trial}")
    assert len(trial.wrong) <= (1 - SHARE) * trial.tried, trial.wrong


def test_links_into_web_pages(shipped: Settings, trial: Trial) -> None:
    corpus = read_corpus(SOURCES, shipped)
    for document in corpus.documents:
        if document.id != OUT_OF_REACH:
            passages = [one for one in corpus.passages if one.document_id == document.id]
            follow_all(trial, document, (SOURCES / document.path).read_text("utf-8"), passages, shipped)
    print(f"\nweb pages: {trial}", *trial.wrong, sep="\n")
    assert len(trial.wrong) <= (1 - SHARE) * trial.tried, trial.wrong


def test_what_is_out_of_reach_highlights_nothing_else(shipped: Settings, trial: Trial) -> None:
    corpus = read_corpus(SOURCES, shipped)
    document = next(one for one in corpus.documents if one.id == OUT_OF_REACH)
    passages = [one for one in corpus.passages if one.document_id == document.id]
    follow_all(trial, document, (SOURCES / document.path).read_text("utf-8"), passages, shipped)
    print(f"\nout of reach: {trial}")
    assert len(trial.wrong) == len(passages) > 0
    assert all("right=0" in line and "extra=0" in line for line in trial.wrong)
