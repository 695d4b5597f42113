"""How long an answer takes beyond the two encoder passes, on one thread: `python benchmarks/answer.py`.

Every question of the project's own set is asked twice: once to warm up, once to measure. The embedding's share is
measured in the same run and taken off, and printed beside it.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from twitchbot.chatbot import Chatbot
from twitchbot.evaluation.questions import QuestionRow
from twitchbot.evaluation.rows import read_rows
from twitchbot.retrieval.encoders import Vectors


class Clock:
    """The seconds that the calls which it stands around have taken."""

    def __init__(self) -> None:
        self.spent = 0.0

    def around(self, call: Callable[[Sequence[str]], Vectors]) -> Callable[[Sequence[str]], Vectors]:
        def timed(texts: Sequence[str]) -> Vectors:
            start = time.perf_counter()
            try:
                return call(texts)
            finally:
                self.spent += time.perf_counter() - start

        return timed


def main() -> None:
    bot = Chatbot.load()
    questions = [row.question for row in read_rows(Path("benchmarks/sets/questions.jsonl"), QuestionRow)]
    for question in questions:
        bot.reply(question)
    whole, embedding = [], []
    clock = Clock()
    for encoder in filter(None, (bot.index.encoder, bot._screener.encoder)):
        object.__setattr__(encoder, "encode", clock.around(encoder.encode))
    for question in questions:
        clock.spent, start = 0.0, time.perf_counter()
        bot.reply(question)
        whole.append((time.perf_counter() - start - clock.spent) * 1000)
        embedding.append(clock.spent * 1000)
    for name, values in (("beyond the embedding", whole), ("embedding", embedding)):
        ordered = sorted(values)
        print(f"{name}: p50 {statistics.median(ordered):.1f} ms, p95 {ordered[int(0.95 * len(ordered))]:.1f} ms")


if __name__ == "__main__":
    main()
