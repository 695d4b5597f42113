"""What every reader keeps, whatever the format."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchbot.ingest.layout import lay_out
from twitchbot.ingest.outline import Outline
from twitchbot.ingest.readers import READERS

ENDINGS = sorted(READERS)
WORDS = st.lists(st.from_regex(r"[a-z]{3,9}", fullmatch=True), min_size=1, max_size=12)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_reader_stands_under_its_own_endings(ending: str) -> None:
    assert re.fullmatch(r"\.[a-z0-9]+", ending)
    assert ending in READERS[ending].endings


@pytest.mark.parametrize("ending", ENDINGS)
@given(text=st.text(max_size=300))
def test_any_text_is_a_document(ending: str, text: str) -> None:
    assert isinstance(READERS[ending].read(text), Outline)


@pytest.mark.parametrize("ending", ENDINGS)
@given(text=st.text(max_size=300))
def test_reading_twice_gives_the_same(ending: str, text: str) -> None:
    assert READERS[ending].read(text) == READERS[ending].read(text)


@pytest.mark.parametrize("ending", ENDINGS)
@given(paragraphs=st.lists(WORDS, min_size=1, max_size=5))
def test_paragraphs_lose_no_word(ending: str, paragraphs: list[list[str]]) -> None:
    body = "\n\n".join(" ".join(["Words", *paragraph]) + "." for paragraph in paragraphs)
    text, _ = lay_out(READERS[ending].read(body).elements)
    assert text.split() == body.split()


@pytest.mark.parametrize("ending", ENDINGS)
@given(text=st.text(max_size=300))
def test_every_block_lies_inside_the_text(ending: str, text: str) -> None:
    laid_out, blocks = lay_out(READERS[ending].read(text).elements)
    for block in blocks:
        assert 0 <= block.span.start < block.span.end <= len(laid_out)
        assert block.span.of(laid_out) == block.span.of(laid_out).strip()
