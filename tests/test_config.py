from pathlib import Path

import pytest

from twitchbot.config import PACKAGED, load_settings
from twitchbot.errors import ConfigError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_packaged_settings_are_complete() -> None:
    settings = load_settings()
    assert settings.server.port == 7860
    assert settings.model.name == "bundled"


def test_later_sources_win_key_by_key(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / "twitchbot.toml").write_text('[server]\nport = 1001\nregion = "uk"\n')
    assert (load_settings().server.port, load_settings().server.region) == (1001, "uk")
    monkeypatch.setenv("TWITCHBOT_SERVER__PORT", "1002")
    assert (load_settings().server.port, load_settings().server.region) == (1002, "uk")
    assert load_settings(server={"port": 1003}).server.port == 1003


def test_the_site_file_may_lie_elsewhere(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / "other.toml").write_text("[server]\nport = 1001\n")
    monkeypatch.setenv("TWITCHBOT_CONFIG", "other.toml")
    assert load_settings().server.port == 1001


@pytest.mark.parametrize(
    ("toml", "names"),
    [
        ("[server]\nprot = 1\n", "server.prot"),
        ('[server]\nport = "many"\n', "server.port"),
        ("[server]\nport = 70000\n", "server.port"),
        ("[sever]\nport = 1\n", "sever"),
        ("[server\n", "twitchbot.toml"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(elsewhere: Path, toml: str, names: str) -> None:
    (elsewhere / "twitchbot.toml").write_text(toml)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert names in str(caught.value)
    assert caught.value.remedy


def test_every_setting_carries_its_unit_or_reason() -> None:
    # A number without a comment, on its line or above, is a number that nobody dares to change.
    bare = []
    commented = False
    for line in PACKAGED.read_text().splitlines():
        text = line.strip()
        if text.startswith("#"):
            commented = True
        elif not text or text.startswith("["):
            commented = False
        elif "=" in text and "#" not in text and not commented:
            bare.append(text)
    assert bare == []
