from hypothesis import given
from hypothesis import strategies as st

from twitchbot.ranking import Ranking

SCORES = st.dictionaries(st.text(min_size=1, max_size=3), st.floats(-10, 10))


def test_ties_break_by_id() -> None:
    assert [hit.passage_id for hit in Ranking.of([("b", 1.0), ("a", 1.0), ("c", 2.0)]).hits] == ["c", "a", "b"]


@given(SCORES)
def test_higher_is_better_and_ranks_start_at_1(scores: dict[str, float]) -> None:
    ranking = Ranking.of(scores.items())
    assert [hit.score for hit in ranking.hits] == sorted(scores.values(), reverse=True)
    assert sorted(ranking.ranks().values()) == list(range(1, len(scores) + 1))


@given(SCORES, st.integers(0, 5))
def test_a_limit_keeps_the_best(scores: dict[str, float], limit: int) -> None:
    assert Ranking.of(scores.items(), limit).hits == Ranking.of(scores.items()).hits[:limit]


@given(SCORES)
def test_the_order_of_the_input_does_not_matter(scores: dict[str, float]) -> None:
    assert Ranking.of(reversed(list(scores.items()))) == Ranking.of(scores.items())
