"""The two consoles: answers on stdout, progress and prompts on stderr."""

from __future__ import annotations

from rich.console import Console


def console(*, stderr: bool = False) -> Console:
    """A console without markup, emoji codes or automatic colouring: text is shown as it is."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=False)
