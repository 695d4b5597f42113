import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from twitchbot.render.html import document_link, safe_url, to_html

QUOTE = Quote(
    text="Nuts hold a lot.",
    document_id="en/food & drink",
    title="Foods",
    heading_path=("Foods", "Nuts"),
    start=3,
    end=19,
    segments=(Segment("Nuts", True), Segment(" hold a lot.", False)),
    url="https://example.org/foods#:~:text=Nuts",
    publisher="Example",
    reviewed="2026-01-31",
)
LAST = Notice(NoticeLevel.INFO, "Not medical advice.")
ANSWER = Answer(
    id="a1",
    outcome=Outcome.ANSWER,
    intent=Intent.QUESTION,
    tier=Tier.NONE,
    also=(),
    rules=(),
    reading=None,
    confidence=None,
    reason="",
    parts=(QUOTE, LAST),
    versions=Versions("0", "0", "0", "0"),
)
TAGS = {
    *("div", "section", "article", "nav", "p", "span", "strong", "blockquote", "mark", "cite", "time", "a", "ul", "li"),
}


class Reader(HTMLParser):
    """The tags, the attributes and the text of a piece of HTML."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.text += data


def with_parts(*parts, **changes) -> str:
    return to_html(replace(ANSWER, parts=(*parts, LAST), **changes))


def test_a_quote_keeps_its_words_marks_place_and_source():
    drawn = to_html(ANSWER)
    assert "<mark>Nuts</mark> hold a lot." in drawn
    assert "Foods<span" in drawn
    assert "Example" in drawn
    assert '<time datetime="2026-01-31">' in drawn
    assert 'href="documents/en/food%20%26%20drink?start=3&amp;end=19#quote"' in drawn
    assert 'href="https://example.org/foods#:~:text=Nuts"' in drawn


def test_the_id_of_the_answer_is_on_it():
    assert 'id="answer-a1"' in to_html(ANSWER)


def test_notices_come_before_the_reading_and_the_disclaimer_last():
    drawn = with_parts(Notice(NoticeLevel.URGENT, "See a doctor."), QUOTE, reading="does it help?")
    order = [drawn.index(text) for text in ("See a doctor.", "does it help?", "hold a lot", "Not medical advice.")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("Call 911 now.", ["911"]),
        ("112, 911, 999 or 000", ["112", "911", "999", "000"]),
        ("Samaritans: call 116 123", ["116123"]),
        ("in the US 1-800-222-1222", ["18002221222"]),
        ("call 13 11 14 or text 0477 13 11 14", ["131114", "0477131114"]),
        ("+44 20 7946 0000", ["+442079460000"]),
        ("open 24/7, within 24 hours, every 15 minutes", []),
        ("3.14159 or 50% or 2-3 days", []),
    ],
)
def test_numbers_of_notices_can_be_dialled(line, numbers):
    drawn = with_parts(Notice(NoticeLevel.EMERGENCY, line))
    found = re.findall(r'href="tel:([^"]+)"', drawn)
    assert found == numbers
    assert line in Reader(drawn).text


def test_numbers_elsewhere_are_left_alone():
    assert "tel:" not in to_html(
        replace(ANSWER, parts=(Message("m", "Call 911"), Notice(NoticeLevel.INFO, "Call 911")))
    )


def test_each_line_of_a_notice_is_its_own_paragraph():
    drawn = with_parts(Notice(NoticeLevel.CRISIS, "First.\n\nCall 988.\n"))
    assert "<p>First.</p><p>Call" in drawn


def test_lines_with_a_dash_are_a_list():
    drawn = with_parts(Notice(NoticeLevel.URGENT, "Call if:\n- one\n- two\n112"))
    assert "<p>Call if:</p><ul><li>one</li><li>two</li></ul><p><a" in drawn


def test_suggestions_are_links_only_where_there_is_a_page_to_ask():
    answer = replace(ANSWER, parts=(Suggestions(("what & why?",)), LAST))
    assert "what" not in to_html(answer)
    assert '<a href="/ask?q=what%20%26%20why%3F">what &amp; why?</a>' in to_html(answer, ask="/ask?q=")


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "data:text/html,x", "//x.example", "https:", "http://[", "JaVaScRiPt:x", "x"],
)
def test_only_web_addresses_become_links(url):
    assert safe_url(url) == ""


def test_a_document_link_cannot_leave_its_folder_by_its_characters():
    link = document_link(replace(QUOTE, document_id='a"b?c#d e/f'))
    assert link == "documents/a%22b%3Fc%23d%20e/f?start=3&end=19#quote"


@given(st.text(max_size=200))
def test_any_text_in_any_field_stays_text_on_one_line(text):
    quote = replace(
        QUOTE,
        text=text * 2,
        title=text,
        heading_path=(text,),
        publisher=text,
        reviewed=text,
        url=text,
        document_id=text.encode("utf-8", "replace").decode(),
        segments=(Segment(text, True), Segment(text, False)),
    )
    notices = [Notice(level, text) for level in NoticeLevel]
    drawn = with_parts(*notices, Message("m", text), quote, reading=text)
    reader = Reader(drawn)
    assert "\n" not in drawn
    assert reader.tags <= TAGS
    assert reader.names <= {"class", "id", "lang", "role", "href", "target", "rel", "datetime"}
    assert text.replace("\r", "") in reader.text  # the quote, at least, whose words are never trimmed
