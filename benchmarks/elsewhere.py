"""How the bot does on documents of other subjects: `python benchmarks/elsewhere.py [--reranked 0]`.

Each folder of benchmarks/sets/elsewhere holds one article and its questions. Half of them teach the reranker, a quarter
calibrates it, the rest only measure. Prints one table; `--reranked 0` leaves the reranker out.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from twitchbot.chatbot import Chatbot
from twitchbot.evaluation.elsewhere import QUESTIONS, SIDES, folders, indexed
from twitchbot.evaluation.questions import Scored, evaluate_questions, report
from twitchbot.retrieval.index import Index

SETS = Path("benchmarks/sets/elsewhere")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reranked", type=int, help="passages that are read again [default: the setting]")
    reranked: int | None = parser.parse_args().reranked
    logging.disable(logging.WARNING)
    columns = [dict(report(answered(side, reranked)).rows()) for side in SIDES]
    print(f"| measure | {' | '.join(SIDES)} |\n| {'--- | ' * (len(SIDES) + 1)}".rstrip())
    for measure in columns[-1]:
        print(f"| {measure} | {' | '.join(column[measure] for column in columns)} |")


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
