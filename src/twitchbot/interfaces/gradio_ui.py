"""The chat page: Gradio draws it, the browser keeps the conversation, nothing is kept here.

Every event runs with `queue=False` (one request a question, the focus stays in the box) and none uses `js=` (which
would need `unsafe-eval`). Only `to_html` and `literal` may put text on the page: Gradio itself escapes nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

import gradio as gr

from twitchbot.answers import Answer, Suggestions
from twitchbot.config import Settings
from twitchbot.content.page import page_texts
from twitchbot.errors import QuestionError, TwitchbotError
from twitchbot.operations.observed import ObservedChatbot
from twitchbot.render.html import escape, to_html

log = logging.getLogger(__name__)

ChatLog = list[dict[str, Any]]
Turn = tuple[str, ChatLog, dict[str, Any]]

# Messages kept on the page: the browser sends all of them back with each question.
MAX_LOG = 60
_ANSWER_ID = re.compile(r'id="answer-([\w-]{1,100})"')
_SILENT = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
_SPECIAL = frozenset("&<>\"'`*_~[](){}#+-.!|\\$:/=@^\n\r\t")


def build_page(observed: ObservedChatbot, settings: Settings) -> gr.Blocks:
    """The page, not yet mounted."""
    words = page_texts()
    desk = PageDesk(observed, settings)
    with gr.Blocks(title=words.header.name, analytics_enabled=False, fill_height=True, fill_width=True) as page:
        gr.Markdown(_header(), elem_id="tb-header", container=False)
        log_box = _chatbot(desk)
        with gr.Row(elem_id="tb-composer", equal_height=True):
            box = gr.Textbox(
                show_label=False,
                label=words.chat.box,
                placeholder=words.chat.placeholder,
                lines=1,
                max_lines=5,
                max_length=settings.server.max_message_characters,
                autofocus=True,
                scale=1,
                container=False,
                elem_id="tb-box",
            )
            send = gr.Button(words.chat.send, variant="primary", scale=0, min_width=88, elem_id="tb-send")
        gr.Markdown(_footer(), elem_id="tb-footer", container=False)
        conversation = gr.JSON({}, visible=False)
        _connect(desk, log_box, box, send, conversation)
    return page


class PageDesk:
    """Answers the events of the page. Each method returns the new values of the components it changes."""

    def __init__(self, observed: ObservedChatbot, settings: Settings) -> None:
        self._observed = observed
        self._region = settings.server.region
        self._limit = settings.server.max_message_characters

    def start(self) -> ChatLog:
        """The log before anything was asked: a greeting with questions to start from."""
        greeting = f'<p class="tb-greeting" lang="en">{escape(page_texts().chat.greeting)}</p>'
        return [_bot(greeting, self._observed.bot.start_questions)]

    def ask(self, message: str, log: ChatLog, conversation: Any) -> Turn:
        """Answer what was typed: an empty box, the longer log, the conversation to send back."""
        held = conversation if isinstance(conversation, Mapping) else None
        reply, held = self._reply(message or "", held)
        asked = {"role": "user", "content": literal(message or "")}
        return "", [*_plain(log), asked, reply][-MAX_LOG:], held

    def pick(self, event: gr.SelectData, log: ChatLog, conversation: Any) -> Turn:
        """Answer the question on the button that was pressed."""
        return self.ask(str(event.value), log, conversation)

    def judge(self, event: gr.LikeData) -> None:
        """Keep the verdict on the answer whose thumb or reason was pressed; a thumb taken back is not kept."""
        found = _ANSWER_ID.search(str(event.value))
        if not found or event.liked is None or event.liked == "":
            return
        up = event.liked is True or event.liked == "Like"
        reason = event.liked if isinstance(event.liked, str) and event.liked not in {"Like", "Dislike"} else ""
        self._observed.judge(found.group(1), "up" if up else "down", reason)

    def clear(self) -> Turn:
        """Everything as it was at the start."""
        return "", self.start(), {}

    def _reply(self, message: str, held: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any]]:
        words = page_texts().chat
        if len(message) > self._limit:
            return _bot(_problem(words.too_long, words.too_long_remedy)), dict(held or {})
        try:
            answer = self._answer(message, held)
        except TwitchbotError as error:
            return _bot(_problem(error.what, error.remedy)), dict(held or {})
        except Exception:
            log.exception("A question of the page failed")
            return _bot(_problem(words.failed, words.failed_remedy)), dict(held or {})
        return _bot(to_html(answer), _questions(answer)), dict(answer.conversation)

    def _answer(self, message: str, held: Mapping[str, Any] | None) -> Answer:
        try:
            return self._observed.reply(message, held, region=self._region)
        except QuestionError:
            # A conversation that an older page still holds: the question itself is worth an answer.
            return self._observed.reply(message, None, region=self._region)


def literal(text: str) -> str:
    """`text` as it was typed, for a component that would read HTML and Markdown in it."""
    # A lone surrogate, which no reply can carry, becomes a question mark.
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(f"&#{ord(character)};" if character in _SPECIAL else character for character in safe)


def _chatbot(desk: PageDesk) -> gr.Chatbot:
    words = page_texts().chat
    return gr.Chatbot(
        desk.start(),
        label=words.log,
        show_label=False,
        container=False,
        elem_id="tb-log",
        height=None,
        scale=1,
        layout="bubble",
        buttons=["copy"],
        latex_delimiters=[],
        allow_tags=False,
        autoscroll=False,
        group_consecutive_messages=False,
        feedback_options=("Like", "Dislike", *words.reasons),
    )


def _connect(desk: PageDesk, log_box: gr.Chatbot, box: gr.Textbox, send: gr.Button, conversation: gr.JSON) -> None:
    turn = [box, log_box, conversation]
    box.submit(desk.ask, turn, turn, **_SILENT)
    send.click(desk.ask, turn, turn, **_SILENT)
    log_box.option_select(desk.pick, [log_box, conversation], turn, **_SILENT)
    log_box.clear(desk.clear, None, turn, **_SILENT)
    log_box.like(desk.judge, None, None, **_SILENT)


def _bot(content: str, questions: tuple[str, ...] = ()) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": content}
    return message | (
        {"options": [{"value": question, "label": question} for question in questions]} if questions else {}
    )


def _questions(answer: Answer) -> tuple[str, ...]:
    return tuple(question for part in answer.parts if isinstance(part, Suggestions) for question in part.questions)


def _plain(log: ChatLog) -> ChatLog:
    """The log without the buttons of earlier answers, which Gradio does not draw again."""
    return [{"role": message["role"], "content": message["content"]} for message in log or []]


def _problem(what: str, remedy: str) -> str:
    return (
        f'<div class="tb-answer tb-problem" lang="en"><p class="tb-message">{escape(what)} {escape(remedy)}</p></div>'
    )


def _header() -> str:
    words = page_texts().header
    return (
        f'<header class="tb-header" lang="en"><h1>{escape(words.name)}</h1><p>{escape(words.promise)}</p></header>'
        f'<aside class="tb-banner" lang="en" role="note"><p>{escape(words.disclaimer)}</p></aside>'
    )


def _footer() -> str:
    return f'<p class="tb-footer" lang="en">{escape(page_texts().footer.text)}</p>'
