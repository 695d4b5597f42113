"""The calibrated probability and its file."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from twitchbot.documents import Passage, PassageKind, Span
from twitchbot.errors import RetrievalError
from twitchbot.ranking import Candidate, Evidence
from twitchbot.retrieval.answerability import DECIDED, NAMES, PACKAGED, SCHEMA, Fit, Weights, features

COSINE = tuple(2.0 if name == "cosine" else 0.0 for name in NAMES)
FIT = Fit("words-1", Weights(COSINE, -1.0), Weights(COSINE, -3.0, 1.0))


def candidate(name: str, rank: int, cosine: float) -> Candidate:
    return Candidate(Passage(name, "d", PassageKind.PROSE, (), Span(0, 1), "x", ()), rank, Evidence(cosine=cosine))


def test_there_is_a_feature_for_every_piece_of_evidence() -> None:
    assert {f.name for f in fields(Evidence)} - DECIDED < set(NAMES)
    assert features(Evidence()).shape == (len(NAMES),)
    found = features(Evidence(cosine=0.5, tight=0.5, faq=0.9))
    assert found[NAMES.index("tight_cosine")] == 0.25
    assert found[NAMES.index("best_cosine")] == 0.9


def test_the_probability_is_the_logistic_of_the_weighted_evidence() -> None:
    assert FIT.probability(Evidence(cosine=0.5)) == pytest.approx(0.5)
    assert FIT.probability(Evidence(cosine=1.0)) == pytest.approx(1 / (1 + np.exp(-1)))
    never, always = (Fit("words-1", Weights(COSINE, bias)).probability(Evidence()) for bias in (-1e9, 1e9))
    assert 0.0 < never < always < 1.0


def test_a_known_match_is_weighed_with_weights_of_its_own() -> None:
    assert FIT.probability(Evidence(cosine=0.5, match=2.0)) == pytest.approx(0.5)
    assert FIT.probability(Evidence(cosine=0.5, match=None)) == pytest.approx(0.5)
    assert FIT.probability(Evidence(cosine=0.5, match=0.0)) == pytest.approx(1 / (1 + np.exp(2)))
    without = Fit("words-1", FIT.plain)
    assert without.probability(Evidence(cosine=0.5, match=9.0)) == pytest.approx(0.5)


def test_a_margin_of_the_reranker_is_weighed_where_there_is_no_match() -> None:
    fit = replace(FIT, crossed=Weights(COSINE, -2.0, 0.5))
    assert fit.probability(Evidence(cosine=0.5, cross=2.0)) == pytest.approx(0.5)
    assert fit.probability(Evidence(cosine=0.5, cross=2.0, match=2.0)) == FIT.probability(
        Evidence(cosine=0.5, match=2.0)
    )
    assert fit.probability(Evidence(cosine=0.5)) == FIT.probability(Evidence(cosine=0.5))


def test_candidates_come_most_probable_first_and_ties_keep_their_order() -> None:
    rated = FIT.rate([candidate("a", 1, 0.2), candidate("c", 2, 0.9), candidate("b", 3, 0.2)])
    assert [c.passage.id for c in rated] == ["c", "a", "b"]
    assert rated[0].answerability == FIT.probability(Evidence(cosine=0.9))


def test_a_fit_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "fit.json"
    path.write_text(FIT.to_json(), encoding="utf-8")
    assert Fit.load("words-1", path) == FIT


@pytest.mark.parametrize(
    "text",
    [None, "", "{", "[]", "null", '{"model": "words-1"}', json.dumps({"model": "words-1", "bias": 0, "weights": [1]}),
     json.dumps({"schema": SCHEMA, "model": "words-1", "plain": {"values": [1], "bias": 0, "match": 0}, "matched": 0}),
     FIT.to_json().replace("words-1", "other"), FIT.to_json().replace(f'"schema": {SCHEMA}', '"schema": 1')],
)  # fmt: skip
def test_a_fit_that_cannot_be_used_is_refused_with_a_remedy(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "fit.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(RetrievalError) as caught:
        Fit.load("words-1", path)
    assert str(path) in str(caught.value)
    assert "twitchbot fit" in caught.value.remedy


def test_the_packaged_fit_has_a_weight_for_every_feature() -> None:
    data = json.loads(PACKAGED.read_text(encoding="utf-8"))
    assert Fit.load(data["model"]).model == data["model"]
    assert len(data["plain"]["values"]) == len(data["matched"]["values"]) == len(NAMES)
