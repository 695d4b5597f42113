"""What no content file can take away: the ids of the core rules and the order of the tiers."""

from __future__ import annotations

from collections.abc import Iterable

from twitchbot.answers import Tier
from twitchbot.content.safety import SafetyContent
from twitchbot.errors import ContentError

ORDER = tuple(Tier)
ALARMS = (Tier.EMERGENCY, Tier.CRISIS)
QUOTED = (Tier.URGENT, Tier.SPECIAL_POPULATION, Tier.MEDICATION, Tier.DOSAGE, Tier.DIAGNOSIS)
"""Tiers whose notice may be followed by an informational quote."""
WITHOUT_AMOUNTS = (Tier.SPECIAL_POPULATION, Tier.MEDICATION, Tier.DOSAGE)
REQUIRED: dict[Tier, frozenset[str]] = {
    Tier.EMERGENCY: frozenset(
        "breathing chest_pain stroke seizure unresponsive confusion heart_rhythm spreading_weakness tetany_now allergy "
        "overdose injury_heat_shock call_for_help".split()
    ),
    Tier.CRISIS: frozenset(("suicide_explicit", "suicide_hint")),
}


def most_serious_first(tiers: Iterable[Tier]) -> tuple[Tier, ...]:
    """The distinct tiers among `tiers` other than none, most serious first."""
    found = set(tiers)
    return tuple(tier for tier in ORDER if tier in found and tier is not Tier.NONE)


def refuse_thinned(content: SafetyContent) -> None:
    """Let `content` pass only with every core rule in its core tier.

    Raises:
        ContentError: one is missing, has been made soft, or has another tier.
    """
    present = {(rule.id, rule.tier) for rule in content.rules if not rule.soft}
    missing = [
        (name, tier) for tier, names in REQUIRED.items() for name in sorted(names) if (name, tier) not in present
    ]
    if missing:
        raise ContentError(
            f"The core safety rule `{missing[0][0]}` ({missing[0][1].value}) is missing",
            where="content/<language>/safety",
            remedy="Restore it from the package: rules may be added, the core ones stay.",
        )
