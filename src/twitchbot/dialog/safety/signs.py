"""Signs of another language: phrases, or groups of words that must all stand in one clause.

`a|b + c*|d e + -f` means: one of "a" or "b", and a word that begins with "c" or the words "d e", and no "f", in any
order. Case and accents do not matter; in a script that is written without spaces, words are found inside others.
One longer word may hold a slip of the keyboard, and a Latin letter may have slipped into another script.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

CLAUSES = re.compile(r"[.!?;:\n\u3002\uff01\uff1f\uff1b\u0964\u061f\u2026]+")
"""Ends of a clause in the scripts that are read: Latin, Chinese, Devanagari, Arabic."""
MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u093c]")
"""Accents, Arabic vowels, the Devanagari dot: what people leave out when they type."""
ALIKE = str.maketrans({"\u0649": "\u064a", "\u0629": "\u0647", "\u0901": "\u0902", "\u0131": "i"})
"""Letters that are typed for each other: Arabic alef maksura and yeh, teh marbuta and heh; Devanagari nasal signs."""
LATIN = re.compile(r"(?<=[^\W\d_a-z])[a-z](?=[^\W\d_a-z])")
AND, OR, NOT, STEM = " + ", "|", "-", "*"
SLIPPED = 6
"""Letters of a word in which one slip is looked for: a shorter one is another word too often (hecho, pecho)."""
MOST = 60
"""Clauses of a message that are read, words of a clause in which a slip is looked for: bounds the time."""


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives: `pattern` finds any of them; `words` and `stems` are those long enough to be known with a slip."""

    pattern: re.Pattern[str]
    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()

    def is_nearly(self, word: str) -> bool:
        """True when `word` is one of the longer alternatives but for one letter."""
        if any(OSA.distance(word, own, score_cutoff=1) <= 1 for own in self.words):
            return True
        # A letter that is missing moves the end of the stem; a short stem would then be too short to tell.
        ends = ((own, len(own) - by) for own in self.stems for by in (0, 1) if len(own) - by >= SLIPPED)
        return any(OSA.distance(word[:end], own, score_cutoff=1) <= 1 for own, end in ends)


@dataclass(frozen=True, slots=True)
class Sign:
    """One pattern: each of `needed` must be found in a clause, `barred` must not."""

    needed: tuple[Group, ...]
    barred: tuple[Group, ...]


def fold(text: str) -> str:
    """`text` in one case, on one line, without accents."""
    bare = MARKS.sub("", unicodedata.normalize("NFD", text.casefold())).translate(ALIKE)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def clauses(text: str) -> tuple[str, ...]:
    """The clauses of `text`, folded; of very many the first and the last."""
    found = tuple(folded for part in CLAUSES.split(text) if (folded := fold(part)))
    return found if len(found) <= MOST else (*found[: MOST // 2], *found[-MOST // 2 :])


@lru_cache(maxsize=4096)
def parse_sign(text: str, inside: bool) -> Sign:
    """The sign that `text` writes; with `inside`, words are found within others.

    Raises:
        ValueError: a group is empty, or none is needed.
    """
    groups = text.split(AND)
    needed = tuple(_group(group, inside) for group in groups if not group.startswith(NOT))
    if not needed:
        raise ValueError(f"the sign {text!r} needs nothing")
    return Sign(needed, tuple(_group(group[1:], inside) for group in groups if group.startswith(NOT)))


def stands_in(sign: Sign, clause: str) -> bool:
    """True when the folded `clause` shows `sign`, be it with a slip in one group."""
    missing = [group for group in sign.needed if not group.pattern.search(clause)]
    if len(missing) > 1 or any(group.pattern.search(clause) for group in sign.barred):
        return False
    return not missing or any(missing[0].is_nearly(word) for word in clause.split()[:MOST] if len(word) >= SLIPPED)


def _group(text: str, inside: bool) -> Group:
    given = [word.strip() for word in text.split(OR)]
    if not all(word.strip(STEM) for word in given):
        raise ValueError(f"an alternative of {text!r} is empty")
    folded = [(fold(word.rstrip(STEM)), word.endswith(STEM)) for word in given]
    if inside:
        return Group(re.compile("|".join(re.escape(word) for word, _ in folded)))
    forms = (re.escape(word) + (r"\w*" if is_stem else "") for word, is_stem in folded)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
    long = [(word, is_stem) for word, is_stem in folded if len(word) >= SLIPPED and " " not in word]
    words, stems = (tuple(word for word, is_stem in long if is_stem is kind) for kind in (False, True))
    return Group(pattern, words, stems)
