"""The words of the widget and of its pages: `content/<language>/widget.toml`, read once and checked."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from twitchbot.content.loader import FOLDER, Entry, load_toml

_DEFAULT = "en"


class PanelWords(Entry):
    """The launcher and what stands around the conversation."""

    direction: Literal["ltr", "rtl"]
    title: str
    subtitle: str
    launcher: str
    greeting: str
    footnote: str
    log: str
    field: str
    placeholder: str
    send: str
    clear: str
    close: str
    you: str
    suggestions: str
    page: str


class AnswerWords(Entry):
    """The words in and below a reply; `{date}` is the day of the last review."""

    reading: str
    show: str
    tab: str
    reviewed: str
    copy_answer: str
    copied: str
    helpful: str
    unhelpful: str
    thanks: str
    why: str
    failed: str


class LevelWords(Entry):
    """The word in front of a notice, by its level."""

    emergency: str
    crisis: str
    urgent: str
    info: str


class StatusWords(Entry):
    """What a screen reader says first, by state or outcome."""

    wait: str
    slow: str
    cleared: str
    answer: str
    clarify: str
    abstain: str
    small_talk: str
    safety: str
    unavailable: str


class ProblemWords(Entry):
    """What went wrong and what to do; `{count}` and `{most}` are numbers of characters."""

    retry: str
    offline: str
    unreachable: str
    timeout: str
    busy: str
    unready: str
    refused: str
    unexpected: str
    outdated: str
    long: str


class WidgetWords(Entry):
    """What the widget itself shows: this much travels in its script."""

    panel: PanelWords
    answer: AnswerWords
    levels: LevelWords
    status: StatusWords
    problems: ProblemWords


class PageWords(Entry):
    """The pages of their own: a document, and the question form that needs no JavaScript."""

    ask: str
    intro: str
    field: str
    submit: str
    question: str
    articles: str
    original: str
    by: str
    reviewed: str
    quoted: str
    jump: str
    missing: str
    missing_text: str
    long: str
    new: str


class _File(Entry):
    widget: WidgetWords
    pages: PageWords


def widget_languages() -> tuple[str, ...]:
    """The languages that the widget speaks (names of the content folders), in order."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/widget.toml")))


def chosen_language(wanted: str) -> str:
    """`wanted` where the widget speaks it, else English."""
    return wanted if wanted in widget_languages() else _DEFAULT


@lru_cache(maxsize=16)
def widget_words(language: str = _DEFAULT) -> WidgetWords:
    """The widget's words in `language`, one of `widget_languages`.

    Raises:
        ContentError: the file is missing, does not parse, or has a wrong, missing or unknown key.
    """
    return load_toml("widget", _File, language).widget


@lru_cache(maxsize=16)
def page_words(language: str = _DEFAULT) -> PageWords:
    """The words of the pages in `language`, one of `widget_languages`.

    Raises:
        ContentError: as for `widget_words`.
    """
    return load_toml("widget", _File, language).pages
