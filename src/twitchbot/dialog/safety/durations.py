"""How long something has lasted, in days: "half a year", "six wks", "since the holidays"."""

from __future__ import annotations

from collections.abc import Sequence

from twitchbot.dialog.safety.patterns import Hit
from twitchbot.dialog.safety.wording import Word

_UNITS = {
    "minute": 0.0, "min": 0.0, "mins": 0.0, "hour": 0.04, "hr": 0.04, "hrs": 0.04, "day": 1.0, "night": 1.0,
    "week": 7.0,
    "wk": 7.0, "wks": 7.0, "fortnight": 14.0, "month": 30.0, "mth": 30.0, "mths": 30.0, "mo": 30.0, "mos": 30.0,
    "year": 365.0, "yr": 365.0, "yrs": 365.0, "decade": 3650.0,
}  # fmt: skip
_NUMBERS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "fourteen": 14.0, "fifteen": 15.0,
    "sixteen": 16.0, "eighteen": 18.0, "twenty": 20.0, "thirty": 30.0, "couple": 2.0, "few": 3.0, "several": 4.0,
    "half": 0.5, "many": 5.0, "some": 3.0,
}  # fmt: skip
_BETWEEN = frozenset("a of full whole solid good straight more and half past last".split())


def long_spells(words: Sequence[Word], days: int) -> list[Hit]:
    """Where `words` name a time of `days` days or more."""
    found = []
    for at, word in enumerate(words):
        unit = _UNITS.get(word.text, _UNITS.get(word.text.removesuffix("s")))
        if unit is None or _is_point(words, at):
            continue
        start, amount = _amount(words, at)
        if amount * unit >= days:
            found.append(Hit(start, at + 1))
    return found


def _amount(words: Sequence[Word], at: int) -> tuple[int, float]:
    """The number before position `at` and where it starts; a bare plural ("for weeks") counts as three."""
    amount, start = 0.0, at
    for back in range(at - 1, max(-1, at - 5), -1):
        text = words[back].text
        number = _NUMBERS.get(text, float(text) if text.isdigit() else None)
        if number is not None and not (text in {"a", "an"} and amount):
            amount = number if not amount else amount * number if text in {"half"} else amount
            start = back
        elif text not in _BETWEEN:
            break
    return start, amount or (3.0 if words[at].text.endswith("s") and words[at].text not in {"mins", "hrs"} else 0.0)


def _is_point(words: Sequence[Word], at: int) -> bool:
    """True for an age or a date, as in "three years old": nothing has lasted."""
    after = [word.text for word in words[at + 1 : at + 3]]
    return bool(after) and after[0] in {"old", "later", "pregnant", "from", "supply"}
