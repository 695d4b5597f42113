"""The words of the chat page and of the HTTP errors: `content/<language>/page.toml`, read once and checked."""

from __future__ import annotations

from functools import lru_cache

from twitchbot.content.loader import Entry, load_toml


class Header(Entry):
    """The top of the page."""

    name: str
    promise: str
    disclaimer: str


class Chat(Entry):
    """The conversation and the box below it."""

    log: str
    greeting: str
    box: str
    placeholder: str
    send: str
    copied: str
    theme: str
    too_long: str
    too_long_remedy: str
    failed: str
    failed_remedy: str
    unanswered: str
    unreachable: str
    reasons: list[str]


class AnswerLabels(Entry):
    """The words around the parts of an answer."""

    reading: str
    source: str
    reviewed: str
    show: str
    original: str
    suggestions: str


class NoticeTitles(Entry):
    """The title above a notice, by its level."""

    emergency: str
    crisis: str
    urgent: str
    info: str


class Footer(Entry):
    """The bottom of the page."""

    text: str


class Loading(Entry):
    """The page shown while the chat page starts."""

    title: str
    text: str
    ask: str
    no_script: str


class ErrorText(Entry):
    """One HTTP error in words; `{name}` stands for a value."""

    message: str
    remedy: str


class Errors(Entry):
    """The HTTP errors, by code."""

    bad_input: ErrorText
    not_found: ErrorText
    method_not_allowed: ErrorText
    too_large: ErrorText
    too_many_requests: ErrorText
    not_ready: ErrorText
    internal: ErrorText


class Agents(Entry):
    """What an agent reads about the tools."""

    instructions: str
    ask: str
    get_document: str


class PageTexts(Entry):
    """Everything in page.toml."""

    header: Header
    chat: Chat
    answer: AnswerLabels
    notice: NoticeTitles
    footer: Footer
    loading: Loading
    errors: Errors
    agents: Agents


@lru_cache(maxsize=4)
def page_texts(language: str = "en") -> PageTexts:
    """The words of the page in `language` (a folder of the content files).

    Raises:
        ContentError: the file is missing, does not parse, or has a wrong, missing or unknown key.
    """
    return load_toml("page", PageTexts, language)
