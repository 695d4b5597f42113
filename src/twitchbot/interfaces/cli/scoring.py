"""What the reports of evaluations look like: a table for people, one JSON object for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Protocol

from rich.console import RenderableType
from rich.table import Table

from twitchbot.evaluation.answers import AnswersReport
from twitchbot.evaluation.retrieval import RetrievalReport
from twitchbot.interfaces.cli.terminal import console


class Report(Protocol):
    """The outcome of one evaluation."""

    def rows(self) -> tuple[tuple[str, str], ...]:
        """(measure, value) for people, in order."""
        ...

    def measures(self) -> dict[str, float]:
        """Measures by name, for programs."""
        ...


def show(report: Report, *, as_json: bool) -> None:
    """Print a report."""
    put(report.measures(), _table(("measure", "value"), report.rows()), as_json=as_json)


def show_retrieval(report: RetrievalReport, *, as_json: bool) -> None:
    """Print the scores of each ranker; the last is what answers."""
    heads = ("ranker", "nDCG@10", "recall@10", "MRR@10")
    rows = [
        (ranker, *(f"{score:.4f}" for score in (found.ndcg_at_10, found.recall_at_10, found.mrr_at_10)))
        for ranker, found in report.scores.items()
    ]
    table = _table(heads, rows)
    table.caption = f"{report.documents} documents, {report.questions} questions"
    put(asdict(report), table, as_json=as_json)


def show_answers(report: AnswersReport, *, as_json: bool) -> None:
    """Print how well sentences were chosen."""
    rows = [
        ("MAP", f"{report.mean_average_precision:.4f}"),
        ("MRR", f"{report.mrr:.4f}"),
        ("P@1", f"{report.precision_at_1:.4f}"),
        ("AUROC, some sentence answers against none", f"{report.triggering_auroc:.4f}"),
    ]
    table = _table(("measure", "value"), rows)
    table.caption = f"{report.questions} questions, {report.answerable} of them answerable"
    put(asdict(report), table, as_json=as_json)


def put(measures: Mapping[str, Any], table: RenderableType, *, as_json: bool) -> None:
    """Print the measures as JSON (what could not be measured as null), or the table."""
    if as_json:
        print(json.dumps(_without_nan(measures), indent=2))
    else:
        console().print(table)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    return table


def _without_nan(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nan(inner) for key, inner in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value
