"""The pages that go with the widget: itself for iframes, a document with the quote in place, asking without JavaScript.

They run no inline script and no inline style, so that a strict Content-Security-Policy covers them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape

from twitchbot.answers import Answer
from twitchbot.content.widget import PageWords, page_words, widget_words
from twitchbot.documents import Document, Span
from twitchbot.interfaces.widget import document as document_html
from twitchbot.render.html import safe_url, to_html

_STRICT = "default-src 'none'; style-src 'self'; base-uri 'none'; "
ASK_POLICY = _STRICT + "form-action 'self'; frame-ancestors 'self'"
DOCUMENT_POLICY = _STRICT + "form-action 'none'; frame-ancestors 'self'"


def embed_policy(origins: Iterable[str]) -> str:
    """The Content-Security-Policy of the full-page widget, which the sites `origins` may frame."""
    return (
        _STRICT + "script-src 'self'; connect-src 'self'; form-action 'none'; require-trusted-types-for 'script'; "
        "frame-ancestors " + " ".join(("'self'", *origins))
    )


def embed_page(options: Mapping[str, str], language: str) -> str:
    """A page that is nothing but the widget; `options` become the script tag's `data-` attributes."""
    data = "".join(f' data-{escape(name)}="{escape(value)}"' for name, value in options.items())
    script = f'<script src="widget.js?lang={escape(language)}" data-target="main"{data}></script>'
    offer = f'<noscript><p><a href="ask">{escape(page_words(language).ask)}</a></p></noscript>'
    title = widget_words(language).panel.title
    return _page(title, f'<main><h1 class="hidden">{escape(title)}</h1>{offer}</main>{script}', language, css="embed")


def document_page(document: Document, quoted: Span | None, language: str) -> str:
    """The document to read, with the words of `quoted` marked where they stand."""
    words = page_words(language)
    source = document.source
    # A document that starts with its own title shows it once.
    named = document.text.startswith(source.title)
    facts = document_html.facts(document, words)
    address = safe_url(source.url)
    original = f'<p><a href="{escape(address)}">{escape(words.original)}</a></p>' if address else ""
    note = f'<p class="note">{escape(words.quoted)} <a href="#quote">{escape(words.jump)}</a></p>' if quoted else ""
    body = document_html.body(document, quoted, top=1 if named else 2)
    text = f'<article lang="{escape(document.language)}" dir="auto">{body}</article>'
    title = ("" if named else f"<h1>{escape(source.title)}</h1>") + (f'<p class="facts">{facts}</p>' if facts else "")
    root = "../" * (document.id.count("/") + 1)
    return _page(source.title, f"<main>{title}{note}{text}{original}</main>", language, root=root)


def missing_page(language: str, depth: int) -> str:
    """What a reader gets for a document that is not there; `depth` counts the slashes of the address."""
    words = page_words(language)
    body = f"<main><h1>{escape(words.missing)}</h1><p>{escape(words.missing_text)}</p></main>"
    return _page(words.missing, body, language, root="../" * depth)


def ask_page(
    documents: Iterable[Document], language: str, question: str = "", answer: Answer | None = None, problem: str = ""
) -> str:
    """The question form, with the answer to `question` above it where there is one."""
    words = page_words(language)
    shown = _answered(question, answer, words) if answer else ""
    trouble = f'<p class="note" id="problem">{escape(problem)}</p>' if problem else ""
    kept = escape(json.dumps(answer.conversation, separators=(",", ":"))) if answer else ""
    typed = "" if answer else escape(question)
    form = (
        f'<form method="post" action="ask"><label for="q">{escape(words.field)}</label>{trouble}'
        f'<textarea id="q" name="q" required{" autofocus" if not answer else ""}'
        f"{' aria-describedby=problem' if problem else ''}>\n{typed}</textarea>"
        f'<input type="hidden" name="conversation" value="{kept}"><button>{escape(words.submit)}</button> '
        f"{f'<a href=ask>{escape(words.new)}</a>' if answer else ''}</form>"
    )
    intro = "" if answer else f"<p>{escape(words.intro)}</p>"
    listed = "" if answer else _documents(documents, words)
    return _page(words.ask, f"<main><h1>{escape(words.ask)}</h1>{intro}{shown}{form}{listed}</main>", language)


def _answered(question: str, answer: Answer, words: PageWords) -> str:
    asked = f'<blockquote class="pre" dir="auto">{escape(question)}</blockquote>'
    return f'<p class="facts">{escape(words.question)}</p>{asked}{to_html(answer, ask="ask?q=")}<hr>'


def _documents(documents: Iterable[Document], words: PageWords) -> str:
    items = "".join(
        f'<li><a href="documents/{escape(one.id)}">{escape(one.source.title)}</a></li>' for one in documents
    )
    return f"<h2>{escape(words.articles)}</h2><ul>{items}</ul>"


def _page(title: str, body: str, language: str, *, css: str = "", root: str = "") -> str:
    direction = widget_words(language).panel.direction
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{root}w/page.css"></head>'
        f'<body class="{css}">{body}</body></html>'
    )
