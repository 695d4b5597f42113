"""Which sentence of a passage answers a question, and whether any does.

A weighted sum of five signs, each 0 to 1 (a cosine may be below 0): nearness in meaning, the question's words found,
the kind of answer, enough length to say something, and an early place. The weights are round numbers in settings.toml.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twitchbot.config import SentenceSettings
from twitchbot.language import content_stems, words
from twitchbot.retrieval.answer_kinds import kind_fit
from twitchbot.retrieval.bm25 import fold
from twitchbot.retrieval.encoders import Vectors

Rarity = Callable[[str], float]
"""A stem's rarity, 0 (everywhere) to 1 (nowhere), such as an idf over its largest value."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its unit vector (dimensions,)."""

    text: str
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences in order, the headings above them, and a unit vector for each sentence (sentences, dimensions).

    The vectors are best made of headings and sentence together: see `in_context`.
    """

    sentences: Sequence[str]
    context: str
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Relevance:
    """`scores` tell the sentences apart (sentences,); `passage` is comparable across questions, higher is better."""

    scores: NDArray[np.float32]
    passage: float


def in_context(context: str, sentence: str) -> str:
    """What to embed for a sentence below a heading: alone it often lacks its subject."""
    return f"{context}: {sentence}" if context else sentence


def score_sentences(asked: Asked, told: Told, rarity: Rarity, settings: SentenceSettings) -> Relevance:
    """How likely each sentence is to answer, and how likely the best of them does.

    For the passage, the rarest word of the question that it nowhere holds counts against it, in place of the words
    that one sentence holds.
    """
    terms = {fold(stem): rarity(stem) for stem in content_stems(asked.text)}
    above = {fold(stem) for stem in content_stems(told.context)}
    held = [_held(terms, above | {fold(stem) for stem in content_stems(text)}) for text in told.sentences]
    found = np.array([_share(terms, some) for some in held], dtype=np.float32)
    rest = told.vectors @ asked.vector + _shape(asked.text, told, settings)
    missing = max((weight for term, weight in terms.items() if term not in frozenset().union(*held)), default=0.0)
    best = float(rest.max(initial=-1.0))
    return Relevance((rest + settings.coverage * found).astype(np.float32), best - settings.missing * missing)


def _shape(question: str, told: Told, settings: SentenceSettings) -> NDArray[np.float32]:
    known = frozenset(words(question)) | frozenset(words(told.context))
    signs = [
        settings.kind * kind_fit(question, text, known)
        + settings.length * min(1.0, math.log1p(len(text.split())) / math.log(settings.enough_words))
        + settings.place / place
        for place, text in enumerate(told.sentences, start=1)
    ]
    return np.array(signs, dtype=np.float32)


def _held(terms: dict[str, float], there: set[str]) -> frozenset[str]:
    return frozenset(term for term in terms if term in there or any(_is_akin(term, other) for other in there))


def _share(terms: dict[str, float], held: frozenset[str]) -> float:
    total = sum(terms.values())
    return sum(terms[term] for term in held) / total if total else 0.0


def _is_akin(term: str, other: str) -> bool:
    """True for a short form or a part (meth, methamphetamine), and for two words of one long root."""
    short, long = sorted((term, other), key=len)
    if len(short) >= 4 and (long.startswith(short) or (len(short) >= 6 and long.endswith(short))):
        return True
    shared = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared >= 5 and shared >= 0.7 * len(long)
