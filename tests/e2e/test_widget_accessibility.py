"""The widget for people who use a keyboard, a screen reader, large text, other colours or another direction."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from widget_fixtures import Tab, Web, Widget

from twitchbot.content.widget import widget_words

pytest_plugins = ["widget_fixtures"]
pytestmark = pytest.mark.browser
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
QUESTIONS = {
    "answer": "why magnesium?",
    "clarify": "which one?",
    "abstain": "how far is the moon?",
    "emergency": "chest pain",
    "crisis": "hopeless",
    "urgent": "doctor",
    "unavailable": "broken",
    "small-talk": "hello",
}


def violations(page: Page, context: object = "twitchbot-widget") -> list[str]:
    found = Axe().run(page, context=context, options=STANDARD).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_violation_in_any_state(web: Web, tab: Tab, artefacts: Path, theme: str, width: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": 700})
    tab.page.emulate_media(reduced_motion="reduce")
    widget = tab.open(web.put(f'data-theme="{theme}"'))

    def check(state: str) -> None:
        assert violations(tab.page) == [], state
        tab.page.screenshot(path=artefacts / f"{state}-{theme}-{width}.png")

    check("closed")
    widget.open()
    check("open")
    for state, question in QUESTIONS.items():
        widget.type(question)
        check(state)
    widget.find(".down").last.click()
    check("why")
    tab.page.route("**/v1/chat", lambda route: route.abort())
    widget.type("lost")
    check("failed")
    widget.find("textarea").fill("long " * 1000)
    tab.page.keyboard.press("Enter")
    check("long")


def test_no_violation_while_waiting(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    tab.page.route("**/v1/chat", lambda _: None)
    tab.page.emulate_media(reduced_motion="reduce")
    widget.find("textarea").fill("why?")
    tab.page.keyboard.press("Enter")
    expect(widget.find(".wait")).to_be_visible()
    assert violations(tab.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["ask", "ask?q=why", "ask?q=chest", "ask?q=which", "documents/muscles?start=60&end=90", "documents/no", "embed"],
)
def test_no_violation_on_the_pages_around_it(web: Web, tab: Tab, path: str, scheme: str) -> None:
    tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    tab.page.goto(web.bot + path)
    tab.page.wait_for_load_state("networkidle")
    if path == "embed":
        Widget(tab.page).type("why?")
    assert violations(tab.page, None) == []


def focused(page: Page) -> str:
    """What has focus, inside the widget too: its accessible name or its tag."""
    return page.evaluate(
        """() => {
            let one = document.activeElement;
            while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
            return one.ariaLabel || one.textContent.trim() || one.localName;
        }"""
    )


def test_everything_is_done_by_keyboard_alone(web: Web, tab: Tab) -> None:
    panel, labels = widget_words().panel, widget_words().answer
    widget = tab.open(web.put())
    tab.page.keyboard.press("Tab")
    assert focused(tab.page) == panel.launcher
    tab.page.keyboard.press("Enter")
    assert focused(tab.page) == panel.field
    tab.page.keyboard.type("why magnesium?")
    tab.page.keyboard.press("Enter")
    expect(widget.find("figure")).to_have_count(1)
    assert focused(tab.page) == panel.field
    seen = []
    for _ in range(20):
        tab.page.keyboard.press("Shift+Tab")
        seen.append(focused(tab.page))
    assert {
        panel.log,
        panel.clear,
        panel.close,
        labels.helpful,
        labels.unhelpful,
        "Which foods hold magnesium?",
    } <= set(seen)
    assert any(one.startswith(labels.show) for one in seen)
    tab.page.keyboard.press("Escape")
    expect(widget.find("dialog")).to_be_hidden()
    expect(widget.find(".launcher")).to_be_focused()


def test_focus_stays_on_a_chosen_suggestion(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    chip = widget.find(".choice").first
    chip.focus()
    tab.page.keyboard.press("Enter")
    expect(widget.find("figure")).to_have_count(1)
    assert focused(tab.page) == chip.inner_text()


def test_focus_is_never_lost_when_what_had_it_goes_away(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    widget.type("why?").get_by_role("button", name="Not helpful").click()
    widget.find(".why .choice").first.focus()
    tab.page.keyboard.press("Enter")
    assert focused(tab.page) == widget_words().panel.field
    tab.page.route("**/v1/chat", lambda route: route.abort())
    retry = widget.type("lost").get_by_role("button")
    tab.page.unroute("**/v1/chat")
    retry.focus()
    tab.page.keyboard.press("Enter")
    expect(widget.find("figure")).to_have_count(2)
    assert focused(tab.page) == widget_words().panel.field


@pytest.mark.parametrize("way", ["Escape", "button"])
@pytest.mark.parametrize("width", [1100, 390])
def test_closing_gives_focus_back_to_the_launcher(web: Web, tab: Tab, way: str, width: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": 700})
    widget = tab.open(web.put()).open()
    if way == "Escape":
        tab.page.keyboard.press("Escape")
    else:
        widget.find("header").get_by_role("button", name=widget_words().panel.close).click()
    expect(widget.find("dialog")).to_be_hidden()
    expect(widget.find(".launcher")).to_be_visible()
    assert focused(tab.page) == widget_words().panel.launcher


def test_focus_can_be_seen(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    for _ in range(6):
        tab.page.keyboard.press("Tab")
        outline = widget.element.evaluate(
            "({ shadowRoot: { activeElement: one } }) => one ? getComputedStyle(one).outlineWidth : '2px'"
        )
        assert outline == "2px"


def test_the_only_live_region_says_the_status_and_the_reply_once(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    regions = "[aria-live], [role=status], [role=alert], [role=log]"
    assert widget.find(regions).count() == 1
    widget.element.evaluate(
        """host => {
            window.said = [];
            const live = host.shadowRoot.querySelector('[role=status]');
            const write = () => live.textContent && said.push(live.textContent);
            new MutationObserver(write).observe(live, { childList: true });
        }"""
    )
    reply = widget.type("why magnesium?")
    said = tab.page.evaluate("said")
    assert len(said) == 1
    assert said[0].startswith(widget_words().status.answer)
    for words in (reply.locator("blockquote").inner_text(), reply.locator(".notice p").inner_text()):
        assert said[0].count(words) == 1


def test_a_safety_message_is_announced_as_one(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    widget.type("chest pain")
    expect(widget.find("[role=status]")).to_have_text(re.compile(f"^{widget_words().status.safety} Emergency"))


@pytest.mark.parametrize("width", [1100, 390])
def test_the_panel_is_modal_only_where_it_covers_the_page(web: Web, tab: Tab, width: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": 700})
    widget = tab.open(web.put()).open()
    assert widget.find("dialog").evaluate("one => one.matches(':modal')") == (width == 390)
    expect(widget.element.get_by_role("dialog", name=widget_words().panel.title)).to_be_visible()


def test_a_phone_gets_the_whole_screen(web: Web, tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 800})
    box = tab.open(web.put()).open().find("dialog").bounding_box()
    tab.page.wait_for_timeout(250)
    box = Widget(tab.page).find("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 800}


@pytest.mark.parametrize(("width", "height"), [(320, 568), (640, 360), (256, 400)])
def test_nothing_is_cut_off_on_small_screens_and_at_high_zoom(web: Web, tab: Tab, width: int, height: int) -> None:
    """1280 x 720 at 200% is 640 x 360, at 400% it is 320 wide; 256 is 1024 at 400%."""
    tab.page.set_viewport_size({"width": width, "height": height})
    widget = tab.open(web.put()).open()
    for question in QUESTIONS.values():
        widget.type(question)
    tab.page.wait_for_timeout(250)
    log = widget.find(".log")
    assert log.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert log.bounding_box()["height"] >= 100  # type: ignore[index]
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for selector in (".send", "textarea", "header .icon >> nth=1"):
        box = widget.find(selector).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height


def test_targets_are_large_enough(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put()).open()
    for question in QUESTIONS.values():
        widget.type(question)
    for target in widget.find("button, textarea, figcaption a").all():
        if target.is_visible():
            box = target.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24


def test_nothing_moves_for_those_who_ask_for_that(web: Web, tab: Tab) -> None:
    tab.page.emulate_media(reduced_motion="reduce")
    widget = tab.open(web.put()).open()
    tab.page.route("**/v1/chat", lambda _: None)
    widget.find("textarea").fill("why?")
    tab.page.keyboard.press("Enter")
    expect(widget.find(".wait")).to_be_visible()
    running = widget.element.evaluate("host => host.shadowRoot.getAnimations().length")
    assert running == 0


def test_forced_colours_keep_edges_and_marks(web: Web, tab: Tab) -> None:
    tab.page.emulate_media(forced_colors="active")
    widget = tab.open(web.put()).open()
    reply = widget.type("why magnesium?")
    for selector in (".send", ".choice", "figure", ".you", ".panel"):
        edge = widget.find(selector).first.evaluate("one => getComputedStyle(one).borderTopColor")
        assert edge not in {"rgba(0, 0, 0, 0)", "transparent"}, selector
    colours = reply.locator("mark").evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
    )
    plain = reply.locator("blockquote").evaluate("one => getComputedStyle(one).backgroundColor")
    assert colours[0] != plain


def test_right_to_left_turns_the_layout_round(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put('data-dir="rtl"')).open()
    launcher = widget.find("dialog").bounding_box()
    assert launcher is not None
    assert launcher["x"] == 20
    reply = widget.type("why magnesium?")
    bubble, send = widget.find(".you").bounding_box(), widget.find(".send").bounding_box()
    field = widget.find("textarea").bounding_box()
    assert bubble is not None
    assert send is not None
    assert field is not None
    assert bubble["x"] < 60
    assert send["x"] < field["x"]
    assert reply.locator("figure").evaluate("one => getComputedStyle(one).borderRightWidth") == "4px"
    assert violations(tab.page) == []
