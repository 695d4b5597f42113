"""`twitchbot chat`: a conversation in the terminal."""

from __future__ import annotations

from rich.console import Console

from twitchbot.answers import Answer, Suggestions
from twitchbot.content.terminal import load_labels
from twitchbot.interfaces.cli.asking import load_chatbot
from twitchbot.interfaces.cli.terminal import console
from twitchbot.render.text import printable, to_rich


def chat(*, region: str | None) -> None:
    """Read messages until the end of the input or a word of farewell; print an answer to each."""
    labels = load_labels()
    chatbot = load_chatbot()
    out = console()
    offered = chatbot.start_questions
    _welcome(out, labels.chat.welcome, offered)
    conversation = None
    while (said := _read(out, labels.chat.prompt)) is not None and said.strip() not in labels.chat.quit:
        message = chosen(said, offered)
        if message is not said:
            out.print(printable(message), style="cyan")
        answer = chatbot.reply(message, conversation, region=region)
        conversation, offered = answer.conversation, questions_of(answer)
        out.print()
        out.print(to_rich(answer, labels))
        out.print()
    out.print(labels.chat.goodbye)


def chosen(said: str, offered: tuple[str, ...]) -> str:
    """The offered question that the number `said` names (from 1); `said` itself when it names none."""
    number = said.strip()
    is_choice = number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= len(offered)
    return offered[int(number) - 1] if is_choice else said


def questions_of(answer: Answer) -> tuple[str, ...]:
    """The questions that `answer` offers, as they are numbered on the screen."""
    found = [part.questions for part in answer.parts if isinstance(part, Suggestions)]
    return found[-1] if found else ()


def _welcome(out: Console, text: str, offered: tuple[str, ...]) -> None:
    out.print(text, style="dim")
    for number, question in enumerate(offered, start=1):
        out.print(f"{number}. {printable(question)}", style="cyan")
    out.print()


def _read(out: Console, prompt: str) -> str | None:
    try:
        return out.input(prompt)
    except (EOFError, KeyboardInterrupt):
        out.print()
        return None
