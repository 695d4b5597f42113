"""What a message names by its place: "the second one" of the choices offered, or of the things just quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from twitchbot.content.lexicon import Lexicon, Unit
from twitchbot.language import normalise

_PLACES = (("first", "1st", "1", "one", "former"), ("second", "2nd", "2", "two"), ("third", "3rd", "3", "three"),
           ("fourth", "4th", "4", "four"), ("fifth", "5th"), ("last", "latter"))  # fmt: skip
LAST = len(_PLACES) - 1
_NAMES = "|".join(name for names in _PLACES for name in names)
_REPLY = re.compile(
    rf"^(?:(?:the|number|option|no|choice|please|i meant?|i want)[.,]?\s+)*({_NAMES})"
    r"(?:\s+(?:one|option|question|please))*[.!?]*$"
)
_ORDINALS = "|".join(name for names in _PLACES for name in names if not (name.isdigit() or name in {"one", "two"}))
_OF_THEM = r"\s+(?:(?:one|thing|item)\b|(?:one\s+)?of\s+(?:those|these|them)\b)"
_VERBS = "do|does|did|is|are|was|were|can|could|will|would|has|have"
_VERBS += "|(?:help|work|cause|affect|trigger|make|mean|lead|come|matter|show)s?"
_ENDS = rf"(?=\s*(?:[,.;?!]|$|\b(?:{_VERBS})\b))"
_WITHIN = re.compile(
    rf"\b(?:the\s+)?(?:very\s+)?(?:(?P<one>{_ORDINALS}){_OF_THEM}|(?<=\bthe )(?P<bare>{_ORDINALS}){_ENDS})"
)
MOST_BETWEEN = 3
"""Words between two things of one series: "deficiency and severe ...", "or too little ..."."""
MOST = 12
"""Things of one answer that can be named by their place: nobody counts further."""


def picked(message: str, offered: Sequence[str]) -> str | None:
    """The offered question that `message` names by its place ("the second one", "3", "last"), or None."""
    match = _REPLY.match(normalise(message))
    return _at(match[1], offered) if match else None


def written_out(message: str, listed: Sequence[str]) -> str | None:
    """`message` with the name of what it points at by its place ("and the second one?" of `listed`), or None."""
    text = normalise(message)
    match = _WITHIN.search(text)
    name = _at(match["one"] or match["bare"], listed) if match else None
    return f"{text[: match.start()]}{name}{text[match.end() :]}" if match and name else None


def listing(texts: Iterable[str], asked: frozenset[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Units of the things in the first series that `texts` hold ("stress, caffeine and dehydration"), in order.

    Those that were `asked` about are left out.
    """
    series = (run for text in texts for run in _runs(lexicon.analyse(text).units, lexicon))
    kept = (tuple(unit for unit in dict.fromkeys(run) if unit not in asked) for run in series)
    return next((run[:MOST] for run in kept if len(run) > 1), ())


def _runs(units: Iterable[Unit], lexicon: Lexicon) -> Iterator[list[str]]:
    """The nameable units of a text, broken where more than a few words stand between two."""
    run: list[str] = []
    end = 0
    for unit in units:
        if lexicon.topic_name(unit.id):
            if run and unit.start - end > MOST_BETWEEN:
                yield run
                run = []
            run.append(unit.id)
            end = unit.start + len(unit.words)
    yield run


def _at(place: str, things: Sequence[str]) -> str | None:
    at = next(number for number, names in enumerate(_PLACES) if place in names)
    if not things:
        return None
    return things[-1] if at == LAST else things[at] if at < len(things) else None
