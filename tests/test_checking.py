from datetime import date, timedelta
from pathlib import Path

import pytest

from twitchbot.checking import Problem, check, content_problems, corpus_problems, forbidden_sentences, leans
from twitchbot.checking import region_problems as regions
from twitchbot.config import Settings, load_settings
from twitchbot.content.safety import load_safety

TODAY = date(2026, 1, 1)
HEAD = "---\ntitle: T\npublisher: P\nlicence: CC0\nreviewed: 2025-06-01\n---\n\n# T\n\n"


def corpus_of(folder: Path, **documents: str) -> Settings:
    for name, text in documents.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return load_settings(paths={"corpus": folder})


def found(settings: Settings) -> list[Problem]:
    return list(corpus_problems(settings, TODAY))


def test_what_is_shipped_has_no_problem() -> None:
    assert [str(problem) for problem in check(load_settings()) if not problem.is_reminder] == []


def test_a_document_in_order_is_not_mentioned(tmp_path: Path) -> None:
    assert found(corpus_of(tmp_path, a=HEAD + "Magnesium calms nerves.\n")) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (HEAD.replace("publisher: P\n", "") + "Magnesium calms nerves.\n", "publisher"),
        (HEAD.replace("licence: CC0\n", "") + "Magnesium calms nerves.\n", "licence"),
        (HEAD.replace("reviewed: 2025-06-01\n", "") + "Magnesium calms nerves.\n", "reviewed"),
        (HEAD.replace("2025", "2027") + "Magnesium calms nerves.\n", "future"),
        (HEAD.replace("2025", "2005") + "Magnesium calms nerves.\n", "days old"),
        (HEAD + "## Foods\n\nIt is found in nuts.\n", "leans"),
        (HEAD + "## Foods\n\nAdults take 300 mg a day.\n", "amount"),
    ],
)
def test_each_fault_of_a_document_is_named_with_file_and_remedy(tmp_path: Path, text: str, names: str) -> None:
    (problem,) = found(corpus_of(tmp_path, a=text))
    assert names in problem.what
    assert "a.md" in problem.where
    assert problem.remedy


def test_a_fault_of_a_section_names_the_section(tmp_path: Path) -> None:
    (problem,) = found(corpus_of(tmp_path, a=HEAD + "## Foods\n\nIt is found in nuts.\n"))
    assert "Foods" in problem.where


@pytest.mark.parametrize("text", ["---\ntitle: [\n---\nText.\n", "---\ntitel: T\n---\nText.\n", ""])
def test_a_document_that_cannot_be_read_fails_the_check(tmp_path: Path, text: str) -> None:
    (problem,) = found(corpus_of(tmp_path, a=text))
    assert not problem.is_reminder
    assert "a.md" in problem.where


def test_each_of_several_broken_documents_is_a_problem_of_its_own(tmp_path: Path) -> None:
    problems = found(corpus_of(tmp_path, a="---\ntitel: T\n---\nText.\n", b="", c=HEAD + "Magnesium calms nerves.\n"))
    assert [problem.where[:4] for problem in problems] == ["a.md", "b.md"]


def test_an_empty_corpus_fails_the_check(tmp_path: Path) -> None:
    (problem,) = found(corpus_of(tmp_path))
    assert not problem.is_reminder


@pytest.mark.parametrize(
    "sentence",
    [
        "It is found in nuts.",
        "This can cause cramps.",
        "These include nuts and seeds.",
        "They help muscles relax.",
        "“Its lack causes cramps.”",
    ],
)
def test_a_sentence_that_leans_on_another(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "This vitamin is found in nuts.",
        "These minerals help muscles relax.",
        "It is important to see a doctor.",
        "Itching is common.",
        "Magnesium helps.",
        "",
    ],
)
def test_a_sentence_that_stands_on_its_own(sentence: str) -> None:
    assert not leans(sentence)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('a = "Take 300 mg a day."\n', "amount"),
        ('[b]\nc = ["fine", "You have a magnesium deficiency."]\n', "diagnosis"),
        ('a = "It is probably nothing."\n', "verdict"),
        ("a = \n", "parse"),
    ],
)
def test_a_sentence_that_no_reply_may_hold_is_found(tmp_path: Path, text: str, names: str) -> None:
    path = tmp_path / "messages.toml"
    path.write_text(text)
    (problem,) = forbidden_sentences(path)
    assert names in problem.what
    assert "messages.toml" in problem.where


def test_a_forbidden_sentence_is_named_by_its_key(tmp_path: Path) -> None:
    path = tmp_path / "messages.toml"
    path.write_text('[b]\nc = ["fine", "Take 5 tablets."]\n')
    (problem,) = forbidden_sentences(path)
    assert "`b.c 2`" in problem.where


def test_every_file_of_sentences_is_tried(tmp_path: Path) -> None:
    for name in ("en/new.toml", "en/safety/replies.toml", "en/safety/rules.toml", "en/lexicon.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('a = "Take 5 tablets."\n')
    places = [problem.where for problem in content_problems("en", tmp_path)]
    assert [place.rsplit("/", 1)[-1] for place in places] == ["new.toml, `a`", "replies.toml, `a`"]


def test_numbers_that_nobody_looked_up_for_long_are_a_reminder() -> None:
    settings = load_settings()
    newest = max(region.checked for region in load_safety().regions)
    late = list(regions(settings, today=newest + timedelta(days=settings.checking.numbers_days + 1)))
    assert {problem.is_reminder for problem in late} == {True}
    assert len(late) == len(load_safety().regions)


def test_numbers_looked_up_in_the_future_fail_the_check() -> None:
    oldest = min(region.checked for region in load_safety().regions)
    assert any(not p.is_reminder for p in regions(load_settings(), today=oldest - timedelta(days=1)))
