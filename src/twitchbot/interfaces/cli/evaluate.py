"""`twitchbot evaluate`: one command for each kind of evaluation file."""

from __future__ import annotations

import typer

app = typer.Typer(help="Score the bot on a file of your own or on a public set.", no_args_is_help=True)
