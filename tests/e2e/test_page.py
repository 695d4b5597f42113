"""The chat page as a reader meets it: the real server, the real chatbot, Chromium."""

import json
import re

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "can low vitamin d make my muscles twitch?"
EMERGENCY = "I can't breathe and my chest hurts"
OFF_TOPIC = "who won the football world cup?"


def ready(visited: Visit) -> Visit:
    visited.page.locator("#tb-box textarea").wait_for()
    visited.page.locator(".tb-greeting").wait_for()
    return visited


def ask(visited: Visit, question: str) -> None:
    """Type, press Enter, wait for the answer below."""
    page = visited.page
    count = page.locator("#tb-log .bot-row").count()
    page.locator("#tb-box textarea").fill(question)
    page.locator("#tb-box textarea").press("Enter")
    page.locator("#tb-log .bot-row .tb-answer").nth(count - 1).wait_for()


def last_answer(visited: Visit):
    return visited.page.locator("#tb-log .tb-answer").last


@pytest.fixture
def chat(visit, site):
    return ready(visit(site))


def test_the_start_says_what_it_is_and_offers_questions(chat, bot):
    page = chat.page
    assert page.title() == "twitchbot"
    assert page.locator("h1").inner_text() == "twitchbot"
    assert "not medical advice" in page.locator(".tb-banner").inner_text()
    assert tuple(page.locator(".option").all_inner_texts()) == bot.start_questions
    assert page.locator("html").get_attribute("lang") == "en"
    chat.shot("page-start")


def test_nothing_goes_out_and_nothing_goes_wrong(chat):
    ask(chat, QUESTION)
    assert chat.external == []
    assert chat.errors == []


def test_an_answer_shows_the_words_of_the_document_marked_with_their_source(chat, site):
    ask(chat, QUESTION)
    answer = last_answer(chat)
    quote = answer.locator(".tb-quote").first
    reply = httpx.post(f"{site}/v1/chat", json={"message": QUESTION}).json()
    expected = next(part for part in reply["parts"] if part["type"] == "quote")
    assert quote.locator("blockquote").inner_text().strip() == expected["text"]
    marked = [segment["text"].strip() for segment in expected["segments"] if segment["mark"]]
    assert [text.strip() for text in quote.locator("mark").all_inner_texts()] == marked
    assert marked
    assert expected["title"] in quote.locator(".tb-facts").inner_text()
    assert answer.locator(".tb-disclaimer").inner_text()
    chat.shot("page-answer")


def test_one_request_a_question_and_the_focus_stays_in_the_box(chat):
    chat.requests.clear()
    ask(chat, QUESTION)
    assert [re.sub(r"https?://[^/]+", "", url) for url in chat.requests] == ["/gradio_api/run/predict"]
    assert chat.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert chat.page.locator("#tb-box textarea").input_value() == ""


def test_a_follow_up_is_one_click_and_gets_an_answer(chat):
    ask(chat, QUESTION)
    chip = chat.page.locator(".option").first
    question = chip.inner_text()
    chip.click()
    chat.page.locator("#tb-log .tb-answer").nth(1).wait_for()
    assert chat.page.locator("#tb-log .message.user").last.inner_text().strip() == question
    assert last_answer(chat).locator(".tb-quote").count() >= 1
    assert chat.page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_the_conversation_goes_on_from_turn_to_turn(chat, site):
    ask(chat, "which foods have magnesium?")
    ask(chat, "and calcium?")
    first = httpx.post(f"{site}/v1/chat", json={"message": "which foods have magnesium?"}).json()
    second = {"message": "and calcium?", "conversation": first["conversation"]}
    reading = httpx.post(f"{site}/v1/chat", json=second).json()["reading"]
    assert reading is not None
    assert reading in last_answer(chat).locator(".tb-reading").inner_text()


def test_the_new_question_is_at_the_top_of_a_long_answer(chat):
    for question in (QUESTION, "which foods have magnesium?", "what else can cause twitching?"):
        ask(chat, question)
    chat.page.wait_for_timeout(300)
    box = chat.page.locator("#tb-log .user-row").last.bounding_box()
    assert 0 <= box["y"] < 500


def test_thumbs_reach_the_server_with_a_reason_where_one_is_given(chat, site):
    ask(chat, QUESTION)
    before = verdicts(site)
    buttons = chat.page.locator("#tb-log .message-buttons").last
    with chat.page.expect_response("**/run/predict"):
        buttons.get_by_role("button", name="Like", exact=True).click()
    assert verdicts(site)["up"] == before["up"] + 1
    with chat.page.expect_response("**/run/predict"):
        buttons.get_by_role("button", name="Feedback").focus()
        buttons.get_by_text("Hard to understand").press("Enter")
    chat.page.wait_for_timeout(500)
    assert verdicts(site)["down"] == before["down"] + 1


def verdicts(site: str) -> dict[str, float]:
    text = httpx.get(f"{site}/metrics").text
    found = dict(re.findall(r'twitchbot_feedback_total\{verdict="(\w+)"\} (\S+)', text))
    return {verdict: float(found.get(verdict, 0)) for verdict in ("up", "down")}


def test_clear_starts_anew(chat, bot):
    ask(chat, QUESTION)
    chat.page.get_by_role("button", name="Clear").click()
    chat.page.locator(".option").nth(len(bot.start_questions) - 1).wait_for()
    assert chat.page.locator("#tb-log .tb-answer").count() == 0
    assert chat.page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_copy_takes_the_words_and_their_source(visit, site):
    chat = ready(visit(site, permissions=["clipboard-read", "clipboard-write"]))
    ask(chat, QUESTION)
    chat.page.locator("#tb-log .message-buttons-left").last.get_by_role("button", name="Copy message").click()
    chat.page.locator(".tb-done").wait_for()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    quote = last_answer(chat).locator("blockquote").first.inner_text().strip()
    assert f"“{quote}”" in copied
    assert "Source:" in copied
    assert "/documents/" in copied
    assert "<" not in copied


def test_show_in_the_article_opens_the_document_with_the_quote_marked(chat):
    ask(chat, QUESTION)
    quote = last_answer(chat).locator(".tb-quote").first
    with chat.page.context.expect_page() as opened:
        quote.get_by_role("link", name="Show in the article").click()
    article = opened.value
    article.wait_for_load_state()
    marked = " ".join("".join(article.locator("mark").all_inner_texts()).split())
    assert marked == " ".join(quote.locator("blockquote").inner_text().split())


def test_an_emergency_shows_numbers_to_dial_and_no_quote(chat):
    ask(chat, EMERGENCY)
    answer = last_answer(chat)
    notice = answer.locator(".tb-emergency")
    assert notice.locator(".tb-notice-title").inner_text() == "Emergency"
    assert notice.locator('a[href^="tel:"]').count() >= 1
    assert answer.locator(".tb-quote").count() == 0
    assert answer.locator("> *").first.evaluate("e => e.className").startswith("tb-notice")
    chat.shot("page-emergency")


REFUSED = '{"error": {"code": "too_many_requests", "message": "Too many requests.", "remedy": "Wait 5 seconds."}}'


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        ({}, "cannot be reached"),
        ({"status": 429, "content_type": "application/json", "body": REFUSED}, "Wait 5 seconds."),
        ({"status": 502, "content_type": "text/html", "body": "<h1>Bad gateway</h1>"}, "not answered"),
        ({"status": 500, "content_type": "application/json", "body": "{"}, "not answered"),
    ],
    ids=["no connection", "too many", "a proxy's page", "broken JSON"],
)
def test_a_lost_question_is_said_and_can_be_sent_again(chat, failure, said):
    ask(chat, QUESTION)
    page = chat.page
    page.route("**/run/predict", lambda route: route.fulfill(**failure) if failure else route.abort())
    page.locator("#tb-box textarea").fill(QUESTION)
    page.locator("#tb-box textarea").press("Enter")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert said in alert.inner_text()
    assert page.locator("#tb-box textarea").input_value() == QUESTION
    assert page.locator("#tb-log .tb-answer").count() == 1
    assert_accessible(chat, "after a failure")
    page.unroute("**/run/predict")
    page.wait_for_timeout(3000)  # longer than Gradio waits before it would reload the page
    page.locator("#tb-box textarea").press("Enter")
    page.locator("#tb-log .tb-answer").nth(1).wait_for()
    assert alert.count() == 0


def test_off_topic_gets_no_quote(chat):
    ask(chat, OFF_TOPIC)
    assert last_answer(chat).locator(".tb-quote").count() == 0
    chat.shot("page-abstain")


def test_an_empty_question_gets_a_friendly_prompt(chat):
    ask(chat, "")
    assert last_answer(chat).inner_text().strip()
    assert chat.errors == []


def test_everything_works_with_the_keyboard_alone(chat):
    page = chat.page
    page.locator("#tb-box textarea").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator("#tb-log .tb-answer").wait_for()
    seen = set()
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        seen.add(page.evaluate("document.activeElement.className.split(' ')[0] || document.activeElement.tagName"))
        if page.evaluate("document.activeElement.matches('.option')"):
            break
    assert page.evaluate("document.activeElement.matches('.option')"), seen
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.locator("#tb-log .tb-answer").nth(1).wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_reader_and_the_button_turns_them(visit, site, scheme):
    chat = ready(visit(site, color_scheme=scheme))
    is_dark = "document.body.classList.contains('dark')"
    assert chat.page.evaluate(is_dark) is (scheme == "dark")
    chat.page.get_by_role("button", name="Dark colours").click()
    assert chat.page.evaluate(is_dark) is (scheme == "light")


@pytest.mark.parametrize("width", [320, 390, 640])
def test_no_sideways_scrolling(visit, site, width):
    chat = ready(visit(site, width=width, height=700))
    ask(chat, QUESTION)
    ask(chat, "x" * 300)
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= width
    chat.shot(f"page-{width}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_any_state(visit, site, scheme, width):
    chat = ready(visit(site, width=width, color_scheme=scheme, reduced_motion="reduce"))
    assert_accessible(chat, "start")
    for question in (QUESTION, EMERGENCY, OFF_TOPIC, "I want to kill myself", "is it dangerous in pregnancy?"):
        ask(chat, question)
        assert_accessible(chat, question)


def assert_accessible(visited: Visit, state: str) -> None:
    found = Axe().run(visited.page).response["violations"]
    listed = [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]
    assert listed == [], f"{state}: {json.dumps(listed, indent=1)}"


def test_messages_are_not_labelled_with_their_source(chat):
    ask(chat, QUESTION)
    chat.page.wait_for_timeout(100)
    assert chat.page.locator("#tb-log [data-testid][aria-label]").count() == 0
    assert chat.page.locator('#tb-log [role="log"][aria-live="polite"]').count() == 1


def test_motion_is_reduced_for_those_who_ask(visit, site):
    chat = ready(visit(site, reduced_motion="reduce"))
    duration = chat.page.locator(".option").first.evaluate("e => getComputedStyle(e).transitionDuration")
    assert float(duration.split(",")[0].rstrip("s")) < 0.001


def test_forced_colours_keep_the_marks_and_the_borders(visit, site):
    chat = ready(visit(site, forced_colors="active"))
    ask(chat, QUESTION)
    mark = last_answer(chat).locator("mark").first
    plain = last_answer(chat).locator("blockquote p").first
    colour = "e => getComputedStyle(e).backgroundColor"
    assert mark.evaluate(colour) != plain.evaluate(colour)
    assert last_answer(chat).locator(".tb-quote").first.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


def test_print_shows_the_answers_and_not_the_controls(chat):
    ask(chat, QUESTION)
    chat.page.emulate_media(media="print")
    assert chat.page.locator(".tb-quote").first.is_visible()
    for control in ("#tb-composer", ".options", "#tb-log .message-buttons"):
        assert not chat.page.locator(control).last.is_visible()


def test_without_scripts_there_is_a_way_to_ask(visit, site):
    page = visit(site, java_script_enabled=False).page
    link = page.get_by_role("link", name=re.compile("JavaScript"))
    assert httpx.get(f"{site}/{link.get_attribute('href')}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "upload",
        "info",
        "file=README.md",
        "queue/join",
        "queue/data",
        "monitoring",
        "runs",
        "call/ask",
        "startup-events",
    ],
)
def test_the_rest_of_gradio_is_shut(site, path):
    assert httpx.get(f"{site}/gradio_api/{path}").status_code == 404
    assert httpx.post(f"{site}/gradio_api/{path}").status_code == 404


@pytest.mark.parametrize("path", ["config", "login", "info", "monitoring", "gradio_api", "manifest.json", "file/etc"])
def test_other_addresses_of_gradio_are_shut(site, path):
    assert httpx.get(f"{site}/{path}").status_code == 404


def test_headers_of_the_page_and_its_files(site):
    page = httpx.get(site)
    policy = page.headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'self'" in policy
    assert page.headers["cache-control"] == "no-cache"
    assert "githubusercontent" not in page.text
    for file in re.findall(r'(?:href|src)="((?:\./assets|page)/[^"]+)"', page.text):
        assert "immutable" in httpx.get(f"{site}/{file}").headers["cache-control"], file
    evil = httpx.get(site, headers={"origin": "https://evil.example", "host": "bot.example"})
    assert "access-control-allow-origin" not in evil.headers
