"""The fixed wording of the safety layer, filled with one region's numbers and nothing else."""

from __future__ import annotations

from twitchbot.answers import Notice, NoticeLevel, Screening, Tier
from twitchbot.content.safety import Region, Replies, SafetyContent
from twitchbot.conversation import Conversation
from twitchbot.dialog.safety.core import ALARMS

_LEVELS = {
    Tier.EMERGENCY: NoticeLevel.EMERGENCY,
    Tier.CRISIS: NoticeLevel.CRISIS,
    Tier.URGENT: NoticeLevel.URGENT,
}
OVERDOSE = "overdose"


def fill(text: str, region: Region) -> str:
    """`text` with the numbers of `region` in place of {emergency}, {crisis}, {line} and {poison}."""
    lines = "\n".join(f"{line.name}: {line.reach}" for line in region.crisis)
    first = region.crisis[0]
    return text.format(
        emergency=region.emergency, crisis=lines, line=f"{first.name}: {first.reach}", poison=region.poison
    ).strip()


def tier_notices(screening: Screening, before: Conversation, content: SafetyContent, region: Region) -> list[Notice]:
    """The notice of the primary tier, with the crisis lines beside an emergency that is also a crisis."""
    if screening.tier is Tier.NONE:
        return []
    if screening.language != "en":
        return [Notice(_LEVELS.get(screening.tier, NoticeLevel.INFO), _foreign(screening, content, region))]
    forms = content.replies.of(screening.tier, screening.variant)
    text = forms[_turn(screening, before, len(forms))]
    notices = [Notice(_LEVELS.get(screening.tier, NoticeLevel.INFO), fill(text, region))]
    if screening.tier is Tier.EMERGENCY and Tier.CRISIS in screening.also:
        notices.append(Notice(NoticeLevel.CRISIS, fill(content.replies.crisis_beside, region)))
    return notices


def foreign_notice(screening: Screening, content: SafetyContent, region: Region) -> Notice:
    """The reply to a message in another language that raises no alarm."""
    return Notice(NoticeLevel.INFO, _foreign(screening, content, region))


def side_notices(screening: Screening, before: Conversation, content: SafetyContent, region: Region) -> list[Notice]:
    """The one-line notices of a reply without an alarm of its own: retraction, reminder, soft line."""
    replies, found = content.replies, []
    alarm = Tier(before.alarm)
    if screening.retracted and alarm is not Tier.NONE:
        found.append(replies.retracted.get(alarm, ""))
    elif before.alarm_turns > 0 and screening.tier not in ALARMS:
        found.append(replies.reminder.get(alarm, ""))
    if screening.soft and screening.tier not in ALARMS:
        found.append(replies.soft)
    return [Notice(NoticeLevel.INFO, fill(text, region)) for text in found if text]


def disclaimer(replies: Replies, tier: Tier, full: bool) -> Notice:
    """The standing disclaimer: in full, or the short line of `tier`."""
    return Notice(NoticeLevel.INFO, (replies.disclaimer if full else replies.short[tier]).strip())


def _turn(screening: Screening, before: Conversation, forms: int) -> int:
    """Which form of a reply comes next: the first for a fresh alarm, then the others in turn."""
    if before.alarm != screening.tier.value or forms == 1:
        return 0
    return 1 + before.turns % (forms - 1)


def _foreign(screening: Screening, content: SafetyContent, region: Region) -> str:
    tongue = next(t for t in content.tongues if t.code == screening.language)
    return fill(tongue.replies[screening.tier], region)
