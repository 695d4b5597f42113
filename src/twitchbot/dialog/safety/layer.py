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
from twitchbot.dialog.safety.core import ALARMS, ORDER, REQUIRED, most_serious_first, refuse_thinned
from twitchbot.dialog.safety.foreign import Heard, listen
from twitchbot.dialog.safety.opinion import Opinion, costs_of, load_opinion
from twitchbot.dialog.safety.rules import Flag, RuleBook
from twitchbot.dialog.safety.sealing import Sealer
from twitchbot.language import STOPWORDS

FRAGMENT = 9
"""Words: a message shorter than this may complete what the turn before began."""
RETRACTION = "retraction"
DARK = REQUIRED[Tier.CRISIS]


@dataclass(frozen=True, slots=True)
class Safety:
    """The safety layer of one language. Screening is pure: the same message gives the same result."""

    content: SafetyContent
    rules: RuleBook
    sealer: Sealer
    opinion: Opinion | None = None
    clock: Callable[[], float] = time.thread_time

    @classmethod
    def load(cls, settings: Settings, language: str = "en", folder: Path | None = None) -> Safety:
        """The safety layer for `language`, from the packaged content or the content folder `folder`.

        Raises:
            ContentError: a content file is wrong, or a core rule is missing: nothing is served without them.
        """
        content = load_safety(language, folder)
        refuse_thinned(content)
        opinion = load_opinion() if settings.safety.second_opinion else None
        if opinion:
            opinion = replace(opinion, costs=costs_of(settings.safety.costs.model_dump()))
        rules = RuleBook(content, settings.safety, alone=opinion is None)
        return cls(content, rules, Sealer(content, settings.safety), opinion)

    def screen(self, message: str, previous: str = "") -> Screening:
        """What the rules find in `message`; `previous` is the user's turn before it. Never raises: it fails closed."""
        try:
            return self._screen(message, previous)
        except Exception:
            # Whatever broke, the person gets the numbers to call.
            return Screening(failed=True, rules=("failed",))

    def second_opinion(self, screening: Screening, embedding: NDArray[np.float32] | None) -> Screening:
        """`screening`, raised (never lowered) where the learned classifier sees more in the message; of two alarms the
        one that it is sure of comes first.

        `embedding` is the safety encoder's vector of the message.

        Unchanged without a classifier, without an embedding of its length, or when the rules have said all there is.
        """
        if self.opinion is None or embedding is None or screening.failed:
            return screening
        if screening.language != "en" or embedding.shape != self.opinion.embedding.shape[1:]:
            return screening
        shares = self.opinion.probabilities(embedding, screening)
        weigh = self.opinion.lead if screening.tier in ALARMS else self.opinion.raise_to
        return weigh(screening, shares)

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
        found, frames = self.rules.findings(words, self.clock)
        flags = list(found)
        if previous and 0 < len(words) <= FRAGMENT:
            flags += self._joined(message, previous)
        heard = listen(self.rules.ends(message), self.content.tongues, STOPWORDS)
        language = _speaks(heard, flags)
        flags += [Flag(f"{heard.language}_{tier.value}", tier, True, False, "", 0) for tier in heard.tiers]
        return replace(_summary(flags, frames), language=language)

    def _joined(self, message: str, previous: str) -> list[Flag]:
        """Flags that only the two turns together raise."""
        earlier = self.rules.read(previous)
        alone = {flag.rule for flag in self.rules.findings(earlier, self.clock)[0] if flag.sure}
        both, _ = self.rules.findings(self.rules.read(f"{previous}\n{message}"), self.clock)
        return [f for f in both if f.last >= len(earlier) and f.rule not in alone and f.rule != RETRACTION]


def _speaks(heard: Heard, flags: list[Flag]) -> str:
    """The language to reply in: the one heard, unless an English rule found something more serious than its signs."""
    english = most_serious_first(flag.tier for flag in flags if flag.sure)
    is_less = bool(english) and (not heard.tiers or ORDER.index(english[0]) < ORDER.index(heard.tiers[0]))
    return "en" if is_less else heard.language


def _summary(flags: list[Flag], frames: tuple[str, ...]) -> Screening:
    sure = [flag for flag in flags if flag.sure and flag.rule != RETRACTION]
    tiers = most_serious_first(flag.tier for flag in sure)
    if Tier.EMERGENCY in tiers and any(
        flag.tier is Tier.CRISIS and not flag.sure and flag.rule in DARK for flag in flags
    ):
        # Tablets swallowed with a hint of why: the crisis lines stand beside the ambulance.
        tiers = most_serious_first((*tiers, Tier.CRISIS))
    primary = tiers[0] if tiers else Tier.NONE
    variants = [flag.variant for flag in sure if flag.variant and flag.tier is primary]
    shown = [flag for flag in flags if flag.sure or flag.soft]
    weak = [flag.rule for flag in flags if not flag.sure]
    return Screening(
        tier=primary,
        also=tiers[1:],
        rules=tuple(dict.fromkeys(flag.rule for flag in shown)),
        soft=any(flag.soft for flag in flags),
        variant=variants[0] if variants else "",
        retracted=primary not in ALARMS and any(flag.rule == RETRACTION for flag in flags),
        hints=tuple(dict.fromkeys((*weak, *frames))),
    )
