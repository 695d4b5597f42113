"""Every quality measure in one run: `python benchmarks/evaluation.py [--public FOLDER] > results.md`.

The project's own sets are scored on their dev and test sides apart, and beside them the unseen sets. With `--public`, a
folder that holds nfcorpus, scifact and wikiqa as docs/evaluation.md describes them, the public sets are scored too.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from twitchbot.chatbot import Chatbot
from twitchbot.config import load_settings
from twitchbot.evaluation.answers import evaluate_answers
from twitchbot.evaluation.curves import draw_risk_coverage
from twitchbot.evaluation.dialogues import evaluate_dialogues
from twitchbot.evaluation.questions import evaluate_questions
from twitchbot.evaluation.retrieval import evaluate_retrieval
from twitchbot.evaluation.small_talk import evaluate_small_talk

SETS = Path("benchmarks/sets")
UNSEEN = SETS / "unseen"
Rows = Iterable[tuple[str, str]]
CURVE = Path("docs/images/risk-coverage.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--public", type=Path, help="folder of public sets")
    public: Path | None = parser.parse_args().public
    bot = Chatbot.load()
    compare("Questions", "questions.jsonl", lambda path, side: evaluate_questions(path, bot, side).rows())
    draw_risk_coverage(evaluate_questions(UNSEEN / "questions.jsonl", bot), CURVE)
    compare("Dialogues", "dialogues.jsonl", lambda path, side: evaluate_dialogues(path, bot, side).rows()[:2])
    compare("Small talk", "small_talk.jsonl", lambda path, side: evaluate_small_talk(path, bot, side).rows()[:1])
    if public:
        public_sets(public)


def public_sets(folder: Path) -> None:
    settings = load_settings()
    for name, split in (("nfcorpus", "dev"), ("scifact", "train")):
        scores = evaluate_retrieval(folder / name, split, None, settings).scores
        table(f"{name}, {split}: nDCG@10", ((ranker, f"{score.ndcg_at_10:.4f}") for ranker, score in scores.items()))
    for name in ("dev", "test_half_a"):
        report = evaluate_answers(folder / "wikiqa" / f"{name}.jsonl", settings)
        rows = (("MAP", report.mean_average_precision), ("triggering AUROC", report.triggering_auroc))
        table(f"wikiqa, {name}", ((measure, f"{value:.3f}") for measure, value in rows))


def compare(title: str, name: str, score: Callable[[Path, str], Rows]) -> None:
    """Print the measures of a set's development side, of its test side and of the unseen set, beside each other."""
    columns = [dict(score(SETS / name, side)) for side in ("dev", "test")] + [dict(score(UNSEEN / name, "all"))]
    print(f"\n### {title}\n\n| measure | dev, fitted on | test | unseen |\n| --- | --- | --- | --- |")
    for measure in dict.fromkeys(measure for column in columns for measure in column):
        print(f"| {measure} | {' | '.join(column.get(measure, '') for column in columns)} |")


def table(title: str, rows: Rows) -> None:
    print(f"\n### {title}\n\n| measure | value |\n| --- | --- |")
    for name, value in rows:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
