"""An `Answer` as HTML: every text escaped, fixed tags and classes around it, all on one line.

One line, because the chat page hands it to a Markdown reader, which leaves a block of HTML alone until an empty line.
The result runs nothing and loads nothing: no script, no style, no image.
"""

from __future__ import annotations

import html
import re
from itertools import groupby
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode, urlsplit

from twitchbot.answers import Answer, Message, Notice, NoticeLevel, Part, Quote, Segment, Suggestions
from twitchbot.content.page import page_texts

# What a reader may dial: 3 digits or more, perhaps in groups with spaces or hyphens between them.
_NUMBER = re.compile(r"(?<![\w/.,-])\+?\d(?:[ -]?\d){2,15}(?![\w/%-]|[.,]\d)")
_ITEM = re.compile(r"[-•*] +")


def to_html(answer: Answer, *, ask: str | None = None) -> str:
    """The answer as one line of HTML, its parts in order; the reading stands behind the notices that come first.

    `ask` is the address that takes a question as its end (such as `/ask?q=`): suggestions become links to it.
    Without it they are left out, for a surface that draws its own buttons.
    """
    *body, last = answer.parts
    first = next((i for i, part in enumerate(body) if not isinstance(part, Notice)), len(body))
    drawn = [_part(part, ask) for part in body]
    reading = _reading(answer.reading) if answer.reading else ""
    inside = "".join([*drawn[:first], reading, *drawn[first:], _last(last, ask)])
    attributes = f'class="tb-answer tb-is-{answer.outcome.value}" id="answer-{escape(answer.id)}" lang="en"'
    return f"<div {attributes}>{inside}</div>"


def escape(text: str) -> str:
    """`text` for use between tags or in a quoted attribute; line breaks survive as character references."""
    return html.escape(text, quote=True).replace("\r", "").replace("\n", "&#10;")


def safe_url(url: str | None) -> str:
    """`url` when it is http or https with a host, else an empty string."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def document_link(quote: Quote) -> str:
    """The address, relative to the root of our own server, of the quoted document with these words marked."""
    place = urlencode({"start": quote.start, "end": quote.end})
    return f"documents/{percent_encode(quote.document_id, safe='/')}?{place}#quote"


def _part(part: Part, ask: str | None) -> str:
    if isinstance(part, Notice):
        return _notice(part)
    if isinstance(part, Message):
        return f'<p class="tb-message">{escape(part.text)}</p>'
    if isinstance(part, Quote):
        return _quote(part)
    return _suggestions(part, ask) if ask else ""


def _last(part: Part, ask: str | None) -> str:
    if isinstance(part, Notice) and part.level is NoticeLevel.INFO:
        return f'<p class="tb-disclaimer">{escape(part.text)}</p>'
    return _part(part, ask)


def _reading(reading: str) -> str:
    return f'<p class="tb-reading"><span>{escape(page_texts().answer.reading)}</span> {escape(reading)}</p>'


def _notice(notice: Notice) -> str:
    title = getattr(page_texts().notice, notice.level.value)
    lines = [line for line in map(str.strip, notice.text.splitlines()) if line]
    body = "".join(
        _lines(list(group), is_list) for is_list, group in groupby(lines, lambda line: bool(_ITEM.match(line)))
    )
    return (
        f'<section class="tb-notice tb-{notice.level.value}" role="note">'
        f'<p class="tb-notice-title"><strong>{escape(title)}</strong></p>{body}</section>'
    )


def _lines(lines: list[str], is_list: bool) -> str:
    if is_list:
        items = "".join(f"<li>{_dialled(_ITEM.sub('', line, count=1))}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return "".join(f"<p>{_dialled(line)}</p>" for line in lines)


def _dialled(line: str) -> str:
    """`line` escaped, with its telephone numbers as links."""
    pieces: list[str] = []
    end = 0
    for match in _NUMBER.finditer(line):
        number = re.sub(r"[^\d+]", "", match.group())
        pieces.append(escape(line[end : match.start()]))
        pieces.append(f'<a class="tb-number" href="tel:{number}">{escape(match.group())}</a>')
        end = match.end()
    return "".join([*pieces, escape(line[end:])])


def _quote(quote: Quote) -> str:
    path = '<span class="tb-sep"> › </span>'.join(escape(heading) for heading in quote.heading_path)
    where = f'<p class="tb-where">{path}</p>' if path else ""
    words = "".join(_segment(segment) for segment in quote.segments)
    return (
        f'<article class="tb-quote">{where}<blockquote><p>{words}</p></blockquote>'
        f'<p class="tb-source">{_source(quote)}</p></article>'
    )


def _segment(segment: Segment) -> str:
    text = escape(segment.text)
    return f"<mark>{text}</mark>" if segment.mark else text


def _source(quote: Quote) -> str:
    words = page_texts().answer
    facts = [f"<cite>{escape(quote.title)}</cite>"]
    if quote.publisher:
        facts.append(escape(quote.publisher))
    if quote.reviewed:
        facts.append(
            f'{escape(words.reviewed)} <time datetime="{escape(quote.reviewed)}">{escape(quote.reviewed)}</time>'
        )
    links = [_link(document_link(quote), words.show)]
    if url := safe_url(quote.url):
        links.append(_link(url, words.original))
    source = '<span class="tb-dot"> · </span>'.join(facts)
    return (
        f'<span class="tb-facts"><span class="tb-label">{escape(words.source)}</span> {source}</span>'
        f'<span class="tb-links">{"".join(links)}</span>'
    )


def _link(address: str, text: str) -> str:
    return f'<a class="tb-link" href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def _suggestions(suggestions: Suggestions, ask: str) -> str:
    items = "".join(
        f'<li><a href="{escape(ask + percent_encode(question, safe=""))}">{escape(question)}</a></li>'
        for question in suggestions.questions
    )
    title = escape(page_texts().answer.suggestions)
    return f'<nav class="tb-suggestions"><p>{title}</p><ul>{items}</ul></nav>' if items else ""
