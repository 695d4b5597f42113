"""`twitchbot fit`: learn again what the bot learned, after the corpus, the examples or the model changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Learn the answerability or the small talk again (needs the dev extra).",
    no_args_is_help=True,
    rich_markup_mode=None,
)
SETS = (
    "benchmarks/sets/questions.jsonl:dev",
    *(f"benchmarks/sets/questions_dev{number}.jsonl:all" for number in ("", 3, 4, 5, 6, 7)),
)


@app.command()
def answers(
    files: Annotated[
        list[str] | None, typer.Argument(help="Question files, each FILE:SIDE.", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write to [default: the package's own].")] = None,
) -> None:
    """The probability that a passage answers and the match, from labelled questions; never from the test side."""
    from twitchbot.config import load_settings
    from twitchbot.evaluation.refitting import refit
    from twitchbot.retrieval import answerability, matching

    sets = [(Path(name.rpartition(":")[0]), name.rpartition(":")[2]) for name in files or SETS]
    fit, matcher = refit(sets, load_settings())
    folder = out or answerability.PACKAGED.parent
    (folder / answerability.PACKAGED.name).write_text(fit.to_json(), encoding="utf-8")
    matcher.save(folder / matching.PACKAGED.name)
    typer.echo(f"Wrote {answerability.PACKAGED.name} and {matching.PACKAGED.name}.")


@app.command()
def intents() -> None:
    """The small-talk model, from the examples and phrases in the content files."""
    from twitchbot.config import load_settings
    from twitchbot.dialog.intent_model import PACKAGED
    from twitchbot.evaluation.fitting_intents import fit_intents
    from twitchbot.retrieval.index import Index

    settings = load_settings()
    fit_intents(Index.load(settings.paths.index, settings)).save(PACKAGED)
    typer.echo(f"Wrote {PACKAGED.name}.")
