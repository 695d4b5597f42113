"""Messages in another language: told apart by script and function words, screened by the signs of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from twitchbot.answers import Tier
from twitchbot.content.safety import Tongue
from twitchbot.dialog.safety.core import ALARMS, most_serious_first
from twitchbot.dialog.safety.signs import AND, LATIN, OR, STEM, clauses, fold, parse_sign, stands_in
from twitchbot.language import clean
from twitchbot.vocabulary import zipf

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
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
LONG, SHARED = 5, 3.5
"""Letters and Zipf frequency in English from which a word tells no other language: "muscles" and "urine" are both."""
LAST_ASCII = "\x7f"


@dataclass(frozen=True, slots=True)
class Heard:
    """The language of a message and the tiers that its own signs raise, most serious first."""

    language: str
    tiers: tuple[Tier, ...] = ()


def listen(text: str, tongues: Sequence[Tongue], english: frozenset[str]) -> Heard:
    """Which of `tongues` `text` is in, else `en`; `english` are words that speak for English."""
    folded = " ".join(unicodedata.normalize("NFC", clean(text)).casefold().split())
    spoken = _by_script(folded, tongues) or _by_words(folded, tongues, english)
    bare = fold(folded)
    if spoken is not None:
        return Heard(spoken.code, most_serious_first((*_alarms(bare, spoken, 1), *_shown(text, spoken))))
    # Many single alarm words are English too ("suicide", "ambulance"); a phrase is proof of its language.
    heard = ((tongue.code, _alarms(bare, tongue, 2)) for tongue in tongues)
    return next((Heard(code, alarms) for code, alarms in heard if alarms), Heard("en"))


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
    scored = [(len(words & _telling(tongue.words)), tongue) for tongue in tongues if not tongue.letters]
    best, tongue = max(scored, key=lambda pair: pair[0], default=(0, None))
    if tongue is None or best < LEAST_WORDS or best / len(words) < LEAST_SHARE:
        return None
    # Typed in haste, English loses its stop words first ("mi arm is ded"): its other common words speak for it too.
    native = sum(word in english or zipf(word) >= COMMON for word in words if word not in _telling(tongue.words))
    return tongue if best > native + len(words & _telling(tongue.words) & english) else None


def _shown(text: str, tongue: Tongue) -> tuple[Tier, ...]:
    """The tiers of which a sign stands in a clause of `text`."""
    found = clauses(clean(text))
    if tongue.letters:
        found = (*found, *(LATIN.sub("", clause) for clause in found))
    return tuple(
        tier
        for tier, signs in tongue.signs.items()
        if any(stands_in(parse_sign(sign, bool(tongue.letters)), clause) for sign in signs for clause in found)
    )


def _alarms(text: str, tongue: Tongue, least: int) -> tuple[Tier, ...]:
    """The alarms that a phrase of `least` words or more raises in the folded `text`, be it with a slip."""
    return tuple(tier for tier in ALARMS if _says(text, _phrases(tongue.signs[tier]), bool(tongue.letters), least))


def _says(text: str, phrases: tuple[str, ...], inside: bool, least: int) -> bool:
    if inside:
        # A Latin letter inside another script is a slip of the keyboard.
        return any(phrase in form for form in (text, LATIN.sub("", text)) for phrase in phrases)
    return bool(_any_of(phrases, least).search(text)) or _nearly(text, phrases, least)


@lru_cache(maxsize=64)
def _phrases(signs: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `signs` that are one phrase, folded."""
    return tuple(fold(sign) for sign in signs if not any(mark in sign for mark in (AND, OR, STEM)))


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
def _telling(words: tuple[str, ...]) -> frozenset[str]:
    """Those of `words` that are no English word too; short ones are, in names and quotations, in any language."""
    return frozenset(word for word in words if len(word) < LONG or zipf(word) < SHARED)


@lru_cache(maxsize=64)
def _any_of(phrases: tuple[str, ...], least: int) -> re.Pattern[str]:
    """A pattern for any of those `phrases` that have `least` words or more, as whole words."""
    long = [re.escape(phrase) for phrase in phrases if phrase.count(" ") + 1 >= least]
    # Nothing matches what can never be.
    return re.compile(rf"(?<!\w)(?:{'|'.join(long)})(?!\w)" if long else r"(?!)")
