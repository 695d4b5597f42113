import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_encoder import WordEncoder

from twitchbot.config import RetrievalSettings, load_settings
from twitchbot.language import content_stems
from twitchbot.retrieval.bm25 import Bm25
from twitchbot.retrieval.feedback import Believed, lent_words, pulled
from twitchbot.retrieval.fusion import fuse
from twitchbot.retrieval.search import Searcher
from twitchbot.retrieval.vectors import FlatStore

OWN = load_settings().retrieval.model_copy(update={"feedback_from": 1})
TEXTS = {
    "mg": "Foods rich in magnesium are nuts and seeds",
    "ca": "Foods rich in calcium are milk and cheese",
    "d": "Vitamin D comes from the sun and from fish",
    "dr": "See a doctor when twitching lasts for weeks",
    "co": "Coffee holds caffeine, which can set off twitching",
}


def searcher(own: RetrievalSettings = OWN, texts: dict[str, str] = TEXTS) -> Searcher:
    bm25 = Bm25.build([content_stems(text) for text in texts.values()], k1=own.bm25_k1, b=own.bm25_b)
    return Searcher(tuple(texts), FlatStore.build(WordEncoder().encode(list(texts.values()))), bm25, own)


def ask(question: str, limit: int = 5, own: RetrievalSettings = OWN):  # type: ignore[no-untyped-def]
    return searcher(own).search(content_stems(question), WordEncoder().encode([question]), limit)


@pytest.mark.parametrize(
    ("question", "best"),
    [("which foods have magnesium", "mg"), ("milk", "ca"), ("when do I need a doctor", "dr"), ("caffeine", "co")],
)
def test_each_ranker_finds_what_is_asked_for(question: str, best: str) -> None:
    found = ask(question)
    assert found.lexical.hits[0].passage_id == best
    assert found.fused.hits[0].passage_id == best


def test_passages_without_a_matching_word_are_not_lexical_hits() -> None:
    assert {hit.passage_id for hit in ask("magnesium").lexical.hits} == {"mg"}


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=60), st.integers(1, 7))
def test_any_question_gets_well_ordered_rankings_within_the_limit(question: str, limit: int) -> None:
    found = ask(question, limit)
    for ranking in (found.dense, found.lexical, found.fused):
        scores = [hit.score for hit in ranking.hits]
        assert len(scores) <= limit
        assert scores == sorted(scores, reverse=True)
        assert np.isfinite(scores).all()
    assert len(found.fused.hits) == min(limit, len(TEXTS))


def test_a_small_pool_still_fuses_what_either_ranker_found() -> None:
    found = ask("milk doctor", own=OWN.model_copy(update={"pool": 2}))
    assert {"ca", "dr"} <= {hit.passage_id for hit in found.fused.hits}


def test_few_passages_get_no_feedback() -> None:
    plain = OWN.model_copy(update={"feedback_pull": 0.0, "feedback_words_pull": 0.0})
    few = OWN.model_copy(update={"feedback_from": len(TEXTS) + 1})
    assert ask("foods with magnesium", own=few).fused == ask("foods with magnesium", own=plain).fused


def test_without_feedback_the_order_is_the_plain_fusion() -> None:
    own = OWN.model_copy(update={"feedback_pull": 0.0, "feedback_words_pull": 0.0})
    question = "foods with magnesium"
    bm25 = searcher(own).bm25
    columns = bm25.columns(content_stems(question))
    vectors = WordEncoder().encode(list(TEXTS.values()))
    expected = fuse(
        vectors @ WordEncoder().encode([question])[0],
        bm25.scores_of(columns) / bm25.reachable(columns),
        own.dense_weight,
    )
    found = {hit.passage_id: hit.score for hit in ask(question, own=own).fused.hits}
    np.testing.assert_allclose([found[name] for name in TEXTS], expected, atol=1e-6)


def test_feedback_brings_up_what_shares_words_with_the_best_passage_only() -> None:
    texts = {
        "a": "hypocalcemia tetany spasm",
        "b": "tetany spasm of the hand",
        "c": "hand cream for dry skin",
        "d": "bread recipe with yeast",
    }

    def place(own: RetrievalSettings) -> float:
        found = searcher(own, texts).search(["hypocalcemia"], WordEncoder().encode(["hypocalcemia"]), 4)
        scores = {hit.passage_id: hit.score for hit in found.fused.hits}
        return scores["b"] - scores["d"]

    assert place(OWN) > place(OWN.model_copy(update={"feedback_pull": 0.0, "feedback_words_pull": 0.0})) + 0.05


def test_beliefs_sum_to_one_and_fall_with_the_score() -> None:
    believed = Believed.of(np.array([4, 7, 9]), np.array([0.5, 0.6, 0.1], dtype=np.float32), 2, 0.05)
    assert believed.rows.tolist() == [7, 4]
    assert believed.beliefs.sum() == pytest.approx(1.0)
    assert believed.beliefs[0] / believed.beliefs[1] == pytest.approx(np.exp(2.0), rel=1e-3)


def test_a_pull_of_nothing_leaves_the_question_where_it_is() -> None:
    query = WordEncoder().encode(["magnesium"])[0]
    believed = Believed(np.array([0]), np.array([1.0], dtype=np.float32))
    np.testing.assert_allclose(pulled(query, believed, WordEncoder().encode(["milk"]), 0.0), query, atol=1e-6)


def test_lent_words_are_the_heaviest_of_the_believed_texts() -> None:
    bm25 = Bm25.build([["a1", "a2"], ["a2", "a3"], ["a4"]], k1=1.5, b=0.75)
    lent = lent_words(bm25, Believed(np.array([0, 1]), np.array([0.9, 0.1], dtype=np.float32)), 2)
    assert list(lent) == [bm25.vocabulary["a1"], bm25.vocabulary["a2"]]
