"""Links from quotes: in a web source they highlight the quoted words and nothing else.

Chromium tells no script what a text fragment highlights, so the page is painted twice: once as the link opens it, once
with the quoted words painted by hand in the same colour. The link is right when both pictures are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page
from widget_fixtures import Web

from twitchbot.answers import Quote
from twitchbot.chatbot import Chatbot
from twitchbot.config import Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.quoting import cut
from twitchbot.documents import Document, Passage
from twitchbot.interfaces.widget import document as document_html
from twitchbot.queries import Query
from twitchbot.ranking import Candidate, Evidence

pytest_plugins = ["widget_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.model]

SHARE = 0.99
STYLE = """<style>
body { width: 900px; margin: 0; font: 12px/1.3 sans-serif; color: #000 }
::target-text, ::highlight(expected) { background: #f0f; color: #000 }
</style>"""

# Paints the words between two counts of visible characters (white space and table borders left out).
EXPECT = """([start, end]) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = new Range();
    let count = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let place = 0; place < node.data.length; place++) {
            if (/[\\s|]/u.test(node.data[place])) continue;
            if (count === start) range.setStart(node, place);
            count++;
            if (count === end) range.setEnd(node, place + 1);
        }
    }
    CSS.highlights.set('expected', new Highlight(range));
}"""


def visible(text: str) -> int:
    """How many UTF-16 units of `text` the counting above sees."""
    return len("".join(text.split()).replace("|", "").encode("utf-16-le")) // 2


def picture(page: Page, url: str) -> bytes:
    # Another document first, because the same one with another fragment would not be loaded again.
    page.goto("about:blank")
    page.goto(url)
    return page.screenshot(animations="disabled")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab so tall that nothing scrolls, drawn small so that its pictures are quick."""
    context = chromium.new_context(viewport={"width": 920, "height": 6000}, device_scale_factor=0.3)
    yield context.new_page()
    context.close()


def quote_of(passage: Passage, document: Document, settings: Settings, lexicon: Lexicon) -> Quote:
    everything = Candidate(passage, 1, Evidence(), sentence_scores=(1.0,) * len(passage.sentences))
    return cut(everything, Query("", "", (), (), (), (), ()), document, lexicon, settings.answering)


def test_links_into_web_sources_highlight_the_quoted_words(
    bot: Chatbot, shipped: Settings, web: Web, page: Page
) -> None:
    lexicon = Lexicon.load()
    wrong = []
    for document in bot.index.documents.values():
        web.pages.put("source", f"<!doctype html><title>x</title>{STYLE}{document_html.body(document, None)}")
        address = web.host + "source"
        there = replace(document, source=replace(document.source, url=address))
        nothing = picture(page, address)
        for passage in (one for one in bot.index.passages.values() if one.document_id == document.id):
            quote = quote_of(passage, there, shipped, lexicon)
            linked = picture(page, str(quote.url))
            page.goto("about:blank")
            page.goto(address)
            start = visible(document.text[: quote.start])
            page.evaluate(EXPECT, [start, start + visible(quote.text)])
            expected = page.screenshot(animations="disabled")
            assert expected != nothing
            if linked != expected:
                wrong.append((quote.text, quote.url, "nothing" if linked == nothing else "other words"))
    count = len(bot.index.passages)
    print(f"{count - len(wrong)} of {count} links highlight exactly the quoted words")
    assert len(wrong) <= (1 - SHARE) * count, f"{len(wrong)} of {count}: {wrong}"
