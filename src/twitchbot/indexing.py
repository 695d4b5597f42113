"""Building the index: read, split, encode, write. The only place where reading and retrieval meet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from twitchbot.config import Settings
from twitchbot.dialog.safety.opinion import load_opinion
from twitchbot.documents import Corpus
from twitchbot.errors import CorpusError, EncoderUnavailable, IndexCorrupt, IndexMissing, IndexStale, RetrievalError
from twitchbot.ingest import READERS, read_corpus
from twitchbot.retrieval.building import Progress, silent, write_index
from twitchbot.retrieval.encoders.adapting import RERANKER, SAFETY, Adapter
from twitchbot.retrieval.encoders.opening import open_for_building, ready_adapted, ready_served, tidy
from twitchbot.retrieval.index import COMPANION, check_fresh, load_contents
from twitchbot.retrieval.manifest import Manifest
from twitchbot.retrieval.matching import Matcher
from twitchbot.retrieval.reranking import Head, is_needed

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
    _ready_adapted(manifest, settings)
    return manifest


def ensure_index(settings: Settings, *, progress: Progress = silent) -> Manifest:
    """Build the index when it is missing, stale or damaged; compile the encoders when only they are missing."""
    with _locked(settings):
        try:
            manifest = load_contents(settings.paths.index).manifest
            check_fresh(manifest, settings, READERS)
            ready_served(manifest.encoder, settings)
        except (IndexMissing, IndexStale, IndexCorrupt):
            manifest = _build(settings, progress)
    _ready_adapted(manifest, settings)
    return manifest


def _ready_adapted(manifest: Manifest, settings: Settings) -> None:
    """Compile the tuned encoders now rather than at the first question, and remove encoders that nothing names.

    One that cannot be made is said in serving.
    """
    wanted = dict(_adapted(manifest, settings))
    for adapter, fingerprint in wanted.items():
        with suppress(EncoderUnavailable):
            ready_adapted(adapter, fingerprint, settings)
    tidy(manifest.encoder, wanted.values(), settings)


def _adapted(manifest: Manifest, settings: Settings) -> Iterator[tuple[Adapter, str]]:
    """The tuned encoders that serving will open, with the fingerprints of their heads."""
    opinion = load_opinion() if settings.safety.second_opinion else None
    if opinion:
        yield SAFETY, opinion.fingerprint
    names = (name for name in manifest.documents if not name.endswith(COMPANION))
    documents = (Path(name).with_suffix("").as_posix() for name in names)
    with suppress(RetrievalError):
        head = Head.load()
        if head and is_needed(documents, Matcher.load(manifest.encoder.fingerprint), settings):
            yield RERANKER, head.fingerprint


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on stderr for the block, from its first call on; give what it yields to `build_index`."""
    with ExitStack() as stack:
        bars: list[_Bar] = []

        def show(stage: str, done: int, total: int) -> None:
            if not bars:
                bars.append(_Bar(stack))
            bars[0].show(stage, done, total)

        yield show


class _Bar:
    """Rich's progress bar, shown until `stack` closes."""

    def __init__(self, stack: ExitStack) -> None:
        # Imported here: most starts build nothing.
        from rich.console import Console
        from rich.progress import Progress as RichBar
        from rich.progress import TaskID

        self._bar = stack.enter_context(RichBar(console=Console(stderr=True)))
        self._tasks: dict[str, TaskID] = {}

    def show(self, stage: str, done: int, total: int) -> None:
        """Move a stage on; see `Progress`."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage)
        # Nothing to do is done.
        self._bar.update(self._tasks[stage], completed=done if total else 1, total=total or 1)


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
