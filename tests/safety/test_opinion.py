from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from twitchbot.answers import Screening, Tier
from twitchbot.config import load_settings
from twitchbot.dialog.safety import Safety
from twitchbot.dialog.safety.opinion import Costs, Opinion, cheapest, load_opinion, save_opinion
from twitchbot.errors import ContentError

COSTS = Costs(
    missed={tier: 50.0 if tier in (Tier.EMERGENCY, Tier.CRISIS) else 10.0 for tier in Tier},
    needless={tier: 30.0 if tier in (Tier.EMERGENCY, Tier.CRISIS) else 6.0 for tier in Tier},
    softened=0.2,
    confused=0.3,
    soft=1.0,
)


def small(bias: float) -> Opinion:
    return Opinion(
        tiers=(Tier.EMERGENCY, Tier.NONE),
        fingerprint="abc",
        embedding=np.zeros((2, 4), np.float32),
        named=np.zeros((2, 1), np.float32),
        names=("hint:lesson",),
        bias=np.array([bias, 0], np.float32),
        temperature=1.0,
        costs=COSTS,
    )


@pytest.mark.parametrize(
    ("share", "tier", "soft"),
    [(0.001, Tier.NONE, False), (0.06, Tier.NONE, True), (0.9, Tier.EMERGENCY, False)],
)
def test_the_cheapest_reply_grows_with_the_risk(share: float, tier: Tier, soft: bool) -> None:
    assert cheapest({Tier.EMERGENCY: share, Tier.NONE: 1 - share}, COSTS) == (tier, soft)


def test_a_likely_dosage_question_gets_its_notice() -> None:
    assert cheapest({Tier.DOSAGE: 0.8, Tier.NONE: 0.2}, COSTS)[0] is Tier.DOSAGE


@pytest.mark.parametrize("bias", [-20.0, 0.0, 20.0])
@pytest.mark.parametrize("tier", list(Tier))
def test_it_never_lowers_what_a_rule_found(safety: Safety, bias: float, tier: Tier) -> None:
    order = {t: max(n, 1) for n, t in enumerate(Tier)}  # both alarms are as serious
    doubting = replace(safety, opinion=small(bias))
    before = Screening(tier=tier, rules=("some_rule",), soft=tier is Tier.URGENT)
    after = doubting.second_opinion(before, np.zeros(4, np.float32))
    assert order[after.tier] <= order[before.tier]
    assert set(before.rules) <= set(after.rules)
    assert after.soft >= before.soft
    assert tier is Tier.NONE or tier in (after.tier, *after.also)


@pytest.mark.parametrize(
    ("found", "surely", "led"),
    [
        (Tier.CRISIS, 0.95, (Tier.EMERGENCY, Tier.CRISIS)),
        (Tier.CRISIS, 0.85, (Tier.CRISIS,)),
        (Tier.EMERGENCY, 0.95, (Tier.EMERGENCY,)),
    ],
)
def test_of_two_alarms_the_sure_one_leads_and_both_stay(found: Tier, surely: float, led: tuple[Tier, ...]) -> None:
    before = Screening(tier=found, rules=("some_rule",), variant="overdose")
    after = small(0).lead(before, {Tier.EMERGENCY: surely, Tier.NONE: 1 - surely})
    assert (after.tier, *after.also) == led
    assert after.variant == ("overdose" if after.tier is found else "")


def test_what_the_classifier_has_raised_it_does_not_trade_for_the_other_end_of_the_message() -> None:
    before = Screening(tier=Tier.EMERGENCY, rules=("opinion_emergency",))
    assert small(0).lead(before, {Tier.CRISIS: 0.99}) == before


def test_it_raises_and_says_so(safety: Safety) -> None:
    sure = replace(safety, opinion=small(20.0))
    after = sure.second_opinion(Screening(tier=Tier.DOSAGE), np.zeros(4, np.float32))
    assert (after.tier, after.also) == (Tier.EMERGENCY, (Tier.DOSAGE,))
    assert after.rules == ("opinion_emergency",)


@pytest.mark.parametrize("embedding", [None, np.zeros(7, np.float32)])
def test_without_an_embedding_of_its_length_the_rules_stand(safety: Safety, embedding: object) -> None:
    sure = replace(safety, opinion=small(20.0))
    assert sure.second_opinion(Screening(), embedding) == Screening()  # type: ignore[arg-type]


def test_weights_come_back_as_they_were_written(tmp_path: Path) -> None:
    table = {
        "missed": {tier.value: cost for tier, cost in COSTS.missed.items()},
        "needless": {tier.value: cost for tier, cost in COSTS.needless.items()},
        "softened": COSTS.softened,
        "confused": COSTS.confused,
        "soft": COSTS.soft,
    }
    save_opinion(tmp_path / "o.npz", small(1.5), table)
    read = load_opinion(tmp_path / "o.npz")
    assert read is not None
    assert (read.tiers, read.names, read.fingerprint, read.costs) == (small(0).tiers, ("hint:lesson",), "abc", COSTS)
    assert read.bias.tolist() == [1.5, 0.0]


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "o.npz").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(ContentError):
        load_opinion(tmp_path / "o.npz")
    assert load_opinion(tmp_path / "missing.npz") is None


def test_the_switch_leaves_the_rules_alone() -> None:
    rules_only = Safety.load(load_settings(safety={"second_opinion": False}))
    assert rules_only.opinion is None
    assert rules_only.screen("I can't breathe").tier is Tier.EMERGENCY


def test_without_a_second_opinion_weak_patterns_raise_their_tier(safety: Safety) -> None:
    text = "how long do I keep taking magnesium"
    assert safety.screen(text).tier is Tier.NONE
    assert "dose_how_much" in safety.screen(text).hints
    assert Safety.load(load_settings(safety={"second_opinion": False})).screen(text).tier is Tier.DOSAGE
