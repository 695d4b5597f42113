"""The seal, the only maker of an `Answer`: notices first, what may be shown of the draft, the disclaimer last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from twitchbot.answers import (
    Answer,
    Draft,
    Intent,
    Message,
    Notice,
    NoticeLevel,
    Outcome,
    Part,
    Quote,
    Screening,
    Suggestions,
    Tier,
    Versions,
)
from twitchbot.config import SafetySettings
from twitchbot.content.safety import Region, SafetyContent
from twitchbot.conversation import Conversation
from twitchbot.dialog.safety.core import ALARMS, ORDER, QUOTED, WITHOUT_AMOUNTS
from twitchbot.dialog.safety.guard import has_amount
from twitchbot.dialog.safety.notices import disclaimer, fill, foreign_notice, side_notices, tier_notices


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals drafts with one language's content."""

    content: SafetyContent
    settings: SafetySettings

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
        """The sealed answer: see `Safety.seal`."""
        place = self.content.region(region)
        full = not before.greeted or draft.intent is Intent.HELP
        drafted = self._kept(draft, screening)
        notices = self._notices(screening, before, place)
        parts = (*notices, *drafted, disclaimer(self.content.replies, screening.tier, full))
        held = self._remember(screening, before, after)
        outcome = _outcome(draft, screening, drafted)
        return Answer(
            id=_identity(parts, before, held, versions),
            outcome=outcome,
            intent=draft.intent,
            tier=screening.tier,
            also=screening.also,
            rules=screening.rules,
            reading=None if _is_alone(screening) else draft.reading,
            confidence=draft.confidence if outcome is draft.outcome else None,
            reason=draft.reason if outcome is draft.outcome else _reason(screening),
            parts=parts,
            versions=versions,
            conversation=held.to_json(),
        )

    def _notices(self, screening: Screening, before: Conversation, place: Region) -> list[Notice]:
        if screening.failed:
            return [Notice(NoticeLevel.URGENT, fill(self.content.replies.failed, place))]
        if screening.language != "en" and screening.tier is Tier.NONE:
            return [foreign_notice(screening, self.content, place)]
        return tier_notices(screening, before, self.content, place) + side_notices(
            screening, before, self.content, place
        )

    def _kept(self, draft: Draft, screening: Screening) -> tuple[Part, ...]:
        """What of the draft may be shown: nothing in an alarm, quotes alone in a middle tier."""
        if _is_alone(screening):
            return ()
        if screening.tier is Tier.NONE:
            kept = tuple(part for part in draft.parts if not isinstance(part, Notice))
        else:
            kept = tuple(part for part in draft.parts if isinstance(part, Quote | Suggestions))
            kept = kept if any(isinstance(part, Quote) for part in kept) else ()
        return tuple(part for part in kept if self._may_show(part, screening))

    def _may_show(self, part: Part, screening: Screening) -> bool:
        if isinstance(part, Message):
            return not has_amount(part.text)
        if not isinstance(part, Quote) or not has_amount(part.text):
            return True
        barred = {screening.tier, *screening.also} & set(WITHOUT_AMOUNTS)
        return not barred and self.settings.quotes_may_state_amounts

    def _remember(self, screening: Screening, before: Conversation, after: Conversation) -> Conversation:
        """`after` with the alarm carried on, raised, or taken back."""
        alarm, turns = Tier(before.alarm), max(0, before.alarm_turns - 1)
        if screening.retracted and alarm is not Tier.CRISIS:
            alarm, turns = Tier.NONE, 0
        raised = [tier for tier in (screening.tier, *screening.also) if tier in (*ALARMS, Tier.URGENT)]
        if raised:
            # A crisis is never taken back, so it is what is remembered when both are there.
            kept = Tier.CRISIS if Tier.CRISIS in (*raised, alarm) else min((*raised, alarm), key=ORDER.index)
            alarm, turns = kept, self.settings.reminder_turns
        elif turns == 0 and alarm is not Tier.CRISIS:
            alarm = Tier.NONE
        return replace(after, alarm=alarm.value, alarm_turns=turns, greeted=True)


def _is_alone(screening: Screening) -> bool:
    """True when nothing but notices may be shown."""
    return screening.tier in ALARMS or screening.failed or screening.language != "en"


def _outcome(draft: Draft, screening: Screening, drafted: Iterable[Part]) -> Outcome:
    if _is_alone(screening):
        return Outcome.SAFETY
    if screening.tier in QUOTED:
        return Outcome.ANSWER if any(isinstance(part, Quote) for part in drafted) else Outcome.SAFETY
    if draft.outcome is Outcome.ANSWER and draft_lost_quotes(draft, drafted):
        return Outcome.ABSTAIN
    return draft.outcome


def draft_lost_quotes(draft: Draft, drafted: Iterable[Part]) -> bool:
    """True when the draft had quotes and none of them may be shown."""
    had = any(isinstance(part, Quote) for part in draft.parts)
    return had and not any(isinstance(part, Quote) for part in drafted)


def _reason(screening: Screening) -> str:
    if screening.failed:
        return "screening_failed"
    if screening.tier is not Tier.NONE:
        return f"safety_{screening.tier.value}"
    return "other_language" if screening.language != "en" else "amount_withheld"


def _identity(parts: tuple[Part, ...], before: Conversation, after: Conversation, versions: Versions) -> str:
    """The same conversation, reply and versions give the same id; nothing can be read back from it."""
    seen = json.dumps([repr(parts), before.to_json(), after.to_json(), repr(versions)], sort_keys=True)
    return hashlib.sha256(seen.encode("utf-8", "replace")).hexdigest()[:20]
