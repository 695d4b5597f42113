"""Quotes: cut at sentences, never too long, the answering words marked."""

from __future__ import annotations

import pytest

from twitchbot.answers import Quote
from twitchbot.config import load_settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.quoting import cut
from twitchbot.dialog.spelling import Speller
from twitchbot.documents import Document, Passage, PassageKind, Source, Span
from twitchbot.language import sentences, words
from twitchbot.ranking import Candidate, Evidence

LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))
SHORT = load_settings().answering.model_copy(
    update={"max_words": 20, "whole_words": 8, "whole_list_words": 12, "near_sentence": 0.7}
)
TEXT = (
    "Foods\n\nMany things hold calcium. Nuts and seeds are rich in magnesium. However, not all people eat nuts. "
    "Rice has none. This is true of oils too.\n\nThe end."
)
DOCUMENT = Document(
    "d", "en", Source("Minerals", "Example", "https://example.org/a#b", reviewed="2026-01-31"), TEXT, (), ""
)


def quote(
    scores: list[float], question: str = "magnesium foods", document: Document = DOCUMENT, **changes: object
) -> Quote:
    span = Span(7, document.text.index("\n\nThe end."))
    values = {"kind": PassageKind.PROSE, "sentences": sentences(document.text, span)} | changes
    passage = Passage("p", "d", heading_path=("Minerals", "Foods"), span=span, text=span.of(document.text), **values)  # type: ignore[arg-type]
    candidate = Candidate(passage, 1, Evidence(), sentence_scores=tuple(scores))
    return cut(candidate, PREPARER.query(question), document, LEXICON, SHORT)


def test_the_best_sentence_is_cut_word_for_word() -> None:
    found = quote([1, 0, 0, 0, 0])
    assert found.text == "Many things hold calcium."
    assert TEXT[found.start : found.end] == found.text


def test_a_caveat_that_follows_is_not_left_behind() -> None:
    assert quote([0, 1, 0, 0, 0]).text == "Nuts and seeds are rich in magnesium. However, not all people eat nuts."


def test_a_sentence_that_leans_back_takes_what_it_leans_on() -> None:
    assert quote([0, 0, 0, 0, 1]).text == "Rice has none. This is true of oils too."


def test_near_equals_join_and_bring_what_lies_between() -> None:
    assert quote([0.8, 1, 0, 0, 0]).text.startswith("Many things hold calcium. Nuts")
    assert quote([0.6, 1, 0, 0, 0]).text.startswith("Nuts")


def test_a_quote_over_the_limit_keeps_the_best_sentence() -> None:
    found = quote([1, 1, 1, 1, 1.1])
    assert len(words(found.text)) <= SHORT.max_words
    assert "This is true of oils too." in found.text


@pytest.mark.parametrize("scores", [[1, 0, 0, 0, 1], [0, 0, 1, 0, 0], [1, 1, 1, 1, 1], [-1, -2, -1, -0.5, -3]])
def test_segments_join_to_the_quote_and_some_words_are_marked(scores: list[float]) -> None:
    found = quote(scores)
    assert "".join(segment.text for segment in found.segments) == found.text
    assert any(segment.mark for segment in found.segments)
    assert all(segment.text for segment in found.segments)


def test_the_marked_words_are_the_news() -> None:
    marked = [s.text for s in quote([0, 1, 0, 0, 0], "which foods are rich in magnesium?").segments if s.mark]
    assert marked == ["Nuts and seeds"]


def test_a_sentence_without_news_is_marked_whole() -> None:
    marked = [s.text for s in quote([0, 0, 0, 1, 0], "rice has none").segments if s.mark]
    assert marked == ["Rice has none."]


def test_a_short_list_is_quoted_whole_and_prose_of_that_length_is_not() -> None:
    text = "Foods\n\nNuts.\nSeeds.\nGreens and whole grains too.\n\nThe end."
    document = Document("d", "en", Source("Minerals"), text, (), "")
    scores = [1.0, 0.0, 0.0]
    as_list = quote(
        scores, document=document, kind=PassageKind.LIST, sentences=sentences(text, Span(7, text.index("\n\nThe")))
    )
    assert as_list.text == "Nuts.\nSeeds.\nGreens and whole grains too."
    longer = text.replace("too.", "too, and oats and rice.")
    document = Document("d", "en", Source("Minerals"), longer, (), "")
    as_prose = quote(scores, document=document)
    assert as_prose.text == "Nuts."


def test_the_source_goes_along() -> None:
    found = quote([0, 0, 0, 1, 0])
    assert (found.title, found.publisher, found.reviewed) == ("Minerals", "Example", "2026-01-31")
    assert found.url is not None
    assert found.url.startswith("https://example.org/a#:~:text=")
    plain = Document("d", "en", Source("Minerals"), TEXT, (), "")
    assert quote([0, 0, 0, 1, 0], document=plain).url is None
