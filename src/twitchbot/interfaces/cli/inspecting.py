"""`twitchbot check` and `twitchbot insights`: what an editor wants to know."""

from __future__ import annotations

from twitchbot.checking import check as find_problems
from twitchbot.config import load_settings
from twitchbot.interfaces.failures import FAILED


def check() -> int:
    """Print every problem of the content files and the corpus; the exit code (1 when there is any)."""
    problems = find_problems(load_settings())
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems" if problems else "No problems: every content file and document is in order.")
    return FAILED if problems else 0
