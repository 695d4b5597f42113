"""Pictures of an evaluation."""

from __future__ import annotations

from pathlib import Path

from twitchbot.evaluation.questions import QuestionReport
from twitchbot.evaluation.statistics import risk_coverage


def draw_risk_coverage(report: QuestionReport, path: Path) -> None:
    """Write a PNG of the share of wrong answers against the share answered, as the confidence asked for falls."""
    # Imported here: only this picture needs it.
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    asked = [s for s in report.scored if s.answer.confidence is not None]
    coverage, risk = risk_coverage(
        [s.answer.confidence or 0.0 for s in asked], [s.row.answerable and s.is_right for s in asked]
    )
    figure, axes = pyplot.subplots(figsize=(6, 4), dpi=120)
    axes.plot(coverage, risk, color="#0f6e63")
    axes.axvline(sum(s.has_answered for s in asked) / len(asked), color="#888888", linestyle=":", label="as served")
    axes.set(
        xlabel="coverage: share of questions answered", ylabel="risk: share of answers that are wrong", ylim=(0, None)
    )
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)
