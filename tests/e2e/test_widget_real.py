"""The widget against the real bot: the real server's routes, limits and answers, from a page of another site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from widget_fixtures import Tab, Web

from conftest import running
from twitchbot.chatbot import Chatbot
from twitchbot.config import Settings, load_settings
from twitchbot.interfaces.api import create_app

pytest_plugins = ["widget_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture(scope="module")
def real(bot: Chatbot, shipped: Settings, servers: Web) -> Iterator[Web]:
    """The host pages of the other tests, with the real server in the place of the scripted bot."""
    server = {"allowed_origins": [servers.host.rstrip("/")], "requests_per_minute": 10000, "request_burst": 10000}
    paths = {"index": shipped.paths.index, "corpus": shipped.paths.corpus}
    with running(create_app(bot, load_settings(paths=paths, server=server), page=False)) as address:
        yield replace(servers, bot=address.replace("127.0.0.1", "bot.localhost").rstrip("/") + "/")


def test_every_start_question_is_answered_with_a_quote(real: Web, tab: Tab, bot: Chatbot) -> None:
    widget = tab.open(real.put()).open()
    for question in bot.start_questions:
        assert widget.type(question).locator("figure").count() >= 1, question


def test_a_quote_leads_to_the_same_words_in_the_article(real: Web, tab: Tab) -> None:
    reply = tab.open(real.put()).open().type("does magnesium help?")
    quoted = reply.locator("blockquote").first.text_content()
    with tab.page.expect_popup() as popup:
        reply.locator("figcaption a").first.click()
    popup.value.wait_for_load_state()
    assert "".join(popup.value.locator("mark").all_text_contents()) == quoted


def test_an_emergency_comes_with_a_number_to_dial(real: Web, tab: Tab) -> None:
    reply = tab.open(real.put('data-region="us"')).open().type("my chest hurts and my left arm is numb")
    expect(reply.locator(".emergency")).to_be_visible()
    expect(reply.locator("a[href='tel:911']").first).to_be_visible()
    assert reply.locator("figure").count() == 0


def test_feedback_is_taken(real: Web, tab: Tab) -> None:
    reply = tab.open(real.put()).open().type("does magnesium help?")
    with tab.page.expect_response("**/v1/feedback") as taken:
        reply.get_by_role("button", name="Helpful", exact=True).click()
    assert taken.value.status == 204


def test_the_frame_of_a_listed_site_works(real: Web, tab: Tab) -> None:
    real.pages.put("frame", f'<!doctype html><title>Host</title><iframe src="{real.bot}embed" height="600"></iframe>')
    tab.page.goto(real.host + "frame")
    inside = tab.page.frame_locator("iframe")
    inside.locator("textarea").fill("does magnesium help?")
    inside.locator("textarea").press("Enter")
    expect(inside.locator("figure").first).to_be_visible()


def test_a_site_that_is_not_listed_is_told_why(real: Web, tab: Tab) -> None:
    real.put()
    widget = tab.open(real.other + "page").open()
    expect(widget.type("does magnesium help?").get_by_role("button")).to_have_text("Try again")
    assert any("server.allowed_origins" in line for line in tab.console)
