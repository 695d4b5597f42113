import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twitchbot.language import content_stems
from twitchbot.retrieval.bm25 import Bm25, fold

TEXTS = [
    content_stems("Low magnesium causes muscle cramps and twitching"),
    content_stems("Calcium calcium calcium from milk"),
    content_stems("A doctor can order a blood test"),
]
STEMS = st.sampled_from("magnesium calcium doctor oedema muscl milk".split())


def by_hand(texts: list[list[str]], terms: list[str], k1: float, b: float) -> list[float]:
    lengths = [len(text) for text in texts]
    mean = sum(lengths) / len(lengths)
    scores = []
    for text in texts:
        score = 0.0
        for term in terms:
            df = sum(term in other for other in texts)
            if df and (tf := text.count(term)):
                idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
                score += idf * tf / (tf + k1 * (1 - b + b * len(text) / mean))
        scores.append(score)
    return scores


@settings(deadline=None)
@given(st.lists(st.lists(STEMS, min_size=1, max_size=8), min_size=1, max_size=6), st.lists(STEMS, max_size=4))
def test_scores_are_the_formula(texts: list[list[str]], terms: list[str]) -> None:
    folded = [[fold(stem) for stem in text] for text in texts]
    expected = by_hand(folded, [fold(term) for term in terms], 1.5, 0.75)
    np.testing.assert_allclose(Bm25.build(texts, k1=1.5, b=0.75).scores(terms), expected, rtol=1e-4, atol=1e-6)


@settings(deadline=None)
@given(st.lists(st.lists(STEMS, max_size=8), min_size=1, max_size=6), st.lists(STEMS, min_size=1, max_size=4))
def test_no_text_passes_what_is_reachable(texts: list[list[str]], terms: list[str]) -> None:
    bm25 = Bm25.build(texts, k1=1.5, b=0.75)
    assert bm25.scores(terms).max() <= bm25.reachable(bm25.columns(terms)) + 1e-6


def test_a_weight_scales_its_term() -> None:
    bm25 = Bm25.build(TEXTS, k1=1.5, b=0.75)
    np.testing.assert_allclose(bm25.scores({"magnesium": 0.5}), bm25.scores(["magnesium"]) / 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hypocalcaemia", "hypocalcemia"),
        ("hypocalcaemia", "hypocalcaemic"),
        ("oedema", "edema"),
        ("oesophagus", "esophagus"),
        ("diarrhoea", "diarrhea"),
        ("vertebrae", "vertebra"),
        ("diagnosis", "diagnoses"),
        ("tumour", "tumor"),
        ("paralyse", "paralyze"),
    ],
)
def test_spellings_of_medicine_are_one(one: str, other: str) -> None:
    assert [fold(stem) for stem in content_stems(one)] == [fold(stem) for stem in content_stems(other)]


@pytest.mark.parametrize(("one", "other"), [("calcium", "calories"), ("magnesium", "manganese")])
def test_other_things_stay_apart(one: str, other: str) -> None:
    assert [fold(stem) for stem in content_stems(one)] != [fold(stem) for stem in content_stems(other)]


def test_idf_falls_with_use_and_is_largest_for_a_word_in_no_text() -> None:
    bm25 = Bm25.build([["muscl", "rare"], ["muscl"], ["muscl"]], k1=1.5, b=0.75)
    assert bm25.idf("muscl") < bm25.idf("rare") < bm25.idf("absent")
    assert bm25.idf("absent") == pytest.approx(math.log(2 * 3 + 2))


def test_words_of_a_text_are_its_own() -> None:
    bm25 = Bm25.build(TEXTS, k1=1.5, b=0.75)
    names = sorted(bm25.vocabulary, key=lambda term: bm25.vocabulary[term])
    for row, text in enumerate(TEXTS):
        columns, values = bm25.words_of(row)
        assert {names[column] for column in columns} == {fold(stem) for stem in text}
        assert (values > 0).all()


def test_texts_without_words_match_nothing() -> None:
    bm25 = Bm25.build([[], []], k1=1.5, b=0.75)
    assert bm25.scores(["magnesium"]).tolist() == [0.0, 0.0]


def test_it_survives_the_disk(tmp_path: Path) -> None:
    bm25 = Bm25.build(TEXTS, k1=1.5, b=0.75)
    bm25.save(tmp_path)
    loaded = Bm25.load(lambda name: tmp_path / name)
    np.testing.assert_array_equal(loaded.scores(["magnesium", "calcium"]), bm25.scores(["magnesium", "calcium"]))
    (tmp_path / "vocabulary.json").write_text('{"size": 3, "terms": []}')
    with pytest.raises(ValueError, match="differ"):
        Bm25.load(lambda name: tmp_path / name)
