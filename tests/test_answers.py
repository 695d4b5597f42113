import ast
from pathlib import Path

import pytest

import twitchbot
from twitchbot.answers import Tier

PACKAGE = Path(twitchbot.__file__).parent


def makers_of(name: str) -> set[str]:
    """Modules of the package that call the `name` of `twitchbot.answers`."""
    return {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if _makes(name, path)}


def _makes(name: str, path: Path) -> bool:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    local = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "twitchbot.answers"
        for alias in node.names
        if alias.name == name
    }
    return any(isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in local for n in nodes)


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
