"""A question made ready for searching."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """One question, as it was understood.

    question: the text to search for. normalized: the same in lower case, one line. tokens: stems of its content words.
    units: ids of its units of meaning (`e:` entity, `c:` concept, `w:` word). weights: how specific each is, 0 to 1.
    entities, aspects: what it is about and what it asks of it. language: ISO 639-1 code.
    reading: the question to show when it differs from what was typed, else None.
    corrections: (typed, corrected) words. is_yes_no: it can be answered by yes or no.
    """

    question: str
    normalized: str
    tokens: tuple[str, ...]
    units: tuple[str, ...]
    unit_words: tuple[tuple[str, ...], ...]
    entities: tuple[str, ...]
    aspects: tuple[str, ...]
    language: str = "en"
    reading: str | None = None
    corrections: tuple[tuple[str, str], ...] = ()
    is_yes_no: bool = False
