import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchbot.documents import Passage, PassageKind, Span


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_that_runs_backwards_or_starts_before_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@given(st.text(), st.data())
def test_a_span_covers_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert Span(start, end).of(text) == text[start:end]
    assert len(Span(start, end)) == end - start


def test_a_span_covers_what_lies_wholly_inside() -> None:
    assert Span(2, 8).covers(Span(2, 8))
    assert not Span(2, 8).covers(Span(1, 3))
    assert not Span(2, 8).covers(Span(7, 9))


def test_a_passage_is_indexed_with_its_headings_and_its_stored_question() -> None:
    passage = Passage(
        id="p",
        document_id="d",
        kind=PassageKind.FAQ,
        heading_path=("Vitamins", "Questions"),
        span=Span(0, 3),
        text="Yes",
        sentences=(Span(0, 3),),
        question="Is it so?",
    )
    assert passage.indexed_text == "Vitamins > Questions\nIs it so?\nYes"
    assert passage.section == "Questions"
