"""Whatever a reader types and whatever a document holds, the chat page shows it as text and runs none of it."""

import pytest
from visiting import Visit, running, wait_for_page

from twitchbot.answers import (
    Answer,
    Intent,
    Message,
    Notice,
    NoticeLevel,
    Outcome,
    Quote,
    Segment,
    Suggestions,
    Tier,
    Versions,
)
from twitchbot.config import load_settings
from twitchbot.interfaces.api import create_app

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 2'>",
    "<svg onload=window.hit=3>",
    "<a href='javascript:window.hit=4'>x</a>",
    "[x](javascript:window.hit=5)",
    "![x](https://evil.example/beacon.png)",
    "<img src=https://evil.example/beacon.png>",
    "<iframe srcdoc='<script>parent.hit=6</script>'></iframe>",
    "<style>body { display: none }</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<form action=https://evil.example/><input name=p><button>ok</button></form>",
    "<div style='position:fixed;inset:0;background:red'>x</div>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.hit=7&gt;'>",
    "</p></blockquote></div><img src=x onerror=window.hit=8>",
    '" onmouseover="window.hit=9" x="',
    "a\n\n# heading\n\n- item **bold** `code` $$a^2$$ <b>x</b> &amp; &lt;",
    "{{constructor.constructor('window.hit=10')()}}",
    "<details open ontoggle=window.hit=11>",
    "<base href=https://evil.example/>",
    "<thinking>hidden</thinking>",
)


class HostileBot:
    """Echoes the message through every field of an answer that a page shows."""

    start_questions = PAYLOADS[:4]

    class index:  # noqa: N801  # the one attribute of an index that the page needs
        documents: dict = {}  # noqa: RUF012

    def reply(self, message, conversation=None, *, region=None, page=None):  # noqa: ARG002
        segments = (Segment(message, True), Segment(message, False))
        quote = Quote(
            text=message * 2,
            document_id=message,
            title=message,
            heading_path=(message, message),
            start=0,
            end=len(message) * 2,
            segments=segments,
            url=message if "javascript" in message else f"javascript:window.hit=12//{message}",
            publisher=message,
            reviewed=message,
        )
        notices = tuple(Notice(level, message) for level in NoticeLevel)
        return Answer(
            id='x" onclick="window.hit=13',
            outcome=Outcome.ANSWER,
            intent=Intent.QUESTION,
            tier=Tier.EMERGENCY,
            also=(),
            rules=(),
            reading=message,
            confidence=1.0,
            reason="hostile",
            parts=(
                *notices,
                Message("key", message),
                quote,
                Suggestions((message,)),
                Notice(NoticeLevel.INFO, message),
            ),
            versions=Versions("0", "0", "0", "0"),
        )


@pytest.fixture(scope="module")
def hostile_site():
    with running(create_app(HostileBot(), load_settings(operations={"store": ""}))) as started:
        wait_for_page(started)
        yield started


def test_nothing_of_a_hostile_text_runs_loads_or_covers_the_page(visit, hostile_site):
    visited: Visit = visit(hostile_site)
    page = visited.page
    page.locator("#tb-box textarea").wait_for()
    for count, payload in enumerate(PAYLOADS):
        page.locator("#tb-box textarea").fill(payload)
        page.locator("#tb-send").click()
        page.locator("#tb-log .tb-answer").nth(count).wait_for()
        asked = page.locator("#tb-log .message.user").last
        assert " ".join(asked.inner_text().split()) == " ".join(payload.split())
        answer = page.locator("#tb-log .tb-answer").last
        quoted = answer.locator("blockquote").inner_text()
        assert " ".join(quoted.split()) == " ".join((payload * 2).split())
        assert " ".join(answer.locator(".tb-where").inner_text().split()).startswith(" ".join(payload.split()))
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    assert visited.external == []
    tags = "script, style, link, iframe, form, input, img, object, details, [style*=fixed], [onclick]"
    assert page.locator(f"#tb-log .message-content :is({tags})").count() == 0
    schemes = page.locator("#tb-log a").evaluate_all("links => [...new Set(links.map(link => link.protocol))]")
    assert set(schemes) <= {"http:", "https:", "tel:"}


def test_hostile_start_questions_are_buttons_with_their_text(visit, hostile_site):
    page = visit(hostile_site).page
    page.locator(".option").first.wait_for()
    assert tuple(page.locator(".option").all_inner_texts()) == HostileBot.start_questions
    page.locator(".option").first.click()
    page.locator("#tb-log .tb-answer").wait_for()
    assert page.evaluate("window.hit") is None
