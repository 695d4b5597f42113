"""The safety layer with its encoder: what a message is screened by, rules first, then the learned second opinion."""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass, replace

from twitchbot.answers import Screening
from twitchbot.config import Settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.safety import Safety
from twitchbot.dialog.safety.core import ALARMS
from twitchbot.dialog.spelling import Speller
from twitchbot.errors import EncoderUnavailable
from twitchbot.retrieval.encoders import Encoder
from twitchbot.retrieval.encoders.adapting import SAFETY
from twitchbot.retrieval.encoders.opening import open_adapted

_log = logging.getLogger(__name__)
_SIGNS = re.compile(r"(?<!\d)[^\w\s']|[^\w\s'](?!\d)|_|(?<!\w)'|'(?!\w)")
LAST_LATIN = "\u0250"
"""The first letter beyond the Latin alphabets."""
WINDOW = 120
"""Words: of a longer message the beginning and the end are read apart, so that neither drowns the other."""

CUT = 2
"""Letters of a word's end that a slip of the space bar cuts off at most: a longer end is mostly a word of its own."""

LOOKUPS = 20
"""Unknown words of one part that are looked up at most, each in a millisecond: gibberish must not take long."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What the classifier reads of a message: its bare words, misspellings set right.

    `speller` knows the words of the safety lexicons and of the subject.
    """

    speller: Speller

    @classmethod
    def over(cls, safety: Safety) -> Reader:
        """The reader with the words of `safety` and of the subject's lexicon."""
        return cls(Speller(safety.rules.words | Lexicon.load().vocabulary))

    def parts(self, message: str) -> tuple[str, ...]:
        """The whole message, or of a long one its beginning and its end."""
        return tuple(self._spelled(part) for part in _windows(bare(message)))

    def _spelled(self, part: str) -> str:
        found = self._joined(part.split())
        unknown = [at for at, word in enumerate(found) if not self.speller.knows(word)]
        for at in unknown[:LOOKUPS]:
            found[at] = self.speller.correct(found[at]) or found[at]
        return " ".join(found)

    def _joined(self, found: list[str]) -> list[str]:
        """`found` with words that a slip of the space bar has cut ("worl d") whole again."""
        whole: list[str] = []
        for word in found:
            before = whole[-1] if whole else ""
            if before and len(word) <= CUT and not self.speller.knows(before) and self.speller.knows(before + word):
                whole[-1] = before + word
            else:
                whole.append(word)
        return whole


@dataclass(frozen=True, slots=True)
class Screener:
    """Screens messages. Without the encoder the rules serve alone."""

    safety: Safety
    encoder: Encoder | None
    reader: Reader

    @classmethod
    def over(cls, safety: Safety, settings: Settings) -> Screener:
        """The screener for a safety layer; the encoder is compiled on first use, and a missing one is said once."""
        reader = Reader.over(safety)
        if safety.opinion is None:
            return cls(safety, None, reader)
        try:
            return cls(safety, open_adapted(SAFETY, safety.opinion.fingerprint, settings), reader)
        except (EncoderUnavailable, OSError) as error:
            _log.warning("The safety classifier is off and the rules serve alone: %s", error)
            return cls(replace(safety, rules=safety.rules.alone(), opinion=None), None, reader)

    def screen(self, message: str, previous: str = "") -> Screening:
        """What rules and classifier find in `message` after the turn `previous`. Never raises: it fails closed."""
        screening = self.safety.screen(message, previous)
        if self.encoder is None or screening.failed or not _is_readable(message):
            return screening
        try:
            for part in self.reader.parts(message):
                screening = self.safety.second_opinion(screening, self.encoder.encode([part])[0])
        except Exception:
            _log.exception("The second opinion failed")
            if screening.tier in ALARMS:
                return screening
            return Screening(failed=True, rules=(*screening.rules, "failed"))
        return screening


def _is_readable(message: str) -> bool:
    """True where the letters are those that the encoder knows words in: of others it would only guess."""
    letters = [sign for sign in message if sign.isalpha()]
    return 2 * sum(sign < LAST_LATIN for sign in letters) > len(letters)


def bare(message: str) -> str:
    """The words of `message` in lower case with one space between: what the classifier reads.

    Case, punctuation and white space are a matter of mood and keyboard; they must not move a tier. A sign between two
    digits stays ("2.8").
    """
    return " ".join(_SIGNS.sub(" ", unicodedata.normalize("NFKC", message).replace("\u2019", "'")).lower().split())


def _windows(message: str) -> tuple[str, ...]:
    found = message.split()
    if len(found) <= WINDOW:
        return (message,)
    return " ".join(found[:WINDOW]), " ".join(found[-WINDOW:])
