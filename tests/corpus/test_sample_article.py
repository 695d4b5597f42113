"""The shipped article states each fact of its source, in its own words, and nothing else."""

import re
import tomllib
from pathlib import Path

import pytest

from twitchbot.config import load_settings
from twitchbot.documents import Corpus, Document, PassageKind, Span
from twitchbot.ingest import read_corpus
from twitchbot.language import content_stems, words

ROOT = Path(__file__).parents[2]
SOURCE = ROOT.parent / "shared" / "source" / "article.txt"
ARTICLE = "en/vitamin-deficiency-and-muscle-twitching"
FACTS = {
    f"{section}.{name}": fact
    for section, facts in tomllib.loads(Path(__file__).with_name("facts.toml").read_text("utf-8")).items()
    for name, fact in facts.items()
}
LEAD_INS = {"Seven points sum up how nutrients and muscle twitching are connected:"}
LONGEST_SHARED_RUN = 8
"""Words: a longer run that stands in both texts is a copy."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT / "corpus", load_settings())


@pytest.fixture(scope="module")
def article(corpus: Corpus) -> Document:
    return next(document for document in corpus.documents if document.id == ARTICLE)


@pytest.fixture(scope="module")
def source() -> str:
    if not SOURCE.exists():
        pytest.skip("the retold text is not here")
    return SOURCE.read_text("utf-8")


def test_there_are_as_many_facts_as_the_source_holds() -> None:
    assert len(FACTS) >= 130


@pytest.mark.parametrize("fact", FACTS)
def test_each_fact_stands_in_a_passage(corpus: Corpus, fact: str) -> None:
    quote = FACTS[fact]["quote"]
    assert any(quote in passage.text for passage in corpus.passages if passage.document_id == ARTICLE)


def test_each_fact_comes_from_the_source(source: str) -> None:
    flat = " ".join(source.split()).casefold()
    missing = [
        name for name, fact in FACTS.items() if not name.startswith("about.") and fact["source"].casefold() not in flat
    ]
    assert missing == []


def test_no_words_stand_in_the_article_without_a_fact(corpus: Corpus, article: Document) -> None:
    covered = _covered(article.text)
    kinds = {PassageKind.PROSE, PassageKind.LIST, PassageKind.FAQ, PassageKind.CELL}
    bare = [
        sentence.of(article.text)
        for passage in corpus.passages
        if passage.document_id == ARTICLE and passage.kind in kinds
        for sentence in passage.sentences
        if sentence.of(article.text) not in LEAD_INS and _uncovered(article.text, sentence, covered)
    ]
    assert bare == []


def test_the_article_copies_no_sentence(source: str, article: Document) -> None:
    size = LONGEST_SHARED_RUN + 1
    theirs, ours = words(source), words((ROOT / "corpus" / article.path).read_text("utf-8"))
    runs = {theirs[start : start + size] for start in range(len(theirs))}
    assert [run for start in range(len(ours)) if (run := ours[start : start + size]) in runs and len(run) == size] == []


def test_no_fact_is_traced_by_a_copy() -> None:
    assert max(len(words(fact.get("source", ""))) for fact in FACTS.values()) <= LONGEST_SHARED_RUN


def test_the_article_says_that_nobody_has_reviewed_it(article: Document) -> None:
    assert article.source.reviewed is None
    assert "No clinician has reviewed this article." in article.text


def test_each_sentence_can_stand_alone(corpus: Corpus) -> None:
    """No sentence starts with a pronoun whose noun stands elsewhere."""
    dangling = re.compile(r"(?:it|this|these|those|they|that|he|she|its|their)\b", re.IGNORECASE)
    texts = [s.of(p.text) for p in corpus.passages for s in _relative(p.sentences, p.span)]
    assert [text for text in texts if dangling.match(text) and not text.startswith("This article")] == []


def test_each_question_has_its_answer(corpus: Corpus) -> None:
    asked = [passage.question for passage in corpus.passages if passage.kind is PassageKind.FAQ]
    assert len(asked) == len(set(asked)) == 7


def _relative(sentences: tuple[Span, ...], outer: Span) -> list[Span]:
    return [Span(sentence.start - outer.start, sentence.end - outer.start) for sentence in sentences]


def _covered(text: str) -> set[int]:
    found: set[int] = set()
    for fact in FACTS.values():
        for match in re.finditer(re.escape(fact["quote"]), text):
            found.update(range(match.start(), match.end()))
    return found


def _uncovered(text: str, sentence: Span, covered: set[int]) -> tuple[str, ...]:
    left = "".join(text[place] if place not in covered else " " for place in range(sentence.start, sentence.end))
    return content_stems(left)
