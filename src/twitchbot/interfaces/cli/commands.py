"""The commands and their options. Each imports what it needs when it runs, so that `--help` answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twitchbot.interfaces.cli.evaluate import app as evaluate
from twitchbot.interfaces.cli.fitting import app as fit

app = typer.Typer(
    help="Answers questions by quoting a publisher's own pages, word for word.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(evaluate, name="evaluate")
app.add_typer(fit, name="fit")

Region = Annotated[str | None, typer.Option(help="Whose emergency numbers to show: us, uk, ie, ca, au, nz, eu, other.")]


def _version(wanted: bool) -> None:
    if wanted:
        from twitchbot import __version__

        typer.echo(f"twitchbot {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """Answers questions by quoting a publisher's own pages, word for word."""


@app.command()
def index(
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Do nothing when the index is up to date.")] = False,
) -> None:
    """Build or update the index from the corpus: only what changed."""
    from twitchbot.interfaces.cli.building import build

    build(if_needed=if_needed)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What to ask.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    batch: Annotated[
        Path | None,
        typer.Option(help='Answer a file of {"id": str, "turns": [str, ...]} lines; `-` reads them from stdin.'),
    ] = None,
    region: Region = None,
) -> None:
    """Answer one question, or a file of conversations."""
    from twitchbot.interfaces.cli import asking

    if (question is None) == (batch is None):
        raise typer.BadParameter("give either a question or --batch FILE", param_hint="QUESTION")
    if batch is None:
        asking.ask_one(question or "", as_json=as_json, region=region)
    elif as_json:
        asking.ask_batch(batch, region=region)
    else:
        raise typer.BadParameter("a batch is printed as JSON: add --json", param_hint="--batch")


@app.command()
def chat(region: Region = None) -> None:
    """Hold a conversation in the terminal."""
    from twitchbot.interfaces.cli.chatting import chat as hold

    hold(region=region)


@app.command()
def serve(
    page: Annotated[bool, typer.Option("--page/--no-page", help="With or without the chat page.")] = True,
    host: Annotated[str | None, typer.Option(help="Address to listen on [default: server.host].")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on [default: server.port].", min=0, max=65535)
    ] = None,
) -> None:
    """Serve the chat page, the widget and the REST API in one process; builds the index first if it must."""
    from twitchbot.interfaces.cli.serving import serve as start

    start(page=page, host=host, port=port)


@app.command()
def check() -> None:
    """Try every editable content file and the corpus; name each problem with its file, rule and remedy."""
    from twitchbot.interfaces.cli.inspecting import check as inspect

    raise typer.Exit(inspect())


@app.command()
def insights() -> None:
    """List the questions that found no answer or were disliked, grouped."""
    from twitchbot.interfaces.cli.inspecting import insights as report

    report()


@app.command()
def mcp(
    http: Annotated[bool, typer.Option("--http", help="Serve over HTTP instead of stdin and stdout.")] = False,
) -> None:
    """Offer `ask` and `get_document` to agents over the Model Context Protocol."""
    from twitchbot.interfaces.cli.serving import serve_mcp

    serve_mcp(http=http)
