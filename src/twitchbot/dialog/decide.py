"""Whether to answer, and with which passages. Reads evidence; never a fused score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twitchbot.answers import Outcome
from twitchbot.config import Answering
from twitchbot.documents import PassageKind
from twitchbot.language import content_stems, words
from twitchbot.queries import Query
from twitchbot.ranking import Candidate

TABULAR = frozenset({PassageKind.TABLE, PassageKind.ROW})
NARROW = 0.8
"""Share of a row's probability from which its cell is quoted instead: the same words without the neighbours'."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about one question: the outcome, why, the passages to quote, and how sure of them."""

    query: Query
    outcome: Outcome
    reason: str
    chosen: tuple[Candidate, ...]
    near: tuple[Candidate, ...]
    """The best candidates whether or not they answer: their headings may be offered."""
    confidence: float


def decide(query: Query, candidates: Sequence[Candidate], settings: Answering) -> Decision:
    """The decision for `query`, given rated candidates with the most probable first."""
    near = tuple(candidates[:20])
    if not query.units:
        return Decision(query, Outcome.ABSTAIN, "nothing asked", (), near, 0.0)
    fitting = [c for c in candidates if not c.evidence.contrary]
    best = fitting[0] if fitting else None
    if best is None or best.answerability < settings.min_answerability:
        best = candidates[0] if candidates else None
        chance = min(best.answerability, settings.min_answerability) if best else 0.0
        return Decision(query, Outcome.ABSTAIN, _why_not(best), (), near, chance)
    return Decision(query, Outcome.ANSWER, "evidence", _choose(query, fitting, settings), near, best.answerability)


def _why_not(best: Candidate | None) -> str:
    if best is None:
        return "nothing found"
    if best.evidence.strict:
        return "no passage of that kind"
    if best.evidence.missing >= 1.0:
        return "not in the corpus"
    return "weak evidence"


def _choose(query: Query, candidates: Sequence[Candidate], settings: Answering) -> tuple[Candidate, ...]:
    """The best passage, one for each named thing that it leaves out, and near equals that add something."""
    chosen = [_narrowed(candidates[0], candidates, settings)]
    for unit in (u for u in query.units if u.startswith("e:")):
        if not any(unit in c.covered for c in chosen):
            other = next((c for c in candidates if unit in c.covered), None)
            if other and other.answerability >= settings.min_second and len(chosen) < settings.max_quotes:
                chosen.append(other)
    floor = max(settings.min_extra, settings.near_equal * candidates[0].answerability)
    for candidate in candidates[1:]:
        if candidate.answerability < floor or len(chosen) >= settings.max_quotes:
            break
        if _length(chosen) + _length([candidate]) <= settings.target_words and _adds(candidate, chosen):
            chosen.append(candidate)
    return tuple(chosen + _stored_answer(candidates, chosen, settings))


def _narrowed(best: Candidate, candidates: Sequence[Candidate], settings: Answering) -> Candidate:
    """The cell of a table that says what was asked of one thing, in place of the whole row or table around it."""
    if best.passage.kind not in TABULAR:
        return best
    cells = [c for c in candidates if c.passage.kind is PassageKind.CELL and best.passage.overlaps(c.passage)]
    fitting = [c for c in cells if c.evidence.focus == 1.0 and c.about and c.covered >= best.covered & c.about]
    sure = [c for c in fitting if c.answerability >= max(settings.min_answerability, NARROW * best.answerability)]
    named = {unit for unit in best.covered if any(unit in c.about for c in cells)}
    return sure[0] if sure and len(named) == 1 and sure[0].about == named else best


def _stored_answer(
    candidates: Sequence[Candidate], chosen: Sequence[Candidate], settings: Answering
) -> list[Candidate]:
    """The likeliest stored answer, where none is chosen yet: an editor wrote it to stand alone."""
    if any(c.passage.question for c in chosen) or len(chosen) >= settings.max_quotes:
        return []
    best = next((c for c in candidates if c.passage.question), None)
    is_wanted = best is not None and best.answerability >= settings.min_stored and _adds(best, chosen)
    return [best] if best is not None and is_wanted else []


def _length(candidates: Sequence[Candidate]) -> int:
    return sum(len(words(c.passage.text)) for c in candidates)


def _adds(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """True when the passage overlaps none of the chosen ones, in place or in what it says."""
    own = set(content_stems(candidate.passage.text))
    for other in chosen:
        if candidate.passage.overlaps(other.passage):
            return False
        if len(own - set(content_stems(other.passage.text))) < 0.4 * len(own):
            return False
    return True
