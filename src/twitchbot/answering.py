"""Search, read the evidence, decide: one question in, one decision out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from twitchbot.answers import Outcome
from twitchbot.config import Answering, Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.decide import Decision, decide
from twitchbot.dialog.understanding import Question
from twitchbot.documents import PassageKind
from twitchbot.errors import RetrievalError
from twitchbot.queries import Query
from twitchbot.ranking import Candidate
from twitchbot.retrieval import answerability
from twitchbot.retrieval.answerability import Fit
from twitchbot.retrieval.encoders.adapting import RERANKER
from twitchbot.retrieval.evidence import EvidenceReader
from twitchbot.retrieval.index import Index
from twitchbot.retrieval.matching import Matcher
from twitchbot.retrieval.reranking import Reranker, is_needed

LATER = 0.03
"""Probability that each later reading of a story must gain: the question in so many words comes first."""
PAGE_LIFT = 0.05
"""Probability by which passages of the page being read are preferred: settles near equals, no more."""


SPECIFIC = 0.35
"""Weight from which a word of a comparison is what it is about, rather than a way of putting it."""
ORDINARY = frozenset({"c:deficiency", "c:muscle", "c:twitch", "c:common", "c:symptom", "c:role", "c:cause", "c:food"})
"""What a comparison may be asked of: the sides answer these."""
QUOTES_PER_SIDE = 2
"""Quotes for each side of a comparison: both sides must fit one screen."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """Finds and weighs passages for questions over one index."""

    index: Index
    evidence: EvidenceReader
    fit: Fit
    settings: Answering
    reranker: Reranker | None = None

    @classmethod
    def over(cls, index: Index, lexicon: Lexicon, settings: Settings, fit: Fit | None = None) -> Answerer:
        """The answerer over `index`, with what the package has learned when no fit is given, else with the fit alone.

        The reranker is opened where the match does not know all documents.

        Raises:
            RetrievalError: the fit or the match belongs to another encoder.
        """
        matcher = None if fit else Matcher.load(index.encoder.fingerprint)
        fit = fit or Fit.load(index.encoder.fingerprint)
        if matcher and matcher.digest != fit.match:
            raise RetrievalError(
                "The fit and the learned match were not made together",
                where=str(answerability.PACKAGED.parent),
                remedy="Run `twitchbot fit answers`, which makes both, or restore both files.",
            )
        is_read = fit.crossed is not None and is_needed(index.documents, matcher, settings)
        reranker = Reranker.open(settings) if is_read else None
        if reranker and reranker.head.fingerprint != fit.reranker:
            raise RetrievalError(
                "The fit and the reranker were not made together",
                where=str(answerability.PACKAGED.parent),
                remedy=f"Restore both, or train again: {RERANKER.training}",
            )
        return cls(index, EvidenceReader(index, lexicon, matcher), fit, settings.answering, reranker)

    def embed(self, text: str) -> NDArray[np.float32]:
        """The unit vector of `text`, of shape (dimensions,)."""
        vector: NDArray[np.float32] = self.index.encoder.encode([text])[0]
        return vector

    def candidates(self, query: Query, page: str | None = None) -> tuple[Candidate, ...]:
        """Rated candidates, most probable first."""
        embedding = self.embed(query.question)
        found = self.index.search(query.tokens, embedding, self.settings.candidates)
        rated = self._reranked(query, self.fit.rate(self.evidence.candidates(query, embedding, found)))
        return rated if page is None else self._lifted(rated, page)

    def _reranked(self, query: Query, rated: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """The candidates rated again, the likeliest of those that the match does not know with the reranker's margin.

        The rest of them get the lowest margin that was found: they were less likely to begin with.
        """
        unknown = [c for c in rated if c.evidence.match is None]
        if self.reranker is None or not unknown or not query.units:
            return rated
        read = unknown[: self.settings.reranked]
        margins = self.reranker.margins(query.question, [c.passage for c in read]).tolist()
        known = {c.passage.id: margin for c, margin in zip(read, margins, strict=True)}
        floor = min(margins)
        again = (
            c
            if c.evidence.match is not None
            else replace(c, evidence=replace(c.evidence, cross=known.get(c.passage.id, floor)))
            for c in rated
        )
        return self.fit.rate(again)

    def ask(self, query: Query, page: str | None = None) -> Decision:
        """The decision for a query exactly as it stands."""
        return decide(query, self.candidates(query, page), self.settings)

    def answer(self, question: Question, page: str | None = None) -> tuple[Decision, ...]:
        """The decisions for a question, in the reading that the evidence favours: one, or one for each side.

        A message that stands on its own is never bent. A follow-up is read as completed, unless its literal reading is
        clearly better covered or nothing completes it.
        """
        literal = self.ask(question.literal, page)
        if question.completed:
            literal = self._completed(literal, question, page)
            if literal.query is not question.completed[0]:
                return (literal,)
        if question.cores or question.told:
            literal = self._likeliest(question, page)
        if question.sides and not (_has_all(literal, question.sides) or self._is_settled(literal, question.sides)):
            sides = tuple(self._side(query, page) for query in question.sides)
            if all(side.outcome is Outcome.ANSWER for side in sides):
                return sides
        return (literal,)

    def _likeliest(self, question: Question, page: str | None) -> Decision:
        """The reading of a story that is answered most surely; of near equals the earlier.

        What is told, not asked, must be answered more surely: a story mentions much.
        """
        queries = (*question.cores, *question.told, question.literal)
        decisions = [self.ask(query, page) for query in queries]
        at, best = max(enumerate(decisions), key=lambda pair: pair[1].confidence - LATER * pair[0])
        if at < len(question.cores) or best.confidence >= self.settings.min_told:
            return best
        return replace(best, outcome=Outcome.ABSTAIN, reason="told, not asked", chosen=())

    def _is_settled(self, decision: Decision, sides: Sequence[Query]) -> bool:
        """True when the best passage holds what the question says beyond its sides ("dry skin: A or B?")."""
        query, weights = decision.query, self.evidence.weights(decision.query)
        named = {unit for side in sides for unit in side.units}
        beyond = {unit for unit in query.units if weights[unit] >= SPECIFIC and unit not in named | ORDINARY}
        return bool(beyond) and bool(decision.chosen) and beyond <= decision.chosen[0].covered

    def _side(self, query: Query, page: str | None) -> Decision:
        """One side of a comparison: from the table where it has the answer, then from the text."""
        decision = self.ask(query, page)
        cells = [c for c in decision.near if c.passage.kind is PassageKind.CELL and c.evidence.focus == 1.0]
        sure = [c for c in cells if c.answerability >= self.settings.min_answerability]
        chosen = tuple(dict.fromkeys((*sure[:1], *decision.chosen)))
        return replace(decision, chosen=chosen[:QUOTES_PER_SIDE])

    def _completed(self, literal: Decision, question: Question, page: str | None) -> Decision:
        completed = max((self.ask(query, page) for query in question.completed), key=_confidence)
        is_better = literal.confidence > completed.confidence + self.settings.follow_up_margin
        return literal if literal.outcome is Outcome.ANSWER and is_better else completed

    def more(self, query: Query, quoted: set[str], page: str | None = None) -> Decision:
        """The decision for a query among what was not quoted yet, a little less sure passages included.

        A row is not news after its cell, nor a table after its row.
        """
        known = [self.index.passages[name] for name in quoted if name in self.index.passages]
        left = [c for c in self.candidates(query, page) if not any(c.passage.overlaps(other) for other in known)]
        return decide(query, left, self.settings.model_copy(update={"min_answerability": self.settings.min_second}))

    def _lifted(self, candidates: Sequence[Candidate], page: str) -> tuple[Candidate, ...]:
        def lift(candidate: Candidate) -> float:
            source = self.index.documents[candidate.passage.document_id].source
            is_read = page in (candidate.passage.document_id, source.url)
            return candidate.answerability + (PAGE_LIFT if is_read else 0.0)

        return tuple(sorted(candidates, key=lambda c: (-lift(c), c.rank)))


def _confidence(decision: Decision) -> tuple[bool, float]:
    return decision.outcome is Outcome.ANSWER, decision.confidence


def _has_all(decision: Decision, sides: Sequence[Query]) -> bool:
    """True when the best passage of the decision is about every side."""
    named = {unit for side in sides for unit in side.units if unit.startswith("e:")}
    return any(
        named <= candidate.covered and (not candidate.about or named <= candidate.about)
        for candidate in decision.chosen[:1]
    )
