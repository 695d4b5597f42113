"""How the bot does on documents of other subjects: `python benchmarks/elsewhere.py [--reranked 0] [--side train]`.

Each folder of benchmarks/sets/elsewhere holds one article and its questions. Half of them teach the reranker, a quarter
calibrates it, the rest only measure: these are scored. `--reranked 0` leaves the reranker out.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from twitchbot.chatbot import Chatbot
from twitchbot.evaluation.elsewhere import QUESTIONS, SIDES, TEST, folders, indexed
from twitchbot.evaluation.questions import Scored, evaluate_questions, report
from twitchbot.retrieval.index import Index

SETS = Path("benchmarks/sets/elsewhere")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reranked", type=int, help="passages that are read again [default: the setting]")
    parser.add_argument("--side", choices=SIDES, default=TEST, help="which corpora [default: those that only measure]")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    print(f"| measure | {given.side} |\n| --- | --- |")
    for measure, value in report(answered(given.side, given.reranked)).rows():
        print(f"| {measure} | {value} |")


def answered(side: str, reranked: int | None) -> Iterator[Scored]:
    """The questions of each folder of a side, answered by a bot that holds its article alone."""
    for folder in folders(SETS, side):
        with tempfile.TemporaryDirectory() as place:
            settings = indexed(folder, Path(place))
            if reranked is not None:
                own = settings.answering.model_copy(update={"reranked": reranked})
                settings = settings.model_copy(update={"answering": own})
            bot = Chatbot(Index.load(Path(place), settings), settings)
            yield from evaluate_questions(folder / QUESTIONS, bot).scored


if __name__ == "__main__":
    main()
