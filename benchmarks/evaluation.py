"""Every quality measure in one run: `python benchmarks/evaluation.py [--public FOLDER] > results.md`.

The project's own sets are scored on their dev and test sides apart. With `--public`, a folder that holds nfcorpus,
scifact and wikiqa as docs/evaluation.md describes them, the public sets are scored too.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
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
CURVE = Path("docs/images/risk-coverage.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--public", type=Path, help="folder of public sets")
    public: Path | None = parser.parse_args().public
    bot = Chatbot.load()
    sides("Questions", lambda side: evaluate_questions(SETS / "questions.jsonl", bot, side).rows())
    draw_risk_coverage(evaluate_questions(SETS / "questions.jsonl", bot, "test"), CURVE)
    table("Questions, second development set", evaluate_questions(SETS / "questions_dev.jsonl", bot).rows())
    sides("Dialogues", lambda side: evaluate_dialogues(SETS / "dialogues.jsonl", bot, side).rows()[:2])
    table("Dialogues, second development set", evaluate_dialogues(SETS / "dialogues_dev.jsonl", bot).rows()[:2])
    sides("Small talk", lambda side: evaluate_small_talk(SETS / "small_talk.jsonl", bot, side).rows()[:1])
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


def sides(title, score) -> None:  # type: ignore[no-untyped-def]
    dev, test = dict(score("dev")), dict(score("test"))
    print(f"\n### {title}\n\n| measure | dev | test |\n| --- | --- | --- |")
    for name in dev:
        print(f"| {name} | {dev[name]} | {test.get(name, '')} |")


def table(title: str, rows: Iterable[tuple[str, str]]) -> None:
    print(f"\n### {title}\n\n| measure | value |\n| --- | --- |")
    for name, value in rows:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
