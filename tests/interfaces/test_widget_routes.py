"""What is fetched of the widget: script, stylesheet, documents, the page for asking without JavaScript."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from stand_in import DOCUMENT, StandInBot

from twitchbot.chatbot import Chatbot
from twitchbot.config import load_settings
from twitchbot.content.widget import page_words, widget_languages, widget_words
from twitchbot.documents import Block, BlockKind, Document, Span
from twitchbot.interfaces.widget import document as document_html
from twitchbot.interfaces.widget.shrink import shrink_script, shrink_style
from twitchbot.interfaces.widget_routes import widget_router

LIMIT = 8000  # bytes: what the compressed script may weigh, everything included


def client(bot: Any = None, **server: Any) -> TestClient:
    app = FastAPI()
    app.include_router(widget_router(bot or StandInBot(), load_settings(server=server)))
    return TestClient(app, base_url="http://bot.example")


@pytest.mark.parametrize("path", ["/widget.js", "/w/v1/widget.js"])
def test_the_script_is_small_and_may_be_kept_for_a_while(path: str) -> None:
    reply = client().get(path, headers={"accept-encoding": "gzip"})
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert reply.headers["content-encoding"] == "gzip"
    assert int(reply.headers["content-length"]) <= LIMIT
    assert "max-age=3600" in reply.headers["cache-control"]
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    assert reply.headers["access-control-allow-origin"] == "*"


def test_the_script_is_within_its_size_with_the_shipped_start_questions(bot: Chatbot) -> None:
    reply = client(bot).get("/widget.js")
    assert len(gzip.compress(reply.content, 9)) <= LIMIT
    assert all(question in reply.text for question in bot.start_questions)


def test_a_client_that_knows_no_gzip_gets_plain_text() -> None:
    plain = client().get("/widget.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == client().get("/widget.js").content


def test_an_unchanged_script_is_not_sent_again() -> None:
    first = client().get("/widget.js")
    again = client().get("/widget.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_snippet_pins_version_and_integrity() -> None:
    app = client()
    tag = app.get("/w/snippet.txt").text
    found = re.fullmatch(r'<script async src="(.+?)" integrity="sha384-(.+?)" crossorigin="anonymous"></script>\n', tag)
    assert found
    pinned = app.get(found[1])
    assert "immutable" in pinned.headers["cache-control"]
    assert pinned.content == app.get("/widget.js").content
    assert base64.b64encode(hashlib.sha384(pinned.content).digest()).decode() == found[2]
    assert hashlib.sha256(pinned.content).hexdigest().startswith(found[1].split("/")[-2])


def test_another_version_is_not_found_and_the_reply_says_what_to_do() -> None:
    reply = client().get("/w/0123456789ab/widget.js")
    assert reply.status_code == 404
    assert "/w/snippet.txt" in reply.text


def test_an_unknown_language_gets_english() -> None:
    assert client().get("/widget.js?lang=xx").content == client().get("/widget.js").content
    assert client().get("/ask?lang=../../en").status_code == 200


def test_the_longest_message_is_the_servers() -> None:
    assert '"most":123' in client(max_message_characters=123).get("/widget.js").text


def test_nothing_in_the_script_can_end_a_script_element() -> None:
    bot = StandInBot()
    bot.start_questions = ("</script><script>alert(1)</script>\u2028",)
    text = client(bot).get("/widget.js").text
    assert "</script" not in text
    assert "\u2028" not in text


@pytest.mark.parametrize("language", widget_languages())
def test_every_word_of_a_language_is_there(language: str) -> None:
    for table in widget_words(language).model_dump().values():
        assert all(word.strip() for word in table.values())
    assert all(word.strip() for word in page_words(language).model_dump().values())


def test_embed_takes_attributes_and_escapes_them() -> None:
    reply = client(allowed_origins=["https://a.example"]).get('/embed?theme=dark&title="><script>x&onload=x&api=//evil')
    assert 'data-theme="dark"' in reply.text
    assert "&quot;&gt;&lt;script&gt;x" in reply.text
    assert "onload" not in reply.text
    assert "evil" not in reply.text
    policy = reply.headers["content-security-policy"]
    assert "frame-ancestors 'self' https://a.example" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy


def marked(html: str) -> str:
    """The marked words of a page; a line for each mark, tags and cell borders left out."""
    return "\n".join(unescape(words) for words in re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL))


def squeezed(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def test_a_document_page_marks_the_quote_once() -> None:
    start = DOCUMENT.text.index("Too little")
    end = DOCUMENT.text.index("\n\nFoods")
    html = client().get(f"/documents/{DOCUMENT.id}?start={start}&end={end}").text
    assert marked(html) == DOCUMENT.text[start:end]
    assert html.count('id="quote"') == 1
    assert f"<h1>{DOCUMENT.source.title}</h1>" in html


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("", ""),
        ("5", ""),
        ("9", "9"),
        ("9", "5"),
        ("-1", "4"),
        ("0", "9999999"),
        ("x", "y"),
        ("9" * 400, "1"),
        ("²", "3"),
    ],
)
def test_a_wrong_place_marks_nothing(start: str, end: str) -> None:
    reply = client().get(f"/documents/{DOCUMENT.id}", params={"start": start, "end": end})
    assert reply.status_code == 200
    assert "<mark" not in reply.text


def test_a_missing_document_is_said_in_words() -> None:
    reply = client().get("/documents/no/such<script>")
    assert reply.status_code == 404
    assert page_words().missing in reply.text
    assert "<script" not in reply.text


def test_all_text_of_a_document_is_on_its_page_escaped() -> None:
    lines = ["<Title> & more", "A <b>bold</b> claim.", "one", "two", "H | I", "a | b", "loose end"]
    text = "\n".join(lines)
    spans = [Span(at := text.index(line), at + len(line)) for line in lines]
    blocks = (
        Block(BlockKind.HEADING, spans[0], 1),
        Block(BlockKind.PARAGRAPH, spans[1]),
        Block(BlockKind.LIST_ITEM, spans[2], 1),
        Block(BlockKind.LIST_ITEM, spans[3], 3),
        Block(BlockKind.TABLE, Span(spans[4].start, spans[5].end)),
        Block(BlockKind.TABLE_ROW, spans[5]),
    )
    document = Document("d", "en", DOCUMENT.source, text, blocks, "0")
    html = document_html.body(document, Span(0, len(text)))
    assert squeezed(unescape(re.sub(r"<[^>]+>", "", html))) == squeezed(text)
    assert squeezed(marked(html)) == squeezed(text)
    assert "<th>" in html
    assert html.count("<ul>") == html.count("</ul>")
    assert html.count("<li>") == html.count("</li>")


@pytest.mark.model
def test_every_passage_of_the_shipped_corpus_is_marked_exactly(bot: Chatbot) -> None:
    app = client(bot)
    wrong = []
    for passage in bot.index.passages.values():
        for span in (passage.span, *passage.sentences):
            html = app.get(f"/documents/{passage.document_id}?start={span.start}&end={span.end}").text
            quoted = bot.index.documents[passage.document_id].text[span.start : span.end]
            if squeezed(marked(html)) != squeezed(quoted):
                wrong.append((passage.id, quoted, marked(html)))
    assert wrong == []


def test_ask_without_javascript_answers_and_goes_on() -> None:
    app = client()
    form = app.get("/ask")
    assert 'method="post"' in form.text
    assert DOCUMENT.source.title in form.text
    first = app.post("/ask", data={"q": "does magnesium help <b>me</b>?", "conversation": ""})
    assert "&lt;b&gt;me&lt;/b&gt;" in first.text
    assert "tb-answer" in first.text
    kept = unescape(re.search(r'name="conversation" value="([^"]*)"', first.text)[1])  # type: ignore[index]
    second = app.post("/ask", data={"q": "and how?", "conversation": kept})
    assert second.status_code == 200


@pytest.mark.parametrize("conversation", ["{", "[]", '"x"', "7", '{"v": 99}', "null", "{}"])
def test_a_conversation_that_is_none_is_dropped(conversation: str, bot: Chatbot) -> None:
    reply = client(bot).post("/ask", data={"q": "does magnesium help?", "conversation": conversation})
    assert reply.status_code == 200
    assert "tb-quote" in reply.text


def test_a_suggestion_is_a_link_that_answers(bot: Chatbot) -> None:
    app = client(bot)
    for question in bot.start_questions:
        assert "tb-quote" in app.get("/ask", params={"q": question}).text


def test_a_question_that_is_too_long_comes_back_to_be_shortened() -> None:
    long = "why <magnesium>? " * 300
    reply = client(max_message_characters=100).post("/ask", data={"q": long})
    assert reply.status_code == 422
    assert long.strip() in unescape(reply.text)
    assert "100 is the most" in reply.text or "100 at most" in reply.text


@pytest.mark.parametrize("path", ["/ask", "/ask?q=hello", f"/documents/{DOCUMENT.id}", "/documents/none", "/embed"])
def test_pages_run_nothing_inline_and_load_nothing_from_elsewhere(path: str) -> None:
    reply = client().get(path)
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", reply.text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', re.sub(r"<a [^>]*>", "", reply.text))
    assert '<html lang="en" dir="ltr">' in reply.text


def test_reply_can_be_counted_by_the_caller() -> None:
    asked = []

    def counted(message: str, conversation: object = None) -> Any:
        asked.append(message)
        return StandInBot().reply(message, conversation)

    app = FastAPI()
    app.include_router(widget_router(StandInBot(), load_settings(), counted))  # type: ignore[arg-type]
    TestClient(app).get("/ask?q=hello")
    assert asked == ["hello"]


@pytest.mark.parametrize(
    ("source", "small"),
    [
        ("const name = value => value + 1;", "let b=a=>a+1;"),
        ("// a comment\nconst one = 'one // two';", "let a='one // two';"),
        ("const a1 = b1.c1.d1;", "let a=b.c1.d1;"),
        ("f({ key: value, other: value });", "b({key:a,other:a});"),
        ("const pattern = /[/'\"]\\/ x/g;", "let a=/[/'\"]\\/ x/g;"),
        ("x = a ? b : c;", "d=a?b:c;"),
        ("x = + +y;", "a=+ +b;"),
        ("return typeof x;", "return typeof a;"),
        ("call(...list);", "a(...b);"),
        ("const one = () => { let two = true; }; const three = one; three();", "let a=()=>{let c=!0},b=a;b();"),
    ],
)
def test_a_script_is_made_small_without_changing_it(source: str, small: str) -> None:
    assert shrink_script(source) == small


@pytest.mark.parametrize(
    "source", ["const x = { a, b };", "const { a } = b;", "f({ a: 1, b });", "x = `a`;", 'x = "a";']
)
def test_a_script_that_cannot_be_made_small_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="the script has"):
        shrink_script(source)


@pytest.mark.parametrize(
    ("source", "small"),
    [
        ("/* x */\na > b {\n  color: red;\n  margin: 0 auto;\n}", "a > b{color:red;margin:0 auto}"),
        ("a { width: calc(1px + 2px); }", "a{width:calc(1px + 2px)}"),
        ("a :is(b, c) { inset: 0; }", "a :is(b,c){inset:0}"),
        ("@media (max-width: 4px) { a { b: c; } }", "@media (max-width:4px){a{b:c}}"),
    ],
)
def test_a_stylesheet_is_made_small_without_changing_it(source: str, small: str) -> None:
    assert shrink_style(source) == small
