"""Scoring answers to single questions: right facts where the corpus has them, silence where it has not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from twitchbot.answers import Answer, Outcome
from twitchbot.chatbot import Chatbot
from twitchbot.evaluation.rows import Needs, Row, holds, read_rows
from twitchbot.evaluation.statistics import Share, auroc, expected_calibration_error
from twitchbot.language import words


class QuestionRow(Row):
    """A question with the facts that the quotes must hold; see benchmarks/sets/README.md."""

    question: str
    kind: str
    answerable: bool
    needs: Needs = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """One question and what became of it."""

    row: QuestionRow
    answer: Answer

    @property
    def quoted(self) -> str:
        """All quoted text."""
        return "\n".join(quote.text for quote in self.answer.quotes)

    @property
    def has_answered(self) -> bool:
        """True when quotes were shown."""
        return bool(self.answer.quotes)

    @property
    def is_right(self) -> bool:
        """Every needed fact is quoted, or nothing is quoted where nothing answers."""
        if self.row.answerable:
            return self.has_answered and holds(self.quoted, self.row.needs)
        return not self.has_answered or self.answer.outcome in {Outcome.CLARIFY, Outcome.SAFETY}


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """The measures of one run; each row of `kinds` is a kind of question and the share of it that came out right."""

    scored: tuple[Scored, ...]
    answered_right: Share
    refused: Share
    abstained: Share
    quoted_anyway: Share
    kinds: tuple[tuple[str, Share], ...]
    auroc: float
    calibration_error: float
    mean_words: float

    def rows(self) -> tuple[tuple[str, str], ...]:
        """The report as (measure, value) rows."""
        return (
            ("answerable: every needed fact in the quotes", str(self.answered_right)),
            ("answerable but refused", str(self.refused)),
            ("unanswerable: abstains or asks", str(self.abstained)),
            ("unanswerable: quotes a passage as if it answered", str(self.quoted_anyway)),
            *((f"kind {kind}", str(share)) for kind, share in self.kinds),
            ("AUROC of the confidence, answerable against not", f"{self.auroc:.3f}"),
            ("expected calibration error of the confidence", f"{self.calibration_error:.3f}"),
            ("mean words quoted", f"{self.mean_words:.1f}"),
        )

    def measures(self) -> dict[str, float]:
        """Measures by name, for the gates: shares 0 to 1, words in words."""
        return {
            "answered_right": self.answered_right.value,
            "refused": self.refused.value,
            "abstained": self.abstained.value,
            "quoted_anyway": self.quoted_anyway.value,
            "auroc": self.auroc,
            "mean_words": self.mean_words,
            **{f"kind_{kind}": share.value for kind, share in self.kinds},
        }


def evaluate_questions(path: Path, bot: Chatbot, split: str = "all") -> QuestionReport:
    """Ask every question of `path` on one side of the split, each in its own conversation, and score the replies.

    Raises:
        EvaluationError: the file cannot be used.
    """
    return report(Scored(row, bot.reply(row.question)) for row in read_rows(path, QuestionRow, split))


def report(scored: Iterable[Scored]) -> QuestionReport:
    """The measures over scored questions."""
    every = tuple(scored)
    can = [s for s in every if s.row.answerable]
    cannot = [s for s in every if not s.row.answerable]
    kinds = sorted({s.row.kind for s in every})
    asked = [s for s in every if s.answer.confidence is not None]
    lengths = [len(words(s.quoted)) for s in every if s.has_answered]
    confidences = [s.answer.confidence or 0.0 for s in asked]
    return QuestionReport(
        scored=every,
        answered_right=Share.of([s.is_right for s in can]),
        refused=Share.of([not s.has_answered for s in can]),
        abstained=Share.of([s.is_right for s in cannot]),
        quoted_anyway=Share.of([not s.is_right for s in cannot]),
        kinds=tuple((kind, Share.of([s.is_right for s in every if s.row.kind == kind])) for kind in kinds),
        auroc=auroc(confidences, [s.row.answerable for s in asked]),
        calibration_error=expected_calibration_error(confidences, [_answers(s) for s in asked]),
        mean_words=sum(lengths) / len(lengths) if lengths else 0.0,
    )


def _answers(scored: Scored) -> bool:
    return scored.row.answerable and scored.is_right
