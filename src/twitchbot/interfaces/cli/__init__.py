"""The command line. Stdout holds the answer and nothing else; progress and errors go to stderr."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Sequence

from twitchbot.errors import TwitchbotError
from twitchbot.interfaces.failures import failure_of

ALLOCATIONS = 50_000
"""New objects between two collections: at Python's 700, a quarter of a start's time goes into scanning its imports."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command (by default the one in `sys.argv`) and exit: 0 done, 1 a check or a gate failed, 2 wrong use,
    3 the index is missing or stale."""
    gc.set_threshold(ALLOCATIONS)
    from twitchbot.interfaces.cli.commands import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A lone surrogate in a message must not stop the reply; inside JSON its escape stays valid JSON.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(args=None if arguments is None else list(arguments), prog_name="twitchbot")
    except TwitchbotError as error:
        report(error)
        sys.exit(failure_of(error).exit_code)


def report(error: TwitchbotError) -> None:
    """Print what went wrong, where, and the remedy on stderr."""
    print(f"twitchbot: {error.what}", file=sys.stderr)
    if error.where:
        print(f"  where:  {error.where}", file=sys.stderr)
    if error.remedy:
        print(f"  remedy: {error.remedy}", file=sys.stderr)
