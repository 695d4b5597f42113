import subprocess
import sys
from pathlib import Path

import gradio as gr
import pytest
from stand_in import StandInBot

from twitchbot.config import load_settings
from twitchbot.interfaces.gradio_ui import MAX_LOG, PageDesk, literal
from twitchbot.interfaces.gradio_ui_shell import complete
from twitchbot.operations.metrics import Metrics
from twitchbot.operations.observed import ObservedChatbot

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bot() -> StandInBot:
    return StandInBot()


@pytest.fixture
def desk(bot) -> PageDesk:
    return PageDesk(ObservedChatbot(bot, Metrics()), load_settings(server={"max_message_characters": 50}))


def test_the_start_offers_the_questions_of_the_bot(desk, bot):
    (greeting,) = desk.start()
    assert [option["value"] for option in greeting["options"]] == list(bot.start_questions)


def test_a_question_and_its_answer_are_added_and_the_box_emptied(desk):
    box, log, conversation = desk.ask("magnesium?", desk.start(), {})
    assert box == ""
    assert [message["role"] for message in log] == ["assistant", "user", "assistant"]
    assert "<mark>" in log[-1]["content"]
    assert conversation["turns"] == 1
    assert [option["value"] for option in log[-1]["options"]] == [
        "Which foods have magnesium?",
        "What else causes twitching?",
    ]


def test_only_the_last_answer_carries_buttons(desk):
    _, log, held = desk.ask("one", desk.start(), {})
    _, log, held = desk.ask("two", log, held)
    assert [("options" in message) for message in log] == [False, False, False, False, True]
    assert held["turns"] == 2


@pytest.mark.parametrize("forged", [{"v": 99}, {"v": 1, "turns": "x"}, "text", 7, None, []])
def test_a_forged_conversation_costs_nobody_the_answer(desk, forged):
    _, log, held = desk.ask("magnesium?", [], forged)
    assert "tb-quote" in log[-1]["content"]
    assert held["turns"] == 1


def test_a_message_over_the_limit_is_answered_with_what_to_do(desk, bot):
    _, log, _ = desk.ask("x" * 51, [], {})
    assert "tb-problem" in log[-1]["content"]
    assert bot.asked == []


def test_a_failure_is_a_plain_sentence_without_its_text(desk):
    _, log, held = desk.ask("explode", [], {"v": 1, "turns": 3})
    assert "tb-problem" in log[-1]["content"]
    assert "secret" not in log[-1]["content"]
    assert held == {"v": 1, "turns": 3}


def test_the_log_never_grows_without_end(desk):
    log, held = desk.start(), {}
    for _ in range(MAX_LOG):
        _, log, held = desk.ask("again", log, held)
    assert len(log) == MAX_LOG


def test_clear_forgets_the_conversation(desk):
    assert desk.clear() == ("", desk.start(), {})


@pytest.mark.parametrize(
    ("liked", "kept"),
    [
        (True, ("a1", "up", "")),
        (False, ("a1", "down", "")),
        ("Hard to understand", ("a1", "down", "Hard to understand")),
        ("", None),
    ],
)
def test_a_verdict_is_kept_with_the_id_of_its_answer(bot, liked, kept):
    class Recorder(ObservedChatbot):
        seen = None

        def judge(self, answer_id, verdict, reason=""):
            self.seen = (answer_id, verdict, reason)

    recorder = Recorder(bot, Metrics())
    desk = PageDesk(recorder, load_settings())
    _, log, _ = desk.ask("magnesium?", [], {})
    desk.judge(gr.LikeData(None, {"index": 1, "value": log[-1]["content"], "liked": liked}))
    assert recorder.seen == kept


@pytest.mark.parametrize("text", ["<b>x</b>", "**a** _b_ `c`", "$$a^2$$", "[x](javascript:1)", "&lt;", "a\n\nb", "# h"])
def test_typed_text_holds_no_character_that_markdown_or_html_reads(text):
    made = literal(text)
    assert not set("<>*_`$[]()\n#\"'") & set(made.replace("&#", ""))


def test_a_lone_surrogate_does_not_break_the_reply(desk):
    _, log, _ = desk.ask("\ud800", [], {})
    assert log[0]["content"].encode("utf-8") == b"?"


def test_the_shell_takes_out_what_points_elsewhere_and_puts_in_ours():
    page = complete(
        '<html><head><meta property="og:image"\n content="https://elsewhere.example/x.png" /></head>'
        "<body><gradio-app></gradio-app></body></html>"
    )
    assert "elsewhere" not in page
    assert "page/page.css?v=" in page
    assert page.index("<noscript>") < page.index("<gradio-app>")


def test_no_event_queues_and_no_name_is_looked_up_while_the_page_is_built():
    code = """
import socket, sys
sys.path.insert(0, "tests/interfaces")
asked = []
socket.getaddrinfo = lambda *a, **k: asked.append(a) or (_ for _ in ()).throw(OSError("no network"))
from stand_in import StandInBot
from twitchbot.config import load_settings
from twitchbot.interfaces.gradio_ui import build_page
from twitchbot.interfaces.gradio_ui_mount import load_page
from twitchbot.operations.metrics import Metrics
from twitchbot.operations.observed import ObservedChatbot
observed, settings = ObservedChatbot(StandInBot(), Metrics()), load_settings()
load_page(observed, settings)
events = build_page(observed, settings).fns.values()
assert events and not any(event.queue or event.js for event in events)
assert asked == [], asked
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=180)
