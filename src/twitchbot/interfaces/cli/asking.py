"""`twitchbot ask`: one question, or a batch of conversations."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from twitchbot.chatbot import Chatbot
from twitchbot.config import load_settings
from twitchbot.content.terminal import load_labels
from twitchbot.interfaces.cli.batch import Dialogue, read_batch
from twitchbot.interfaces.cli.terminal import console
from twitchbot.render.json import to_json
from twitchbot.render.text import to_rich, to_text

AT_ONCE = 2
"""Conversations of a batch: the encoder computes for one while Python reads the evidence of the other."""


def load_chatbot() -> Chatbot:
    """The chatbot over the index that the settings name, for messages of any length."""
    # The limit on messages protects a server from strangers; here the caller is at the machine.
    settings = load_settings(server={"max_message_characters": sys.maxsize})
    return Chatbot.load(settings.paths.index, settings)


def ask_one(question: str, *, as_json: bool, region: str | None) -> None:
    """Print the answer to `question`: JSON, styled text on a terminal, or plain text elsewhere."""
    answer = load_chatbot().reply(question, region=region)
    out = console()
    if as_json:
        print(json.dumps(to_json(answer), ensure_ascii=False, indent=2))
    elif out.is_terminal:
        out.print(to_rich(answer, load_labels()))
    else:
        print(to_text(answer, load_labels()))


def ask_batch(path: Path, *, region: str | None) -> None:
    """Print `{"id", "answers"}` for each conversation of `path`, one a line, in order, as soon as it is done."""
    dialogues = read_batch(path)
    chatbot = load_chatbot()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            every = pool.map(lambda dialogue: _answers(chatbot, dialogue, region), dialogues)
            for dialogue, answers in zip(dialogues, every, strict=True):
                # Escaped to ASCII: U+2028 in a quote must not look like the end of a line to any reader.
                print(json.dumps({"id": dialogue.id, "answers": answers}), flush=True)
        finally:
            # A reader that has gone (`| head`) does not wait for the rest.
            pool.shutdown(wait=False, cancel_futures=True)


def _answers(chatbot: Chatbot, dialogue: Dialogue, region: str | None) -> list[dict[str, Any]]:
    answers = []
    conversation: Any = None
    for turn in dialogue.turns:
        answer = chatbot.reply(turn, conversation, region=region)
        conversation = answer.conversation
        answers.append(to_json(answer))
    return answers
