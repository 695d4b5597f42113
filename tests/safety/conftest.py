from __future__ import annotations

import pytest

from twitchbot.answers import Versions
from twitchbot.config import Settings, load_settings
from twitchbot.dialog.safety import Safety


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load_settings()


@pytest.fixture(scope="session")
def safety(settings: Settings) -> Safety:
    return Safety.load(settings)


@pytest.fixture(scope="session")
def versions() -> Versions:
    return Versions("code", "content", "index", "model")
