"""The contract of the seal: what every reply holds and never holds, in every tier and region."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from twitchbot.answers import (
    Answer,
    Draft,
    Intent,
    Message,
    Notice,
    NoticeLevel,
    Outcome,
    Quote,
    Screening,
    Segment,
    Suggestions,
    Tier,
    Versions,
)
from twitchbot.config import load_settings
from twitchbot.content.safety import load_safety
from twitchbot.conversation import Conversation
from twitchbot.dialog.safety import Safety
from twitchbot.dialog.safety.guard import breach, has_amount

REGIONS = [region.code for region in load_safety().regions]
ALARMS = (Tier.EMERGENCY, Tier.CRISIS)
MIDDLE = (Tier.URGENT, Tier.SPECIAL_POPULATION, Tier.MEDICATION, Tier.DOSAGE, Tier.DIAGNOSIS)


def quote(text: str = "Nuts hold magnesium.") -> Quote:
    return Quote(text, "doc", "Title", ("Food",), 0, len(text), (Segment(text, True),))


def draft(*parts: object, intent: Intent = Intent.QUESTION) -> Draft:
    shown = parts or (Message("k", "Hello"), quote(), Suggestions(("Which foods?",)))
    return Draft(Outcome.ANSWER, intent, "faq", shown, "reading", 0.9)  # type: ignore[arg-type]


def seal(
    safety: Safety,
    versions: Versions,
    screening: Screening,
    before: Conversation | None = None,
    region: str = "US",
    of: Draft | None = None,
) -> Answer:
    before = before or Conversation()
    after = Conversation(turns=before.turns + 1)
    return safety.seal(of or draft(), screening, before, after, region=region, versions=versions)


@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize("region", REGIONS)
def test_the_last_part_is_always_the_disclaimer(safety: Safety, versions: Versions, tier: Tier, region: str) -> None:
    first = seal(safety, versions, Screening(tier=tier), region=region)
    later = seal(safety, versions, Screening(tier=tier), Conversation(turns=3, greeted=True), region)
    full, short = first.parts[-1], later.parts[-1]
    assert isinstance(full, Notice)
    assert isinstance(short, Notice)
    assert full.level is short.level is NoticeLevel.INFO
    assert full.text == safety.content.replies.disclaimer.strip()
    assert short.text == safety.content.replies.short[tier].strip()
    assert first.conversation["greeted"] is True


def test_help_gets_the_full_disclaimer_again(safety: Safety, versions: Versions) -> None:
    answer = seal(safety, versions, Screening(), Conversation(greeted=True), of=draft(intent=Intent.HELP))
    assert answer.parts[-1].text == safety.content.replies.disclaimer.strip()  # type: ignore[union-attr]


@pytest.mark.parametrize("tier", ALARMS)
@pytest.mark.parametrize("region", REGIONS)
def test_an_alarm_stands_alone(safety: Safety, versions: Versions, tier: Tier, region: str) -> None:
    answer = seal(safety, versions, Screening(tier=tier), region=region)
    place = safety.content.region(region)
    assert answer.outcome is Outcome.SAFETY
    assert all(isinstance(part, Notice) for part in answer.parts)
    text = answer.parts[0].text  # type: ignore[union-attr]
    assert place.emergency in text
    assert place.emergency in text.splitlines(), "the number stands on a line of its own"
    assert answer.reading is None
    assert answer.confidence is None
    if tier is Tier.CRISIS:
        assert all(line.reach in text for line in place.crisis)


@pytest.mark.parametrize("region", REGIONS)
def test_an_overdose_names_the_poison_line_and_self_harm_the_crisis_line(
    safety: Safety, versions: Versions, region: str
) -> None:
    screening = Screening(tier=Tier.EMERGENCY, also=(Tier.CRISIS,), variant="overdose")
    texts = [part.text for part in seal(safety, versions, screening, region=region).parts]  # type: ignore[union-attr]
    place = safety.content.region(region)
    assert all(word in texts[0] for word in (place.poison, "pack", "vomit"))
    assert place.crisis[0].reach in texts[1]


CHECKLIST = {
    Tier.EMERGENCY: (r"emergency", r"call", r"ask (someone|anyone)|let them call", r"program", r"can't send help"),
    Tier.CRISIS: (r"program", r"doctor", r"trust|friend", r"hurt|harm", r"write|open|writing"),
    Tier.URGENT: (r"see a doctor soon", r"breath", r"chest|speech", r"can't (tell|say)"),
    Tier.SPECIAL_POPULATION: (r"midwife", r"child", r"team", r"minerals"),
    Tier.MEDICATION: (r"pharmacist", r"prescri", r"do not stop|keep taking"),
    Tier.DOSAGE: (r"amounts", r"label", r"pharmacist", r"blood tests", r"foods"),
    Tier.DIAGNOSIS: (r"can't tell what you have", r"exam", r"blood tests", r"see a doctor|ask a doctor"),
}
NEVER = re.compile(
    r"probably nothing|don't worry|nothing to worry|magnesium|calcium|committed suicide|secret|lethal|"
    r"\b\d+ ?(mg|mcg|iu|tablets|pills|capsules)\b",
    re.IGNORECASE,
)


def forms(safety: Safety, tier: Tier) -> list[str]:
    replies = safety.content.replies
    return [*replies.of(tier, ""), *(replies.overdose if tier is Tier.EMERGENCY else ())]


@pytest.mark.parametrize("tier", [*ALARMS, *MIDDLE])
def test_every_form_of_a_reply_passes_the_checklist(safety: Safety, tier: Tier) -> None:
    for text in forms(safety, tier):
        flat = " ".join(text.split()).lower()
        missing = [pattern for pattern in CHECKLIST[tier] if not re.search(pattern, flat)]
        assert not missing or (text in safety.content.replies.overdose and missing == [CHECKLIST[tier][2]]), (
            text,
            missing,
        )
        assert not NEVER.search(text), text
        assert not breach(text), text


@pytest.mark.parametrize("tier", [*ALARMS, *MIDDLE])
@pytest.mark.parametrize("region", REGIONS)
def test_lengths_and_reading_grade(safety: Safety, versions: Versions, tier: Tier, region: str) -> None:
    limit, grade = (70 if tier is Tier.EMERGENCY else 120), (6 if tier in ALARMS else 8)
    for turns in range(3):
        before = Conversation(turns=turns, alarm=tier.value, greeted=True)
        text = seal(safety, versions, Screening(tier=tier), before, region).parts[0].text  # type: ignore[union-attr]
        assert len(text.split()) <= limit
        assert len(re.split(r"(?<=[.:!?])\s", text, maxsplit=1)[0].split()) <= 15
    for text in forms(safety, tier):
        assert flesch_kincaid(text) <= grade, (flesch_kincaid(text), text)


def flesch_kincaid(text: str) -> float:
    """The grade of Kincaid 1975; a line or a colon ends a sentence, placeholders and numbers are left out."""
    plain = re.sub(r"\{\w+\}", "", text)
    sentences = [s for s in re.split(r"[.:!?\n]+", plain) if re.search(r"[a-z]", s)]
    words = re.findall(r"[A-Za-z']+", plain)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", w.lower())))) for w in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_reading_grade_tells_plain_from_hard() -> None:
    assert flesch_kincaid("Call for help now. Stay with them.") < 2
    assert flesch_kincaid("Immediate professional medical evaluation is unequivocally recommended.") > 12


@pytest.mark.parametrize("tier", MIDDLE)
def test_a_middle_tier_shows_its_notice_then_the_quote(safety: Safety, versions: Versions, tier: Tier) -> None:
    answer = seal(safety, versions, Screening(tier=tier))
    assert [type(part) for part in answer.parts] == [Notice, Quote, Suggestions, Notice]
    assert answer.outcome is Outcome.ANSWER
    bare = seal(safety, versions, Screening(tier=tier), of=draft(Message("k", "Hello")))
    assert [type(part) for part in bare.parts] == [Notice, Notice]
    assert bare.outcome is Outcome.SAFETY


@pytest.mark.parametrize("tier", [Tier.DOSAGE, Tier.MEDICATION, Tier.SPECIAL_POPULATION])
def test_no_quote_with_an_amount_answers_a_guarded_tier(versions: Versions, tier: Tier) -> None:
    open_handed = load_settings(safety={"quotes_may_state_amounts": True})
    safety = Safety.load(open_handed)
    stated = draft(quote("Adults take 400 mg of it."))
    assert not seal(safety, versions, Screening(tier=tier), of=stated).quotes
    assert not seal(safety, versions, Screening(tier=Tier.URGENT, also=(tier,)), of=stated).quotes


def test_a_quote_with_an_amount_answers_an_ordinary_question_only_by_setting(
    safety: Safety, versions: Versions
) -> None:
    stated = draft(quote("Adults take 400 mg of it."))
    shut = seal(safety, versions, Screening(), of=stated)
    assert not shut.quotes
    assert shut.outcome is Outcome.ABSTAIN
    allowed = Safety.load(load_settings(safety={"quotes_may_state_amounts": True}))
    assert seal(allowed, versions, Screening(), of=stated).quotes


@pytest.mark.parametrize(
    "text", ["take 400 mg", "400mg", "2 tablets", "1,000 IU", "50 µg", "two? no: 3 capsules", "1000–2000 iu", "5 drops"]
)
def test_amounts_are_seen(text: str) -> None:
    assert has_amount(text)


@pytest.mark.parametrize("text", ["over 300 reactions", "vitamin B12", "call 911", "988", "7 key points", "in 3 days"])
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert not has_amount(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Take 200 mg.", "amount"),
        ("You probably have a magnesium deficiency.", "diagnosis"),
        ("You may have ALS.", "diagnosis"),
        ("It is safe to take together.", "verdict"),
        ("You can stop the tablets.", "verdict"),
        ("Don't worry about it.", "verdict"),
        ("Ask your pharmacist.", ""),
    ],
)
def test_what_no_template_may_say(text: str, fault: str) -> None:
    assert breach(text) == fault


def test_a_reminder_follows_an_alarm_for_three_turns(safety: Safety, versions: Versions) -> None:
    reply = seal(safety, versions, Screening(tier=Tier.EMERGENCY))
    shown = []
    for _ in range(4):
        reply = seal(safety, versions, Screening(), Conversation.from_json(reply.conversation))
        shown.append(any(isinstance(p, Notice) and "911" in p.text for p in reply.parts[:-1]))
    assert shown == [True, True, True, False]


def test_taking_back_clears_an_emergency_but_never_a_crisis(safety: Safety, versions: Versions) -> None:
    for tier, kept in ((Tier.EMERGENCY, Tier.NONE), (Tier.CRISIS, Tier.CRISIS)):
        reply = seal(safety, versions, Screening(tier=tier))
        back = seal(safety, versions, Screening(retracted=True), Conversation.from_json(reply.conversation))
        assert Conversation.from_json(back.conversation).alarm == kept.value
        assert back.parts[0].text.startswith("I am glad")  # type: ignore[union-attr]


def test_an_emergency_after_a_crisis_does_not_forget_the_crisis(safety: Safety, versions: Versions) -> None:
    first = seal(safety, versions, Screening(tier=Tier.CRISIS))
    second = seal(safety, versions, Screening(tier=Tier.EMERGENCY), Conversation.from_json(first.conversation))
    assert Conversation.from_json(second.conversation).alarm == Tier.CRISIS.value


@pytest.mark.parametrize("tier", ALARMS)
def test_a_repeated_alarm_reads_differently(safety: Safety, versions: Versions, tier: Tier) -> None:
    reply, texts = seal(safety, versions, Screening(tier=tier)), []
    for _ in range(3):
        texts.append(reply.parts[0].text)  # type: ignore[union-attr]
        reply = seal(safety, versions, Screening(tier=tier), Conversation.from_json(reply.conversation))
    assert all(a != b for a, b in pairwise(texts))


def test_the_soft_line_goes_with_the_answer(safety: Safety, versions: Versions) -> None:
    answer = seal(safety, versions, Screening(soft=True))
    assert answer.outcome is Outcome.ANSWER
    assert answer.quotes
    assert "911" in answer.parts[0].text
    assert "988" in answer.parts[0].text  # type: ignore[union-attr]


def test_a_failed_screening_fails_closed(safety: Safety, versions: Versions) -> None:
    answer = seal(safety, versions, Screening(failed=True))
    assert answer.outcome is Outcome.SAFETY
    assert answer.reason == "screening_failed"
    assert "911" in answer.parts[0].text
    assert "988" in answer.parts[0].text  # type: ignore[union-attr]
    assert not answer.quotes


def test_the_draft_cannot_smuggle_a_notice_in(safety: Safety, versions: Versions) -> None:
    forged = Notice(NoticeLevel.INFO, "All is well.")
    answer = seal(safety, versions, Screening(), of=draft(quote(), forged))
    assert forged not in answer.parts


def test_equal_input_gives_an_equal_answer(safety: Safety, versions: Versions) -> None:
    one = seal(safety, versions, Screening(tier=Tier.URGENT))
    assert one == seal(safety, versions, Screening(tier=Tier.URGENT))
    assert one.id != seal(safety, versions, Screening(tier=Tier.DOSAGE)).id


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("US", "US"),
        ("en-GB", "UK"),
        ("gb", "UK"),
        ("en_AU", "AU"),
        ("de", "EU"),
        ("fr-FR", "EU"),
        ("", "other"),
        ("zz", "other"),
        ("other", "other"),
    ],
)
def test_regions_are_found_by_country_and_by_locale(safety: Safety, code: str, region: str) -> None:
    assert safety.content.region(code).code == region
