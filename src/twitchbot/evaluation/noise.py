"""Messages as hurried people type them: the same words with slips of the keyboard, other case, no punctuation, padding.

What a message says does not change, so its tier must not either: noise teaches the safety classifier and tests it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

SLIPS = 2
"""Slips in one message at most; a word of under `SHORT` letters is left alone, since it would become another word."""
SHORT = 4
LETTERS = "abcdefghijklmnoprstuwy"
BEFORE = ("hi ", "hello, ", "quick question: ", "sorry to bother you but ", "ok so ", "um ", "hey there. ", "lol ")
AFTER = (" lol", " thanks", " please help", " anyway", " any ideas?", " just wondering", " what do you think", " idk")
LOWER, UPPER, BARE, SLIPPED, PADDED, BESIDE = 0.25, 0.05, 0.3, 0.6, 0.15, 0.3
"""Shares of messages that lose their capitals, shout, lose their punctuation, hold slips, are padded, have an aside."""


def noisy(text: str, chance: random.Random, asides: Sequence[str] = ()) -> str:
    """`text` with noise drawn from `chance`; now and then unchanged. One of the questions `asides` may stand beside."""
    case = chance.random()
    text = text.lower() if case < LOWER else text.upper() if case < LOWER + UPPER else text
    if chance.random() < BARE:
        text = "".join(sign for sign in text if sign.isalnum() or sign.isspace())
    if chance.random() < SLIPPED:
        text = slipped(text, chance, chance.randint(1, SLIPS))
    if chance.random() < PADDED:
        text = chance.choice(BEFORE) + text
    if chance.random() < PADDED:
        text += chance.choice(AFTER)
    if asides and chance.random() < BESIDE:
        aside = chance.choice(asides)
        return chance.choice(("{1}? {0}", "{0}. {1}?", "{0} also {1}", "{0}. anyway, {1}")).format(text, aside)
    return text


def slipped(text: str, chance: random.Random, slips: int) -> str:
    """`text` with `slips` letters dropped, swapped, added or struck wrong, inside words of four letters or more."""
    words = text.split(" ")
    for _ in range(slips):
        long = [at for at, word in enumerate(words) if len(word) >= SHORT and word.isalpha()]
        if long:
            at = chance.choice(long)
            words[at] = _slip(words[at], chance)
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice(LETTERS)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + other + word[at:],
            word[:at] + other + word[at + 1 :],
        )
    )
