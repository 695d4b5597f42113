"""Counters for Prometheus. Each number is a count or a time; none holds a word that somebody typed."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from twitchbot.answers import Answer

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "twitchbot_answers", "Answers given.", ("outcome", "tier", "intent"), registry=self._registry
        )
        self._seconds = Histogram(
            "twitchbot_answer_seconds", "Seconds to make an answer.", registry=self._registry, buckets=_SECONDS
        )
        self._feedback = Counter("twitchbot_feedback", "Verdicts given.", ("verdict",), registry=self._registry)
        self._requests = Counter("twitchbot_http_requests", "HTTP replies.", ("status",), registry=self._registry)
        self._lost = Counter("twitchbot_records_lost", "Records that could not be kept.", registry=self._registry)

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count one answer that took `seconds` to make."""
        self._answers.labels(answer.outcome, answer.tier, answer.intent).inc()
        self._seconds.observe(seconds)

    def judged(self, verdict: str) -> None:
        """Count one verdict, `up` or `down`."""
        self._feedback.labels(verdict).inc()

    def replied(self, status: int) -> None:
        """Count one HTTP reply."""
        self._requests.labels(str(status)).inc()

    def lost(self) -> None:
        """Count one record that the store could not keep."""
        self._lost.inc()

    def exposition(self) -> bytes:
        """All counters in Prometheus' text format."""
        return generate_latest(self._registry)
