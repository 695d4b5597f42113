"""Screening as a whole: its checks, its failures, its invariances."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from twitchbot.answers import Screening, Tier
from twitchbot.config import Settings, load_settings
from twitchbot.content.safety import FOLDER, load_safety
from twitchbot.dialog.safety import Safety
from twitchbot.dialog.safety.checks import check_safety
from twitchbot.dialog.safety.core import REQUIRED
from twitchbot.errors import ContentError

DANGER = [
    ("I can't breathe", Tier.EMERGENCY),
    ("she isn't breathing", Tier.EMERGENCY),
    ("I think I'm having a heart attack", Tier.EMERGENCY),
    ("my son swallowed a whole bottle of iron tablets", Tier.EMERGENCY),
    ("I want to kill myself", Tier.CRISIS),
    ("she says she is going to end her life", Tier.CRISIS),
]
ORDINARY = [
    "does low calcium cause seizures?",
    "can dehydration cause heart palpitations",
    "is caffeine bad",
    "what are symptoms of low b12",
    "why do my muscles twitch",
    "which foods are rich in magnesium?",
    "my dog had a seizure",
    "I'm dying to know which nuts have magnesium",
]


def test_the_content_passes_its_own_checks(settings: Settings) -> None:
    assert check_safety(settings) == []


def test_a_number_not_looked_up_for_six_months_is_reported(settings: Settings) -> None:
    checked = max(region.checked for region in load_safety().regions)
    assert check_safety(settings, today=checked.replace(year=checked.year + 1))


@pytest.mark.parametrize(("text", "tier"), DANGER)
def test_danger_is_caught_by_the_rules_alone(safety: Safety, text: str, tier: Tier) -> None:
    assert safety.screen(text).tier is tier


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_questions_stay_ordinary(safety: Safety, text: str) -> None:
    assert safety.screen(text).tier is Tier.NONE


@pytest.mark.parametrize(("text", "tier"), DANGER)
@pytest.mark.parametrize("change", [str.upper, str.title, lambda t: t.replace("'", "’"), lambda t: f"  {t} !!! 😟\n"])
def test_case_punctuation_and_space_change_nothing(safety: Safety, text: str, tier: Tier, change: object) -> None:
    assert safety.screen(change(text)).tier is tier  # type: ignore[operator]


@pytest.mark.parametrize(("text", "tier"), DANGER)
def test_padding_before_and_after_changes_nothing(safety: Safety, text: str, tier: Tier) -> None:
    calm = "We had soup and bread and talked about the garden and the weather. " * 12
    for padded in (f"{calm}{text}", f"{text}. {calm}", f"{calm}{text}. {calm}", f"Which nuts have magnesium? {text}"):
        assert safety.screen(padded).tier is tier


@pytest.mark.parametrize(
    "text", ["my chest is crushing", "having a seizure", "he is unconscious", "she swallowed bleach"]
)
def test_a_typo_in_a_long_word_is_forgiven(safety: Safety, text: str) -> None:
    clean = safety.screen(text)
    dice = random.Random(7)
    words = text.split()
    at = max(range(len(words)), key=lambda n: len(words[n]))
    for _ in range(10):
        cut = dice.randrange(1, len(words[at]) - 1)
        swapped = words[at][:cut] + words[at][cut + 1] + words[at][cut] + words[at][cut + 2 :]
        found = safety.screen(" ".join([*words[:at], swapped, *words[at + 1 :]]))
        assert (found.tier, found.soft) == (clean.tier, clean.soft), swapped


@pytest.mark.parametrize(
    ("calm", "alarming"),
    [
        ("my dog had a seizure", "my son is having a seizure on the floor"),
        ("I can breathe", "I can't breathe"),
        ("no trouble breathing", "trouble breathing, no, I can't breathe"),
        ("what is anaphylaxis?", "what is anaphylaxis? my throat is closing now"),
    ],
)
def test_direction(safety: Safety, calm: str, alarming: str) -> None:
    assert safety.screen(calm).tier is not Tier.EMERGENCY
    assert safety.screen(alarming).tier is Tier.EMERGENCY


def test_a_fragment_completes_the_turn_before(safety: Safety) -> None:
    assert safety.screen("and I can't wake him", "my son fell in the garden").tier is Tier.EMERGENCY
    assert safety.screen("thanks, and which foods have it?", "I can't breathe").tier is Tier.NONE


def test_a_broken_rule_book_fails_closed(safety: Safety) -> None:
    class Broken:
        def read(self, text: str) -> None:
            raise RuntimeError(text)

    broken = Safety(safety.content, Broken(), safety.sealer)  # type: ignore[arg-type]
    assert broken.screen("hello") == Screening(failed=True, rules=("failed",))


def test_running_over_time_fails_closed(safety: Safety) -> None:
    ticks = iter(range(10**6))
    late = Safety(safety.content, safety.rules, safety.sealer, clock=lambda: float(next(ticks)))
    assert late.screen("hello").failed


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "en" / "safety", tmp_path / "en" / "safety")
    return tmp_path


@pytest.mark.parametrize("rule", sorted(name for names in REQUIRED.values() for name in names))
def test_no_core_rule_can_be_taken_away(settings: Settings, copied: Path, rule: str) -> None:
    for path in (copied / "en" / "safety").glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace(f'id = "{rule}"', f'id = "{rule}_gone"'), "utf-8")
    with pytest.raises(ContentError, match=rule):
        Safety.load(settings, folder=copied)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("contacts", 'code = "other"', 'code = "elsewhere"'),
        ("replies", "[short]\nnone", "[short]\nnobody"),
        ("replies", "soft = ", "loud = "),
        ("emergency", "patterns = [", 'patterns = [\n  "<no_such_lexicon>",'),
        ("emergency", "match = [", "match = []\nothers = ["),
        ("emergency", 'id = "stroke"', 'id = "seizure"'),
        ("context", "negation = ", "negation = = "),
    ],
)
def test_damaged_content_does_not_load(settings: Settings, copied: Path, name: str, old: str, new: str) -> None:
    path = copied / "en" / "safety" / f"{name}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError):
        Safety.load(settings, folder=copied)


def test_no_content_is_an_error_not_an_open_door(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        Safety.load(settings, folder=tmp_path)


@pytest.mark.parametrize(
    ("text", "language", "tier"),
    [
        ("no puedo respirar", "es", Tier.EMERGENCY),
        ("je veux mourir", "fr", Tier.CRISIS),
        ("ich bekomme keine Luft", "de", Tier.EMERGENCY),
        ("não consigo respirar", "pt", Tier.EMERGENCY),
        ("मुझे सांस लेने में तकलीफ है", "hi", Tier.EMERGENCY),
        ("我想死", "zh", Tier.CRISIS),
        ("لا أستطيع التنفس", "ar", Tier.EMERGENCY),
        ("¿qué vitamina ayuda con los calambres?", "es", Tier.NONE),
        ("welche Vitamine helfen gegen Muskelzucken", "de", Tier.NONE),
        ("which vitamin helps against twitching", "en", Tier.NONE),
        ("how does suicide prevention training work", "en", Tier.NONE),
        ("papa ko seene mein bahut tez dard ho raha hai", "hi-Latn", Tier.EMERGENCY),
        ("mi pareja tiene un dolor fuertísimo en el pecho", "es", Tier.EMERGENCY),
        ("combien de vitamine D par jour pour un adulte", "fr", Tier.DOSAGE),
        ("biwi pregnant hai aur bohot bleeding ho rahi hai", "hi-Latn", Tier.EMERGENCY),
        ("black urine, muscles agony", "en", Tier.EMERGENCY),
    ],
)
def test_other_languages(safety: Safety, text: str, language: str, tier: Tier) -> None:
    screening = safety.screen(text)
    assert (screening.language, screening.tier) == (language, tier)


@given(st.text(max_size=400))
@effort(max_examples=60, deadline=None)
def test_any_text_at_all_is_screened(text: str) -> None:
    safety = Safety.load(load_settings())
    assert safety.screen(text) == safety.screen(text)
    assert not safety.screen(text).failed


def test_a_message_a_hundred_times_as_long_does_not_run_away(safety: Safety) -> None:
    def spent(text: str) -> float:
        start = time.process_time()
        safety.screen(text)
        return time.process_time() - start

    hard = "my chest arm face pain numb weak can't not breathe take magnesium tablets "
    spanish = "mi hijo no respira, me duele el pecho desde hace una hora y tengo miedo"
    chinese = "\u6211\u80f8\u53e3\u5f88\u75db\u3002"
    spent(hard), spent(spanish), spent(chinese)
    repeated = (hard, spanish + " ", spanish + ". ", chinese, "a", "1", "no ", "zxqv ", "!?", ". a ")
    for text in repeated:
        assert spent((text * (100_000 // len(text)))[:100_000]) < 1.5


@pytest.mark.parametrize(
    ("message", "tier"),
    [
        ("no puedo repirar", Tier.EMERGENCY),
        ("mein Mann reaiert nicht mehr", Tier.EMERGENCY),
        ("j'ai envei de mourir", Tier.CRISIS),
        ("\u6211\u5598\u4e0ds\u8fc7\u6c14\u6765", Tier.EMERGENCY),
        ("quiero vivir", Tier.NONE),
        ("I like quiet water with magnesium", Tier.NONE),
    ],
)
def test_an_alarm_in_another_language_survives_a_slip_of_the_keyboard(safety: Safety, message: str, tier: Tier) -> None:
    assert safety.screen(message).tier is tier


@pytest.mark.parametrize("sign", ["pecho + ", "-sin", "pecho||dolor + duele"])
def test_a_sign_that_cannot_be_read_is_reported_with_its_file(settings: Settings, copied: Path, sign: str) -> None:
    path = copied / "en" / "safety" / "tongue_es.toml"
    text = path.read_text("utf-8").replace("emergency = [\n", f'emergency = [\n  "{sign}",\n', 1)
    path.write_text(text, "utf-8")
    assert any(
        "tongue_es.toml" in problem and "a|b + c*" in problem for problem in check_safety(settings, folder=copied)
    )
