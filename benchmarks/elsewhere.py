"""How the bot does on documents of other subjects, as it is installed: `python benchmarks/elsewhere.py [--no-reading]`.

Each folder of benchmarks/sets/elsewhere holds one article and its questions. The first byte of the SHA-256 of its name
says its side: even dev, which the fit and the reader of pairs may learn from, odd test. Prints one table.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from twitchbot.chatbot import Chatbot
from twitchbot.config import Settings, load_settings
from twitchbot.evaluation.questions import QuestionReport, Scored, evaluate_questions, report
from twitchbot.indexing import build_index

SETS = Path("benchmarks/sets/elsewhere")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        scored = {folder.name: tuple(score(folder, Path(name, folder.name))) for folder in sorted(SETS.iterdir())}
    sides = {side: report([s for name, own in scored.items() if side_of(name) == side for s in own]) for side in SIDES}
    print(f"| measure | {' | '.join(SIDES)} |\n| --- | --- | --- |")
    for (measure, dev), (_, test) in zip(sides["dev"].rows(), sides["test"].rows(), strict=True):
        print(f"| {measure} | {dev} | {test} |")


SIDES = ("dev", "test")


def side_of(name: str) -> str:
    return SIDES[hashlib.sha256(name.encode()).digest()[0] % 2]


def score(folder: Path, index: Path) -> Iterator[Scored]:
    """The questions of one folder, answered by a bot that holds its article alone."""
    settings: Settings = load_settings(paths={"corpus": folder / "corpus", "index": index})
    build_index(settings)
    yield from evaluate_questions(folder / "questions.jsonl", Chatbot.load(index, settings)).scored


if __name__ == "__main__":
    main()
