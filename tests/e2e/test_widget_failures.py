"""The widget when something is wrong: a plain sentence for the reader, a console line for the site's owner."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Route, expect
from widget_fixtures import Tab, Web, Widget
from widget_server import ANSWERS

from twitchbot.content.widget import widget_words
from twitchbot.render.json import to_json

pytest_plugins = ["widget_fixtures"]
pytestmark = pytest.mark.browser
PROBLEMS = widget_words().problems


def failing(tab: Tab, **response: Any) -> None:
    tab.page.route("**/v1/chat", lambda route: route.fulfill(headers={"access-control-allow-origin": "*"}, **response))


def opened(web: Web, tab: Tab, attributes: str = "") -> Widget:
    return tab.open(web.put(attributes)).open()


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        ({"status": 429, "json": {"error": {"code": "x", "message": "m", "remedy": "r"}}}, PROBLEMS.busy),
        ({"status": 503, "body": "<h1>Service Unavailable</h1>"}, PROBLEMS.unready),
        ({"status": 500, "body": ""}, PROBLEMS.unready),
        ({"status": 404, "body": "nothing"}, PROBLEMS.unready),
        ({"status": 200, "content_type": "text/html", "body": "<h1>Log in</h1>"}, PROBLEMS.unexpected),
        ({"status": 200, "body": ""}, PROBLEMS.unexpected),
        ({"status": 200, "json": None}, PROBLEMS.unexpected),
        ({"status": 200, "json": []}, PROBLEMS.unexpected),
        ({"status": 200, "json": {"schema": 1, "parts": []}}, PROBLEMS.unexpected),
        ({"status": 200, "json": {"schema": 1, "parts": [None, 7, {"type": "hologram"}]}}, PROBLEMS.unexpected),
        ({"status": 200, "json": {"schema": 2, "parts": [{"type": "message", "text": "x"}]}}, PROBLEMS.outdated),
        ({"status": 422, "body": "no"}, PROBLEMS.refused),
    ],
)
def test_a_bad_reply_is_explained(web: Web, tab: Tab, response: dict[str, Any], sentence: str) -> None:
    widget = opened(web, tab)
    failing(tab, **response)
    reply = widget.type("what now?")
    expect(reply.locator("p")).to_have_text(sentence)
    expect(widget.find(".you")).to_contain_text("what now?")
    assert any(line.startswith("[twitchbot]") for line in tab.console)


def test_a_refusal_is_told_in_the_servers_words(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    failing(tab, status=422, json={"error": {"code": "x", "message": "Too <b>long</b>.", "remedy": "Shorten it."}})
    expect(widget.type("what now?").locator("p")).to_have_text("Too <b>long</b>. Shorten it.")


def test_try_again_sends_the_same_question(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    tab.page.route("**/v1/chat", lambda route: route.abort())
    reply = widget.type("why magnesium?")
    expect(reply.locator("p")).to_have_text(PROBLEMS.unreachable)
    assert any("allowed_origins" in line for line in tab.console)
    tab.page.unroute("**/v1/chat")
    reply.get_by_role("button", name=PROBLEMS.retry).click()
    expect(widget.find("figure")).to_have_count(1)
    expect(widget.find(".you")).to_have_count(1)
    assert [one["message"] for one in web.log.messages] == ["why magnesium?"]


def test_a_failure_offers_the_page_that_needs_no_script(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    failing(tab, status=503)
    expect(widget.type("why?").locator("a")).to_have_attribute("href", web.bot + "ask")


def test_offline_is_named(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    tab.page.context.set_offline(True)
    expect(widget.type("why?").locator("p")).to_have_text(PROBLEMS.offline)
    tab.page.context.set_offline(False)
    widget.find(".bot").last.get_by_role("button", name=PROBLEMS.retry).click()
    expect(widget.find("figure")).to_have_count(1)


def test_a_blocked_origin_is_told_to_the_owner(web: Web, tab: Tab) -> None:
    web.put()
    widget = tab.open(web.other + "page").open()
    expect(widget.type("why?").locator("p")).to_have_text(PROBLEMS.unreachable)
    assert any(web.other.rstrip("/") in line and "server.allowed_origins" in line for line in tab.console)


def test_a_slow_network_is_said_and_a_lost_one_given_up(web: Web, tab: Tab) -> None:
    tab.page.clock.install()
    widget = opened(web, tab)
    held: list[Route] = []
    tab.page.route("**/v1/chat", lambda route: held.append(route))
    widget.find("textarea").fill("why?")
    tab.page.keyboard.press("Enter")
    words = widget_words().status
    expect(widget.find(".wait")).to_have_text(words.wait)
    tab.page.clock.fast_forward(5000)
    expect(widget.find(".wait")).to_have_text(words.slow)
    expect(widget.find("[role=status]")).to_have_text(words.slow)
    tab.page.clock.fast_forward(30000)
    expect(widget.find(".bot").last.locator("p")).to_have_text(PROBLEMS.timeout)
    expect(widget.find(".wait")).to_have_count(0)


def first_of(held: list[Route], tab: Tab) -> Route:
    """The first request held back, which a busy machine may take a while to make."""
    for _ in range(200):
        if held:
            return held[0]
        tab.page.wait_for_timeout(25)
    raise AssertionError("no request was made")


def test_typing_goes_on_while_an_answer_is_awaited(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    held: list[Route] = []
    tab.page.route("**/v1/chat", lambda route: held.append(route))
    widget.find("textarea").fill("first")
    tab.page.keyboard.press("Enter")
    widget.find("textarea").fill("second")
    tab.page.keyboard.press("Enter")
    expect(widget.find("textarea")).to_have_value("second")
    first_of(held, tab).continue_()
    expect(widget.find("figure")).to_have_count(1)
    expect(widget.find("textarea")).to_have_value("second")


def test_start_over_while_waiting_drops_the_reply(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    held: list[Route] = []
    tab.page.route("**/v1/chat", lambda route: held.append(route))
    widget.find("textarea").fill("first")
    tab.page.keyboard.press("Enter")
    expect(widget.find(".wait")).to_have_count(1)
    widget.call("clear")
    expect(widget.find(".you")).to_have_count(0)
    tab.page.unroute("**/v1/chat")
    assert widget.type("second").locator("figure").count() == 1
    expect(widget.find(".you")).to_have_count(1)


def test_a_message_that_is_too_long_is_not_lost(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    long = "why magnesium? " * 700
    widget.find("textarea").fill(long)
    tab.page.keyboard.press("Enter")
    expect(widget.find(".trouble")).to_contain_text("4000 is the most")
    expect(widget.find("textarea")).to_have_value(long)
    assert web.log.messages == []
    widget.find("textarea").fill("why magnesium?")
    expect(widget.find(".trouble")).to_be_hidden()


def test_a_conversation_that_is_refused_is_dropped_and_the_question_asked_again(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    widget.type("one")

    def updated_server(route: Route) -> None:
        if json.loads(route.request.post_data or "")["conversation"]:
            route.fulfill(status=422, headers={"access-control-allow-origin": "*"}, json={"error": {"message": "old"}})
        else:
            route.continue_()

    tab.page.route("**/v1/chat", updated_server)
    assert widget.type("two").locator("figure").count() == 1
    assert [one["conversation"] for one in web.log.messages] == [None, None]


def test_unknown_parts_are_left_out_with_a_word_to_the_owner(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    answer = to_json(ANSWERS[""])
    answer["parts"][:0] = [{"type": "hologram", "text": "beam"}, {"type": "constructor"}, {"type": "toString"}, None]
    failing(tab, json=answer)
    reply = widget.type("why?")
    assert reply.locator("figure").count() == 1
    assert "beam" not in reply.inner_text()
    assert sum("unknown type" in line for line in tab.console) == 4


@pytest.mark.parametrize("junk", [None, 7, True, {"a": 1}, ["x"], ""])
def test_fields_of_another_type_break_nothing(web: Web, tab: Tab, junk: Any) -> None:
    widget = opened(web, tab)
    answer = to_json(ANSWERS[""])
    for part in answer["parts"]:
        part.update({name: junk for name in part if name != "type"})
    answer.update(reading=junk, outcome=junk, conversation=None, id=junk)
    answer["parts"].append({"type": "message", "text": "still here"})
    failing(tab, json=answer)
    expect(widget.type("why?")).to_contain_text("still here")


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ('data-theme="purple"', "theme"),
        ('data-position="above"', "position"),
        ('data-accent="not-a-colour"', "accent"),
        ('data-storage="cloud"', "storage"),
        ('data-target="#nowhere"', "data-target"),
        ('data-target=":::"', "data-target"),
    ],
)
def test_a_wrong_attribute_is_told_and_the_widget_works(web: Web, tab: Tab, attributes: str, told: str) -> None:
    widget = opened(web, tab, attributes)
    assert widget.type("why?").locator("figure").count() == 1
    assert any(line.startswith("[twitchbot]") and told in line for line in tab.console)


def test_feedback_that_cannot_be_sent_is_said(web: Web, tab: Tab) -> None:
    widget = opened(web, tab)
    tab.page.route("**/v1/feedback", lambda route: route.abort())
    reply = widget.type("why?")
    reply.get_by_role("button", name="Helpful", exact=True).click()
    expect(reply.locator(".said")).to_have_text(widget_words().answer.failed)
