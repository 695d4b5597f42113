"""Evidence for candidates, over a few passages and a small truthful encoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest
from word_encoder import WordEncoder

from twitchbot.content.asking import asked
from twitchbot.content.lexicon import Lexicon
from twitchbot.documents import Passage, PassageKind, Span
from twitchbot.language import content_stems, sentences
from twitchbot.queries import Query
from twitchbot.ranking import Candidate, Ranking, Retrieval
from twitchbot.retrieval.evidence import EvidenceReader, Vector

LEXICON = Lexicon.load()
ENCODER = WordEncoder()


def passage(name: str, heading: str, text: str, question: str = "") -> Passage:
    spans = sentences(text)
    return Passage(name, "d", PassageKind.PROSE, ("Page", heading), Span(0, len(text)), text, spans, question)


PASSAGES = {
    p.id: p
    for p in (
        passage("mg", "Foods rich in magnesium", "Nuts and seeds hold it. Leafy greens do too."),
        passage("ca", "Foods rich in calcium", "Milk and yogurt hold it."),
        passage("caffeine", "Stimulants", "Coffee can set muscles twitching."),
        passage("much", "Stimulants in excess", "Too much caffeine, over 5 cups, is excessive."),
    )
}


@dataclass
class Kept:
    passages: Mapping[str, Passage] = field(default_factory=lambda: PASSAGES)
    declined: tuple[str, ...] = ()

    @property
    def declined_vectors(self) -> Vector:
        return ENCODER.encode(self.declined)

    def passage_vector(self, passage_id: str) -> Vector:
        return ENCODER.encode([PASSAGES[passage_id].indexed_text])[0]

    def sentence_vectors(self, passage_id: str) -> Vector:
        found = PASSAGES[passage_id]
        return ENCODER.encode([span.of(found.text) for span in found.sentences])

    def question_vectors(self, passage_id: str) -> Vector:
        return ENCODER.encode([PASSAGES[passage_id].question] if PASSAGES[passage_id].question else [])


def query(text: str) -> Query:
    units = {unit.id: unit.words for unit in LEXICON.analyse(text).units}
    entities = tuple(unit[2:] for unit in units if unit.startswith("e:"))
    return Query(text, text, content_stems(text), tuple(units), tuple(units.values()), entities, asked(text, LEXICON))


def read(text: str, declined: tuple[str, ...] = (), bm25: Mapping[str, float] | None = None) -> dict[str, Candidate]:
    ranking = Ranking.of((name, 1.0) for name in PASSAGES)
    retrieval = Retrieval(ranking, Ranking.of((bm25 or {}).items()), ranking)
    reader = EvidenceReader(Kept(declined=declined), LEXICON)
    return {c.passage.id: c for c in reader.candidates(query(text), ENCODER.encode([text])[0], retrieval)}


def test_every_passage_of_the_ranking_is_a_candidate_in_its_order() -> None:
    found = read("magnesium foods")
    assert [c.rank for c in found.values()] == [1, 2, 3, 4]
    assert list(found) == sorted(PASSAGES)
    assert all(len(c.sentence_scores) == len(c.passage.sentences) for c in found.values())


def test_a_passage_under_the_named_heading_covers_the_question() -> None:
    found = read("magnesium foods")
    assert found["mg"].evidence.coverage == pytest.approx(1.0)
    assert found["mg"].evidence.entities == found["mg"].evidence.heading == 1.0
    assert found["ca"].evidence.entities == 0.0
    assert found["ca"].evidence.coverage < 1.0
    assert found["mg"].covered == {"e:magnesium", "c:food"}


def test_what_no_passage_holds_is_missing_and_foreign() -> None:
    known, unknown = read("magnesium foods")["mg"].evidence, read("iodine foods")["mg"].evidence
    assert (known.missing, known.foreign) == (0.0, 0.0)
    assert unknown.foreign == 1.0
    assert unknown.missing > 0.9


def test_what_is_said_of_a_kind_holds_for_the_thing() -> None:
    assert read("is spinach in it")["mg"].evidence.entities == 1.0  # a leafy green
    assert read("is spinach in it")["ca"].evidence.entities == 0.0


def test_another_nutrient_than_the_headings_is_out_of_focus() -> None:
    found = read("magnesium foods")
    assert (found["mg"].evidence.focus, found["ca"].evidence.focus) == (1.0, 0.0)
    assert (found["mg"].about, found["caffeine"].about) == ({"e:magnesium"}, frozenset())


def test_a_passage_on_one_nutrient_is_narrow_for_a_general_question() -> None:
    found = read("which foods help")
    assert (found["mg"].evidence.narrow, found["caffeine"].evidence.narrow) == (1.0, 0.0)


def test_an_amount_needs_a_number() -> None:
    found = read("how much caffeine is there")
    assert found["caffeine"].evidence.strict == 1.0
    assert found["much"].evidence.strict == 0.0


def test_the_sentence_that_says_it_scores_best() -> None:
    scores = read("are there seeds")["mg"].sentence_scores
    assert scores[0] > scores[1]


def test_bm25_is_a_share_of_the_best() -> None:
    found = read("nuts", bm25={"mg": 4.0, "ca": 1.0})
    assert [found[name].evidence.bm25 for name in ("mg", "ca", "much")] == [1.0, 0.25, 0.0]


def test_a_question_known_to_be_unanswered_is_noticed() -> None:
    assert read("how many nuts a day")["mg"].evidence.declined == 0.0
    same = read("how many nuts a day", declined=("what is the weather", "how many nuts a day"))
    assert same["mg"].evidence.declined == pytest.approx(1.0, abs=1e-5)


def test_values_stay_in_their_range() -> None:
    for text in ("magnesium foods", "xqzt", "why", "how much iodine and zinc"):
        for candidate in read(text).values():
            evidence = candidate.evidence
            for name in ("bm25", "coverage", "tight", "heading", "entities", "uncovered", "missing", "aspect", "focus"):
                assert 0.0 <= getattr(evidence, name) <= 1.0 + 1e-9, name
            assert np.isfinite(candidate.sentence_scores).all()
