"""What `twitchbot check` says about the safety content: every problem by file, rule and remedy."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from twitchbot.answers import Screening, Tier
from twitchbot.config import Settings
from twitchbot.content.safety import Idiom, Rule, SafetyContent, Tongue
from twitchbot.conversation import Conversation
from twitchbot.dialog.safety.core import ALARMS
from twitchbot.dialog.safety.guard import breach
from twitchbot.dialog.safety.layer import Safety
from twitchbot.dialog.safety.notices import disclaimer, fill, side_notices, tier_notices
from twitchbot.dialog.safety.signs import parse_sign
from twitchbot.errors import ContentError

FRESH = datetime.timedelta(days=183)
"""How long a phone number counts as checked: six months."""
WORDS = {Tier.EMERGENCY: 70}
WORDS_ELSE = 120


def check_safety(
    settings: Settings, language: str = "en", folder: Path | None = None, today: datetime.date | None = None
) -> list[str]:
    """The problems of the safety content, one sentence each with its remedy; empty when there is none."""
    try:
        safety = Safety.load(settings, language, folder)
    except ContentError as error:
        return [str(error)]
    found = [problem for rule in safety.content.rules for problem in _rule(rule, safety)]
    found += [problem for idiom in safety.content.idioms for problem in _idiom(idiom, safety)]
    found += [problem for tongue in safety.content.tongues for problem in _tongue(tongue, safety)]
    found += _contacts(safety.content, today or datetime.date.today())
    return found + [problem for tier in Tier for problem in _replies(tier, safety)]


def _rule(rule: Rule, safety: Safety) -> Iterator[str]:
    for text in rule.examples.match:
        screening = safety.screen(text)
        if rule.id not in (*screening.rules, *screening.hints):
            yield f"Rule `{rule.id}` misses its own example “{text}”. Widen a pattern or correct the example."
    for text in rule.examples.differ:
        screening = safety.screen(text)
        if rule.id in screening.rules and (rule.soft or rule.tier in (screening.tier, *screening.also)):
            yield f"Rule `{rule.id}` fires on “{text}”. Narrow a pattern, add to `unless`, or correct the example."


def _idiom(idiom: Idiom, safety: Safety) -> Iterator[str]:
    for text in idiom.harmless:
        if safety.screen(text).tier in ALARMS:
            yield f"The idiom “{text}” raises an alarm. Widen the idiom's pattern."
    trapped = safety.screen(idiom.trap)
    if trapped.tier not in ALARMS and not trapped.soft:
        yield f"The trap “{idiom.trap}” raises no alarm. Narrow the idiom's pattern."


def _tongue(tongue: Tongue, safety: Safety) -> Iterator[str]:
    where = f"tongue_{tongue.code}.toml"
    for sign in (sign for signs in tongue.signs.values() for sign in signs):
        try:
            parse_sign(sign, bool(tongue.letters))
        except ValueError as error:
            yield f"{where}: {error}. Write it as `a|b + c*`."
    for tier, texts in tongue.examples.items():
        for text in texts:
            found = safety.screen(text)
            if (found.language, found.tier) != (tongue.code, tier):
                heard = f"{found.language}, {found.tier}"
                yield f"{where}: “{text}” is read as {heard}, not as {tier}. Mend a sign or a word."
    for region in safety.content.regions:
        for tier, reply in tongue.replies.items():
            yield from _text(f"{where}, {tier}, {region.code}", fill(reply, region), WORDS_ELSE)


def _contacts(content: SafetyContent, today: datetime.date) -> list[str]:
    return [
        f"contacts.toml: the numbers of {region.code} were checked on {region.checked}. Look them up and set `checked`."
        for region in content.regions
        if today - region.checked > FRESH
    ]


def _replies(tier: Tier, safety: Safety) -> Iterator[str]:
    """Limits of length and of content, for each form of the tier's reply in each region."""
    for region in safety.content.regions:
        for screening in (Screening(tier=tier, soft=True), Screening(tier=tier, variant="overdose")):
            for turns in range(3):
                before = Conversation(turns=turns, alarm=tier.value, alarm_turns=1)
                notices = tier_notices(screening, before, safety.content, region)
                for text in (n.text for n in (*notices, *side_notices(screening, before, safety.content, region))):
                    yield from _text(f"replies.toml, {tier.value}, {region.code}", text, WORDS.get(tier, WORDS_ELSE))
    for full in (True, False):
        yield from _text(f"replies.toml, {tier.value}", disclaimer(safety.content.replies, tier, full).text, WORDS_ELSE)


def _text(where: str, text: str, words: int) -> Iterator[str]:
    if fault := breach(text):
        yield f"{where}: a reply states what none may (an {fault}). Take it out: “{text[:60]}”"
    if len(text.split()) > words:
        yield f"{where}: a reply has {len(text.split())} words, {words} at most. Shorten it."
