"""The widget as a reader uses it, in Chromium, on a page of another web."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from widget_fixtures import Tab, Web, Widget
from widget_server import ANSWERS, STARTS

pytest_plugins = ["widget_fixtures"]
pytestmark = pytest.mark.browser


def test_asks_for_one_file_before_it_is_opened(web: Web, tab: Tab) -> None:
    tab.open(web.put())
    tab.page.wait_for_timeout(300)
    assert [request for request in tab.requests if web.host not in request] == [f"GET {web.bot}widget.js"]


def test_asks_once_for_a_question(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    widget.type("why magnesium?")
    tab.requests.clear()
    widget.type("and what else?")
    assert tab.requests == [f"POST {web.bot}v1/chat"]


def test_stores_nothing_and_sets_no_cookie(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    widget.type("why magnesium?")
    assert tab.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert tab.page.context.cookies() == []


def test_shows_the_quote_with_its_marked_words_and_source(web: Web, tab: Tab) -> None:
    reply = tab.open(web.put()).open().type("why magnesium?")
    quote = ANSWERS[""].quotes[0]
    assert reply.locator("blockquote").text_content() == quote.text
    assert reply.locator("mark").all_text_contents() == [one.text for one in quote.segments if one.mark]
    assert reply.locator("cite").inner_text() == " › ".join(quote.heading_path)
    assert reply.locator("small").inner_text() == "Example Press · reviewed 2026-01-31"
    assert reply.locator(".reading").inner_text() == "Reading this as: What does magnesium do in muscles?"
    assert reply.locator("blockquote").get_attribute("lang") == "en"


def test_show_in_the_article_marks_the_same_words(web: Web, tab: Tab) -> None:
    reply = tab.open(web.put()).open().type("why magnesium?")
    with tab.page.expect_popup() as popup:
        reply.locator("figcaption a").click()
    popup.value.wait_for_load_state()
    assert popup.value.locator("mark").all_text_contents() == [ANSWERS[""].quotes[0].text]


def test_a_web_source_is_linked_as_the_answer_says(web: Web, tab: Tab) -> None:
    reply = tab.open(web.put()).open().type("web")
    assert reply.locator("figcaption a").get_attribute("href") == ANSWERS["web"].quotes[0].url


def test_suggestions_are_asked_when_chosen(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    widget.find(
        ".choice",
    ).get_by_text(STARTS[0]).click()
    expect(widget.find("figure")).to_have_count(1)
    assert [one["message"] for one in web.log.messages] == [STARTS[0]]


def test_clarifying_offers_buttons(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    reply = widget.type("which one?")
    group = reply.get_by_role("group", name="Which one did you mean?")
    assert group.get_by_role("button").all_inner_texts() == list(ANSWERS["which"].parts[1].questions)  # type: ignore[union-attr]


def test_abstaining_shows_no_quote(web: Web, tab: Tab) -> None:
    reply = tab.open(web.put()).open().type("how far is the moon?")
    expect(reply.locator("figure")).to_have_count(0)
    expect(reply).to_contain_text("do not answer that")


@pytest.mark.parametrize(
    ("question", "numbers"), [("chest pain", ["911", "999", "112"]), ("hopeless", ["988", "116123"]), ("doctor", [])]
)
def test_numbers_of_a_safety_notice_can_be_dialled(web: Web, tab: Tab, question: str, numbers: list[str]) -> None:
    reply = tab.open(web.put()).open().type(question)
    links = reply.locator(".notice a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == ["tel:" + number for number in numbers]


@pytest.mark.parametrize(
    ("question", "level"), [("chest", "Emergency"), ("hopeless", "Support"), ("doctor", "See a doctor")]
)
def test_the_level_of_a_notice_is_said_in_words(web: Web, tab: Tab, question: str, level: str) -> None:
    reply = tab.open(web.put()).open().type(question)
    expect(reply.locator(".notice strong").first).to_contain_text(level)


def test_the_conversation_goes_back_as_it_came(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put('data-region="uk" data-page="muscles"')).open()
    widget.type("one")
    widget.type("two")
    first, second = web.log.messages
    assert first == {"message": "one", "conversation": None, "region": "uk", "page": "muscles"}
    assert second["conversation"] == {"turns": 1, "region": "uk", "page": "muscles"}


def test_page_auto_sends_the_address_without_query_and_fragment(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put('data-page="auto"') + "?user=7#part").open()
    widget.type("one")
    assert web.log.messages[0]["page"] == web.host + "page"


def test_feedback_up_goes_at_once_and_down_with_a_reason(web: Web, tab: Tab) -> None:
    reply = tab.open(web.put()).open().type("why?")
    reply.get_by_role("button", name="Helpful", exact=True).click()
    expect(reply.locator(".said")).to_have_text("Thank you")
    reply.get_by_role("button", name="Not helpful").click()
    reply.get_by_role("button", name="Looks wrong").click()
    expect(reply.locator(".why")).to_have_count(0)
    tab.page.wait_for_timeout(100)
    assert web.log.feedback == [
        {"answer_id": "a1", "verdict": "up"},
        {"answer_id": "a1", "verdict": "down", "reason": "Looks wrong"},
    ]
    expect(reply.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")


def test_copy_takes_the_source_along(web: Web, tab: Tab) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=web.host.rstrip("/"))
    reply = tab.open(web.put()).open().type("web")
    reply.get_by_role("button", name="Copy with source").click()
    expect(reply.locator(".said")).to_have_text("Copied")
    copied = tab.page.evaluate("navigator.clipboard.readText()")
    quote = ANSWERS["web"].quotes[0]
    assert all(str(part) in copied for part in (quote.text, quote.title, quote.publisher, quote.url))


def test_start_over_forgets_the_conversation(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    widget.type("one")
    widget.find("header").get_by_role("button", name="Start over").click()
    expect(widget.find(".you")).to_have_count(0)
    widget.type("two")
    assert web.log.messages[1]["conversation"] is None


def test_closing_keeps_what_was_said_and_typed(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    widget.type("one")
    widget.find("textarea").fill("half a thou")
    tab.page.keyboard.press("Escape")
    expect(widget.find("dialog")).to_be_hidden()
    widget.open()
    expect(widget.find(".you")).to_have_count(1)
    expect(widget.find("textarea")).to_have_value("half a thou")


def test_enter_sends_and_shift_enter_breaks_the_line(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    widget.find("textarea").press_sequentially("one")
    tab.page.keyboard.press("Shift+Enter")
    widget.find("textarea").press_sequentially("two")
    assert web.log.messages == []
    tab.page.keyboard.press("Enter")
    expect(widget.find("figure")).to_have_count(1)
    assert web.log.messages[0]["message"] == "one\ntwo"


def test_an_empty_message_is_not_sent(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    widget.find("textarea").fill("  \n ")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_timeout(150)
    assert web.log.messages == []


def test_what_is_typed_does_not_reach_the_shortcuts_of_the_page(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    tab.page.evaluate("window.keys = []; addEventListener('keydown', event => keys.push(event.key))")
    widget.find("textarea").press_sequentially("s/?")
    assert tab.page.evaluate("keys") == []


def test_words_are_the_owners_where_attributes_give_them(web: Web, tab: Tab) -> None:
    words = 'data-title="Our title" data-greeting="Our greeting" data-launcher="Our launcher"'
    widget = tab.open(web.put(words + ' data-questions="A? | B?"'))
    expect(widget.find(".launcher")).to_have_text("Our launcher")
    widget.open()
    expect(widget.find("h2")).to_have_text("Our title")
    expect(widget.find(".bot p").first).to_have_text("Our greeting")
    assert widget.find(".choice").all_inner_texts() == ["A?", "B?"]


def test_theme_position_and_accent_follow_their_attributes(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put('data-theme="dark" data-position="start" data-accent="#5b21b6"'))
    style = widget.find(".launcher").evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).left, getComputedStyle(one).colorScheme]"
    )
    assert style == ["rgb(91, 33, 182)", "20px", "dark"]
    widget.element.evaluate("one => one.setAttribute('theme', 'light')")
    assert widget.find(".launcher").evaluate("one => getComputedStyle(one).colorScheme") == "light"


def test_custom_properties_of_the_page_colour_and_size_it(web: Web, tab: Tab) -> None:
    style = "<style>twitchbot-widget { --twitchbot-accent: #102030; --twitchbot-width: 333px; }</style>"
    widget = tab.open(web.put(head=style)).open()
    assert widget.find(".send").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(16, 32, 48)"
    assert round(widget.find("dialog").bounding_box()["width"]) == 333  # type: ignore[index]


@pytest.mark.parametrize("accent", ["#ffffff", "#000000", "#ffe600", "#777777", "red", "rgb(0 0 255)"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_on_any_accent_can_be_read(web: Web, tab: Tab, accent: str, theme: str) -> None:
    widget = tab.open(web.put(f'data-theme="{theme}" data-accent="{accent}"')).open()
    widget.find("textarea").wait_for()
    assert _contrast(widget, ".send", "color", "backgroundColor") >= 4.5
    assert _contrast(widget, ".choice", "color", "backgroundColor") >= 4.5


def _contrast(widget: Widget, selector: str, front: str, back: str) -> float:
    """The WCAG contrast ratio of two computed colours, painted by the browser onto a canvas."""
    colours = widget.find(selector).first.evaluate(
        """(element, names) => names.map(name => {
            const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
            pen.fillStyle = getComputedStyle(element)[name];
            pen.fillRect(0, 0, 1, 1);
            return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
        })""",
        [front, back],
    )
    light, dark = sorted((_luminance(colour) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: list[int]) -> float:
    linear = [c / 12.92 if (c := part / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_inline_mode_fills_the_element_and_leaves_focus_alone(web: Web, tab: Tab) -> None:
    body = '<input id="mine" autofocus><div id="here" style="height:500px"></div>'
    widget = tab.open(web.put('data-target="#here"', body=body))
    expect(widget.find("section.panel")).to_be_visible()
    assert tab.page.evaluate("document.activeElement.id") == "mine"
    assert tab.page.evaluate("document.querySelector('#here').firstElementChild.localName") == "twitchbot-widget"
    expect(widget.find(".launcher")).to_have_count(0)
    assert widget.type("why?").locator("figure").count() == 1


def test_the_page_can_open_ask_clear_and_close(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put())
    answer = widget.call("ask", "why magnesium?")
    assert answer["outcome"] == "answer"
    expect(widget.find("dialog")).to_be_visible()
    widget.call("clear")
    expect(widget.find(".you")).to_have_count(0)
    widget.call("close")
    expect(widget.find("dialog")).to_be_hidden()
    widget.call("open")
    expect(widget.find("dialog")).to_be_visible()


def test_events_tell_the_page_what_happens(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put())
    tab.page.evaluate(
        """window.seen = []; for (const name of ['open', 'ask', 'message', 'feedback', 'clear', 'close'])
        document.addEventListener('twitchbot:' + name, event => seen.push([name, event.detail?.question ?? null]))"""
    )
    reply = widget.open().type("why?")
    reply.get_by_role("button", name="Helpful", exact=True).click()
    expect(reply.locator(".said")).to_have_text("Thank you")
    widget.call("clear")
    widget.call("close")
    tab.page.wait_for_timeout(100)
    asked = [["ask", "why?"], ["message", "why?"]]
    assert tab.page.evaluate("seen") == [["open", None], *asked, ["feedback", None], ["clear", None], ["close", None]]


def test_the_page_can_refuse_a_question(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    tab.page.evaluate("addEventListener('twitchbot:ask', event => event.preventDefault())")
    widget.find("textarea").fill("no")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_timeout(100)
    assert web.log.messages == []
    expect(widget.find("textarea")).to_have_value("no")


@pytest.mark.parametrize("kind", ["session", "local"])
def test_the_conversation_is_kept_only_where_the_owner_asks(web: Web, tab: Tab, kind: str) -> None:
    address = web.put(f'data-storage="{kind}"')
    widget = tab.open(address).open()
    assert tab.page.evaluate(f"{kind}Storage.length") == 0
    widget.type("why magnesium?")
    widget = tab.open(address).open()
    expect(widget.find("figure")).to_have_count(1)
    widget.type("and?")
    assert web.log.messages[1]["conversation"]["turns"] == 1
    widget.find("header").get_by_role("button", name="Start over").click()
    assert tab.open(address).open().find(".you").count() == 0


def test_a_broken_store_is_no_trouble(web: Web, tab: Tab) -> None:
    address = web.put('data-storage="local"')
    tab.open(address)
    tab.page.evaluate("localStorage.setItem('twitchbot-widget', '{{{')")
    reply = tab.open(address).open().type("why?")
    assert reply.locator("figure").count() == 1
    assert any("kept conversation" in line for line in tab.console)


def test_two_widgets_stand_beside_each_other(web: Web, tab: Tab) -> None:
    inline = f'<div id="here"></div><script async src="{web.bot}widget.js" data-target="#here"></script>'
    tab.open(web.put(body=f'{inline}<script async src="{web.bot}widget.js"></script>'))
    expect(tab.page.locator("twitchbot-widget")).to_have_count(3)
    boxes = [box for one in tab.page.locator("twitchbot-widget .launcher").all() if (box := one.bounding_box())]
    assert len(boxes) == 2
    assert abs(boxes[0]["y"] - boxes[1]["y"]) >= boxes[0]["height"]


def test_a_second_script_tag_defines_nothing_twice(web: Web, tab: Tab) -> None:
    tab.open(web.put('data-manual=""', body=f'<twitchbot-widget api="{web.bot}"></twitchbot-widget>'))
    expect(tab.page.locator("twitchbot-widget")).to_have_count(1)
    assert Widget(tab.page).open().type("why?").locator("figure").count() == 1


def test_the_page_itself_is_never_scrolled(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put())
    tab.page.evaluate("scrollTo(0, 333)")
    widget.open()
    for question in ("one", "two", "chest", "which"):
        reply = widget.type(question)
    reply.get_by_role("button", name="Not helpful").click()
    tab.page.keyboard.press("Escape")
    assert tab.page.evaluate("scrollY") == 333


def test_a_new_question_stands_at_the_top_of_the_log(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    for question in ("one", "two", "three"):
        widget.type(question)
    log, bubble = widget.find(".log").bounding_box(), widget.find(".you").last.bounding_box()
    assert log is not None
    assert bubble is not None
    assert log["y"] <= bubble["y"] <= log["y"] + 120


def test_nothing_is_printed_over_the_page(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put())
    tab.page.emulate_media(media="print")
    expect(widget.find(".launcher")).to_be_hidden()


def test_the_embed_page_is_the_widget(web: Web, tab: Tab) -> None:
    widget = tab.open(web.bot + "embed?theme=dark&region=uk")
    assert widget.type("why?").locator("figure").count() == 1
    assert web.log.messages[0]["region"] == "uk"
    panel = widget.find(".panel").bounding_box()
    assert panel
    assert panel["height"] == tab.page.viewport_size["height"]  # type: ignore[index]
    assert re.search("dark", widget.find(".panel").evaluate("one => getComputedStyle(one).colorScheme"))
