import ast
from pathlib import Path

import pytest

import twitchbot
from twitchbot.answers import Tier

PACKAGE = Path(twitchbot.__file__).parent


def makers_of(name: str) -> set[str]:
    """Modules of the package that call `name(...)`."""
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    }


@pytest.mark.parametrize(("value", "home"), [("Answer", "dialog/safety/"), ("Quote", "dialog/quoting")])
def test_no_reply_can_skip_the_safety_layer_and_no_quote_can_be_typed(value: str, home: str) -> None:
    makers = makers_of(value)
    assert makers
    assert all(maker.startswith(home) for maker in makers), makers


def test_tiers_stand_most_serious_first() -> None:
    assert [tier.value for tier in Tier] == [
        "emergency",
        "crisis",
        "urgent",
        "special_population",
        "medication",
        "dosage",
        "diagnosis",
        "none",
    ]
