"""Which kind of answer a question wants (number, time, person, place, cause, way), and which sentences hold one.

English only; another language brings its own table. These are surface signs: they tell sentences of one passage
apart and are no proof that a sentence answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from twitchbot.language import words

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_YEAR = re.compile(rf"\b(?:1\d{{3}}|20\d\d)s?\b|\b(?:{_MONTHS})\b|\bcentury\b|\bago\b", re.I)
_DIGIT = re.compile(r"\d")
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion"
    r"|half|third|quarter|percent|once|twice|daily)\b",
    re.I,
)
_NAME = re.compile(r"\b[A-Z][a-z'.-]+(?:\s+(?:of|de|van|von|al|bin|[A-Z][\w'.-]*))*\s+[A-Z][\w'-]+")
_CAPITAL = re.compile(r"(?<!^)(?<![.!?]\s)\b[A-Z][\w-]+")
_PLACE = re.compile(
    r"\b(?:in|at|near|from|of|on|between|to|off)\s+(?:the\s+)?(?:\w+(?:ern|al)\s+)?[A-Z]|\b(?:located|situated)\b"
    r"|\b(?:north|south|east|west|coast|river|border|region|island|city|ocean|country)\b"
)
_CAUSE = re.compile(
    r"\b(?:because|due to|caused?|causes|since|reason|results?|leads? to|so that|in order|therefore|thus)\b", re.I
)
_WAY = re.compile(r"\b(?:by|using|through|process|method|when|into|first|then|from|via|with)\b", re.I)

_SIZES = "many|much|old|tall|big|long|far|fast|high|large|deep|wide|heavy|often|soon"
_MEASURES = "percent|percentage|number|size|age|population|height|temperature|weight"
_PLACES = "city|country|state|county|place|continent|town|region"


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """A kind of answer: how a question asks for it, and how well a sentence offers it (0 to 1).

    `fits` reads the sentence and the words that question and headings hold already.
    """

    name: str
    asked: re.Pattern[str]
    fits: Callable[[str, frozenset[str]], float]


def _number(sentence: str, _known: frozenset[str]) -> float:
    bare = _YEAR.sub(" ", sentence)
    return 1.0 if _DIGIT.search(bare) else 0.6 if _NUMBER_WORD.search(bare) else 0.0


def _person(sentence: str, known: frozenset[str]) -> float:
    if any(not set(words(name)) <= known for name in _NAME.findall(sentence)):
        return 1.0
    return 0.4 if any(name.lower() not in known for name in _CAPITAL.findall(sentence)) else 0.0


def _sign(pattern: re.Pattern[str], otherwise: float) -> Callable[[str, frozenset[str]], float]:
    return lambda sentence, _known: 1.0 if pattern.search(sentence) else otherwise


KINDS = (
    AnswerKind(
        "time",
        re.compile(r"\bwhen\b|\bwhat (?:year|date|day|month|time|century)\b|\bhow long ago\b"),
        _sign(_YEAR, 0.0),
    ),
    AnswerKind(
        "number",
        re.compile(rf"\bhow (?:{_SIZES})\b|\b(?:what|which) (?:{_MEASURES})\b|\b(?:population|cost|price) of\b"),
        _number,
    ),
    AnswerKind("person", re.compile(r"\b(?:who|whose|whom)\b"), _person),
    AnswerKind("place", re.compile(rf"\bwhere\b|\b(?:what|which) (?:{_PLACES})\b"), _sign(_PLACE, 0.0)),
    AnswerKind("cause", re.compile(r"\bwhy\b|\bwhat causes?\b"), _sign(_CAUSE, 0.3)),
    AnswerKind("way", re.compile(r"\bhow\b"), _sign(_WAY, 0.3)),
)
"""In order of precedence: the first whose question form is found counts."""

UNDECIDED = 0.5
"""Fit of any sentence when the question asks for no special kind."""


@lru_cache(maxsize=512)
def kind_of(question: str) -> AnswerKind | None:
    """The kind of answer that `question` asks for, or None when any sentence may do."""
    lowered = question.lower()
    return next((kind for kind in KINDS if kind.asked.search(lowered)), None)


def kind_fit(question: str, sentence: str, known: frozenset[str]) -> float:
    """How well `sentence` offers the kind of answer asked for, 0 to 1; `known` are words that are no news."""
    kind = kind_of(question)
    return UNDECIDED if kind is None else kind.fits(sentence, known)
