"""How long an answer takes beyond the embedding of its question, on one thread: `python benchmarks/answer.py`.

Every question of the project's own set is asked twice: once to warm up, once to measure. The embedding's share is
measured in the same run and taken off, and printed beside it.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from twitchbot.chatbot import Chatbot
from twitchbot.evaluation.questions import QuestionRow
from twitchbot.evaluation.rows import read_rows


def main() -> None:
    bot = Chatbot.load()
    questions = [row.question for row in read_rows(Path("benchmarks/sets/questions.jsonl"), QuestionRow)]
    for question in questions:
        bot.reply(question)
    whole, embedding = [], []
    encoder = bot.index.encoder
    plain = encoder.encode
    spent = 0.0

    def timed(texts):  # type: ignore[no-untyped-def]
        nonlocal spent
        start = time.perf_counter()
        result = plain(texts)
        spent += time.perf_counter() - start
        return result

    object.__setattr__(encoder, "encode", timed)
    for question in questions:
        spent, start = 0.0, time.perf_counter()
        bot.reply(question)
        whole.append((time.perf_counter() - start - spent) * 1000)
        embedding.append(spent * 1000)
    for name, values in (("beyond the embedding", whole), ("embedding", embedding)):
        ordered = sorted(values)
        print(f"{name}: p50 {statistics.median(ordered):.1f} ms, p95 {ordered[int(0.95 * len(ordered))]:.1f} ms")


if __name__ == "__main__":
    main()
