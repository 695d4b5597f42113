"""What several folders of tests share."""

from pathlib import Path

import pytest

from twitchbot.chatbot import Chatbot
from twitchbot.config import Settings, load_settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shipped() -> Settings:
    """The settings of the repository: its corpus, its index."""
    return load_settings(paths={"corpus": ROOT / "corpus", "index": ROOT / "index"})


@pytest.fixture(scope="session")
def bot(shipped: Settings) -> Chatbot:
    """The real chatbot over the shipped corpus; its index is brought up to date first."""
    from twitchbot.indexing import ensure_index

    ensure_index(shipped)
    return Chatbot.load(shipped.paths.index, shipped)
