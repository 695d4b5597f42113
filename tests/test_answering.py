"""Searching, weighing and deciding over the shipped index."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twitchbot.answering import PAGE_LIFT, Answerer
from twitchbot.answers import Outcome
from twitchbot.chatbot import Chatbot
from twitchbot.config import Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.conversation import Conversation
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.dialog.understanding import understand
from twitchbot.documents import Document

pytestmark = pytest.mark.model
LEXICON = Lexicon.load()
PREPARER = Preparer(LEXICON, Speller(LEXICON.vocabulary))
FOODS = PREPARER.query("Which foods are rich in magnesium?")


@pytest.fixture(scope="module")
def answerer(bot: Chatbot, shipped: Settings) -> Answerer:
    return Answerer.over(bot.index, LEXICON, shipped)


def test_candidates_come_most_probable_first(answerer: Answerer) -> None:
    chances = [c.answerability for c in answerer.candidates(FOODS)]
    assert 1 < len(chances) <= answerer.settings.candidates
    assert chances == sorted(chances, reverse=True)


class TwoPages:
    """The shipped index with every second passage in a document of its own."""

    def __init__(self, bot: Chatbot) -> None:
        self._index = bot.index
        (first,) = list(bot.index.documents.values())[:1]
        other: Document = replace(first, id="other", source=replace(first.source, url="https://example.org/other"))
        self.documents = {**bot.index.documents, "other": other}
        self.passages = {
            name: replace(p, document_id="other") if n % 2 else p
            for n, (name, p) in enumerate(bot.index.passages.items())
        }

    def __getattr__(self, name: str) -> object:
        return getattr(self._index, name)


@pytest.mark.parametrize("page", ["other", "https://example.org/other"])
def test_the_page_being_read_comes_first_among_near_equals_only(bot: Chatbot, shipped: Settings, page: str) -> None:
    answerer = Answerer.over(TwoPages(bot), LEXICON, shipped)  # type: ignore[arg-type]
    plain, lifted = answerer.candidates(FOODS), answerer.candidates(FOODS, page)
    assert {c.passage.id for c in plain} == {c.passage.id for c in lifted}
    assert [c.passage.id for c in plain] != [c.passage.id for c in lifted]
    place = {c.passage.id: n for n, c in enumerate(lifted)}
    clear = [(a, b) for a in plain for b in plain if a.answerability > b.answerability + PAGE_LIFT]
    assert clear
    assert [(a.passage.id, b.passage.id) for a, b in clear if place[a.passage.id] > place[b.passage.id]] == []


def test_more_is_nothing_that_was_quoted_nor_what_holds_it(answerer: Answerer) -> None:
    first = answerer.ask(FOODS)
    quoted = {c.passage.id for c in first.chosen}
    more = answerer.more(FOODS, quoted)
    assert more.outcome is Outcome.ANSWER
    assert not any(c.passage.overlaps(q.passage) for c in more.chosen for q in first.chosen)
    assert answerer.more(FOODS, set(answerer.index.passages)).outcome is Outcome.ABSTAIN
    assert answerer.more(FOODS, {"gone"}).chosen[0] == first.chosen[0]


def test_both_sides_of_a_comparison_are_decided(answerer: Answerer) -> None:
    (question,) = understand("compare the symptoms of low calcium and low b12", Conversation(), PREPARER)
    quoted = [c.passage for decision in answerer.answer(question) for c in decision.chosen]
    assert {passage.kind for passage in quoted} <= {"cell", "row", "table"}
    for side in ("Low calcium: ", "Low vitamin B12: "):
        assert any(side in passage.text for passage in quoted), side


def test_a_comparison_with_an_uncovered_side_is_not_answered_by_halves(answerer: Answerer) -> None:
    (question,) = understand("compare calcium and iodine", Conversation(), PREPARER)
    assert len(answerer.answer(question)) == 1
