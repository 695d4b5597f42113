"""Messages in another language: told apart by script and function words, with a small lexicon of alarms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from twitchbot.answers import Tier
from twitchbot.content.safety import Tongue
from twitchbot.language import clean
from twitchbot.vocabulary import zipf

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LATIN = re.compile(r"(?<=[^\W\d_a-z])[a-z](?=[^\W\d_a-z])")
LEAST_SHARE = 0.18
"""Of the different words of a message, those that must be among the language's."""
LEAST_WORDS = 2
SCRIPT_SHARE = 0.3
FUZZY_WORDS = 60
"""Words of a message in which a phrase with a slip is looked for: bounds the time."""
FUZZY_LETTERS = 5
"""Letters of a word in which one slip leaves it what it is."""
COMMON = 4.5
"""Zipf frequency from which a word speaks for English: about three thousand words."""
LAST_ASCII = "\x7f"


@dataclass(frozen=True, slots=True)
class Heard:
    """The language of a message and the alarm that its own lexicon raised (none where nothing did)."""

    language: str
    tier: Tier


def listen(text: str, tongues: Sequence[Tongue], english: frozenset[str]) -> Heard:
    """Which of `tongues` `text` is in, else `en`; `english` are words that speak for English."""
    folded = " ".join(unicodedata.normalize("NFC", clean(text)).casefold().split())
    spoken = _by_script(folded, tongues) or _by_words(folded, tongues, english)
    if spoken is not None:
        return Heard(spoken.code, _alarm(folded, spoken, 1))
    # Many single alarm words are English too ("suicide", "ambulance"); a phrase is proof of its language.
    alarms = [(tongue.code, tier) for tongue in tongues if (tier := _alarm(folded, tongue, 2)) is not Tier.NONE]
    return Heard(*alarms[0]) if alarms else Heard("en", Tier.NONE)


def _by_script(text: str, tongues: Sequence[Tongue]) -> Tongue | None:
    letters = [c for c in text if c.isalpha()]
    for tongue in tongues:
        low, _, high = tongue.letters.partition("-")
        if not tongue.letters or (low > LAST_ASCII and text.isascii()):
            continue
        if letters and sum(low <= c <= high for c in letters) / len(letters) >= SCRIPT_SHARE:
            return tongue
    return None


def _by_words(text: str, tongues: Sequence[Tongue], english: frozenset[str]) -> Tongue | None:
    """The language that more different words speak for than for English, and a fair share of all; else None."""
    words = frozenset(_WORD.findall(text))
    scored = [(len(words & _set(tongue.words)), tongue) for tongue in tongues if not tongue.letters]
    best, tongue = max(scored, key=lambda pair: pair[0], default=(0, None))
    if tongue is None or best < LEAST_WORDS or best / len(words) < LEAST_SHARE:
        return None
    # Typed in haste, English loses its stop words first ("mi arm is ded"): its other common words speak for it too.
    native = sum(word in english or zipf(word) >= COMMON for word in words if word not in _set(tongue.words))
    return tongue if best > native + len(words & _set(tongue.words) & english) else None


def _alarm(text: str, tongue: Tongue, least: int) -> Tier:
    """The alarm that a phrase of `least` words or more raises in `text` (any phrase, in a script of its own)."""
    for tier, phrases in ((Tier.EMERGENCY, tongue.emergency), (Tier.CRISIS, tongue.crisis)):
        if tongue.letters:
            # A Latin letter inside another script is a slip of the keyboard.
            if any(phrase in form for form in (text, _LATIN.sub("", text)) for phrase in phrases):
                return tier
        elif _any_of(phrases, least).search(text) or _nearly(text, phrases, least):
            return tier
    return Tier.NONE


def _nearly(text: str, phrases: tuple[str, ...], least: int) -> bool:
    """True where `text` holds a phrase with a slip of the keyboard in one of its longer words.

    All other words must be there: leaving one out could turn a phrase into its reverse ("no quiero vivir").
    """
    words = _WORD.findall(text)[:FUZZY_WORDS]
    there = frozenset(words)
    for parts in _split(phrases, least):
        if sum(part in there for part in parts) < len(parts) - 1:
            continue
        windows = (words[at : at + len(parts)] for at in range(len(words) - len(parts) + 1))
        if any(_is_slip(window, parts) for window in windows):
            return True
    return False


def _is_slip(words: Sequence[str], parts: Sequence[str]) -> bool:
    other = [(word, part) for word, part in zip(words, parts, strict=True) if word != part]
    return len(other) == 1 and len(other[0][1]) >= FUZZY_LETTERS and OSA.distance(*other[0], score_cutoff=1) <= 1


@lru_cache(maxsize=64)
def _split(phrases: tuple[str, ...], least: int) -> tuple[tuple[str, ...], ...]:
    return tuple(parts for phrase in phrases if len(parts := tuple(_WORD.findall(phrase))) >= max(2, least))


@lru_cache(maxsize=64)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


@lru_cache(maxsize=64)
def _any_of(phrases: tuple[str, ...], least: int) -> re.Pattern[str]:
    """A pattern for any of those `phrases` that have `least` words or more, as whole words."""
    long = [re.escape(phrase) for phrase in phrases if phrase.count(" ") + 1 >= least]
    # Nothing matches what can never be.
    return re.compile(rf"(?<!\w)(?:{'|'.join(long)})(?!\w)" if long else r"(?!)")
