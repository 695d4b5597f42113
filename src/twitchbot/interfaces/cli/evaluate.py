"""`twitchbot evaluate`: one command for each kind of evaluation file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Score the bot on a file of your own or on a public set.", no_args_is_help=True, rich_markup_mode=None
)


class Split(StrEnum):
    """Which side of a set: rows fall on one by a fixed rule over their ids."""

    DEV = "dev"
    TEST = "test"
    ALL = "all"


File = Annotated[Path, typer.Argument(help="JSON lines; docs/evaluation.md describes each kind.", show_default=False)]
Side = Annotated[Split, typer.Option("--split", help="Rows to score: tune on dev, report test.")]
Json = Annotated[bool, typer.Option("--json", help="Print the measures as one JSON object.")]


@app.command()
def questions(
    file: File,
    split: Side = Split.ALL,
    as_json: Json = False,
    curve: Annotated[Path | None, typer.Option(help="Where to draw the risk-coverage curve, a PNG.")] = None,
) -> None:
    """Right facts where the corpus has them, silence where it has not."""
    from twitchbot.evaluation.questions import evaluate_questions
    from twitchbot.interfaces.cli.asking import load_chatbot
    from twitchbot.interfaces.cli.scoring import show

    report = evaluate_questions(file, load_chatbot(), split)
    if curve:
        from twitchbot.evaluation.curves import draw_risk_coverage

        draw_risk_coverage(report, curve)
    show(report, as_json=as_json)


@app.command()
def dialogues(file: File, split: Side = Split.ALL, as_json: Json = False) -> None:
    """Conversations, turn by turn and whole."""
    from twitchbot.evaluation.dialogues import evaluate_dialogues
    from twitchbot.interfaces.cli.asking import load_chatbot
    from twitchbot.interfaces.cli.scoring import show

    show(evaluate_dialogues(file, load_chatbot(), split), as_json=as_json)


@app.command()
def small_talk(file: File, split: Side = Split.ALL, as_json: Json = False) -> None:
    """The intent that is read from each message."""
    from twitchbot.evaluation.small_talk import evaluate_small_talk
    from twitchbot.interfaces.cli.asking import load_chatbot
    from twitchbot.interfaces.cli.scoring import show

    show(evaluate_small_talk(file, load_chatbot(), split), as_json=as_json)


@app.command()
def retrieval(
    folder: Annotated[Path, typer.Argument(help="A set in BEIR's form: corpus, queries, qrels.", show_default=False)],
    split: Annotated[str, typer.Option(help="Which relevance judgements: qrels/SPLIT.tsv.")] = "test",
    run: Annotated[Path | None, typer.Option(help="Where to write the fused ranking in TREC form.")] = None,
    as_json: Json = False,
) -> None:
    """Ranking: nDCG@10, recall@10 and MRR@10 of BM25, of vectors and of both."""
    from twitchbot.config import load_settings
    from twitchbot.evaluation.retrieval import evaluate_retrieval
    from twitchbot.interfaces.cli.scoring import show_retrieval

    show_retrieval(evaluate_retrieval(folder, split, run, load_settings()), as_json=as_json)


@app.command()
def answers(file: File, as_json: Json = False) -> None:
    """Choosing the sentence that answers (MAP, MRR, P@1), and telling when none does (AUROC)."""
    from twitchbot.config import load_settings
    from twitchbot.evaluation.answers import evaluate_answers
    from twitchbot.interfaces.cli.scoring import show_answers

    show_answers(evaluate_answers(file, load_settings()), as_json=as_json)


@app.command()
def safety(
    file: File,
    rules_only: Annotated[bool, typer.Option("--rules-only", help="Without the learned second opinion.")] = False,
    as_json: Json = False,
) -> None:
    """Dangerous misses and false alarms, tier by tier."""
    from twitchbot.config import load_settings
    from twitchbot.evaluation.safety import evaluate_safety, read_cases, table
    from twitchbot.evaluation.screened import as_served, rules_alone
    from twitchbot.interfaces.cli.scoring import put

    screen = (rules_alone if rules_only else as_served)(load_settings())
    report = evaluate_safety(read_cases(file), screen)
    put(report.to_json(), table(report), as_json=as_json)


@app.command()
def gates(
    file: Annotated[Path, typer.Argument(help="Bounds for each set.")] = Path("benchmarks/gates.toml"),
) -> None:
    """Whether quality is still what it was: exit code 1 when a measure fell below its gate."""
    from twitchbot.evaluation.gates import check_gates
    from twitchbot.interfaces.cli.asking import load_chatbot

    checked = check_gates(file, load_chatbot())
    for one in checked:
        typer.echo(str(one))
    if not all(one.holds for one in checked):
        raise typer.Exit(1)
