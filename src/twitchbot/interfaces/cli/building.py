"""`twitchbot index`: the index, built or brought up to date, with a progress bar on stderr."""

from __future__ import annotations

import sys
import time

from twitchbot.config import Settings, load_settings
from twitchbot.indexing import build_index, ensure_index, progress_bar


def build(settings: Settings | None = None, *, if_needed: bool) -> None:
    """Build the index from the corpus; with `if_needed` only when it is missing, stale or damaged."""
    settings = settings or load_settings()
    start = time.monotonic()
    with progress_bar() as progress:
        manifest = (ensure_index if if_needed else build_index)(settings, progress=progress)
    print(
        f"The index in {settings.paths.index} is up to date. Files read: {len(manifest.documents)}, "
        f"passages: {manifest.passages}, seconds: {time.monotonic() - start:.1f}.",
        file=sys.stderr,
    )
