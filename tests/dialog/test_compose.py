"""Drafts: their parts in the order in which they are read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twitchbot.answers import Draft, Intent, Message, Outcome, Quote, Suggestions
from twitchbot.config import load_settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.content.messages import Messages
from twitchbot.dialog.compose import MAX_SUGGESTIONS, Composer
from twitchbot.dialog.decide import Decision
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.documents import Document, Passage, PassageKind, Source, Span
from twitchbot.ranking import Candidate, Evidence

LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))
TEXT = "Nuts hold it.\n\nMilk holds it.\n\nIt lets muscles rest.\n\nSun makes it.\n\nIt is felt as cramps."
DOCUMENTS = {
    "d": Document("d", "en", Source("Minerals", "Example", reviewed="2026-01-31"), TEXT, (), ""),
    "bare": Document("bare", "en", Source("Notes"), TEXT, (), ""),
}


def candidate(number: int, title: str, kind: PassageKind = PassageKind.PROSE, question: str = "") -> Candidate:
    text = TEXT.split("\n\n")[number]
    span = Span(TEXT.index(text), TEXT.index(text) + len(text))
    passage = Passage(f"p{number}", "d", kind, ("Minerals", title), span, text, (span,), question)
    return Candidate(passage, number + 1, Evidence(), 0.9, sentence_scores=(1.0,))


CANDIDATES = [
    candidate(0, "Nuts"),
    candidate(1, "Milk"),
    candidate(2, "Rest"),
    candidate(3, "Sun", PassageKind.CELL),
    candidate(4, "Questions", PassageKind.FAQ, "How is it felt?"),
]
COMPOSER = Composer(
    Messages.load(),
    LEXICON,
    DOCUMENTS,
    {c.passage.id: c.passage for c in CANDIDATES},
    load_settings().answering,
    ("Start one?", "Start two?", "Start three?", "Start four?"),
)


def decision(
    outcome: Outcome, chosen: int = 1, chance: float = 0.9, text: str = "nuts?", reading: str | None = None
) -> Decision:
    query = PREPARER.query(text, reading=reading)
    picked = tuple(CANDIDATES[:chosen]) if outcome is Outcome.ANSWER else ()
    return Decision(query, outcome, "because", picked, tuple(CANDIDATES), chance)


def shape(draft: Draft) -> list[str]:
    return [part.key if isinstance(part, Message) else type(part).__name__ for part in draft.parts]


def offered(draft: Draft) -> tuple[str, ...]:
    return next((part.questions for part in draft.parts if isinstance(part, Suggestions)), ())


def test_an_answer_is_a_lead_its_quotes_and_what_else_is_there() -> None:
    draft = COMPOSER.compose([decision(Outcome.ANSWER, chosen=2)])
    assert shape(draft) == ["answer.lead", "Quote", "Quote", "Suggestions"]
    assert [part.text for part in draft.parts if isinstance(part, Quote)] == ["Nuts hold it.", "Milk holds it."]
    assert (draft.confidence, draft.reason, draft.reading) == (0.9, "because", None)


def test_what_is_quoted_or_a_cell_is_not_offered() -> None:
    assert offered(COMPOSER.compose([decision(Outcome.ANSWER)])) == ("Milk", "Rest", "How is it felt?")


def test_each_of_several_questions_is_announced_and_a_gap_is_named() -> None:
    draft = COMPOSER.compose([decision(Outcome.ANSWER, chance=0.8), decision(Outcome.ABSTAIN, chance=0.1)])
    assert shape(draft) == ["answer.part", "Quote", "answer.part_uncovered", "abstain.not_covered", "Suggestions"]
    assert (draft.outcome, draft.confidence) == (Outcome.ANSWER, 0.8)
    first, second = (p.text for p in draft.parts if isinstance(p, Message) and p.key.startswith("answer.part"))
    assert first == "Part 1 of 2: Nuts"
    assert second == "Part 2 of 2:"


def test_what_was_quoted_above_is_not_quoted_twice() -> None:
    draft = COMPOSER.compose([decision(Outcome.ANSWER), decision(Outcome.ANSWER)])
    assert shape(draft) == ["answer.part", "Quote", "answer.part", "answer.above", "Suggestions"]


def test_the_confidence_of_several_answers_is_that_of_the_least_sure() -> None:
    assert (
        COMPOSER.compose([decision(Outcome.ANSWER, chance=0.5), decision(Outcome.ANSWER, chance=0.7)]).confidence == 0.5
    )


def test_silence_quotes_nothing_and_offers_headings() -> None:
    draft = COMPOSER.compose([decision(Outcome.ABSTAIN, chance=0.1), decision(Outcome.ABSTAIN, chance=0.2)])
    assert shape(draft) == ["abstain.not_covered", "abstain.covered_here", "Suggestions"]
    assert (draft.outcome, draft.confidence) == (Outcome.ABSTAIN, 0.2)
    assert len(offered(draft)) == MAX_SUGGESTIONS


def test_silence_with_nothing_near_offers_nothing() -> None:
    empty = Decision(PREPARER.query("x"), Outcome.ABSTAIN, "nothing found", (), (), 0.0)
    assert shape(COMPOSER.compose([empty])) == ["abstain.not_covered"]


def test_a_reading_names_every_part_once_one_differs_from_what_was_typed() -> None:
    one = decision(Outcome.ANSWER, text="magnesium foods", reading="magnesium foods")
    assert COMPOSER.compose([one]).reading == "magnesium foods"
    assert COMPOSER.compose([one, decision(Outcome.ANSWER, text="and milk")]).reading == "magnesium foods / and milk"


@pytest.mark.parametrize("intent", [intent for intent in Intent if intent is not Intent.QUESTION])
def test_there_is_a_reply_to_every_small_talk(intent: Intent) -> None:
    draft = COMPOSER.small_talk(intent)
    assert (draft.outcome, draft.intent, draft.confidence) == (Outcome.SMALL_TALK, intent, None)
    assert isinstance(draft.parts[0], Message)
    assert len(offered(draft)) <= MAX_SUGGESTIONS


def test_the_source_is_named_once_for_each_document() -> None:
    draft = COMPOSER.source(["p0", "p1", "gone"])
    assert shape(draft) == ["source.from"]
    (message,) = draft.parts
    assert isinstance(message, Message)
    assert all(word in message.text for word in ("Minerals", "Example", "2026-01-31"))


def test_a_source_without_publisher_and_review_says_so() -> None:
    passage = Passage("b", "bare", PassageKind.PROSE, (), Span(0, 1), "N", ())
    bare = Composer(Messages.load(), LEXICON, DOCUMENTS, {"b": passage}, load_settings().answering, ())
    (message,) = bare.source(["b"]).parts
    assert isinstance(message, Message)
    unnamed, never = (Messages.load().message(key).text for key in ("source.unnamed", "source.never"))
    assert unnamed in message.text
    assert never in message.text


def test_without_anything_quoted_there_is_no_source() -> None:
    documents = {f"d{n}": document for n in range(9) for document in COMPOSER.documents.values()}
    assert shape(replace(COMPOSER, documents=documents).source(["gone"]))[0] == "small_talk.nothing_yet"


def test_a_small_corpus_says_what_it_is_before_anything_was_quoted() -> None:
    assert shape(COMPOSER.source([]))[0] == "source.about"


def test_fixed_drafts_have_the_outcomes_of_the_contract() -> None:
    assert COMPOSER.empty().outcome is Outcome.CLARIFY
    assert COMPOSER.no_more().outcome is Outcome.SMALL_TALK
    assert COMPOSER.unavailable().outcome is Outcome.UNAVAILABLE
    clarify = COMPOSER.clarify(["One?", "Two?"], "reading")
    assert (clarify.outcome, offered(clarify), clarify.reading) == (Outcome.CLARIFY, ("One?", "Two?"), "reading")
