"""Trying every content file and every document: each problem by file and place, with its remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from twitchbot.config import Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.content.loader import FOLDER
from twitchbot.content.messages import Messages
from twitchbot.content.page import page_texts
from twitchbot.content.safety import Region, load_safety
from twitchbot.content.terminal import load_labels
from twitchbot.content.widget import page_words, widget_words
from twitchbot.dialog.safety.checks import check_safety
from twitchbot.dialog.safety.guard import breach, has_amount
from twitchbot.documents import Corpus, Document, Passage
from twitchbot.errors import ContentError, CorpusError, TwitchbotError
from twitchbot.ingest import read_corpus

_LOADERS: tuple[Callable[[str], object], ...] = (
    Lexicon.load,
    Messages.load,
    load_labels,
    page_texts,
    page_words,
    widget_words,
)
_TYPED_BY_PEOPLE = frozenset({"aspects", "concepts", "intent_examples", "intents", "lexicon", "shorthand"})
"""Files of words that people type; every other file holds sentences that people read."""
_REGIONS = ("US", "UK", "IE", "CA", "AU", "NZ", "EU", "other")
_LEANS = re.compile(
    r"(?:it|they|its|their|he|she|them)\b(?! (?:is|was|may be|can be) (?:\w+ )?\w+ (?:to|that|for)\b)"
    r"|(?:this|that|these|those|such)\s+(?:is|are|was|were|can|could|may|might|will|would|should|has|have|had|does|do"
    r"|mean|means|make|makes|help|helps|cause|causes|lead|leads|include|includes|happen|happens|occur|occurs)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an editor should mend. A reminder does no harm yet; everything else fails the check."""

    where: str
    what: str
    remedy: str
    is_reminder: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy}".rstrip()


def check(settings: Settings, language: str = "en") -> tuple[Problem, ...]:
    """Every problem of the content files of `language` and of the corpus, files in path order."""
    return (
        *content_problems(language),
        *safety_problems(settings, language),
        *region_problems(settings, language),
        *corpus_problems(settings, date.today()),
    )


def content_problems(language: str = "en", folder: Path = FOLDER) -> Iterator[Problem]:
    """What is wrong with the content files: their form, their values, and sentences that no reply may hold."""
    for load in _LOADERS:
        yield from _refusals(load, language)
    for path in sorted((folder / language).rglob("*.toml")):
        if path.stem not in _TYPED_BY_PEOPLE and (path.parent.name != "safety" or path.stem == "replies"):
            yield from forbidden_sentences(path)


def forbidden_sentences(path: Path) -> Iterator[Problem]:
    """The sentences of one content file that state an amount, a diagnosis or a verdict on a medicine."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        yield Problem(_short(path), f"The file does not parse: {error}", "Correct its TOML; it must be UTF-8.")
        return
    for key, text in _strings(table):
        if fault := breach(text):
            yield Problem(f"{_short(path)}, `{key}`", f"The sentence holds {_a(fault)}", "Say it without.")


def _strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _strings(inner, f"{key} {number}")


def safety_problems(settings: Settings, language: str = "en") -> Iterator[Problem]:
    """Safety rules that fail their own examples, and replies that are too long or say what none may."""
    # The age of the numbers is left to `region_problems`: old numbers are a reminder, not a fault.
    for problem in check_safety(settings, language, today=date.min):
        what, _, remedy = problem.removesuffix(".").rpartition(". ")
        yield Problem(f"{language}/safety", what or remedy, f"{remedy}." if what else "")


def region_problems(settings: Settings, language: str = "en", today: date | None = None) -> Iterator[Problem]:
    """Regions without numbers, and numbers that nobody has looked up for too long."""
    try:
        regions = load_safety(language).regions
    except ContentError as error:
        yield _problem(error)
        return
    for code in sorted(set(_REGIONS) - {region.code for region in regions}):
        yield Problem(f"{language}/safety/contacts.toml", f"The region {code} has no numbers", "Add them.")
    for region in regions:
        yield from _stale(region, settings.checking.numbers_days, today or date.today(), language)


def _stale(region: Region, days: int, today: date, language: str) -> Iterator[Problem]:
    age = (today - region.checked).days
    where = f"{language}/safety/contacts.toml, region {region.code}"
    if age < 0:
        yield Problem(where, f"`checked` lies in the future: {region.checked}", "Write the day of the last look.")
    if age > days:
        yield Problem(where, f"The numbers were last looked up {age} days ago", "Look them up again.", is_reminder=True)


def corpus_problems(settings: Settings, today: date) -> Iterator[Problem]:
    """What is wrong with the documents: files that cannot be read, missing facts about them, sections that lean."""
    try:
        corpus = read_corpus(settings.paths.corpus, settings)
    except CorpusError as error:
        yield from _refused(error)
        return
    for document in corpus.documents:
        yield from _source_problems(document, settings.checking.review_days, today)
    yield from _passage_problems(corpus, settings)


def _refused(error: CorpusError) -> Iterator[Problem]:
    """One problem for each file: the reader names several in one error."""
    several = error.__cause__
    each = several.exceptions if isinstance(several, ExceptionGroup) else (error,)
    yield from (_problem(single) for single in each if isinstance(single, TwitchbotError))


def _source_problems(document: Document, days: int, today: date) -> Iterator[Problem]:
    remedy = "Write it in the front matter."
    for name in ("publisher", "licence"):
        if not getattr(document.source, name):
            yield Problem(document.path, f"The document names no {name}", remedy, is_reminder=True)
    reviewed = document.source.reviewed
    if reviewed is None:
        yield Problem(document.path, "Nobody has reviewed the document", remedy, is_reminder=True)
        return
    age = (today - date.fromisoformat(reviewed)).days
    if age < 0:
        yield Problem(document.path, f"`reviewed` lies in the future: {reviewed}", "Write the day of the last review.")
    if age > days:
        yield Problem(document.path, f"The last review is {age} days old", "Review it again.", is_reminder=True)


def _passage_problems(corpus: Corpus, settings: Settings) -> Iterator[Problem]:
    paths = {document.id: document for document in corpus.documents}
    for passage in corpus.passages:
        where = _place(paths[passage.document_id], passage)
        first = passage.sentences[0].of(paths[passage.document_id].text) if passage.sentences else ""
        if leans(first):
            remedy = "Name what it speaks of: the section is quoted on its own."
            yield Problem(where, f"The section leans on what stood before: “{first[:60]}”", remedy, is_reminder=True)
        if has_amount(passage.text) and not settings.safety.quotes_may_state_amounts:
            remedy = "Leave the amount out, or allow it with `safety.quotes_may_state_amounts`."
            yield Problem(where, "The section states an amount, so it is never quoted", remedy, is_reminder=True)


def leans(sentence: str) -> bool:
    """True when the sentence starts with a word that only makes sense after another sentence ("This causes ...")."""
    return bool(_LEANS.match(sentence.lstrip("\"'“‘(-• ")))


def _place(document: Document, passage: Passage) -> str:
    return f"{document.path}, section {' > '.join(passage.heading_path) or '(none)'}"


def _refusals(load: Callable[[str], object], language: str) -> Iterable[Problem]:
    try:
        load(language)
    except ContentError as error:
        return (_problem(error),)
    return ()


def _problem(error: TwitchbotError) -> Problem:
    return Problem(_short(Path(error.where)) if error.where else "", error.what, error.remedy)


def _short(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix() if path.is_relative_to(FOLDER) else path.as_posix()


def _a(fault: str) -> str:
    return f"{'an' if fault[0] in 'aeiou' else 'a'} {fault}"
