"""`Safety`: screening, second opinion and seal behind one door."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twitchbot.answers import Answer, Draft, Screening, Tier, Versions
from twitchbot.config import Settings
from twitchbot.content.safety import SafetyContent, load_safety
from twitchbot.conversation import Conversation
from twitchbot.dialog.safety.core import most_serious_first, refuse_thinned
from twitchbot.dialog.safety.foreign import listen
from twitchbot.dialog.safety.rules import Flag, RuleBook
from twitchbot.dialog.safety.sealing import Sealer
from twitchbot.language import STOPWORDS

FRAGMENT = 9
"""Words: a message shorter than this may complete what the turn before began."""
RETRACTION = "retraction"


@dataclass(frozen=True, slots=True)
class Safety:
    """The safety layer of one language. Screening is pure: the same message gives the same result."""

    content: SafetyContent
    rules: RuleBook
    sealer: Sealer
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def load(cls, settings: Settings, language: str = "en", folder: Path | None = None) -> Safety:
        """The safety layer for `language`, from the packaged content or the content folder `folder`.

        Raises:
            ContentError: a content file is wrong, or a core rule is missing: nothing is served without them.
        """
        content = load_safety(language, folder)
        refuse_thinned(content)
        return cls(content, RuleBook(content, settings.safety), Sealer(content, settings.safety))

    def screen(self, message: str, previous: str = "") -> Screening:
        """What the rules find in `message`; `previous` is the user's turn before it. Never raises: it fails closed."""
        try:
            return self._screen(message, previous)
        except Exception:
            # Whatever broke, the person gets the numbers to call.
            return Screening(failed=True, rules=("failed",))

    def second_opinion(self, screening: Screening, embedding: NDArray[np.float32] | None, message: str) -> Screening:
        """`screening`, raised where the learned classifier sees more; unchanged without one or without an embedding."""
        return screening

    def seal(
        self,
        draft: Draft,
        screening: Screening,
        before: Conversation,
        after: Conversation,
        *,
        region: str,
        versions: Versions,
    ) -> Answer:
        """The only way from a `Draft` to an `Answer`.

        Emergency, crisis, another language and a failed screening: the draft is thrown away and only notices are shown.
        Other tiers: their notice, then the draft's quotes, without any that states an amount where amounts are barred.
        The last part is always the disclaimer: in full on the first turn and in help, else the tier's short line.
        The conversation of the answer is `after` with the alarm of `before` carried on, raised or taken back.
        """
        return self.sealer.seal(draft, screening, before, after, region=region, versions=versions)

    def related(self, screening: Screening) -> str | None:
        """A question whose answer informs a person in this tier without advising them, or None."""
        return self.content.replies.related.get(screening.tier)

    def _screen(self, message: str, previous: str) -> Screening:
        words = self.rules.read(message)
        flags = list(self.rules.flags(words, self.clock))
        if previous and 0 < len(words) <= FRAGMENT:
            flags += self._joined(message, previous)
        heard = listen(message, self.content.tongues, STOPWORDS)
        if heard.tier is not Tier.NONE:
            flags.append(Flag(f"{heard.language}_{heard.tier.value}", heard.tier, False, "", 0))
        return replace(_summary(flags), language=heard.language if _is_alone(flags, heard.language) else "en")

    def _joined(self, message: str, previous: str) -> list[Flag]:
        """Flags that only the two turns together raise."""
        earlier = self.rules.read(previous)
        alone = {flag.rule for flag in self.rules.flags(earlier, self.clock)}
        both = self.rules.flags(self.rules.read(f"{previous}\n{message}"), self.clock)
        return [f for f in both if f.last >= len(earlier) and f.rule not in alone and f.rule != RETRACTION]


def _is_alone(flags: list[Flag], language: str) -> bool:
    """True when the reply may be in `language`: no English rule asks for a reply of its own."""
    return language != "en" and all(flag.soft or flag.rule.startswith(f"{language}_") for flag in flags)


def _summary(flags: list[Flag]) -> Screening:
    hard = [flag for flag in flags if not flag.soft and flag.rule != RETRACTION]
    tiers = most_serious_first(flag.tier for flag in hard)
    primary = tiers[0] if tiers else Tier.NONE
    variants = [flag.variant for flag in hard if flag.variant and flag.tier is primary]
    return Screening(
        tier=primary,
        also=tiers[1:],
        rules=tuple(dict.fromkeys(flag.rule for flag in flags)),
        soft=any(flag.soft for flag in flags),
        variant=variants[0] if variants else "",
        retracted=primary not in (Tier.EMERGENCY, Tier.CRISIS) and any(flag.rule == RETRACTION for flag in flags),
    )
