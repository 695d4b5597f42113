"""`twitchbot check` and `twitchbot insights`: what an editor wants to know."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.table import Table

from twitchbot.answers import Outcome
from twitchbot.checking import Problem
from twitchbot.checking import check as find_problems
from twitchbot.config import load_settings
from twitchbot.errors import ConfigError
from twitchbot.interfaces.cli.terminal import console
from twitchbot.interfaces.failures import FAILED
from twitchbot.operations.feedback import Group, read_groups

_SECTIONS: tuple[tuple[str, Callable[[Group], bool]], ...] = (
    ("Found no answer", lambda group: group.outcome in {Outcome.ABSTAIN, Outcome.UNAVAILABLE}),
    ("Disliked", lambda group: group.verdict == "down"),
)


def check() -> int:
    """Print every problem of the content files and the corpus, then reminders; 1 when any must be mended, else 0."""
    found = find_problems(load_settings())
    problems = [problem for problem in found if not problem.is_reminder]
    _list("Problems", problems)
    _list("Reminders", [problem for problem in found if problem.is_reminder])
    if not problems:
        print("Every content file and every document can be used.")
    return FAILED if problems else 0


def _list(title: str, problems: list[Problem]) -> None:
    if problems:
        print(f"{title}: {len(problems)}")
    for problem in problems:
        print(f"  {problem}")


def insights() -> None:
    """Print what found no answer and what was disliked, the most frequent class first."""
    groups = _groups(load_settings().operations.store)
    print(f"Answers kept: {sum(group.count for group in groups)}")
    for title, belongs in _SECTIONS:
        _print_groups(title, [group for group in groups if belongs(group)])


def _groups(store: str) -> tuple[Group, ...]:
    try:
        return read_groups(Path(store)) if store else ()
    except sqlite3.Error as error:
        remedy = "Move the file away: the server starts a new one."
        raise ConfigError(f"The records of answers cannot be read: {error}", where=store, remedy=remedy) from None


def _print_groups(title: str, groups: Iterable[Group]) -> None:
    table = Table("count", "reason", "tier", "document", "section", "complaint", title=title, title_justify="left")
    for group in groups:
        table.add_row(str(group.count), group.reason, group.tier, group.document, group.section, group.complaint)
    if table.row_count:
        console().print(table)
