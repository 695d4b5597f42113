"""Building the index: read, split, encode, write. The only place where reading and retrieval meet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from filelock import FileLock

from twitchbot.config import Settings
from twitchbot.dialog.safety.opinion import load_opinion
from twitchbot.documents import Corpus
from twitchbot.errors import CorpusError, EncoderUnavailable, IndexCorrupt, IndexMissing, IndexStale
from twitchbot.ingest import READERS, read_corpus
from twitchbot.retrieval.building import Progress, silent, write_index
from twitchbot.retrieval.encoders.opening import open_for_building, open_safety, open_served
from twitchbot.retrieval.index import check_fresh, load_contents
from twitchbot.retrieval.manifest import Manifest

_LOCK = ".lock"


def build_index(settings: Settings, *, progress: Progress = silent) -> Manifest:
    """Read the corpus and write the index; only new texts are embedded. The old index stays until the new one is whole.

    Args:
        settings: which corpus, which index folder, which model.
        progress: called with a stage's name, the texts done and the texts in all.

    Raises:
        CorpusError: the corpus holds no document, or one cannot be read.
        EncoderUnavailable: the model cannot be found, verified or loaded.
    """
    with _locked(settings):
        manifest = _build(settings, progress)
    _ready_safety(settings)
    return manifest


def ensure_index(settings: Settings, *, progress: Progress = silent) -> Manifest:
    """Build the index when it is missing, stale or damaged; compile the encoders when only they are missing."""
    with _locked(settings):
        try:
            manifest = load_contents(settings.paths.index).manifest
            check_fresh(manifest, settings, READERS)
            open_served(manifest.encoder, settings)
        except (IndexMissing, IndexStale, IndexCorrupt):
            manifest = _build(settings, progress)
    _ready_safety(settings)
    return manifest


def _ready_safety(settings: Settings) -> None:
    """Compile the safety encoder now rather than at the first question. One that cannot be made is said in serving."""
    opinion = load_opinion() if settings.safety.second_opinion else None
    if opinion:
        with suppress(EncoderUnavailable):
            open_safety(opinion.fingerprint, settings)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on stderr for the block; give what it yields to `build_index`."""
    # Imported here: only a terminal needs it.
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    with Bar(console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage)
            # Nothing to do is done.
            bar.update(tasks[stage], completed=done if total else 1, total=total or 1)

        yield show


def _build(settings: Settings, progress: Progress) -> Manifest:
    corpus: Corpus = read_corpus(settings.paths.corpus, settings)
    if not corpus.passages:
        raise CorpusError(
            "The corpus holds nothing to quote",
            where=str(settings.paths.corpus),
            remedy="Put a Markdown, HTML or text document into it.",
        )
    encoder, served = open_for_building(settings)
    return write_index(corpus, encoder, served, settings, progress)


@contextmanager
def _locked(settings: Settings) -> Iterator[None]:
    settings.paths.index.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.paths.index / _LOCK):
        yield
