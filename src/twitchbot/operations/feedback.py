"""What became of answers: their class and what readers thought of them. Never a word that somebody typed.

A thread of its own writes to SQLite, so no answer waits for a disk. When the disk fails the bot goes on answering.
"""

from __future__ import annotations

import logging
import queue
import re
import sqlite3
import threading
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from twitchbot.answers import Answer

log = logging.getLogger(__name__)

MAX_WAITING = 10_000
OTHER = "other"
_WORD = re.compile(r"[a-z_]{1,40}")
_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    id TEXT PRIMARY KEY, day TEXT NOT NULL, outcome TEXT NOT NULL, intent TEXT NOT NULL, tier TEXT NOT NULL,
    reason TEXT NOT NULL, document TEXT NOT NULL, section TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS verdicts (
    answer TEXT PRIMARY KEY, day TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL
);
"""
_ANSWER = "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_VERDICT = "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?)"
_GROUPS = """
SELECT a.outcome, a.tier, a.reason, a.document, a.section, v.verdict, v.reason, count(*)
FROM answers a LEFT JOIN verdicts v ON v.answer = a.id
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 8 DESC, 1, 2, 3, 4, 5, 6, 7
"""

Record = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """How many answers of one class got one verdict (empty: none given)."""

    outcome: str
    tier: str
    reason: str
    document: str
    section: str
    verdict: str
    complaint: str
    count: int


class FeedbackStore:
    """Keeps the class of each answer, and verdicts, for `keep_days` days in the SQLite file `path`.

    `reasons` are the complaints a reader may pick; anything else is kept as "other", so free text never is.
    `lost` is called for each record that could not be kept.
    """

    def __init__(
        self, path: Path, keep_days: int, reasons: Collection[str] = (), lost: Callable[[], None] = lambda: None
    ) -> None:
        self._path = path
        self._keep = timedelta(days=keep_days)
        self._reasons = frozenset(reasons)
        self._lost = lost
        self._records: queue.Queue[Record | None] = queue.Queue(MAX_WAITING)
        self._thread = threading.Thread(target=self._write, name="feedback", daemon=True)
        self._thread.start()

    def answered(self, answer: Answer) -> None:
        """Keep the class of `answer`."""
        quote = answer.quotes[0] if answer.quotes else None
        document = quote.document_id if quote else ""
        section = " > ".join(quote.heading_path) if quote else ""
        kind = (answer.outcome.value, answer.intent.value, answer.tier.value, answer.reason)
        self._put((_ANSWER, (answer.id, _today(), *kind, document, section)))

    def judged(self, answer_id: str, verdict: str, reason: str = "") -> None:
        """Keep a verdict on an answer; a later one replaces it."""
        known = not reason or reason in self._reasons or _WORD.fullmatch(reason)
        self._put((_VERDICT, (answer_id, _today(), verdict, reason if known else OTHER)))

    def close(self) -> None:
        """Write what waits, then stop."""
        self._records.put(None)
        self._thread.join(timeout=5)

    def _put(self, record: Record) -> None:
        try:
            self._records.put_nowait(record)
        except queue.Full:
            self._lost()

    def _write(self) -> None:
        try:
            with closing(self._open()) as database:
                while (record := self._records.get()) is not None:
                    self._insert(database, record)
        except (OSError, sqlite3.Error) as error:
            log.warning("Feedback is not kept: %s cannot be written (%s). Answers go on.", self._path, error)
            self._drain()

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        database.executescript(_TABLES)
        oldest = (datetime.now(UTC) - self._keep).date().isoformat()
        for table in ("answers", "verdicts"):
            database.execute(f"DELETE FROM {table} WHERE day < ?", (oldest,))
        return database

    def _insert(self, database: sqlite3.Connection, record: Record) -> None:
        try:
            database.execute(*record)
        except sqlite3.Error as error:
            log.warning("A record was lost: %s", error)
            self._lost()

    def _drain(self) -> None:
        while self._records.get() is not None:
            self._lost()


def read_groups(path: Path) -> tuple[Group, ...]:
    """What the store holds, grouped by class and verdict, most frequent first; empty when there is no file."""
    if not path.is_file():
        return ()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        return tuple(_group(*row) for row in database.execute(_GROUPS))


def _group(  # one column each, in the order of the query
    outcome: str, tier: str, reason: str, document: str, section: str, verdict: str | None, why: str | None, count: int
) -> Group:
    return Group(outcome, tier, reason, document, section, verdict or "", why or "", count)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
