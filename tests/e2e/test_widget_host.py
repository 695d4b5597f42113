"""The widget on a stranger's page: strict policies, hostile styles, denied storage, hostile words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect
from widget_fixtures import Tab, Web, Widget
from widget_server import ANSWERS

from twitchbot.render.json import to_json

pytest_plugins = ["widget_fixtures"]
pytestmark = pytest.mark.browser

HOSTILE = """<style>
* { all: unset !important; color: red !important; font: 40px serif !important; transform: rotate(5deg) !important }
button, textarea, p, div { position: absolute !important; top: -999px !important; display: none !important }
twitchbot-widget { font-size: 77px; color: lime; letter-spacing: 9px; text-transform: uppercase; direction: ltr }
</style>"""

ATTACKS = [
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg onload=hit()>",
    '"><img src=x onerror=hit()>',
    "' onmouseover='hit()",
    "javascript:hit()",
    " javascript:hit()",
    "java\tscript:hit()",
    "data:text/html,<script>hit()</script>",
    "vbscript:hit()",
    "//evil.example/x.js",
    "<iframe srcdoc='<script>parent.hit()</script>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=hit()>",
    "</textarea><script>hit()</script>",
    "{{constructor.constructor('hit()')()}}",
    "${hit()}",
    "<a href='javascript:hit()'>click</a>",
    "<style>*{display:none}</style>",
    "\u202e\u2066 text \u0000 😀",
    "<form action=https://evil.example><input name=q>",
]


def strict(web: Web) -> dict[str, str]:
    policy = (
        f"default-src 'none'; script-src {web.bot}; connect-src {web.bot}; style-src 'none'; base-uri 'none'; "
        "form-action 'none'; trusted-types 'none'; require-trusted-types-for 'script'"
    )
    return {"Content-Security-Policy": policy}


def test_works_under_a_strict_policy_with_trusted_types(web: Web, tab: Tab) -> None:
    widget = tab.open(web.put('data-accent="#123456"', headers=strict(web))).open()
    for question in ("why magnesium?", "chest pain", "which?", "web", "moon"):
        widget.type(question)
    widget.find("[aria-pressed]").last.click()
    assert widget.find(".send").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(18, 52, 86)"
    assert not [line for line in tab.console if "Content Security Policy" in line or "Trusted" in line]


def test_works_with_its_integrity_pinned(web: Web, tab: Tab) -> None:
    snippet = web.get("w/snippet.txt").text
    web.pages.put("page", f"<!doctype html><title>Host</title><body>{snippet}")
    assert tab.open(web.host + "page").open().type("why?").locator("figure").count() == 1


def test_a_changed_script_is_not_run_where_integrity_is_pinned(web: Web, tab: Tab) -> None:
    snippet = web.get("w/snippet.txt").text
    tab.page.route("**/widget.js", lambda route: route.fulfill(
        body="document.title = 'changed'", content_type="text/javascript", headers={"access-control-allow-origin": "*"}
    ))  # fmt: skip
    web.pages.put("page", f"<!doctype html><title>Host</title><body>{snippet}")
    tab.page.goto(web.host + "page")
    tab.page.wait_for_load_state("networkidle")
    assert tab.page.title() == "Host"


def looks(widget: Widget) -> Any:
    """Computed styles of what the widget draws, which the page around it must not change."""
    return widget.element.evaluate(
        """host => [...host.shadowRoot.querySelectorAll('.root *')].map(one => {
            const style = getComputedStyle(one);
            return ['display', 'position', 'color', 'fontFamily', 'fontSize', 'letterSpacing', 'textTransform',
                'transform', 'backgroundColor', 'width'].map(name => style[name]).join('|');
        })"""
    )


def test_the_styles_of_the_page_do_not_reach_it(web: Web, tab: Tab) -> None:
    tab.page.emulate_media(reduced_motion="reduce")  # or a style is read in the middle of an animation
    widget = tab.open(web.put()).open()
    widget.type("why?")
    plain = looks(widget)
    widget = tab.open(web.put(head=HOSTILE.replace("twitchbot-widget {", "twitchbot-widget, body {"))).open()
    widget.type("why?")
    assert looks(widget) == plain


def test_it_leaves_no_trace_on_the_page(web: Web, tab: Tab) -> None:
    measure = """() => [document.styleSheets.length, document.adoptedStyleSheets.length,
        Object.keys(window).sort().join(), [...document.querySelectorAll('body > :not(twitchbot-widget)')].map(
            one => getComputedStyle(one).cssText).join()]"""
    address = web.put()
    html, _ = web.pages.by_path["page"]
    web.pages.put("bare", html.replace("<script", "<noscript").replace("</script", "</noscript"))
    tab.page.goto(web.host + "bare")
    before = tab.page.evaluate(measure)
    tab.open(address).open().type("why?")
    assert tab.page.evaluate(measure)[:3] == before[:3]


@pytest.mark.parametrize("storage", ["", "&storage=local"])
def test_works_where_storage_is_denied(web: Web, tab: Tab, storage: str) -> None:
    frame = (
        f'<iframe sandbox="allow-scripts" src="{web.bot}embed?theme=light{storage}" width="600" height="600"></iframe>'
    )
    web.pages.put("frame", f"<!doctype html><title>Host</title>{frame}")
    # A page in such a frame has the origin `null`, which the API lets nobody use: the answer comes from here.
    tab.page.route(
        "**/v1/chat",
        lambda route: route.fulfill(
            json=to_json(ANSWERS[""]),
            headers={"access-control-allow-origin": "*", "access-control-allow-headers": "content-type"},
        ),
    )
    tab.page.goto(web.host + "frame")
    inside = tab.page.frame_locator("iframe")
    inside.locator("textarea").fill("why?")
    inside.locator("textarea").press("Enter")
    expect(inside.locator("figure")).to_have_count(1)


def test_sites_that_are_not_listed_cannot_frame_it(web: Web, tab: Tab) -> None:
    web.pages.put("frame", f'<!doctype html><title>Host</title><iframe src="{web.bot}embed"></iframe>')
    tab.page.goto(web.host + "frame")
    expect(tab.page.frame_locator("iframe").locator("textarea")).to_have_count(1)
    tab.page.goto(web.other + "frame")
    tab.page.wait_for_load_state("networkidle")
    expect(tab.page.frame_locator("iframe").locator("textarea")).to_have_count(0)


def poisoned(attack: str) -> dict[str, Any]:
    """An answer of each part in which every string that is free is the attack."""
    answer = to_json(replace(ANSWERS[""], reading=attack))
    answer["parts"] = [one for name in ("", "which", "chest", "web") for one in to_json(ANSWERS[name])["parts"]]
    text = json.dumps(answer["parts"], ensure_ascii=False)
    parts = json.loads(text)
    for part in parts:
        for name, value in part.items():
            if name == "type":
                continue
            if isinstance(value, str):
                part[name] = attack
            elif isinstance(value, list):
                part[name] = [{"text": attack, "mark": True} if isinstance(one, dict) else attack for one in value]
    answer.update(parts=parts, outcome=attack, id=attack, tier=attack)
    return answer


def test_hostile_words_stay_words(web: Web, tab: Tab) -> None:
    body = "<script>window.hits = 0; window.hit = () => hits++</script><p>page</p>"
    widget = tab.open(web.put(body=body)).open()
    for attack in ATTACKS:
        tab.page.unroute("**/v1/chat")
        failing(tab, json=poisoned(attack))
        reply = widget.type(attack)
        addresses = reply.locator("a").evaluate_all("links => links.map(link => link.protocol)")
        assert set(addresses) <= {"http:", "https:", "tel:"}, attack
        assert reply.locator("blockquote").first.text_content() == attack * len(ANSWERS[""].quotes[0].segments)
        assert widget.find(".you").last.text_content() == f"You asked: {attack.strip()}"
        reply.locator(".choice").first.hover()
    assert widget.find("script, img, iframe, object, embed, style, link, base").count() == 0
    assert tab.page.evaluate("hits") == 0
    assert not [one for one in tab.requests if not one.startswith((f"GET {web.host}", f"GET {web.bot}", "POST"))]


def add_widget(web: Web, tab: Tab, attributes: dict[str, str]) -> Widget:
    tab.page.goto(web.put("data-manual", body="<script>window.hits = 0; window.hit = () => hits++</script>"))
    tab.page.wait_for_function("!!customElements.get('twitchbot-widget')")
    tab.page.evaluate(
        """attributes => {
            const widget = document.createElement('twitchbot-widget');
            for (const name in attributes) widget.setAttribute(name, attributes[name]);
            document.body.append(widget);
        }""",
        attributes,
    )
    return Widget(tab.page)


def test_hostile_attributes_stay_words(web: Web, tab: Tab) -> None:
    names = ("theme", "position", "accent", "title", "subtitle", "launcher", "greeting", "questions", "footnote",
             "page", "region", "storage", "dir", "target")  # fmt: skip
    for attack in ATTACKS:
        widget = add_widget(web, tab, dict.fromkeys(names, attack) | {"api": web.bot}).open()
        assert widget.find("h2").text_content() == attack
        widget.type("why?")
        assert widget.find("script, img, iframe, object, embed, style, link, base").count() == 0
        assert tab.page.evaluate("hits") == 0


@pytest.mark.parametrize(
    "address", ["javascript:hit()", "data:text/html,x", "http://", "::", "//", "https://[", "\u0000"]
)
def test_a_wrong_api_address_breaks_only_the_asking(web: Web, tab: Tab, address: str) -> None:
    widget = add_widget(web, tab, {"api": address}).open()
    reply = widget.type("why?")
    assert set(reply.locator("a").evaluate_all("links => links.map(link => link.protocol)")) <= {"http:", "https:"}
    assert tab.page.evaluate("hits") == 0


def failing(tab: Tab, **response: Any) -> None:
    tab.page.route("**/v1/chat", lambda route: route.fulfill(headers={"access-control-allow-origin": "*"}, **response))
