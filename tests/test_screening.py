"""Rules and classifier behind one door."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from twitchbot.answers import Tier
from twitchbot.config import load_settings
from twitchbot.dialog.safety import Safety
from twitchbot.screening import LOOKUPS, WINDOW, Reader, Screener, _windows


class Broken:
    name, fingerprint, dimensions = "broken", "0", 384

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise RuntimeError(f"no vector for {texts}")


@pytest.fixture(scope="module")
def safety() -> Safety:
    return Safety.load(load_settings())


def test_without_an_encoder_the_rules_serve_alone(safety: Safety) -> None:
    alone = Screener(safety, None, Reader.over(safety))
    assert alone.screen("I can't breathe").tier is Tier.EMERGENCY
    assert alone.screen("which foods have magnesium").tier is Tier.NONE


def test_a_failing_classifier_fails_closed(safety: Safety) -> None:
    screening = Screener(safety, Broken(), Reader.over(safety)).screen("which foods have magnesium")
    assert screening.failed


def test_a_sure_alarm_needs_no_classifier(safety: Safety) -> None:
    screening = Screener(safety, Broken(), Reader.over(safety)).screen("I can't breathe")
    assert screening.tier is Tier.EMERGENCY
    assert not screening.failed


def test_a_missing_encoder_is_said_and_survived(
    safety: Safety, caplog: pytest.LogCaptureFixture, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = load_settings(paths={"index": tmp_path_factory.mktemp("none") / "file"})
    settings.paths.index.write_text("not a folder")
    assert Screener.over(safety, settings).encoder is None
    assert "rules serve alone" in caplog.text


def test_a_long_message_is_read_from_both_ends() -> None:
    words = [f"w{n}" for n in range(WINDOW + 30)]
    head, tail = _windows(" ".join(words))
    assert head.split() == words[:WINDOW]
    assert tail.split() == words[-WINDOW:]
    assert _windows("short enough") == ("short enough",)


def test_the_classifier_reads_misspelled_words_set_right(safety: Safety) -> None:
    reader = Reader.over(safety)
    assert reader.parts("My chset hurst, is it magnesuim?") == ("my chest hurst is it magnesium",)
    assert reader.parts("what causes twitching") == ("what causes twitching",)


def test_a_word_that_the_space_bar_has_cut_is_read_whole(safety: Safety) -> None:
    reader = Reader.over(safety)
    assert reader.parts("my ches t hurts, magnesiu m?") == ("my chest hurts magnesium",)
    assert reader.parts("what is b 12 in an egg") == ("what is b 12 in an egg",)


def test_only_so_many_unknown_words_are_looked_up(safety: Safety) -> None:
    words = ["magnesuim"] * (LOOKUPS + 5)
    assert Reader.over(safety).parts(" ".join(words))[0].split().count("magnesuim") == 5
